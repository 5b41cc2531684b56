"""The comparison from Python: two settings on the same numbers, and what it shows and refuses."""

import json

import numpy as np
import pytest
import traitlets
from displayed import VIEW, outputs_of, snapshot_of
from html_page import Page, contrast

from attention_lib import additive_score, attend, scaled_dot_product_attention
from attention_lib.examples import word_vectors
from attention_lib.views.colour import colour
from attention_lib.widgets import AttentionComparison, AttentionEditor

RNG = np.random.default_rng(0)
QUERY, KEY, VALUE = (
    RNG.uniform(-2, 2, (2, 4)),
    RNG.uniform(-2, 2, (5, 4)),
    RNG.uniform(-2, 2, (5, 3)),
)
QUERY, KEY, VALUE = (matrix.round(2) for matrix in (QUERY, KEY, VALUE))
CUSTOM = np.array([[1, 0, 1, 1, 0], [0, 0, 0, 0, 0]], dtype=bool)
WORDS = {"tokens": "red car", "key_tokens": "la voiture bleue est belle"}


def a_comparison(a=None, b=None, **changes):
    """Two queries, five keys, head_dim 4, value_dim 3."""
    given = {**WORDS, "query": QUERY, "key": KEY, "value": VALUE, **changes}
    return AttentionComparison(a=a, b=b, **given)


# --- What it computes ---


def test_both_sides_are_what_the_library_computes_from_the_same_numbers():
    comparison = a_comparison(a={"temperature": 2.5, "mask": CUSTOM}, b={"score": "additive"})
    output, weights = scaled_dot_product_attention(
        QUERY, KEY, VALUE, mask=CUSTOM, scale=1 / (2 * 2.5), return_weights=True
    )
    np.testing.assert_allclose(comparison.weights_a, weights)
    np.testing.assert_allclose(comparison.output_a, output)

    def score(query, key):
        return additive_score(query, key, w_query=np.eye(4), w_key=np.eye(4), v=np.ones(4))

    output, weights = attend(QUERY, KEY, VALUE, score=score, return_weights=True)
    np.testing.assert_allclose(comparison.scores_b, score(QUERY, KEY))
    np.testing.assert_allclose(comparison.weights_b, weights)
    np.testing.assert_allclose(comparison.output_b, output)
    np.testing.assert_array_equal(comparison.mask_a, CUSTOM)
    assert comparison.mask_b.all()


def test_the_difference_is_b_minus_a_and_its_rows_add_to_0():
    comparison = a_comparison(b={"mask": "causal"})
    np.testing.assert_allclose(comparison.difference, comparison.weights_b - comparison.weights_a)
    np.testing.assert_allclose(comparison.difference.sum(axis=1), [0, 0], atol=1e-12)
    assert comparison.difference.shape == (2, 5)


@pytest.mark.parametrize("settings", [{"score": "general"}, {"mask": "window", "window": 0}, {}])
def test_a_side_is_an_editor_with_its_settings(settings):
    comparison = a_comparison(b=settings)
    editor = AttentionEditor(**WORDS, query=QUERY, key=KEY, value=VALUE, **settings)
    np.testing.assert_array_equal(comparison.weights_b, editor.weights)
    np.testing.assert_array_equal(comparison.output_b, editor.output)


def test_without_settings_it_compares_scaled_with_not_scaled():
    comparison = AttentionComparison()
    assert (comparison.a["scaled"], comparison.b["scaled"]) == (True, False)
    np.testing.assert_array_equal(
        comparison.query, word_vectors(["the", "cat", "sat", "on", "the", "mat"], "query", 4)
    )
    assert repr(comparison) == (
        "AttentionComparison: A: dot ÷ √4; B: dot; largest difference: row the (1): cat 0.45 → 0.74"
    )


# --- Assigning from Python ---


def test_a_setting_that_is_not_named_stays():
    comparison = a_comparison(a={"temperature": 2, "mask": "causal"})
    comparison.a = {"scaled": False}
    assert comparison.a == {
        "score": "dot",
        "scaled": False,
        "temperature": 2,
        "mask": "causal",
        "window": 1,
        "padding": 1,
    }
    assert comparison.state["seq"] == 1


