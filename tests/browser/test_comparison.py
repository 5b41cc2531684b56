"""The comparison: every edit reaches both sides, and the three maps are one selection."""

import re

import numpy as np
import pytest

from .comparison_page import IMPORT, MAPS, MATRICES, assert_same_in_kernel, page_of, show


@pytest.fixture
def comparison(desk):
    """Six words, scaled against not scaled, alone in the open notebook."""
    return show(desk)


# --- What an edit does ---

SHARED = {
    "a number": lambda page: page.type_number("query", 1, 2, "-3.125"),
    "a drag": lambda page: page.cell("key", 0, 0).drag_to(page.cell("key", 0, 3)),
    "words": lambda page: page.type_words("seven words make seven rows of numbers"),
    "a preset": lambda page: page.preset.select_option("no mask | causal"),
    "words for the keys": lambda page: page.source.select_option("own"),
}


@pytest.mark.parametrize("edit", SHARED)
def test_an_edit_of_what_is_shared_reaches_the_kernel_and_is_one_step(desk, edit):
    comparison = show(desk)
    assert_same_in_kernel(comparison, 0)
    before = comparison.shown()
    SHARED[edit](comparison)
    assert_same_in_kernel(comparison, 1)
    comparison.button("↶ Undo").click()
    assert comparison.shown() == before
    assert comparison.button("↶ Undo").get_attribute("aria-disabled") == "true"
    assert_same_in_kernel(comparison, 2)


def test_a_number_changes_both_maps_before_the_button_is_let_go(comparison):
    before = comparison.shown()
    box = comparison.cell("query", 2, 1).bounding_box()
    mouse = comparison.page.mouse
    mouse.move(box["x"] + 10, box["y"] + 10)
    mouse.down()
    mouse.move(box["x"] + 10 + 100, box["y"] + 10)
    live = comparison.shown()
    mouse.up()
    for matrix in (*MAPS, "output-a", "output-b"):
        assert live[matrix][2] != before[matrix][2], matrix
        assert live[matrix][:2] == before[matrix][:2]
    assert comparison.shown() == live


SETTINGS = {
    "score": lambda side: side.score.select_option("additive"),
    "scale": lambda side: side.scaled.click(),
    "mask": lambda side: side.mask.select_option("window"),
    "temperature": lambda side: side.set_temperature(-0.5),
}


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_setting_changes_its_own_side_alone(desk, setting):
    comparison = show(desk)
    for side, other in (("a", "b"), ("b", "a")):
        before = comparison.shown()
        SETTINGS[setting](getattr(comparison, side))
        after = comparison.shown()
        assert after[f"weights-{side}"] != before[f"weights-{side}"]
        assert after[f"weights-{other}"] == before[f"weights-{other}"]
        assert after["query"] == before["query"]
    assert_same_in_kernel(comparison, 2)
    assert comparison.preset.input_value() == "custom"


def test_every_preset_sets_both_sides_and_names_them_above_their_maps(comparison):
    seen = {}
    for option in comparison.preset.locator("option").all_inner_texts()[:-1]:
        comparison.preset.select_option(option)
        seen[option] = [comparison.title(f"weights-{side}") for side in "ab"]
        assert comparison.preset.input_value() == option
    assert seen["scaled | not scaled"] == ["W of A: dot ÷ √4", "W of B: dot"]
    assert seen["dot | additive"] == ["W of A: dot ÷ √4", "W of B: additive"]
    assert seen["no mask | causal"] == ["W of A: dot ÷ √4", "W of B: dot ÷ √4, causal"]
    assert len(set(map(tuple, seen.values()))) == len(seen)


def test_the_difference_is_what_the_two_maps_show(comparison):
    comparison.preset.select_option("dot | additive")
    a, b, difference = (np.array(comparison.numbers(matrix)) for matrix in MAPS)
    np.testing.assert_allclose(difference, b - a, atol=0.0151)
    found = re.fullmatch(r"Largest difference: row (.+): (.+) (.+) → (.+)", headline(comparison))
    i, j = np.unravel_index(np.abs(difference).argmax(), difference.shape)
    assert found.groups()[2:] == tuple(comparison.look(m)[i][j].text for m in MAPS[:2])
    assert [word.split(" ")[0] for word in found.groups()[:2]] == [
        comparison.heads("difference")[i],
        comparison.heads("difference", "col")[j],
    ]


def headline(comparison):
    return comparison.headline.inner_text()


def test_differences_carry_their_sign_and_the_legend_its_ends(comparison):
    texts = [cell.text for row in comparison.look("difference") for cell in row]
    assert all(re.fullmatch(r"[+−]\d\.\d\d|0\.00", text) for text in texts)
    assert comparison.limits("difference") == [-1, 1]
    comparison.a.set_temperature(-1)
    assert comparison.limits("difference") == [-1, 1]
    legend = comparison.grid("difference").locator("xpath=..").locator(".att-legend").inner_text()
    assert legend.split("\n")[0].startswith("A gives more")
    assert "B gives more" in legend


