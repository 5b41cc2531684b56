"""Attention maps in two bytes a weight: small enough to ship, and exact enough to print."""

import numpy as np

from attention_lib.attention import softmax

_STEPS = np.iinfo(np.uint16).max


def pack(scores):
    """Store scores without what the softmax does not see: the shift of each row.

    Parameters
    ----------
    scores : ndarray, shape (..., query_len, key_len)

    Returns
    -------
    packed : ndarray of uint16, shape (..., query_len, key_len)
        0 where the weight would be 1, 65535 at the map's smallest weight.
    lowest : ndarray of float32, shape (...)
        The logarithm of the smallest weight of each map.

    Notes
    -----
    What is stored is the square root of the logarithm of the weight: its steps
    are finest where the weight is large.
    """
    log_weights = np.log(softmax(scores.astype(np.float64)))
    lowest = log_weights.min(axis=(-2, -1), keepdims=True)
    packed = np.sqrt(log_weights / lowest) * _STEPS
    return packed.round().astype(np.uint16), lowest[..., 0, 0].astype(np.float32)


def unpack(packed, lowest):
    """Return the scores of packed maps, as float64: the logarithms of their weights."""
    return (packed / _STEPS) ** 2 * lowest[..., None, None].astype(np.float64)
