"""Sinusoidal positions: sines and cosines of Vaswani et al., section 3.5."""

import math

import numpy as np
import pytest

from attention_lib.positions import sinusoidal_positions


@pytest.mark.parametrize("model_dim", [2, 6, 7])
def test_components_are_the_sine_and_cosine_of_the_papers_angle(model_dim):
    positions = sinusoidal_positions(9, model_dim)
    assert positions.shape == (9, model_dim)
    for position in range(9):
        for component in range(model_dim):
            pair = component - component % 2
            angle = position / 10000 ** (pair / model_dim)
            wave = math.cos(angle) if component % 2 else math.sin(angle)
            assert positions[position, component] == pytest.approx(wave, abs=1e-12)


def test_every_position_differs_from_every_other():
    positions = sinusoidal_positions(300, 16)
    distance = np.linalg.norm(positions[:, None] - positions, axis=-1)
    assert distance[~np.eye(300, dtype=bool)].min() > 0.1


def test_the_dot_product_of_two_positions_depends_only_on_their_distance():
    positions = sinusoidal_positions(40, 12)
    products = positions @ positions.T
    for step in (1, 5, 20):
        np.testing.assert_allclose(np.diagonal(products, step), products[0, step])


def test_a_shorter_table_is_the_beginning_of_a_longer_one():
    np.testing.assert_array_equal(sinusoidal_positions(4, 6), sinusoidal_positions(11, 6)[:4])


@pytest.mark.parametrize(("length", "model_dim"), [(0, 6), (5, 0)])
def test_nothing_to_number_is_an_empty_table(length, model_dim):
    assert sinusoidal_positions(length, model_dim).shape == (length, model_dim)


def test_a_refused_argument_is_named_with_what_was_given():
    with pytest.raises(TypeError, match=r"^length must be an integer; got 2\.5$"):
        sinusoidal_positions(2.5, 4)
    with pytest.raises(ValueError, match=r"^model_dim must be 0 or more; got -4$"):
        sinusoidal_positions(3, -4)
