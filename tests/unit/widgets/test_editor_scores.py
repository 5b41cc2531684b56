"""The editor's score functions: what it computes is what ``attention_lib.scoring`` computes."""

import json

import numpy as np
import pytest
from displayed import outputs_of, snapshot_of
from html_page import Page

from attention_lib import additive_score, cosine_score, general_score, softmax
from attention_lib.widgets import AttentionEditor

RNG = np.random.default_rng(0)
QUERY, KEY, VALUE = (RNG.uniform(-2, 2, size).round(2) for size in [(3, 4), (5, 4), (5, 2)])
MATRIX, V = RNG.uniform(-3, 3, (4, 4)).round(2), RNG.uniform(-3, 3, 4).round(2)
EYE = np.eye(4)
SCORES = {
    "dot": QUERY @ KEY.T / 2,
    "general": general_score(QUERY, KEY, matrix=MATRIX),
    "additive": additive_score(QUERY, KEY, w_query=EYE, w_key=EYE, v=V),
    "cosine": cosine_score(QUERY, KEY),
}


def an_editor(**changes):
    """Three queries, five keys, head_dim 4, value_dim 2."""
    given = {"query": QUERY, "key": KEY, "value": VALUE, "key_tokens": "a b c d e"}
    return AttentionEditor("x y z", **{**given, "general": MATRIX, "additive_v": V, **changes})


@pytest.mark.parametrize("score", SCORES)
def test_each_score_leads_to_its_own_weights_and_output(score):
    editor = an_editor(score=score)
    np.testing.assert_allclose(editor.scores, SCORES[score])
    np.testing.assert_allclose(editor.weights, softmax(SCORES[score]))
    np.testing.assert_allclose(editor.output, softmax(SCORES[score]) @ VALUE)


@pytest.mark.parametrize("score", SCORES)
def test_the_temperature_divides_every_score_and_the_root_dot_products_only(score):
    editor = an_editor(score=score, temperature=2.5, scaled=False)
    unscaled = SCORES[score] * (2 if score == "dot" else 1)
    np.testing.assert_allclose(editor.scores, unscaled / 2.5)
    editor.scaled = True
    np.testing.assert_allclose(editor.scores, SCORES[score] / 2.5)


@pytest.mark.parametrize("score", SCORES)
def test_a_mask_hides_the_same_keys_whatever_the_score(score):
    editor = an_editor(score=score, mask="causal")
    np.testing.assert_array_equal(editor.weights > 0, editor.mask)
    np.testing.assert_allclose(editor.weights.sum(axis=1), 1)


def test_scores_and_their_parameters_are_assigned_and_each_is_one_step():
    editor = an_editor(general=None, additive_v=None)
    editor.score = "general"
    editor.general = MATRIX
    np.testing.assert_allclose(editor.scores, SCORES["general"])
    editor.update(score="additive", additive_v=V)
    np.testing.assert_allclose(editor.scores, SCORES["additive"])
    assert (editor.score, editor.state["seq"]) == ("additive", 3)
    np.testing.assert_array_equal(editor.general, MATRIX)


def test_by_default_the_general_score_is_neither_symmetric_nor_the_dot_product():
    editor = an_editor(general=None, score="general")
    expected = [[1, 0.5, 0, 0], [0, 1, 0.5, 0], [0, 0, 1, 0.5], [0, 0, 0, 1]]
    np.testing.assert_array_equal(editor.general, expected)
    np.testing.assert_allclose(editor.scores, QUERY @ np.array(expected) @ KEY.T)


def test_by_default_v_counts_every_dimension_once():
    editor = an_editor(additive_v=None, score="additive")
    np.testing.assert_array_equal(editor.additive_v, np.ones(4))
    np.testing.assert_allclose(editor.scores, np.tanh(QUERY[:, None] + KEY).sum(axis=-1))


def test_none_brings_a_default_back():
    editor = an_editor()
    editor.general = None
    editor.additive_v = None
    assert (editor.state["general"], editor.state["additive_v"]) == (None, None)
    np.testing.assert_array_equal(editor.additive_v, np.ones(4))


def test_parameters_go_back_to_their_default_where_queries_and_keys_get_another_width():
    editor = an_editor(score="general")
    editor.update(query=QUERY[:, :3], key=KEY[:, :3])
    assert (editor.general.shape, editor.additive_v.shape) == ((3, 3), (3,))
    editor.update(query=QUERY, key=KEY, general=MATRIX)
    np.testing.assert_allclose(editor.scores, SCORES["general"])


