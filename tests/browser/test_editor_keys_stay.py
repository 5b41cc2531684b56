"""Keys meant for the editor never reach the notebook around it, where `x` cuts a cell."""

import time

import pytest

from .desk import AFTER, NAME
from .editions import both_editions

HARMFUL = ["x", "c", "v", "d", "d", "a", "b", "m", "y", "r", "z", "i", "i", "1", "Escape"]
MOVING = ["ArrowDown", "ArrowUp", "j", "k", "Enter", "Escape", "Shift+Enter", "Control+Enter"]
EVERY_KEY = [*HARMFUL, *MOVING, "Shift+m", "Delete", "Backspace", "Home", "End", "Escape"]

PLACES = {
    "a query": lambda editor: editor.cell("query", 2, 1),
    "a mask cell": lambda editor: editor.cell("mask", 1, 1),
    "a weight": lambda editor: editor.cell("weights", 4, 2),
    "the words": lambda editor: editor.words,
    "the scale": lambda editor: editor.scaled,
    "the temperature": lambda editor: editor.temperature,
    "a button": lambda editor: editor.button("↷ Redo"),
    "the derivation": lambda editor: editor.derivation,
}


def test_keys_never_reach_the_notebook(desk):
    editor = desk.show()
    for place, find in PLACES.items():
        find(editor).focus()
        before = desk.standing()
        editor.press(*EVERY_KEY)
        desk.lab.wait_idle()
        desk.page.wait_for_timeout(100)
        assert desk.standing() == before, place


def test_keys_never_reach_the_notebook_while_a_number_is_typed(desk):
    editor = desk.show()
    editor.focus("value", 1, 1)
    before = desk.standing()
    editor.press("Enter", *[key for key in EVERY_KEY if key != "Escape"], "Shift+Enter")
    editor.press("F2", "d", "d", "x", "Escape", "x", "d", "d")
    desk.lab.wait_idle()
    desk.page.wait_for_timeout(100)
    assert desk.standing() == before


@pytest.mark.parametrize("place", ["a query", "a weight", "a button"])
def test_control_s_still_saves(desk, place):
    call = f"AttentionEditor('this cell was saved from {place}')"
    editor = desk.show(call)
    PLACES[place](editor).focus()
    editor.press("Control+s")
    deadline = time.monotonic() + 10
    while call not in first_cell_on_disk(desk):
        assert time.monotonic() < deadline, "Control+S must save the notebook"
        desk.page.wait_for_timeout(50)


def first_cell_on_disk(desk):
    return "".join(desk.lab.saved(NAME)["cells"][0]["source"])


@both_editions
def test_the_editor_is_alive_by_keyboard_and_keeps_its_keys(lab_desk):
    desk = lab_desk
    editor = desk.show()
    editor.focus("query", 1, 0)
    before = desk.standing()
    editor.press("5", "Enter", "x", "d", "d", "a", "ArrowDown", "Alt+ArrowUp", "Control+z")
    editor.wait_for_seq(3)
    assert editor.number("query", 1, 0) == 5
    assert editor.focused() == ("query", 2, 0)
    assert editor.in_kernel("query")[0] == editor.numbers("query")
    assert desk.standing() == before
    assert before["cells"][1][0] == AFTER
