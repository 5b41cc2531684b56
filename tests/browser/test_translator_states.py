"""The translator by keyboard, read aloud, in every theme and size, and with its kernel gone."""

import re

import nbformat
import pytest

from attention_lib.widgets import Translator
from attention_lib.widgets.translator import EXAMPLES

from . import files
from .desk import Desk
from .lab import DARK, LIGHT
from .test_editor_keys_stay import EVERY_KEY
from .translator_page import IMPORT, TranslatorPage, of_output, show

SHOW = f"{IMPORT}translator = Translator()\ntranslator"
LONG = EXAMPLES["as long as trained"]


def test_everything_can_be_reached_and_done_by_keyboard_alone(desk):
    translator = show(desk)
    keyboard = translator.page.keyboard
    translator.phrase.focus()
    translator.phrase.press("ControlOrMeta+a")
    keyboard.type("sixty two plus nine")
    keyboard.press("Enter")
    translator.wait_for_english("sixty two plus nine")
    visited = []
    for _ in range(20):
        keyboard.press("Tab")
        here = translator.root.evaluate(
            "(root) => { const e = document.activeElement; if (!root.contains(e)) return null;"
            " return e.closest('[role=grid]') ? 'map' : e.ariaLabel || e.textContent || e.type; }"
        )
        if here is None:
            break
        visited.append(here)
        if here == "sixty":
            keyboard.press("ArrowRight")
            keyboard.press("ArrowRight")
            assert translator.reading.inner_text().startswith("plus is read by plus")
            keyboard.press("Home")
        if here == "map":
            keyboard.press("ArrowDown")
            keyboard.press("ArrowDown")
            assert translator.reading.inner_text().startswith("query sechzig, key sixty: weight")
        if here == "◀ Back":
            keyboard.press("Enter")
            assert translator.text("right") == "zwei und sechzig plus"
            keyboard.press("Space")
            assert translator.text("right") == "zwei und sechzig"
        if here == "Words written":
            keyboard.press("End")
            assert translator.text("right") == "zwei und sechzig plus neun"
    assert visited == [
        *EXAMPLES, "sixty", "zwei", "Model on the right side", "zwei",
        "◀ Back", "Next word ▶", "▶ Play", "Words written", "checkbox", "Present", "map",
    ]  # fmt: skip


def test_keys_never_reach_the_notebook(desk):
    translator = show(desk)
    places = {
        "the phrase": translator.phrase,
        "an example": translator.button("short"),
        "an English word": translator.word("English", 0),
        "a German word": translator.word("right", 0),
        "the step": translator.slider,
        "the map": translator.cell(0, 0),
    }
    for place, find in places.items():
        find.focus()
        before = desk.standing()
        for key in EVERY_KEY:
            translator.page.keyboard.press(key)
        desk.lab.wait_idle()
        desk.page.wait_for_timeout(100)
        assert desk.standing() == before, place


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_nothing_in_any_state(desk, theme):
    desk.lab.set_theme(theme)
    translator = show(desk, f"Translator({LONG!r})")
    found = {"at rest": desk.lab.axe()}
    translator.gold.check()
    translator.word("right", 3).hover()
    found["pointing"] = desk.lab.axe()
    translator.cell(5, 5).focus()
    found["in the map"] = desk.lab.axe()
    translator.slider.fill("6")
    found["writing"] = desk.lab.axe()
    translator.phrase.fill("five hundrad")
    translator.message.get_by_text("hundrad").wait_for()
    found["unknown word"] = desk.lab.axe()
    translator.button("Present").click()
    found["Present mode"] = desk.lab.axe()
    translator.phrase.fill("five")
    translator.model.select_option("no-attention")
    translator.root.get_by_text("This model has no attention").wait_for()
    found["no map"] = desk.lab.axe()
    assert found == {state: [] for state in found}


def inside(box, frame):
    return (
        box["y"] >= frame["y"] - 1
        and box["y"] + box["height"] <= frame["y"] + frame["height"] + 1
        and box["x"] >= frame["x"] - 1
        and box["x"] + box["width"] <= frame["x"] + frame["width"] + 1
    )


def test_bottleneck_and_alignment_each_fill_one_screen_beside_the_side_bar(lab_desk):
    desk = lab_desk
    desk.lab.set_viewport(1280, 800)
    translator = show(desk, f"Translator({LONG!r})")
    frame = desk.page.locator(".jp-NotebookPanel .jp-WindowedPanel-outer").bounding_box()
    scroll = "(e) => e.scrollIntoView({ block: 'start' })"
    translator.root.evaluate(scroll)
    parts = [translator.phrase, translator.side("left"), translator.side("right")]
    assert all(inside(part.bounding_box(), frame) for part in parts)
    translator.side("left").evaluate(scroll)
    parts = [translator.side("left"), translator.slider, translator.reading, translator.grid]
    assert all(inside(part.bounding_box(), frame) for part in parts)
    translator = show(desk)  # the short phrase: everything at once
    translator.root.evaluate(scroll)
    assert inside(translator.root.bounding_box(), frame)


