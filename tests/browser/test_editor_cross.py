"""Cross-attention on the screen: keys and values with words of their own, T ≠ S."""

import numpy as np
import pytest

from .desk import IMPORT
from .editor_page import MATRICES
from .editor_sight import assert_everything_is_in_sight
from .lab import DARK, LIGHT
from .test_editor_kernel import assert_same_in_kernel

CROSS = 'AttentionEditor("the red car", key_tokens="la voiture verte est belle")'
ENGLISH, FRENCH = ["the", "red", "car"], ["la", "voiture", "verte", "est", "belle"]


def test_words_of_their_own_change_no_number_until_they_are_other_words(editor):
    before = {matrix: editor.look(matrix) for matrix in MATRICES}
    numbers = {matrix: editor.numbers(matrix) for matrix in ("key", "value")}
    assert not editor.key_words.is_visible()
    editor.source.select_option("own")
    assert {matrix: editor.look(matrix) for matrix in MATRICES} == before
    assert editor.key_words.input_value() == editor.words.input_value()
    editor.type_key_words("un chat noir the")
    assert editor.heads("query") == ["the", "cat", "sat", "on", "the", "mat"]
    for matrix in ("key", "value"):
        assert editor.heads(matrix) == ["un", "chat", "noir", "the"]
        assert editor.numbers(matrix)[3] == numbers[matrix][4]  # of the nearest "the"
    for matrix in ("scores", "mask", "weights"):
        assert [len(row) for row in editor.look(matrix)] == [4] * 6
    assert_same_in_kernel(editor, 2)
    assert editor.in_kernel("key_tokens") == [["un", "chat", "noir", "the"]]


def test_two_sentences_are_two_fields_and_three_by_five_weights(desk):
    editor = desk.show(CROSS)
    assert editor.source.input_value() == "own"
    assert editor.words.input_value().split() == ENGLISH
    assert editor.key_words.input_value().split() == FRENCH
    for matrix in ("query", "scores", "weights", "output"):
        assert editor.heads(matrix) == ENGLISH
    for matrix in ("scores", "weights"):
        assert [head for head in editor.heads(matrix, "col") if head != "Σ"] == FRENCH
    assert [len(row) for row in editor.numbers("weights")] == [5] * 3
    assert editor.row_sums() == ["1.00"] * 3
    assert_same_in_kernel(editor, 0)


def test_by_keyboard_alone_to_cross_attention_and_back(editor):
    before = editor.numbers("weights")
    editor.source.focus()
    editor.press("ArrowDown", "Tab")
    assert editor.key_words.evaluate("(field) => field === document.activeElement")
    editor.press("Control+a", *"ja", "Enter")
    assert [len(row) for row in editor.numbers("weights")] == [1] * 6
    editor.focus("key", 0, 3)
    editor.press("5", "Enter", "Control+z", "Control+z")
    assert editor.focused() == ("key", 0, 3)  # its row is another word's now
    editor.press("Control+z")
    assert editor.numbers("weights") == before
    assert editor.source.input_value() == "same"
    assert_same_in_kernel(editor, 6)


def test_back_to_the_same_words_keys_and_values_are_the_queries_words(desk):
    editor = desk.show(CROSS)
    queries = editor.numbers("query")
    editor.source.select_option("same")
    assert editor.heads("key") == editor.heads("value") == ENGLISH
    assert editor.numbers("query") == queries
    assert not editor.key_words.is_visible()
    assert_same_in_kernel(editor, 1)
    editor.type_words("a new car")
    assert editor.heads("key") == editor.heads("query") == ["a", "new", "car"]


@pytest.mark.parametrize("mask", ["causal", "padding", "window"])
def test_masks_lie_between_the_sentences_as_in_the_kernel(desk, mask):
    editor = desk.show(CROSS)
    editor.mask_choice.select_option(mask)
    assert_same_in_kernel(editor, 1)
    shown = [[cell.text == "✓" for cell in row] for row in editor.look("mask")]
    rule = {
        "causal": lambda i, j: j <= i,
        "padding": lambda i, j: j < 4,
        "window": lambda i, j: abs(i - j) <= 1,
    }[mask]
    assert shown == [[rule(i, j) for j in range(5)] for i in range(3)]
    editor.cell("mask", 0, 4).click()
    assert_same_in_kernel(editor, 2)
    editor.cell("weights", 2, 3).hover()
    assert editor.root.locator(".att-panel-title").inner_text() == "query car · key est"


