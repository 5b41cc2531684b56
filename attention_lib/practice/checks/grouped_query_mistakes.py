"""Wrong answers to ``grouped_query_attention`` that its check can name."""

import numpy as np

from attention_lib.attention import softmax
from attention_lib.practice.checks.grouped_query_groups import GROUP_MISTAKES, QUERY_MISTAKES
from attention_lib.practice.checks.grouped_query_recreations import (
    afterwards,
    attend,
    grouped,
    in_blocks,
)
from attention_lib.practice.checks.multi_head_mistakes import FRACTIONS, ROUNDED
from attention_lib.practice.checks.multi_head_recreations import WITHOUT_KEEPDIMS, cut_to_integers
from attention_lib.practice.checks.scaled_dot_product_recreations import quotient
from attention_lib.practice.checks.self_attention_recreations import unshifted
from attention_lib.practice.exercise import Accident, Mistake

SCORE_MISTAKES = (
    Mistake(
        "not scaled",
        "Right dot products, but they are not divided by √head_dim: the wider a head, the closer "
        "its weights come to a single 1, where the gradient vanishes.",
        (grouped(size=lambda query, value: 1),),
    ),
    Mistake(
        "divided by head_dim",
        "The scores are divided by head_dim, not by its square root: the weights come out too "
        "even.",
        (grouped(size=lambda query, value: query.shape[-1] ** 2),),
    ),
    Mistake(
        "divided by √ of all heads' width",
        "The scores are divided by √(num_heads · head_dim), the width of all heads together. One "
        "score adds up head_dim products: divide by √(query.shape[-1]).",
        (grouped(size=lambda query, value: query.shape[0] * query.shape[-1]),),
    ),
    Mistake(
        "divided by √ of another axis",
        "The scores are divided by the root of another axis: num_heads (shape[0]) or query_len "
        "(shape[1]). The axes are (num_heads, query_len, head_dim); what counts is the last, "
        "√(query.shape[-1]).",
        tuple(grouped(size=lambda query, value, axis=axis: query.shape[axis]) for axis in (0, 1)),
    ),
    Mistake(
        "softmax over the heads",
        "The softmax runs over the heads (axis 0): they compete for each key. Every row of every "
        "head sums to 1: softmax over the keys, axis −1.",
        (
            grouped(normalise=lambda scores: softmax(scores, axis=-3)),
            grouped(normalise=lambda scores: quotient(np.exp(scores), axis=-3)),
        ),
    ),
    Mistake(
        "softmax over the queries",
        "The softmax runs over the queries (axis −2): they compete for keys. It must run over the "
        "keys (axis −1): every row sums to 1.",
        (
            grouped(normalise=lambda scores: softmax(scores, axis=-2)),
            grouped(normalise=lambda scores: quotient(np.exp(scores), axis=-2)),
        ),
    ),
    Mistake(
        "sum without keepdims",
        "The sum (or the maximum) in the softmax has lost its axis, so rows are divided by the "
        "sums of others, or do not fit at all. Use keepdims=True.",
        # The first, without any keepdims, raises for every case: see the accidents.
        tuple(grouped(normalise=normalise) for normalise in WITHOUT_KEEPDIMS[1:]),
    ),
    Mistake(
        "no softmax",
        "The scores themselves weigh the values: they can be negative, and do not sum to 1. Take "
        "the softmax over the keys first.",
        (
            grouped(normalise=lambda scores: scores),
            grouped(normalise=lambda scores: scores, size=lambda query, value: 1),
        ),
    ),
    Mistake(
        "softmax without the shift",
        "Right for small scores, but exp() overflows for large ones and gives NaN. Subtract the "
        "maximum of each row before exp(): the shift cancels.",
        (grouped(normalise=unshifted),),
    ),
)


def _weights(query, key, value):
    key, value = (in_blocks(shared, len(query) // len(key)) for shared in (key, value))
    return attend(query, key, value)[1]


RESULT_MISTAKES = (
    Mistake(
        "averages the keys",
        "The weights are right, but they average `key`. Keys decide where to look; what is passed "
        "on is `value`.",
        (lambda query, key, value: grouped()(query, key, key),),
    ),
    Mistake(
        "returns the weights",
        "These are the weights, (num_heads, query_len, key_len), and they are right. The output is "
        "what they average: weights @ value, each head with the values of its group.",
        (_weights,),
    ),
    Mistake(
        "heads side by side",
        "The heads are merged already, (query_len, num_heads · value_dim). Here they are asked for "
        "one by one: (num_heads, query_len, value_dim).",
        (afterwards(lambda output, _: output.swapaxes(0, 1).reshape(output.shape[1], -1)),),
    ),
    Mistake(
        "averaged over all heads",
        "The heads are averaged or added up. Each of the num_heads query heads keeps its own "
        "output.",
        (
            afterwards(lambda output, _: output.mean(axis=0)),
            afterwards(lambda output, _: output.sum(axis=0)),
        ),
    ),
)

INTEGER_MISTAKES = (Mistake(*ROUNDED, (cut_to_integers(grouped()),)),)

MISTAKES = GROUP_MISTAKES + QUERY_MISTAKES + SCORE_MISTAKES + RESULT_MISTAKES + INTEGER_MISTAKES

ACCIDENTS = (
    FRACTIONS,
    *(
        Accident(
            "np.repeat without an axis",
            ValueError,  # AxisError is one too
            says,
            "An array has lost its axes: np.repeat without an axis makes one long row. Repeat "
            "whole heads: np.repeat(key, times, axis=0).",
        )
        for says in (
            "transpose with ndim < 2",
            "out of bounds for array of dimension 1",
            "too many subscripts",
        )
    ),
    *(
        Accident(
            "heads that do not pair up",
            ValueError,
            says,
            "There are num_heads query heads and num_kv_heads key/value heads, so they do not pair "
            "up yet. Repeat each key/value head num_heads // num_kv_heads times along axis 0, that "
            "of the heads: np.repeat(key, len(query) // len(key), axis=0).",
        )
        for says in ("remapped shapes", "cannot be broadcast to a single shape")
    ),
    Accident(
        "sizes that do not broadcast",
        ValueError,
        "broadcast together with shapes",
        "If it is in the softmax, its maximum and its sum need keepdims=True: (…, query_len, 1) "
        "fits beside (…, query_len, key_len), and (…, query_len) does not.",
    ),
    Accident(
        "no such key/value head",
        IndexError,
        "out of bounds for axis 0",
        "There are only num_kv_heads key/value heads, 0 … num_kv_heads − 1: query head h reads "
        "number h // (num_heads // num_kv_heads).",
    ),
    Accident(
        "a fraction as an index",
        IndexError,
        "only integers, slices",
        "An index must be an integer, and / gives a float even when nothing remains: use //.",
    ),
    *(
        Accident(
            "the inner sizes differ",
            ValueError,
            says,
            "In a product the last size on the left must equal the last but one on the right. "
            "Swap the last two axes of the key alone, query @ key.swapaxes(-1, -2) (`.T` would "
            "reverse all three), and repeat along axis 0.",
        )
        for says in ("matmul: ", "not aligned")
    ),
)
