"""Fold what a cell shows, so that a prediction can be made first."""

from contextlib import contextmanager
from html import escape

from IPython.display import display
from IPython.utils.capture import capture_output

SUMMARY = "Committed to a prediction? Click to look."


class Folded:
    """Printed lines and displayed objects behind one ``<details>``.

    Parameters
    ----------
    text : str
        What was printed.
    outputs : list of IPython.utils.capture.RichOutput
        What was displayed.
    summary : str
    """

    def __init__(self, text, outputs, summary):
        self.text = text.rstrip("\n")
        self.outputs = outputs
        self.summary = summary

    def __repr__(self):
        shown = [output.data.get("text/plain", "") for output in self.outputs]
        return "\n".join([*shown, *([self.text] if self.text else [])])

    def _repr_html_(self):
        shown = [
            output.data.get("text/html")
            or f"<pre>{escape(output.data.get('text/plain', ''))}</pre>"
            for output in self.outputs
        ]
        printed = f"<pre>{escape(self.text)}</pre>" if self.text else ""
        return (
            f"<details><summary>{escape(self.summary)}</summary>{''.join(shown)}{printed}</details>"
        )


@contextmanager
def folded(summary=SUMMARY):
    """Fold whatever is printed or displayed inside the block.

    Displayed objects come first, printed lines after them. After an exception
    nothing is folded: what was printed before it is shown as usual.

    Parameters
    ----------
    summary : str
        The line to click on.

    Examples
    --------
    >>> with folded():
    ...     print("row sums", 1.0)
    row sums 1.0
    """
    failure = None
    with capture_output() as captured:
        try:
            yield
        except BaseException as error:
            failure = error
    if failure is not None:
        print(captured.stdout, end="")
        raise failure
    display(Folded(captured.stdout, captured.outputs, summary))
