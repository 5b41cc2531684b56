"""The band is the window mask, computed without the scores that the mask would hide."""

import tracemalloc
import warnings

import numpy as np
import pytest

from attention_lib import scaled_dot_product_attention, window_attention, window_mask


def qkv(*leading, length=7, head_dim=3, value_dim=5, dtype=float):
    rng = np.random.default_rng(4)
    shapes = ((*leading, length, width) for width in (head_dim, head_dim, value_dim))
    return [rng.standard_normal(shape).astype(dtype) for shape in shapes]


@pytest.mark.parametrize(
    ("before", "after"), [(0, 0), (1, 3), (3, 1), (2, 0), (0, 2), (9, 1), (1, 12)]
)
@pytest.mark.parametrize("leading", [(), (2,), (2, 3)])
def test_the_band_equals_the_masked_attention(leading, before, after):
    arrays = qkv(*leading)
    mask = window_mask(7, before=before, after=after)
    expected, full = scaled_dot_product_attention(*arrays, mask=mask, return_weights=True)
    output, weights = window_attention(*arrays, before=before, after=after, return_weights=True)
    np.testing.assert_allclose(output, expected, atol=1e-12)
    for query in range(7):
        for column in range(before + 1 + after):
            key = query - before + column
            weight = full[..., query, key] if 0 <= key < 7 else 0.0
            np.testing.assert_allclose(weights[..., query, column], weight, atol=1e-12)


def test_after_is_before_when_omitted():
    arrays = qkv()
    np.testing.assert_array_equal(
        window_attention(*arrays, before=2), window_attention(*arrays, before=2, after=2)
    )


def test_query_heads_share_key_and_value_heads():
    query, key, value = qkv(2, 4)
    shared = key[:, :2], value[:, :2]
    expected = scaled_dot_product_attention(query, *shared, mask=window_mask(7, before=1))
    np.testing.assert_allclose(window_attention(query, *shared, before=1), expected, atol=1e-12)


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float16, 2e-3), (np.float32, 1e-6)])
def test_the_dtype_is_kept(dtype, tolerance):
    arrays = qkv(dtype=dtype)
    output, weights = window_attention(*arrays, before=2, return_weights=True)
    assert output.dtype == weights.dtype == dtype
    expected = window_attention(*(array.astype(float) for array in arrays), before=2)
    np.testing.assert_allclose(output.astype(float), expected, atol=tolerance)


def test_editing_a_key_outside_the_window_changes_nothing():
    query, key, value = qkv()
    edited_key, edited_value = key.copy(), value.copy()
    edited_key[6] += 5
    edited_value[6] -= 5
    before, after = (
        window_attention(query, k, v, before=2, after=1)
        for k, v in ((key, value), (edited_key, edited_value))
    )
    np.testing.assert_array_equal(before[:5], after[:5])
    assert not np.allclose(before[5:], after[5:])


def test_memory_grows_with_the_window_and_not_with_the_square_of_the_length():
    arrays = qkv(length=2000)
    tracemalloc.start()
    window_attention(*arrays, before=4)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2000 * 2000  # an eighth of one matrix of scores


def test_lengths_that_differ_are_refused_by_name():
    query, key, value = qkv()
    with pytest.raises(ValueError, match=r"same length; got query \(5, 3\) \(length 5\)"):
        window_attention(query[:5], key, value, before=1)


@pytest.mark.parametrize("wrong", [-1, 1.5])
def test_a_window_counts_whole_positions(wrong):
    with pytest.raises((TypeError, ValueError), match="before must be"):
        window_attention(*qkv(), before=wrong)


def test_widths_that_differ_are_refused_by_name():
    query, key, value = qkv()
    with pytest.raises(ValueError, match="same head_dim"):
        window_attention(query[:, :2], key, value, before=1)


@pytest.mark.parametrize(("before", "after"), [(0, 0), (3, 1), (0, 2)])
def test_a_sequence_of_no_tokens_gives_no_outputs(before, after):
    query, key, value = qkv(2, 3, length=0)
    output, weights = window_attention(
        query, key, value, before=before, after=after, return_weights=True
    )
    assert output.shape == (2, 3, 0, 5)
    assert weights.shape == (2, 3, 0, before + 1 + after)


def test_an_infinite_key_warns_nowhere_and_reaches_only_those_who_see_it():
    query, key, value = qkv()
    key[6] = [np.inf, -np.inf, 0]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        output = window_attention(query, key, value, before=2, after=1)
    expected = scaled_dot_product_attention(
        query, key, value, mask=window_mask(7, before=2, after=1)
    )
    np.testing.assert_allclose(output, expected)
    assert np.isfinite(output[:5]).all()