def test_parameters_are_read_only_so_that_no_write_is_lost():
    editor = an_editor()
    for name in ("general", "additive_v"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(editor, name)[0] = 5


def test_a_word_of_zeros_scores_0_with_every_key():
    editor = an_editor(query=[[0] * 4] + [[1, 2, 3, 4]] * 2, score="cosine")
    np.testing.assert_array_equal(editor.scores[0], np.zeros(5))
    np.testing.assert_allclose(editor.weights[0], 0.2)


BAD = {
    "an unknown score": (
        {"score": "bilinear"},
        "score must be one of dot, general, additive, c.*b",
    ),
    "no score": ({"score": None}, "score must be one of.*got None"),
    "a matrix of another width": (
        {"general": np.eye(3)},
        r"general must have shape \(head_dim, head_dim\) = \(4, 4\); got \(3, 3\)",
    ),
    "a matrix as wide as the values": ({"general": np.ones((4, 2))}, r"\(4, 4\); got \(4, 2\)"),
    "numbers beyond the range": ({"general": 11 * EYE}, "general must stay between −10 and 10; g"),
    "NaN in v": ({"additive_v": [1, 2, np.nan, 4]}, "additive_v must hold finite numbers; got nan"),
    "a v that is too short": (
        {"additive_v": [1, 2]},
        r"additive_v must have shape \(head_dim,\) = \(4,\); got \(2,\)",
    ),
    "a v of two axes": ({"additive_v": V[None]}, r"\(head_dim,\) = \(4,\); got \(1, 4\)"),
    "a word for v": ({"additive_v": "ones"}, "additive_v must be a matrix of numbers; got 'ones'"),
}


@pytest.mark.parametrize(("changes", "sentence"), BAD.values(), ids=BAD)
def test_bad_scores_and_parameters_are_refused_and_the_last_good_state_stays(changes, sentence):
    with pytest.raises(ValueError, match=sentence):
        an_editor(**changes)
    editor = an_editor()
    before = editor.state
    with pytest.raises(ValueError, match=sentence):
        editor.update(**changes)
    assert editor.state == before


# --- What is seen without a browser ---

CAPTIONS = {
    "general": ["Wₐ of the score (of query ↓ / of key →)", "S = QWₐKᵀ scores (query ↓ / key →)"],
    "additive": ["v of the score (dimension →)", "S = v·tanh(Q + K) scores (query ↓ / key →)"],
    "cosine": ["S = cos(Q, K) scores (query ↓ / key →)"],
}


@pytest.mark.parametrize("score", CAPTIONS)
def test_the_snapshot_shows_the_formula_and_the_scores_own_numbers(score):
    page = Page(snapshot_of(an_editor(score=score)))
    assert page.captions[4:-1] == CAPTIONS[score]
    own = {"general": MATRIX, "additive": V[None]}.get(score)
    if own is not None:
        np.testing.assert_allclose(numbers(page.tables[4]), own)
    np.testing.assert_allclose(numbers(page.tables[-2]), SCORES[score], atol=0.0051)


def test_the_snapshots_formula_has_the_temperature_that_divides():
    captions = Page(snapshot_of(an_editor(score="cosine", temperature=0.5))).captions
    assert "S = cos(Q, K)/0.50 scores (query ↓ / key →)" in captions


def numbers(table):
    return [[float(cell.text.replace("−", "-")) for cell in row[1:]] for row in table[1:]]


@pytest.mark.parametrize("score", SCORES)
def test_a_saved_view_of_the_largest_editor_stays_below_50_kb_with_every_score(score):
    rng = np.random.default_rng(0)
    sizes = {"query": (16, 8), "key": (16, 8), "value": (16, 8), "general": (8, 8)}
    matrices = {name: rng.uniform(-10, 10, size) for name, size in sizes.items()}
    editor = AttentionEditor(
        ["wordlength"] * 16, key_tokens=["wortlaenge"] * 16, score=score, **matrices
    )
    saved = json.dumps([outputs_of(editor), editor.get_state(["state", "initial"])])
    assert len(saved.encode()) <= 50_000


@pytest.mark.parametrize("length", [9, 30])
def test_many_words_or_dimensions_are_shown_by_any_score(length):
    query, key = RNG.normal(size=(length, 12)), RNG.normal(size=(7, 12))
    editor = AttentionEditor(
        [f"w{i}" for i in range(length)],
        query,
        key,
        np.ones((7, 12)),
        key_tokens="a b c d e f g",
        score="cosine",
    )
    sent = np.frombuffer(editor.large["weights"], "<f4").reshape(length, 7)
    np.testing.assert_allclose(sent, softmax(cosine_score(query, key)), atol=1e-5)
