"""Explorables in a real JupyterLab: every control by mouse and by keyboard, in every state."""

import pytest

from attention_lib.describe import weight
from attention_lib.widgets import axes_dial, shuffled_words, window_reach

from . import files
from .desk import AFTER
from .editions import both_editions
from .explorable_page import ExplorablePage
from .lab import DARK, LIGHT

IMPORT = "from attention_lib.widgets import axes_dial, shuffled_words, window_reach\n"
CALLS = ("axes_dial()", "shuffled_words()", "window_reach()")
BOX = """(element) => {
  const { y } = element.getBoundingClientRect();
  return Math.round(y - document.querySelector('.jp-Notebook .jp-Cell').getBoundingClientRect().y);
}"""
LISTEN = """(root) => {
  const live = [...root.querySelectorAll('output, [role=status], [role=alert], [aria-live]')];
  window.heard = [];
  for (const region of live) {
    new MutationObserver(() => window.heard.push(region.innerText))
      .observe(region, { childList: true, characterData: true, subtree: true });
  }
}"""
KEYS = [*"xcvdabmjk", "d", "d", "Enter", "Escape", "Shift+Enter", "Control+Enter", "Delete"]


def show(desk, *calls):
    """Show explorables, one a cell, and return their pages."""
    cells = [f"{IMPORT}dial{i} = {call}\ndial{i}" for i, call in enumerate(calls)]
    desk.lay(*cells, AFTER)
    desk.lab.wait_drawn()
    roots = [desk.lab.output(i).locator(".att-explorable") for i in range(len(calls))]
    return [ExplorablePage(desk.lab, root) for root in roots]


def expected(dial, **choice):
    """Return what the last map of a state reads, from Python."""
    dial.choice = choice
    panel = dial.frame.panels[-1]
    if panel.kind == "layers":
        shown = panel.matrix * panel.seen
        return [[str(layer) if layer else "" for layer in row] for row in shown.tolist()]
    return [
        [weight(panel.matrix[i, j], visible=panel.seen[i, j]) for j in range(len(panel.columns))]
        for i in range(len(panel.rows))
    ]


def test_the_axes_turn_by_mouse_and_the_kernel_follows(desk):
    (page,) = show(desk, "axes_dial()")
    dial = axes_dial()
    assert page.texts() == expected(dial)
    page.radio("another one (cross)").click()
    page.root.get_by_text("additive: v·tanh(q W₁ + k W₂)").click()  # the label is the target too
    assert page.texts() == expected(dial, source="cross", score="additive")
    assert "Bahdanau" in page.status.inner_text()
    page.radio("a predicted place (local-p)").click()
    assert page.texts() == expected(dial, visible="local-p")
    desk.lab.wait_for_kernel("dial0.choice", dial.choice)
    sums = page.root.locator("td.att-end").all_inner_texts()
    assert sums == list(dial.frame.panels[0].ends)
    kernel = desk.lab.kernel_eval("dial0.weights.sum(axis=1).round(2)")
    assert [f"{total:.2f}" for total in kernel] == sums


def test_the_axes_turn_by_keyboard(desk):
    (page,) = show(desk, "axes_dial()")
    page.radio("the same sentence (self)").focus()
    page.press("ArrowDown", "Tab", "ArrowDown")
    assert page.texts() == expected(axes_dial(), source="cross", visible="causal")
    assert "⚠" in page.status.locator(".att-warning").evaluate(
        "(e) => getComputedStyle(e, '::before').content"
    )
    assert "no query ever sees “belle”" in page.status.inner_text()
    page.press("Tab", "ArrowUp", "Tab", "Tab", "End", "ArrowLeft", "ArrowDown")
    assert page.reading.inner_text() == "query red, key très, masked, weight 0"


