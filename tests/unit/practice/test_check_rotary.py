"""Every wrong rotation gets its own explanation; every right one passes."""

import numpy as np
import pytest
from explained import assert_own_explanation

from attention_lib import rotary as library_rotary
from attention_lib.practice import check_rotary
from attention_lib.practice.checks.rotary import EXERCISE


def pair_by_pair(turn, angle=lambda p, i, d: p * 10000 ** (-2 * i / d), dtype=float):
    """Write a rotation out with loops: ``turn(a, b, θ)`` for every pair."""

    def rotary(x):
        turned = np.zeros(np.shape(x), dtype=dtype)
        length, width = np.shape(x)
        for p in range(length):
            for i in range(width // 2):
                a, b = x[p][2 * i], x[p][2 * i + 1]
                turned[p, 2 * i : 2 * i + 2] = turn(a, b, angle(p, i, width))
        return turned

    return rotary


def rotation(a, b, t):
    return a * np.cos(t) - b * np.sin(t), a * np.sin(t) + b * np.cos(t)


right = pair_by_pair(rotation)


def with_angle(angle):
    return pair_by_pair(rotation, angle)


def complex_numbers(x):
    length, width = x.shape
    rates = 1 / 10000 ** (np.arange(width // 2) * 2 / width)
    z = (x[:, ::2] + 1j * x[:, 1::2]) * np.exp(1j * np.outer(np.arange(length), rates))
    return np.stack([z.real, z.imag], axis=-1).reshape(x.shape)


def nested_lists(x):
    return right(x).tolist()


def rotate_half(x):
    length, width = x.shape
    t = np.outer(np.arange(length), 10000 ** (-np.arange(0, width, 2) / width))
    t = np.concatenate([t, t], axis=1)
    flipped = np.concatenate([-x[:, width // 2 :], x[:, : width // 2]], axis=1)
    return x * np.cos(t) + flipped * np.sin(t)


def mixed_layouts(x):
    length, width = x.shape
    t = np.outer(np.arange(length), 10000 ** (-np.arange(0, width, 2) / width))
    t = np.concatenate([t, t], axis=1)  # laid out for halves
    flipped = np.stack([-x[:, 1::2], x[:, ::2]], axis=-1).reshape(x.shape)
    return x * np.cos(t) + flipped * np.sin(t)


def in_one_array(x):
    turned = np.array(x, dtype=float)
    length, width = turned.shape
    t = np.outer(np.arange(length), 10000 ** (-np.arange(0, width, 2) / width))
    turned[:, ::2] = turned[:, ::2] * np.cos(t) - turned[:, 1::2] * np.sin(t)
    turned[:, 1::2] = turned[:, ::2] * np.sin(t) + turned[:, 1::2] * np.cos(t)
    return turned


def glued(x):
    y = right(x)
    return np.hstack([y[:, ::2], y[:, 1::2]])


def plus_sinusoids(x):
    length, width = x.shape
    t = np.outer(np.arange(length), 10000 ** (-np.arange(0, width, 2) / width))
    return x + np.stack([np.sin(t), np.cos(t)], axis=-1).reshape(x.shape)


def integer_power(x):
    return pair_by_pair(rotation, lambda p, i, d: p * 10000 ** np.array(-2 * i // d))(x)


def no_axis_for_positions(x):
    length, width = x.shape
    t = np.arange(length + 1) * 10000 ** (-np.arange(0, width, 2) / width)
    return x * np.cos(t).repeat(2)


WRONG = {
    "halves paired": (rotate_half, "asked for are neighbours"),
    "two layouts mixed": (mixed_layouts, "laid out differently"),
    "turned backwards": (pair_by_pair(lambda a, b, t: rotation(a, b, -t)), "the other way"),
    "no rotation: a sign": (
        pair_by_pair(lambda a, b, t: (rotation(a, b, -t)[0], rotation(a, b, t)[1])),
        "lengths change",
    ),
    "sine and cosine exchanged": (
        pair_by_pair(lambda a, b, t: rotation(a, b, np.pi / 2 - t)),
        "Sine and cosine are exchanged",
    ),
    "no partner": (
        pair_by_pair(lambda a, b, t: (a * np.cos(t), b * np.sin(t))),
        "its partner takes no part",
    ),
    "overwritten too early": (in_one_array, "uses the *new* a"),
    "parts side by side": (glued, "in another order"),
    "added instead of turned": (plus_sinusoids, "sinusoidal positions"),
    "nothing turned": (lambda x: np.array(x, dtype=float), "comes back as it was"),
    "rounded to integers": (
        lambda x: pair_by_pair(rotation, dtype=np.asarray(x).dtype)(x),
        "cut to whole numbers",
    ),
    "counted from 1": (
        with_angle(lambda p, i, d: (p + 1) * 10000 ** (-2 * i / d)),
        "counted from 1",
    ),
    "one rate for all pairs": (with_angle(lambda p, i, d: p), "turn equally fast"),
    "faster instead of slower": (
        with_angle(lambda p, i, d: p * 10000 ** (2 * i / d)),
        "the exponent is positive",
    ),
    "half the exponent": (with_angle(lambda p, i, d: p * 10000 ** (-i / d)), "fall too slowly"),
    "twice the exponent": (
        with_angle(lambda p, i, d: p * 10000 ** (-2 * i / (d / 2))),
        "fall too fast",
    ),
    "position forgotten": (
        with_angle(lambda p, i, d: 10000 ** (-2 * i / d)),
        "without the position",
    ),
    "degrees": (
        with_angle(lambda p, i, d: np.deg2rad(p * 10000 ** (-2 * i / d))),
        "take radians",
    ),
    "a negative power of integers": (integer_power, "write 10000.0"),
    "shapes that do not line up": (no_axis_for_positions, "np.arange(length)[:, None]"),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_each_wrong_rotation_gets_its_own_explanation(mistake):
    function, says = WRONG[mistake]
    report = check_rotary(function)
    assert_own_explanation(report, EXERCISE, mistake, says)


def test_every_known_rotation_mistake_is_made_by_an_attempt():
    assert {m.name for m in (*EXERCISE.mistakes, *EXERCISE.accidents)} == WRONG.keys()


@pytest.mark.parametrize("function", [right, complex_numbers, nested_lists, library_rotary])
def test_right_rotations_written_differently_pass(function):
    assert check_rotary(function).state == "passed"


def test_an_untouched_rotation_is_not_started():
    assert check_rotary(lambda x: None).state == "not started"


def test_turning_the_values_in_place_is_told_apart():
    def rotary(x):
        if x.dtype.kind == "f":
            x[:] = right(x)
            return x
        return right(x)

    report = check_rotary(rotary)
    assert report.state == "not yet"
    assert "edits its input `x` in place" in report.sentence


def test_an_unknown_wrong_rotation_gets_an_honest_sentence():
    report = check_rotary(with_angle(lambda p, i, d: p * 500 ** (-2 * i / d)))
    assert report.mistake is None
    assert "None of the mistakes that this check can name" in report.sentence
