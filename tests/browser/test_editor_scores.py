"""Score functions on the screen: general, additive and cosine beside the dot product."""

import math
import re

import numpy as np
import pytest

from .editor_page import INPUTS, MATRICES, WITH_PARAMETER, parsed
from .editor_sight import assert_everything_is_in_sight
from .lab import DARK, LIGHT
from .test_editor_derivation import PRODUCT
from .test_editor_kernel import assert_same_in_kernel

CROSS = 'AttentionEditor("the red car", key_tokens="la voiture verte est belle", '
FORMULAS = {
    "dot": "S = QKᵀ/√4  scores",
    "general": "S = QWₐKᵀ  scores",
    "additive": "S = v·tanh(Q + K)  scores",
    "cosine": "S = cos(Q, K)  scores",
}
OWN = {"general": [4] * 4, "additive": [4]}  # the shape of the score's own numbers
FACTOR = r"\(?(−?\d+\.\d+)\)?"
TANH = re.compile(rf"{FACTOR}·tanh\({FACTOR} \+ {FACTOR}\)")


@pytest.mark.parametrize("score", FORMULAS)
def test_a_score_is_chosen_and_screen_and_kernel_agree(desk, score):
    editor = desk.show(f'{CROSS}mask="window", score="{"cosine" if score == "dot" else "dot"}")')
    before = editor.numbers("scores")
    editor.score_choice.select_option(score)
    assert editor.title("scores") == FORMULAS[score]
    assert editor.numbers("scores") != before
    assert_same_in_kernel(editor, 1)
    assert editor.in_kernel("score") == [score]
    editor.set_temperature(-0.3)
    editor.type_number("query", 1, 2, "-3.125")
    assert_same_in_kernel(editor, 3)
    for _ in range(3):
        editor.button("↶ Undo").click()
    assert editor.numbers("scores") == before
    assert_same_in_kernel(editor, 6)


@pytest.mark.parametrize("score", FORMULAS)
def test_only_a_score_with_numbers_of_its_own_shows_them(desk, score):
    editor = desk.show(f'AttentionEditor(score="{score}")')
    shown = editor.grid("parameter").count()
    assert shown == (score in OWN)
    if shown:
        assert [len(row) for row in editor.look("parameter")] == OWN[score]
        own = editor.in_kernel("general" if score == "general" else "additive_v[None]")[0]
        assert editor.numbers("parameter") == own


# --- changing the score's own numbers --------------------------------------------------


def test_by_keyboard_the_matrix_lies_between_values_and_scores_and_is_edited_like_them(editor):
    editor.score_choice.focus()
    editor.press("ArrowDown")  # general
    editor.focus("value", 0, 0)
    editor.press("Tab")
    assert editor.focused() == ("parameter", 0, 0)
    scores = editor.numbers("scores")
    editor.press("ArrowRight", "ArrowRight", "-", "2", "Enter")
    assert editor.number("parameter", 0, 2) == -2
    editor.press("Alt+ArrowUp", "Alt+Shift+ArrowUp")
    assert editor.number("parameter", 0, 2) == pytest.approx(-0.9)
    query, key = np.array(editor.numbers("query")), np.array(editor.numbers("key"))
    changed = scores - 0.9 * np.outer(query[:, 0], key[:, 2])
    np.testing.assert_allclose(editor.numbers("scores"), changed, atol=0.011)
    assert_same_in_kernel(editor, 4)
    assert editor.in_kernel("general")[0][0] == [1, 0.5, pytest.approx(-0.9), 0]
    editor.press("Tab")
    assert editor.focused() == ("scores", 0, 0)


def test_v_is_dragged_and_each_drag_is_one_step(desk):
    editor = desk.show('AttentionEditor(score="additive")')
    before = editor.numbers("scores")
    box = editor.cell("parameter", 0, 1).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = editor.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x - 8 - 40, y)
    assert editor.number("parameter", 0, 1) == 0
    live = editor.numbers("scores")
    assert live != before
    mouse.move(x - 8 - 80, y)
    mouse.up()
    assert editor.number("parameter", 0, 1) == -1
    assert_same_in_kernel(editor, 1)
    assert editor.in_kernel("additive_v") == [[1, -1, 1, 1]]
    editor.button("↶ Undo").click()
    assert editor.numbers("scores") == before
    assert editor.button("↶ Undo").get_attribute("aria-disabled") == "true"


