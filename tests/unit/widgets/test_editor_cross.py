"""Cross-attention in the editor: keys and values with words of their own, T ≠ S."""

import json
import re

import numpy as np
import pytest
from displayed import outputs_of, snapshot_of
from html_page import Page

from attention_lib import causal_mask, scaled_dot_product_attention, window_mask
from attention_lib.examples import word_vectors
from attention_lib.widgets import AttentionEditor

ENGLISH, FRENCH = "the red car", "la voiture verte est belle"
RNG = np.random.default_rng(0)
QUERY, KEY, VALUE = (
    RNG.uniform(-2, 2, size).round(2) for size in [(3, 4), (5, 4), (5, 2)]
)  # 3 queries, 5 keys, value_dim 2
CUSTOM = np.array([[1, 0, 1, 0, 1], [0, 0, 0, 0, 0], [1, 1, 1, 0, 1]], dtype=bool)


def a_translation(**changes):
    given = {"query": QUERY, "key": KEY, "value": VALUE, "key_tokens": FRENCH}
    return AttentionEditor(ENGLISH, **{**given, **changes})


def test_queries_of_one_sentence_attend_to_keys_of_another():
    editor = a_translation(mask=CUSTOM)
    output, weights = scaled_dot_product_attention(
        QUERY, KEY, VALUE, mask=CUSTOM, return_weights=True
    )
    np.testing.assert_allclose(editor.weights, weights)
    np.testing.assert_allclose(editor.output, output)
    assert (editor.weights.shape, editor.output.shape) == ((3, 5), (3, 2))
    assert (editor.tokens, editor.key_tokens) == (ENGLISH.split(), FRENCH.split())


def test_keys_and_values_are_made_from_the_keys_words_queries_from_the_others():
    editor = AttentionEditor(ENGLISH, key_tokens=FRENCH, head_dim=3)
    np.testing.assert_array_equal(editor.query, word_vectors(ENGLISH.split(), "query", 3))
    np.testing.assert_array_equal(editor.key, word_vectors(FRENCH.split(), "key", 3))
    np.testing.assert_array_equal(editor.value, word_vectors(FRENCH.split(), "value", 3))


def test_self_attention_is_cross_attention_with_the_same_words():
    same, own = AttentionEditor(ENGLISH), AttentionEditor(ENGLISH, key_tokens=ENGLISH)
    assert (same.key_tokens, own.key_tokens) == (None, ENGLISH.split())
    np.testing.assert_array_equal(own.weights, same.weights)
    np.testing.assert_array_equal(own.output, same.output)


@pytest.mark.parametrize(
    ("mask", "expected"),
    [
        ("none", np.ones((3, 5))),
        ("causal", causal_mask(3, 5)),
        ("padding", [[1, 1, 1, 0, 0]] * 3),
        ("window", window_mask(3, 5, before=1)),
        (CUSTOM, CUSTOM),
        ([True, False, True, True, False], [[1, 0, 1, 1, 0]] * 3),
    ],
)
def test_every_mask_lies_between_the_two_sentences(mask, expected):
    editor = a_translation(mask=mask, padding=2)
    np.testing.assert_array_equal(editor.mask, expected)
    np.testing.assert_array_equal(editor.weights > 0, expected)


def test_the_keys_words_are_assigned_like_the_queries_and_those_that_stay_keep_their_numbers():
    editor = a_translation()
    editor.key_tokens = "belle neuve la"
    np.testing.assert_array_equal(editor.query, QUERY)
    np.testing.assert_array_equal(editor.key[[0, 2]], KEY[[4, 0]])
    np.testing.assert_array_equal(editor.value[[0, 2]], VALUE[[4, 0]])
    np.testing.assert_array_equal(editor.key[1], word_vectors(["neuve"], "key", 4)[0])
    editor.tokens = "car the"
    np.testing.assert_array_equal(editor.query, QUERY[[2, 0]])
    assert (editor.weights.shape, editor.state["seq"]) == ((2, 3), 2)


def test_the_way_to_cross_attention_changes_no_number_and_none_leads_back():
    editor = AttentionEditor(ENGLISH)
    before = editor.weights
    editor.key_tokens = ENGLISH
    np.testing.assert_array_equal(editor.weights, before)
    editor.key_tokens = FRENCH
    assert editor.weights.shape == (3, 5)
    editor.key_tokens = None
    assert editor.key_tokens is None
    np.testing.assert_array_equal(editor.weights, before)
    editor.tokens = "one two"
    assert editor.weights.shape == (2, 2)


def test_words_matrices_and_mask_change_together():
    editor = AttentionEditor("a b", mask="causal")
    editor.update(tokens=ENGLISH, key_tokens=FRENCH, query=QUERY, key=KEY, value=VALUE, mask=CUSTOM)
    np.testing.assert_array_equal(editor.weights, a_translation(mask=CUSTOM).weights)
    assert editor.state["seq"] == 1


def test_at_most_every_key_is_padding_however_few_queries_there_are():
    assert a_translation(mask="padding", padding=4).mask.tolist() == [[True] + [False] * 4] * 3
    assert a_translation(mask="padding", padding=9).state["padding"] == 5


