"""The translator as a learner sees it: sentences, map and stepper, in the words of a test."""

from .editor_page import LOOK

IMPORT = "from attention_lib.widgets import Translator\n"
WORDS = """(list) => [...list.querySelectorAll('[role=option]')].map((word) => {
  const { textContent: text, dataset: { weight } } = word;
  const style = getComputedStyle(word);
  return {
    text, weight, label: word.ariaLabel, wrong: word.classList.contains('att-tr-wrong'),
    missing: word.classList.contains('att-tr-missing'), seen: style.visibility === 'visible',
    linked: word.classList.contains('att-tr-linked'), stop: word.tabIndex === 0,
  };
})"""


class TranslatorPage:
    """One translator on the page; `root` is the locator of its element."""

    def __init__(self, lab, root):
        self.lab = lab
        self.page = lab.page
        self.root = root
        self.phrase = root.get_by_role("textbox", name="English")
        self.message = root.locator(".att-tr-message")
        self.slider = root.get_by_role("slider", name="Words written")
        self.model = root.get_by_role("combobox", name="Model on the right side")
        self.map_choice = root.get_by_role("combobox", name="Map")
        self.gold = root.get_by_role("checkbox", name="mark the true word")
        self.reading = root.locator(".att-tr-reading")
        self.grid = root.get_by_role("grid").last  # the right side's
        self.left_grid = root.get_by_role("grid").first  # the same, where there is only one

    def sentence(self, name):
        """Return the locator of a list of words: "English", "left" or "right"."""
        label = "English words" if name == "English" else f"German words, {name} side"
        return self.root.get_by_role("listbox", name=label)

    def words(self, name, **which):
        """Return the words of a sentence as dictionaries."""
        words = self.sentence(name).evaluate(WORDS)
        return [word for word in words if all(word[key] == which[key] for key in which)]

    def text(self, name):
        """Return the words that a model has written so far, as one string."""
        words = self.words(name, seen=True, missing=False)
        return " ".join(word["text"] for word in words)

    def word(self, name, place):
        """Return the locator of a word of a sentence, counted from 0 without missing ones."""
        return self.sentence(name).locator("[role=option]:not(.att-tr-missing)").nth(place)

    def linked(self, name):
        """Return the words that are lit up, with the weights beside them."""
        return {word["text"]: word["weight"] for word in self.words(name, linked=True)}

    def map(self, grid=None):
        """Return the cells of a map, the right one's, row by row, as dictionaries."""
        return (grid or self.grid).evaluate(LOOK)

    def cell(self, row, column, grid=None):
        """Return the locator of a cell of a map, the right one's."""
        row = (grid or self.grid).locator("tbody tr").nth(row)
        return row.get_by_role("gridcell").nth(column)

    def side(self, name):
        """Return the locator of a side's panel."""
        return self.root.get_by_role("group", name=f"{name} side")

    def button(self, name):
        """Return a button by its name."""
        return self.root.get_by_role("button", name=name, exact=True)

    def type(self, phrase):
        """Type a phrase and wait until it stands in the place of the last one."""
        self.phrase.fill(phrase)
        self.wait_for_english(phrase)

    def wait_for_english(self, phrase):
        """Wait until the English words are those of `phrase`."""
        self.lab.until(
            "([list, words]) => [...list.querySelectorAll('[role=option]')]"
            ".map((word) => word.textContent).join(' ') === words",
            [self.sentence("English").element_handle(), phrase],
            timeout=10,
        )


def show(desk, call="Translator()"):
    """Show a new translator, called `translator` in the kernel, with another cell below."""
    desk.lay(f"{IMPORT}translator = {call}\ntranslator", "after = 1")
    return of_output(desk.lab, 0)


def of_output(lab, index):
    """Return the translator in the output of a cell."""
    root = lab.output(index).locator(".att-translator")
    root.wait_for()
    return TranslatorPage(lab, root)
