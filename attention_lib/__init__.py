"""Attention in NumPy, written to be read: the library behind the notebooks."""

from attention_lib.attention import scaled_dot_product_attention, scores, softmax
from attention_lib.band import window_attention
from attention_lib.local import local_attention, predicted_centres, receptive_field
from attention_lib.masks import (
    apply_mask,
    causal_mask,
    combine_masks,
    padding_mask,
    window_and_global_mask,
    window_mask,
)
from attention_lib.positions import alibi_bias, alibi_slopes, rotary, sinusoidal_positions
from attention_lib.scoring import (
    additive_score,
    concat_score,
    cosine_score,
    dot_score,
    general_score,
    location_score,
    scaled_dot_score,
)
from attention_lib.soft_and_hard import attend, hard_attention

__version__ = "0.1.0"

__all__ = [
    "additive_score",
    "alibi_bias",
    "alibi_slopes",
    "apply_mask",
    "attend",
    "causal_mask",
    "combine_masks",
    "concat_score",
    "cosine_score",
    "dot_score",
    "general_score",
    "hard_attention",
    "local_attention",
    "location_score",
    "padding_mask",
    "predicted_centres",
    "receptive_field",
    "rotary",
    "scaled_dot_product_attention",
    "scaled_dot_score",
    "scores",
    "sinusoidal_positions",
    "softmax",
    "window_and_global_mask",
    "window_attention",
    "window_mask",
]