def test_a_custom_mask_and_the_padding_follow_the_keys_words():
    editor = a_translation(mask=CUSTOM, padding=5)
    editor.key_tokens = "est la neuve"
    np.testing.assert_array_equal(editor.mask, [[0, 1, 1], [0, 0, 1], [0, 1, 1]])
    editor.mask = "padding"
    np.testing.assert_array_equal(editor.mask, np.zeros((3, 3)))


def test_no_write_into_the_list_of_words_is_taken_for_an_edit():
    editor = a_translation()
    editor.key_tokens.append("oui")
    assert editor.key_tokens == FRENCH.split()


BAD = {
    "as many keys as queries": ({"key": QUERY}, r"key .*\(key_tokens, head_dim\) = \(5, 4\); got"),
    "values of the queries": ({"value": QUERY}, r"value .*\(key_tokens, value_dim\) = \(5, 4\)"),
    "queries of the keys": ({"query": KEY}, r"query .*\(tokens, head_dim\) = \(3, 4\); got \(5"),
    "no key words": ({"key_tokens": ""}, "1 to 16 key_tokens.*got 0"),
    "key words that are no words": ({"key_tokens": 5}, "key_tokens must be a string.*got 5"),
    "a key word of two words": ({"key_tokens": ["New York"]}, "white space.*got 'New York'"),
    "a square mask": (
        {"mask": np.ones((3, 3), dtype=bool)},
        r"\(query_len, key_len\) = \(3, 5\); got \(3, 3\)",
    ),
    "a mask of the other way": (
        {"mask": np.ones((5, 3), dtype=bool)},
        r"\(query_len, key_len\) = \(3, 5\); got \(5, 3\)",
    ),
}


@pytest.mark.parametrize(("changes", "sentence"), BAD.values(), ids=BAD)
def test_what_does_not_fit_the_two_sentences_is_refused_and_the_last_good_state_stays(
    changes, sentence
):
    with pytest.raises(ValueError, match=sentence):
        a_translation(**changes)
    editor = a_translation()
    before = editor.state
    with pytest.raises(ValueError, match=sentence):
        editor.update(**changes)
    assert editor.state == before


def test_a_goal_is_a_cell_of_the_rectangle():
    goal = {"text": "Make car look at belle", "query": 2, "key": 4, "above": 0.8}
    assert a_translation(goal=goal).goal == goal
    with pytest.raises(ValueError, match="goal's query must be a whole number from 0 to 2; got 3"):
        a_translation(goal={**goal, "query": 3})
    with pytest.raises(ValueError, match="goal's key must be a whole number from 0 to 4; got 5"):
        a_translation(goal={**goal, "key": 5})


def test_a_state_saved_before_there_was_cross_attention_is_still_read():
    editor = AttentionEditor(ENGLISH)
    old = {k: v for k, v in editor.state.items() if k not in NEW}
    editor.set_state({"state": {**old, "seq": 4}})
    assert editor.state == {**AttentionEditor(ENGLISH).state, "seq": 4}


NEW = {"key_tokens", "score", "general", "additive_v"}


# --- What is seen without a browser ---


def test_the_sentence_names_a_word_of_each_sentence():
    editor = AttentionEditor(
        ["drink"], key_tokens=["je", "boit"], query=[[2]], key=[[0], [1]], value=[[1], [2]]
    )
    assert repr(editor) == (
        "AttentionEditor: 1 query by 2 keys; strongest: drink attends to boit (0.88)"
    )


def test_the_snapshot_has_the_queries_beside_and_the_keys_above():
    tables = Page(snapshot_of(a_translation(mask=CUSTOM))).tables
    beside = [[row[0].text for row in table[1:]] for table in tables]
    english, french = ENGLISH.split(), FRENCH.split()
    assert beside == [english, english, french, french, english, english]  # W Q K V S O
    assert [cell.text for cell in tables[0][0][1:]] == french
    assert [cell.text for cell in tables[4][0][1:]] == french


@pytest.mark.parametrize(("queries", "keys"), [(3, 40), (40, 3), (17, 128)])
def test_up_to_128_words_on_either_side_are_shown_and_not_edited(queries, keys):
    editor = AttentionEditor(
        [f"w{i}" for i in range(queries)], key_tokens=[f"k{i}" for i in range(keys)], mask="causal"
    )
    sent = np.frombuffer(editor.large["weights"], "<f4").reshape(queries, keys)
    np.testing.assert_allclose(sent, editor.weights, atol=1e-6)
    seen = np.frombuffer(editor.large["visible"], "u1").reshape(queries, keys)
    np.testing.assert_array_equal(seen, causal_mask(queries, keys))
    assert (len(editor.large["tokens"]), len(editor.large["key_tokens"])) == (queries, keys)
    assert editor.large["key_tokens"][0] == "k0"
    sentence = rf"{queries} queries by {keys} keys; strongest: w\d+ attends to k\d+ \(\d"
    assert re.match(sentence, editor.large["sentence"])
    with pytest.raises(ValueError, match=f"read-only; got {max(queries, keys)} tokens"):
        editor.key_tokens = "un deux"
    assert len(json.dumps(outputs_of(editor))) < 50_000
