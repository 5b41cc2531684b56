"""How the comparison looks: nothing jumps, overlaps or hides, colours mean what legends say."""

import re

import numpy as np
import pytest

from attention_lib.views.colour import colour

from .comparison_page import IN_KERNEL, MAPS, MATRICES, page_of, show
from .editor_sight import BOX, assert_everything_is_in_sight
from .lab import DARK, LIGHT
from .test_editor_looks import LISTEN


@pytest.fixture
def comparison(desk):
    """Six words, scaled against not scaled, alone in the open notebook."""
    return show(desk)


ACTIONS = {
    "a number": lambda page: page.type_number("query", 1, 2, "1.5"),
    "a long number": lambda page: page.type_number("query", 1, 2, "-9.87654"),
    "the longest numbers": lambda page: page.type_number("key", 1, 2, "-10"),
    "typing": lambda page: (page.focus("value", 3, 3), page.press("Enter")),
    "a wrong number": lambda page: page.type_number("key", 0, 3, "much too much " * 9),
    "wrong words": lambda page: page.type_words(" ".join(["word"] * 200)),
    "hovering a difference": lambda page: page.cell("difference", 4, 4).hover(),
    "hovering an output": lambda page: page.cell("output-a", 4, 2).hover(),
    "pinning": lambda page: page.cell("weights-b", 4, 2).click(),
    "a sized mask": lambda page: page.a.mask.select_option("window"),
    "a longer sized mask": lambda page: page.b.mask.select_option("padding"),
    "a long derivation": lambda page: page.b.score.select_option("cosine"),
    "the temperature": lambda page: page.a.set_temperature(-1),
    "a scale that does nothing": lambda page: page.b.scaled.click(force=True),
    "undo": lambda page: page.button("↶ Undo").click(),
}


@pytest.mark.parametrize("width", [1280, 1920])
def test_no_edit_hover_or_message_moves_the_page(desk, width):
    desk.lab.set_viewport(width, 1080)
    comparison = show(desk)
    before = boxes(desk, comparison)
    moved = {}
    for name, act in ACTIONS.items():
        act(comparison)
        now = boxes(desk, comparison)
        moved[name] = {part: (before[part], now[part]) for part in now if now[part] != before[part]}
        comparison.press("Escape")
        comparison.page.mouse.move(3, 3)
    assert moved == {action: {} for action in ACTIONS}


def boxes(desk, comparison):
    """Return where the comparison, its grids and the next cell are."""
    parts = {"comparison": comparison.root, "next cell": desk.lab.cell(1)}
    parts |= {matrix: comparison.grid(matrix) for matrix in MATRICES}
    return {name: part.evaluate(BOX) for name, part in parts.items()}


@pytest.mark.parametrize("present", [False, True])
@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_all_matrices_are_in_sight(desk, size, present):
    desk.lab.set_viewport(*size)
    assert_everything_is_in_sight(show(desk, f"AttentionComparison(present={present})"), MATRICES)


def test_the_three_maps_stand_side_by_side_beside_jupyterlabs_side_bar(lab_desk):
    desk = lab_desk
    lab = desk.lab
    comparison = show(desk)
    assert lab.page.locator("#jp-left-stack").is_visible()
    for size in [(1920, 1080), (1280, 800)]:
        lab.set_viewport(*size)
        assert_everything_is_in_sight(comparison, MATRICES)
        tops = {comparison.grid(matrix).evaluate(BOX)[1] for matrix in MAPS}
        assert len(tops) == 1
    # Numbers, settings, maps and the derivation's first lines on one screen.
    comparison.root.evaluate("(root) => root.scrollIntoView()")
    derivation = comparison.derivation.bounding_box()
    assert derivation["y"] + 80 < 800
    assert comparison.grid("query").is_visible()
    lab.screenshot("comparison-beside-the-side-bar")


