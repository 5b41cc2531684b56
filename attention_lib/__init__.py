"""Attention in NumPy, written to be read: the library behind the notebooks."""

from attention_lib.attention import scaled_dot_product_attention, scores, softmax
from attention_lib.masks import (
    apply_mask,
    causal_mask,
    combine_masks,
    padding_mask,
    window_mask,
)
from attention_lib.positions import sinusoidal_positions

__version__ = "0.1.0"

__all__ = [
    "apply_mask",
    "causal_mask",
    "combine_masks",
    "padding_mask",
    "scaled_dot_product_attention",
    "scores",
    "sinusoidal_positions",
    "softmax",
    "window_mask",
]
