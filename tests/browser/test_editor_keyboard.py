"""The editor without a mouse: one tab stop per matrix, arrows inside, every edit by keys."""

from itertools import product

import pytest

from .editor_page import INPUTS, MATRICES

WHO = """() => {
  const e = document.activeElement;
  const grid = e.closest('[role=grid]');
  if (!e.closest('.att-editor')) return 'outside';
  return grid ? grid.closest('.att-matrix').className.replace('att-matrix att-', '')
    : e.labels?.[0]?.innerText.trim() || (e.ariaLabel ?? e.textContent);
}"""


def walk(editor, key):
    """Press `key` until the keyboard leaves the editor; return where it stopped."""
    stops = []
    while len(stops) < 40 and (stop := editor.page.evaluate(WHO)) != "outside":
        stops.append(stop)
        editor.press(key)
    return stops


def test_each_matrix_is_one_tab_stop_between_the_controls_and_the_derivation(editor):
    editor.words.focus()
    forward = walk(editor, "Tab")
    controls = forward[: forward.index("query")]
    assert len(controls) == 11
    labelled = ["Words", "Keys,", "Score", "÷", "Temperature", "Mask"]
    assert [stop.split()[0] for stop in controls[:6]] == labelled
    assert controls[6:] == ["↶ Undo", "↷ Redo", "Reset", "Copy as Python", "Present"]
    assert forward[11:] == [*MATRICES, "Derivation"]
    editor.derivation.focus()
    assert walk(editor, "Shift+Tab") == forward[::-1]


def test_arrows_home_and_end_move_inside_a_matrix_and_stop_at_its_edges(editor):
    for matrix in MATRICES:
        walk_to_the_edges(editor, matrix)


def walk_to_the_edges(editor, matrix):
    last = len(editor.look(matrix)[0]) - 1
    editor.focus(matrix, 0, 0)
    for key, place in [
        ("ArrowUp", (0, 0)),
        ("ArrowRight", (0, 1)),
        ("ArrowDown", (1, 1)),
        ("End", (1, last)),
        ("ArrowRight", (1, last)),
        ("Home", (1, 0)),
        ("Control+End", (5, last)),
        ("ArrowDown", (5, last)),
        ("ArrowLeft", (5, last - 1)),
        ("Control+Home", (0, 0)),
    ]:
        editor.press(key)
        assert editor.focused() == (matrix, *place), key
        assert editor.places(matrix, "stop") == [place], key


def test_a_digit_or_a_minus_replaces_the_number_and_enter_commits(editor):
    editor.focus("query", 1, 2)
    editor.press("7", ".", "2", "5", "Enter")
    assert editor.number("query", 1, 2) == 7.25
    assert editor.focused() == ("query", 1, 2)
    editor.press("-", "3", "Enter")
    assert editor.look("query")[1][2].text == "−3.00"
    assert editor.focused() == ("query", 1, 2)


@pytest.mark.parametrize("key", ["Enter", "F2"])
def test_enter_or_f2_edits_the_number_as_it_was_typed(editor, key):
    editor.type_number("key", 3, 0, "0.125")
    assert editor.look("key")[3][0].text in {"0.12", "0.13"}
    editor.press(key)
    field = editor.cell("key", 3, 0).get_by_role("textbox")
    assert field.input_value() == "0.125"
    editor.press("ArrowRight", "5", "Enter")
    editor.wait_for_seq(2)
    assert editor.in_kernel("key")[0][3][0] == 0.1255


def test_tab_commits_and_goes_on_to_the_next_matrix(editor):
    editor.focus("query", 2, 1)
    editor.press("4", "Tab")
    assert editor.number("query", 2, 1) == 4
    assert editor.focused() == ("key", 0, 0)


def test_leaving_a_cell_commits(editor):
    editor.focus("value", 2, 1)
    editor.press("4")
    editor.words.focus()
    assert editor.number("value", 2, 1) == 4
    editor.wait_for_seq(1)


def test_escape_cancels_an_edit(editor):
    before = editor.numbers("query")
    editor.focus("query", 4, 3)
    editor.press("9", "Escape")
    assert editor.numbers("query") == before
    assert editor.focused() == ("query", 4, 3)
    assert editor.button("↶ Undo").get_attribute("aria-disabled") == "true"