@pytest.mark.parametrize("phrase", [EXAMPLES["short"], LONG])
def test_on_a_wide_page_the_map_stands_beside_the_sentences_and_nothing_overlaps(desk, phrase):
    desk.lab.set_viewport(1920, 1080)
    translator = show(desk, f"Translator({phrase!r})")
    for _ in range(2):  # as it is, and in Present mode
        left, right = (translator.side(side).bounding_box() for side in ("left", "right"))
        grid = translator.grid.bounding_box()
        assert left["y"] + left["height"] <= right["y"]
        assert max(left["x"] + left["width"], right["x"] + right["width"]) <= grid["x"]
        beyond = "(e) => e.scrollWidth - e.clientWidth"
        assert translator.root.locator(".att-matrix:visible").evaluate(beyond) <= 1
        translator.button("Present").click()


def test_present_mode_is_large_and_can_be_left(desk):
    desk.lab.set_viewport(1920, 1080)
    translator = show(desk, f"Translator({LONG!r})")
    size = "(cell) => parseFloat(getComputedStyle(cell).fontSize)"
    small = translator.cell(2, 3).evaluate(size)
    translator.button("Present").click()
    assert 20 <= translator.cell(2, 3).evaluate(size) <= 26
    assert 20 <= translator.word("right", 2).evaluate(size) <= 26
    desk.lab.wait_for_kernel("translator.present", True)
    translator.button("Present").click()
    assert translator.cell(2, 3).evaluate(size) == small


def test_nothing_moves_for_those_who_asked_for_less_motion(desk):
    desk.page.emulate_media(reduced_motion="reduce")
    translator = show(desk)
    translator.word("right", 2).hover()
    moving = (
        "(root) => [...root.querySelectorAll('*')].filter((e) =>"
        " parseFloat(getComputedStyle(e).transitionDuration) > 0).length"
    )
    assert translator.root.evaluate(moving) == 0


def test_a_busy_kernel_is_mentioned_and_the_newest_phrase_comes_next(desk):
    translator = show(desk)
    desk.page.evaluate(
        "() => { jupyterapp.shell.currentWidget.sessionContext.session.kernel"
        ".requestExecute({ code: 'import time; time.sleep(3)', store_history: false }); }"
    )
    translator.phrase.fill("six plus six")
    translator.phrase.press("Enter")
    translator.message.get_by_text("The kernel is busy").wait_for()
    assert translator.text("right") == "fünf hundert zwei und achtzig minus vier"
    translator.phrase.fill("six plus seven")
    translator.phrase.press("Enter")
    translator.wait_for_english("six plus seven")
    assert translator.text("right") == "sechs plus sieben"
    assert translator.message.inner_text() == ""


def test_with_its_kernel_gone_it_says_so_and_stays_readable(lab):
    translator = show(Desk(lab, "lost.ipynb").open())
    lab.lose_kernel()
    translator.phrase.fill("six plus six")
    translator.phrase.press("Enter")
    translator.message.get_by_text(re.compile("kernel is gone|needs a running kernel")).wait_for()
    translator.slider.fill("2")
    assert translator.text("right") == "fünf hundert"
    translator.word("right", 0).hover()
    assert "five" in translator.linked("English")
    # ipywidgets logs what it cannot send; anything else would be ours.
    excused = "/api/", "Could not send widget sync message"
    assert [p for p in lab.take_problems() if not any(e in p for e in excused)] == []


def test_untrusted_it_is_a_table_and_no_script_runs(desk, lab):
    desk.save_as("yesterday.ipynb", SHOW)
    cells = lab.saved("yesterday.ipynb")["cells"]
    cells[0]["source"] = f"{SHOW}  # sent by someone else"
    lab.write_notebook("download.ipynb", *map(nbformat.from_dict, cells))
    lab.open("download.ipynb", kernel=False)
    assert not lab.trusted()
    shown = lab.output(0).first
    assert "fünf hundert zwei und achtzig minus vier" in shown.inner_text()
    assert "✓ right" in shown.inner_text()
    assert Translator().sentence() in shown.inner_text()
    eighty = shown.locator("table").nth(1).locator("tbody tr").nth(4).locator("td").nth(3)
    assert float(eighty.inner_text()) > 0.9
    background = eighty.evaluate("(td) => getComputedStyle(td).backgroundColor")
    assert background not in ("rgba(0, 0, 0, 0)", "rgb(68, 1, 84)")
    assert lab.page.locator(".att-translator").count() == 0
    assert lab.axe() == []


def test_exported_it_still_steps_and_points_with_no_kernel(open_exported, tmp_path):
    window = open_exported(files.write(tmp_path / "lesson.ipynb", SHOW))
    root = window.page.locator(".att-translator")
    root.wait_for()
    translator = TranslatorPage(window, root)
    translator.slider.fill("5")
    assert translator.text("right") == "fünf hundert zwei und achtzig"
    translator.word("right", 4).hover()
    assert "eighty" in translator.linked("English")
    translator.phrase.fill("six plus six")
    translator.phrase.press("Enter")
    translator.message.get_by_text("needs a running kernel").wait_for()
    assert window.axe(".att-translator") == []


def test_two_translators_stay_independent(desk):
    desk.lay(f"{IMPORT}one = Translator('six')\none", "two = Translator('nine')\ntwo")
    one, two = of_output(desk.lab, 0), of_output(desk.lab, 1)
    one.type("seven plus eight")
    assert two.text("right") == "neun"
    desk.lab.wait_for_kernel("(one.phrase, two.phrase)", ["seven plus eight", "nine"])
