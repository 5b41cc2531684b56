"""Three multi-head layers, each with one bug that was published, and what reveals it.

As in `attention_lib.practice.buggy_layers`: the same arguments and results as
`attention_lib.reference_layer.reference_layer`, docstrings that say nothing, and
the answers in `BUGGY_HEADS`. The third keeps every law and is still not what it
is called: laws say what must hold of attention, not how much a layer can do.
"""

import numpy as np

from attention_lib.attention import scaled_dot_product_attention, scores
from attention_lib.practice.buggy_layers import BuggyLayer
from attention_lib.reference_layer import (
    MODEL_DIM,
    NUM_HEADS,
    W_KEY,
    W_OUTPUT,
    W_QUERY,
    W_VALUE,
    key_mask,
    merge,
    place,
    project,
)

HEAD_DIM = MODEL_DIM // NUM_HEADS


def attend(query, key, value, causal, keep_keys):
    """Return output, weights and scores of every head."""
    mask = key_mask(keep_keys)
    output, weights = scaled_dot_product_attention(
        query, key, value, mask=mask, is_causal=causal, return_weights=True
    )
    return output, weights, scores(query, key)


def heads_by_reshape(x_q, x_kv=None, *, causal=False, keep_keys=None, use_pe=False):
    """Attend with four heads from ``x_q`` to ``x_kv``."""
    x_q, x_kv = place(x_q, x_kv, use_pe)
    query, key, value = x_q @ W_QUERY, x_kv @ W_KEY, x_kv @ W_VALUE
    query, key, value = (x.reshape(len(x), NUM_HEADS, -1, HEAD_DIM) for x in (query, key, value))
    heads, weights, logits = attend(query, key, value, causal, keep_keys)
    return heads.reshape(len(x_q), -1, MODEL_DIM) @ W_OUTPUT, weights, logits


def merge_by_reshape(x_q, x_kv=None, *, causal=False, keep_keys=None, use_pe=False):
    """Attend with four heads from ``x_q`` to ``x_kv``."""
    x_q, x_kv = place(x_q, x_kv, use_pe)
    heads, weights, logits = attend(*project(x_q, x_kv), causal, keep_keys)
    return heads.reshape(len(x_q), -1, MODEL_DIM) @ W_OUTPUT, weights, logits


def heads_of_slices(x_q, x_kv=None, *, causal=False, keep_keys=None, use_pe=False):
    """Attend with four heads from ``x_q`` to ``x_kv``."""
    x_q, x_kv = place(x_q, x_kv, use_pe)
    query, key, value = (
        (x.reshape(*x.shape[:-1], NUM_HEADS, HEAD_DIM) @ w).swapaxes(-2, -3)
        for x, w in zip((x_q, x_kv, x_kv), _SMALL, strict=True)
    )
    heads, weights, logits = attend(query, key, value, causal, keep_keys)
    return merge(heads), weights, logits


# Of variance 1 / HEAD_DIM, as a layer of this width is drawn.
_SMALL = [w[:HEAD_DIM, :HEAD_DIM] * np.sqrt(NUM_HEADS) for w in (W_QUERY, W_KEY, W_VALUE)]

BUGGY_HEADS = {
    "heads_by_reshape": BuggyLayer(
        heads_by_reshape,
        ("past_is_used", "kv_permutation", "cross_sees_every_source", "padding_is_inert"),
        "The heads are cut by a reshape alone: they share out the tokens and not the components.",
        "FuxiCTR's recommender models until 2022 (reczoo/FuxiCTR #30); many copies are in use",
    ),
    "merge_by_reshape": BuggyLayer(
        merge_by_reshape,
        ("no_future_leak",),
        "The heads are merged by a reshape alone: a token gets pieces of other tokens.",
        "a tutorial until 2026, its training test green (jsbaan/transformer-from-scratch #6)",
    ),
    "heads_of_slices": BuggyLayer(
        heads_of_slices,
        (),
        "Each head sees a slice of x, and all heads share one small matrix for each part.",
        "a tutorial with a video (aladdinpersson/Machine-Learning-Collection #3, 2020)",
    ),
}
