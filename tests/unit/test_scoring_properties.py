"""What holds of scores, local attention and positions for every input hypothesis can think of."""

from functools import partial

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from test_properties import close, for_all, masked, qkv, size, tensors
from test_soft_and_hard import SCORE_NAMES, make_score

import attention_lib as al

by_content = st.sampled_from([name for name in SCORE_NAMES if name != "location"])
any_name = st.sampled_from(SCORE_NAMES)


def score_for(name, query, key):
    return make_score(name, query.shape[-1], key.shape[-1], key.shape[-2])


@for_all
@given(masked(), any_name)
def test_whatever_the_score_weights_are_shares_of_what_is_visible(inputs, name):
    query, key, value, mask = inputs
    output, weights = al.attend(
        query, key, value, score=score_for(name, query, key), mask=mask, return_weights=True
    )
    assert (weights >= 0).all()
    assert not weights[..., ~mask].any()
    close(weights.sum(axis=-1), np.broadcast_to(mask.any(axis=-1), weights.shape[:-1]))
    close(output, weights @ value)


@for_all
@given(masked(), by_content, st.randoms(use_true_random=False))
def test_by_content_keys_and_values_permuted_together_change_nothing(inputs, name, rng):
    query, key, value, mask = inputs
    order = rng.sample(range(key.shape[-2]), key.shape[-2])
    attend = partial(al.attend, score=score_for(name, query, key))
    shuffled = attend(query, key[..., order, :], value[..., order, :], mask=mask[..., order])
    close(shuffled, attend(query, key, value, mask=mask))


@for_all
@given(qkv(), any_name)
def test_each_batch_item_and_head_is_scored_by_itself(inputs, name):
    query, key, _ = inputs
    score = score_for(name, query, key)
    result = score(query, key)
    for index in np.ndindex(*query.shape[:2]):
        close(result[index], score(query[index], key[index]))


@for_all
@given(masked(), any_name, st.integers(0, 2**32))
def test_hard_attention_draws_one_visible_key_for_every_query_that_sees_any(inputs, name, seed):
    query, key, value, mask = inputs
    output, drawn = al.hard_attention(
        query,
        key,
        value,
        score=score_for(name, query, key),
        mask=mask,
        rng=np.random.default_rng(seed),
        return_weights=True,
    )
    assert ((drawn == 0) | (drawn == 1)).all()
    assert not drawn[..., ~mask].any()
    np.testing.assert_array_equal(
        drawn.sum(axis=-1), np.broadcast_to(mask.any(axis=-1), drawn.shape[:-1])
    )
    close(output, drawn @ value)


@for_all
@given(masked(), st.floats(0.1, 6), st.integers(0, 2**32))
def test_local_weights_are_global_ones_renormalised_in_the_window_times_the_gaussian(
    inputs, half_width, seed
):
    query, key, value, mask = inputs
    centres = np.random.default_rng(seed).uniform(-1, key.shape[-2], query.shape[:-1])
    _, weights = al.local_attention(
        query,
        key,
        value,
        half_width=half_width,
        centres=centres,
        mask=mask,
        return_weights=True,
    )
    offset = np.arange(key.shape[-2]) - centres[..., None]
    parts = np.where(mask & (np.abs(offset) <= half_width), np.exp(al.scores(query, key)), 0)
    total = parts.sum(axis=-1, keepdims=True)
    align = parts / np.where(total == 0, 1, total)
    close(weights, align * np.exp(-2 * (offset / half_width) ** 2))
    assert (weights.sum(axis=-1) <= 1 + 1e-9).all()


@for_all
@given(masked())
def test_a_wide_enough_window_is_global_attention(inputs):
    query, key, value, mask = inputs
    everywhere = al.scaled_dot_product_attention(query, key, value, mask=mask)
    close(al.local_attention(query, key, value, half_width=10, mask=mask), everywhere)
    blurred = al.local_attention(query, key, value, half_width=1e9, centres=2.3, mask=mask)
    close(blurred, everywhere)


@for_all
@given(st.data(), size, size, st.floats(-50, 50), st.sampled_from([3.0, 1e4]))
def test_rotary_is_a_rotation_and_a_common_shift_changes_no_score(data, length, half, shift, base):
    shape = (2, length, 2 * half)
    query, key = data.draw(tensors(shape, shape))
    places = data.draw(tensors((length,), (length,)))
    turned = [
        al.rotary(x, positions=p, base=base) for x, p in zip((query, key), places, strict=True)
    ]
    moved = [
        al.rotary(x, positions=p + shift, base=base)
        for x, p in zip((query, key), places, strict=True)
    ]
    close(np.linalg.norm(turned[0], axis=-1), np.linalg.norm(query, axis=-1))
    close(al.dot_score(*moved), al.dot_score(*turned))
    close(al.rotary(turned[0], positions=-places[0], base=base), query)


@for_all
@given(arrays(bool, (5, 5)), st.integers(0, 3), st.integers(0, 3))
def test_the_reach_of_two_stacks_is_the_reach_of_both_on_top_of_each_other(mask, lower, upper):
    low, high = al.receptive_field(mask, lower), al.receptive_field(mask, upper)
    both = al.receptive_field(mask, lower + upper)
    for i, j in np.ndindex(5, 5):
        assert both[i, j] == any(high[i, k] and low[k, j] for k in range(5))


@for_all
@given(st.integers(0, 9), st.integers(0, 4), st.integers(0, 4), st.sets(st.integers(0, 8)))
def test_a_window_with_global_positions_is_its_definition(length, before, after, everywhere):
    everywhere = sorted(place for place in everywhere if place < length)
    mask = al.window_and_global_mask(
        length, before=before, after=after, global_positions=everywhere
    )
    assert mask.shape == (length, length)
    for i, j in np.ndindex(length, length):
        near = i - before <= j <= i + after
        assert mask[i, j] == (near or i in everywhere or j in everywhere)
