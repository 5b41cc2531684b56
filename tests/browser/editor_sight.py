"""Where the parts of an editor stand, and whether all of them can be seen."""

from itertools import combinations

from .editor_page import MATRICES

# Measured from the top of the notebook: that a focus scrolls is another matter.
BOX = """(element) => {
  const { x, y, width, height } = element.getBoundingClientRect();
  const top = document.querySelector('.jp-Notebook .jp-Cell').getBoundingClientRect();
  return [x - top.x, y - top.y, width, height].map(Math.round);
}"""


def boxes(editor, matrices=MATRICES):
    """Return (x, y, width, height) of each matrix."""
    return {matrix: editor.grid(matrix).evaluate(BOX) for matrix in matrices}


def assert_everything_is_in_sight(editor, matrices=MATRICES):
    """Nothing overflows the page or its cell, is cut off or covers another matrix."""
    page = editor.page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    panel = page.locator(".jp-WindowedPanel-outer").first
    assert panel.evaluate("(panel) => panel.scrollWidth <= panel.clientWidth")
    left, _, width, _ = editor.root.evaluate(BOX)
    assert editor.root.evaluate("(root) => root.scrollWidth <= root.clientWidth")
    found = boxes(editor, matrices)
    for matrix, (x, _, w, _) in found.items():
        assert left <= x and x + w <= left + width, f"{matrix} leaves the editor"
        clipped = editor.grid(matrix).evaluate("(t) => t.offsetWidth > t.parentElement.clientWidth")
        assert not clipped, f"{matrix} is cut off"
    for (one, a), (two, b) in combinations(found.items(), 2):
        apart = a[0] + a[2] <= b[0] or b[0] + b[2] <= a[0]
        apart = apart or a[1] + a[3] <= b[1] or b[1] + b[3] <= a[1]
        assert apart, f"{one} overlaps {two}"
