"""Undo and redo: one step per edit, of every kind, and reset is a step like any other."""

import pytest

EDITS = {
    "a number": lambda editor: editor.type_number("query", 1, 2, "-3.5"),
    "a nudge": lambda editor: (editor.focus("value", 0, 3), editor.press("Alt+ArrowUp")),
    "the words": lambda editor: editor.type_words("dogs chase cats"),
    "words of their own": lambda editor: editor.source.select_option("own"),
    "a score": lambda editor: editor.score_choice.select_option("additive"),
    "the scale": lambda editor: editor.scaled.click(),
    "the temperature": lambda editor: editor.set_temperature(0.5),
    "the mask": lambda editor: editor.mask_choice.select_option("causal"),
    "a cell of the mask": lambda editor: editor.cell("mask", 2, 4).click(),
    "reset": lambda editor: editor.button("Reset").click(),
}


def everything(editor):
    """Return all that a step back must bring back."""
    grids = [[cell.text for cell in row] for m in ("query", "value", "scores", "weights", "mask")
             for row in editor.look(m)]  # fmt: skip
    controls = [editor.words.input_value(), editor.scaled.is_checked()]
    controls += [editor.temperature.input_value(), editor.mask_choice.input_value()]
    controls += [editor.source.input_value(), editor.score_choice.input_value()]
    return grids, controls


@pytest.mark.parametrize("edit", EDITS)
def test_every_kind_of_edit_is_one_step(desk, edit):
    editor = desk.show()
    editor.type_number("key", 4, 0, "6.5")  # so that a reset has something to do
    before = everything(editor)
    EDITS[edit](editor)
    after = everything(editor)
    assert after != before
    editor.button("↶ Undo").click()
    assert everything(editor) == before
    editor.button("↷ Redo").click()
    assert everything(editor) == after


def test_undo_and_redo_have_their_usual_keys(editor):
    editor.focus("query", 0, 1)
    editor.press("1", "Enter", "2", "Enter", "3", "Enter", "Control+z", "Control+z")
    assert editor.number("query", 0, 1) == 1
    editor.press("Control+Shift+z")
    assert editor.number("query", 0, 1) == 2
    editor.press("Control+y")
    assert editor.number("query", 0, 1) == 3
    assert editor.focused() == ("query", 0, 1)


def test_sixty_steps_can_be_taken_back_and_forth(editor):
    start = editor.numbers("value")
    editor.focus("value", 3, 2)
    editor.press(*["Alt+ArrowUp"] * 60)
    far = editor.numbers("value")
    assert far[3][2] == pytest.approx(start[3][2] + 6)
    editor.press(*["Control+z"] * 60)
    assert editor.numbers("value") == start
    assert editor.button("↶ Undo").get_attribute("aria-disabled") == "true"
    editor.press(*["Control+y"] * 60)
    assert editor.numbers("value") == far
    editor.wait_for_seq(180)


def test_a_new_edit_ends_the_redo(editor):
    editor.focus("query", 0, 1)
    editor.press("1", "Enter", "2", "Enter", "Control+z", "5", "Enter", "Control+y")
    assert editor.number("query", 0, 1) == 5
    assert editor.says() == "Nothing to redo"


def test_the_buttons_keep_the_keyboard_when_there_is_nothing_left_to_undo(editor):
    editor.type_number("query", 0, 1, "4")
    undo = editor.button("↶ Undo")
    undo.focus()
    editor.press("Enter", "Enter")
    assert undo.evaluate("(button) => button === document.activeElement")
    assert undo.get_attribute("aria-disabled") == "true"
    assert editor.button("↷ Redo").get_attribute("aria-disabled") == "false"


def test_committing_the_number_that_is_there_already_is_no_step(editor):
    editor.focus("query", 2, 2)
    editor.press("Enter", "Enter", "F2", "Tab")
    assert editor.button("↶ Undo").get_attribute("aria-disabled") == "true"
