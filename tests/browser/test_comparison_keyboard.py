"""The comparison without a mouse, and without its keys reaching the notebook."""

import pytest

from .comparison_page import INPUTS, MAPS, MATRICES, assert_same_in_kernel, show
from .test_editor_keys_stay import EVERY_KEY

WHO = """() => {
  const e = document.activeElement;
  const grid = e.closest('[role=grid]');
  if (!e.closest('.att-comparison')) return 'outside';
  const side = e.closest('fieldset')?.querySelector('legend').textContent ?? '';
  return grid ? grid.closest('.att-matrix').className.replace('att-matrix att-', '')
    : side + (e.labels?.[0]?.innerText.trim().split(/\\s/)[0] || (e.ariaLabel ?? e.textContent));
}"""

PLACES = {
    "a query": lambda page: page.cell("query", 2, 1),
    "a difference": lambda page: page.cell("difference", 4, 2),
    "the words": lambda page: page.words,
    "a preset": lambda page: page.preset,
    "a side's scale": lambda page: page.a.scaled,
    "a side's temperature": lambda page: page.b.temperature,
    "a button": lambda page: page.button("↷ Redo"),
    "the derivation": lambda page: page.derivation,
}


@pytest.fixture
def comparison(desk):
    """Six words, scaled against not scaled, alone in the open notebook."""
    return show(desk)


def walk(page, key):
    """Press `key` until the keyboard leaves the comparison; return where it stopped."""
    stops = []
    while len(stops) < 50 and (stop := page.page.evaluate(WHO)) != "outside":
        stops.append(stop)
        page.press(key)
    return stops


def test_each_matrix_is_one_tab_stop_in_the_order_of_the_eye(comparison):
    comparison.words.focus()
    forward = walk(comparison, "Tab")
    settings = [f"{side}{name}" for side in "AB" for name in ("Score", "÷", "Mask", "Temperature")]
    # Coming from a number, − and + are on offer.
    assert [stop for stop in forward if " 0.1" not in stop] == [
        *("Words", "Keys,", "Compare", "↶ Undo", "↷ Redo", "Reset", "Present"),
        *("query", "key", *settings, *MAPS, "Derivation", "value", "output-a", "output-b"),
    ]
    comparison.cell("output-b", 0, 0).focus()
    backward = walk(comparison, "Shift+Tab")
    assert backward[::-1] == [stop for stop in forward if " 0.1" not in stop]


def test_arrows_home_and_end_move_inside_every_matrix(comparison):
    for matrix in MATRICES:
        last = len(comparison.look(matrix)[0]) - 1
        comparison.focus(matrix, 0, 0)
        for key, place in [
            ("ArrowUp", (0, 0)),
            ("ArrowRight", (0, 1)),
            ("ArrowDown", (1, 1)),
            ("End", (1, last)),
            ("Control+End", (5, last)),
            ("Control+Home", (0, 0)),
        ]:
            comparison.press(key)
            assert comparison.focused() == (matrix, *place), key
            assert comparison.places(matrix, "stop") == [place], key


def test_moving_through_a_map_moves_the_outline_in_all_three(comparison):
    for matrix in MAPS:
        comparison.focus(matrix, 3, 3)
        comparison.press("ArrowUp", "ArrowLeft")
        assert [comparison.lit(each) for each in MAPS] == [[(2, 2)]] * 3


def test_enter_or_space_pins_and_escape_lets_go(comparison):
    for matrix, key in zip((*MAPS, "output-a"), ["Enter", " ", "Enter", " "], strict=True):
        comparison.focus(matrix, 2, 3)
        comparison.press(key)
        derived = comparison.lines()
        comparison.press("ArrowUp", "ArrowLeft")
        assert comparison.places(matrix, "pinned") == [(2, 3)]
        assert comparison.lines() == derived
        comparison.press("Escape")
        assert comparison.places(matrix, "pinned") == []