def test_settings_read_from_one_side_can_be_given_to_the_other():
    comparison = a_comparison(a={"mask": CUSTOM, "score": "cosine"})
    comparison.b = comparison.a
    np.testing.assert_array_equal(comparison.weights_a, comparison.weights_b)
    assert repr(comparison).endswith("A and B agree to two decimals")


def test_an_assigned_matrix_changes_both_sides_and_reset_keeps_the_start():
    comparison = a_comparison()
    start, before = (
        comparison.state,
        comparison.weights_a,
    )
    comparison.query = -QUERY
    assert not np.allclose(comparison.weights_a, before[0])
    assert not np.allclose(comparison.weights_b, before[1])
    assert comparison.initial == start


def test_an_update_of_several_parts_reaches_the_screen_as_one_change():
    comparison = a_comparison()
    seen = []
    comparison.observe(lambda change: seen.append(change.new), "state")
    comparison.update(value=-VALUE, a={"mask": "causal"}, b={"temperature": 3})
    assert len(seen) == 1
    assert (seen[0]["a"]["mask"], seen[0]["b"]["temperature"]) == ("causal", 3)


def test_other_words_keep_numbers_and_masks_of_both_sides():
    comparison = a_comparison(a={"mask": CUSTOM}, b={"mask": "padding", "padding": 5})
    comparison.key_tokens = "la bleue"
    np.testing.assert_array_equal(comparison.key, KEY[[0, 2]])
    np.testing.assert_array_equal(comparison.mask_a, CUSTOM[:, [0, 2]])
    assert comparison.b["padding"] == 2
    comparison.key_tokens = None
    assert comparison.difference.shape == (2, 2)
    assert comparison.key_tokens == ["red", "car"]


