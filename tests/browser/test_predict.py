"""A prediction in a real JupyterLab: keyboard alone, read aloud, in both themes."""

import pytest

from .editions import both_editions
from .lab import DARK, LIGHT

QUESTION = """
from attention_lib.widgets.predict import Predict

question = Predict(
    "Is $a$ <b>bold</b>, and is $b$?",
    {
        "<i>it rises</i>": "You may have forgotten the square root.",
        "it stays near 1": "Dividing by the root cancels the growth.",
    },
    answer="it stays near 1",
    observe=lambda: "<table><tr><th>spread</th></tr><tr><td>0.997</td></tr></table>",
    explain="The variance of a dot product is head_dim.",
)
question
"""


def opened(desk):
    desk.lay(QUESTION)
    output = desk.lab.output(0).locator(".widget-box").first
    output.get_by_role("button", name="Commit").wait_for()
    return output


def press(desk, *keys):
    for key in keys:
        desk.page.keyboard.press(key)


@both_editions
def test_a_prediction_is_made_explained_and_compared_by_keyboard_alone(desk):
    output = opened(desk)
    assert "0.997" not in output.inner_html()
    output.get_by_role("radio", name="<i>it rises</i>").focus()
    press(desk, "Space", "Tab", "Tab", "Tab", "Tab", "Space", "Tab")
    desk.lab.wait_for_kernel("question.confidence.value", "certain")
    press(desk, "Enter")
    output.get_by_text("Not this time").wait_for()
    desk.lab.wait_for_kernel("question.correct", False)
    assert output.get_by_text("0.997").is_visible()
    assert output.get_by_role("radio", name="certain").is_disabled()
    press(desk, "Tab")
    desk.page.keyboard.type("the <u>root</u> cancels it")
    press(desk, "Tab", "Enter")
    output.get_by_text("because the <u>root</u> cancels it").wait_for()
    assert output.get_by_text("The variance of a dot product is head_dim.").is_visible()
    press(desk, "Tab", "Enter")
    desk.lab.wait_for_kernel("question.committed", False)
    output.get_by_text("0.997").wait_for(state="detached")
    output.get_by_role("button", name="Commit", exact=True).and_(
        desk.page.locator(":focus")
    ).wait_for()
    assert desk.lab.errors_in_notebook() == []


@both_editions
def test_the_snapshot_with_its_answer_is_hidden_while_the_question_is_alive(desk):
    opened(desk)
    snapshot = desk.page.locator(".att-snapshot")
    assert "Dividing by the root cancels the growth." in snapshot.text_content()
    assert not snapshot.is_visible()


@both_editions
def test_a_prediction_shows_strings_as_text(desk):
    output = opened(desk)
    assert "Is $a$ <b>bold</b>, and is $b$?" in output.inner_text()
    assert output.locator("b, i, mjx-container").count() == 0


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_prediction_has_no_accessibility_violation(desk, theme):
    output = opened(desk)
    desk.lab.set_theme(theme)
    assert desk.lab.axe() == []
    output.get_by_role("radio", name="it stays near 1").check()
    output.get_by_role("radio", name="certain").check()
    output.get_by_role("button", name="Commit").click()
    output.get_by_text("✔ Right").wait_for()
    assert desk.lab.axe() == []
