"""Positions: sinusoidal, rotary and ALiBi, each with the law it was made for."""

import math
import re
import warnings

import numpy as np
import pytest

from attention_lib import (
    alibi_bias,
    alibi_slopes,
    causal_mask,
    rotary,
    scaled_dot_product_attention,
    scores,
    sinusoidal_positions,
)

TOLERANCE = {np.float16: 4e-3, np.float32: 3e-7, np.float64: 1e-14}


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


@pytest.mark.parametrize("shift", [1, 3, 17])
def test_a_shift_turns_every_sinusoid_by_the_same_rotation_wherever_it_starts(shift):
    """The reason given in section 3.5: PE(p + k) is a linear function of PE(p), for all p."""
    positions = sinusoidal_positions(60, 8)
    rotation = np.linalg.lstsq(positions[:20], positions[shift : 20 + shift])[0]  # from the first
    moved = positions[:-shift] @ rotation
    np.testing.assert_allclose(moved, positions[shift:], atol=1e-6)  # holds for all the others
    expected = np.zeros((8, 8))
    for pair in range(4):
        angle = shift / 10000 ** (2 * pair / 8)
        block = [[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]]
        expected[2 * pair : 2 * pair + 2, 2 * pair : 2 * pair + 2] = block
    np.testing.assert_allclose(positions[:-shift] @ expected, positions[shift:], atol=1e-12)
    np.testing.assert_allclose(expected @ expected.T, np.eye(8), atol=1e-15)


def test_a_shorter_table_is_the_beginning_of_a_longer_one():
    np.testing.assert_array_equal(sinusoidal_positions(4, 6), sinusoidal_positions(11, 6)[:4])


@pytest.mark.parametrize(("length", "model_dim"), [(0, 6), (5, 0)])
def test_nothing_to_number_is_an_empty_table(length, model_dim):
    assert sinusoidal_positions(length, model_dim).shape == (length, model_dim)


# --- rotary ---


@pytest.fixture
def x():
    return np.random.default_rng(0).standard_normal((2, 3, 7, 6))


@pytest.mark.parametrize("dtype", TOLERANCE)
@pytest.mark.parametrize("base", [10000.0, 100, 1.0])
def test_rotary_multiplies_every_pair_as_a_complex_number_by_a_unit_one(x, base, dtype):
    x = x.astype(dtype)
    turned = rotary(x, base=base)
    assert turned.shape == x.shape
    assert turned.dtype == dtype
    for *index, position, pair in np.ndindex(2, 3, 7, 3):
        even, odd = x[(*index, position, slice(2 * pair, 2 * pair + 2))].astype(float)
        angle = position / base ** (2 * pair / 6)
        expected = complex(even, odd) * complex(math.cos(angle), math.sin(angle))
        got = turned[(*index, position, slice(2 * pair, 2 * pair + 2))]
        np.testing.assert_allclose(
            got, [expected.real, expected.imag], rtol=TOLERANCE[dtype], atol=TOLERANCE[dtype]
        )


def test_rotary_turns_by_the_angles_of_the_sinusoids():
    """With the default base a pair (0, 1) becomes (−sin, cos) of its position's angle."""
    turned = rotary(np.tile([0.0, 1.0], (9, 4)))
    sinusoids = sinusoidal_positions(9, 8)
    np.testing.assert_allclose(turned[:, 0::2], -sinusoids[:, 0::2], atol=1e-15)
    np.testing.assert_allclose(turned[:, 1::2], sinusoids[:, 1::2], atol=1e-15)


def test_rotary_turns_a_pair_anticlockwise_and_the_first_pair_fastest():
    """A quarter turn sends (1, 0) to (0, 1)."""
    turned = rotary([[1.0, 0, 1, 0]], positions=[math.pi / 2], base=4.0)
    quarter, eighth = [0, 1], [math.sqrt(0.5), math.sqrt(0.5)]
    np.testing.assert_allclose(turned, [[*quarter, *eighth]], atol=1e-15)


def test_rotary_keeps_every_length_and_leaves_position_0_alone(x):
    turned = rotary(x)
    np.testing.assert_allclose(np.linalg.norm(turned, axis=-1), np.linalg.norm(x, axis=-1))
    np.testing.assert_array_equal(turned[..., 0, :], x[..., 0, :])
    assert (np.abs(turned - x).max(axis=-1)[..., 1:] > 0.1).all()


@pytest.mark.parametrize("shift", [1, 40, -3, 2.5])
def test_rotary_scores_depend_on_offsets_only(x, shift):
    query, key = x[:, :, :4], x[:, :, 3:]
    here, there = np.arange(4), np.arange(4) + 2
    before = scores(rotary(query, positions=here), rotary(key, positions=there))
    moved = scores(rotary(query, positions=here + shift), rotary(key, positions=there + shift))
    np.testing.assert_allclose(moved, before, atol=1e-12)
    one_sided = scores(rotary(query, positions=here), rotary(key, positions=there + shift))
    assert np.abs(one_sided - before).max() > 0.1


