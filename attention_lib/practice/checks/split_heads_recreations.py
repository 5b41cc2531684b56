"""Ways to cut vectors into heads and to put them together again, right and wrong."""

import numpy as np


def pieces(x, num_heads):
    """Cut the last axis: (..., length, num_heads, head_dim), heads not moved yet."""
    return x.reshape(*x.shape[:-1], num_heads, x.shape[-1] // num_heads)


def split(x, num_heads):
    """Do as asked: (..., num_heads, length, head_dim)."""
    return pieces(x, num_heads).swapaxes(-3, -2)


def merge(x):
    """Do as asked: (..., length, num_heads * head_dim)."""
    return joined(x.swapaxes(-3, -2))


def joined(x):
    """Make one axis of the last two."""
    return x.reshape(*x.shape[:-2], x.shape[-2] * x.shape[-1])


def ordered(x, order):
    """Bring the last three axes into another order, of −3, −2 and −1."""
    return np.moveaxis(x, order, (-3, -2, -1))


def split_by_reshape(x, num_heads):
    """Give the right shape to the numbers in the order in which they are stored."""
    *batch, length, width = x.shape
    return x.reshape(*batch, num_heads, length, width // num_heads)


def merge_by_reshape(x):
    """Give the right shape to the numbers in the order in which they are stored."""
    *batch, num_heads, length, head_dim = x.shape
    return x.reshape(*batch, length, num_heads * head_dim)


def split_by_turns(x, num_heads):
    """Deal the components out like cards: component i goes to head i % num_heads."""
    width = x.shape[-1]
    return np.moveaxis(x.reshape(*x.shape[:-1], width // num_heads, num_heads), -1, -3)


def merge_by_turns(x):
    """Collect like cards: first the heads' components 0, then their components 1, …."""
    return joined(np.moveaxis(x, -3, -1))