def test_a_number_of_the_score_outlines_the_dimensions_that_it_joins(desk):
    editor = desk.show('AttentionEditor(score="general")')
    editor.cell("parameter", 1, 2).hover()
    assert editor.lit("query") == [(i, 1) for i in range(6)]
    assert editor.lit("key") == [(j, 2) for j in range(6)]
    assert editor.lit("parameter") == [(1, 2)]
    assert editor.look("parameter")[1][2].label == (
        "Wₐ, query dimension 2, key dimension 3, value 0.50"
    )
    editor.score_choice.select_option("additive")
    editor.cell("parameter", 0, 3).hover()
    assert editor.lit("query") == editor.lit("key") == [(i, 3) for i in range(6)]
    assert editor.look("parameter")[0][3].label == "v, dimension 4, value 1.00"


def test_what_is_no_number_is_refused_there_too(desk):
    editor = desk.show('AttentionEditor(score="general")')
    before = editor.numbers("parameter")
    editor.type_number("parameter", 3, 0, "12")
    assert "between −10 and 10; got 12" in editor.says()
    editor.press("Escape")
    assert editor.numbers("parameter") == before


def test_when_undo_takes_the_matrix_away_the_keyboard_stays_in_the_editor(editor):
    editor.score_choice.select_option("general")
    editor.focus("parameter", 2, 2)
    before = editor.lab.page.evaluate("jupyterapp.shell.currentWidget.content.widgets.length")
    editor.press("Control+z")
    assert editor.grid("parameter").count() == 0
    assert editor.score_choice.evaluate("(select) => select === document.activeElement")
    editor.press("x", "d", "d")
    assert before == editor.lab.page.evaluate(
        "jupyterapp.shell.currentWidget.content.widgets.length"
    )


def test_python_sets_score_and_matrix_and_the_screen_follows(desk):
    editor = desk.show()
    desk.lab.kernel_run(
        'editor.update(score="general", general=[[0, 1, 0, 0], [0, 0, -2, 0], [0] * 4, [3] * 4])'
    )
    editor.wait_for("parameter", 1, 2, -2)
    assert editor.score_choice.input_value() == "general"
    assert_same_in_kernel(editor, 1)
    editor.button("Reset").click()
    assert editor.score_choice.input_value() == "dot"
    editor.score_choice.select_option("general")
    assert editor.numbers("parameter")[1] == [0, 1, 0.5, 0]  # Reset went back to the default


# --- ÷ √head_dim -----------------------------------------------------------------------


@pytest.mark.parametrize("score", ["general", "additive", "cosine"])
def test_the_root_is_for_dot_products_only_and_says_why(desk, score):
    editor = desk.show(f'AttentionEditor(score="{score}")')
    assert editor.scaled.get_attribute("aria-disabled") == "true"
    assert not editor.scaled.is_checked()
    assert editor.scaled.locator("xpath=..").inner_text().strip() == "÷ √4: dot only"
    before = editor.numbers("scores")
    editor.scaled.focus()
    editor.press(" ")
    assert "√head_dim is the dot product's own scale" in editor.says()
    assert not editor.scaled.is_checked()
    assert editor.numbers("scores") == before
    assert editor.button("↶ Undo").get_attribute("aria-disabled") == "true"
    editor.score_choice.select_option("dot")
    assert editor.scaled.is_checked()
    assert editor.scaled.get_attribute("aria-disabled") == "false"


# --- derivations -----------------------------------------------------------------------


def general_recomputes(lines, q, k, matrix, v):
    columns = [part.split(" = ") for part in lines["q·Wₐ"].split(";")]
    projected = [sum_of_products(re.sub(r"^\s*\(\d\)", "", terms)) for terms, _ in columns]
    assert projected == pytest.approx(list(np.array(q) @ matrix), abs=1e-9)
    assert [parsed(printed) for _, printed in columns] == pytest.approx(projected, abs=0.00006)
    terms, printed = lines["score"].split(";")[0].split(" = ")
    assert sum_of_products(terms) == pytest.approx(parsed(printed), abs=0.0101)
    return float(np.array(projected) @ k)


