"""Softmax: positive, sums to 1, finite for any finite score."""

import math

import numpy as np
import pytest

from attention_lib import softmax


def test_weights_are_the_shares_of_e_to_the_score():
    weights = softmax(np.log([[1, 2, 5], [9, 3, 4]]))
    np.testing.assert_allclose(weights, [[1 / 8, 2 / 8, 5 / 8], [9 / 16, 3 / 16, 4 / 16]])


def test_a_score_larger_by_1_weighs_e_times_as_much():
    small, large = softmax([2.0, 3.0])
    assert large / small == pytest.approx(math.e)


@pytest.mark.parametrize("axis", [0, 1, 2, -1, -2])
def test_weights_sum_to_1_along_the_axis_that_was_asked_for(axis):
    x = np.random.default_rng(0).standard_normal((2, 3, 4))
    weights = softmax(x, axis=axis)
    assert weights.shape == x.shape
    np.testing.assert_allclose(weights.sum(axis=axis), 1)
    moved = softmax(np.moveaxis(x, axis, -1))
    np.testing.assert_allclose(np.moveaxis(weights, axis, -1), moved)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shift", [1000, -1000, 1e4, -1e4])
def test_large_scores_overflow_nowhere(dtype, shift):
    weights = softmax(np.array([[2, 0, 1], [1, 2, 4]], dtype=dtype) + dtype(shift))
    np.testing.assert_allclose(weights, softmax([[2, 0, 1], [1, 2, 4]]), rtol=1e-5)


def test_scores_far_apart_give_0_and_1_not_nan():
    np.testing.assert_array_equal(softmax([1000, 3]), [1, 0])
    np.testing.assert_array_equal(softmax([-1e4, 1e4, -1e300]), [0, 1, 0])


@pytest.mark.parametrize(("terms", "axis"), [(4096, 0), (70_000, 0), (70_000, 1)])
def test_float16_sums_more_terms_than_it_can_count(terms, axis):
    """A running float16 sum of ones stops at 2 048 and overflows at 65 520."""
    shape = (terms, 2) if axis == 0 else (2, terms)
    weights = softmax(np.zeros(shape, np.float16), axis=axis)
    assert weights.dtype == np.float16
    np.testing.assert_array_equal(weights, np.float16(1 / terms))


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_the_dtype_is_kept(dtype):
    assert softmax(np.array([[1, 2, 3]], dtype=dtype)).dtype == dtype


def test_integers_and_booleans_become_float64():
    for x in ([[3, 1, 2]], [[True, False, False]], np.array([[5, 6]], np.int8)):
        weights = softmax(x)
        assert weights.dtype == np.float64
        np.testing.assert_allclose(weights.sum(), 1)


def test_minus_infinity_gets_weight_0_and_leaves_the_others_as_if_alone():
    weights = softmax([1.0, -np.inf, 2, -np.inf, 0])
    np.testing.assert_array_equal(weights[[1, 3]], 0)
    np.testing.assert_allclose(weights[[0, 2, 4]], softmax([1.0, 2, 0]))


def test_a_row_of_minus_infinity_gets_0_and_its_neighbours_their_weights():
    weights = softmax([[-np.inf, -np.inf, -np.inf], [0, np.log(3), -np.inf]])
    np.testing.assert_allclose(weights, [[0, 0, 0], [0.25, 0.75, 0]])


def test_nan_and_infinity_spoil_their_own_row_only():
    weights = softmax([[1.0, np.nan, 2], [np.inf, 0, 1], [0, 0, np.log(2)]])
    assert np.isnan(weights[0]).all()
    assert np.isnan(weights[1, 0])
    np.testing.assert_allclose(weights[2], [0.25, 0.25, 0.5])


@pytest.mark.parametrize("shape", [(0,), (3, 0), (0, 3), (2, 0, 4)])
def test_an_empty_array_stays_empty(shape):
    assert softmax(np.zeros(shape)).shape == shape


def test_the_input_is_left_alone():
    x = np.array([[3.0, 1, 2]])
    softmax(x)
    np.testing.assert_array_equal(x, [[3, 1, 2]])


@pytest.mark.parametrize(
    ("x", "dtype"), [(["a", "b"], "<U1"), ([1j, 2], "complex128"), ([None, 1], "object")]
)
def test_what_is_not_a_real_number_is_refused(x, dtype):
    message = f"^x must hold real numbers up to float64; got dtype {dtype}$"
    with pytest.raises(TypeError, match=message):
        softmax(x)
