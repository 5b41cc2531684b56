"""A spoken answer and lines to order in a real JupyterLab: keyboard alone, in both themes."""

import pytest

from attention_lib.practice.parsons import parsons_task

from .lab import DARK, LIGHT

SPOKEN = """
from attention_lib.widgets import SayIt

spoken = SayIt("softmax-axis")
spoken
"""
PUZZLE = """
from attention_lib.widgets import Parsons

puzzle = Parsons("multi-head")
puzzle
"""
TASK = parsons_task("multi-head")
LINES = list(TASK.lines)
MEAN = "    merged = heads.mean(axis=-3)"


def opened(desk, index, button):
    output = desk.lab.output(index).locator(".widget-box").first
    output.get_by_role("button", name=button).wait_for()
    return output


def press(desk, *keys):
    for key in keys:
        desk.page.keyboard.press(key)


def focused(desk, output, role, name):
    output.get_by_role(role, name=name).and_(desk.page.locator(":focus")).wait_for()


def choose(desk, line, now=""):
    """Open the focused menu, go from one line to another with the arrow keys, and take it."""
    lines = ["", *TASK.mixed()]
    steps = lines.index(line) - lines.index(now)
    # Closed, it would leave the arrow keys to the notebook.
    press(desk, "Space", *["ArrowDown" if steps > 0 else "ArrowUp"] * abs(steps), "Enter")


def test_an_answer_is_said_ticked_counted_and_said_again_by_keyboard_alone(desk):
    desk.lay(SPOKEN)
    output = opened(desk, 0, "I have said it")
    assert output.get_by_role("timer").count() == 0
    assert "each query by itself" not in output.inner_html()
    assert not desk.page.locator(".att-snapshot").is_visible()
    output.get_by_role("button", name="Start a clock").focus()
    press(desk, "Enter")
    output.get_by_text("0:01").wait_for()
    press(desk, "Tab", "Enter")
    output.get_by_text("Along the keys, for each query by itself").wait_for()
    assert not desk.lab.kernel_eval("spoken.clock.running")
    press(desk, "Tab", "Space", "Tab", "Tab", "Space")
    desk.lab.wait_for_kernel("spoken.ticked", "DN")
    press(desk, "Tab", "Tab", "Tab", "Enter")
    output.get_by_text("2 of 5.").wait_for()
    output.get_by_text("Missed: the why, the trade-off and the check").wait_for()
    output.get_by_text("A model answer:").wait_for()
    press(desk, "Tab", "Enter")
    focused(desk, output, "button", "I have said it")
    output.get_by_text("A model answer:").wait_for(state="detached")
    assert output.get_by_role("timer").count() == 0
    assert desk.lab.errors_in_notebook() == []


def test_lines_are_ordered_mended_and_mixed_again_by_keyboard_alone(desk):
    desk.lay(PUZZLE)
    output = opened(desk, 0, "Check the order")
    assert "averages the heads" not in output.inner_html()
    wrong = [MEAN if line.startswith("    merged") else line for line in LINES]
    output.get_by_role("combobox", name="Line 1:").focus()
    for line in wrong:
        choose(desk, line)
        press(desk, "Tab")
    desk.lab.wait_for_kernel("puzzle.order", wrong)
    focused(desk, output, "button", "Check the order")
    press(desk, "Enter")
    output.get_by_text("Lines 1 to 6 are right. Line 7 cannot stand there").wait_for()
    output.get_by_text("It averages the heads.").wait_for()
    press(desk, "Shift+Tab", "Shift+Tab")
    focused(desk, output, "combobox", "Line 7:")
    choose(desk, LINES[6], now=MEAN)
    desk.lab.wait_for_kernel("puzzle.order", LINES)
    press(desk, "Tab", "Tab", "Enter")
    output.get_by_text("9 other orders are right too.").wait_for()
    press(desk, "Tab", "Enter")
    desk.lab.wait_for_kernel("puzzle.order", [""] * 8)
    output.get_by_text("9 other orders are right too.").wait_for(state="detached")
    focused(desk, output, "button", "Start again")
    assert desk.lab.errors_in_notebook() == []


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_speaking_and_ordering_have_no_accessibility_violation(desk, theme):
    desk.lay(SPOKEN, PUZZLE)
    spoken, puzzle = opened(desk, 0, "I have said it"), opened(desk, 1, "Check the order")
    desk.lab.set_theme(theme)
    spoken.get_by_role("button", name="Start a clock").click()
    spoken.get_by_role("timer").wait_for()
    puzzle.get_by_role("combobox", name="Line 1:").select_option(LINES[7].strip())
    puzzle.get_by_role("button", name="Check the order").click()
    puzzle.get_by_text("Nothing below it would be run").wait_for()
    assert desk.lab.axe() == []
    spoken.get_by_role("button", name="I have said it").click()
    spoken.get_by_role("button", name="Count my points").click()
    spoken.get_by_text("0 of 5.").wait_for()
    for number, line in enumerate(LINES, 1):
        puzzle.get_by_role("combobox", name=f"Line {number}:").select_option(line.strip())
    puzzle.get_by_role("button", name="Check the order").click()
    puzzle.get_by_text("9 other orders").wait_for()
    assert desk.lab.axe() == []
