"""Run a layer for a law and compare two runs."""

from dataclasses import dataclass

import numpy as np


class UnusableError(Exception):
    """The layer raised, or returned something that cannot be compared."""


class NotReturnedError(Exception):
    """The layer does not return what the law reads."""


@dataclass(frozen=True)
class Run:
    """What a layer returned, checked for its shapes."""

    output: np.ndarray
    _weights: np.ndarray | None
    _scores: np.ndarray | None

    @property
    def weights(self):
        """The weights, or NotReturnedError."""
        return _returned(self._weights, "weights")

    @property
    def scores(self):
        """The scores, or NotReturnedError."""
        return _returned(self._scores, "scores")


def run(layer, x_q, x_kv=None, *, causal=False, keep_keys=None, use_pe=False):
    """Call the layer on copies, so that one that writes into its input spoils nothing."""
    memory = None if x_kv is None else x_kv.copy()
    try:
        result = layer(x_q.copy(), memory, causal=causal, keep_keys=keep_keys, use_pe=use_pe)
    except Exception as error:
        raise UnusableError(f"The layer raised {type(error).__name__}: {error}") from error
    if not isinstance(result, tuple) or len(result) != 3:
        raise UnusableError(
            f"A layer must return (output, weights, scores); got {type(result).__name__}."
        )
    batch, query_len, _ = x_q.shape
    key_len = query_len if x_kv is None else x_kv.shape[-2]
    pairs = (batch, "num_heads", query_len, key_len)
    output, weights, scores = result
    return Run(
        _shaped(output, x_q.shape, "output"),
        None if weights is None else _shaped(weights, pairs, "weights"),
        None if scores is None else _shaped(scores, pairs, "scores"),
    )


def same(before, after):
    """Whether two results are equal up to rounding; NaN cannot be compared."""
    if np.isnan(before).any() or np.isnan(after).any():
        raise UnusableError(
            "The layer returned NaN, which equals nothing; softmax gives NaN to a query "
            "that has no key to attend to."
        )
    return np.allclose(before, after, atol=1e-8)


def moved(before, after):
    """Say how far the farthest number moved."""
    return f"moved by up to {np.abs(after - before).max():.2g}"


def add(x, tokens, amount):
    """Return a copy of ``x`` with ``amount`` added to every component of some tokens."""
    x = x.copy()
    x[:, tokens] += amount
    return x


def _returned(array, name):
    if array is None:
        raise NotReturnedError(f"Not applicable: it reads the {name}, which are not returned.")
    return array


def _shaped(array, shape, name):
    array = np.asarray(array)
    fits = array.ndim == len(shape) and all(
        isinstance(size, str) or size == got for size, got in zip(shape, array.shape, strict=True)
    )
    if not fits:
        axes = ", ".join(map(str, shape))
        raise UnusableError(f"{name} must have the shape ({axes}); got {array.shape}.")
    return array
