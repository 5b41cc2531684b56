"""Copy as Python: what is copied runs, and gives the numbers on the screen."""

import numpy as np
import pytest

STATES = {
    "as it starts": "",
    "causal and cold": 'mask="causal", temperature=0.5',
    "window, unscaled": 'mask="window", window=2, scaled=False',
    "padding, unscaled and warm": 'mask="padding", padding=2, scaled=False, temperature=2.5',
    "general, causal": 'score="general", mask="causal"',
    "additive, cold": 'score="additive", temperature=0.5, additive_v=[1, -2, 0.5, 3]',
    "cosine between two sentences": 'score="cosine", key_tokens="zwei \'Sätze\'", mask="window"',
    "a drawn mask": "mask=[[True, False] * 3] * 5 + [[False] * 6]",
}
ODD_WORDS = "'it\\'s \"quoted\" 🦊 back\\\\slash the the'"


@pytest.mark.parametrize("state", STATES)
def test_what_is_copied_runs_and_gives_the_weights_on_the_screen(desk, state):
    desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    editor = desk.show(f"AttentionEditor({ODD_WORDS}, {STATES[state]})")
    editor.type_number("query", 1, 2, "-3.25")
    editor.wait_for_seq(1)
    editor.button("Copy as Python").click()
    editor.root.get_by_text("Copied as Python").wait_for()
    copied = desk.page.evaluate("navigator.clipboard.readText()")
    there = desk.lab.kernel_eval(
        "[tokens, weights, editor.weights, output, editor.output]", run=copied
    )
    assert there[0] == editor.in_kernel("tokens")[0]
    np.testing.assert_allclose(there[1], there[2], atol=1e-12)
    np.testing.assert_allclose(there[3], there[4], atol=1e-12)
    desk.page.context.clear_permissions()


def test_where_the_browser_refuses_the_text_is_shown_selected(desk):
    editor = desk.show('AttentionEditor("two words")')
    # What a page on plain HTTP finds: no clipboard at all.
    desk.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined,"
                       " configurable: true })")  # fmt: skip
    try:
        before = desk.standing()
        editor.button("Copy as Python").click()
        shown = editor.root.get_by_role("textbox", name="Python code to copy")
        shown.wait_for()
        code = shown.input_value()
        assert desk.page.evaluate("getSelection().toString()") == code
        assert "Ctrl+C" in editor.says()
        there = desk.lab.kernel_eval("[weights, editor.weights]", run=code)
        np.testing.assert_allclose(*there, atol=1e-12)
        editor.press("x", "d", "d", "Tab")
        assert not shown.is_visible()
        assert desk.standing()["cells"] == before["cells"]
    finally:
        desk.page.evaluate("delete navigator.clipboard")
