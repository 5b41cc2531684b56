"""Masks: who may see whom. True = may attend."""

import re

import numpy as np
import pytest

from attention_lib import (
    apply_mask,
    causal_mask,
    combine_masks,
    padding_mask,
    scaled_dot_product_attention,
    window_mask,
)


def test_a_causal_query_sees_the_past_and_itself():
    expected = [[1, 0, 0, 0], [1, 1, 0, 0], [1, 1, 1, 0]]
    np.testing.assert_array_equal(causal_mask(3, 4), np.array(expected, dtype=bool))
    np.testing.assert_array_equal(causal_mask(4, 3)[3], [True, True, True])
    assert causal_mask(3).shape == (3, 3)


@pytest.mark.parametrize(
    ("query_offset", "expected"),
    [
        (2, [[1, 1, 1, 0], [1, 1, 1, 1]]),
        (-1, [[0, 0, 0, 0], [1, 0, 0, 0]]),
        (9, [[1, 1, 1, 1], [1, 1, 1, 1]]),
    ],
)
def test_query_offset_is_the_position_of_the_first_query(query_offset, expected):
    mask = causal_mask(2, 4, query_offset=query_offset)
    np.testing.assert_array_equal(mask, np.array(expected, dtype=bool))


def test_the_rows_of_a_longer_causal_mask_are_reached_by_offset():
    np.testing.assert_array_equal(causal_mask(3, 7, query_offset=2), causal_mask(5, 7)[2:])


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"before": 1}, [[1, 1, 0, 0, 0], [1, 1, 1, 0, 0], [0, 1, 1, 1, 0]]),
        ({"before": 1, "after": 0}, [[1, 0, 0, 0, 0], [1, 1, 0, 0, 0], [0, 1, 1, 0, 0]]),
        ({"before": 0, "after": 2}, [[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1]]),
        (
            {"before": 1, "after": 0, "query_offset": 2},
            [[0, 1, 1, 0, 0], [0, 0, 1, 1, 0], [0, 0, 0, 1, 1]],
        ),
    ],
)
def test_a_window_sees_so_many_before_and_after(options, expected):
    np.testing.assert_array_equal(window_mask(3, 5, **options), np.array(expected, dtype=bool))


def test_a_window_that_looks_back_without_end_is_causal():
    np.testing.assert_array_equal(window_mask(4, 6, before=4, after=0), causal_mask(4, 6))
    assert window_mask(4, before=2).shape == (4, 4)


def test_padding_hides_the_keys_past_each_length_from_every_query():
    mask = padding_mask([3, 0, 4], 4)
    assert mask.shape == (3, 1, 4)
    np.testing.assert_array_equal(mask.sum(axis=-1)[:, 0], [3, 0, 4])
    np.testing.assert_array_equal(mask[0, 0], [True, True, True, False])
    assert padding_mask(2, 5).shape == (1, 5)


def test_a_padding_mask_with_a_heads_axis_fits_batched_heads():
    rng = np.random.default_rng(0)
    query, key, value = (rng.standard_normal((2, 3, n, 4)) for n in (5, 6, 6))
    mask = padding_mask(np.array([2, 5])[:, None], 6)
    assert mask.shape == (2, 1, 1, 6)
    output = scaled_dot_product_attention(query, key, value, mask=mask)
    shorter = scaled_dot_product_attention(query[:1], key[:1, :, :2], value[:1, :, :2])
    np.testing.assert_allclose(output[:1], shorter)


def test_combined_masks_show_what_each_of_them_shows():
    combined = combine_masks(causal_mask(3, 4), None, padding_mask([2, 4], 4))
    expected = [[[1, 0, 0, 0], [1, 1, 0, 0], [1, 1, 0, 0]]]
    expected += [[[1, 0, 0, 0], [1, 1, 0, 0], [1, 1, 1, 0]]]
    np.testing.assert_array_equal(combined, np.array(expected, dtype=bool))


def test_combining_nothing_gives_no_mask():
    assert combine_masks() is None
    assert combine_masks(None, None) is None


def test_combining_leaves_the_masks_alone():
    first, second = causal_mask(2, 3), window_mask(2, 3, before=0)
    combine_masks(first, second)
    np.testing.assert_array_equal(first, causal_mask(2, 3))


