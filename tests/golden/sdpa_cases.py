"""The cases in which our attention is compared with PyTorch's; shared by maker and tests.

Inputs come from ``random.Random(name).random()``, the one stream that Python promises
to keep, so the golden file holds outputs only.
"""

import itertools
import math
import random
from dataclasses import dataclass

import numpy as np

SHAPES = {  # query (..., query_len, head_dim), key, value_dim: never square, rarely equal
    "plain": ((3, 4), (5, 4), 2),
    "batch": ((2, 3, 4), (2, 5, 4), 4),
    "long_query": ((2, 3, 6, 5), (2, 3, 4, 5), 7),
    "heads": ((2, 3, 4, 8), (2, 3, 6, 8), 8),
    "one_query": ((2, 3, 1, 4), (2, 3, 5, 4), 6),
    "one_key": ((2, 3, 4, 2), (2, 3, 1, 2), 5),
    "five_axes": ((2, 1, 3, 2, 3), (2, 1, 3, 4, 3), 2),
    "grouped": ((2, 6, 4, 3), (2, 2, 5, 3), 4),
    "multi_query": ((2, 4, 3, 6), (2, 1, 7, 6), 6),
}
MASKS = ("none", "causal", "bool", "bool_per_head", "padding", "float", "float_hides", "empty")
DTYPES = ("float16", "float32", "float64")
SCALES = {"tiny_scale": 1e-3, "scale_2": 2.0, "negative_scale": -0.7, "zero_scale": 0.0}


@dataclass(frozen=True)
class Case:
    """One call; ``magnitude`` multiplies query and key."""

    shape: str
    mask: str
    dtype: str
    scale_name: str = "default"
    magnitude: float = 1.0

    @property
    def name(self):
        size = "" if self.magnitude == 1 else f"-times{self.magnitude:g}"
        return f"{self.shape}-{self.mask}-{self.dtype}-{self.scale_name}{size}"

    @property
    def is_causal(self):
        return self.mask == "causal"

    @property
    def is_grouped(self):
        return self.shape in ("grouped", "multi_query")

    @property
    def scale(self):
        return SCALES.get(self.scale_name)

    def inputs(self):
        """Return query, key, value and the mask or None, as NumPy arrays."""
        rng = random.Random(self.name)
        query_shape, key_shape, value_dim = SHAPES[self.shape]
        query = _numbers(rng, query_shape, self.dtype, self.magnitude)
        key = _numbers(rng, key_shape, self.dtype, self.magnitude)
        value = _numbers(rng, (*key_shape[:-1], value_dim), self.dtype)
        pairs = (*query_shape[:-1], key_shape[-2])
        return query, key, value, _mask(rng, self.mask, pairs, self.dtype)


def _numbers(rng, shape, dtype, magnitude=1.0):
    flat = [magnitude * (4 * rng.random() - 2) for _ in range(math.prod(shape))]
    return np.array(flat).reshape(shape).astype(dtype)


def _keep(rng, shape, share):
    draws = [rng.random() < share for _ in range(math.prod(shape))]
    return np.array(draws, dtype=bool).reshape(shape)


def _mask(rng, kind, pairs, dtype):
    if kind in ("none", "causal"):
        return None
    if kind == "padding":  # one row of keys for all queries
        return np.arange(pairs[-1]) < max(1, pairs[-1] - 2) * np.ones((1, 1), int)
    if kind == "bool":
        mask = _keep(rng, pairs[-2:], 0.6)
        mask[:, 0] = True
        return mask
    if kind == "bool_per_head":
        mask = _keep(rng, pairs, 0.5)
        mask[..., -1] = True
        return mask
    if kind == "empty":  # the last query has nothing to attend to
        mask = np.ones(pairs[-2:], bool)
        mask[-1] = False
        return mask
    mask = _numbers(rng, pairs[-2:], dtype)
    if kind == "float_hides":
        mask[:, 1:][_keep(rng, mask[:, 1:].shape, 0.4)] = -np.inf
    return mask


CASES = [
    *itertools.starmap(Case, itertools.product(SHAPES, MASKS, DTYPES)),
    *(
        Case(shape, mask, dtype, scale_name)
        for shape in ("plain", "heads", "grouped")
        for mask in ("none", "causal", "bool")
        for dtype in ("float32", "float64")
        for scale_name in SCALES
        # PyTorch's fused kernel multiplies a hidden -inf by the scale and answers NaN.
        if mask != "causal" or SCALES[scale_name] > 0
    ),
    *(
        Case(shape, mask, dtype, magnitude=100.0)  # scores up to ±1e4 and beyond
        for shape in ("batch", "heads", "multi_query")
        for mask in ("none", "causal", "bool")
        for dtype in ("float32", "float64")
    ),
]
