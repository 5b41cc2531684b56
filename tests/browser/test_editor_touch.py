"""The editor under a finger: tap selects, − and + change, and the page still scrolls."""

import pytest

from .desk import AFTER, IMPORT, Desk

PHONE = {"has_touch": True, "viewport": {"width": 1024, "height": 768}}

SCROLLED = "(editor) => editor.closest('.jp-WindowedPanel-outer').scrollTop"


def swipe(editor, matrix, row, column, up):
    """Put a finger on a cell and move it upwards, step by step."""
    box = editor.cell(matrix, row, column).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = editor.page.context.new_cdp_session(editor.page)

    def touch(kind, *points):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    touch("touchStart", {"x": x, "y": y})
    for moved in range(0, up, 10):
        touch("touchMove", {"x": x, "y": y - moved})
        editor.page.wait_for_timeout(16)  # one frame, as a finger is read
    touch("touchEnd")


def test_a_finger_selects_changes_numbers_by_buttons_and_scrolls(open_lab):
    desk = Desk(open_lab(**PHONE)).open()
    desk.lay(f"{IMPORT}editor = AttentionEditor()\neditor", *[AFTER] * 9)
    editor = desk.editor(0)
    start = editor.numbers("query")
    editor.cell("query", 2, 1).tap()
    assert editor.numbers("query") == start
    assert editor.focused() == ("query", 2, 1)
    plus, minus = (
        editor.button(f"query sat, dimension 2 {sign} 0.1") for sign in ("plus", "minus")
    )
    for button in (plus, minus):
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 44
    for _ in range(3):
        plus.tap()
    assert editor.number("query", 2, 1) == pytest.approx(start[2][1] + 0.3)
    minus.tap()
    assert editor.number("query", 2, 1) == pytest.approx(start[2][1] + 0.2)
    editor.wait_for_seq(4)
    assert editor.in_kernel("query")[0][2][1] == pytest.approx(start[2][1] + 0.2)

    editor.cell("mask", 1, 2).tap()
    assert editor.look("weights")[1][2].text == "0"
    editor.cell("weights", 4, 3).tap()
    assert editor.places("weights", "pinned") == [(4, 3)]
    assert not plus.is_visible()

    editor.cell("query", 0, 0).scroll_into_view_if_needed()
    before, numbers = editor.root.evaluate(SCROLLED), editor.numbers("value")
    swipe(editor, "value", 3, 2, up=150)
    assert editor.root.evaluate(SCROLLED) > before + 80
    assert editor.numbers("value") == numbers
