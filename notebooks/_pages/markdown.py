"""Text and links that mean the same in JupyterLab and on GitHub."""

from pathlib import Path
from urllib.parse import quote

SOURCES = Path(__file__).resolve().parent.parent / "source"


def written_from(data):
    """Return the lines that say where a page comes from, and how JupyterLab shows it as one."""
    return (
        f"<!-- Written from {data} by `make notebooks`: edit that file, not this one.\n"
        "In JupyterLab: right-click, Show Markdown Preview. -->"
    )


def notebook_link(number, heading=""):
    """Return a link to a notebook, or to a heading in it.

    Parameters
    ----------
    number : int
    heading : str, optional
        JupyterLab makes a heading's anchor by writing hyphens for its spaces.
    """
    (source,) = SOURCES.glob(f"{number:02}_*.py")
    anchor = "#" + quote(heading.replace(" ", "-"), safe="/,:'") if heading else ""
    words = f"{number:02}, {heading}" if heading else f"notebook {number:02}"
    return f"[{words}]({source.stem}.ipynb{anchor})"


def plain(text):
    """Keep a sign that would begin an HTML tag; emphasis by ``*`` stays."""
    return text.replace("<", "\\<")
