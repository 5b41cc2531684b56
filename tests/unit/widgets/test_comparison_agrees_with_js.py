"""Python and JavaScript compare the same: both sides, the difference, the words."""

import json

import numpy as np
import pytest
from node import ask_javascript

from attention_lib.widgets import AttentionComparison
from attention_lib.widgets.editor_state import MASKS, SCORES

AGREE = 1e-6


def settings(rng, shape, mask, score):
    """Return one side's settings; a custom mask may leave a row with nothing to see."""
    if mask == "custom":
        mask = rng.random(shape) < rng.choice([0, 0.5, 1], size=(shape[0], 1))
    return {
        "score": score,
        "scaled": bool(rng.integers(2)),
        "temperature": float(rng.choice([0.1, 0.5, 1, 1, 3.3, 10])),
        "mask": mask,
        "window": int(rng.integers(0, 17)),
        "padding": int(rng.integers(0, shape[1] + 1)),
    }


def comparison(rng, a, b):
    """Return a comparison of random sizes and numbers; a and b are a mask and a score each."""
    query_len, key_len, head_dim, value_dim = (
        int(rng.integers(1, most)) for most in (17, 17, 9, 9)
    )
    reach = rng.choice([1, 2, 10])
    shape = query_len, key_len
    return AttentionComparison(
        [f"w{i % 3}" for i in range(query_len)],
        settings(rng, shape, *a),
        settings(rng, shape, *b),
        key_tokens=[f"k{i}" for i in range(key_len)],
        query=rng.uniform(-reach, reach, (query_len, head_dim)),
        key=rng.uniform(-reach, reach, (key_len, head_dim)),
        value=rng.uniform(-10, 10, (key_len, value_dim)),
        general=rng.uniform(-10, 10, (head_dim, head_dim)) if rng.integers(2) else None,
        additive_v=rng.uniform(-10, 10, head_dim) if rng.integers(2) else None,
    )


@pytest.fixture(scope="module")
def comparisons():
    """Every pair of scores under many pairs of masks, and the default."""
    rng = np.random.default_rng(0)
    sides = [(mask, score) for score in SCORES for mask in MASKS]
    made = [comparison(rng, a, b) for a in sides for b in sides[:: len(sides) // 7]]
    return [*made, AttentionComparison(), AttentionComparison("one word", b={})]


@pytest.fixture(scope="module")
def from_javascript(comparisons):
    return ask_javascript([["compare", one.state] for one in comparisons])


def test_the_trials_reach_every_score_and_mask_on_both_sides(comparisons):
    for side in ("a", "b"):
        assert {one.state[side]["score"] for one in comparisons} == set(SCORES)
        assert {one.state[side]["mask"] for one in comparisons} >= set(MASKS) - {"padding"}
    assert sum(one.query.shape[0] != one.key.shape[0] for one in comparisons) > 50


@pytest.mark.parametrize("side", ["a", "b"])
@pytest.mark.parametrize("part", ["scores", "weights", "output"])
def test_every_number_agrees_to_a_millionth(comparisons, from_javascript, part, side):
    for one, result in zip(comparisons, from_javascript, strict=True):
        ours, theirs = getattr(one, f"{part}_{side}"), np.array(result[side][part])
        assert ours.shape == theirs.shape
        assert np.abs(ours - theirs).max() <= AGREE, one.state


def test_the_difference_and_the_visible_keys_agree(comparisons, from_javascript):
    for one, result in zip(comparisons, from_javascript, strict=True):
        assert np.abs(one.difference - result["difference"]).max() <= AGREE
        np.testing.assert_array_equal(one.mask_a, result["a"]["visible"])
        np.testing.assert_array_equal(one.mask_b, result["b"]["visible"])


def test_the_sentence_is_the_same_on_the_screen_and_in_the_repr(comparisons):
    said = ask_javascript([["comparisonSentence", one.state] for one in comparisons])
    differ = [(s, one.sentence()) for s, one in zip(said, comparisons, strict=True)
              if s != one.sentence()]  # fmt: skip
    assert differ == []


def test_a_preset_chosen_in_the_browser_is_taken_over(comparisons):
    start = AttentionComparison("the red car", b={"mask": "window"})
    (state,) = ask_javascript([["withPreset", start.state, "dot | additive"]])
    start.set_state({"state": json.loads(json.dumps({**state, "seq": 1}))})
    assert (start.a["score"], start.b["score"]) == ("dot", "additive")
    assert (start.a["mask"], start.b["mask"]) == ("none", "none")
