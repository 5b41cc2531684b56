"""The editor by mouse: hover shows, click pins, double click edits, drag changes."""

import pytest

from .editor_page import INPUTS


class Hand:
    """A mouse that presses on one cell of the editor."""

    def __init__(self, editor, matrix, row, column):
        box = editor.cell(matrix, row, column).bounding_box()
        self.x, self.y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.mouse = editor.page.mouse
        self.mouse.move(self.x, self.y)
        self.mouse.down()

    def to(self, right=0, up=0):
        """Move to a distance from where the button went down."""
        self.mouse.move(self.x + right, self.y - up)

    def drop(self):
        """Let go."""
        self.mouse.up()


def test_hovering_shows_at_once_what_a_weight_is_made_of(editor):
    editor.cell("weights", 2, 4).hover()
    assert editor.lit("query") == [(2, c) for c in range(4)]
    assert editor.lit("key") == [(4, c) for c in range(4)]
    assert editor.lit("value") == [(4, c) for c in range(4)]
    assert editor.lit("output") == [(2, c) for c in range(4)]
    assert editor.lit("scores") == editor.lit("weights") == editor.lit("mask") == [(2, 4)]
    assert "query sat · key the (5)" in editor.root.inner_text()
    assert editor.lines()["weight"].endswith(editor.look("weights")[2][4].text)


def test_hovering_an_output_or_an_input_shows_what_it_touches(editor):
    editor.cell("output", 3, 1).hover()
    assert editor.lit("weights") == [(3, j) for j in range(6)]
    assert editor.lit("value") == [(j, 1) for j in range(6)]
    assert list(editor.lines()) == ["output", "reads"]
    editor.cell("key", 5, 0).hover()
    assert editor.lit("key") == [(5, c) for c in range(4)]
    assert editor.lit("scores") == editor.lit("weights") == [(i, 5) for i in range(6)]


def test_what_a_hover_shows_is_gone_with_the_mouse(editor):
    before = editor.lit("weights"), editor.lines()
    editor.cell("weights", 5, 1).hover()
    assert (editor.lit("weights"), editor.lines()) != before
    editor.page.mouse.move(3, 3)
    assert (editor.lit("weights"), editor.lines()) == before


@pytest.mark.parametrize("matrix", ["scores", "weights", "output"])
def test_a_click_pins_and_a_second_click_lets_go(editor, matrix):
    editor.cell(matrix, 1, 3).click()
    pinned = editor.lines()
    editor.page.mouse.move(3, 3)
    assert editor.places(matrix, "pinned") == [(1, 3)]
    assert editor.lines() == pinned
    editor.cell(matrix, 1, 3).click()
    assert editor.places(matrix, "pinned") == []


def test_a_pin_is_seen_while_the_mouse_is_still_there(editor):
    editor.cell("weights", 1, 3).click()
    assert editor.places("weights", "pinned") == [(1, 3)]
    assert "pinned" in editor.root.inner_text()


def test_escape_lets_go_of_what_a_click_has_pinned(editor):
    editor.cell("weights", 1, 3).click()
    editor.press("Escape")
    assert editor.places("weights", "pinned") == []


def test_a_pin_stays_through_edits_and_its_derivation_follows(editor):
    editor.cell("weights", 1, 3).click()
    editor.page.mouse.move(3, 3)
    before = editor.lines()
    editor.type_number("query", 1, 0, "2.5")
    assert editor.places("weights", "pinned") == [(1, 3)]
    assert editor.lines() != before
    assert editor.lines()["score"].startswith("2.5·")
    assert editor.lines()["weight"].endswith(editor.look("weights")[1][3].text)


@pytest.mark.parametrize("matrix", INPUTS)
def test_a_double_click_edits(editor, matrix):
    editor.cell(matrix, 2, 1).dblclick()
    editor.page.keyboard.insert_text("−4,5")
    editor.press("Enter")
    assert editor.number(matrix, 2, 1) == -4.5


