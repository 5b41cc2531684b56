"""Rotary positions, right and wrong, built from angles and from how a pair is turned."""

import numpy as np


def rates(head_dim):
    """Return how far each pair turns per position, shape (head_dim / 2,)."""
    return 10000.0 ** (-np.arange(0, head_dim, 2) / head_dim)


def angles(x):
    """Return the right angles, shape (length, head_dim / 2)."""
    return np.arange(len(x))[:, None] * rates(x.shape[1])


def turned(angle=angles, turn=None, dtype=float):
    """Return a function of x that turns neighbouring pairs.

    Parameters
    ----------
    angle : callable
        ``x -> (length, head_dim / 2)``.
    turn : callable, optional
        ``(a, b, cos, sin) -> (a, b)``; a rotation when omitted.
    dtype : type or None
        Of the result; None for that of x.

    Returns
    -------
    callable
    """
    turn = rotation if turn is None else turn

    def build(x):
        a, b = turn(x[:, 0::2], x[:, 1::2], np.cos(angle(x)), np.sin(angle(x)))
        result = np.empty(x.shape, dtype=x.dtype if dtype is None else dtype)
        result[:, 0::2], result[:, 1::2] = a, b
        return result

    return build


def rotation(a, b, cos, sin):
    """Turn each pair by its angle."""
    return a * cos - b * sin, a * sin + b * cos


def halves(turn=rotation):
    """Return a function of x that pairs the first half of the numbers with the second."""

    def build(x):
        a, b = np.split(x, 2, axis=1)
        return np.concatenate(turn(a, b, np.cos(angles(x)), np.sin(angles(x))), axis=1)

    return build


def neighbours_with_tiled_angles(x):
    """Turn neighbouring pairs by angles laid out for halves: θ₀ θ₁ θ₀ θ₁, not θ₀ θ₀ θ₁ θ₁."""
    cos, sin = (np.tile(f(angles(x)), 2) for f in (np.cos, np.sin))
    partner = np.empty(x.shape)
    partner[:, 0::2], partner[:, 1::2] = -x[:, 1::2], x[:, 0::2]
    return x * cos + partner * sin


def halves_with_repeated_angles(x):
    """Turn halves by angles laid out for neighbours: θ₀ θ₀ θ₁ θ₁, not θ₀ θ₁ θ₀ θ₁."""
    cos, sin = (np.repeat(f(angles(x)), 2, axis=1) for f in (np.cos, np.sin))
    a, b = np.split(x, 2, axis=1)
    return x * cos + np.concatenate([-b, a], axis=1) * sin


def sinusoids(x):
    """Return the fixed sines and cosines of each position, shaped like x."""
    table = np.empty(x.shape)
    table[:, 0::2], table[:, 1::2] = np.sin(angles(x)), np.cos(angles(x))
    return table
