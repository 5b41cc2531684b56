"""What Jupyter would show for an object: its outputs, in order."""

from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display
from IPython.utils.capture import capture_output
from traitlets.config import Config

VIEW = "application/vnd.jupyter.widget-view+json"


def outputs_of(shown):
    """Return the mime bundle of every output that displaying an object makes."""
    shell = InteractiveShell.instance(config=Config(HistoryManager={"enabled": False}))
    try:
        with capture_output() as captured:
            display(shown)
        assert captured.stderr == ""
        return [output.data for output in captured.outputs]
    finally:
        shell.atexit_operations()
        InteractiveShell.clear_instance()


def snapshot_of(shown):
    """Return the HTML that is left where no widget can run."""
    (html,) = [data["text/html"] for data in outputs_of(shown) if "text/html" in data]
    return html