def test_present_mode_is_large_and_can_be_left(desk):
    desk.lab.set_viewport(1920, 1080)
    comparison = show(desk)
    comparison.button("Present").click()
    for matrix in MATRICES:
        size = comparison.cell(matrix, 1, 1).evaluate("(cell) => getComputedStyle(cell).fontSize")
        assert 22 <= float(size.removesuffix("px")) <= 24, matrix
    desk.lab.wait_for_kernel("comparison.present", True)
    tops = {comparison.grid(matrix).evaluate(BOX)[1] for matrix in MAPS}
    assert len(tops) == 1
    comparison.button("Present").click()
    desk.lab.wait_for_kernel("comparison.present", False)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_nothing_in_any_state(desk, theme):
    desk.lab.set_theme(theme)
    comparison = show(desk, 'AttentionComparison(b={"mask": "causal"})')
    found = {"at rest": desk.lab.axe()}
    comparison.cell("difference", 3, 3).click()
    found["pinned"] = desk.lab.axe()
    comparison.type_number("query", 1, 2, "much")
    found["wrong number"] = desk.lab.axe()
    comparison.press("Escape")
    comparison.preset.select_option("dot | cosine")
    comparison.b.scaled.click(force=True)
    found["a refused scale"] = desk.lab.axe()
    comparison.source.select_option("own")
    comparison.a.mask.select_option("padding")
    found["cross-attention"] = desk.lab.axe()
    comparison.button("Present").click()
    found["Present mode"] = desk.lab.axe()
    assert found == {state: [] for state in found}


def test_every_colour_means_what_its_legend_says(comparison):
    comparison.preset.select_option("no mask | causal")
    comparison.type_number("value", 2, 1, "-6.5")  # a new limit, for V and both outputs
    comparison.wait_for_seq(2, name="comparison")
    there = comparison.in_kernel(*IN_KERNEL.values(), name="comparison")
    for name, expected in zip(IN_KERNEL, there, strict=True):
        low, high = comparison.limits(name)
        weights = name.startswith("weights")
        assert (low, high) == ((0, 1) if weights else (-high, high))
        for row, numbers in zip(comparison.look(name), expected, strict=True):
            for cell, number in zip(row, numbers, strict=True):
                if "masked, weight 0" in cell.label:
                    continue
                at = (number - low) / (high - low)
                wanted = colour("weights" if weights else "signed", at)
                np.testing.assert_allclose(rgb(cell.background), wanted, atol=1)
    assert comparison.limits("value") == comparison.limits("output-b") == [-10, 10]


def rgb(text):
    return [int(channel) for channel in re.findall(r"\d+", text)[:3]]


def test_one_message_per_edit_and_none_on_hover(comparison):
    comparison.root.evaluate(LISTEN)
    for matrix in MATRICES:
        comparison.cell(matrix, 2, 1).hover()
        comparison.focus(matrix, 1, 1)
    assert comparison.page.evaluate("heard") == []
    comparison.type_number("query", 1, 2, "5")
    comparison.b.mask.select_option("causal")
    comparison.button("↶ Undo").click()
    both, one, undone = comparison.page.evaluate("heard")
    said = r"W row cat: .+ → .+"
    assert re.fullmatch(rf"A: {said}; B: {said}; largest difference: row .+ → .+", both)
    assert re.fullmatch(r"B: W row .+ → .+; largest difference: row .+ → .+", one)
    assert undone.startswith("B: ")


def test_nothing_moves_for_those_who_asked_for_less_motion(desk):
    desk.page.emulate_media(reduced_motion="reduce")
    comparison = show(desk)
    comparison.type_number("query", 1, 2, "5")
    comparison.page.wait_for_timeout(50)
    assert comparison.root.evaluate("(root) => root.getAnimations({ subtree: true }).length") == 0


def test_two_views_of_one_comparison_follow_each_other(desk):
    desk.lay(
        "from attention_lib.widgets import AttentionComparison\n"
        "comparison = AttentionComparison()\ncomparison",
        "comparison",
    )
    left, right = page_of(desk, 0), page_of(desk, 1)
    left.type_number("query", 1, 1, "9")
    right.b.mask.select_option("window")
    assert left.shown() == right.shown()
    assert left.headline.inner_text() == right.headline.inner_text()
