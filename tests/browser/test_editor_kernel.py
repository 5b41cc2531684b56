"""The editor on the screen and the editor in the kernel are one."""

import numpy as np
import pytest

from .desk import IMPORT
from .editor_page import MATRICES

EDITS = {
    "a number": lambda editor: editor.type_number("query", 1, 2, "-3.125"),
    "a drag": lambda editor: editor.cell("value", 0, 0).drag_to(editor.cell("value", 0, 3)),
    "words": lambda editor: editor.type_words("seven words make seven rows of numbers"),
    "a score": lambda editor: editor.score_choice.select_option("cosine"),
    "no scale": lambda editor: editor.scaled.click(),
    "temperature": lambda editor: editor.set_temperature(-0.4),
    "causal": lambda editor: editor.mask_choice.select_option("causal"),
    "a drawn mask": lambda editor: editor.cell("mask", 2, 4).click(),
}


def assert_same_in_kernel(editor, seq, *, name="editor"):
    """Wait for edit `seq`, then compare every matrix with the kernel's."""
    editor.wait_for_seq(seq, name=name)
    for matrix, there in zip(MATRICES, editor.in_kernel(*MATRICES, name=name), strict=True):
        if matrix == "mask":
            shown = [[cell.text == "✓" for cell in row] for row in editor.look(matrix)]
            assert shown == there
        else:
            shown = editor.numbers(matrix)
            np.testing.assert_allclose(shown, there, atol=0.00501, rtol=0, err_msg=matrix)


@pytest.mark.parametrize("edit", EDITS)
def test_after_every_kind_of_edit_the_kernel_holds_what_the_screen_shows(desk, edit):
    editor = desk.show()
    assert_same_in_kernel(editor, 0)
    before = [editor.numbers("weights"), editor.numbers("output")]
    EDITS[edit](editor)
    assert [editor.numbers("weights"), editor.numbers("output")] != before
    assert_same_in_kernel(editor, 1)
    editor.button("↶ Undo").click()
    assert_same_in_kernel(editor, 2)
    assert [editor.numbers("weights"), editor.numbers("output")] == before


def test_many_quick_edits_arrive_as_the_last_state(editor):
    editor.focus("query", 3, 3)
    editor.press(*["Alt+ArrowUp"] * 25)
    editor.cell("mask", 5, 5).click()
    assert_same_in_kernel(editor, 26)


def test_an_assignment_in_python_moves_the_screen_and_can_be_undone_there(desk):
    editor = desk.show()
    before = editor.numbers("query")
    desk.lab.kernel_run("import numpy; editor.query = numpy.arange(24).reshape(6, 4) / 8 - 1.5")
    editor.wait_for("query", 5, 3, 1.38)
    assert_same_in_kernel(editor, 1)
    editor.button("↶ Undo").click()
    assert editor.numbers("query") == before
    assert_same_in_kernel(editor, 2)


def test_words_and_several_parts_at_once_move_the_screen_as_one_step(desk):
    editor = desk.show()
    desk.lab.kernel_run('editor.tokens = "three new words"')
    editor.grid("weights").get_by_text("three").first.wait_for()
    assert editor.words.input_value() == "three new words"
    assert_same_in_kernel(editor, 1)
    desk.lab.kernel_run('editor.update(mask="causal", scaled=False, temperature=2, '
                        "value=[[1, 2], [3, 4], [-5, 6]])")  # fmt: skip
    editor.wait_for("value", 2, 0, -5)
    assert not editor.scaled.is_checked()
    assert editor.mask_choice.input_value() == "causal"
    assert_same_in_kernel(editor, 2)
    editor.button("↶ Undo").click()
    assert editor.scaled.is_checked()
    assert [len(row) for row in editor.numbers("value")] == [4] * 3
    editor.button("↶ Undo").click()
    assert editor.words.input_value() == "the cat sat on the mat"
    assert_same_in_kernel(editor, 4)


@pytest.mark.parametrize("first", ["the browser", "Python"])
def test_reset_returns_to_the_beginning_whoever_changed_it_first(desk, first):
    desk.lay(f"{IMPORT}editor = AttentionEditor()\neditor", "editor")
    editor, other = desk.editor(0), desk.editor(1)
    before = [editor.numbers(matrix) for matrix in ("query", "weights")]
    if first == "Python":
        desk.lab.kernel_run("editor.query = -editor.query")
        editor.wait_for("query", 0, 0, -before[0][0][0])
    else:
        editor.type_number("query", 0, 0, "-9")
    other.mask_choice.select_option("causal")
    assert_same_in_kernel(editor, 2)
    other.button("Reset").click()
    assert [editor.numbers(matrix) for matrix in ("query", "weights")] == before
    assert_same_in_kernel(editor, 3)
    editor.button("↶ Undo").click()
    assert editor.mask_choice.input_value() == "causal"
    assert editor.numbers("query") != before[0]
    assert_same_in_kernel(editor, 4)


