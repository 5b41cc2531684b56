"""What the editor refuses: a sentence for everyone, and the last good state stays."""

import numpy as np
import pytest
import traitlets

from attention_lib.widgets import AttentionEditor

RNG = np.random.default_rng(0)
QUERY, KEY, VALUE = (RNG.uniform(-2, 2, (3, width)).round(2) for width in (4, 4, 2))
CUSTOM = np.array([[1, 0, 1], [0, 0, 0], [1, 1, 1]], dtype=bool)


def an_editor(**changes):
    """Three words, head_dim 4, value_dim 2."""
    return AttentionEditor("the cat sat", **{"query": QUERY, "key": KEY, "value": VALUE, **changes})


N, D = (3, 4), (3, 2)
BAD = {
    "query with too few rows": (
        {"query": np.ones((2, 4))},
        r"query .*\(tokens, head_dim\).*\(3, 4\).*got \(2, 4\)",
    ),
    "query and key of different width": (
        {"query": np.ones((3, 5))},
        r"same head_dim; got query \(3, 5\) and key \(3, 4\)",
    ),
    "query with one axis": (
        {"query": np.ones(4)},
        r"query must have shape \(tokens, head_dim\).*got \(4,\)",
    ),
    "query that is one number": (
        {"query": 5},
        r"query must have shape \(tokens, head_dim\).*got \(\)",
    ),
    "query with three axes": (
        {"query": np.ones((1, 3, 4))},
        r"query must have shape.*got \(1, 3, 4\)",
    ),
    "value with too many rows": (
        {"value": np.ones((5, 2))},
        r"value .*\(tokens, value_dim\) = \(3, 2\); got \(5, 2\)",
    ),
    "value with no columns": ({"value": np.ones((3, 0))}, r"value_dim 1 to 8; got \(3, 0\)"),
    "value with 9 columns": ({"value": np.ones((3, 9))}, r"value_dim 1 to 8; got \(3, 9\)"),
    "rows of different length": (
        {"key": [[1, 2], [3], [4, 5]]},
        r"key must be a matrix of numbers; got \[\[1, 2\]",
    ),
    "words for numbers": ({"key": "cat"}, r"key must be a matrix of numbers; got 'cat'"),
    "NaN": (
        {"query": np.where(QUERY[0, 0] == QUERY, np.nan, QUERY)},
        "query must hold finite numbers; got nan",
    ),
    "infinity": ({"value": np.full(D, -np.inf)}, "value must hold finite numbers; got -inf"),
    "beyond the range": ({"key": np.full(N, -10.5)}, "key must stay between −10 and 10; got -10.5"),
    "mask that does not broadcast": (
        {"mask": np.ones((2, 3), dtype=bool)},
        r"mask must broadcast to \(query_len, key_len\) = \(3, 3\); got \(2, 3\)",
    ),
    "mask of a larger shape": (
        {"mask": np.ones((1, 3, 3), dtype=bool)},
        r"mask must broadcast.*got \(1, 3, 3\)",
    ),
    "integer mask": ({"mask": np.array([[1, 2, 0]] * 3)}, r"mask must .*True.*may attend.*got"),
    "additive mask": (
        {"mask": np.where(CUSTOM, 0.0, -np.inf)},
        r"mask must .*True.*may attend.*got",
    ),
    "unknown mask": ({"mask": "casual"}, "mask must be one of none, causal.*got 'casual'"),
    "mask None": ({"mask": None}, r"mask must .*got None"),
    "temperature 0": ({"temperature": 0}, "temperature must be a number from 0.1 to 10; got 0"),
    "temperature NaN": ({"temperature": float("nan")}, "temperature must be.*got nan"),
    "temperature as text": ({"temperature": "1"}, "temperature must be.*got '1'"),
    "temperature None": ({"temperature": None}, "temperature must be.*got None"),
    "negative window": ({"window": -1}, "window must be a whole number from 0 to 16; got -1"),
    "half a window": ({"window": 1.5}, "window must be a whole number.*got 1.5"),
    "window NaN": ({"window": float("nan")}, "window must be a whole number.*got nan"),
    "window infinite": ({"window": float("inf")}, "window must be a whole number.*got inf"),
    "window None": ({"window": None}, "window must be a whole number.*got None"),
    "negative padding": ({"padding": -1}, "padding must be a whole number.*got -1"),
    "padding None": ({"padding": None}, "padding must be a whole number.*got None"),
    "no words": ({"tokens": ""}, "1 to 16 tokens.*got 0"),
    "200 words": ({"tokens": ["w"] * 200}, "1 to 16 tokens.*got 200"),
    "one word of 41 letters": ({"tokens": "the cat " + "x" * 41}, "at most 40 characters; got 41"),
    "two words in one": ({"tokens": ["New York", "is", "big"]}, "white space.*got 'New York'"),
    "an empty word": ({"tokens": ["", "is", "big"]}, "white space.*got ''"),
    "words that are no words": ({"tokens": 5}, "tokens must be.*got 5"),
}


