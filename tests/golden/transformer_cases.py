"""Cases for multi-head attention, blocks and whole Transformers; shared by maker and tests.

As in sdpa_cases, numbers come from ``random.Random(name).random()``, so the golden file
holds answers only.
"""

import itertools
import math
import random
from dataclasses import dataclass

import numpy as np

from attention_lib import DecoderBlock, EncoderBlock, MultiHeadAttention, Transformer

MODEL_DIM, NUM_HEADS, HIDDEN_DIM, LAYERS = 12, 3, 20, 2
VOCABULARY, SOURCE_VOCABULARY, MEMORY_DIM = 11, 13, 7
BATCH, SOURCE_LEN, TARGET_LEN = 2, 5, 4
MASKS = ("none", "bool", "per head", "padding", "causal", "float")
DTYPES = ("float32", "float64")


@dataclass(frozen=True)
class Case:
    """One layer, block or model, with all its numbers, and one input."""

    part: str
    mask: str = "none"
    order: str = "post"
    activation: str = "relu"
    final_norm: bool = False
    tied: bool = True
    dtype: str = "float64"

    @property
    def name(self):
        flags = ["final"] * self.final_norm + ["untied"] * (not self.tied)
        parts = [self.part, self.mask, self.order, self.activation, *flags, self.dtype]
        return "-".join(parts).replace(" ", "_")

    def model(self):
        """Return ours, every parameter drawn anew: no bias is 0 and no gain is 1."""
        rng = random.Random(self.name)
        model = self._built()
        _redraw(model, lambda shape: self._numbers(rng, shape), {})
        return model

    def inputs(self):
        """Return a dict of NumPy arrays: x, memory, source, target, keep, mask."""
        rng = random.Random(self.name + " inputs")
        shape = BATCH, TARGET_LEN, MODEL_DIM
        memory_dim = MEMORY_DIM if self.part == "attention of another width" else MODEL_DIM
        keep = np.arange(SOURCE_LEN) < np.array([[SOURCE_LEN], [3]])
        return {
            "x": self._numbers(rng, shape, scale=2),
            "memory": self._numbers(rng, (BATCH, SOURCE_LEN, memory_dim), scale=2),
            "source": _words(rng, SOURCE_LEN, VOCABULARY if self.tied else SOURCE_VOCABULARY),
            "target": _words(rng, TARGET_LEN, VOCABULARY),
            "keep": keep if self.mask == "padding" else np.ones_like(keep),
            "pairs": self._pairs(rng),
        }

    def _pairs(self, rng):
        """Return a mask over (…, query, key), True = may attend, every query seeing key 0."""
        heads = (BATCH, NUM_HEADS) if self.mask == "per head" else ()
        shape = (*heads, TARGET_LEN, SOURCE_LEN)
        if self.mask == "float":
            return self._numbers(rng, shape, scale=3)
        seen = np.array([rng.random() < 0.6 for _ in range(math.prod(shape))]).reshape(shape)
        seen[..., 0] = True
        return seen

    def _numbers(self, rng, shape, scale=1.0):
        if len(shape) == 2 and scale == 1:
            scale = 1.7 / math.sqrt(shape[0])  # of a matrix, so that no softmax saturates
        flat = [scale * (2 * rng.random() - 1) for _ in range(math.prod(shape))]
        return np.array(flat).reshape(shape).astype(self.dtype)

    def _built(self):
        rng = np.random.default_rng(0)
        heads = {"num_heads": NUM_HEADS, "biases": True}
        sizes = MODEL_DIM, HIDDEN_DIM
        how = {"order": self.order, "activation": self.activation}
        if self.part == "attention":
            return MultiHeadAttention.init(rng, MODEL_DIM, **heads)
        if self.part == "attention of another width":
            shapes = [(MODEL_DIM,) * 2, *2 * [(MEMORY_DIM, MODEL_DIM)], (MODEL_DIM,) * 2]
            biases = ("b_query", "b_key", "b_value", "b_output")
            return MultiHeadAttention(
                *map(np.ones, shapes),
                num_heads=NUM_HEADS,
                **{name: np.ones(MODEL_DIM) for name in biases},
            )
        if self.part == "encoder block":
            return EncoderBlock.init(rng, *sizes, **how, **heads)
        if self.part == "decoder block":
            return DecoderBlock.init(rng, *sizes, **how, **heads)
        return Transformer.init(
            rng,
            vocabulary=VOCABULARY,
            source_vocabulary=None if self.tied else SOURCE_VOCABULARY,
            model_dim=MODEL_DIM,
            hidden_dim=HIDDEN_DIM,
            num_layers=LAYERS,
            kind=self.part,
            final_norm=self.final_norm,
            tied=self.tied,
            **how,
            **heads,
        )


def _words(rng, length, vocabulary):
    return np.array([[int(rng.random() * vocabulary) for _ in range(length)] for _ in range(BATCH)])


def _redraw(part, draw, drawn):
    """Give every array new numbers, of another dtype if need be; a shared one stays shared."""
    for attribute, item in vars(part).items():
        if isinstance(item, np.ndarray):
            if id(item) not in drawn:
                drawn[id(item)] = draw(item.shape), item  # kept, so that no id is used twice
            setattr(part, attribute, drawn[id(item)][0])
        for inner in item if isinstance(item, list) else [item]:
            if hasattr(inner, "__dict__"):
                _redraw(inner, draw, drawn)


def _cases():
    for dtype in DTYPES:
        for mask in MASKS:
            yield Case("attention", mask, dtype=dtype)
        yield Case("attention of another width", "padding", dtype=dtype)
        for part, mask, order, activation in itertools.product(
            ("encoder block", "decoder block"),
            ("none", "padding"),
            ("post", "pre"),
            ("relu", "gelu"),
        ):
            yield Case(part, mask, order, activation, dtype=dtype)
        for part in ("encoder-decoder", "encoder-only", "decoder-only"):
            mask = "none" if part == "decoder-only" else "padding"
            yield Case(part, mask, dtype=dtype)  # the paper's
            yield Case(part, mask, "post", "relu", final_norm=True, dtype=dtype)  # nn.Transformer
            yield Case(part, mask, "pre", "gelu", final_norm=True, tied=False, dtype=dtype)


CASES = [*_cases()]
