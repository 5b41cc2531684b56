"""Every wrong soft lookup gets its own explanation; every right one passes."""

import math

import numpy as np
import pytest

from attention_lib.practice import check_soft_lookup
from attention_lib.practice.checks.soft_lookup import EXERCISE


def softmax(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def weights_of(query, keys, tau):
    return softmax(np.array([query @ key for key in keys]) / tau)


def no_tau(query, keys, values, tau):
    return weights_of(query, keys, 1) @ values


def times_tau(query, keys, values, tau):
    return softmax(tau * (query @ keys.T)) @ values


def over_tau_squared(query, keys, values, tau):
    return weights_of(query, keys, tau**2) @ values


def over_two_tau_squared(query, keys, values, tau):
    return softmax(keys @ query / tau**2 / 2) @ values


def tau_at_the_end(query, keys, values, tau):
    return softmax(keys @ query) / tau @ values


def output_times_tau(query, keys, values, tau):
    return tau * (softmax(keys @ query) @ values)


def root_too(query, keys, values, tau):
    return softmax(keys @ query / math.sqrt(keys.shape[1]) / tau) @ values


def root_in_place_of_tau(query, keys, values, tau):
    return softmax(query @ keys.T / np.sqrt(query.size)) @ values


def negative_squared_distance(query, keys, values, tau):
    return softmax(-((keys - query) ** 2).sum(axis=1) / tau) @ values


def gaussian_kernel(query, keys, values, tau):
    kernel = np.array([-0.5 * np.sum((query - key) ** 2) for key in keys])
    return softmax(kernel / tau) @ values


def negative_distance(query, keys, values, tau):
    return softmax(-np.sqrt(((keys - query) ** 2).sum(-1)) / tau) @ values


def far_is_good(query, keys, values, tau):
    return softmax(np.linalg.norm(query - keys, axis=1) / tau) @ values


def cosine(query, keys, values, tau):
    lengths = np.sqrt((keys**2).sum(1)) * np.sqrt((query**2).sum())
    with np.errstate(all="ignore"):
        return softmax(keys @ query / lengths / tau) @ values


def compares_values(query, keys, values, tau):
    return softmax(query @ values.T / tau) @ keys


def compares_and_averages_values(query, keys, values, tau):
    return softmax(np.dot(values, query) / tau) @ values


def query_times_columns(query, keys, values, tau):
    return softmax(query @ keys / tau) @ values


def columns_by_transposing(query, keys, values, tau):
    return softmax(np.matmul(keys.T, query) / tau) @ values


def best_only(query, keys, values, tau):
    return values[np.argmax([query @ key for key in keys])]


def best_by_one_hot(query, keys, values, tau):
    weights = np.zeros(len(keys))
    weights[(keys @ query / tau).argmax()] = 1
    return weights @ values


def exponentials(query, keys, values, tau):
    return np.exp(keys @ query / tau) @ values


def shifted_exponentials(query, keys, values, tau):
    scores = keys @ query / tau
    return np.exp(scores - max(scores)) @ values


def raw_scores(query, keys, values, tau):
    return query @ keys.T @ values


def tempered_scores(query, keys, values, tau):
    return (keys @ query / tau) @ values


def scores_over_their_sum(query, keys, values, tau):
    scores = keys @ query / tau
    return scores / scores.sum() @ values


def powers_of_2(query, keys, values, tau):
    scores = keys @ query / tau
    e = 2.0 ** (scores - scores.max())
    return e / e.sum() @ values


def column_of_scores(query, keys, values, tau):
    weights = softmax(keys @ query[:, None] / tau)  # (key_len, 1), along the 1
    return (weights * values).sum(axis=0)


def column_of_scores_kept(query, keys, values, tau):
    return softmax((keys @ query).reshape(-1, 1) / tau).T @ values


def plain_mean(query, keys, values, tau):
    return np.mean(values, axis=0)


def equal_weights(query, keys, values, tau):
    weights = np.full(len(keys), 1 / len(keys))
    return weights @ values


def overflows(query, keys, values, tau):
    e = np.exp(keys @ query / tau)
    return e / e.sum() @ values


def overflows_in_a_loop(query, keys, values, tau):
    e = [np.exp(np.dot(query, key) / tau) for key in keys]
    return sum(x / sum(e) * value for x, value in zip(e, values, strict=True))


def shifted_down_only(query, keys, values, tau):
    scores = keys @ query / tau
    if scores.max() > 100:
        scores = scores - scores.max()
    e = np.exp(scores)
    return e / e.sum() @ values


def shifted_by_the_mean(query, keys, values, tau):
    scores = keys @ query / tau
    e = np.exp(scores - scores.mean())
    return e / e.sum() @ values


def shifted_then_divided_apart(query, keys, values, tau):
    scores = keys @ query
    e = np.exp(scores / tau - np.max(scores))
    return (e / np.sum(e)) @ values


def nan_weights_to_0(query, keys, values, tau):
    e = np.exp(keys @ query / tau)
    weights = e / e.sum()
    weights[np.isnan(weights)] = 0
    return weights @ values


def nan_output_to_0(query, keys, values, tau):
    return np.nan_to_num(overflows(query, keys, values, tau))


def seed_page(query, keys, values, tau):
    result = np.zeros(values.shape)
    for i, weight in enumerate(weights_of(query, keys, tau)):
        result[i] = values[i] * weight
    return result


def products_transposed(query, keys, values, tau):
    return weights_of(query, keys, tau) * values.T


def summed_across(query, keys, values, tau):
    return np.sum(weights_of(query, keys, tau)[:, None] * values, axis=-1)


def summed_across_in_a_list(query, keys, values, tau):
    return [w * v.sum() for w, v in zip(weights_of(query, keys, tau), values, strict=True)]


def summed_whole(query, keys, values, tau):
    return np.sum(weights_of(query, keys, tau)[:, None] * values)


def averaged_products(query, keys, values, tau):
    return np.mean(weights_of(query, keys, tau)[:, None] * values, axis=0)


def star(query, keys, values, tau):
    return weights_of(query, keys, tau) * values


def star_and_sum(query, keys, values, tau):
    return np.sum(weights_of(query, keys, tau) * values, axis=0)


def values_at_weights(query, keys, values, tau):
    return values @ weights_of(query, keys, tau)


def hands_out_weights(query, keys, values, tau):
    return weights_of(query, keys, tau)


def averages_keys(query, keys, values, tau):
    return np.dot(weights_of(query, keys, tau), keys)


def one_row(query, keys, values, tau):
    return softmax(query[None] @ keys.T / tau) @ values


def one_column(query, keys, values, tau):
    return values.T @ weights_of(query, keys, tau).reshape(-1, 1)


def like_the_values(query, keys, values, tau):
    output = np.zeros_like(values[0])
    output[...] = weights_of(query, keys, tau) @ values
    return output


def added_up_like_the_values(query, keys, values, tau):
    output = np.zeros_like(values[0])
    for weight, value in zip(weights_of(query, keys, tau), values, strict=True):
        for c in range(len(value)):
            output[c] = output[c] + weight * value[c]
    return output


def query_times_keys(query, keys, values, tau):
    return softmax(np.dot(query, keys[:-1]) / tau) @ values[:-1]


def query_beside_transposed_keys(query, keys, values, tau):
    return softmax((query * keys.T).sum(axis=0) / tau) @ values


def math_exp(query, keys, values, tau):
    e = math.exp(keys @ query / tau)
    return e / e.sum() @ values


def divided_in_place(query, keys, values, tau):
    scores = keys @ query
    scores /= tau
    return softmax(scores) @ values


WRONG = {
    no_tau: ("tau forgotten", "The temperature changes nothing"),
    times_tau: ("multiplied by tau", "a small tau should make the lookup sharp"),
    over_tau_squared: ("tau squared", "divided by tau²"),
    over_two_tau_squared: ("tau squared", "Here the temperature enters as it is"),
    tau_at_the_end: ("tau after the softmax", "comes after the softmax"),
    output_times_tau: ("tau after the softmax", "no longer sum to 1"),
    root_too: ("divided by √dim", "tau alone divides it"),
    root_in_place_of_tau: ("divided by √dim", "here the score is the plain dot product"),
    negative_squared_distance: ("distance instead of dot product", "as in kernel regression"),
    gaussian_kernel: ("distance instead of dot product", "multiply component by component"),
    negative_distance: ("distance instead of dot product", "as in kernel regression"),
    far_is_good: ("distance instead of dot product", "as in kernel regression"),
    cosine: ("cosine instead of dot product", "a longer key scores higher"),
    compares_values: ("values used as keys", "compared with `values`"),
    compares_and_averages_values: ("values used as keys", "It is compared with `keys`"),
    query_times_columns: ("compared with the columns of keys", "Each key is a *row*"),
    columns_by_transposing: ("compared with the columns of keys", "keys @ query"),
    best_only: ("winner takes all", "a hard lookup"),
    best_by_one_hot: ("winner takes all", "argmax"),
    exponentials: ("not divided by the sum", "do not sum to 1, so the output is not an average"),
    shifted_exponentials: ("not divided by the sum", "Divide them by their sum"),
    raw_scores: ("scores as weights", "without a softmax"),
    tempered_scores: ("scores as weights", "The scores themselves are the weights"),
    scores_over_their_sum: ("no exp", "tau cancels"),
    powers_of_2: ("base 2", "powers of 2"),
    column_of_scores: ("softmax over an axis of size 1", "Every weight is 1"),
    column_of_scores_kept: ("softmax over an axis of size 1", "shape (key_len, 1)"),
    plain_mean: ("the plain mean", "whatever the query is"),
    equal_weights: ("the plain mean", "Every value gets the same weight"),
    overflows: ("softmax without the shift", "exp(1000) overflows"),
    overflows_in_a_loop: ("softmax without the shift", "a shift of all scores cancels"),
    shifted_down_only: ("softmax without the shift", "with its sign"),
    shifted_by_the_mean: ("softmax without the shift", "Subtract the largest"),
    shifted_then_divided_apart: ("shifted before the division", "Divide by tau first"),
    nan_weights_to_0: ("NaN replaced by 0", "gets no weight at all"),
    nan_output_to_0: ("NaN replaced by 0", "exp() still overflows"),
    seed_page: ("products not summed", "nothing is added up"),
    products_transposed: ("products not summed", "Add over the keys: weights @ values"),
    summed_across: ("summed along the wrong axis", "one number per key"),
    summed_across_in_a_list: ("summed along the wrong axis", "Add over the keys (axis 0)"),
    summed_whole: ("summed to one number", "to a single number"),
    averaged_products: ("divided by the number of keys", "key_len times too small"),
    star: ("weights lined up with value_dim", "Each weight belongs to a row of `values`"),
    star_and_sum: ("weights lined up with value_dim", "an error for most shapes"),
    values_at_weights: ("weights lined up with value_dim", "`values @ weights`"),
    hands_out_weights: ("returns the weights", "what is looked up with them"),
    averages_keys: ("averages the keys", "what is passed on is `values`"),
    one_row: ("an axis too many", "One query gives one vector"),
    one_column: ("an axis too many", "(value_dim,)"),
    like_the_values: ("rounded to integers", "for integer values the output is cut"),
    added_up_like_the_values: ("rounded to integers", "as from zeros_like"),
    query_times_keys: ("the inner sizes differ", "one score per key"),
    query_beside_transposed_keys: ("lengths that do not line up", "weights[:, None]"),
    math_exp: ("math.exp of an array", "np.exp and np.sum take a whole array"),
    divided_in_place: ("fractions into integers", "scores = scores / tau"),
}


@pytest.mark.parametrize("function", WRONG, ids=lambda function: function.__name__)
def test_each_wrong_lookup_gets_its_own_explanation(function):
    mistake, says = WRONG[function]
    report = check_soft_lookup(function)
    assert (report.state, report.mistake) == ("not yet", mistake)
    assert says in report.sentence
    assert not report


def test_no_two_lookup_mistakes_share_a_sentence():
    known = (*EXERCISE.mistakes, *EXERCISE.accidents)
    for function, (mistake, _) in WRONG.items():
        sentence = check_soft_lookup(function).sentence
        assert {m.name for m in known if m.message in sentence} == {mistake}


def test_every_known_lookup_mistake_is_made_by_an_attempt():
    known = {m.name for m in (*EXERCISE.mistakes, *EXERCISE.accidents)}
    assert known == {mistake for mistake, _ in WRONG.values()}
    assert len(known) >= 6


def by_loops(query, keys, values, tau):
    scores = [sum(q * k for q, k in zip(query, key, strict=True)) / tau for key in keys]
    e = [math.exp(score - max(scores)) for score in scores]
    return [
        sum(x / sum(e) * value[c] for x, value in zip(e, values, strict=True))
        for c in range(len(values[0]))
    ]


def by_einsum(query, keys, values, tau):
    weights = softmax(np.einsum("d,kd->k", query, keys) / tau)
    return np.einsum("k,kv->v", weights, values)


def in_float32(query, keys, values, tau):
    query, keys, values = (np.float32(array) for array in (query, keys, values))
    return softmax(keys @ query / np.float32(tau)) @ values


def divides_the_query(query, keys, values, tau):
    return softmax(query / tau @ keys.T) @ values


def shifts_before_it_divides_the_difference(query, keys, values, tau):
    scores = keys @ query
    e = np.exp((scores - scores.max()) / tau)
    return e / e.sum() @ values


def in_two_dimensions(query, keys, values, tau):
    return (softmax(query[None] @ keys.T / tau) @ values).ravel()


def adds_weighted_values(query, keys, values, tau):
    output = 0
    for weight, value in zip(weights_of(query, keys, tau), values, strict=True):
        output = output + weight * value
    return tuple(output.tolist())


def averages_at_the_end(query, keys, values, tau):
    return np.average(values, axis=0, weights=weights_of(query, keys, tau))


@pytest.mark.parametrize(
    "function",
    [
        by_loops,
        by_einsum,
        in_float32,
        divides_the_query,
        shifts_before_it_divides_the_difference,
        in_two_dimensions,
        adds_weighted_values,
        averages_at_the_end,
    ],
    ids=lambda function: function.__name__,
)
def test_right_lookups_written_differently_pass(function):
    report = check_soft_lookup(function)
    assert report.state == "passed", report


def test_a_blank_lookup_is_not_started():
    def soft_lookup(query, keys, values, tau): ...

    assert check_soft_lookup(soft_lookup).state == "not started"


def test_weights_beside_the_output_are_not_asked_for():
    def two_things(query, keys, values, tau):
        weights = weights_of(query, keys, tau)
        return weights @ values, weights

    report = check_soft_lookup(two_things)
    assert report.state == "not yet"
    assert report.sentence == "Return `output` alone; got a tuple of 2 things."


def test_editing_the_values_in_place_is_told():
    def edits(query, keys, values, tau):
        right = by_einsum(query, keys, values, tau)
        keys *= 2
        return right

    assert "edits its input `keys` in place" in check_soft_lookup(edits).sentence


def test_forgetting_tau_is_shown_where_it_is_not_1():
    shown = dict(check_soft_lookup(no_tau).shown)
    assert shown["tau"] == 0.5
    np.testing.assert_allclose(shown["expected"], softmax(np.array([4.0, 2, 0])) @ shown["values"])
    np.testing.assert_allclose(shown["got"], softmax(np.array([2.0, 1, 0])) @ shown["values"])


def test_an_unstable_lookup_fails_at_large_scores_only():
    shown = dict(check_soft_lookup(overflows).shown)
    assert np.abs(shown["keys"] @ shown["query"] / shown["tau"]).max() >= 1000
    assert np.isnan(shown["got"]).all()
    assert np.isfinite(shown["expected"]).all()


def test_a_product_that_does_not_fit_is_told_with_its_line_and_sizes():
    sentence = check_soft_lookup(query_times_keys).sentence
    assert "(in the line `return softmax(np.dot(query, keys[:-1]) / tau)" in sentence
    assert "query (dim 4), keys (key_len 3, dim 4), values (key_len 3, value_dim 2)" in sentence