def test_the_words_are_shuffled_by_mouse_and_keyboard(desk):
    (page,) = show(desk, "shuffled_words()")
    dial = shuffled_words()
    page.button("Shuffle the words").click()
    assert page.texts() == expected(dial, order=1)
    assert "largest change 0.00" in page.status.inner_text()
    page.button("Shuffle the words").focus()
    page.press("Enter", "Space")
    assert page.texts() == expected(dial, order=3)
    page.radio("off").focus()
    page.press("ArrowRight")
    assert page.texts() == expected(dial, positions="sinusoidal")
    assert page.texts(0) == expected(dial, order=0)
    page.button("Original").click()
    assert page.texts() == page.texts(0)
    for _ in range(5):
        page.button("Shuffle the words").click()  # round and back to the start
    desk.lab.wait_for_kernel("dial0.choice", {"positions": "sinusoidal", "order": 0})


def test_the_same_pair_of_words_is_outlined_in_both_maps(desk):
    (page,) = show(desk, "shuffled_words(order=2)")
    page.cell(1, 4, panel=0).hover()
    names = [label.rsplit(",", 1)[0] for panel in (0, 1) for label in page.lit(panel)]
    assert names == ["query dog, key man"] * 2
    assert page.reading.inner_text().startswith("query dog, key man, weight 0.")
    page.cell(0, 2, panel=1).focus()
    desk.page.mouse.move(2, 2)
    assert page.reading.inner_text().startswith("query man, key bites, weight 0.")


def test_the_reach_follows_sliders_and_boxes_by_keyboard(desk):
    (page,) = show(desk, "window_reach()")
    dial = window_reach()
    page.slider("Window").focus()
    page.press("ArrowRight", "Tab", "ArrowRight", "ArrowRight")
    assert page.texts() == expected(dial, window=2, layers=3)
    assert page.slider("Layers").get_attribute("aria-valuetext") == "3 layers"
    page.press("Tab", "Space")
    assert page.texts() == expected(dial, causal=True)
    page.press("Tab", "Space", "Shift+Tab", "Space")
    assert page.texts() == expected(dial, causal=False, global_token=True)
    desk.lab.wait_for_kernel("dial0.choice", dial.choice)
    desk.lab.wait_for_kernel("int(dial0.weights.sum())", 256)


def test_a_choice_in_python_moves_the_controls_and_the_map(desk):
    page, other = show(desk, "axes_dial()", "axes_dial()")
    untouched = other.texts()
    desk.lab.kernel_run('dial0.choice = {"source": "cross", "score": "cosine"}')
    page.cell(4, 5).wait_for()
    assert page.texts() == expected(axes_dial(), source="cross", score="cosine")
    assert page.radio("cosine of their angle").is_checked()
    assert page.radio("all keys").is_checked()
    assert other.texts() == untouched
    assert other.radio("scaled dot: q·k / √d").is_checked()


def test_two_explorables_share_no_id(desk):
    show(desk, *CALLS)
    ids = desk.page.evaluate(
        "[...document.querySelectorAll('.att-explorable [id]')].map(e => e.id)"
    )
    assert len(ids) == len(set(ids)) == 4


def test_keys_never_reach_the_notebook(desk):
    dial, words, reach = show(desk, *CALLS)
    places = [dial.radio("all keys"), dial.cell(2, 1), words.button("Shuffle the words")]
    for place in [*places, reach.slider("Layers"), reach.root.get_by_label("causal")]:
        place.focus()
        before = desk.standing()
        dial.press(*KEYS)
        desk.lab.wait_idle()
        desk.page.wait_for_timeout(100)
        assert desk.standing() == before


def test_space_in_a_map_does_not_scroll_the_page_away(desk):
    (page,) = show(desk, "window_reach()")
    press = """(cell, key) => cell.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))"""
    cell = page.root.get_by_role("gridcell").first
    assert cell.evaluate(press, "x") is True
    assert cell.evaluate(press, " ") is False  # what the browser would do is prevented


