"""Few-dimensional queries and keys in place of a head's: how close, how narrow, how large."""

import numpy as np
import pytest

from attention_lib import scaled_dot_product_attention, softmax
from attention_lib.models.factorise import factorise, narrowest, refined


def products(factors):
    """Return the scaled dot products."""
    return factors.query @ factors.key.T / np.sqrt(factors.query.shape[1])


def centred(scores):
    return scores - scores.mean(axis=1, keepdims=True)


def previous_word(length, noise=1.0):
    """Return the scores of a head that looks one place back: no matrix of low rank."""
    rng = np.random.default_rng(length)
    scores = np.full((length, length), -10.0)
    scores[np.arange(1, length), np.arange(length - 1)] = scores[0, 0] = 0
    return scores + noise * rng.normal(size=scores.shape)


@pytest.fixture
def scores():
    return 3 * np.random.default_rng(0).normal(size=(5, 7))


def test_scores_of_few_dimensions_come_back_but_for_a_shift_of_each_row():
    rng = np.random.default_rng(1)
    scores = rng.normal(size=(5, 2)) @ rng.normal(size=(2, 7)) + rng.normal(size=(5, 1))
    factors = factorise(scores, 2)
    np.testing.assert_allclose(centred(products(factors)), centred(scores), atol=1e-12)
    assert factors.error < 1e-12


def test_no_other_factors_of_that_width_come_closer_to_the_scores(scores):
    far = np.square(centred(scores) - products(factorise(scores, 3))).sum()
    singular = np.linalg.svd(centred(scores), compute_uv=False)
    assert far == pytest.approx(np.square(singular[3:]).sum())
    rng = np.random.default_rng(2)
    for _ in range(20):  # nor any near by
        factors = factorise(scores, 3)
        near = factors._replace(query=factors.query + 0.1 * rng.normal(size=(5, 3)))
        assert np.square(centred(scores) - products(near)).sum() > far


def test_a_constant_added_to_a_row_changes_nothing(scores):
    shifted = factorise(scores + np.array([[0], [100], [-7], [1e3], [3]]), 3)
    np.testing.assert_allclose(shifted.query, factorise(scores, 3).query, atol=1e-9)
    np.testing.assert_allclose(shifted.key, factorise(scores, 3).key, atol=1e-9)


def test_the_signs_that_an_svd_chooses_do_not_matter(scores, monkeypatch):
    before, svd = factorise(scores, 4), np.linalg.svd

    def turned(*given, **options):
        left, singular, right = svd(*given, **options)
        signs = np.array([-1, 1, -1, -1, 1])
        return left * signs, singular, right * signs[:, None]

    monkeypatch.setattr(np.linalg, "svd", turned)
    np.testing.assert_array_equal(factorise(scores, 4).query, before.query)
    np.testing.assert_array_equal(factorise(scores, 4).key, before.key)


def test_query_and_key_are_equally_large(scores):
    factors = factorise(scores, 3)
    np.testing.assert_allclose(abs(factors.query).max(axis=0), abs(factors.key).max(axis=0))


def test_a_matrix_with_fewer_rows_than_dimensions_is_filled_up_with_zeros():
    factors = factorise([[3.0, 1, 2], [0, 5, 5]], 4)
    assert (factors.query.shape, factors.key.shape) == ((2, 4), (3, 4))
    assert not factors.query[:, 2:].any() and not factors.key[:, 2:].any()
    assert factors.error < 1e-12


@pytest.mark.parametrize("head_dim", [1, 3, 6])
def test_the_error_is_the_largest_difference_of_two_weights(scores, head_dim):
    for factors in (factorise(scores, head_dim), refined(scores, factorise(scores, head_dim))):
        query, key, error = factors
        _, weights = scaled_dot_product_attention(query, key, key, return_weights=True)
        assert abs(weights - softmax(scores)).max() == pytest.approx(error, abs=1e-12)


def test_the_closest_scores_are_not_the_closest_weights():
    scores = previous_word(11)
    closest = factorise(scores, 4)
    better = refined(scores, closest)
    assert closest.error > 0.3 and better.error < 0.02
    far = np.square(centred(scores) - centred(products(better))).sum()
    assert far > np.square(centred(scores) - products(closest)).sum()


def test_refining_never_makes_it_worse_and_leaves_what_it_was_given_alone(scores):
    for head_dim in (1, 2, 4):
        begin = factorise(scores, head_dim)
        kept = begin.query.copy(), begin.key.copy()
        assert refined(scores, begin, steps=40).error <= begin.error
        np.testing.assert_array_equal(begin.query, kept[0])
        np.testing.assert_array_equal(begin.key, kept[1])


def test_more_steps_never_make_it_worse(scores):
    errors = [refined(scores, factorise(scores, 2), steps=steps).error for steps in range(60)]
    assert (np.diff(errors) <= 0).all() and errors[-1] < errors[0] / 2


def test_no_number_goes_beyond_the_largest_allowed():
    scores = previous_word(9, noise=0.1)
    assert abs(refined(scores, factorise(scores, 2)).query).max() > 3
    tight = refined(scores, factorise(scores, 2), largest=3)
    assert abs(tight.query).max() <= 3 and abs(tight.key).max() <= 3


def test_the_narrowest_is_close_enough_and_one_dimension_less_is_not():
    scores = previous_word(11)
    found = narrowest(scores)
    width = found.query.shape[1]
    assert found.error <= 0.004 and 1 < width < 8
    assert narrowest(scores, most=width - 1).error > 0.004


def test_one_dimension_is_enough_for_scores_of_rank_one():
    scores = np.outer([1.0, -2, 0.5, 3], [0.3, 1, -1, 0.7, 2])
    scores += np.array([[5], [6], [-7], [8]])
    found = narrowest(scores)
    assert found.query.shape == (4, 1) and found.error <= 0.004


def test_where_the_widest_is_not_close_enough_the_error_says_so():
    scores = 4 * np.random.default_rng(3).normal(size=(16, 16))
    found = narrowest(scores, most=2)
    assert found.query.shape == (16, 2) and found.error > 0.05


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: factorise([1.0, 2], 1), r"\(query_len, key_len\); got \(2,\)"),
        (lambda: factorise(np.zeros((0, 3)), 1), r"got \(0, 3\)"),
        (lambda: factorise([[1, -np.inf]], 1), "scores must be finite; got -inf"),
        (lambda: factorise([[1.0, 2]], 0), "head_dim must be at least 1; got 0"),
        (lambda: narrowest([[1.0, 2]], most=0), "most must be at least 1; got 0"),
    ],
)
def test_what_cannot_be_factorised_is_refused_in_words(call, message):
    with pytest.raises(ValueError, match=message):
        call()
