"""Derivatives by finite differences: the truth that a backward pass is held to."""

import numpy as np


def slope(function, array, direction, step=1e-3):
    """Return how fast ``function()`` changes when ``array`` moves along a direction.

    Central differences over 1, 2, 3 and 4 steps: the error is of order step⁸, so that a step
    can be large enough for rounding not to matter.
    """
    before = array.copy()

    def at(distance):
        array[...] = before + distance * direction
        return function()

    shares = {1: 4 / 5, 2: -1 / 5, 3: 4 / 105, 4: -1 / 280}
    total = sum(share * (at(n * step) - at(-n * step)) for n, share in shares.items())
    array[...] = before
    return total / step


def worst_error(function, arrays, gradients, rng, *, directions=3, step=1e-3):
    """Return the largest relative error of given gradients, along random directions.

    Relative to the length of the gradient: along a direction at right angles to it the slope
    itself is 0.
    """
    errors = []
    for array, gradient in zip(arrays, gradients, strict=True):
        assert gradient.shape == array.shape
        for _ in range(directions):
            direction = rng.normal(size=array.shape)
            direction /= np.linalg.norm(direction)
            measured = slope(function, array, direction, step)
            size = max(np.linalg.norm(gradient), 1e-12)
            errors.append(abs(measured - np.sum(gradient * direction)) / size)
    return max(errors)