@pytest.mark.parametrize(("changes", "sentence"), BAD.values(), ids=BAD)
def test_bad_input_is_refused_with_a_sentence(changes, sentence):
    given = {"tokens": "the cat sat", "query": QUERY, "key": KEY, "value": VALUE, **changes}
    if "tokens" in changes:
        given = changes
    with pytest.raises(ValueError, match=sentence):
        AttentionEditor(**given)


@pytest.mark.parametrize(("changes", "sentence"), BAD.values(), ids=BAD)
def test_a_bad_assignment_leaves_the_last_good_state(changes, sentence):
    editor = an_editor(mask="causal")
    editor.temperature = 2
    before, repr_before = editor.state, repr(editor)
    with pytest.raises(ValueError, match=sentence):
        editor.update(**changes)
    assert editor.state == before
    assert repr(editor) == repr_before


@pytest.mark.parametrize("head_dim", [0, -1, 2.5, "4", None, 100])
def test_a_bad_head_dim_is_refused_with_a_sentence(head_dim):
    with pytest.raises(ValueError, match=f"head_dim must .*1 to 8.*got {head_dim!r}"):
        AttentionEditor("a cat", head_dim=head_dim)


def test_an_unknown_part_is_named():
    with pytest.raises(ValueError, match="an editor has no heads, scale"):
        an_editor().update(scale=2, heads=3, temperature=1)


GOAL = {"text": "Make cat look at sat", "query": 1, "key": 2, "above": 0.8}
BAD_GOALS = {
    "no bound": {"text": "t", "query": 1, "key": 2},
    "no text": {"query": 1, "key": 2, "above": 0.5},
    "beyond the last word": {**GOAL, "query": 3},
    "before the first word": {**GOAL, "key": -1},
    "place as text": {**GOAL, "query": "cat"},
    "between two places": {**GOAL, "key": 1.5},
    "bound as text": {**GOAL, "above": "0.8"},
    "not a dict": ["text"],
}


@pytest.mark.parametrize("goal", BAD_GOALS.values(), ids=BAD_GOALS)
def test_a_bad_goal_is_refused_with_a_sentence(goal):
    with pytest.raises(ValueError, match=r"goal.* must .*got"):
        an_editor(goal=goal)


@pytest.mark.parametrize("goal", BAD_GOALS.values(), ids=BAD_GOALS)
def test_a_bad_goal_assigned_later_leaves_the_last_good_one(goal):
    editor = an_editor(goal=GOAL)
    with pytest.raises((ValueError, traitlets.TraitError), match="goal"):
        editor.goal = goal
    assert editor.goal == GOAL


# --- The browser's messages ---

MALFORMED = {
    "nothing": lambda state: {},
    "parts missing": lambda state: {"tokens": state["tokens"]},
    "not a dict": lambda state: 5,
    "matrix cut short": lambda state: {**state, "query": state["query"][:2]},
    "matrix gone": lambda state: {**state, "key": None},
    "text in a cell": lambda state: {**state, "value": [["x", 1]] * 3},
    "NaN in a cell, null in JSON": lambda state: {**state, "value": [[None, 1]] * 3},
    "mask unknown": lambda state: {**state, "mask": "diagonal"},
    "custom mask without matrix": lambda state: {**state, "mask": "custom", "custom": None},
    "custom mask of numbers": lambda state: {**state, "custom": [[0, 1, 7]] * 3},
    "temperature 0": lambda state: {**state, "temperature": 0},
    "no sequence number": lambda state: {**state, "seq": None},
    "tokens gone": lambda state: {**state, "tokens": None},
}


@pytest.mark.parametrize("malform", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_state_from_the_browser_leaves_the_last_good_one(malform):
    editor = an_editor()
    before, weights = editor.state, editor.weights
    with pytest.raises(traitlets.TraitError):
        editor.set_state({"state": malform(before)})
    assert editor.state == before
    np.testing.assert_array_equal(editor.weights, weights)


LARGE = ["w"] * 20
BAD_LARGE = {
    "129 words": ({"tokens": ["w"] * 129}, "up to 128 read-only; got 129"),
    "NaN": ({"query": np.full((20, 4), np.nan)}, "query must hold finite numbers; got nan"),
    "too few rows": ({"query": np.ones((7, 4))}, r"query must have shape.*\(20, 4\); got \(7, 4\)"),
    "widths that differ": ({"query": np.ones((20, 3))}, "same head_dim"),
    "unknown mask": ({"mask": "casual"}, "mask must be one of.*got 'casual'"),
    "temperature 0": ({"temperature": 0}, "temperature must be.*got 0"),
    "negative window": ({"mask": "window", "window": -1}, "window must be.*got -1"),
}


@pytest.mark.parametrize(("changes", "sentence"), BAD_LARGE.values(), ids=BAD_LARGE)
def test_bad_input_of_many_words_is_refused_with_a_sentence(changes, sentence):
    with pytest.raises(ValueError, match=sentence):
        AttentionEditor(**{"tokens": LARGE, **changes})