def test_a_click_selects_and_changes_no_number(editor):
    before = editor.numbers("query")
    hand = Hand(editor, "query", 2, 1)
    hand.to(right=4, up=3)
    hand.drop()
    assert editor.numbers("query") == before
    assert editor.focused() == ("query", 2, 1)
    assert editor.button("↶ Undo").get_attribute("aria-disabled") == "true"


@pytest.mark.parametrize("matrix", INPUTS)
def test_dragging_changes_a_number_by_a_tenth_every_four_pixels_live(editor, matrix):
    start = editor.number(matrix, 2, 1)
    row = editor.numbers("output")[4 if matrix != "query" else 2]
    hand = Hand(editor, matrix, 2, 1)
    hand.to(right=8 + 20)
    assert editor.number(matrix, 2, 1) == pytest.approx(start + 0.5)
    assert editor.numbers("output")[4 if matrix != "query" else 2] != row
    hand.to(right=-8 - 12)
    assert editor.number(matrix, 2, 1) == pytest.approx(start - 0.3)
    hand.to(up=8 + 40)
    assert editor.number(matrix, 2, 1) == pytest.approx(start + 1)
    hand.drop()
    assert editor.number(matrix, 2, 1) == pytest.approx(start + 1)
    editor.wait_for_seq(1)
    assert editor.in_kernel(matrix)[0][2][1] == pytest.approx(start + 1)
    editor.button("↶ Undo").click()
    assert editor.number(matrix, 2, 1) == start
    assert editor.button("↶ Undo").get_attribute("aria-disabled") == "true"


def test_dragging_a_query_moves_the_weights_before_the_button_is_let_go(editor):
    weights = editor.numbers("weights")
    hand = Hand(editor, "query", 2, 1)
    hand.to(right=100)
    live = editor.numbers("weights")
    hand.drop()
    assert live[2] != weights[2]
    assert live[:2] + live[3:] == weights[:2] + weights[3:]
    assert editor.numbers("weights") == live


@pytest.mark.parametrize(("key", "step"), [("Shift", 0.01), ("Alt", 1)])
def test_dragging_is_finer_with_shift_and_coarser_with_alt(editor, key, step):
    start = editor.number("key", 3, 2)
    hand = Hand(editor, "key", 3, 2)
    editor.page.keyboard.down(key)
    hand.to(right=8 + 16)
    assert editor.number("key", 3, 2) == pytest.approx(start + 4 * step)
    hand.drop()
    editor.page.keyboard.up(key)


def test_going_back_to_where_a_drag_began_brings_the_number_back(editor):
    start = editor.number("key", 3, 2)
    hand = Hand(editor, "key", 3, 2)
    hand.to(right=40)
    seen = []
    for right in (7, 5, 2, 0, -2, -5, -7):
        hand.to(right=right)
        seen.append(editor.number("key", 3, 2))
    assert seen == [start] * 7
    hand.drop()
    assert editor.button("↶ Undo").get_attribute("aria-disabled") == "true"


def test_escape_cancels_a_drag(editor):
    before = editor.numbers("value"), editor.numbers("output")
    hand = Hand(editor, "value", 3, 2)
    hand.to(right=60)
    assert editor.numbers("output") != before[1]
    editor.press("Escape")
    assert (editor.numbers("value"), editor.numbers("output")) == before
    hand.to(right=90)
    hand.drop()
    assert (editor.numbers("value"), editor.numbers("output")) == before
    assert editor.button("↶ Undo").get_attribute("aria-disabled") == "true"


def test_a_drag_stops_at_ten(editor):
    hand = Hand(editor, "query", 0, 0)
    hand.to(right=1200)
    assert editor.number("query", 0, 0) == 10
    hand.drop()
    assert editor.number("query", 0, 0) == 10


def test_no_information_waits_for_a_native_tooltip(editor):
    assert editor.root.locator("[title]").count() == 0
