"""The editor as a learner sees it: grids, controls, derivation, in the words a test would use."""

import re
from dataclasses import dataclass

INPUTS = ("query", "key", "value")
MATRICES = (*INPUTS, "scores", "mask", "weights", "output")
WITH_PARAMETER = (*INPUTS, "parameter", *MATRICES[3:])  # where the score is general or additive
NAMES = {  # the accessible names of the grids
    "query": re.compile(r"^Q\s"),
    "key": re.compile(r"^K\s"),
    "value": re.compile(r"^V\s"),
    "parameter": re.compile(r"^(Wₐ|v)\s"),
    "scores": re.compile(r"^S = "),
    "mask": re.compile(r"^mask"),
    "weights": re.compile(r"^W = "),
    "output": re.compile(r"^O = "),
}

# One look at one matrix, so that a test of 36 cells is not 36 round trips.
LOOK = """(table) => [...table.querySelectorAll('tbody tr')].map((row) =>
  [...row.querySelectorAll('[role=gridcell]')].map((cell) => {
    const { backgroundColor, color } = getComputedStyle(cell);
    return {
      text: cell.textContent, label: cell.ariaLabel, background: backgroundColor, colour: color,
      lit: cell.classList.contains('att-lit'), pinned: cell.ariaSelected === 'true',
      stop: cell.tabIndex === 0,
    };
  }))"""

FOCUSED = """(root) => {
  const cell = document.activeElement.closest('[role=gridcell]');
  if (!cell || !root.contains(cell)) return null;
  const matrix = cell.closest('.att-matrix').className.replace('att-matrix att-', '');
  const row = cell.closest('tr');
  const cells = [...row.querySelectorAll('[role=gridcell]')];
  return [matrix, [...row.parentElement.children].indexOf(row), cells.indexOf(cell)];
}"""

LINES = """(lines) => Object.fromEntries([...lines.children].map((line) =>
  [line.querySelector('b').textContent, line.querySelector('span').textContent]))"""


@dataclass(frozen=True)
class Cell:
    """What one cell of a grid shows and is called."""

    text: str
    label: str
    background: str
    colour: str
    lit: bool
    pinned: bool
    stop: bool

    @property
    def number(self):
        """The number in the cell; a weight too small to print counts as 0."""
        return 0.0 if self.text == "<.01" else parsed(self.text)


class EditorPage:
    """One editor on the page; `root` is the locator of its element."""

    def __init__(self, lab, root):
        self.lab = lab
        self.page = lab.page
        self.root = root
        self.status = root.locator("[role=status]")
        self.derivation = root.get_by_label("Derivation")
        self.words = root.get_by_role("textbox", name=re.compile("^(Query w|W)ords"))
        self.key_words = root.get_by_role("textbox", name="Key words")
        self.source = root.get_by_role("combobox", name="Keys, values")
        self.score_choice = root.get_by_role("combobox", name="Score")
        self.scaled = root.get_by_role("checkbox")
        self.temperature = root.get_by_role("slider", name="Temperature")
        self.mask_choice = root.get_by_role("combobox", name="Mask")
        self.mask_size = root.get_by_role("spinbutton")

    # --- the grids ---------------------------------------------------------------------

    def grid(self, matrix):
        """Return the locator of a matrix."""
        return self.root.get_by_role("grid", name=NAMES[matrix])

    def cell(self, matrix, row, column):
        """Return the locator of one cell, counted from 0."""
        rows = self.grid(matrix).locator("tbody tr")
        return rows.nth(row).locator("[role=gridcell]").nth(column)

    def look(self, matrix):
        """Return the `Cell` objects of a matrix, row by row."""
        return [[Cell(**cell) for cell in row] for row in self.grid(matrix).evaluate(LOOK)]

    def numbers(self, matrix):
        """Return the numbers that a matrix shows, row by row."""
        return [[cell.number for cell in row] for row in self.look(matrix)]

    def number(self, matrix, row, column):
        """Return the number that one cell shows."""
        return self.look(matrix)[row][column].number

    def lit(self, matrix):
        """Return the places of the outlined cells."""
        return self.places(matrix, "lit")

    def places(self, matrix, quality):
        """Return the places of the cells that are `lit`, `pinned` or a tab `stop`."""
        return [
            (i, j)
            for i, row in enumerate(self.look(matrix))
            for j, cell in enumerate(row)
            if getattr(cell, quality)
        ]

    def focus(self, matrix, row, column):
        """Put the keyboard into a cell without pressing anything."""
        self.cell(matrix, row, column).focus()

    def focused(self):
        """Return (matrix, row, column) of the cell that has the keyboard, or None."""
        at = self.root.evaluate(FOCUSED)
        return at and tuple(at)

    # --- what else it shows ------------------------------------------------------------

    def button(self, name):
        """Return the locator of one of the buttons."""
        return self.root.get_by_role("button", name=name, exact=True)

    def says(self):
        """Return the live region's text."""
        return self.status.inner_text()

    def lines(self):
        """Return the derivation, a dictionary from a line's name to its text."""
        return self.derivation.evaluate(LINES)

    def title(self, matrix):
        """Return what stands above a matrix."""
        return self.grid(matrix).locator("xpath=..").locator(".att-title").inner_text()

    def heads(self, matrix, which="row"):
        """Return the words beside a matrix, or with `which` "col" those above it."""
        return self.grid(matrix).locator(f'th[scope="{which}"]').all_inner_texts()

    def row_sums(self):
        """Return the texts beside the rows of the weights."""
        return self.grid("weights").locator("tbody td:not([role=gridcell])").all_inner_texts()

    def limits(self, matrix):
        """Return the two ends that the legend of a matrix prints."""
        legend = self.grid(matrix).locator("xpath=..").locator(".att-legend")
        return [parsed(text) for text in legend.locator("span").all_inner_texts() if text]

    # --- what a learner does -----------------------------------------------------------

    def press(self, *keys):
        """Press keys one after the other, wherever the keyboard is."""
        for key in keys:
            self.page.keyboard.press(key)

    def type_number(self, matrix, row, column, text):
        """Focus a cell, replace its number and press Enter."""
        self.focus(matrix, row, column)
        self.press("Enter")
        self.page.keyboard.insert_text(text)
        self.press("Enter")

    def type_words(self, text):
        """Replace the words, in cross-attention those of the queries, and press Enter."""
        self.words.fill(text)
        self.words.press("Enter")

    def type_key_words(self, text):
        """Replace the words of keys and values and press Enter."""
        self.key_words.fill(text)
        self.key_words.press("Enter")

    def set_temperature(self, exponent):
        """Put the slider to 10 to the power of `exponent`, as one drag would."""
        self.temperature.fill(str(exponent))
        self.temperature.dispatch_event("change")

    def wait_for(self, matrix, row, column, number):
        """Wait until a cell shows `number`: Python's changes arrive a moment later."""
        text = f"{abs(number):.2f}"
        self.cell(matrix, row, column).get_by_text(f"−{text}" if number < 0 else text).wait_for()

    # --- the kernel --------------------------------------------------------------------

    def wait_for_seq(self, seq, *, name="editor"):
        """Wait until the kernel has heard of the edit with this number."""
        self.lab.wait_for_kernel(f'{name}.state["seq"]', seq)

    def in_kernel(self, *attributes, name="editor"):
        """Return attributes of the editor in the kernel, as lists."""
        return self.lab.kernel_eval(f"[{', '.join(f'{name}.{each}' for each in attributes)}]")


def parsed(text):
    """Return the number that a text with a true minus sign means."""
    return float(text.replace("−", "-").replace("∞", "inf"))
