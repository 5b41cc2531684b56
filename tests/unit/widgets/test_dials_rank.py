"""The rank's dial: no query does better than the ones shown, and what is said of them holds."""

import numpy as np
import pytest

from attention_lib.widgets import rank_dial
from attention_lib.widgets.dials_rank import GAINS, TOKENS, best_queries, keys_of

DIAL = rank_dial()
COUNT = len(TOKENS)
STATES = [(head_dim, gain) for head_dim in (1, 2) for gain in GAINS]


def softmax(scores):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def matrix(head_dim, gain):
    return DIAL.frames[head_dim, gain].panels[0].matrix


def lines(head_dim, gain):
    return dict(DIAL.frames[head_dim, gain].lines)


@pytest.mark.parametrize(("head_dim", "gain"), STATES)
def test_no_query_of_that_length_gives_a_key_more(head_dim, gain):
    rng = np.random.default_rng(1)
    direction = rng.normal(size=(4000, head_dim))
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    queries = direction * gain * rng.random((4000, 1))
    best = softmax(queries @ keys_of(head_dim).T).max(axis=0)
    shown = matrix(head_dim, gain).diagonal()
    assert (best <= shown + 1e-9).all()
    assert (shown - best).max() < 0.05  # and some random query comes close


@pytest.mark.parametrize(("head_dim", "gain"), STATES)
def test_a_row_is_the_softmax_of_its_query_which_is_not_too_long(head_dim, gain):
    key = keys_of(head_dim)
    query = best_queries(key, gain)
    assert np.linalg.norm(query, axis=1).max() <= gain + 1e-9
    np.testing.assert_allclose(matrix(head_dim, gain), softmax(query @ key.T), atol=1e-12)


@pytest.mark.parametrize("gain", GAINS)
def test_with_one_number_only_the_two_ends_can_be_the_largest(gain):
    largest = matrix(1, gain).argmax(axis=1) == np.arange(COUNT)
    assert np.flatnonzero(largest).tolist() == [0, COUNT - 1]
    every = np.linspace(-gain, gain, 2001)[:, None] @ keys_of(1).T
    assert set(every[np.abs(every).max(axis=1) > 0].argmax(axis=1)) == {0, COUNT - 1}
    assert DIAL.frames[1, gain].text.startswith("With 1 number only 2 of 12 keys")
    assert lines(1, gain)["1\u00a0000 random queries pick"] == "2 of 12 keys"


@pytest.mark.parametrize("gain", GAINS)
def test_with_two_numbers_every_key_can_be_the_largest(gain):
    assert (matrix(2, gain).argmax(axis=1) == np.arange(COUNT)).all()
    assert DIAL.frames[2, gain].text.startswith("With 2 numbers each of 12 keys")
    assert lines(2, gain)["1\u00a0000 random queries pick"] == "12 of 12 keys"


@pytest.mark.parametrize(("head_dim", "gain"), STATES)
def test_the_scores_have_the_rank_that_is_said(head_dim, gain):
    key = keys_of(head_dim)
    singular = np.linalg.svd(best_queries(key, gain) @ key.T, compute_uv=False)
    assert (singular > 1e-9).sum() == head_dim
    assert lines(head_dim, gain)["rank of the 12 × 12 scores"] == f"{head_dim} = d_k"


@pytest.mark.parametrize("gain", GAINS)
def test_the_keys_stand_evenly_between_two_ends_and_the_middle_gets_least(gain):
    np.testing.assert_allclose(keys_of(1)[[0, -1], 0], [-1, 1])
    np.testing.assert_allclose(np.diff(keys_of(1)[:, 0]), 2 / (COUNT - 1))
    own = matrix(1, gain).diagonal()
    assert set(np.flatnonzero(np.isclose(own, own.min()))) == {COUNT // 2 - 1, COUNT // 2}
    assert f"in the middle gets {own[COUNT // 2]:.2f} at most" in DIAL.frames[1, gain].text
    low, high = (f"{each:.4f}" for each in (own.min(), own.max()))
    assert lines(1, gain)["weight of the wanted key"] == f"{low} to {high}"


def test_a_longer_query_sharpens_only_where_there_is_room():
    middle = [matrix(1, gain).diagonal()[1:-1].min() for gain in GAINS]
    assert max(middle) - min(middle) < 1e-6  # as the note says: it stops helping
    circle = [matrix(2, gain).diagonal().min() for gain in GAINS]
    assert circle == sorted(circle)
    assert lines(2, 60)["weight of the wanted key"] == "0.9994"
    assert DIAL.frames[2, 60].text.endswith("gives it 0.9994.")


def test_on_the_circle_the_score_is_the_gain_times_the_cosine():
    angle = 2 * np.pi * np.arange(COUNT) / COUNT
    scores = 60 * np.cos(angle[:, None] - angle)
    np.testing.assert_allclose(matrix(2, 60), softmax(scores), atol=1e-12)
