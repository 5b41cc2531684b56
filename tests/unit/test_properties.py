"""What holds for every query, key, value and mask that hypothesis can think of."""

import numpy as np
import oracle
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from attention_lib import causal_mask, scaled_dot_product_attention, scores, softmax, window_mask

for_all = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],  # no test depends on a clock
)
size = st.integers(1, 5)
number = st.floats(-8, 8).map(lambda x: round(x, 3))


@st.composite
def tensors(draw, *shapes):
    """Arrays from a seed, which is quick; whole numbers among them, for ties."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    spread = draw(st.sampled_from([0.0, 0.3, 2.0, 8.0]))
    decimals = draw(st.sampled_from([0, 3]))
    return [rng.uniform(-spread, spread, shape).round(decimals) for shape in shapes]


@st.composite
def qkv(draw, min_keys=1):
    """Query, key and value with leading axes (batch, heads) and five independent sizes."""
    batch, heads, query_len, head_dim, value_dim = (draw(size) for _ in range(5))
    key_len = draw(st.integers(min_keys, 6))
    shapes = (query_len, head_dim), (key_len, head_dim), (key_len, value_dim)
    return draw(tensors(*((batch, heads, *shape) for shape in shapes)))


@st.composite
def masked(draw, min_keys=1):
    """The same with a boolean mask for each query, rows that see nothing included."""
    query, key, value = draw(qkv(min_keys))
    return query, key, value, draw(arrays(bool, (query.shape[-2], key.shape[-2])))


def close(left, right):
    np.testing.assert_allclose(left, right, rtol=1e-9, atol=1e-9)


@for_all
@given(masked())
def test_weights_are_shares_of_what_is_visible(inputs):
    query, key, value, mask = inputs
    _, weights = scaled_dot_product_attention(query, key, value, mask=mask, return_weights=True)
    assert (weights >= 0).all()
    assert not weights[..., ~mask].any()
    close(weights.sum(axis=-1), np.broadcast_to(mask.any(axis=-1), weights.shape[:-1]))


@for_all
@given(qkv())
def test_an_output_lies_between_the_smallest_and_the_largest_value(inputs):
    query, key, value = inputs
    output = scaled_dot_product_attention(query, key, value)
    assert (output >= value.min(axis=-2, keepdims=True) - 1e-9).all()
    assert (output <= value.max(axis=-2, keepdims=True) + 1e-9).all()


@for_all
@given(masked(), st.randoms(use_true_random=False))
def test_keys_and_values_permuted_together_change_nothing(inputs, rng):
    query, key, value, mask = inputs
    order = rng.sample(range(key.shape[-2]), key.shape[-2])
    shuffled = scaled_dot_product_attention(
        query, key[..., order, :], value[..., order, :], mask=mask[..., order]
    )
    close(shuffled, scaled_dot_product_attention(query, key, value, mask=mask))


@for_all
@given(masked(), st.randoms(use_true_random=False))
def test_queries_permuted_permute_the_outputs(inputs, rng):
    query, key, value, mask = inputs
    order = rng.sample(range(query.shape[-2]), query.shape[-2])
    output = scaled_dot_product_attention(query, key, value, mask=mask)
    shuffled = scaled_dot_product_attention(
        query[..., order, :], key, value, mask=mask[..., order, :]
    )
    close(shuffled, output[..., order, :])


@for_all
@given(qkv(), st.floats(-50, 50))
def test_the_same_shift_of_all_keys_or_scores_changes_nothing(inputs, shift):
    """q·(k + c) = q·k + q·c shifts a whole row of scores, and softmax cancels it."""
    query, key, value = inputs
    logits = scores(query, key)
    close(softmax(logits + shift), softmax(logits))
    output = scaled_dot_product_attention(query, key, value)
    close(scaled_dot_product_attention(query, key + shift, value), output)


@for_all
@given(masked(min_keys=2), number)
def test_a_masked_key_changes_nothing(inputs, new):
    query, key, value, mask = inputs
    mask[..., -1] = False
    before = scaled_dot_product_attention(query, key, value, mask=mask)
    key[..., -1, :], value[..., -1, :] = 100 * new, -100 * new
    edited = scaled_dot_product_attention(query, key, value, mask=mask)
    np.testing.assert_array_equal(edited, before)
    shorter = scaled_dot_product_attention(
        query, key[..., :-1, :], value[..., :-1, :], mask=mask[..., :-1]
    )
    close(shorter, before)


@for_all
@given(masked())
def test_a_boolean_mask_equals_the_additive_mask_of_0_and_minus_infinity(inputs):
    query, key, value, mask = inputs
    additive = np.where(mask, 0.0, -np.inf)
    close(
        scaled_dot_product_attention(query, key, value, mask=additive),
        scaled_dot_product_attention(query, key, value, mask=mask),
    )


@for_all
@given(masked())
def test_each_batch_item_and_head_is_computed_by_itself(inputs):
    query, key, value, mask = inputs
    output = scaled_dot_product_attention(query, key, value, mask=mask)
    for index in np.ndindex(*query.shape[:2]):
        alone = scaled_dot_product_attention(query[index], key[index], value[index], mask=mask)
        close(output[index], alone)


@for_all
@given(masked(), st.integers(1, 5))
def test_causal_outputs_do_not_change_when_the_future_is_cut_off(inputs, kept):
    query, key, value, _ = inputs
    kept = min(kept, query.shape[-2], key.shape[-2])
    full = scaled_dot_product_attention(query, key, value, is_causal=True)
    trimmed = scaled_dot_product_attention(
        query[..., :kept, :], key[..., :kept, :], value[..., :kept, :], is_causal=True
    )
    close(trimmed, full[..., :kept, :])


@for_all
@given(qkv(), st.integers(-3, 6))
def test_is_causal_equals_the_causal_mask_at_any_offset(inputs, query_offset):
    query, key, value = inputs
    mask = causal_mask(query.shape[-2], key.shape[-2], query_offset=query_offset)
    np.testing.assert_array_equal(
        scaled_dot_product_attention(query, key, value, is_causal=True, query_offset=query_offset),
        scaled_dot_product_attention(query, key, value, mask=mask),
    )


@for_all
@given(st.data(), st.integers(2, 3), st.integers(2, 3))
def test_grouped_heads_equal_repeated_heads(data, num_kv_heads, group):
    kv_heads = (2, num_kv_heads)
    shapes = (2, num_kv_heads * group, 3, 4), (*kv_heads, 5, 4), (*kv_heads, 5, 2)
    query, key, value = data.draw(tensors(*shapes))
    grouped = scaled_dot_product_attention(query, key, value)
    per_head = [
        scaled_dot_product_attention(query[:, head], key[:, head // group], value[:, head // group])
        for head in range(num_kv_heads * group)
    ]
    close(grouped, np.stack(per_head, axis=1))


@for_all
@given(qkv(), number, number)
def test_attention_is_linear_in_the_values(inputs, a, b):
    query, key, value = inputs
    other = value[..., ::-1, :]
    close(
        scaled_dot_product_attention(query, key, a * value + b * other),
        a * scaled_dot_product_attention(query, key, value)
        + b * scaled_dot_product_attention(query, key, other),
    )


@for_all
@given(qkv())
def test_identity_values_give_the_weights_back(inputs):
    query, key, value = inputs
    identity = np.broadcast_to(np.eye(key.shape[-2]), (*key.shape[:-1], key.shape[-2]))
    _, weights = scaled_dot_product_attention(query, key, value, return_weights=True)
    close(scaled_dot_product_attention(query, key, identity), weights)


@for_all
@given(qkv(), st.floats(0.1, 20))
def test_softcap_bounds_the_ratio_of_two_weights(inputs, softcap):
    query, key, value = inputs
    _, weights = scaled_dot_product_attention(
        query, key, value, softcap=softcap, return_weights=True
    )
    limit = np.exp(2 * softcap) * (1 + 1e-9)
    assert (weights.max(axis=-1) <= limit * weights.min(axis=-1)).all()


@for_all
@given(qkv(), st.floats(0.01, 4))
def test_scaling_the_query_equals_scaling_the_scores(inputs, factor):
    query, key, value = inputs
    scale = factor / np.sqrt(query.shape[-1])
    close(
        scaled_dot_product_attention(factor * query, key, value),
        scaled_dot_product_attention(query, key, value, scale=scale),
    )


@for_all
@given(masked(), st.sampled_from([np.float16, np.float32, np.float64]))
def test_the_dtype_is_kept_and_the_result_is_that_of_float64(inputs, dtype):
    query, key, value, mask = inputs
    query, key, value = (array.astype(dtype) for array in (query, key, value))
    output, weights = scaled_dot_product_attention(
        query, key, value, mask=mask, return_weights=True
    )
    assert output.dtype == weights.dtype == dtype
    exact, _ = oracle.attend_arrays(query, key, value, mask=mask)
    tolerance = {np.float16: 1e-2, np.float32: 1e-3, np.float64: 1e-9}[dtype]
    np.testing.assert_allclose(output, exact, rtol=tolerance, atol=tolerance)


@for_all
@given(
    st.integers(0, 6),
    st.integers(0, 6),
    st.integers(0, 7),
    st.integers(0, 7),
    st.integers(-4, 7),
)
def test_a_window_mask_is_its_definition(query_len, key_len, before, after, offset):
    mask = window_mask(query_len, key_len, before=before, after=after, query_offset=offset)
    assert mask.shape == (query_len, key_len)
    for i, j in np.ndindex(query_len, key_len):
        assert mask[i, j] == (i + offset - before <= j <= i + offset + after)


@for_all
@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=6), st.floats(-1e4, 1e4))
def test_softmax_of_finite_scores_is_finite_sums_to_1_and_keeps_their_order(row, shift):
    weights = softmax(np.array(row) + shift)
    assert np.isfinite(weights).all()
    close(weights.sum(), 1)
    order = np.argsort(np.array(row) + shift)
    assert (np.diff(weights[order]) >= -1e-15).all()
    close(weights, oracle.softmax([score + shift for score in row]))