def test_python_moves_the_screen_and_the_screen_can_undo_it(desk):
    comparison = show(desk)
    before = comparison.shown()
    desk.lab.kernel_run('comparison.update(b={"score": "cosine", "mask": "causal"}, head_dim=4)'
                        .replace(", head_dim=4", ""))  # fmt: skip
    comparison.root.get_by_text("W of B: cosine, causal").wait_for()
    assert comparison.b.mask.input_value() == "causal"
    assert_same_in_kernel(comparison, 1)
    comparison.button("↶ Undo").click()
    assert comparison.shown() == before
    assert_same_in_kernel(comparison, 2)


def test_two_comparisons_in_one_notebook_stay_independent(desk):
    desk.lay(f"{IMPORT}one = AttentionComparison()\none", "two = AttentionComparison('a b')\ntwo")
    one, two = page_of(desk, 0), page_of(desk, 1)
    untouched = two.shown()
    one.type_number("query", 1, 1, "9")
    one.b.mask.select_option("causal")
    assert two.shown() == untouched
    assert_same_in_kernel(one, 2, name="one")
    ids = desk.page.locator(".att-comparison [id]").evaluate_all("all => all.map((e) => e.id)")
    assert len(set(ids)) == len(ids)


def test_cross_attention_compares_maps_that_are_not_square(desk):
    comparison = show(desk, 'AttentionComparison("the red car", key_tokens="la voiture est belle")')
    assert [len(comparison.look(m)[0]) for m in MAPS] == [4] * 3
    comparison.type_key_words("la voiture bleue est belle")
    assert [len(comparison.look(m)[0]) for m in MAPS] == [5] * 3
    assert comparison.heads("difference", "col") == ["la", "voiture", "bleue", "est", "belle"]
    assert_same_in_kernel(comparison, 1)


# --- One selection ---


def test_hovering_any_of_the_three_maps_outlines_the_same_cell_in_all(comparison):
    for matrix, (i, j) in zip(MAPS, [(2, 4), (0, 5), (3, 1)], strict=True):
        comparison.cell(matrix, i, j).hover()
        assert [comparison.lit(each) for each in MAPS] == [[(i, j)]] * 3
        assert comparison.lit("query") == [(i, c) for c in range(4)]
        assert comparison.lit("key") == comparison.lit("value") == [(j, c) for c in range(4)]
        assert comparison.lit("output-a") == comparison.lit("output-b")
    before = comparison.lit("difference")
    comparison.page.mouse.move(3, 3)
    assert comparison.lit("difference") != before


def test_a_click_pins_in_all_three_and_a_second_click_or_escape_lets_go(comparison):
    for matrix in MAPS:
        comparison.cell(matrix, 1, 3).click()
        comparison.page.mouse.move(3, 3)
        assert [comparison.places(each, "pinned") for each in MAPS] == [[(1, 3)]] * 3
        derived = comparison.lines()
        comparison.type_number("query", 1, 0, "2.5")
        assert comparison.lines() != derived
        assert [comparison.places(each, "pinned") for each in MAPS] == [[(1, 3)]] * 3
        comparison.press("Escape")
        assert [comparison.places(each, "pinned") for each in MAPS] == [[]] * 3
        comparison.button("↶ Undo").click()


def test_the_derivations_of_a_and_b_end_in_the_numbers_shown(comparison):
    for preset in ["scaled | not scaled", "dot | additive", "dot | cosine", "no mask | causal"]:
        comparison.preset.select_option(preset)
        for i, j in [(1, 0), (4, 2), (5, 5)]:
            comparison.cell("difference", i, j).hover()
            lines = comparison.lines()
            for side in "AB":
                weight = lines.get(f"weight {side}") or lines["weight A = B"]
                shown = comparison.look(f"weights-{side.lower()}")[i][j].text
                assert weight.endswith(f" = {shown}"), (preset, i, j)
            assert lines["B − A"].endswith(f"= {comparison.look('difference')[i][j].text}")


def test_hovering_an_output_derives_it_on_both_sides(comparison):
    comparison.cell("output-b", 3, 1).hover()
    lines = comparison.lines()
    for side in "AB":
        shown = comparison.look(f"output-{side.lower()}")[3][1].text
        assert lines[f"output {side}"].endswith(f" = {shown}")
    assert comparison.lit("output-a") == comparison.lit("output-b") == [(3, 1)]


def test_a_key_hidden_on_one_side_is_derived_as_hidden_there(desk):
    comparison = show(desk, 'AttentionComparison(b={"mask": "causal"})')
    comparison.cell("weights-b", 1, 4).hover()
    lines = comparison.lines()
    assert lines["mask A"] == "cat may attend to every key"
    assert "−∞" in lines["mask B"]
    assert "weight 0" in lines["weight B"]
    assert comparison.look("difference")[1][4].label.endswith("B masked")


def test_no_information_waits_for_a_native_tooltip(comparison):
    assert comparison.root.locator("[title]").count() == 0
    assert len(MATRICES) == comparison.root.get_by_role("grid").count()
