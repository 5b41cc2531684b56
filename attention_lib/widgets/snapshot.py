"""Show a widget, and before it what remains where no widget can live."""

from html import escape

from IPython.display import display

VIEW = "application/vnd.jupyter.widget-view+json"
CUE = "A snapshot. Run → Run All Cells brings it to life."


class Snapshot:
    """What a widget showed when its cell ran, as HTML and in one sentence.

    Parameters
    ----------
    html : str
        Tables, ``<details>`` and inline styles only: JupyterLab strips the rest
        from untrusted outputs.
    sentence : str
        The ``repr``, which nbval compares.
    """

    def __init__(self, html, sentence):
        self.html = html
        self.sentence = sentence

    def __repr__(self):
        return self.sentence

    def _repr_html_(self):
        cue = f"<p><em>{escape(CUE)}</em></p>"
        return f'<div class="att-snapshot mathjax_ignore">{self.html}{cue}</div>'


def show(widget, bundle, html):
    """Display a snapshot and then the live view, as two outputs.

    In one output the snapshot would be lost: a trusted notebook without its
    kernel shows "Error displaying widget" and looks no further. While the view
    is alive, a rule in ``js/editor.css`` hides the snapshot above it.

    Parameters
    ----------
    widget : ipywidgets.Widget
    bundle : dict or tuple
        What ipywidgets would have displayed.
    html : str
        The snapshot.
    """
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    display(Snapshot(html, repr(widget)))
    if data and VIEW in data:
        display({VIEW: data[VIEW]}, raw=True)
