"""Wrong scores and weights in ``self_attention``: named mistakes, re-created."""

import numpy as np

from attention_lib.attention import softmax
from attention_lib.masks import causal_mask
from attention_lib.practice.checks._np_dot import at_and_np_dot
from attention_lib.practice.checks.scaled_dot_product_recreations import (
    powers_of_2,
    quotient,
    winner,
)
from attention_lib.practice.checks.self_attention_recreations import (
    attention,
    not_transposed,
    unshifted,
)
from attention_lib.practice.exercise import Mistake

WRONG_SIZES = (
    ("model_dim", "the width of x", lambda x, query, value: x.shape[-1]),
    ("value_dim", "the width of the values", lambda x, query, value: value.shape[-1]),
    ("length", "the number of positions", lambda x, query, value: len(x)),
)

SCORE_MISTAKES = (
    Mistake(
        "not scaled",
        "Right dot products, but they are not divided by √head_dim: the wider the head, the "
        "closer the weights come to a single 1, where the gradient vanishes.",
        (attention(size=lambda x, query, value: 1.0),),
    ),
    Mistake(
        "divided by head_dim",
        "The scores are divided by head_dim, not by its square root: the weights come out too "
        "even.",
        (attention(size=lambda x, query, value: query.shape[-1] ** 2.0),),
    ),
    Mistake(
        "multiplied by √head_dim",
        "The scores are multiplied by √head_dim instead of divided: the weights come out too "
        "sharp.",
        (attention(size=lambda x, query, value: 1 / query.shape[-1]),),
    ),
    *(
        Mistake(
            f"divided by √{name}",
            f"The scores are divided by √{name}, {meaning}. What counts is how many products a "
            "score adds up: √head_dim, the width of queries and keys (w_query.shape[-1]).",
            (attention(size=lambda x, query, value, size=size: float(size(x, query, value))),),
        )
        for name, meaning, size in WRONG_SIZES
    ),
    Mistake(
        "key not transposed",
        "The keys are not transposed: query @ key is (length, head_dim) @ (length, head_dim), an "
        "error for most shapes and silently wrong where length = head_dim. Use query @ key.T.",
        at_and_np_dot(not_transposed),
    ),
    Mistake(
        "causal mask added",
        "No position sees a later one: a causal mask has been added. Self-attention as such "
        "shows every position to every other; the mask is for models that predict the next "
        "word.",
        (attention(mask=causal_mask),),
    ),
    Mistake(
        "own position hidden",
        "No position sees itself: the diagonal is masked. In self-attention each position is "
        "among its own keys.",
        (attention(mask=lambda length: ~np.eye(length, dtype=bool)),),
    ),
)

SOFTMAX_MISTAKES = (
    Mistake(
        "softmax over the queries",
        "The softmax runs over the queries (axis −2), so columns sum to 1. The scores have as "
        "many rows as columns here, so no shape tells. It must run over the keys (axis −1).",
        (
            attention(normalise=lambda scores: softmax(scores, axis=-2)),
            attention(normalise=lambda scores: quotient(np.exp(scores), axis=-2)),
        ),
    ),
    Mistake(
        "one softmax for all",
        "One softmax runs over the whole matrix: all the weights together sum to 1. Every "
        "position needs its own: normalise along the last axis.",
        (
            attention(normalise=lambda scores: softmax(scores.ravel()).reshape(scores.shape)),
            attention(normalise=lambda scores: np.exp(scores) / np.exp(scores).sum()),
        ),
    ),
    Mistake(
        "no softmax",
        "The scores themselves weigh the values: they can be negative, and do not sum to 1. Take "
        "the softmax over the keys first.",
        (
            attention(normalise=lambda scores: scores),
            attention(size=lambda x, query, value: 1.0, normalise=lambda scores: scores),
        ),
    ),
    Mistake(
        "no exp",
        "The scores are divided by their sum, without exp(): rows sum to 1, but weights can be "
        "negative. Use the softmax.",
        (attention(normalise=quotient),),
    ),
    Mistake(
        "base 2",
        "The weights are powers of 2, not of e: they come out too even. Use exp().",
        (
            attention(normalise=powers_of_2),
            attention(normalise=lambda scores: quotient(2.0**scores)),
        ),
    ),
    Mistake(
        "winner takes all",
        "Each position copies the value of its best key alone (argmax). Attention is soft: every "
        "key gets some weight, and so the result has a gradient.",
        (attention(normalise=winner),),
    ),
    Mistake(
        "softmax without the shift",
        "Right for small scores, but exp() overflows for large ones and gives NaN. Subtract the "
        "maximum of each row before exp(): the shift cancels.",
        (attention(normalise=unshifted),),
    ),
    Mistake(
        "NaN replaced by 0",
        "exp() overflows, and np.nan_to_num hides it: the key with the largest score gets no "
        "weight at all. Subtract the maximum of each row before exp(), and no NaN arises.",
        (
            attention(normalise=lambda scores: np.nan_to_num(unshifted(scores))),
            lambda *inputs: np.nan_to_num(attention(normalise=unshifted)(*inputs)),
        ),
    ),
)
