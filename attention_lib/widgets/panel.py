"""HTML that the questions of the course share: every string in it is text."""

from html import escape

# The colours are Jupyter's own, so that dark themes work. MathJax is told to keep
# out: a `$` in a learner's sentence is a dollar.
PANEL = (
    "border-left: 4px solid var(--jp-border-color1, currentColor); padding: 2px 10px; "
    "margin: 4px 0; color: var(--jp-content-font-color1, inherit); line-height: 1.5;"
)

# The same rule as in editor.css: a notebook may ask before it shows an editor, and a
# visible snapshot would stand beside the live question with the answer in it.
HIDE_SNAPSHOT = (
    "<style>.jp-OutputArea-child:has(.att-snapshot)"
    ":has(+ .jp-OutputArea-child .widget-box) { display: none; }</style>"
)


def text(string):
    """Write a string as text, its line ends as line ends."""
    return escape(string, quote=True).replace("\n", "<br>")


def panel(inner):
    """Put HTML behind a line at its left."""
    return f'<div class="mathjax_ignore" style="{PANEL}">{inner}</div>'


def announced(html):
    """Let screen readers say some HTML when it appears."""
    return f'<div role="status">{html}</div>'


def status_html(message):
    """Write a short message that screen readers announce; an empty one clears it."""
    return f'<div role="status" class="mathjax_ignore">{text(message)}</div>'