def test_a_lesson_by_keys_alone_edit_nudge_mask_undo_redo(comparison):
    start = comparison.shown()
    for matrix in INPUTS:
        comparison.focus(matrix, 1, 2)
        comparison.press("7", ".", "2", "5", "Enter", "Alt+ArrowUp", "Alt+Shift+ArrowDown")
        assert comparison.numbers(matrix)[1][2] == 6.35
        assert comparison.focused() == (matrix, 1, 2)
    comparison.b.mask.focus()
    comparison.press("c")
    assert comparison.b.mask.input_value() == "causal"
    comparison.focus("difference", 0, 0)
    edited = comparison.shown()
    comparison.press(*["Control+z"] * 10)
    assert comparison.shown() == start
    comparison.press(*["Control+Shift+z"] * 10)
    assert comparison.shown() == edited
    assert_same_in_kernel(comparison, 30)


def test_a_wrong_number_is_refused_in_words_and_escape_brings_back_the_old(comparison):
    before = comparison.shown()
    comparison.type_number("key", 3, 1, "much")
    assert "from −10 to 10; got “much”" in comparison.says()
    assert comparison.status.is_visible()
    field = comparison.cell("key", 3, 1).get_by_role("textbox")
    assert field.get_attribute("aria-invalid") == "true"
    comparison.press("Escape")
    assert comparison.shown() == before


def test_a_scale_that_does_nothing_says_why(comparison):
    comparison.b.score.select_option("cosine")
    comparison.b.scaled.focus()
    comparison.press(" ")
    assert not comparison.b.scaled.is_checked()
    assert "√head_dim" in comparison.says()


def test_names_of_cells_say_what_the_eye_sees(comparison):
    comparison.b.mask.select_option("causal")
    a, b, difference = (comparison.look(matrix)[1][0] for matrix in MAPS)
    assert a.label.startswith(f"A: query cat, key the (1), weight {a.text}, score ")
    assert b.label.startswith(f"B: query cat, key the (1), weight {b.text}, score ")
    assert difference.label == (
        f"query cat, key the (1), B minus A {difference.text}, A {a.text}, B {b.text}"
    )
    read_only = [m for m in MATRICES if comparison.grid(m).get_attribute("aria-readonly") == "true"]
    assert read_only == [*MAPS, "output-a", "output-b"]


def test_keys_never_reach_the_notebook(desk):
    comparison = show(desk)
    for place, find in PLACES.items():
        find(comparison).focus()
        before = desk.standing()
        comparison.press(*EVERY_KEY)
        desk.lab.wait_idle()
        desk.page.wait_for_timeout(100)
        assert desk.standing() == before, place


def test_letters_never_choose_the_mask_that_is_not_there(desk):
    comparison = show(desk, "AttentionComparison(a={'mask': 'causal'})")
    comparison.a.mask.focus()
    comparison.press("c", "u")
    assert comparison.a.mask.input_value() == "causal"
    comparison.a.mask.select_option("window")
    desk.lab.wait_for_kernel("comparison.state['a']['mask']", "window")


def test_undo_keeps_the_keyboard_in_a_matrix_whose_cell_goes(desk):
    comparison = show(desk, "AttentionComparison('the cat')")
    comparison.type_words("the cat sat down")
    comparison.cell("weights-a", 3, 3).focus()
    comparison.press("ControlOrMeta+z")
    assert len(comparison.look("weights-a")) == 2
    assert comparison.page.evaluate(WHO) == "weights-a"
    comparison.press("ArrowLeft")
    assert comparison.page.evaluate("document.activeElement.ariaLabel").startswith(
        "A: query cat, key the"
    )


REFUSE = """
import attention_lib.widgets.comparison as module
clean = module.clean_comparison
def refuse(state):
    if state["a"]["mask"] == "causal":
        raise ValueError("no")
    return clean(state)
module.clean_comparison = refuse
"""


def test_an_edit_that_the_kernel_refuses_is_taken_back_and_the_next_one_is_not(desk):
    comparison = show(desk)
    before = comparison.shown()
    desk.lab.kernel_run(REFUSE)
    try:
        comparison.a.mask.select_option("causal")
        desk.lab.until("(mask) => mask.value === 'none'", comparison.a.mask.element_handle())
        assert comparison.shown() == before
        comparison.a.mask.select_option("window")
        desk.lab.wait_for_kernel("comparison.state['a']['mask']", "window")
    finally:
        desk.lab.kernel_run("module.clean_comparison = clean")
