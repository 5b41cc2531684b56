"""The translator under the keyboard: no key moves the page, no answer takes the focus away."""

import pytest

from .translator_page import IMPORT, of_output, show

# Taller than the window, so that a key which scrolls is seen to scroll.
TALL = "from IPython.display import HTML\nHTML('<div style=\"height: 2000px\"></div>')"
SCROLLED = (
    """() => [...document.querySelectorAll('*')].map((e) => e.scrollTop).filter((top) => top)"""
)
WITHIN = """(root) => root.contains(document.activeElement)
  && (document.activeElement.closest('[role=grid], [role=listbox]')?.role
    ?? document.activeElement.tagName)"""


@pytest.fixture
def translator(desk):
    """A new translator, with room to scroll below it."""
    desk.lay(f"{IMPORT}translator = Translator()\ntranslator", TALL)
    return of_output(desk.lab, 0)


def test_space_and_arrows_never_scroll_the_page_away(translator):
    for place in (
        translator.word("English", 1),
        translator.word("right", 1),
        translator.cell(1, 1),
    ):
        place.focus()
        before = translator.page.evaluate(SCROLLED)
        for key in ("Space", "ArrowDown", "Space"):
            translator.page.keyboard.press(key)
        translator.page.wait_for_timeout(150)  # a scroll is animated
        assert translator.page.evaluate(SCROLLED) == before


def test_the_tab_stop_of_a_sentence_is_a_word_that_is_written(translator):
    translator.word("right", 5).focus()
    translator.slider.fill("2")
    stops = [word["seen"] for word in translator.words("right") if word["stop"]]
    assert stops == [True]


@pytest.mark.parametrize("place", ["English", "right", "map"])
def test_a_phrase_from_python_leaves_the_keyboard_where_it_was(translator, place):
    (translator.cell(3, 4) if place == "map" else translator.word(place, 4)).focus()
    translator.lab.kernel_run("translator.phrase = 'five plus two'")
    translator.wait_for_english("five plus two")
    assert translator.root.evaluate(WITHIN) == ("grid" if place == "map" else "listbox")


def test_a_map_that_goes_hands_the_keyboard_to_the_phrase(translator):
    translator.cell(0, 0).focus()
    translator.lab.kernel_run("translator.models = ('no-attention', 'no-attention')")
    translator.root.get_by_text("This model has no attention").wait_for()
    assert translator.root.evaluate(WITHIN) == "INPUT"


def test_a_minus_sign_is_repaired_by_its_suggestion(translator):
    translator.phrase.fill("eighty-two - four")
    translator.phrase.press("Enter")
    translator.root.get_by_role("button", name="minus, instead of -").click()
    translator.wait_for_english("eighty two minus four")
    assert translator.phrase.input_value() == "eighty-two minus four"


def test_a_bad_phrase_in_one_view_does_not_blame_the_other_views_good_one(desk):
    desk.lay(f"{IMPORT}translator = Translator('six plus two')\ntranslator", "translator")
    good, bad = of_output(desk.lab, 0), of_output(desk.lab, 1)
    bad.phrase.fill("six plus banana")
    bad.phrase.press("Enter")
    bad.message.get_by_text("Not in the vocabulary: banana.").wait_for()
    desk.lab.wait_idle()
    marks = [view.phrase.get_attribute("aria-invalid") for view in (good, bad)]
    assert marks == ["false", "true"]
    assert (good.phrase.input_value(), good.message.inner_text()) == ("six plus two", "")


def test_long_german_stays_inside_a_narrow_widget(desk):
    translator = show(desk, "Translator('seven hundred and seventy seven divided by ninety nine')")
    host = translator.root.locator("xpath=..")
    host.evaluate("(host) => { host.style.width = '330px'; }")
    edge = host.evaluate("(host) => host.getBoundingClientRect().right")
    for name in ("left", "right"):
        box = translator.side(name).bounding_box()
        assert box["x"] + box["width"] <= edge + 0.5