def test_a_weight_belongs_to_a_query_of_one_sentence_and_a_key_of_the_other(desk):
    editor = desk.show(CROSS)
    editor.cell("weights", 1, 4).click()
    assert editor.lit("query") == [(1, c) for c in range(4)]
    assert editor.lit("key") == editor.lit("value") == [(4, c) for c in range(4)]
    assert editor.lit("output") == [(1, c) for c in range(4)]
    label = editor.look("weights")[1][4].label
    assert label.startswith("query red, key belle, weight ")


def test_key_words_that_do_not_fit_are_refused_with_a_reason(desk):
    editor = desk.show(CROSS)
    before = editor.heads("key"), editor.numbers("weights")
    editor.type_key_words("le " * 17)
    assert "at most 16 words; got 17" in editor.says()
    assert editor.key_words.get_attribute("aria-invalid") == "true"
    assert (editor.heads("key"), editor.numbers("weights")) == before
    editor.key_words.press("Escape")
    assert editor.key_words.input_value().split() == FRENCH
    assert editor.button("↶ Undo").get_attribute("aria-disabled") == "true"


def test_key_words_from_python_move_the_screen_there_and_back(desk):
    editor = desk.show()
    before = editor.numbers("weights")
    desk.lab.kernel_run('editor.key_tokens = "une deux trois"')
    editor.grid("weights").get_by_text("trois").wait_for()
    assert editor.key_words.input_value() == "une deux trois"
    assert_same_in_kernel(editor, 1)
    desk.lab.kernel_run("editor.key_tokens = None")
    editor.key_words.wait_for(state="hidden")
    assert editor.numbers("weights") == before
    editor.button("↶ Undo").click()
    assert editor.key_words.input_value() == "une deux trois"
    assert_same_in_kernel(editor, 3)


def test_a_goal_of_a_translation_is_lost_with_its_words(desk):
    goal = '{"text": "Make red look at verte.", "query": 1, "key": 2, "above": 0.9}'
    editor = desk.show(f"{CROSS[:-1]}, goal={goal})")
    task = editor.root.get_by_text("Your task: Make red look at verte.")
    editor.type_words("a red car indeed")
    assert "not yet" in task.inner_text()
    editor.type_key_words("la voiture bleue")
    assert "words are gone" in task.inner_text()
    editor.button("Reset").click()
    assert "not yet" in task.inner_text()


def test_many_keys_are_a_picture_as_wide_as_they_are_many(desk):
    desk.lay(
        f"{IMPORT}big = AttentionEditor('a b c', key_tokens=[f'k{{j}}' for j in range(30)])\nbig"
    )
    root = desk.lab.output(0).locator(".att-editor")
    canvas, reading = root.locator("canvas"), root.locator("[role=status]")
    assert canvas.evaluate("(c) => c.width / c.height") == 10
    canvas.focus()
    desk.page.keyboard.press("Home")
    for key in ["ArrowDown"] * 4 + ["End"]:
        desk.page.keyboard.press(key)
    weight = np.array(desk.lab.kernel_eval("big.weights"))[2, 29]
    said = "<.01" if weight < 0.005 else f"{weight:.2f}"
    assert reading.inner_text() == f"query c, key k29, weight {said}"
    assert desk.lab.axe(".att-large") == []


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_nothing_in_cross_attention(desk, theme):
    desk.lab.set_theme(theme)
    editor = desk.show(f'{CROSS[:-1]}, mask="causal")')
    found = {"at rest": desk.lab.axe()}
    editor.type_key_words(" ")
    found["wrong words"] = desk.lab.axe()
    editor.button("Present").click()
    found["Present mode"] = desk.lab.axe()
    assert found == {state: [] for state in found}


@pytest.mark.parametrize("present", [False, True])
@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_three_queries_and_five_keys_are_in_sight(desk, size, present):
    desk.lab.set_viewport(*size)
    assert_everything_is_in_sight(desk.show(f"{CROSS[:-1]}, present={present})"))


def test_two_sentences_and_a_score_are_in_sight_beside_jupyterlabs_side_bar(lab_desk):
    desk = lab_desk
    lab = desk.lab
    editor = desk.show(f'{CROSS[:-1]}, score="general")')
    assert lab.page.locator("#jp-left-stack").is_visible()
    for size in [(1920, 1080), (1280, 800)]:
        lab.set_viewport(*size)
        assert_everything_is_in_sight(editor, (*MATRICES, "parameter"))
    lab.screenshot("editor-cross-beside-the-side-bar")
