"""Read the answer of an exercise that returns one array and nothing beside it."""

import numpy as np

from attention_lib.practice.exercise import read_numbers


def alone(name):
    """Return a ``read`` for `Exercise` that takes one array and refuses a tuple of arrays.

    Parameters
    ----------
    name : str
        What to call the array in messages.

    Returns
    -------
    callable

    Examples
    --------
    >>> alone("output")((np.ones((2, 3)), np.ones((2, 4))))
    Traceback (most recent call last):
    ...
    ValueError: Return `output` alone; got a tuple of 2 things.
    """

    def read(value):
        if isinstance(value, tuple) and any(isinstance(item, np.ndarray) for item in value):
            raise ValueError(f"Return `{name}` alone; got a tuple of {len(value)} things.")
        return {name: read_numbers(value, name)}

    return read
