"""Awkward numbers for the cases of a check: the same on every machine."""

import math

import numpy as np


def awkward(*shape, start=0):
    """Return an array of the given shape, with one decimal between −2 and 2.

    Parameters
    ----------
    *shape : int
    start : int, default 0
        Where in the row of numbers the array begins; a cube modulo a prime, so
        that neighbours are unlike and no block of 41 repeats a number.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> awkward(2, 3)
    array([[-2. , -1.3, -0.5],
           [ 0.5,  1.8, -0.6]])
    """
    place = np.arange(start, start + math.prod(shape))
    return ((place**3 * 7 % 41 - 20) / 10).reshape(shape)
