"""Every wrong additive score gets its own explanation; every right one passes."""

import functools
import math

import numpy as np
import pytest

import attention_lib as al
from attention_lib.practice import check_additive_score
from attention_lib.practice.checks.additive_score import EXERCISE


def softmax(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def hidden_of(query, key, w_query, w_key):
    """Sum the projections in two loops."""
    return np.array([[q @ w_query + k @ w_key for k in key] for q in query])


def right(query, key, w_query, w_key, v):
    return np.tanh(hidden_of(query, key, w_query, w_key)) @ v


def no_tanh(query, key, w_query, w_key, v):
    return (query @ w_query @ v)[:, None] + key @ w_key @ v


def tanh_outside(query, key, w_query, w_key, v):
    return np.tanh(np.dot(hidden_of(query, key, w_query, w_key), v))


def tanh_twice(query, key, w_query, w_key, v):
    return np.tanh(right(query, key, w_query, w_key, v))


def two_tanhs(query, key, w_query, w_key, v):
    return (np.tanh(query @ w_query) @ v)[:, None] + (np.tanh(key @ w_key) @ v)[None]


def tanh_of_the_query(query, key, w_query, w_key, v):
    return ((np.tanh(query @ w_query))[:, None] + key @ w_key) @ v


def tanh_of_the_key(query, key, w_query, w_key, v):
    return ((query @ w_query)[:, None] + np.tanh(key @ w_key)) @ v


def sigmoid(query, key, w_query, w_key, v):
    return (1 / (1 + np.exp(-hidden_of(query, key, w_query, w_key)))) @ v


def relu(query, key, w_query, w_key, v):
    h = hidden_of(query, key, w_query, w_key)
    return (h * (h > 0)) @ v


def own_tanh(query, key, w_query, w_key, v):
    e = np.exp(hidden_of(query, key, w_query, w_key))
    return (e - 1 / e) / (e + 1 / e) @ v


def own_tanh_by_definition(query, key, w_query, w_key, v):
    h = hidden_of(query, key, w_query, w_key)
    return (np.exp(h) - np.exp(-h)) / (np.exp(h) + np.exp(-h)) @ v


def own_tanh_of_2x(query, key, w_query, w_key, v):
    e = np.exp(2 * hidden_of(query, key, w_query, w_key))
    return (e - 1) / (e + 1) @ v


def plain_sum(query, key, w_query, w_key, v):
    return np.sum(np.tanh(hidden_of(query, key, w_query, w_key)), axis=-1)


def plain_mean(query, key, w_query, w_key, v):
    return np.mean(np.tanh(hidden_of(query, key, w_query, w_key)), axis=-1)


def v_inside(query, key, w_query, w_key, v):
    return np.tanh(hidden_of(query, key, w_query, w_key) * v).sum(-1)


def no_sum(query, key, w_query, w_key, v):
    return v * np.tanh(hidden_of(query, key, w_query, w_key))


def hidden_vectors(query, key, w_query, w_key, v):
    return np.tanh(hidden_of(query, key, w_query, w_key))


def averaged(query, key, w_query, w_key, v):
    return (v * np.tanh(hidden_of(query, key, w_query, w_key))).mean(axis=-1)


def over_root_of_hidden(query, key, w_query, w_key, v):
    return right(query, key, w_query, w_key, v) / math.sqrt(v.size)


def over_root_of_query_dim(query, key, w_query, w_key, v):
    return right(query, key, w_query, w_key, v) / np.sqrt(w_query.shape[0])


def over_root_of_key_dim(query, key, w_query, w_key, v):
    return right(query, key, w_query, w_key, v) * key.shape[1] ** -0.5


def weights(query, key, w_query, w_key, v):
    return softmax(right(query, key, w_query, w_key, v))


def weights_over_queries(query, key, w_query, w_key, v):
    e = np.exp(right(query, key, w_query, w_key, v))
    return e / e.sum(axis=0)


def typed_like_the_query(query, key, w_query, w_key, v):
    scores = np.empty((len(query), len(key)), query.dtype)
    for i in range(len(query)):
        for j in range(len(key)):
            scores[i, j] = v @ np.tanh(query[i] @ w_query + key[j] @ w_key)
    return scores


def no_new_axis(query, key, w_query, w_key, v):
    return np.tanh(query @ w_query + key @ w_key) @ v


def zipped(query, key, w_query, w_key, v):
    pairs = zip(query, key, strict=False)
    return [np.tanh(q @ w_query + k @ w_key) @ v for q, k in pairs]


def keys_alone(query, key, w_query, w_key, v):
    return np.tanh(key @ w_key) @ v


def keys_alone_row(query, key, w_query, w_key, v):
    return np.tanh(key @ w_key)[None] @ v


def keys_alone_repeated(query, key, w_query, w_key, v):
    return np.array([np.tanh(key @ w_key) @ v for _ in query])


def queries_alone(query, key, w_query, w_key, v):
    return np.tanh(query @ w_query) @ v


def queries_alone_column(query, key, w_query, w_key, v):
    return np.tanh((query @ w_query)[:, None, :]) @ v


def queries_alone_repeated(query, key, w_query, w_key, v):
    return np.tile(np.tanh(query @ w_query) @ v[:, None], len(key))


def keys_in_rows(query, key, w_query, w_key, v):
    return np.tanh((key @ w_key)[:, None] + query @ w_query) @ v


def returns_in_the_outer_loop(query, key, w_query, w_key, v):  # noqa: RET503
    for q in query:
        return np.tanh(q @ w_query + key @ w_key) @ v


def keeps_the_last(query, key, w_query, w_key, v):
    for q in query:
        row = [v @ np.tanh(q @ w_query + k @ w_key) for k in key]
    return row


def returns_in_the_inner_loop(query, key, w_query, w_key, v):  # noqa: RET503
    for q in query:
        for k in key:
            return v @ np.tanh(q @ w_query + k @ w_key)


def first_key_only(query, key, w_query, w_key, v):
    return np.tanh(query @ w_query + key[0] @ w_key) @ v


def squeezed(query, key, w_query, w_key, v):
    return right(query, key, w_query, w_key, v[:, None]).squeeze()


def product_inside(query, key, w_query, w_key, v):
    return np.einsum("qkh,h->qk", np.tanh((query @ w_query)[:, None] * (key @ w_key)), v)


def product_without_tanh(query, key, w_query, w_key, v):
    return (query @ w_query * v) @ (key @ w_key).T


def subtracts(query, key, w_query, w_key, v):
    return np.tanh((query @ w_query)[:, None] - key @ w_key) @ v


def subtracts_the_query(query, key, w_query, w_key, v):
    return right(query, key, -w_query, w_key, v)


def distance_inside(query, key, w_query, w_key, v):
    return np.tanh(np.abs((query @ w_query)[:, None] - key @ w_key)) @ v


def multiplies_projections(query, key, w_query, w_key, v):
    return (query @ w_query) @ (key @ w_key).T


def scaled_dot_product_of_projections(query, key, w_query, w_key, v):
    return np.einsum("qh,kh->qk", query @ w_query, key @ w_key) / np.sqrt(len(v))


def query_times_key(query, key, w_query, w_key, v):
    return query @ key.T


def query_times_key_in_dot(query, key, w_query, w_key, v):
    return np.dot(query, key.T)


def adds_query_times_key(query, key, w_query, w_key, v):
    return query @ key.T + right(query, key, w_query, w_key, v)


def adds_product_of_projections(query, key, w_query, w_key, v):
    return query @ w_query @ w_key.T @ key.T + right(query, key, w_query, w_key, v)


def crossed(query, key, w_query, w_key, v):
    return np.tanh((query @ w_key)[:, None] + key @ w_query) @ v


def crossed_in_dot(query, key, w_query, w_key, v):
    return np.tanh(np.dot(query, w_key)[:, None] + np.dot(key, w_query)) @ v


def w_query_for_both(query, key, w_query, w_key, v):
    return np.tanh((query @ w_query)[:, None] + key @ w_query) @ v


def w_key_for_both(query, key, w_query, w_key, v):
    return np.tanh(np.dot(query, w_key)[:, None] + np.dot(key, w_key)) @ v


def columns_meet_columns(query, key, w_query, w_key, v):
    return np.tanh((query @ w_query.T)[:, None] + key @ w_key.T) @ v


def matrix_first(query, key, w_query, w_key, v):
    return np.tanh((w_query @ query.T).T[:, None] + (w_key @ key.T).T) @ v


def raw_sum(query, key, w_query, w_key, v):
    return np.tanh(query[:, None, :] + key[None, :, :]) @ v


def summed_over_keys(query, key, w_query, w_key, v):
    return np.sum(v * np.tanh(hidden_of(query, key, w_query, w_key)), axis=1)


def summed_over_queries(query, key, w_query, w_key, v):
    return sum(v * np.tanh(hidden_of(query, key, w_query, w_key)))


def v_first(query, key, w_query, w_key, v):
    return v @ np.tanh(hidden_of(query, key, w_query, w_key))


def v_first_in_dot(query, key, w_query, w_key, v):
    return np.dot(v, np.tanh(hidden_of(query, key, w_query, w_key)))


def short_v(query, key, w_query, w_key, v):
    return v[:-1] @ np.tanh((key @ w_key).T)


def no_axis_for_the_keys(query, key, w_query, w_key, v):
    return np.tanh((query @ w_query)[:, None] + (key @ w_key)[:, None]) @ v


def glued(query, key, w_query, w_key, v):
    both = np.concatenate([query, key], axis=-1)
    return np.tanh(both @ np.concatenate([w_query, w_key])) @ v


def math_tanh(query, key, w_query, w_key, v):
    return [[v @ math.tanh(q @ w_query + k @ w_key) for k in key] for q in query]


WRONG = {
    no_tanh: ("no tanh", "all queries look at the same place"),
    tanh_outside: ("tanh of the finished score", "all lie between −1 and 1"),
    tanh_twice: ("tanh of the finished score", "It belongs inside"),
    two_tanhs: ("tanh of each part", "nothing in the score mixes query and key"),
    tanh_of_the_query: ("tanh of each part", "add first, then tanh"),
    tanh_of_the_key: ("tanh of each part", "add first, then tanh"),
    sigmoid: ("sigmoid instead of tanh", "to 0 … 1"),
    relu: ("ReLU instead of tanh", "negative sums become 0"),
    own_tanh: ("tanh overflows", "np.tanh gives ±1"),
    own_tanh_by_definition: ("tanh overflows", "∞/∞ = NaN"),
    own_tanh_of_2x: ("tanh overflows", "written out with exp()"),
    plain_sum: ("v left out", "`v` is not used"),
    plain_mean: ("v left out", "some count against"),
    v_inside: ("v inside the tanh", "First tanh, then times v"),
    no_sum: ("hidden axis left", "(query_len, key_len, hidden)"),
    hidden_vectors: ("hidden axis left", "Each pair gets one number"),
    averaged: ("averaged over the hidden axis", "where they must be added"),
    over_root_of_hidden: ("scaled", "Dot products need that"),
    over_root_of_query_dim: ("scaled", "the root of a width"),
    over_root_of_key_dim: ("scaled", "stays within ±Σ|v|"),
    weights: ("softmaxed already", "the scores before the softmax"),
    weights_over_queries: ("softmaxed already", "so that a mask can still hide some"),
    typed_like_the_query: ("rounded to integers", "for integer ones the scores are cut"),
    no_new_axis: ("query i with key i only", "Every query meets every key"),
    zipped: ("query i with key i only", "or zip"),
    keys_alone: ("query left out", "every query gets the same row"),
    keys_alone_row: ("query left out", "depend on the keys alone"),
    keys_alone_repeated: ("query left out", "Add the query's projection"),
    queries_alone: ("key left out", "within a row all keys score the same"),
    queries_alone_column: ("key left out", "depend on the queries alone"),
    queries_alone_repeated: ("key left out", "the softmax would give the plain mean"),
    keys_in_rows: ("transposed", "Rows belong to queries"),
    returns_in_the_outer_loop: ("one row only", "a `return` inside a loop"),
    keeps_the_last: ("one row only", "an assignment keeps the last"),
    returns_in_the_inner_loop: ("one row only", "Collect one row per query"),
    first_key_only: ("one row only", "one query or one key alone"),
    squeezed: ("squeezed", "as by np.squeeze"),
    product_inside: ("product inside the tanh", "This score is *additive*"),
    product_without_tanh: ("product inside the tanh", "projections are multiplied"),
    subtracts: ("difference instead of sum", "are subtracted"),
    subtracts_the_query: ("difference instead of sum", "does not measure a distance"),
    distance_inside: ("difference instead of sum", "learn what that means"),
    multiplies_projections: ("dot product instead", "no query is multiplied with a key"),
    scaled_dot_product_of_projections: ("dot product instead", "These are dot products"),
    query_times_key: ("dot product instead", "add their projections"),
    query_times_key_in_dot: ("dot product instead", "add their projections"),
    adds_query_times_key: ("dot product added", "is the whole score"),
    adds_product_of_projections: ("dot product added", "a dot product is added"),
    crossed: ("matrices exchanged", "silently wrong where they agree"),
    crossed_in_dot: ("matrices exchanged", "w_key projects the queries"),
    w_query_for_both: ("one matrix for both", "Each side has its own"),
    w_key_for_both: ("one matrix for both", "Each side has its own"),
    columns_meet_columns: ("matrices transposed", "an error unless query_dim = hidden"),
    matrix_first: ("matrices transposed", "w_query @ query"),
    raw_sum: ("not projected", "added as they are"),
    summed_over_keys: ("summed over the wrong axis", "Add over the hidden axis"),
    summed_over_queries: ("summed over the wrong axis", "one number per pair"),
    v_first: ("v on the left", "multiplies along the axis of the keys"),
    v_first_in_dot: ("v on the left", "an error unless key_len = hidden"),
    short_v: ("the inner sizes differ", "each has its own matrix"),
    no_axis_for_the_keys: ("lengths that do not line up", "[None, :, :]"),
    glued: ("sides glued together", "cannot stand side by side"),
    math_tanh: ("math.tanh of an array", "np.tanh takes a whole array"),
}


@pytest.mark.parametrize("function", WRONG, ids=lambda function: function.__name__)
def test_each_wrong_score_gets_its_own_explanation(function):
    mistake, says = WRONG[function]
    report = check_additive_score(function)
    assert (report.state, report.mistake) == ("not yet", mistake)
    assert says in report.sentence
    assert not report


def test_no_two_score_mistakes_share_a_sentence():
    known = (*EXERCISE.mistakes, *EXERCISE.accidents)
    for function, (mistake, _) in WRONG.items():
        sentence = check_additive_score(function).sentence
        assert {m.name for m in known if m.message in sentence} == {mistake}


def test_every_known_score_mistake_is_made_by_an_attempt():
    known = {m.name for m in (*EXERCISE.mistakes, *EXERCISE.accidents)}
    assert known == {mistake for mistake, _ in WRONG.values()}
    assert len(known) >= 6


def by_loops(query, key, w_query, w_key, v):
    scores = []
    for q in query.tolist():
        row = []
        for k in key.tolist():
            score = 0.0
            for h in range(len(v)):
                total = sum(a * w_query[i, h] for i, a in enumerate(q))
                total += sum(b * w_key[j, h] for j, b in enumerate(k))
                score += v[h] * math.tanh(total)
            row.append(score)
        scores.append(row)
    return scores


def by_einsum(query, key, w_query, w_key, v):
    queries = np.einsum("qd,dh->qh", query, w_query)
    keys = np.einsum("kd,dh->kh", key, w_key)
    return np.einsum("h,qkh->qk", v, np.tanh(queries[:, None] + keys))


def in_float32(query, key, w_query, w_key, v):
    query, key, w_query, w_key, v = map(np.float32, (query, key, w_query, w_key, v))
    return np.tanh((query @ w_query)[:, None] + (key @ w_key)[None]) @ v


def by_concatenation(query, key, w_query, w_key, v):
    query_len, key_len = len(query), len(key)
    both = np.concatenate(
        [np.repeat(query[:, None], key_len, axis=1), np.repeat(key[None], query_len, axis=0)],
        axis=-1,
    )
    return np.tanh(both @ np.concatenate([w_query, w_key])) @ v


def row_by_row(query, key, w_query, w_key, v):
    return np.stack([np.tanh(q @ w_query + key @ w_key) @ v for q in query])


def by_one_exponential(query, key, w_query, w_key, v):
    h = hidden_of(query, key, w_query, w_key)
    return (1 - 2 / (np.exp(2 * h) + 1)) @ v


def by_the_library(query, key, w_query, w_key, v):
    return al.additive_score(query, key, w_query=w_query, w_key=w_key, v=v)


@pytest.mark.parametrize(
    "function",
    [
        right,
        by_loops,
        by_einsum,
        in_float32,
        by_concatenation,
        row_by_row,
        by_one_exponential,
        by_the_library,
    ],
    ids=lambda function: function.__name__,
)
def test_right_scores_written_differently_pass(function):
    report = check_additive_score(function)
    assert report.state == "passed", report


def test_a_blank_score_is_not_started():
    def additive_score(query, key, w_query, w_key, v): ...

    assert check_additive_score(additive_score).state == "not started"


def test_the_scores_are_asked_for_alone():
    report = check_additive_score(lambda *given: (right(*given), softmax(right(*given))))
    assert report.sentence == "Return `scores` alone; got a tuple of 2 things."


def test_an_unscored_pair_is_not_mistaken_for_a_known_mistake():
    def diagonal_is_0(query, key, w_query, w_key, v):
        return right(query, key, w_query, w_key, v) * (1 - np.eye(len(query), len(key)))

    report = check_additive_score(diagonal_is_0)
    assert report.mistake is None
    assert "None of the mistakes that this check can name" in report.sentence


def test_two_slips_are_explained_one_after_the_other():
    def scaled_and_in_integers(query, key, w_query, w_key, v):
        scores = typed_like_the_query(query, key, w_query, w_key, v)
        return scores / np.sqrt(len(v)) if scores.dtype.kind == "f" else scores

    report = check_additive_score(scaled_and_in_integers)
    assert report.mistake == "scaled"
    assert report.sentence.startswith("One thing first:")


def test_lengths_that_do_not_line_up_are_told_with_sizes_by_axis():
    sentence = check_additive_score(no_axis_for_the_keys).sentence
    assert "query (query_len 2, query_dim 3), key (key_len 4, key_dim 2)" in sentence


def test_the_smallest_failing_input_is_shown():
    shown = dict(check_additive_score(functools.partial(own_tanh)).shown)
    assert list(shown) == ["query", "key", "w_query", "w_key", "v", "expected", "got"]
    assert np.isnan(shown["got"]).any()
    assert np.isfinite(shown["expected"]).all()
