"""Every derivation recomputes from its own printed terms, and colours mean what the legend says."""

import math
import random
import re

import numpy as np
import pytest

from attention_lib.views.colour import colour

from .editor_page import parsed

NUMBER = r"−?(?:\d+\.?\d*|∞)"
PRODUCT = re.compile(rf"\(?({NUMBER})\)?·\(?({NUMBER})\)?")

STATES = {
    "as it starts": "",
    "causal": 'mask="causal"',
    "cold": "temperature=0.35",
    "unscaled and warm, window": 'mask="window", scaled=False, temperature=2.4',
    "a drawn mask with an empty row": "mask=[[True, False] * 3] * 4 + [[False] * 6, [True] * 6]",
    "large scores": "query=BIG, key=BIG[::-1], scaled=False",
    "only negative scores": "query=[[1, 2, 3]] * 6, key=[[-1, -1, -1 - i / 9] for i in range(6)]",
}
BIG = "BIG = [[10, -9.5, i] for i in range(-3, 3)]\n"


def score_recomputes(text, shown):
    """Redo q·k, ÷ √d and ÷ temperature from the printed inputs, which are exact."""
    sum_, *steps = text.split(";")
    product = sum(parsed(a) * parsed(b) for a, b in PRODUCT.findall(sum_.split(" = ")[0]))
    assert parsed(sum_.split(" = ")[1]) == pytest.approx(product, abs=0.00501)
    score, printed = product, sum_.split(" = ")[1]
    for step in steps:
        divisor, printed = step.split(" = ")
        root = re.search(r"√(\d+)", divisor)
        score /= math.sqrt(int(root[1])) if root else parsed(divisor.split("temperature ")[1])
        assert parsed(printed) == pytest.approx(score, abs=0.00501)
    assert printed.strip() == shown


def weight_recomputes(text, shown):
    """Redo exponential, sum and quotient: from the printed terms, to the printed weight."""
    power, total, quotient = text.split(";")
    exponent, own = power.split(" = ")
    exact = math.exp(sum_of(exponent.removeprefix("e^").strip("()")))
    assert parsed(own) == pytest.approx(exact, abs=0.0006 + 0.0101 * exact)
    terms = [parsed(term) for term in total.split(" = ")[1].split(" + ")]
    assert parsed(total.split(" = ")[2]) == pytest.approx(
        sum(terms), abs=0.0005 * len(terms) + 6e-4
    )
    ratio, weight = quotient.split(" = ")
    above, below = map(parsed, ratio.split(" / "))
    assert (above, below) == (parsed(own), parsed(total.split(" = ")[2]))
    expected = 0.0025 if weight == "<.01" else parsed(weight)
    assert above / below == pytest.approx(expected, abs=0.0065)
    assert weight == shown


def sum_of(text):
    first, *rest = text.replace("row maximum ", "").split(" − ")
    return parsed(first) - sum(map(parsed, rest))


def output_recomputes(text, shown):
    """Redo the weighted sum; the printed weights have three decimals."""
    terms, printed = text.split(" = ")
    pairs = [(parsed(w), parsed(v)) for w, v in PRODUCT.findall(terms)]
    slack = 0.0051 + 0.0005 * sum(abs(v) for _, v in pairs)
    assert parsed(printed) == pytest.approx(sum(w * v for w, v in pairs), abs=slack)
    assert printed == shown


@pytest.mark.parametrize("state", STATES)
def test_every_derivation_recomputes_to_the_value_shown(desk, state):
    editor = desk.show(f"None\n{BIG}editor = AttentionEditor({STATES[state]})")
    chance = random.Random(state)
    for _ in range(3):
        matrix, row, column = chance.choice("qkv"), chance.randrange(6), chance.randrange(3)
        name = {"q": "query", "k": "key", "v": "value"}[matrix]
        if state != "only negative scores":
            editor.type_number(name, row, column, f"{chance.uniform(-3, 3):.3f}")
        scores, weights, output = (editor.look(m) for m in ("scores", "weights", "output"))
        for _ in range(3):
            i, j, c = chance.randrange(6), chance.randrange(6), chance.randrange(3)
            editor.cell(chance.choice(["scores", "weights", "mask"]), i, j).hover()
            lines = editor.lines()
            score_recomputes(lines["score"], scores[i][j].text)
            if "masked" in weights[i][j].label:
                assert "weight 0" in lines["weight"] or "set to 0" in lines["weight"]
                assert weights[i][j].text == "0"
            else:
                weight_recomputes(lines["weight"], weights[i][j].text)
            editor.cell("output", i, c).hover()
            if editor.row_sums()[i] == "1.00":
                output_recomputes(editor.lines()["output"], output[i][c].text)
            else:
                assert output[i][c].text == "0.00"


def test_the_hidden_terms_are_missing_from_the_sums(desk):
    editor = desk.show('AttentionEditor(mask="causal")')
    editor.cell("weights", 2, 1).hover()
    assert editor.lines()["weight"].split(" = ")[2].count("+") == 2
    editor.cell("output", 2, 1).hover()
    assert len(PRODUCT.findall(editor.lines()["output"])) == 3
    assert editor.lines()["reads"].endswith("the (1), cat, sat")


@pytest.mark.parametrize("state", ["", 'mask="causal", temperature=0.35', "scaled=False"])
def test_every_row_of_weights_adds_to_one(desk, state):
    editor = desk.show(f"AttentionEditor({state})")
    assert editor.row_sums() == ["1.00"] * 6
    for row in editor.numbers("weights"):
        assert sum(row) == pytest.approx(1, abs=6 * 0.0051)


def rgb(text):
    return [int(channel) for channel in re.findall(r"\d+", text)[:3]]


@pytest.mark.parametrize("state", ["", "scaled=False, temperature=0.4", 'mask="window"'])
def test_every_colour_means_what_its_legend_says(desk, state):
    editor = desk.show(f"AttentionEditor({state})")
    editor.type_number("value", 2, 1, "-6.5")  # a new limit, for V and O alike
    editor.wait_for_seq(1)
    names = ("query", "key", "value", "scores", "weights", "output")
    for name, there in zip(names, editor.in_kernel(*names), strict=True):
        low, high = editor.limits(name)
        assert (low, high) == ((0, 1) if name == "weights" else (-high, high))
        assert np.abs(there).max() <= high
        for i, row in enumerate(editor.look(name)):
            for j, cell in enumerate(row):
                if "masked" in cell.label:
                    continue
                at = (there[i][j] - low) / (high - low)
                expected = colour("weights" if name == "weights" else "signed", at)
                np.testing.assert_allclose(rgb(cell.background), expected, atol=1)
    assert editor.limits("value") == editor.limits("output") == [-10, 10]


def test_a_limit_stays_across_edits_until_reset(editor):
    editor.type_number("query", 0, 0, "-9")
    assert editor.limits("query") == editor.limits("key") == [-10, 10]
    editor.type_number("query", 0, 0, "1")
    assert editor.limits("query") == [-10, 10]
    editor.button("Reset").click()
    assert editor.limits("query") == editor.limits("key") == [-2, 2]
