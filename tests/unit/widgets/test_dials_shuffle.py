"""Shuffled words: what is shown to move, moves; what is said to stay, stays."""

import numpy as np
import pytest

from attention_lib.widgets import shuffled_words
from attention_lib.widgets.dials_shuffle import (
    NAMES,
    ORDERS,
    POSITIONS,
    WORDS,
    self_attention,
)

DIAL = shuffled_words()
SHUFFLES = range(1, len(ORDERS))
BACKWARDS = ORDERS.index((4, 3, 2, 1, 0))


def changes(positions, order):
    """Return the largest change of each word's output, the words found by their names."""
    places = list(ORDERS[order])
    before, _ = self_attention(WORDS, positions)
    after, _ = self_attention([WORDS[place] for place in places], positions)
    return {NAMES[p]: np.abs(after[i] - before[p]).max() for i, p in enumerate(places)}


def test_every_order_is_a_permutation_and_no_two_read_alike():
    assert all(sorted(order) == list(range(len(WORDS))) for order in ORDERS)
    read = {" ".join(WORDS[place] for place in order) for order in ORDERS}
    assert len(read) == len(ORDERS)
    assert "the man bites the dog" in read
    assert len(WORDS) > len(set(WORDS))


@pytest.mark.parametrize("order", SHUFFLES)
def test_without_positions_outputs_and_weights_move_with_their_words(order):
    assert max(changes("off", order).values()) < 1e-12
    original, now = DIAL.frames["off", order].panels
    places = list(ORDERS[order])
    np.testing.assert_allclose(now.matrix, original.matrix[np.ix_(places, places)], atol=1e-12)
    assert now.columns == now.rows == tuple(NAMES[place] for place in places)
    assert set(now.ends) == {"0.00"}


def test_without_positions_two_equal_words_have_equal_rows_and_outputs():
    one, two = NAMES.index("the₁"), NAMES.index("the₂")
    output, weights = self_attention(WORDS, "off")
    np.testing.assert_allclose(output[one], output[two], atol=1e-12)
    np.testing.assert_allclose(weights[one], weights[two], atol=1e-12)
    for positions in ("sinusoidal", "rotary", "causal"):
        output, _ = self_attention(WORDS, positions)
        assert np.abs(output[one] - output[two]).max() > 0.01, positions


@pytest.mark.parametrize("positions", [each for each in POSITIONS if each != "off"])
@pytest.mark.parametrize("order", SHUFFLES)
def test_with_positions_or_a_causal_mask_the_order_counts(positions, order):
    largest = max(changes(positions, order).values())
    if (positions, order) == ("alibi", BACKWARDS):
        assert largest < 1e-12
    else:
        assert largest > 0.05


def test_reversal_tells_distance_from_direction():
    said = {p: DIAL.frames[p, BACKWARDS].text for p in POSITIONS}
    assert "nothing changed" in said["alibi"]
    assert "the order counts" in said["rotary"]
    assert "the order counts" in said["sinusoidal"]


def test_the_printed_changes_are_the_computed_ones():
    for (positions, order), frame in DIAL.frames.items():
        _, now = frame.panels
        computed = changes(positions, order)
        assert list(now.ends) == [f"{computed[name]:.2f}" for name in now.rows]
        lines = dict(frame.lines)
        assert lines["largest change of an output"] == f"{max(computed.values()):.2f}"
        if order and max(computed.values()) > 1e-9:
            assert f"by up to {max(computed.values()):.2f};" in frame.text


def test_the_printed_change_of_weights_is_the_one_between_the_maps():
    for frame in DIAL.frames.values():
        original, now = frame.panels
        places = [original.rows.index(name) for name in now.rows]
        moved = np.abs(now.matrix - original.matrix[np.ix_(places, places)]).max()
        assert dict(frame.lines)["largest change of a weight"] == f"{moved:.2f}"


def test_rows_sum_to_1_and_only_the_causal_map_is_masked():
    for (positions, _), frame in DIAL.frames.items():
        for panel in frame.panels:
            np.testing.assert_allclose(panel.matrix.sum(axis=1), 1)
            assert panel.seen.all() == (positions != "causal")


def test_the_titles_are_the_sentences_that_the_columns_spell():
    for frame in DIAL.frames.values():
        for panel in frame.panels:
            spelled = " ".join(name.rstrip("₁₂") for name in panel.columns)
            assert panel.title.split(": ")[1] == spelled


def test_the_weights_are_those_of_the_order_that_is_shown():
    dial = shuffled_words(positions="rotary", order=3)
    _, weights = self_attention([WORDS[place] for place in ORDERS[3]], "rotary")
    np.testing.assert_array_equal(dial.weights, weights)