def test_alt_and_arrows_nudge_by_a_tenth_or_with_shift_by_one(editor):
    for matrix in INPUTS:
        nudge_up_and_down(editor, matrix)


def nudge_up_and_down(editor, matrix):
    start = editor.number(matrix, 1, 3)
    editor.focus(matrix, 1, 3)
    for key, change in [
        ("Alt+ArrowUp", 0.1),
        ("Alt+ArrowUp", 0.2),
        ("Alt+Shift+ArrowUp", 1.2),
        ("Alt+ArrowDown", 1.1),
        ("Alt+Shift+ArrowDown", 0.1),
    ]:
        editor.press(key)
        assert editor.number(matrix, 1, 3) == pytest.approx(start + change)
        assert editor.focused() == (matrix, 1, 3)


def test_nudging_stops_at_ten(editor):
    editor.type_number("query", 0, 0, "9.5")
    editor.press(*["Alt+Shift+ArrowUp"] * 3)
    assert editor.number("query", 0, 0) == 10
    editor.wait_for_seq(2)


def test_enter_or_space_pins_a_result_and_escape_lets_go(editor):
    for matrix, key in product(["scores", "weights", "output"], ["Enter", " "]):
        pin_and_let_go(editor, matrix, key)


def pin_and_let_go(editor, matrix, key):
    editor.focus(matrix, 2, 3)
    editor.press(key)
    derived = editor.lines()
    editor.press("ArrowUp", "ArrowLeft")
    assert editor.places(matrix, "pinned") == [(2, 3)]
    assert editor.lines() == derived
    editor.press("Escape")
    assert editor.places(matrix, "pinned") == []
    assert editor.lines() != derived


def test_space_pins_an_input(editor):
    editor.focus("key", 4, 1)
    editor.press(" ", "Tab", "Tab", "Tab")
    assert editor.places("key", "pinned") == [(4, 1)]
    assert editor.lit("weights") == [(i, 4) for i in range(6)]


def test_space_or_enter_hides_a_key_from_a_query_and_shows_it_again(editor):
    for key in ("Enter", " "):
        hide_and_show(editor, key)


def hide_and_show(editor, key):
    weights = editor.numbers("weights")
    editor.focus("mask", 3, 1)
    editor.press(key)
    assert editor.look("mask")[3][1].text == "−∞"
    assert editor.look("weights")[3][1].text == "0"
    assert editor.mask_choice.input_value() == "custom"
    assert editor.focused() == ("mask", 3, 1)
    editor.press(key)
    assert editor.numbers("weights") == weights


def test_the_names_of_cells_say_what_the_eye_sees(editor):
    editor.focus("mask", 3, 1)
    editor.press(" ")
    names = {matrix: editor.look(matrix)[3][1].label for matrix in MATRICES}
    shown = {matrix: editor.look(matrix)[3][1].text for matrix in MATRICES}
    assert names == {
        "query": f"query on, dimension 2, value {shown['query']}",
        "key": f"key on, dimension 2, value {shown['key']}",
        "value": f"value on, dimension 2, value {shown['value']}",
        "scores": f"query on, key cat, score {shown['scores']}",
        "mask": "query on, key cat, masked",
        "weights": "query on, key cat, masked, weight 0",
        "output": f"output on, dimension 2, value {shown['output']}",
    }
    label = editor.look("weights")[3][2].label
    score, weight = editor.look("scores")[3][2].text, editor.look("weights")[3][2].text
    assert label == f"query on, key sat, weight {weight}, score {score}"


def test_results_are_announced_as_read_only_and_inputs_are_not(editor):
    read_only = [m for m in MATRICES if editor.grid(m).get_attribute("aria-readonly") == "true"]
    assert read_only == ["scores", "weights", "output"]


def test_a_new_editor_derives_the_strongest_weight_of_its_first_row(editor):
    weights = editor.numbers("weights")[0]
    assert editor.lit("weights") == [(0, weights.index(max(weights)))]
