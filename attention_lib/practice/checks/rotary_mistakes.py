"""Wrong answers to ``rotary`` that its check can name."""

import numpy as np

from attention_lib.practice.checks.rotary_recreations import (
    angles,
    halves,
    halves_with_repeated_angles,
    neighbours_with_tiled_angles,
    rates,
    sinusoids,
    turned,
)
from attention_lib.practice.exercise import Accident, Mistake


def _positions_times(rate):
    """Return angles with another rate per pair, ``rate(i, pairs, head_dim)``."""

    def angle(x):
        pairs = x.shape[1] // 2
        return np.arange(len(x))[:, None] * rate(np.arange(pairs), pairs, x.shape[1])

    return angle


ANGLE_MISTAKES = (
    Mistake(
        "counted from 1",
        "The first vector is turned, too: positions are counted from 1. They begin at 0, and "
        "position 0 stays as it is. (Scores would come out the same, for only distances count.)",
        (turned(lambda x: angles(x) + rates(x.shape[1])),),
    ),
    Mistake(
        "one rate for all pairs",
        "All pairs turn equally fast. Pair i turns by p · 10000^(−2i/head_dim): the first fastest, "
        "the last hardly, so that near and far distances can both be told.",
        (turned(_positions_times(lambda i, pairs, d: np.ones(pairs))),),
    ),
    Mistake(
        "faster instead of slower",
        "Later pairs turn faster: the exponent is positive. It is 10000^(−2i/head_dim).",
        (turned(_positions_times(lambda i, pairs, d: 10000.0 ** (2 * i / d))),),
    ),
    Mistake(
        "half the exponent",
        "The rates fall too slowly: i stands in the exponent where 2i belongs. With "
        "np.arange(0, head_dim, 2) the numbers are 2i already; with np.arange(head_dim // 2) "
        "they are i.",
        (turned(_positions_times(lambda i, pairs, d: 10000.0 ** (-i / d))),),
    ),
    Mistake(
        "twice the exponent",
        "The rates fall too fast: the exponent is −2i/head_dim, divided by the whole width. "
        "(np.arange(0, head_dim, 2) holds 2i already.)",
        (turned(_positions_times(lambda i, pairs, d: 10000.0 ** (-4 * i / d))),),
    ),
    Mistake(
        "position forgotten",
        "All positions turn by the same angles: the rates alone, without the position. The angle "
        "is position × rate.",
        (turned(lambda x: np.broadcast_to(rates(x.shape[1]), angles(x).shape)),),
    ),
    Mistake(
        "degrees",
        "The angles are converted from or to degrees. np.cos and np.sin take radians, and the "
        "angle p · 10000^(−2i/head_dim) is meant in radians.",
        (turned(lambda x: np.radians(angles(x))), turned(lambda x: np.degrees(angles(x)))),
    ),
)

TURN_MISTAKES = (
    Mistake(
        "halves paired",
        "Number i is paired with number i + head_dim/2. Many libraries do so, and it works with "
        "weights trained that way; asked for are neighbours: 2i and 2i + 1, x[:, 0::2] and "
        "x[:, 1::2].",
        (halves(),),
    ),
    Mistake(
        "two layouts mixed",
        "Pairs and angles are laid out differently: for neighbouring pairs each angle stands "
        "twice in a row (np.repeat), for halves the row of angles stands twice (np.tile or "
        "concatenate).",
        (neighbours_with_tiled_angles, halves_with_repeated_angles),
    ),
    Mistake(
        "turned backwards",
        "The pairs turn the other way: the signs of the sines are exchanged. "
        "(a, b) ↦ (a cos − b sin, a sin + b cos). (Scores would come out the same if queries and "
        "keys both turned so.)",
        (turned(turn=lambda a, b, c, s: (a * c + b * s, b * c - a * s)),),
    ),
    Mistake(
        "no rotation: a sign",
        "One sign is wrong, so that lengths change or the pair is mirrored. A rotation has one "
        "minus, in the first line: (a cos − b sin, a sin + b cos).",
        (
            turned(turn=lambda a, b, c, s: (a * c + b * s, a * s + b * c)),
            turned(turn=lambda a, b, c, s: (a * c - b * s, b * c - a * s)),
            turned(turn=lambda a, b, c, s: (a * c - b * s, a * s - b * c)),
        ),
    ),
    Mistake(
        "sine and cosine exchanged",
        "Sine and cosine are exchanged: at position 0 the angle is 0, cos 0 = 1 and sin 0 = 0, and "
        "nothing may move there.",
        (turned(turn=lambda a, b, c, s: (a * s - b * c, a * c + b * s)),),
    ),
    Mistake(
        "no partner",
        "Each number is multiplied on its own; its partner takes no part. In a rotation both "
        "numbers of a pair go into both results.",
        (
            turned(turn=lambda a, b, c, s: (a * c, b * s)),
            turned(turn=lambda a, b, c, s: (a * c, b * c)),
            lambda x: x * sinusoids(x),
        ),
    ),
    Mistake(
        "overwritten too early",
        "The second line uses the *new* a: a was overwritten before b was computed. Keep the old "
        "pair, or write into a new array.",
        (
            turned(turn=lambda a, b, c, s: (a * c - b * s, (a * c - b * s) * s + b * c)),
            turned(turn=lambda a, b, c, s: (a * c - (a * s + b * c) * s, a * s + b * c)),
        ),
    ),
    Mistake(
        "parts side by side",
        "The numbers are right but in another order: all first ones of the pairs, then all second "
        "ones. Put them back where they came from: result[:, 0::2] and result[:, 1::2].",
        (
            lambda x: np.concatenate(
                [turned()(x)[:, 0::2], turned()(x)[:, 1::2]],
                axis=1,
            ),
        ),
    ),
    Mistake(
        "added instead of turned",
        "Sines and cosines are added to x: those are sinusoidal positions. Rotary positions turn "
        "each pair and add nothing, so lengths are kept.",
        (lambda x: x + sinusoids(x),),
    ),
    Mistake(
        "nothing turned",
        "x comes back as it was. Only position 0 stays in place.",
        (lambda x: x * 1.0,),
    ),
    Mistake(
        "rounded to integers",
        "Right for floating-point inputs, but for integers the result is cut to whole numbers: "
        "np.empty_like(x) has the type of x. Make x floating point first: np.asarray(x, "
        "dtype=float).",
        (turned(dtype=None),),
    ),
)

MISTAKES = TURN_MISTAKES + ANGLE_MISTAKES

ACCIDENTS = (
    Accident(
        "a negative power of integers",
        ValueError,
        "negative integer powers",
        "NumPy does not raise integers to negative powers: write 10000.0, or divide first so that "
        "the exponent is floating point.",
    ),
    Accident(
        "shapes that do not line up",
        ValueError,
        "could not be broadcast together",
        "The angles must have the shape (length, head_dim/2), one for each pair of each position: "
        "np.arange(length)[:, None] times the rates.",
    ),
)
