"""The pruning widget as a learner sees it: 72 switches, two counts, in the words of a test."""

IMPORT = "from attention_lib.widgets import HeadPruning\n"
LOOK = """(table) => [...table.querySelectorAll('tbody tr')].map((row) =>
  [...row.querySelectorAll('td button')].map((button) => ({
    on: button.ariaPressed === 'true', text: button.textContent, label: button.ariaLabel,
  })))"""


class PruningPage:
    """One widget on the page; `root` is the locator of its element."""

    def __init__(self, lab, root):
        self.lab = lab
        self.page = lab.page
        self.root = root
        self.grid = root.get_by_role("grid")
        self.message = root.get_by_role("status")
        self.order = root.get_by_role("combobox", name="Off:")
        self.slider = root.get_by_role("slider", name="how many")

    def switch(self, row, column):
        """Return the button of a head; row or column −1 are those of columns and of rows."""
        return self.grid.locator("tr").nth(row + 1).locator("button").nth(column + 1)

    def button(self, name):
        """Return a button by its name."""
        return self.root.get_by_role("button", name=name, exact=True)

    def checkbox(self, name):
        """Return a checkbox by its name."""
        return self.root.get_by_role("checkbox", name=name)

    def panel(self, title):
        """Return a task's panel."""
        return self.root.get_by_role("group", name=title)

    def switches(self):
        """Return every head's button, row by row, as dictionaries."""
        return self.grid.evaluate(LOOK)

    def off(self):
        """Return layer and head of those that are off."""
        rows = self.switches()
        return [
            (i, j) for i, row in enumerate(rows) for j, each in enumerate(row) if not each["on"]
        ]

    def counts(self):
        """Return what the two panels say: as `45 of 60 found (75 % ± 6)`."""
        return self.root.locator(".att-pr-found").all_inner_texts()

    def wait_for_counts(self, accuracy):
        """Wait until the panels say what Python counts."""
        wanted = [f"{share.right} of {share.of} found ({share.percent})" for share in accuracy]
        script = """([root, wanted]) => [...root.querySelectorAll('.att-pr-found')]
          .map((line) => line.textContent).join() === wanted.join()"""
        self.lab.until(script, [self.root.element_handle(), wanted], timeout=20)


def show(desk, call="HeadPruning()", *, before=""):
    """Show a new widget, called `pruning` in the kernel, with another cell below."""
    desk.lay(f"{IMPORT}{before}pruning = {call}\npruning", "after = 1")
    return of_output(desk.lab, 0)


def of_output(lab, index):
    """Return the widget in the output of a cell."""
    root = lab.output(index).locator(".att-pruning")
    root.wait_for()
    return PruningPage(lab, root)
