"""One sentence about any matrix: exact, stable, and true."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from attention_lib.describe import describe_matrix, describe_weights, names, number, weight

for_all = settings(max_examples=100, deadline=None, derandomize=True)
word = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Zs", "Zl", "Zp"]),
    min_size=1,
    max_size=6,
)
words = st.lists(st.one_of(st.sampled_from(["the", "cat"]), word), min_size=1, max_size=8)
finite = st.floats(-1e6, 1e6)


@for_all
@given(words)
def test_no_two_places_have_the_same_name(tokens):
    named = names(tokens)
    assert len(named) == len(tokens)
    assert len(set(named)) == len(tokens)


@for_all
@given(words)
def test_a_name_begins_with_its_word_and_a_word_alone_is_its_own_name(tokens):
    for token, name in zip(tokens, names(tokens), strict=True):
        assert name.startswith(token)
    if len(tokens) == 1:
        assert names(tokens) == tokens


@for_all
@given(finite, st.integers(0, 4))
def test_a_written_number_reads_back_within_its_rounding(x, digits):
    text = number(x, digits)
    assert re.fullmatch(r"−?\d+(\.\d+)?", text)
    read = float(text.replace("−", "-"))
    assert abs(read - x) <= 0.5 * 10.0**-digits * (1 + 1e-9) + 1e-9
    assert text != "−" + number(0, digits)


@for_all
@given(finite)
def test_a_number_and_its_negative_differ_in_the_sign_alone(x):
    assert number(-x).lstrip("−") == number(x).lstrip("−")


@for_all
@given(st.floats(0, 1))
def test_plain_0_is_kept_for_masked_keys(w):
    assert weight(w) != "0"
    assert weight(w, visible=False) == "0"
    assert weight(w) == "<.01" or abs(float(weight(w)) - w) <= 0.005 + 1e-9


@for_all
@given(arrays(float, st.tuples(st.integers(1, 5), st.integers(1, 6)), elements=st.floats(0, 1)))
def test_the_strongest_weight_is_named_with_its_place(weights):
    queries = [f"q{i}" for i in range(weights.shape[0])]
    keys = [f"k{j}" for j in range(weights.shape[1])]
    sentence = describe_weights(weights, queries, keys)
    found = re.search(r"strongest: q(\d+) attends to k(\d+) \((.+?)\)", sentence)
    if not weights.any():
        assert found is None
        return
    i, j = int(found[1]), int(found[2])
    assert weights[i, j] >= weights.max() - 1e-9
    assert found[3] == weight(weights[i, j])


@for_all
@given(arrays(float, (4, 3), elements=st.sampled_from([0.0, 0.2, 0.7])))
def test_every_row_with_nothing_to_attend_to_is_named(weights):
    sentence = describe_weights(weights, ["a", "b", "c", "d"], ["x", "y", "z"])
    empty = [name for name, row in zip("abcd", weights, strict=True) if not row.any()]
    found = re.search(r"([a-d, ]+) (?:has|have) nothing to attend to", sentence)
    assert (found[1].strip().split(", ") if found else []) == empty


@for_all
@given(
    arrays(float, (3, 4), elements=st.sampled_from([0.0, 0.2, 0.4])),
    arrays(float, (3, 4), elements=st.sampled_from([-1e-14, 0.0, 1e-14])),
)
def test_noise_in_the_last_bits_does_not_change_the_sentence(tied, noise):
    tokens = (["a", "b", "c"], ["w", "x", "y", "z"])
    assert describe_weights(tied * (1 + noise), *tokens) == describe_weights(tied, *tokens)


def test_of_equal_weights_the_first_is_named():
    assert "a attends to x" in describe_weights(np.full((2, 3), 1 / 3), ["a", "b"], ["x", "y", "z"])


def test_equal_words_are_told_apart_by_their_place_counted_from_1():
    assert names(["the", "cat", "saw", "the"]) == ["the (1)", "cat", "saw", "the (4)"]


def test_one_and_many_are_counted_as_people_do():
    assert describe_weights([[1.0]], ["a"]).startswith("1 query by 1 key; ")
    assert describe_matrix(np.zeros((2, 1)), "S").startswith("S: 2 rows by 1 column, ")


def test_infinite_and_missing_scores_are_said():
    assert describe_matrix([[1.0, -np.inf]], "S") == "S: 1 row by 2 columns, from −∞ to 1.00"
    assert describe_matrix([[np.nan, 2.0]], "S") == "S: 1 row by 2 columns, from 2.00 to 2.00"


def test_nan_weights_are_not_a_crash():
    sentence = describe_weights([[np.nan, np.nan], [0.25, 0.75]], ["a", "b"])
    assert "b attends to b (0.75)" in sentence
    assert "2 queries by 2 keys" in describe_weights(np.full((2, 2), np.nan), ["a", "b"])


def test_empty_matrices_have_a_sentence():
    assert describe_weights(np.zeros((0, 2)), [], ["a", "b"]) == "0 queries by 2 keys"
    assert describe_matrix(np.zeros((0, 2)), "S") == "S: 0 rows by 2 columns"


def test_labels_that_do_not_fit_the_weights_are_refused():
    with pytest.raises(ValueError, match=r"\(1, 2\)"):
        describe_weights([[0.5, 0.5]], ["a", "b"])
