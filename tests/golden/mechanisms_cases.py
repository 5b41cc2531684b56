"""Cases for the scores, local attention and positions; shared by maker and tests.

As in sdpa_cases, inputs come from ``random.Random(name).random()``, so the golden file
holds answers only.
"""

import itertools
import math
import random
from dataclasses import dataclass

import numpy as np

SHAPES = {  # leading axes of the query, of the key, query_len, key_len, query_dim, key_dim
    "plain": ((), (), 3, 5, 4, 4),
    "batch": ((2,), (2,), 4, 3, 5, 5),
    "heads": ((2, 3), (2, 3), 3, 6, 2, 2),
    "shared memory": ((2, 3), (2, 1), 3, 4, 6, 6),
    "wider keys": ((2,), (2,), 3, 5, 2, 7),
}
HIDDEN, VALUE_DIM = 6, 3
SAME_WIDTH = ("dot", "scaled", "cosine", "local-m", "local-p", "rotary")
SCORES = ("dot", "scaled", "cosine", "general", "additive", "concat", "location")
ATTENTION = ("attend additive", "attend general", "local-m", "local-p")
POSITIONS = ("rotary", "alibi")
DTYPES = ("float32", "float64")


@dataclass(frozen=True)
class Case:
    """One call of one mechanism."""

    kind: str
    shape: str
    dtype: str

    @property
    def name(self):
        return f"{self.kind}-{self.shape}-{self.dtype}"

    def inputs(self):
        """Return a dict of NumPy arrays: query, key, value, and all parameters one may need."""
        rng = random.Random(self.name)
        before_query, before_key, query_len, key_len, query_dim, key_dim = SHAPES[self.shape]
        shapes = {
            "query": (*before_query, query_len, query_dim),
            "key": (*before_key, key_len, key_dim),
            "value": (*before_key, key_len, VALUE_DIM),
            "matrix": (query_dim, key_dim),
            "places": (query_dim, key_len + 2),
            "w_query": (query_dim, HIDDEN),
            "w_key": (key_dim, HIDDEN),
            "v": (HIDDEN,),
            "centres": (*before_query, query_len),
        }
        arrays = {name: self._numbers(rng, shape) for name, shape in shapes.items()}
        arrays["centres"] = key_len * (arrays["centres"] + 2) / 4  # 0 … key_len
        draws = [rng.random() < 0.6 for _ in range(query_len * key_len)]
        arrays["mask"] = np.array(draws).reshape(query_len, key_len)
        return arrays

    def _numbers(self, rng, shape):
        flat = [4 * rng.random() - 2 for _ in range(math.prod(shape))]
        return np.array(flat).reshape(shape).astype(self.dtype)


CASES = [
    Case(*parts)
    for parts in itertools.product((*SCORES, *ATTENTION, *POSITIONS), SHAPES, DTYPES)
    if not (parts[0] in SAME_WIDTH and parts[1] == "wider keys")
    and not (parts[0] == "rotary" and parts[1] == "batch")  # an odd head_dim
]