def test_equal_tokens_everywhere_score_by_their_offset_alone_under_rotary():
    token = np.random.default_rng(1).standard_normal((2, 8))
    query, key = (rotary(np.tile(vector, (9, 1))) for vector in token)
    result = scores(query, key)
    for offset in range(-8, 9):
        diagonal = np.diagonal(result, offset)
        np.testing.assert_allclose(diagonal, diagonal[0])
    assert not np.allclose(result, result.T)  # before and after are told apart


def test_turned_twice_is_turned_by_the_sum(x):
    first = np.arange(7.0)
    twice = rotary(rotary(x, positions=first), positions=3 - 2 * first)
    np.testing.assert_allclose(twice, rotary(x, positions=3 - first))
    np.testing.assert_allclose(rotary(rotary(x), positions=-first), x)


def test_a_cached_key_turned_at_its_position_equals_the_full_pass(x):
    full = rotary(x)
    for position in range(7):
        one = rotary(x[..., position : position + 1, :], positions=[position])
        np.testing.assert_array_equal(one, full[..., position : position + 1, :])


def test_every_batch_item_may_have_its_own_positions(x):
    positions = np.array([[[0, 1, 2, 3, 4, 5, 6]], [[5, 4, 9, 0, 1, 1, 7]]])
    turned = rotary(x, positions=positions)
    for item in range(2):
        alone = rotary(x[item], positions=positions[item, 0])
        np.testing.assert_array_equal(turned[item], alone)
    np.testing.assert_array_equal(rotary(x, positions=3), rotary(x, positions=np.full(7, 3)))


def test_far_positions_keep_their_digits_in_float32():
    """1e6 radians in float32 would be off by up to 0.03."""
    x = np.random.default_rng(2).standard_normal((1, 4))
    turned = rotary(x.astype(np.float32), positions=[1_000_001])
    np.testing.assert_allclose(turned, rotary(x, positions=[1_000_001]), atol=1e-6)


def test_rotary_takes_integers_and_nothing_and_leaves_its_input_alone(x):
    assert rotary(np.arange(8).reshape(2, 4)).dtype == np.float64
    assert rotary(np.ones((2, 0, 4))).shape == (2, 0, 4)
    assert rotary(np.ones((3, 0))).shape == (3, 0)
    copy = x.copy()
    rotary(x)
    np.testing.assert_array_equal(x, copy)


# --- ALiBi ---


@pytest.mark.parametrize(
    ("num_heads", "expected"),
    [
        (1, [2**-8]),
        (2, [2**-4, 2**-8]),
        (8, [1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 32, 1 / 64, 1 / 128, 1 / 256]),
        (3, [2**-4, 2**-8, 2**-2]),
        (6, [2**-2, 2**-4, 2**-6, 2**-8, 2**-1, 2**-3]),
        (12, [2.0**-k for k in (1, 2, 3, 4, 5, 6, 7, 8, 0.5, 1.5, 2.5, 3.5)]),
    ],
)
def test_slopes_are_the_published_ones(num_heads, expected):
    np.testing.assert_allclose(alibi_slopes(num_heads), expected, rtol=1e-15)


def test_slopes_are_those_of_the_recursive_rule_for_any_number_of_heads():
    def rule(n):
        below = 2 ** math.floor(math.log2(n))
        if n == below:
            return [2 ** (-8 * (i + 1) / n) for i in range(n)]
        return rule(below) + rule(2 * below)[0::2][: n - below]

    for num_heads in range(1, 70):
        slopes = alibi_slopes(num_heads)
        np.testing.assert_allclose(slopes, rule(num_heads), rtol=1e-14)
        assert len(set(slopes)) == num_heads
        assert 0 < slopes.min() <= slopes.max() < 1


def test_the_bias_is_minus_the_slope_times_the_distance():
    bias = alibi_bias(3, 5, num_heads=4)
    assert bias.shape == (4, 3, 5)
    for head, i, j in np.ndindex(4, 3, 5):
        assert bias[head, i, j] == -(2.0 ** (-2 * (head + 1))) * abs(i - j)
    assert alibi_bias(4, num_heads=2).shape == (2, 4, 4)
    assert not np.signbit(alibi_bias(1, num_heads=1)).any()  # 0, not -0, at no distance


def test_the_bias_depends_on_offsets_only():
    bias = alibi_bias(6, 9, num_heads=3)
    for offset in range(-5, 9):
        diagonal = np.diagonal(bias, offset, axis1=1, axis2=2)
        np.testing.assert_array_equal(diagonal, diagonal[:, :1] + 0 * diagonal)
    np.testing.assert_array_equal(alibi_bias(2, 9, num_heads=3, query_offset=4), bias[:, 4:6])