def test_matrices_are_read_only_so_that_no_write_is_lost():
    comparison = a_comparison()
    for name in ("query", "key", "value"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(comparison, name)[0, 0] = 5


def test_a_state_from_the_browser_is_taken_over():
    comparison = a_comparison()
    state = json.loads(json.dumps(comparison.state))
    state |= {"seq": 1, "b": {**state["b"], "score": "general", "temperature": 4}}
    state["query"][1][3] = -9.75
    comparison.set_state({"state": state})
    assert comparison.query[1, 3] == -9.75
    assert (comparison.b["score"], comparison.b["temperature"]) == ("general", 4)
    assert comparison.a["score"] == "dot"


# --- What it refuses ---

BAD = {
    "settings that are no dict": ({"a": "scaled"}, "^a must be a dict of settings; got 'scaled'$"),
    "an unknown setting": ({"b": {"heads": 2}}, "^b may hold mask, .*; got heads$"),
    "a wrong setting": ({"b": {"temperature": 0}}, "^b: temperature must be .* to 10; got 0$"),
    "an unknown score": ({"a": {"score": "dots"}}, "^a: score must be one of dot, .*got 'dots'$"),
    "a mask of numbers": ({"a": {"mask": np.ones((2, 5))}}, "^a: mask must .*True.*got"),
    "a mask of another shape": (
        {"b": {"mask": np.ones((5, 2), dtype=bool)}},
        r"^b: mask must broadcast to \(query_len, key_len\) = \(2, 5\); got \(5, 2\)$",
    ),
    "too many padded keys": ({"a": {"padding": 6}}, "^a: padding must be .* 0 to 5; got 6$"),
    "keys of another width": (
        {"key": np.ones((5, 3))},
        "^query and key must have the same head_dim",
    ),
    "NaN": ({"value": np.full((5, 3), np.nan)}, "^value must hold finite numbers; got nan$"),
    "too many words": ({"tokens": ["w"] * 17}, "1 to 16.*got 17"),
}


@pytest.mark.parametrize(("changes", "sentence"), BAD.values(), ids=BAD)
def test_bad_input_is_refused_with_a_sentence_that_names_the_side(changes, sentence):
    with pytest.raises(ValueError, match=sentence):
        a_comparison(**changes)


@pytest.mark.parametrize(("changes", "sentence"), BAD.values(), ids=BAD)
def test_a_refused_update_leaves_the_last_good_state(changes, sentence):
    comparison = a_comparison(b={"mask": "causal"})
    before, shown = comparison.state, repr(comparison)
    with pytest.raises(ValueError, match=sentence):
        comparison.update(**changes)
    assert comparison.state == before
    assert repr(comparison) == shown


@pytest.mark.parametrize("head_dim", [0, 9, True, "4"])
def test_a_bad_head_dim_is_refused(head_dim):
    with pytest.raises(ValueError, match=f"head_dim must .*1 to 8; got {head_dim!r}"):
        AttentionComparison("a cat", head_dim=head_dim)


def test_an_unknown_part_is_named():
    with pytest.raises(ValueError, match=r"^a comparison has no c, mask$"):
        a_comparison().update(mask="causal", c={})


MALFORMED = {
    "nothing": lambda state: {},
    "one side gone": lambda state: {name: state[name] for name in state if name != "b"},
    "a side that is no dict": lambda state: {**state, "a": [1]},
    "an empty side": lambda state: {**state, "a": {}},
    "text in a cell": lambda state: {**state, "value": [["x"] * 3] * 5},
    "a mask without its matrix": lambda state: {**state, "b": {**state["b"], "mask": "custom"}},
}


@pytest.mark.parametrize("malform", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_state_from_the_browser_leaves_the_last_good_one(malform):
    comparison = a_comparison()
    before = comparison.state
    with pytest.raises(traitlets.TraitError):
        comparison.set_state({"state": malform(before)})
    assert comparison.state == before


# --- What is seen without a browser ---


def test_the_snapshot_and_the_view_are_two_outputs():
    comparison = a_comparison()
    snapshot, view = outputs_of(comparison)
    assert snapshot["text/plain"] == repr(comparison)
    assert comparison.sentence() in Page(snapshot["text/html"]).text
    assert "Run All" in snapshot["text/html"]
    assert view[VIEW]["model_id"] == comparison.model_id


def test_every_number_of_the_snapshot_is_the_comparisons():
    comparison = a_comparison(b={"mask": CUSTOM})
    page = Page(snapshot_of(comparison))
    parts = ["weights_a", "weights_b", "difference", "query", "key", "value"]
    parts += ["scores_a", "scores_b", "output_a", "output_b"]
    for name, rows in zip(parts, page.tables, strict=True):
        shown = [[read(cell.text) for cell in row[1:]] for row in rows[1:]]
        np.testing.assert_allclose(shown, getattr(comparison, name), atol=0.0051, err_msg=name)
    assert "show the steps" in page.text
    assert page.captions[:3] == [
        "W of A: dot ÷ √4 (query ↓ / key →)",
        "W of B: dot ÷ √4, custom mask (query ↓ / key →)",
        "W of B − W of A (query ↓ / key →)",
    ]


def test_the_snapshot_can_be_read_and_needs_nothing_that_a_sanitizer_strips():
    page = Page(snapshot_of(a_comparison(tokens=["<b>", "&amp;"], b={"mask": CUSTOM})))
    kept = {"div", "p", "em", "span", "details", "summary", "table", "caption"}
    assert set(page.tags) <= kept | {"thead", "tbody", "tr", "th", "td"}
    cells = [cell for table in page.tables for row in table[1:] for cell in row[1:]]
    coloured = [cell for cell in cells if "repeating" not in cell.style]
    assert len(cells) - len(coloured) == (~CUSTOM).sum()
    assert min(contrast(*cell.colours) for cell in coloured) >= 4.5
    assert [row[0].text for row in page.tables[0][1:]] == ["<b>", "&amp;"]


def test_a_colour_means_the_same_difference_in_every_snapshot():
    for settings in ({"temperature": 1.1}, {"mask": "causal"}):
        comparison = a_comparison(b=settings)
        rows = Page(comparison.snapshot()).tables[2][1:]
        for row, differences in zip(rows, comparison.difference, strict=True):
            for cell, difference in zip(row[1:], differences, strict=True):
                assert cell.colours[0] == colour("signed", (difference + 1) / 2)


@pytest.mark.parametrize("length", [6, 10, 16])
def test_a_saved_view_stays_below_50_kb(length):
    rng = np.random.default_rng(0)
    matrices = {role: rng.uniform(-10, 10, (length, 8)) for role in ("query", "key", "value")}
    comparison = AttentionComparison(["wordlength"] * length, **matrices)
    assert len(json.dumps(outputs_of(comparison)).encode()) < 50_000
    assert "W of B − W of A" in comparison.snapshot()


def read(text):
    return 0.0 if text in ("0", "<.01") else float(text.replace("−", "-"))