def test_one_message_per_change_and_none_on_hover(desk):
    dial, words, reach = show(desk, *CALLS)
    for page, change in [
        (dial, dial.radio("another one (cross)").click),
        (words, words.button("Shuffle the words").click),
        (reach, lambda: reach.slider("Layers").fill("2")),
    ]:
        page.root.evaluate(LISTEN)
        page.cell(2, 1).hover()
        page.cell(1, 1).focus()
        assert page.page.evaluate("heard") == []
        change()
        assert len(page.page.evaluate("heard")) == 1


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_no_choice_moves_the_page(desk, size):
    desk.lab.set_viewport(*size)
    dial, words, reach = show(desk, *CALLS)
    ends = [desk.lab.cell(i) for i in (1, 2, 3)]
    before = [end.evaluate(BOX) for end in ends]
    for page in (dial, words):
        for radio in page.root.get_by_role("radio").all():
            radio.check()
            assert [end.evaluate(BOX) for end in ends] == before, radio.evaluate("r => r.value")
    dial.radio("another one (cross)").check()
    for radio in dial.root.get_by_role("radio").all()[2:]:
        radio.check()
        dial.cell(0, 0).hover()
        assert [end.evaluate(BOX) for end in ends] == before
    words.button("Shuffle the words").click()
    for window, layers in [("0", "0"), ("4", "5"), ("2", "1")]:
        reach.slider("Window").fill(window)
        reach.slider("Layers").fill(layers)
        reach.root.get_by_label("causal").click()
        reach.root.get_by_label("global token at 0").click()
        assert [end.evaluate(BOX) for end in ends] == before


def test_each_fits_one_screen_beside_the_side_bar(lab_desk):
    desk = lab_desk
    lab = desk.lab
    lab.set_viewport(1280, 800)
    assert lab.page.locator("#jp-left-stack").is_visible()
    screen = lab.page.locator(".jp-WindowedPanel-outer").first.evaluate("(e) => e.clientHeight")
    for i, page in enumerate(show(desk, *CALLS)):
        height, width, inner = page.root.evaluate(
            "(e) => [e.offsetHeight, e.clientWidth, e.scrollWidth]"
        )
        assert height <= screen - 60, CALLS[i]  # the line of code above stays in sight
        assert inner <= width
        for grid in page.grids.all():
            assert grid.evaluate("(t) => t.offsetWidth <= t.parentElement.clientWidth")


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_nothing_in_any_state(desk, theme):
    desk.lab.set_theme(theme)
    dial, words, reach = show(desk, *CALLS)
    found = {"at rest": desk.lab.axe()}
    dial.radio("another one (cross)").check()
    dial.radio("no later key (causal)").check()
    words.button("Shuffle the words").click()
    words.cell(1, 1).focus()
    reach.slider("Layers").fill("5")
    found["changed"] = desk.lab.axe()
    for page in (dial, words, reach):
        page.button("Present").click()
    found["Present mode"] = desk.lab.axe()
    assert found == {state: [] for state in found}


def test_exported_it_picks_every_state_with_no_kernel(open_exported, tmp_path):
    notebook = files.write(tmp_path / "lesson.ipynb", *[IMPORT + call for call in CALLS])
    window = open_exported(notebook)
    roots = window.page.locator(".att-explorable")
    roots.nth(2).wait_for()
    dial, words, reach = (ExplorablePage(window, roots.nth(i)) for i in range(3))
    dial.radio("location: from q alone").check()
    dial.radio("1 on each side (window)").check()
    assert dial.texts() == expected(axes_dial(), visible="window", score="location")
    words.radio("ALiBi").check()
    words.button("Shuffle the words").click()
    words.button("Shuffle the words").click()
    assert words.texts() == expected(shuffled_words(), positions="alibi", order=2)
    assert "nothing changed" in words.status.inner_text()
    reach.slider("Layers").focus()
    reach.press("End")
    assert reach.texts() == expected(window_reach(), layers=6)
    assert window.axe(".att-explorable") == []


@both_editions
def test_it_is_alive_and_keeps_its_keys(lab_desk):
    desk = lab_desk
    (page,) = show(desk, "window_reach()")
    page.slider("Window").focus()
    before = desk.standing()
    page.press("ArrowRight", "x", "d", "d", "ArrowDown", "ArrowRight")
    desk.lab.wait_for_kernel('dial0.choice["window"]', 2)
    assert page.texts() == expected(window_reach(), window=2)
    assert desk.standing() == before
