"""What Jupyter would show for an object: its outputs, in order."""

import atexit
from contextlib import contextmanager
from unittest.mock import patch

from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display
from IPython.utils.capture import capture_output
from ipywidgets import Widget
from traitlets.config import Config

VIEW = "application/vnd.jupyter.widget-view+json"


@contextmanager
def shown():
    """Capture what the block prints and displays, as a notebook's cell would."""
    shell = InteractiveShell.instance(config=Config(HistoryManager={"enabled": False}))
    try:
        with capture_output() as captured:
            yield captured
    finally:
        atexit.unregister(shell.atexit_operations)
        shell.atexit_operations()
        InteractiveShell.clear_instance()


def outputs_of(thing):
    """Return the mime bundle of every output that displaying an object makes."""
    with shown() as captured:
        display(thing)
    assert captured.stderr == ""
    return [output.data for output in captured.outputs]


def snapshot_of(thing):
    """Return the HTML that is left where no widget can run."""
    (html,) = [data["text/html"] for data in outputs_of(thing) if "text/html" in data]
    return html


def first_message(make, *arguments, **options):
    """Return the state that a new widget has when it opens its channel to the browser."""
    states = []

    def keep(widget):
        states.append({name: getattr(widget, name) for name in widget.keys})

    with patch.object(Widget, "open", keep):
        make(*arguments, **options)
    return states[-1]  # a layout opens one of its own before
