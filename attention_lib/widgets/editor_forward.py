"""What follows from an editor's state, computed by ``attention_lib`` alone."""

import math

import numpy as np

from attention_lib import causal_mask, padding_mask, scaled_dot_product_attention, window_mask
from attention_lib.describe import describe_weights


def visible(state):
    """Return the mask as a matrix, shape (query_len, key_len); True = may attend."""
    query_len, key_len = len(state["query"]), len(state["key"])
    match state["mask"]:
        case "causal":
            return causal_mask(query_len, key_len)
        case "padding":
            real = padding_mask(key_len - state["padding"], key_len)
            return np.repeat(real, query_len, axis=0)
        case "window":
            return window_mask(query_len, key_len, before=state["window"])
        case "custom":
            return np.array(state["custom"], dtype=bool)
        case _:
            return np.ones((query_len, key_len), dtype=bool)


def scale(state):
    """Return what multiplies the dot products."""
    head_dim = len(state["query"][0])
    return 1 / ((math.sqrt(head_dim) if state["scaled"] else 1) * state["temperature"])


def attend(state):
    """Return output and weights."""
    matrices = (np.array(state[name], dtype=float) for name in ("query", "key", "value"))
    return scaled_dot_product_attention(
        *matrices, mask=visible(state), scale=scale(state), return_weights=True
    )


def large_view(state):
    """Return what the read-only picture of many tokens needs, as JSON and bytes."""
    weights = attend(state)[1]
    return {
        "tokens": state["tokens"],
        "key_tokens": state["tokens"],
        "weights": weights.astype("<f4").tobytes(),
        "visible": visible(state).astype("u1").tobytes(),
        "sentence": describe_weights(weights, state["tokens"]) + ".",
    }
