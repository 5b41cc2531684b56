"""The live training as a learner sees it: buttons, status, columns and marks, in a test's words."""

IMPORT = "from attention_lib.widgets import LiveTraining\n"
SHORT = "LiveTraining('pair', steps=20)"  # two networks within a second
MARKS = """(root) => [...root.querySelectorAll('.att-lt-figure .lt-mark')].map((mark) =>
  mark.classList.contains('lt-open') ? 'open' : 'full')"""


class TrainingPage:
    """One live training on the page; `root` is the locator of its element."""

    def __init__(self, lab, root):
        self.lab = lab
        self.page = lab.page
        self.root = root
        self.train = root.get_by_role("button", name="Train")
        self.stop = root.get_by_role("button", name="Stop")
        self.seed = root.get_by_role("textbox", name="seed")
        self.status = root.locator(".att-lt-status")
        self.message = root.locator(".att-lt-message")
        self.bar = root.get_by_role("progressbar", name="Training")
        self.columns = root.get_by_role("option")
        self.reading = root.locator(".att-lt-reading > div").last
        self.figure = root.locator(".att-lt-figure > svg")
        self.shipped = root.get_by_role("checkbox", name="shipped start")

    def wait_for(self, status, *, timeout=60):
        """Wait until the status begins with these words."""
        self.lab.until(
            "([line, words]) => line.textContent.startsWith(words)",
            [self.status.element_handle(), status],
            timeout=timeout,
        )

    def wait_for_step(self):
        """Wait until the first network has told of a step."""
        self.lab.until(
            "(line) => /step [1-9]/.test(line.textContent)",
            self.status.element_handle(),
        )

    def marks(self):
        """Return "full" or "open" for every mark of the learner's own run."""
        return self.root.evaluate(MARKS)

    def count(self, kind):
        """Return how many shapes of a kind the figure has."""
        return self.figure.locator(f".{kind}").count()

    def numbers(self):
        """Return the table of numbers: the texts of every row, its head first."""
        rows = self.root.locator(".att-lt-numbers tr")
        return rows.evaluate_all(
            "(rows) => rows.map((r) => [...r.cells].map((c) => c.textContent))"
        )


def show(desk, call=SHORT, name="live"):
    """Show a new training, called `live` in the kernel, with another cell below."""
    desk.lay(f"{IMPORT}{name} = {call}\n{name}", "after = 1")
    return of_output(desk.lab, 0)


def of_output(lab, index):
    """Return the training in the output of a cell."""
    root = lab.output(index).locator(".att-training")
    root.wait_for()
    return TrainingPage(lab, root)