def test_with_alibi_equal_tokens_weigh_less_the_farther_they_stand():
    """Each step back costs a factor exp(−slope), in every head its own."""
    token = np.ones((4, 6, 3))
    _, weights = scaled_dot_product_attention(
        token,
        token,
        token,
        mask=alibi_bias(6, num_heads=4),
        is_causal=True,
        return_weights=True,
    )
    last = weights[:, -1]
    ratio = last[:, 1:] / last[:, :-1]
    np.testing.assert_allclose(ratio, np.exp(alibi_slopes(4))[:, None] * np.ones(5))


def test_nothing_to_bias_is_an_empty_array():
    assert alibi_bias(0, 4, num_heads=2).shape == (2, 0, 4)
    assert alibi_bias(3, 0, num_heads=2).shape == (2, 3, 0)


# --- order ---


@pytest.mark.parametrize("kind", ["none", "sinusoidal", "rotary", "alibi"])
def test_shuffled_words_are_told_from_ordered_ones_by_positions_only(kind):
    """Self-attention alone permutes its output with its input; each kind of position stops it."""

    def layer(x):
        x = x + sinusoidal_positions(*x.shape) if kind == "sinusoidal" else x
        query = key = rotary(x) if kind == "rotary" else x
        bias = alibi_bias(len(x), num_heads=1)[0] if kind == "alibi" else None
        return scaled_dot_product_attention(query, key, x, mask=bias)

    words = np.random.default_rng(3).standard_normal((5, 4))
    order = [3, 0, 4, 1, 2]
    difference = np.abs(layer(words[order]) - layer(words)[order]).max()
    assert (difference < 1e-12) == (kind == "none")


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: sinusoidal_positions(2.5, 4),
            TypeError,
            "length must be an integer; got 2.5",
        ),
        (
            lambda: sinusoidal_positions(3, -4),
            ValueError,
            "model_dim must be 0 or more; got -4",
        ),
        (
            lambda: rotary(np.ones((3, 5))),
            ValueError,
            "x must have the shape (..., length, even head_dim); got (3, 5)",
        ),
        (
            lambda: rotary(np.ones(4)),
            ValueError,
            "x must have the shape (..., length, even head_dim); got (4,)",
        ),
        (
            lambda: rotary(np.ones((2, 3, 4)), positions=[0, 1]),
            ValueError,
            "positions must broadcast to (..., length) = (2, 3); got positions (2,)",
        ),
        (
            lambda: rotary(np.ones((3, 4)), positions=np.ones((2, 3))),
            ValueError,
            "positions must broadcast to (..., length) = (3,); got positions (2, 3)",
        ),
        (
            lambda: rotary(np.ones((1, 4)), positions=[np.inf]),
            ValueError,
            "positions must be finite numbers",
        ),
        (
            lambda: rotary(np.ones((1, 4)), base=0),
            ValueError,
            "base must be a finite number above 0; got 0",
        ),
        (
            lambda: rotary([["a", "b"]]),
            TypeError,
            "x must hold real numbers up to float64; got dtype <U1",
        ),
        (lambda: alibi_slopes(0), ValueError, "num_heads must be 1 or more; got 0"),
        (lambda: alibi_slopes(-2), ValueError, "num_heads must be 1 or more; got -2"),
        (lambda: alibi_slopes(2.0), TypeError, "num_heads must be an integer; got 2.0"),
        (
            lambda: alibi_bias(3, -1, num_heads=2),
            ValueError,
            "key_len must be 0 or more; got -1",
        ),
        (
            lambda: alibi_bias(3, num_heads=2, query_offset=0.5),
            TypeError,
            "query_offset must be an integer; got 0.5",
        ),
    ],
)
def test_a_refused_argument_is_named_with_what_was_given(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        call()


def test_an_infinite_component_spoils_only_its_own_vector():
    x = np.array([[1.0, 2, 3, 4], [np.inf, 1, 5, 6], [2, 0, 1, 3]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        turned = rotary(x, positions=[0, 0, 7])
    np.testing.assert_allclose(turned[[0, 2]], rotary(x[[0, 2]], positions=[0, 7]))
    np.testing.assert_array_equal(turned[1, 2:], [5, 6])


def test_an_offset_that_no_int64_holds_is_refused_by_name():
    for far in (2**70, -(2**70)):
        with pytest.raises(ValueError, match=r"query_offset must lie within ±2\*\*62"):
            alibi_bias(2, 3, num_heads=2, query_offset=far)
        with pytest.raises(ValueError, match=r"query_offset must lie within ±2\*\*62"):
            causal_mask(2, 3, query_offset=far)