def test_a_boolean_mask_hides_scores_and_a_float_mask_is_added():
    scores = np.array([[1.0, 2, 3], [4, 5, 6]])
    hidden = apply_mask(scores, [True, False, True])
    np.testing.assert_array_equal(hidden, [[1, -np.inf, 3], [4, -np.inf, 6]])
    added = apply_mask(scores, np.array([[0.5], [-np.inf]]))
    np.testing.assert_array_equal(added, [[1.5, 2.5, 3.5], [-np.inf] * 3])


def test_minus_infinity_in_a_float_mask_hides_even_nan():
    masked = apply_mask(np.array([[np.nan, 1.0]]), np.array([-np.inf, 0]))
    np.testing.assert_array_equal(masked, [[-np.inf, 1]])


@pytest.mark.parametrize("dtype", [np.float16, np.float32])
def test_a_mask_does_not_change_the_dtype_of_the_scores(dtype):
    scores = np.ones((2, 3), dtype=dtype)
    assert apply_mask(scores, np.zeros(3)).dtype == dtype
    assert apply_mask(scores, np.ones(3, dtype=bool)).dtype == dtype


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: causal_mask(2.5),
            TypeError,
            "query_len must be an integer; got 2.5",
        ),
        (lambda: causal_mask(-1, 3), ValueError, "query_len must be 0 or more; got -1"),
        (lambda: causal_mask(2, -3), ValueError, "key_len must be 0 or more; got -3"),
        (
            lambda: causal_mask(2, 3, query_offset="1"),
            TypeError,
            "query_offset must be an integer; got '1'",
        ),
        (lambda: window_mask(3, before=-2), ValueError, "before must be 0 or more; got -2"),
        (
            lambda: window_mask(3, before=1, after=1.0),
            TypeError,
            "after must be an integer; got 1.0",
        ),
        (
            lambda: padding_mask([2, 7], 4),
            ValueError,
            "lengths must lie in 0 … key_len = 4; got 2 … 7",
        ),
        (
            lambda: padding_mask([-1, 3], 4),
            ValueError,
            "lengths must lie in 0 … key_len = 4; got -1 … 3",
        ),
        (
            lambda: padding_mask([1.0, 2.0], 4),
            TypeError,
            "lengths must be integers; got dtype float64",
        ),
        (
            lambda: combine_masks(causal_mask(2), np.zeros((2, 2))),
            TypeError,
            "combine_masks takes boolean masks (True = may attend); got dtype float64",
        ),
        (
            lambda: combine_masks(causal_mask(2, 3), causal_mask(4, 5)),
            ValueError,
            "masks must broadcast with each other; got shapes (2, 3), (4, 5)",
        ),
    ],
)
def test_a_refused_argument_is_named_with_what_was_given(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        call()


def test_empty_lengths_make_empty_masks():
    assert causal_mask(0, 3).shape == (0, 3)
    assert window_mask(2, 0, before=1).shape == (2, 0)
    assert padding_mask(np.zeros(0, int), 3).shape == (0, 1, 3)


def test_the_lowest_float64_hides_float32_scores_without_a_warning():
    rng = np.random.default_rng(5)
    query, key, value = (
        rng.standard_normal(shape).astype(np.float32) for shape in ((3, 4), (5, 4), (5, 2))
    )
    visible = rng.random((3, 5)) < 0.7
    lowest = np.where(visible, 0.0, np.finfo(np.float64).min)
    np.testing.assert_array_equal(
        scaled_dot_product_attention(query, key, value, mask=lowest),
        scaled_dot_product_attention(query, key, value, mask=visible),
    )


def test_an_infinite_key_changes_nothing_where_it_is_masked():
    query, key, value = np.array([[0.0, 1.0]]), np.ones((3, 2)), np.arange(6.0).reshape(3, 2)
    key[1] = np.inf
    visible = np.array([True, False, True])
    kept = scaled_dot_product_attention(query, key[visible], value[visible])
    np.testing.assert_array_equal(
        scaled_dot_product_attention(query, key, value, mask=visible), kept
    )


def test_no_sequences_need_no_padding():
    assert padding_mask([], 4).shape == (0, 1, 4)
