"""Wrong scores and weights in ``multi_head_attention``: named mistakes, re-created."""

import numpy as np

from attention_lib.attention import softmax
from attention_lib.masks import causal_mask
from attention_lib.practice.checks.multi_head_recreations import (
    WITHOUT_KEEPDIMS,
    layer,
    weights_averaged,
)
from attention_lib.practice.checks.scaled_dot_product_recreations import quotient
from attention_lib.practice.checks.self_attention_recreations import unshifted
from attention_lib.practice.exercise import Mistake


def _over(normalise, scores, axes):
    """Apply ``normalise`` to the last axes as if they were one."""
    return normalise(scores.reshape(*scores.shape[: scores.ndim - axes], -1)).reshape(scores.shape)


SCORE_MISTAKES = (
    Mistake(
        "divided by √model_dim",
        "The scores are divided by √model_dim, the root of the whole width. A head's score adds up "
        "head_dim products only, so its weights come out too even, the more the more heads there "
        "are. Divide by √head_dim: query.shape[-1] after the split.",
        (
            layer(size=lambda x, query, value: x.shape[-1]),
            layer(size=lambda x, query, value: query.shape[-3] * query.shape[-1]),
        ),
    ),
    Mistake(
        "head_dim computed from x",
        "The scores are divided by √(model_dim / num_heads). That is √head_dim only where the "
        "matrices are square. What is cut is the projected vector: head_dim is query.shape[-1] "
        "after the split.",
        (layer(size=lambda x, query, value: x.shape[-1] / query.shape[-3]),),
    ),
    Mistake(
        "head_dim divided again",
        "The scores are divided by √(head_dim / num_heads): after the split, query.shape[-1] is "
        "head_dim already, and it has been divided by num_heads once more. (Code that is copied "
        "often does so.) Divide by √(query.shape[-1]).",
        (
            layer(size=lambda x, query, value: query.shape[-1] / query.shape[-3]),
            layer(size=lambda x, query, value: query.shape[-1] // query.shape[-3]),
        ),
    ),
    Mistake(
        "not scaled",
        "Right dot products, but they are not divided by √head_dim: the wider a head, the closer "
        "its weights come to a single 1, where the gradient vanishes.",
        (layer(size=lambda x, query, value: 1),),
    ),
    Mistake(
        "divided by head_dim",
        "The scores are divided by head_dim, not by its square root: the weights come out too "
        "even.",
        (layer(size=lambda x, query, value: query.shape[-1] ** 2),),
    ),
    Mistake(
        "multiplied by √head_dim",
        "The scores are multiplied by √head_dim instead of divided: the weights come out too "
        "sharp.",
        (layer(size=lambda x, query, value: 1 / query.shape[-1]),),
    ),
    Mistake(
        "divided by √num_heads",
        "The scores are divided by √num_heads. What counts is how many products one score adds "
        "up: √head_dim, with head_dim = query.shape[-1] after the split.",
        (layer(size=lambda x, query, value: query.shape[-3]),),
    ),
    Mistake(
        "divided by √length",
        "The scores are divided by √length, the root of the number of tokens. After the split the "
        "axes are (…, num_heads, length, head_dim): the last one, query.shape[-1], is head_dim.",
        (layer(size=lambda x, query, value: query.shape[-2]),),
    ),
    Mistake(
        "causal mask added",
        "No token sees a later one: a causal mask has been added. None is asked for here.",
        (
            layer(
                normalise=lambda scores: softmax(
                    np.where(causal_mask(scores.shape[-1]), scores, -np.inf)
                )
            ),
        ),
    ),
)

SOFTMAX_MISTAKES = (
    Mistake(
        "softmax over the heads",
        "The softmax runs over the heads (axis −3): they compete for each pair of tokens. Every "
        "head has weights of its own, and each of its rows sums to 1: softmax over the keys, "
        "axis −1.",
        (
            layer(normalise=lambda scores: softmax(scores, axis=-3)),
            layer(normalise=lambda scores: quotient(np.exp(scores), axis=-3)),
        ),
    ),
    Mistake(
        "softmax axis counted from the front",
        "The axis of the softmax is counted from the front. Which one that is depends on the batch "
        "axes: 0 may be the heads or the sequences, and 2 is the keys only without a batch. The "
        "keys are always the last: axis=-1.",
        tuple(
            layer(normalise=lambda scores, axis=axis: softmax(scores, axis=axis))
            for axis in (0, 1, 2)
        ),
    ),
    Mistake(
        "sum without keepdims",
        "The sum (or the maximum) in the softmax has lost its axis, so row j is divided where "
        "column j should be: rows do not sum to 1. With as many queries as keys no shape tells. "
        "Use keepdims=True.",
        tuple(layer(normalise=normalise) for normalise in WITHOUT_KEEPDIMS),
    ),
    Mistake(
        "softmax over the queries",
        "The softmax runs over the queries (axis −2), so columns sum to 1. The scores of a head "
        "have as many rows as columns here, so no shape tells. It must run over the keys, axis −1.",
        (
            layer(normalise=lambda scores: softmax(scores, axis=-2)),
            layer(normalise=lambda scores: quotient(np.exp(scores), axis=-2)),
        ),
    ),
    Mistake(
        "one softmax for each head",
        "One softmax runs over the whole table of a head: all its weights together sum to 1. Every "
        "token needs its own: normalise along the last axis.",
        (
            layer(normalise=lambda scores: _over(softmax, scores, 2)),
            layer(normalise=lambda scores: _over(lambda s: quotient(np.exp(s)), scores, 2)),
        ),
    ),
    Mistake(
        "one softmax for all",
        "One softmax runs over all scores there are, of every head: all the weights together sum "
        "to 1. Every token of every head needs its own: normalise along the last axis.",
        (
            layer(normalise=lambda scores: _over(softmax, scores, scores.ndim)),
            layer(normalise=lambda scores: np.exp(scores) / np.exp(scores).sum()),
        ),
    ),
    Mistake(
        "no softmax",
        "The scores themselves weigh the values: they can be negative, and do not sum to 1. Take "
        "the softmax over the keys first.",
        (
            layer(normalise=lambda scores: scores),
            layer(normalise=lambda scores: scores, size=lambda x, query, value: 1),
        ),
    ),
    Mistake(
        "softmax without the shift",
        "Right for small scores, but exp() overflows for large ones and gives NaN. Subtract the "
        "maximum of each row before exp(): the shift cancels.",
        (layer(normalise=unshifted),),
    ),
    Mistake(
        "weights averaged over the heads",
        "All heads use the same weights, the mean of theirs. Then several heads are one head: each "
        "must average its own values with its own weights. (PyTorch returns such a mean, to look "
        "at only.)",
        (weights_averaged,),
    ),
)
