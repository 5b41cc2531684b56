"""The 72 heads as a learner sees them: small maps, a large one, words, in the words of a test."""

from .editor_page import LOOK

IMPORT = "from attention_lib.widgets import AttentionHeads\n"
WORDS = """(list) => [...list.querySelectorAll('[role=option]')].map((word) => ({
  text: word.textContent, weight: word.dataset.weight, here: word.ariaSelected === 'true',
}))"""
# Whether a small map has more than one colour: it is drawn.
DRAWN = """(canvases) => canvases.filter((canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size > 1;
}).length"""


class HeadsPage:
    """One widget on the page; `root` is the locator of its element."""

    def __init__(self, lab, root):
        self.lab = lab
        self.page = lab.page
        self.root = root
        self.text = root.get_by_role("textbox", name="Sentence")
        self.list = root.get_by_role("combobox", name="Shipped sentences")
        self.pattern = root.get_by_role("combobox", name="Pattern")
        self.message = root.locator(".att-hd-message")
        self.reading = root.locator(".att-hd-reading")
        self.all = root.locator(".att-hd-all").get_by_role("grid")
        self.map = root.locator(".att-hd-map").get_by_role("grid")
        self.picture = root.locator(".att-hd-map").get_by_role("application")
        self.words = root.get_by_role("listbox", name="Words")
        self.title = root.locator(".att-hd-map .att-title")
        self.opened = root.locator(".att-hd-editor")

    def small(self, layer, head):
        """Return the locator of a head's small map."""
        return self.all.locator("tbody tr").nth(layer).get_by_role("gridcell").nth(head)

    def cell(self, row, column):
        """Return the locator of a cell of the large map."""
        return self.map.locator("tbody tr").nth(row).get_by_role("gridcell").nth(column)

    def cells(self, grid=None):
        """Return the cells of the large map, row by row, as dictionaries."""
        return (grid or self.map).evaluate(LOOK)

    def linked(self):
        """Return the words that are lit up, in order, with the weights below them."""
        return [(w["text"], w["weight"]) for w in self.words.evaluate(WORDS) if w["weight"]]

    def looking(self):
        """Return the place of the word that looks."""
        return [word["here"] for word in self.words.evaluate(WORDS)].index(True)

    def ranking(self, name):
        """Return what a line of the ranking says: ``L2H9 0.59``, …"""
        line = self.root.get_by_role("group", name=f"Best heads, {name}")
        return line.get_by_role("button").all_inner_texts()

    def button(self, name):
        """Return a button by its name."""
        return self.root.get_by_role("button", name=name, exact=True)

    def drawn(self):
        """Return how many small maps show something."""
        return self.root.locator("canvas.att-hd-small").evaluate_all(DRAWN)

    def wait_for_words(self, text):
        """Wait until the pieces that are shown are those of `text`, in small letters."""
        self.lab.until(
            "([list, text]) => [...list.querySelectorAll('[role=option]')]"
            ".map((word) => word.textContent).slice(1, -1).join(' ') === text",
            [self.words.element_handle(), text],
            timeout=20,
        )


def show(desk, call="AttentionHeads()"):
    """Show a new widget, called `heads` in the kernel, with another cell below."""
    desk.lay(f"{IMPORT}heads = {call}\nheads", "after = 1")
    return of_output(desk.lab, 0)


def of_output(lab, index):
    """Return the widget in the output of a cell."""
    root = lab.output(index).locator(".att-heads")
    root.wait_for()
    return HeadsPage(lab, root)
