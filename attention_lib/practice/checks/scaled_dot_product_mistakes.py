"""Wrong answers to ``scaled_dot_product`` that its check can name."""

from functools import partial

import numpy as np

from attention_lib.attention import softmax
from attention_lib.practice.checks.scaled_dot_product_masks import MASK_MISTAKES
from attention_lib.practice.checks.scaled_dot_product_recreations import (
    finite,
    key_not_transposed,
    key_not_transposed_in_np_dot,
    normalised_by,
    or_1,
    powers_of_2,
    quotient,
    renormalised_after,
    returns_scores,
    scaled_by,
    swapped,
    weights_at_key,
    winner,
)
from attention_lib.practice.exercise import Accident, Mistake

WRONG_SIZES = (
    ("query_len", "the number of queries (len(query))", lambda query, key, value: len(query)),
    ("key_len", "the number of keys (len(key))", lambda query, key, value: len(key)),
    ("value_dim", "the width of `value`", lambda query, key, value: value.shape[-1]),
    ("query.size", "the number of all its entries", lambda query, key, value: query.size),
)

SCORE_MISTAKES = (
    Mistake(
        "not scaled",
        "Right dot products, but they are not divided by √head_dim: the larger head_dim is, "
        "the closer the weights come to a single 1, where the gradient vanishes.",
        (scaled_by(lambda query, key, value: 1.0),),
    ),
    Mistake(
        "divided by head_dim",
        "The scores are divided by head_dim, not by its square root: the weights come out too "
        "even. The spread of a dot product grows with √head_dim, so divide by that.",
        (scaled_by(lambda query, key, value: 1 / query.shape[-1]),),
    ),
    Mistake(
        "multiplied by √head_dim",
        "The scores are multiplied by √head_dim instead of divided: the weights come out too "
        "sharp.",
        (scaled_by(lambda query, key, value: np.sqrt(query.shape[-1])),),
    ),
    *(
        Mistake(
            f"divided by √{name}",
            f"The scores are divided by √{name}, {meaning}. The spread of a dot product grows "
            "with the number of its terms: divide by √head_dim, the width of `query` and `key` "
            "(query.shape[-1]).",
            (scaled_by(lambda query, key, value, size=size: size(query, key, value) ** -0.5),),
        )
        for name, meaning, size in WRONG_SIZES
    ),
    Mistake(
        "key not transposed",
        "`key` is not transposed: query @ key multiplies (query_len, head_dim) @ (key_len, "
        "head_dim), an error for most shapes and silently wrong where key_len = head_dim. "
        "Compare rows with rows: query @ key.T is (query_len, head_dim) @ (head_dim, key_len).",
        (key_not_transposed, key_not_transposed_in_np_dot),
    ),
)

SOFTMAX_MISTAKES = (
    Mistake(
        "softmax over the queries",
        "The softmax runs over the queries (axis −2): the columns sum to 1, and queries "
        "compete for keys. It must run over the keys (axis −1): every row sums to 1.",
        (
            normalised_by(lambda scores: softmax(scores, axis=-2)),
            normalised_by(lambda scores: quotient(np.exp(scores), axis=-2)),
        ),
    ),
    Mistake(
        "one softmax for all",
        "One softmax runs over the whole matrix: all the weights together sum to 1. Every "
        "query needs its own: normalise along the last axis.",
        (
            normalised_by(lambda scores: softmax(scores.ravel()).reshape(scores.shape)),
            normalised_by(lambda scores: np.exp(scores) / np.exp(scores).sum()),
        ),
    ),
    Mistake(
        "no exp",
        "The scores are divided by their sum, without exp(): rows sum to 1, but weights can be "
        "negative. Use the softmax.",
        (normalised_by(lambda scores: quotient(finite(scores))),),
    ),
    Mistake(
        "base 2",
        "The weights are powers of 2, not of e: they come out too even. Use exp().",
        (
            normalised_by(powers_of_2),
            normalised_by(lambda scores: quotient(2.0**scores)),
        ),
    ),
    Mistake(
        "winner takes all",
        "Each query copies the value of its best key alone (argmax). Attention is soft: every "
        "visible key gets some weight, and so the result has a gradient.",
        (normalised_by(winner),),
    ),
    Mistake(
        "softmax without the shift",
        "Right for small scores, but exp() overflows for large ones and gives NaN. Subtract "
        "the maximum of each row before exp(): the shift cancels.",
        (
            normalised_by(lambda scores: quotient(np.exp(scores))),
            normalised_by(lambda scores: quotient(np.exp(scores), guard=or_1)),
            partial(renormalised_after, normalise=np.exp),
            partial(renormalised_after, normalise=np.exp, guard=or_1),
        ),
    ),
    Mistake(
        "NaN replaced by 0",
        "np.nan_to_num turns every NaN into 0. That is right for a fully masked row, but it "
        "also hides that exp() overflowed: a row with a large score gets no weight at all. "
        "Subtract the maximum of each row before exp().",
        (normalised_by(lambda scores: np.nan_to_num(quotient(np.exp(scores)))),),
    ),
)

RESULT_MISTAKES = (
    Mistake(
        "averages the keys",
        "The weights are right, but they average `key`. Keys decide where to look; what is "
        "passed on is `value`: weights @ value.",
        (weights_at_key,),
    ),
    Mistake(
        "scores instead of weights",
        "The output is right, but the second result is the scores, before the softmax. Return "
        "the weights: every row sums to 1.",
        (
            returns_scores,
            lambda query, key, value, mask=None: returns_scores(query, key, value, mask, raw=True),
        ),
    ),
    Mistake(
        "results swapped",
        "Both results are right, but in the wrong order: return output first, then weights.",
        (swapped,),
    ),
)

MISTAKES = SCORE_MISTAKES + SOFTMAX_MISTAKES + MASK_MISTAKES + RESULT_MISTAKES

ACCIDENTS = (
    Accident(
        "the truth value of the mask",
        ValueError,
        "truth value of an array",
        "A mask is many truth values, so neither `if mask:` nor `if mask == None:` can choose "
        "(and any() or all() would ask something else). Use `if mask is not None:`.",
        lambda case: case.options.get("mask") is not None,
    ),
    Accident(
        "no mask is given",
        Exception,
        "NoneType",
        "Without a mask, `mask` is None and has nothing to compute with: put what needs it "
        "under `if mask is not None:`.",
        lambda case: case.options.get("mask") is None,
    ),
    *(
        Accident(
            "the inner sizes differ",
            ValueError,
            says,
            "In a product the last size on the left must equal the first on the right. query @ "
            "key would be (query_len, head_dim) @ (key_len, head_dim), so transpose the key: "
            "query @ key.T. The output is weights @ value, (query_len, key_len) @ (key_len, "
            "value_dim).",
        )
        for says in ("matmul: ", "not aligned")
    ),
)