BAD = {
    "editor.query = [[1, 2]]": "query",
    'editor.tokens = ["word"] * 200': "got 200",
    "editor.key = numpy.full((6, 4), numpy.nan)": "finite",
    "editor.value = numpy.full((6, 4), 11)": "got 11",
    "editor.mask = numpy.ones((5, 7), bool)": "(5, 7)",
    "editor.temperature = 0": "0.1 to 10",
    "editor.query[0, 0] = 3": "read-only",
}


def test_a_bad_assignment_in_python_leaves_screen_and_kernel(desk):
    editor = desk.show()
    before = editor.numbers("query"), editor.numbers("weights")
    for assignment, reason in BAD.items():
        desk.lab.kernel_run(
            f"import numpy\ntry:\n    {assignment}\n    said = 'nothing'\n"
            "except ValueError as error:\n    said = str(error)"
        )
        assert reason in desk.lab.kernel_eval("said")
    assert (editor.numbers("query"), editor.numbers("weights")) == before
    assert_same_in_kernel(editor, 0)


def test_an_edit_from_python_does_not_disturb_a_number_being_typed(desk):
    editor = desk.show()
    editor.focus("query", 2, 1)
    editor.press("Enter")
    desk.lab.kernel_run("editor.query = editor.query + 1")
    editor.wait_for("query", 0, 0, 2.5)
    editor.press("Escape")
    assert_same_in_kernel(editor, 1)


def test_words_from_python_may_take_away_the_row_being_typed_in(desk):
    editor = desk.show()
    editor.focus("query", 5, 1)
    editor.press("4", ".", "5")
    desk.lab.kernel_run('editor.tokens = "two words"')
    editor.grid("weights").get_by_text("two").first.wait_for()
    assert_same_in_kernel(editor, 1)


def test_two_editors_in_one_notebook_stay_independent(desk):
    desk.lay(
        f"{IMPORT}first = AttentionEditor()\nfirst",
        'second = AttentionEditor("other words here")\nsecond',
    )
    first, second = desk.editor(0), desk.editor(1)
    untouched = second.numbers("query"), second.numbers("weights")
    first.type_number("query", 1, 1, "9")
    first.mask_choice.select_option("causal")
    assert (second.numbers("query"), second.numbers("weights")) == untouched
    second.type_number("value", 2, 2, "-9")
    assert_same_in_kernel(first, 2, name="first")
    assert_same_in_kernel(second, 1, name="second")
    second.button("↶ Undo").click()
    assert first.number("query", 1, 1) == 9


def test_two_views_of_one_editor_follow_each_other(desk):
    desk.lay(f"{IMPORT}editor = AttentionEditor()\neditor", "editor")
    left, right = desk.editor(0), desk.editor(1)
    left.type_number("query", 1, 1, "9")
    assert right.number("query", 1, 1) == 9
    right.mask_choice.select_option("window")
    for matrix in MATRICES:
        assert left.grid(matrix).inner_text() == right.grid(matrix).inner_text()
    right.button("↶ Undo").click()
    right.button("↶ Undo").click()
    assert left.numbers("query") == right.numbers("query")
    assert left.number("query", 1, 1) != 9
    assert_same_in_kernel(left, 4)
    ids = desk.page.locator(".att-editor [id]").evaluate_all("all => all.map((e) => e.id)")
    assert len(set(ids)) == len(ids)


def test_forty_words_are_a_picture_that_arrow_keys_read(desk):
    desk.lay(
        f'{IMPORT}big = AttentionEditor([f"w{{i}}" for i in range(40)], mask="causal")\nbig',
        "after = 1",
    )
    root = desk.lab.output(0).locator(".att-editor")
    canvas, reading = root.locator("canvas"), root.locator("[role=status]")
    canvas.focus()
    before = desk.standing()
    weights = desk.lab.kernel_eval("big.weights")
    desk.page.keyboard.press("Home")
    for _ in range(7):
        desk.page.keyboard.press("ArrowDown")
    for j in range(10):
        said = "masked, weight 0" if j > 7 else f"weight {shown(weights[7][j])}"
        assert reading.inner_text() == f"query w7, key w{j}, {said}"
        desk.page.keyboard.press("ArrowRight")
    desk.page.keyboard.press("x")
    assert desk.standing() == before
    assert desk.lab.axe(".att-large") == []


def shown(weight):
    return "<.01" if weight < 0.005 else f"{weight:.2f}"
