"""What follows from an editor's state, computed by ``attention_lib`` alone."""

import math

import numpy as np

import attention_lib as al
from attention_lib.describe import describe_weights
from attention_lib.widgets.editor_words import key_words


def visible(state):
    """Return the mask as a matrix, shape (query_len, key_len); True = may attend."""
    query_len, key_len = len(state["query"]), len(state["key"])
    match state["mask"]:
        case "causal":
            return al.causal_mask(query_len, key_len)
        case "padding":
            real = al.padding_mask(key_len - state["padding"], key_len)
            return np.repeat(real, query_len, axis=0)
        case "window":
            return al.window_mask(query_len, key_len, before=state["window"])
        case "custom":
            return np.array(state["custom"], dtype=bool)
        case _:
            return np.ones((query_len, key_len), dtype=bool)


def default_general(size):
    """Return the general score's matrix before anyone edits it, shape (size, size).

    Like with like, and half of each query dimension with the key dimension after
    it: not symmetric, so that it matters who asks. As in ``js/scoring.js``.
    """
    return np.eye(size) + np.eye(size, k=1) / 2


def general_matrix(state):
    """Return the matrix of the general score, shape (head_dim, head_dim)."""
    given = state["general"]
    return default_general(len(state["query"][0])) if given is None else np.array(given)


def additive_v(state):
    """Return the vector of the additive score, shape (head_dim,)."""
    given = state["additive_v"]
    return np.ones(len(state["query"][0])) if given is None else np.array(given)


def score_function(state):
    """Return what compares queries with keys, temperature included.

    ``sqrt(head_dim)`` divides dot products alone: a cosine stays within −1 and 1,
    and the general and the additive score learn any factor with their parameters.
    """
    temperature = state["temperature"]
    match state["score"]:
        case "general":
            matrix = general_matrix(state)
            return lambda q, k: al.general_score(q, k, matrix=matrix) / temperature
        case "additive":
            v, eye = additive_v(state), np.eye(len(state["query"][0]))
            given = {"w_query": eye, "w_key": eye, "v": v}
            return lambda q, k: al.additive_score(q, k, **given) / temperature
        case "cosine":
            return lambda q, k: al.cosine_score(q, k) / temperature
        case _:
            head_dim = len(state["query"][0])
            scale = 1 / ((math.sqrt(head_dim) if state["scaled"] else 1) * temperature)
            return lambda q, k: al.scores(q, k, scale=scale)


def attend(state):
    """Return output and weights."""
    matrices = (np.array(state[name], dtype=float) for name in ("query", "key", "value"))
    return al.attend(
        *matrices, score=score_function(state), mask=visible(state), return_weights=True
    )


def large_view(state):
    """Return what the read-only picture of many tokens needs, as JSON and bytes."""
    weights = attend(state)[1]
    return {
        "tokens": state["tokens"],
        "key_tokens": key_words(state),
        "weights": weights.astype("<f4").tobytes(),
        "visible": visible(state).astype("u1").tobytes(),
        "sentence": describe_weights(weights, state["tokens"], state["key_tokens"]) + ".",
    }
