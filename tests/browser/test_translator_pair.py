"""The translator with two models that attend: both maps, compared word by word."""

import pytest

from attention_lib.widgets.translator import EXAMPLES

from .lab import DARK, LIGHT
from .test_translator_states import inside
from .translator_page import show

PHRASE = "five hundred and eighty two minus forty one"
MODELS = ("bahdanau", "bahdanau-beside")
LONG = EXAMPLES["as long as trained"]


def pair(desk, phrase=PHRASE):
    """Show a new translator with two maps."""
    return show(desk, f"Translator({phrase!r}, {MODELS!r})")


def test_each_side_shows_its_own_map_and_the_kernel_agrees(desk):
    translator = pair(desk)
    assert translator.root.get_by_role("grid").count() == 2
    for name, grid in zip(MODELS, (translator.left_grid, translator.grid), strict=True):
        title = desk.lab.kernel_eval(f"dict(translator.choices)[{name!r}]")
        assert translator.root.get_by_role("grid", name=title, exact=True).count() == 1
        weights = desk.lab.kernel_eval(f"translator.translations[{name!r}].weights")
        for row, ours in zip(translator.map(grid), weights, strict=True):
            shown = [float(cell["text"] or 0) for cell in row]
            assert shown == pytest.approx(ours, abs=0.0052)
    translator.model.select_option("no-attention")
    translator.root.get_by_text("This model has no attention").wait_for()
    assert translator.root.get_by_role("grid").count() == 0


def test_rows_of_both_maps_appear_together_and_the_true_words_are_marked_in_both(desk):
    translator = pair(desk)
    translator.gold.check()
    for written in (0, 4):
        translator.slider.fill(str(written))
        for grid in (translator.left_grid, translator.grid):
            numbers = [any(cell["text"] for cell in row) for row in translator.map(grid)]
            assert numbers == [True] * written + [False] * (9 - written)
    assert translator.reading.inner_text().splitlines()[0].startswith("left: und (4) reads ")
    assert translator.reading.inner_text().splitlines()[1].startswith("right: und (4) reads ")
    translator.slider.fill("9")
    for side, grid in enumerate((translator.left_grid, translator.grid)):
        gold = desk.lab.kernel_eval(f"translator.answer['sides'][{side}]['gold']")
        named = [
            [j for j, cell in enumerate(row) if cell["label"].endswith("the word it renders")]
            for row in translator.map(grid)
        ]
        assert named == [[] if place is None else [place] for place in gold]
        assert grid.locator(".att-tr-gold").count() == sum(map(len, named)) > 0


def test_pointing_at_one_map_shows_the_same_place_in_the_other(desk):
    translator = pair(desk)
    grids = translator.left_grid, translator.grid
    for grid in grids:
        translator.cell(1, 2, grid).hover()  # hundert, and
        for other in grids:
            lit = [[cell["lit"] for cell in row] for row in translator.map(other)]
            assert lit == [[i == 1 or j == 2 for j in range(8)] for i in range(9)]
    lines = translator.reading.inner_text().splitlines()
    for line, side, name in zip(lines, ("left", "right"), MODELS, strict=True):
        weight = desk.lab.kernel_eval(f"translator.translations[{name!r}].weights[1, 2]")
        assert line == f"{side}: query hundert, key and: weight {weight:.2f}"
    translator.left_grid.get_by_role("rowheader", name="achtzig").hover()
    for grid in grids:
        assert [row[0]["lit"] for row in translator.map(grid)] == [i == 4 for i in range(9)]
    assert "eighty" in translator.linked("English")
    translator.word("English", 3).hover()  # eighty
    assert "achtzig" in translator.linked("left").keys() & translator.linked("right").keys()
    translator.page.mouse.move(2, 2)
    assert not any(cell["lit"] for grid in grids for row in translator.map(grid) for cell in row)


