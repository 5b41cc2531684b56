"""Every wrong attention gets its own explanation; every right one passes."""

import math

import numpy as np
import pytest

from attention_lib.practice import check_scaled_dot_product
from attention_lib.practice.checks.scaled_dot_product import EXERCISE


def softmax(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def safe_softmax(x, axis=-1):
    top = np.max(x, axis=axis, keepdims=True)
    e = np.exp(x - np.where(np.isfinite(top), top, 0))
    total = np.sum(e, axis=axis, keepdims=True)
    return np.divide(e, total, out=np.zeros_like(e), where=total > 0)


def attention(query, key, value, mask, scores, normalise=softmax):
    # No guard for a fully masked row: a learner's first version has none.
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    weights = normalise(scores)
    return weights @ value, weights


def scaled(query, key):
    return query @ key.T / math.sqrt(query.shape[1])


def no_scale(query, key, value, mask=None):
    return attention(query, key, value, mask, query @ key.T)


def over_head_dim(query, key, value, mask=None):
    return attention(query, key, value, mask, query @ key.T / key.shape[1])


def times_root(query, key, value, mask=None):
    return attention(query, key, value, mask, query @ key.T * np.sqrt(key.shape[1]))


def over_root_key_len(query, key, value, mask=None):
    return attention(query, key, value, mask, query @ key.T / np.sqrt(len(key)))


def over_root_value_dim(query, key, value, mask=None):
    return attention(query, key, value, mask, query @ key.T / np.sqrt(value.shape[-1]))


def key_as_it_is(query, key, value, mask=None):
    return attention(query, key, value, mask, query @ key / np.sqrt(key.shape[1]))


def columns_sum_to_1(query, key, value, mask=None):
    return attention(query, key, value, mask, scaled(query, key), lambda s: softmax(s, 0))


def all_sum_to_1(query, key, value, mask=None):
    return attention(query, key, value, mask, scaled(query, key), lambda s: softmax(s, None))


def scores_over_their_sum(query, key, value, mask=None):
    s = scaled(query, key)
    s = s if mask is None else s * mask
    weights = s / s.sum(axis=1, keepdims=True)
    return weights @ value, weights


def powers_of_2(query, key, value, mask=None):
    s = scaled(query, key) * math.log(2)
    return attention(query, key, value, mask, s)


def best_key_only(query, key, value, mask=None):
    s = scaled(query, key)
    s = s if mask is None else np.where(mask, s, -np.inf)
    weights = np.eye(len(key))[s.argmax(axis=1)]
    return weights @ value, weights


def overflowing(query, key, value, mask=None):
    e = np.exp(scaled(query, key))
    e = e if mask is None else e * mask
    total = e.sum(axis=1, keepdims=True)
    weights = e / np.where(total == 0, 1, total)
    return weights @ value, weights


def mask_unused(query, key, value, mask=None):
    return attention(query, key, value, None, scaled(query, key))


def upside_down_mask(query, key, value, mask=None):
    mask = None if mask is None else ~mask
    return attention(query, key, value, mask, scaled(query, key))


def upside_down_fill(query, key, value, mask=None):
    s = scaled(query, key)
    if mask is not None:
        s[mask] = -1e9
    return attention(query, key, value, None, s)


def masked_afterwards(query, key, value, mask=None):
    weights = softmax(scaled(query, key))
    if mask is not None:
        weights = weights * mask
    return weights @ value, weights


def zeroed_scores(query, key, value, mask=None):
    s = scaled(query, key)
    s = s if mask is None else s * mask
    return attention(query, key, value, None, s)


def mask_added(query, key, value, mask=None):
    s = scaled(query, key)
    s = s if mask is None else s + mask
    return attention(query, key, value, None, s)


def causal_anyway(query, key, value, mask=None):
    causal = np.tri(len(query), len(key), dtype=bool)
    mask = causal if mask is None else causal & mask
    return attention(query, key, value, mask, scaled(query, key))


def adds_1e9(query, key, value, mask=None):
    s = scaled(query, key)
    s = s if mask is None else s + (1 - mask) * -1e9
    return attention(query, key, value, None, s)


def fills_1e9(query, key, value, mask=None):
    s = scaled(query, key)
    s = s if mask is None else np.where(mask == 0, -1e9, s)
    return attention(query, key, value, None, s)


def no_guard(query, key, value, mask=None):
    return attention(query, key, value, mask, scaled(query, key))


def averages_keys(query, key, value, mask=None):
    weights = attention(query, key, value, mask, scaled(query, key))[1]
    return weights @ key, weights


def hands_out_scores(query, key, value, mask=None):
    return attention(query, key, value, mask, scaled(query, key))[0], scaled(query, key)


def weights_first(query, key, value, mask=None):
    output, weights = attention(query, key, value, mask, scaled(query, key))
    return weights, output


def over_root_query_len(query, key, value, mask=None):
    return attention(query, key, value, mask, query @ key.T / np.sqrt(len(query)))


def over_root_of_all(query, key, value, mask=None):
    return attention(query, key, value, mask, query @ key.T / np.sqrt(query.size))


def key_as_it_is_in_dot(query, key, value, mask=None):
    return attention(query, key, value, mask, np.dot(query, key) / np.sqrt(key.shape[1]))


def two_slips_in_the_product(query, key, value, mask=None):
    s = query @ key / np.sqrt(key.shape[1])
    return attention(query, key, value, mask, s, lambda s: softmax(s, 0))


def overflowing_but_guarded(query, key, value, mask=None):
    s = scaled(query, key)
    e = np.exp(s if mask is None else np.where(mask, s, -np.inf))
    total = e.sum(axis=1, keepdims=True)
    weights = np.divide(e, total, out=np.zeros_like(e), where=total > 0)
    return weights @ value, weights


def nan_to_num(query, key, value, mask=None):
    s = scaled(query, key)
    e = np.exp(s if mask is None else np.where(mask, s, -np.inf))
    weights = np.nan_to_num(e / e.sum(axis=1, keepdims=True))
    return weights @ value, weights


def none_as_a_mask(query, key, value, mask=None):
    weights = softmax(np.where(mask, scaled(query, key), -np.inf))
    return weights @ value, weights


def none_as_a_guarded_mask(query, key, value, mask=None):
    weights = safe_softmax(np.where(mask, scaled(query, key), -np.inf))
    return weights @ value, weights


def renormalised(query, key, value, mask=None):
    weights = softmax(scaled(query, key))
    if mask is not None:
        weights = weights * mask
        weights = weights / weights.sum(axis=-1, keepdims=True)
    return weights @ value, weights


def renormalised_and_guarded(query, key, value, mask=None):
    weights = softmax(scaled(query, key))
    if mask is not None:
        weights = np.where(mask, weights, 0)
        total = weights.sum(-1, keepdims=True)
        weights = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    return weights @ value, weights


def renormalised_with_an_epsilon(query, key, value, mask=None):
    weights = softmax(scaled(query, key))
    if mask is not None:
        weights = weights * mask
        weights /= weights.sum(axis=-1, keepdims=True) + 1e-12
    return weights @ value, weights


def exponentials_masked(query, key, value, mask=None):
    s = scaled(query, key)
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    e = e if mask is None else e * mask
    weights = e / e.sum(axis=-1, keepdims=True)
    return weights @ value, weights


def maximum_of_hidden_scores(query, key, value, mask=None):
    s = scaled(query, key)
    s = s - s.max(axis=-1, keepdims=True)
    e = np.exp(s if mask is None else np.where(mask, s, -np.inf))
    total = e.sum(axis=-1, keepdims=True)
    weights = e / np.where(total == 0, 1, total)
    return weights @ value, weights


def if_mask(query, key, value, mask=None):
    s = scaled(query, key)
    if mask:
        s = np.where(mask, s, -np.inf)
    weights = safe_softmax(s)
    return weights @ value, weights


def mask_equals_none(query, key, value, mask=None):
    s = scaled(query, key)
    if mask == None:  # noqa: E711
        mask = np.ones(s.shape, dtype=bool)
    weights = softmax(np.where(mask, s, -np.inf))
    return weights @ value, weights


def if_mask_without_shift(query, key, value, mask=None):
    s = scaled(query, key)
    if mask:
        s = np.where(mask, s, -np.inf)
    weights = np.exp(s) / np.exp(s).sum(-1, keepdims=True)
    return weights @ value, weights


def fills_by_none(query, key, value, mask=None):
    s = scaled(query, key)
    s[~mask] = -np.inf
    weights = softmax(s)
    return weights @ value, weights


def asks_none(query, key, value, mask=None):
    s = scaled(query, key)
    if mask.any():
        s = np.where(mask, s, -np.inf)
    return attention(query, key, value, None, s)


WRONG = {
    no_scale: ("not scaled", "right dot products, but they are not divided by √head_dim"),
    over_head_dim: ("divided by head_dim", "not by its square root"),
    times_root: ("multiplied by √head_dim", "multiplied by √head_dim instead of divided"),
    over_root_key_len: ("divided by √key_len", "the number of keys"),
    over_root_value_dim: ("divided by √value_dim", "the width of `value`"),
    over_root_query_len: ("divided by √query_len", "the number of queries"),
    over_root_of_all: ("divided by √query.size", "the number of all its entries"),
    key_as_it_is_in_dot: ("key not transposed", "(query_len, head_dim) @ (key_len, head_dim)"),
    two_slips_in_the_product: (
        "the inner sizes differ",
        "(query_len, head_dim) @ (key_len, head_dim)",
    ),
    overflowing_but_guarded: ("softmax without the shift", "overflows for large ones"),
    nan_to_num: ("NaN replaced by 0", "np.nan_to_num turns every NaN into 0"),
    none_as_a_mask: ("no mask hides everything", "None counts as False"),
    none_as_a_guarded_mask: ("no mask hides everything", "None counts as False"),
    renormalised: ("masked too late", "a fully hidden row is 0/0"),
    renormalised_and_guarded: ("masked too late", "nothing is left to renormalise"),
    renormalised_with_an_epsilon: ("masked too late", "nothing is left to renormalise"),
    exponentials_masked: ("masked too late", "a fully hidden row is 0/0"),
    maximum_of_hidden_scores: ("masked too late", "a maximum that counts hidden scores"),
    if_mask: ("the truth value of the mask", "Use `if mask is not None:`"),
    mask_equals_none: ("the truth value of the mask", "Use `if mask is not None:`"),
    if_mask_without_shift: ("the truth value of the mask", "Use `if mask is not None:`"),
    fills_by_none: ("no mask is given", "under `if mask is not None:`"),
    asks_none: ("no mask is given", "under `if mask is not None:`"),
    key_as_it_is: ("key not transposed", "query @ key.T"),
    columns_sum_to_1: ("softmax over the queries", "over the queries (axis −2)"),
    all_sum_to_1: ("one softmax for all", "all the weights together sum to 1"),
    scores_over_their_sum: ("no exp", "divided by their sum, without exp()"),
    powers_of_2: ("base 2", "powers of 2"),
    best_key_only: ("winner takes all", "argmax"),
    overflowing: ("softmax without the shift", "overflows for large ones"),
    mask_unused: ("mask ignored", "the mask changes nothing"),
    upside_down_mask: ("mask inverted", "True means may attend"),
    upside_down_fill: ("mask inverted", "True means may attend"),
    masked_afterwards: ("masked after the softmax", "rows no longer sum to 1"),
    zeroed_scores: ("hidden scores set to 0", "exp(0) = 1"),
    mask_added: ("boolean mask added", "True counts as 1"),
    causal_anyway: ("always causal", "A causal mask is always applied"),
    adds_1e9: ("−1e9 added", "Adding −1e9"),
    fills_1e9: ("filled with −1e9", "a plain average of everything"),
    no_guard: ("a fully masked row is NaN", "0/0 = NaN"),
    averages_keys: ("averages the keys", "they average `key`"),
    hands_out_scores: ("scores instead of weights", "the scores, before the softmax"),
    weights_first: ("results swapped", "output first, then weights"),
}


@pytest.mark.parametrize("function", WRONG, ids=lambda function: function.__name__)
def test_each_wrong_attention_gets_its_own_explanation(function):
    mistake, says = WRONG[function]
    report = check_scaled_dot_product(function)
    assert (report.state, report.mistake) == ("not yet", mistake)
    assert says.lower() in report.sentence.lower()
    assert not report


def test_no_two_attention_mistakes_share_a_sentence():
    known = (*EXERCISE.mistakes, *EXERCISE.accidents)
    for function, (mistake, _) in WRONG.items():
        sentence = check_scaled_dot_product(function).sentence
        assert {m.name for m in known if m.message in sentence} == {mistake}


def test_every_known_attention_mistake_is_made_by_an_attempt():
    known = {m.name for m in (*EXERCISE.mistakes, *EXERCISE.accidents)}
    assert known == {mistake for mistake, _ in WRONG.values()}
    assert len(known) >= 6


def by_loops(query, key, value, mask=None):
    outputs, all_weights = [], []
    for i, q in enumerate(query):
        numbers = []
        for j, k in enumerate(key):
            score = sum(a * b for a, b in zip(q, k, strict=True)) / math.sqrt(len(q))
            numbers.append(score if mask is None or mask[i][j] else -math.inf)
        top = max(numbers)
        e = [0.0 if s == -math.inf else math.exp(s - top) for s in numbers]
        weights = [x / (sum(e) or 1) for x in e]
        all_weights.append(weights)
        outputs.append(
            [
                sum(w * v[c] for w, v in zip(weights, value, strict=True))
                for c in range(len(value[0]))
            ]
        )
    return outputs, all_weights


def by_einsum(query, key, value, mask=None):
    s = np.einsum("qd,kd->qk", query, key) / query.shape[-1] ** 0.5
    weights = safe_softmax(s if mask is None else np.where(mask, s, -np.inf))
    return np.einsum("qk,kv->qv", weights, value), weights


def by_broadcasting(query, key, value, mask=None):
    s = (query[:, None, :] * key[None, :, :]).sum(-1) / np.sqrt(query.shape[-1])
    weights = safe_softmax(s if mask is None else np.where(mask, s, -np.inf))
    return (weights[:, :, None] * value[None]).sum(1), weights


def in_float32(query, key, value, mask=None):
    query, key, value = (np.float32(array) for array in (query, key, value))
    s = query @ key.T / np.sqrt(np.float32(query.shape[-1]))
    weights = safe_softmax(s if mask is None else np.where(mask, s, np.float32(-np.inf)))
    return [weights @ value, weights]


def by_swapaxes(query, key, value, mask=None):
    s = query @ np.swapaxes(key, -1, -2) / np.sqrt(key.shape[-1])
    weights = safe_softmax(s if mask is None else np.where(mask, s, -np.inf))
    return weights @ value, weights


def by_transpose(query, key, value, mask=None):
    s = np.dot(query, key.T) / np.sqrt(key.shape[-1])
    if mask is None:
        mask = np.ones_like(s, dtype=bool)
    weights = np.nan_to_num(softmax(np.where(mask, s, -np.inf)))
    return np.dot(weights, value), weights


@pytest.mark.parametrize(
    "function",
    [by_loops, by_einsum, by_broadcasting, in_float32, by_swapaxes, by_transpose],
    ids=lambda function: function.__name__,
)
def test_right_attention_written_differently_passes(function):
    report = check_scaled_dot_product(function)
    assert report.state == "passed", report


@pytest.mark.parametrize(
    ("returned", "says"),
    [
        (lambda output, weights: output, "got one array of shape (1, 2)"),
        (lambda output, weights: (output, weights, 0), "got a tuple of length 3"),
        (lambda output, weights: {"output": output}, "got one `dict`"),
    ],
    ids=["output alone", "three things", "a dict"],
)
def test_returning_anything_but_two_things_gets_a_sentence(returned, says):
    report = check_scaled_dot_product(lambda *args, **kw: returned(*by_einsum(*args, **kw)))
    assert says in report.sentence
    assert "return output, weights" in report.sentence


def test_two_mistakes_are_explained_one_after_the_other():
    first = check_scaled_dot_product(no_scale)  # has no guard for a masked row either
    assert first.sentence.startswith("One thing first:")
    assert check_scaled_dot_product(no_guard).mistake == "a fully masked row is NaN"


def test_renormalising_fails_beside_a_large_hidden_score_not_only_in_an_empty_row():
    shown = dict(check_scaled_dot_product(renormalised_and_guarded).shown)
    assert shown["mask"].any(axis=1).all()
    np.testing.assert_array_equal(shown["got weights"][0], [0, 0, 0])
    np.testing.assert_allclose(shown["expected weights"].sum(axis=1), 1)


def test_an_unknown_error_is_shown_with_its_line_and_the_shapes_by_axis():
    def reshapes(query, key, value, mask=None):
        value = value.reshape(7, 2)
        return attention(query, key, value, mask, scaled(query, key))

    report = check_scaled_dot_product(reshapes)
    assert report.mistake is None
    assert report.sentence == (
        "Your function raised ValueError: cannot reshape array of size 6 into shape (7,2) "
        "(in the line `value = value.reshape(7, 2)`). It was given "
        "query (query_len 1, head_dim 4), key (key_len 3, head_dim 4), "
        "value (key_len 3, value_dim 2)."
    )


def test_an_error_with_a_mask_says_the_shape_of_the_mask():
    assert "mask (query_len 3, key_len 5)." in check_scaled_dot_product(if_mask).sentence


def test_an_error_is_quoted_before_its_explanation():
    sentence = check_scaled_dot_product(if_mask).sentence
    assert sentence.index("ValueError") < sentence.index("`if mask:`)") < sentence.index("Use `if")


def test_only_the_first_wrong_result_is_shown():
    labels = [label for label, _ in check_scaled_dot_product(no_scale).shown]
    assert labels == ["query", "key", "value", "expected weights", "got weights"]
