"""Every wrong self-attention gets its own explanation; every right one passes."""

import math

import numpy as np
import pytest

import attention_lib as al
from attention_lib.practice import check_self_attention
from attention_lib.practice.checks.self_attention import EXERCISE


def softmax(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def cross_attention(x, source, w_query, w_key, w_value, normalise=softmax, root=None):
    """Attend from x to another source, as the notebook's function does."""
    query, key, value = x @ w_query, source @ w_key, source @ w_value
    scores = query @ key.T / np.sqrt(root or w_query.shape[1])
    return normalise(scores) @ value


def right(x, w_query, w_key, w_value):
    return cross_attention(x, x, w_query, w_key, w_value)


def seed_page(x, w_query, w_key, w_value):
    return x


def copies_its_input(x, w_query, w_key, w_value):
    return [row.copy() for row in x]


def values_alone(x, w_query, w_key, w_value):
    return np.dot(x, w_value)


def raw(x, w_query, w_key, w_value):
    return softmax(x @ x.T / np.sqrt(x.shape[1])) @ x


def raw_unscaled(x, w_query, w_key, w_value):
    return softmax(x @ x.T) @ x


def raw_over_root_of_head_dim(x, w_query, w_key, w_value):
    return softmax(x @ x.T / np.sqrt(w_query.shape[1])) @ x


def raw_scores(x, w_query, w_key, w_value):
    return softmax(x @ x.T / np.sqrt(x.shape[1])) @ x @ w_value


def raw_unscaled_scores(x, w_query, w_key, w_value):
    return softmax(x @ x.T) @ (x @ w_value)


def raw_values(x, w_query, w_key, w_value):
    return cross_attention(x, x, w_query, w_key, np.eye(x.shape[1]))


def keys_as_values(x, w_query, w_key, w_value):
    return cross_attention(x, x, w_query, w_key, w_key)


def queries_as_values(x, w_query, w_key, w_value):
    return cross_attention(x, x, w_query, w_key, w_query)


def w_key_twice(x, w_query, w_key, w_value):
    return cross_attention(x, x, w_key, w_key, w_value)


def w_query_twice(x, w_query, w_key, w_value):
    return cross_attention(x, x, w_query, w_query, w_value)


def arguments_exchanged(x, w_query, w_key, w_value):
    return cross_attention(x, x, w_key, w_query, w_value)


def scores_transposed(x, w_query, w_key, w_value):
    scores = (x @ w_key) @ (x @ w_query).T / math.sqrt(w_key.shape[1])
    return softmax(scores) @ (x @ w_value)


def matrix_first(x, w_query, w_key, w_value):
    query, key = (w_query @ x.T).T, (w_key @ x.T).T
    return softmax(query @ key.T / np.sqrt(w_query.shape[0])) @ (x @ w_value)


def matrices_transposed_in_dot(x, w_query, w_key, w_value):
    query, key = np.dot(x, w_query.T), np.dot(x, w_key.T)
    return softmax(query @ key.T / np.sqrt(query.shape[1])) @ (x @ w_value)


def residual(x, w_query, w_key, w_value):
    return right(x, w_query, w_key, w_value) + x


def no_scale(x, w_query, w_key, w_value):
    return cross_attention(x, x, w_query, w_key, w_value, root=1)


def over_head_dim(x, w_query, w_key, w_value):
    return cross_attention(x, x, w_query, w_key, w_value, root=w_query.shape[1] ** 2)


def times_root(x, w_query, w_key, w_value):
    return cross_attention(x, x, w_query, w_key, w_value, root=1 / w_query.shape[1])


def over_root_of_model_dim(x, w_query, w_key, w_value):
    return cross_attention(x, x, w_query, w_key, w_value, root=x.shape[-1])


def over_root_of_value_dim(x, w_query, w_key, w_value):
    return cross_attention(x, x, w_query, w_key, w_value, root=w_value.shape[1])


def over_root_of_length(x, w_query, w_key, w_value):
    return cross_attention(x, x, w_query, w_key, w_value, root=len(x))


def key_as_it_is(x, w_query, w_key, w_value):
    scores = (x @ w_query) @ (x @ w_key) / np.sqrt(w_query.shape[1])
    return softmax(scores) @ (x @ w_value)


def key_as_it_is_in_dot(x, w_query, w_key, w_value):
    scores = np.dot(x @ w_query, x @ w_key) / np.sqrt(w_query.shape[1])
    return softmax(scores) @ (x @ w_value)


def masked_by(hidden):
    return lambda scores: softmax(np.where(hidden(scores), -np.inf, scores))


def causal(x, w_query, w_key, w_value):
    future = masked_by(lambda scores: np.triu(np.ones(scores.shape, dtype=bool), k=1))
    return cross_attention(x, x, w_query, w_key, w_value, future)


def only_others(x, w_query, w_key, w_value):
    itself = masked_by(lambda scores: np.eye(len(scores), dtype=bool))
    return cross_attention(x, x, w_query, w_key, w_value, itself)


def columns_sum_to_1(x, w_query, w_key, w_value):
    return cross_attention(x, x, w_query, w_key, w_value, lambda s: softmax(s, axis=0))


def columns_sum_to_1_and_overflow(x, w_query, w_key, w_value):
    return cross_attention(x, x, w_query, w_key, w_value, lambda s: np.exp(s) / sum(np.exp(s)))


def all_sum_to_1(x, w_query, w_key, w_value):
    return cross_attention(x, x, w_query, w_key, w_value, lambda s: softmax(s, axis=None))


def all_sum_to_1_and_overflow(x, w_query, w_key, w_value):
    return cross_attention(x, x, w_query, w_key, w_value, lambda s: np.exp(s) / np.sum(np.exp(s)))


def linear(x, w_query, w_key, w_value):
    return cross_attention(x, x, w_query, w_key, w_value, lambda s: s)


def linear_unscaled(x, w_query, w_key, w_value):
    return x @ w_query @ w_key.T @ x.T @ x @ w_value


def over_their_sum(x, w_query, w_key, w_value):
    return cross_attention(
        x, x, w_query, w_key, w_value, lambda s: s / s.sum(axis=1, keepdims=True)
    )


def powers_of_2(x, w_query, w_key, w_value):
    return cross_attention(x, x, w_query, w_key, w_value, lambda s: softmax(s * math.log(2)))


def unshifted_powers_of_2(x, w_query, w_key, w_value):
    return cross_attention(
        x, x, w_query, w_key, w_value, lambda s: 2**s / (2**s).sum(axis=1, keepdims=True)
    )


def best_only(x, w_query, w_key, w_value):
    best = ((x @ w_query) @ (x @ w_key).T).argmax(axis=1)
    return (x @ w_value)[best]


def overflow(scores):
    e = np.exp(scores)
    return e / e.sum(axis=1, keepdims=True)


def overflows(x, w_query, w_key, w_value):
    return cross_attention(x, x, w_query, w_key, w_value, overflow)


def nan_weights_to_0(x, w_query, w_key, w_value):
    return cross_attention(x, x, w_query, w_key, w_value, lambda s: np.nan_to_num(overflow(s)))


def nan_output_to_0(x, w_query, w_key, w_value):
    output = overflows(x, w_query, w_key, w_value)
    return np.where(np.isnan(output), 0, output)


def mean_of_outputs(x, w_query, w_key, w_value):
    return np.mean(right(x, w_query, w_key, w_value), axis=0)


def sum_of_outputs(x, w_query, w_key, w_value):
    return sum(right(x, w_query, w_key, w_value))


def mean_of_values(x, w_query, w_key, w_value):
    return x.mean(axis=0) @ w_value


def returns_in_the_loop(x, w_query, w_key, w_value):  # noqa: RET503
    key, value = x @ w_key, x @ w_value
    for position in x:
        scores = key @ (position @ w_query) / np.sqrt(w_query.shape[1])
        return softmax(scores) @ value


def keeps_the_last(x, w_query, w_key, w_value):
    for position in x:
        output = cross_attention(position, x, w_query, w_key, w_value)
    return output


def equal_weights(x, w_query, w_key, w_value):
    return cross_attention(x, x, w_query, w_key, w_value, lambda s: np.ones_like(s) / s.shape[-1])


def hands_out_weights(x, w_query, w_key, w_value):
    return softmax((x @ w_query) @ (x @ w_key).T / np.sqrt(w_key.shape[1]))


def hands_out_scores(x, w_query, w_key, w_value):
    return (x @ w_query) @ (x @ w_key).T / np.sqrt(w_key.shape[1])


def hands_out_unscaled_scores(x, w_query, w_key, w_value):
    return np.einsum("qd,kd->qk", x @ w_query, x @ w_key)


def sideways(x, w_query, w_key, w_value):
    return (x @ w_value).T @ hands_out_weights(x, w_query, w_key, w_value).T


def reads_memory(x, w_query, w_key, w_value):
    return cross_attention(x, memory, w_query, w_key, w_value)  # noqa: F821


def one_source_given(x, w_query, w_key, w_value):
    return cross_attention(x, w_query, w_key, w_value)


def reads_a_memory_of_the_notebook(x, w_query, w_key, w_value):
    memory = np.arange(24.0).reshape(3, 8)
    return cross_attention(x, memory, w_query, w_key, w_value)


def scaled_in_place(x, w_query, w_key, w_value):
    scores = (x @ w_query) @ (x @ w_key).T
    scores /= np.sqrt(w_query.shape[1])
    return softmax(scores) @ (x @ w_value)


WRONG = {
    seed_page: ("returns its input", "no position has looked at any other"),
    copies_its_input: ("returns its input", "comes back as it is"),
    values_alone: ("no attention", "its own value alone"),
    raw: ("no projections", "x itself serves as query, key and value"),
    raw_unscaled: ("no projections", "each part has its own matrix"),
    raw_over_root_of_head_dim: ("no projections", "each part has its own matrix"),
    raw_scores: ("query and key not projected", "compare x with itself"),
    raw_unscaled_scores: ("query and key not projected", "Use x @ w_query and x @ w_key"),
    raw_values: ("value not projected", "they average x itself"),
    keys_as_values: ("value from another matrix", "average the keys or the queries"),
    queries_as_values: ("value from another matrix", "a matrix of their own"),
    w_key_twice: ("one matrix for query and key", "the scores are symmetric"),
    w_query_twice: ("one matrix for query and key", "as j finds i"),
    arguments_exchanged: ("query and key exchanged", "w_key makes the queries"),
    scores_transposed: ("query and key exchanged", "or the scores are transposed"),
    matrix_first: ("matrices transposed", "the wrong way round"),
    matrices_transposed_in_dot: ("matrices transposed", "an error unless"),
    residual: ("input added", "the residual connection"),
    no_scale: ("not scaled", "not divided by √head_dim"),
    over_head_dim: ("divided by head_dim", "not by its square root"),
    times_root: ("multiplied by √head_dim", "too sharp"),
    over_root_of_model_dim: ("divided by √model_dim", "the width of x"),
    over_root_of_value_dim: ("divided by √value_dim", "the width of the values"),
    over_root_of_length: ("divided by √length", "the number of positions"),
    key_as_it_is: ("key not transposed", "Use query @ key.T"),
    key_as_it_is_in_dot: ("key not transposed", "an error for most shapes"),
    causal: ("causal mask added", "No position sees a later one"),
    only_others: ("own position hidden", "No position sees itself"),
    columns_sum_to_1: ("softmax over the queries", "so no shape tells"),
    columns_sum_to_1_and_overflow: ("softmax over the queries", "over the queries (axis −2)"),
    all_sum_to_1: ("one softmax for all", "all the weights together sum to 1"),
    all_sum_to_1_and_overflow: ("one softmax for all", "Every position needs its own"),
    linear: ("no softmax", "The scores themselves weigh the values"),
    linear_unscaled: ("no softmax", "The scores themselves weigh the values"),
    over_their_sum: ("no exp", "divided by their sum, without exp()"),
    powers_of_2: ("base 2", "powers of 2"),
    unshifted_powers_of_2: ("base 2", "powers of 2"),
    best_only: ("winner takes all", "argmax"),
    overflows: ("softmax without the shift", "overflows for large ones"),
    nan_weights_to_0: ("NaN replaced by 0", "np.nan_to_num hides it"),
    nan_output_to_0: ("NaN replaced by 0", "and no NaN arises"),
    mean_of_outputs: ("averaged over the positions", "Every position keeps its own"),
    sum_of_outputs: ("averaged over the positions", "added up to one vector"),
    mean_of_values: ("averaged over the positions", "to one vector"),
    returns_in_the_loop: ("one position only", "a `return` inside a loop"),
    keeps_the_last: ("one position only", "an assignment keeps the last"),
    equal_weights: ("all positions alike", "the plain mean of all values"),
    hands_out_weights: ("returns the weights", "weights @ value"),
    hands_out_scores: ("returns the scores", "They still need the softmax"),
    hands_out_unscaled_scores: ("returns the scores", "These are the scores"),
    sideways: ("transposed", "One row per position"),
    reads_memory: ("memory in self-attention", "where cross-attention reads `memory`"),
    one_source_given: ("the second source is missing", "give it x again"),
    reads_a_memory_of_the_notebook: ("the inner sizes differ", "a `memory` of the notebook"),
    scaled_in_place: ("fractions into integers", "instead of scores /= …"),
}


@pytest.mark.parametrize("function", WRONG, ids=lambda function: function.__name__)
def test_each_wrong_self_attention_gets_its_own_explanation(function):
    mistake, says = WRONG[function]
    report = check_self_attention(function)
    assert (report.state, report.mistake) == ("not yet", mistake)
    assert says in report.sentence
    assert not report


def test_no_two_self_attention_mistakes_share_a_sentence():
    known = (*EXERCISE.mistakes, *EXERCISE.accidents)
    for function, (mistake, _) in WRONG.items():
        sentence = check_self_attention(function).sentence
        assert {m.name for m in known if m.message in sentence} == {mistake}


def test_every_known_self_attention_mistake_is_made_by_an_attempt():
    known = {m.name for m in (*EXERCISE.mistakes, *EXERCISE.accidents)}
    assert known == {mistake for mistake, _ in WRONG.values()}
    assert len(known) >= 6


def by_loops(x, w_query, w_key, w_value):
    def project(row, matrix):
        return [sum(a * matrix[i, c] for i, a in enumerate(row)) for c in range(matrix.shape[1])]

    queries, keys, values = ([project(row, w) for row in x] for w in (w_query, w_key, w_value))
    outputs = []
    for query in queries:
        scores = [
            sum(q * k for q, k in zip(query, key, strict=True)) / math.sqrt(len(key))
            for key in keys
        ]
        e = [math.exp(score - max(scores)) for score in scores]
        outputs.append(
            [
                sum(a * value[c] for a, value in zip(e, values, strict=True)) / sum(e)
                for c in range(len(values[0]))
            ]
        )
    return outputs


def by_einsum(x, w_query, w_key, w_value):
    query, key, value = (np.einsum("nm,mh->nh", x, w) for w in (w_query, w_key, w_value))
    weights = softmax(np.einsum("qd,kd->qk", query, key) / query.shape[-1] ** 0.5)
    return np.einsum("qk,kv->qv", weights, value)


def in_float32(x, w_query, w_key, w_value):
    return right(*(np.float32(array) for array in (x, w_query, w_key, w_value)))


def by_the_library(x, w_query, w_key, w_value):
    return al.scaled_dot_product_attention(x @ w_query, x @ w_key, x @ w_value)


def averages_before_it_projects(x, w_query, w_key, w_value):
    return hands_out_weights(x, w_query, w_key, w_value) @ x @ w_value


@pytest.mark.parametrize(
    "function",
    [right, by_loops, by_einsum, in_float32, by_the_library, averages_before_it_projects],
    ids=lambda function: function.__name__,
)
def test_right_self_attention_written_differently_passes(function):
    report = check_self_attention(function)
    assert report.state == "passed", report


def test_a_blank_self_attention_is_not_started():
    def self_attention(x, w_query, w_key, w_value): ...

    assert check_self_attention(self_attention).state == "not started"


def test_the_output_is_asked_for_alone():
    report = check_self_attention(lambda *given: (right(*given), hands_out_weights(*given)))
    assert report.sentence == "Return `output` alone; got a tuple of 2 things."


def test_cross_attention_itself_is_told_how_it_must_be_callable():
    sentence = check_self_attention(lambda x, source, w_query, w_key, w_value: x).sentence
    assert "must be callable as self_attention(x, w_query, w_key, w_value)" in sentence


def test_editing_the_input_in_place_is_told():
    def edits(x, w_query, w_key, w_value):
        output = right(x, w_query, w_key, w_value)
        x -= x
        return output

    assert "edits its input `x` in place" in check_self_attention(edits).sentence


def test_a_missing_memory_is_told_with_its_line():
    sentence = check_self_attention(reads_memory).sentence
    assert "NameError: name 'memory' is not defined" in sentence
    assert "x (length 3, model_dim 2)" in sentence


def test_another_missing_name_is_not_blamed_on_memory():
    def misspells(x, w_query, w_key, w_value):
        return right(x, w_query, w_kye, w_value)  # noqa: F821

    report = check_self_attention(misspells)
    assert report.mistake is None
    assert "name 'w_kye' is not defined" in report.sentence


def test_the_input_that_comes_back_is_shown_beside_what_was_expected():
    shown = dict(check_self_attention(seed_page).shown)
    np.testing.assert_array_equal(shown["got"], shown["x"])
    assert shown["expected"].shape == (len(shown["x"]), shown["w_value"].shape[1])