def additive_recomputes(lines, q, k, matrix, v):
    written, valued, printed = lines["score"].split(";")[0].split(" = ")
    terms = [tuple(map(parsed, found)) for found in TANH.findall(written)]
    assert terms == list(zip(v, q, k, strict=True))
    assert sum_of_products(valued) == pytest.approx(parsed(printed), abs=0.0101)
    return sum(a * math.tanh(b + c) for a, b, c in terms)


def cosine_recomputes(lines, q, k, matrix, v):
    lengths = [parsed(lines[name].split(" = ")[1]) for name in ("|q|", "|k|")]
    assert lengths == pytest.approx([math.hypot(*q), math.hypot(*k)], abs=0.00006)
    products, quotient = lines["score"].split(";")[:2]
    terms, product = products.split(" = ")
    assert sum_of_products(terms) == pytest.approx(parsed(product), abs=0.00006)
    divisor, printed = quotient.split(" = ")
    assert [parsed(x) for x in re.findall(r"\d+\.\d+", divisor)] == lengths
    assert parsed(product) / math.prod(lengths) == pytest.approx(parsed(printed), abs=0.0101)
    return sum_of_products(terms) / math.prod(lengths)


def sum_of_products(text):
    return sum(parsed(a) * parsed(b) for a, b in PRODUCT.findall(text))


@pytest.mark.parametrize("state", ["", "temperature=0.35, ", 'mask="causal", temperature=2.4, '])
@pytest.mark.parametrize("recomputes", [general_recomputes, additive_recomputes, cosine_recomputes])
def test_every_derivation_recomputes_to_the_score_shown(desk, recomputes, state):
    score = recomputes.__name__.removesuffix("_recomputes")
    own = "general=[[i - j / 3 for j in range(4)] for i in range(4)], additive_v=[1, -2, 0.5, 3], "
    editor = desk.show(f'{CROSS}{state}{own}score="{score}")')
    editor.type_number("query", 1, 2, "-3.456")
    editor.wait_for_seq(1)
    temperature, *matrices = editor.in_kernel("temperature", *INPUTS[:2], "general", "additive_v")
    query, key, matrix, v = matrices
    shown = editor.look("scores")
    for i, j in [(0, 0), (1, 3), (2, 4), (1, 1)]:
        editor.cell("weights", i, j).hover()
        lines = editor.lines()
        raw = recomputes(lines, query[i], key[j], matrix, v)
        assert lines["score"].split(" = ")[-1] == shown[i][j].text
        assert shown[i][j].number == pytest.approx(raw / temperature, abs=0.0061)
        assert ("÷ temperature" in lines["score"]) == (temperature != 1)


def test_the_cosine_of_a_word_of_zeros_is_0_and_says_why(desk):
    editor = desk.show('AttentionEditor("a b", [[0, 0], [1, 2]], [[1, 1], [2, 1]], score="cosine")')
    assert editor.numbers("scores")[0] == [0, 0]
    editor.cell("scores", 0, 1).hover()
    assert "|q| = 0" in editor.lines()["score"]
    assert "no direction" in editor.lines()["score"]
    assert_same_in_kernel(editor, 0)


# --- looks -----------------------------------------------------------------------------


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_nothing_with_any_score(desk, theme):
    desk.lab.set_theme(theme)
    editor = desk.show("AttentionEditor()")
    found = {}
    for score in ("general", "additive", "cosine"):
        editor.score_choice.select_option(score)
        found[score] = desk.lab.axe()
    editor.score_choice.select_option("general")
    editor.focus("parameter", 1, 1)
    editor.press("Enter")
    found["typing"] = desk.lab.axe()
    editor.press("Escape")
    editor.button("Present").click()
    found["Present mode"] = desk.lab.axe()
    assert found == {state: [] for state in found}


@pytest.mark.parametrize("present", [False, True])
@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_all_matrices_and_the_scores_own_are_in_sight(desk, size, present):
    desk.lab.set_viewport(*size)
    editor = desk.show(f"AttentionEditor(present={present})")
    for score in OWN:
        editor.score_choice.select_option(score)
        assert_everything_is_in_sight(editor, WITH_PARAMETER)
    editor.score_choice.select_option("cosine")
    assert_everything_is_in_sight(editor, MATRICES)
