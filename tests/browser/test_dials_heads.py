"""The dials of notebook 04 in a real JupyterLab: who owns what, by mouse and by keyboard."""

import pytest

from attention_lib.widgets import cache_dial, heads_dial

from .desk import AFTER
from .explorable_page import ExplorablePage
from .lab import DARK, LIGHT

IMPORT = "from attention_lib.widgets import cache_dial, heads_dial, rank_dial\n"
CALLS = ("heads_dial()", "cache_dial()", "rank_dial()")
ROWS = ("queries", "keys", "values")
TOPS = """() => {
  const tops = [...document.querySelectorAll('.jp-Notebook .jp-Cell')]
    .map((cell) => cell.getBoundingClientRect().y);
  return tops.map((top) => Math.round(top - tops[0]));
}"""


def show(desk):
    """Show the three dials, one a cell, and return their pages."""
    cells = [f"{IMPORT}dial{i} = {call}\ndial{i}" for i, call in enumerate(CALLS)]
    desk.lay(*cells, AFTER)
    desk.lab.wait_drawn()
    roots = [desk.lab.output(i).locator(".att-explorable") for i in range(len(CALLS))]
    return [ExplorablePage(desk.lab, root) for root in roots]


def owners(dial, **choice):
    """Return what the map of a state reads, from Python."""
    dial.choice = choice
    return [[str(owner) for owner in row] for row in dial.frame.panels[0].matrix.tolist()]


def test_more_heads_own_fewer_columns_by_keyboard_and_table_3_waits(desk):
    page, _, _ = show(desk)
    dial = heads_dial()
    assert page.texts() == owners(dial)
    assert "BLEU" not in page.root.inner_text()
    page.slider("Heads").focus()
    page.press("End")
    assert page.texts() == owners(dial, heads=32)
    page.press("Tab", "Space")
    assert "25.4 BLEU, perplexity 5.01" in page.status.inner_text()
    desk.lab.wait_for_kernel("dial0.choice", {"heads": 32, "table_3": True})
    page.press("Tab", "Tab", "ArrowDown", "ArrowRight")
    assert page.reading.inner_text() == "block 2, W_K: head 2"
    assert page.lit(0) == ["block 2, W_K: head 2"]


def test_query_heads_share_by_mouse_and_the_whole_column_is_outlined(desk):
    _, page, _ = show(desk)
    dial = cache_dial()
    page.radio("8: groups of 4 (grouped-query)").click()
    assert page.texts() == owners(dial, kv_heads=8)
    page.cell(1, 5).hover()
    assert page.reading.inner_text() == "query head 6, keys: head 2"
    lit = page.grids.first.locator(".att-lit").evaluate_all("(c) => c.map((x) => x.ariaLabel)")
    assert lit == [f"query head 6, {row}: head {n}" for row, n in zip(ROWS, (6, 2, 2), strict=True)]
    page.slider("Text").fill("3")
    assert "keep 4.29 GB" in page.status.inner_text().replace("\u00a0", " ")
    desk.lab.wait_for_kernel("dial1.choice", {"model": "8b", "kv_heads": 8, "tokens": 32768})


def test_a_folded_dial_opens_by_keyboard_and_keeps_its_keys(desk):
    desk.lay(f"{IMPORT}rank_dial().fold()", AFTER)
    root = desk.lab.output(0).locator(".att-explorable")
    assert root.count() == 1 and not root.is_visible()
    desk.lab.output(0).locator("summary").last.focus()
    desk.page.keyboard.press("Enter")
    root.wait_for(state="visible")
    desk.page.keyboard.press("x")  # JupyterLab's "cut the cell"
    assert root.is_visible()
    assert not desk.lab.axe()


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_no_choice_moves_the_page(desk, size):
    desk.lab.set_viewport(*size)
    heads, cache, rank = show(desk)
    before = desk.page.evaluate(TOPS)
    assert before == sorted(set(before))  # four cells, one below the other
    for place in range(6):
        heads.slider("Heads").fill(str(place))
        heads.root.get_by_label("show Vaswani's Table 3 (A)").click()
        rank.slider("Longest query").fill(str(place))
        assert desk.page.evaluate(TOPS) == before, place
    for page in (cache, rank):
        for radio in page.root.get_by_role("radio").all():
            radio.check()
            assert desk.page.evaluate(TOPS) == before
    cache.slider("Text").fill("4")
    assert desk.page.evaluate(TOPS) == before


def test_each_fits_one_screen_beside_the_side_bar(lab_desk):
    lab = lab_desk.lab
    lab.set_viewport(1280, 800)
    assert lab.page.locator("#jp-left-stack").is_visible()
    screen = lab.page.locator(".jp-WindowedPanel-outer").first.evaluate("(e) => e.clientHeight")
    for call, page in zip(CALLS, show(lab_desk), strict=True):
        height, width, inner = page.root.evaluate(
            "(e) => [e.offsetHeight, e.clientWidth, e.scrollWidth]"
        )
        assert height <= screen - 60, call  # the line of code above stays in sight
        assert inner <= width
        page.button("Present").click()
        for grid in page.grids.all():
            assert grid.evaluate("(t) => t.offsetWidth <= t.parentElement.clientWidth"), call


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_nothing(desk, theme):
    desk.lab.set_theme(theme)
    heads, cache, rank = show(desk)
    heads.slider("Heads").fill("5")
    cache.cell(2, 9).focus()
    rank.radio("2, on a circle").check()
    found = {"changed": desk.lab.axe()}
    for page in (heads, cache, rank):
        page.button("Present").click()
    found["Present mode"] = desk.lab.axe()
    assert found == {state: [] for state in found}
