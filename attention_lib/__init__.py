"""Attention in NumPy, written to be read: the library behind the notebooks."""

from attention_lib._parts import count_parameters, named_parameters, trace
from attention_lib.attention import scaled_dot_product_attention, scores, softmax
from attention_lib.band import window_attention
from attention_lib.cache import KeyValueCache, attend_memory, attend_step, cache_bytes
from attention_lib.heads import head_outputs, with_heads
from attention_lib.local import local_attention, predicted_centres, receptive_field
from attention_lib.masks import (
    apply_mask,
    causal_mask,
    combine_masks,
    padding_mask,
    window_and_global_mask,
    window_mask,
)
from attention_lib.multihead import MultiHeadAttention, merge_heads, split_heads
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
from attention_lib.transformer import Transformer
from attention_lib.transformer_blocks import DecoderBlock, EncoderBlock, add_and_norm
from attention_lib.transformer_parts import FeedForward, LayerNorm, gelu, layer_norm, relu

__version__ = "0.1.0"

__all__ = [
    "DecoderBlock",
    "EncoderBlock",
    "FeedForward",
    "KeyValueCache",
    "LayerNorm",
    "MultiHeadAttention",
    "Transformer",
    "add_and_norm",
    "additive_score",
    "alibi_bias",
    "alibi_slopes",
    "apply_mask",
    "attend",
    "attend_memory",
    "attend_step",
    "cache_bytes",
    "causal_mask",
    "combine_masks",
    "concat_score",
    "cosine_score",
    "count_parameters",
    "dot_score",
    "gelu",
    "general_score",
    "hard_attention",
    "head_outputs",
    "layer_norm",
    "local_attention",
    "location_score",
    "merge_heads",
    "named_parameters",
    "padding_mask",
    "predicted_centres",
    "receptive_field",
    "relu",
    "rotary",
    "scaled_dot_product_attention",
    "scaled_dot_score",
    "scores",
    "sinusoidal_positions",
    "softmax",
    "split_heads",
    "trace",
    "window_and_global_mask",
    "window_attention",
    "window_mask",
    "with_heads",
]
