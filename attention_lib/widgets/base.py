"""What every widget of the course shares: a sentence, a snapshot, a stable ``repr``."""

from html import escape
from pathlib import Path

import anywidget

STATIC = Path(__file__).parent / "static"


class CourseWidget(anywidget.AnyWidget):
    """A widget that still says something where no widget can run.

    Its display is one bundle: the live view, an HTML snapshot for GitHub,
    untrusted and exported notebooks, and one sentence of plain text. A subclass
    gives ``sentence()`` and ``snapshot()``.
    """

    def __repr__(self):
        return f"{type(self).__name__}: {self.sentence()}"

    def sentence(self):
        """Return what the widget shows, in one sentence that depends on its state alone."""
        raise NotImplementedError

    def snapshot(self):
        """Return what the widget shows as HTML of tables, ``<details>`` and inline styles."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        cue = "A snapshot: run the cells above (Run → Run All Cells) to bring it alive."
        html = f"<div>{self.snapshot()}<p><em>{escape(cue)}</em></p></div>"
        return {**data, "text/html": html, "text/plain": repr(self)}, metadata
