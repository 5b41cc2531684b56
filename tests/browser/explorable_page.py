"""An explorable as a learner sees it: controls, maps, what is said."""

LOOK = """(table) => [...table.querySelectorAll('tbody tr')].map((row) =>
  [...row.querySelectorAll('[role=gridcell]')].map((cell) => cell.textContent))"""
LIT = """(table) => [...table.querySelectorAll('.att-here')].map((cell) => cell.ariaLabel)"""


class ExplorablePage:
    """One explorable on the page; `root` is the locator of its element."""

    def __init__(self, lab, root):
        self.lab = lab
        self.page = lab.page
        self.root = root
        self.grids = root.get_by_role("grid")
        self.status = root.locator("[role=status]")
        self.reading = root.locator(".att-reading")

    def radio(self, name):
        """Return the locator of a radio button."""
        return self.root.get_by_role("radio", name=name, exact=True)

    def button(self, name):
        """Return the locator of a button."""
        return self.root.get_by_role("button", name=name, exact=True)

    def slider(self, name):
        """Return the locator of a slider."""
        return self.root.get_by_role("slider", name=name)

    def cell(self, row, column, panel=-1):
        """Return the locator of one cell, counted from 0."""
        rows = self.grids.nth(panel).locator("tbody tr")
        return rows.nth(row).locator("[role=gridcell]").nth(column)

    def texts(self, panel=-1):
        """Return what the cells of a map read, row by row."""
        return self.grids.nth(panel).evaluate(LOOK)

    def lit(self, panel):
        """Return the names of the outlined cells of a map."""
        return self.grids.nth(panel).evaluate(LIT)

    def press(self, *keys):
        """Press keys one after the other, wherever the keyboard is."""
        for key in keys:
            self.page.keyboard.press(key)
