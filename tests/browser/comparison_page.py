"""A comparison as a learner sees it: three linked maps over one set of numbers."""

import re

import numpy as np

from .desk import AFTER
from .editor_page import EditorPage

IMPORT = "from attention_lib.widgets import AttentionComparison\n"

INPUTS = ("query", "key", "value")
MAPS = ("weights-a", "weights-b", "difference")
OUTPUTS = ("output-a", "output-b")
MATRICES = ("query", "key", *MAPS, "value", *OUTPUTS)  # in the order of the Tab key
NAMES = {  # the accessible names of the grids
    "query": re.compile(r"^Q\s"),
    "key": re.compile(r"^K\s"),
    "value": re.compile(r"^V\s"),
    "weights-a": re.compile(r"^W of A:"),
    "weights-b": re.compile(r"^W of B:"),
    "difference": re.compile(r"^W of B − W of A"),
    "output-a": re.compile(r"^O of A"),
    "output-b": re.compile(r"^O of B"),
}
IN_KERNEL = {
    **{name: name for name in INPUTS},
    **{name: name.replace("-", "_") for name in (*MAPS, *OUTPUTS)},
}


class ComparisonPage(EditorPage):
    """One comparison on the page; `root` is the locator of its element."""

    def __init__(self, lab, root):
        super().__init__(lab, root)
        self.preset = root.get_by_role("combobox", name="Compare")
        self.a, self.b = (Side(root, letter) for letter in "AB")
        self.headline = root.locator(".att-headline")

    def grid(self, matrix):
        """Return the locator of a matrix."""
        return self.root.get_by_role("grid", name=NAMES[matrix])

    def limits(self, matrix):
        """Return the two ends that the legend of a matrix prints."""
        texts = self.grid(matrix).locator("xpath=..").locator(".att-legend span").all_inner_texts()
        numbers = [text.replace("−", "-") for text in texts if re.fullmatch(r"−?\d+", text)]
        return [float(number) for number in numbers]

    def shown(self):
        """Return the numbers of every matrix."""
        return {matrix: self.numbers(matrix) for matrix in MATRICES}

    def numbers(self, matrix):
        """Return the numbers that a matrix shows, row by row; a difference carries its sign."""
        texts = [[cell.text for cell in row] for row in self.look(matrix)]
        return [[0.0 if t == "<.01" else float(t.replace("−", "-")) for t in row] for row in texts]


class Side:
    """The settings of A or of B."""

    def __init__(self, root, letter):
        self.group = root.get_by_role("group", name=letter, exact=True)
        self.score = self.group.get_by_role("combobox", name="Score")
        self.scaled = self.group.get_by_role("checkbox")
        self.mask = self.group.get_by_role("combobox", name="Mask")
        self.size = self.group.get_by_role("spinbutton")
        self.temperature = self.group.get_by_role("slider", name="Temperature")

    def set_temperature(self, exponent):
        """Put the slider to 10 to the power of `exponent`, as one drag would."""
        self.temperature.fill(str(exponent))
        self.temperature.dispatch_event("change")


def show(desk, call="AttentionComparison()"):
    """Show a comparison, called `comparison` in the kernel, with another cell below."""
    desk.lay(f"{IMPORT}comparison = {call}\ncomparison", AFTER)
    return page_of(desk, 0)


def page_of(desk, index):
    """Return the comparison in the output of a cell."""
    root = desk.lab.output(index).locator(".att-comparison")
    root.wait_for()
    return ComparisonPage(desk.lab, root)


def assert_same_in_kernel(comparison, seq, *, name="comparison"):
    """Wait for edit `seq`, then compare every matrix with the kernel's."""
    comparison.wait_for_seq(seq, name=name)
    there = comparison.in_kernel(*IN_KERNEL.values(), name=name)
    for matrix, expected in zip(IN_KERNEL, there, strict=True):
        np.testing.assert_allclose(
            comparison.numbers(matrix), expected, atol=0.00501, rtol=0, err_msg=matrix
        )