def test_two_maps_of_nine_rows_stand_beside_each_other_on_one_screen(lab_desk):
    lab_desk.lab.set_viewport(1280, 800)
    translator = pair(lab_desk)
    frame = lab_desk.page.locator(".jp-NotebookPanel .jp-WindowedPanel-outer").bounding_box()
    translator.root.evaluate("(e) => e.scrollIntoView({ block: 'start' })")
    assert inside(translator.root.bounding_box(), frame)
    left, right = translator.left_grid.bounding_box(), translator.grid.bounding_box()
    assert left["x"] + left["width"] <= right["x"]
    assert (left["y"], left["height"]) == (right["y"], right["height"])
    for matrix in translator.root.locator(".att-matrix").all():
        assert matrix.evaluate("(e) => e.scrollWidth - e.clientWidth") <= 1
    for place in (("left", 4), ("English", 1)):
        translator.word(*place).hover()
        assert translator.grid.bounding_box() == right
    translator.phrase.fill("sixx hundrad and fiftty minuss fouur")
    translator.phrase.press("Enter")
    translator.message.get_by_text("hundrad").wait_for()
    assert translator.button("hundred, instead of hundrad").is_visible()
    assert translator.grid.bounding_box() == right  # what is said has its place


def test_two_wide_maps_stand_beside_each_other_where_their_numbers_can_be_read(desk):
    desk.lab.set_viewport(900, 900)
    translator = pair(desk, LONG)
    left, right = translator.left_grid.bounding_box(), translator.grid.bounding_box()
    assert (left["x"], left["width"]) == (right["x"], right["width"])
    assert left["y"] + left["height"] <= right["y"]
    desk.lab.set_viewport(1920, 1080)
    left, right = translator.left_grid.bounding_box(), translator.grid.bounding_box()
    assert left["x"] + left["width"] <= right["x"]
    assert left["y"] == right["y"]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_nothing_with_two_maps(desk, theme):
    desk.lab.set_theme(theme)
    translator = pair(desk)
    found = {"at rest": desk.lab.axe()}
    translator.gold.check()
    translator.cell(1, 2, translator.left_grid).focus()
    found["in the left map"] = desk.lab.axe()
    translator.slider.fill("4")
    found["writing"] = desk.lab.axe()
    translator.button("Present").click()
    found["Present mode"] = desk.lab.axe()
    assert found == {state: [] for state in found}


def test_how_often_a_model_is_right_is_left_out_until_python_tells_it(desk):
    translator = show(desk, "Translator(curve=False)")
    told = translator.root.get_by_text("of unseen phrases right")
    assert told.first.is_hidden()
    assert not any(bars.is_visible() for bars in translator.root.locator(".att-tr-bars").all())
    translator.type("six")
    assert told.first.is_hidden()
    desk.lab.kernel_run("translator.curve = True")
    told.first.wait_for()
    assert [line.inner_text()[:14] for line in told.all()] == ["with 1 number:"] * 2
    assert all(bars.is_visible() for bars in translator.root.locator(".att-tr-bars").all())


def test_a_model_chosen_while_the_phrase_cannot_be_read_translates_the_last_one(desk):
    translator = show(desk, "Translator('ninety one plus six')")
    translator.phrase.fill("ninety onne")
    translator.phrase.press("Enter")
    translator.message.get_by_text("onne").wait_for()
    translator.model.select_option("transformer-4")
    translator.root.get_by_text("Alignment: Transformer, 4 heads").wait_for()
    assert translator.model.input_value() == "transformer-4"
    expected = desk.lab.kernel_eval("translator.translations['transformer-4'].text")
    assert translator.text("right") == expected
    assert translator.phrase.input_value() == "ninety onne"
    assert "onne" in translator.message.inner_text()
    translator.type("ninety one")
    assert desk.lab.kernel_eval("translator.models[1]") == "transformer-4"


def test_while_an_answer_is_late_the_old_words_stand_under_their_own_model(desk):
    translator = show(desk)
    desk.page.evaluate(
        "() => { jupyterapp.shell.currentWidget.sessionContext.session.kernel"
        ".requestExecute({ code: 'import time; time.sleep(3)', store_history: false }); }"
    )
    translator.model.select_option("transformer-4")
    translator.message.get_by_text("The kernel is busy").wait_for()
    assert translator.model.input_value() == "bahdanau"
    translator.phrase.fill("six plus seven")  # for the model that was chosen
    translator.phrase.press("Enter")
    translator.wait_for_english("six plus seven")
    assert translator.model.input_value() == "transformer-4"
