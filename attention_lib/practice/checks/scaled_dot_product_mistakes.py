"""Wrong answers to ``scaled_dot_product`` that its check can name."""

import numpy as np

from attention_lib.attention import softmax
from attention_lib.practice.checks.scaled_dot_product_recreations import (
    always_causal,
    finite,
    hidden_by,
    key_not_transposed,
    masked_after,
    normalised_by,
    powers_of_2,
    quotient,
    returns_scores,
    scaled_by,
    swapped,
    unguarded,
    weights_at_key,
    winner,
)
from attention_lib.practice.exercise import Mistake

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
    Mistake(
        "divided by the wrong size",
        "The scores are divided by the square root of another size (a length, or the width of "
        "`value`), not of head_dim, the width of `query` and `key`. √d_model in place of "
        "√head_dim is the same slip.",
        (
            scaled_by(lambda query, key, value: key.shape[0] ** -0.5),
            scaled_by(lambda query, key, value: query.shape[0] ** -0.5),
            scaled_by(lambda query, key, value: value.shape[-1] ** -0.5),
            scaled_by(lambda query, key, value: query.size**-0.5),
        ),
    ),
    Mistake(
        "key not transposed",
        "`key` is not transposed: query @ key is an error for most shapes and silently wrong "
        "where key_len = head_dim. Compare rows with rows: query @ key.T.",
        (key_not_transposed,),
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
        (normalised_by(lambda scores: quotient(np.exp(scores))),),
    ),
)

MASK_MISTAKES = (
    Mistake(
        "mask ignored",
        "Right without a mask, but the mask changes nothing: hide the scores where it is "
        "False, before the softmax.",
        (hidden_by(lambda scores, mask: scores),),
    ),
    Mistake(
        "mask inverted",
        "The mask is read the wrong way round. True means may attend; hide the scores where "
        "it is False (~mask).",
        (
            hidden_by(lambda scores, mask: np.where(mask, -np.inf, scores)),
            hidden_by(lambda scores, mask: np.where(mask, -1e9, scores)),
        ),
    ),
    Mistake(
        "masked after the softmax",
        "The mask is applied after the softmax: rows no longer sum to 1, and the hidden keys "
        "still sit in the denominator. Hide the scores, then take the softmax.",
        (masked_after,),
    ),
    Mistake(
        "hidden scores set to 0",
        "Hidden scores are set to 0, and exp(0) = 1: the hidden keys still get weight. Set "
        "them to −∞.",
        (hidden_by(lambda scores, mask: scores * mask),),
    ),
    Mistake(
        "boolean mask added",
        "The boolean mask is added to the scores: True counts as 1, so the visible keys get a "
        "factor e and nothing is hidden. Use np.where(mask, scores, -np.inf).",
        (hidden_by(lambda scores, mask: scores + mask),),
    ),
    Mistake(
        "always causal",
        "A causal mask is always applied, also where none was asked for: hide only what "
        "`mask` hides.",
        (always_causal,),
    ),
    Mistake(
        "−1e9 added",
        "Adding −1e9 works only while a row has something to see: where everything is hidden, "
        "the constant cancels in the softmax and the row attends as if there were no mask. A "
        "row with nothing to see must give zeros.",
        tuple(
            hidden_by(lambda scores, mask, fill=fill: scores + np.where(mask, 0, fill))
            for fill in (-1e4, -1e6, -1e9)
        ),
    ),
    Mistake(
        "filled with −1e9",
        "Filling with a large negative number works only while a row has something to see: a "
        "fully masked row becomes a plain average of everything that it must not see. It must "
        "give zeros.",
        (hidden_by(lambda scores, mask: np.where(mask, scores, -1e9)),),
    ),
    Mistake(
        "a fully masked row is NaN",
        "Right as long as every query sees a key. Where a row is fully masked, every score is "
        "−∞ and the softmax is 0/0 = NaN; such a row must give zeros.",
        (normalised_by(unguarded),),
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
