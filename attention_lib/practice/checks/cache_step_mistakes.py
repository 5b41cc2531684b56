"""Wrong answers to ``cache_step`` that its check can name."""

import numpy as np

from attention_lib.attention import softmax
from attention_lib.practice.checks.cache_step_keeping import (
    KEEPING_MISTAKES,
    PROJECTION_MISTAKES,
)
from attention_lib.practice.checks.cache_step_recreations import afterwards, step, weights_alone
from attention_lib.practice.checks.multi_head_mistakes import FRACTIONS, ROUNDED
from attention_lib.practice.checks.scaled_dot_product_recreations import quotient
from attention_lib.practice.checks.self_attention_recreations import unshifted
from attention_lib.practice.exercise import Accident, Mistake


def _first_key_only(scores):
    return softmax(np.where(np.arange(scores.shape[-1]) == 0, scores, -np.inf))


WEIGHT_MISTAKES = (
    Mistake(
        "only the first token is seen",
        "The new token sees the first one alone: a causal mask for one query counts it as token 0 "
        "(PyTorch's is_causal=True does so, too). It is the last, so it sees all keys, and needs "
        "no mask at all.",
        (step(normalise=_first_key_only),),
    ),
    Mistake(
        "not scaled",
        "Right dot products, but they are not divided by √head_dim: the wider the head, the closer "
        "the weights come to a single 1.",
        (step(size=lambda x_new, query, keys, value: 1),),
    ),
    Mistake(
        "divided by head_dim",
        "The scores are divided by head_dim, not by its square root: the weights come out too "
        "even.",
        (step(size=lambda x_new, query, keys, value: query.shape[-1] ** 2),),
    ),
    Mistake(
        "divided by √ of another size",
        "The scores are divided by the root of another size: model_dim, value_dim or the number of "
        "keys. What counts is how many products a score adds up: √head_dim, keys.shape[-1].",
        (
            step(size=lambda x_new, query, keys, value: x_new.shape[-1]),
            step(size=lambda x_new, query, keys, value: value.shape[-1]),
            step(size=lambda x_new, query, keys, value: len(keys)),
            step(size=lambda x_new, query, keys, value: max(len(keys) - 1, 1)),
        ),
    ),
    Mistake(
        "softmax over the queries",
        "The softmax runs over the queries (axis 0). There is only one, so every weight is 1 and "
        "the output is the sum of all values. It must run over the keys: axis −1.",
        (
            step(normalise=lambda scores: softmax(scores, axis=0)),
            step(normalise=lambda scores: quotient(np.exp(scores), axis=0)),
        ),
    ),
    Mistake(
        "no softmax",
        "The scores themselves weigh the values: they can be negative, and do not sum to 1. Take "
        "the softmax over the keys first.",
        (
            step(normalise=lambda scores: scores),
            step(normalise=lambda scores: scores, size=lambda x_new, query, keys, value: 1),
        ),
    ),
    Mistake(
        "softmax without the shift",
        "Right for small scores, but exp() overflows for large ones and gives NaN. Subtract the "
        "maximum before exp(): the shift cancels.",
        (step(normalise=unshifted),),
    ),
    Mistake(
        "all tokens alike",
        "The output is the plain mean of all values, as if all scores were equal. The weights are "
        "the softmax of the new query's scores.",
        (step(normalise=lambda scores: np.full(scores.shape, 1 / scores.shape[-1])),),
    ),
    Mistake(
        "averages the keys",
        "The weights are right, but they average the keys. What is passed on are the values.",
        (
            lambda *inputs: (
                weights_alone(*inputs)[0] @ step()(*inputs)[1],
                *step()(*inputs)[1:],
            ),
        ),
    ),
    Mistake(
        "returns the weights",
        "The first result is the weights, (1, length + 1), and they are right. Return what they "
        "average: weights @ values. (Weights are never kept: each query has its own.)",
        (weights_alone,),
    ),
    Mistake(
        "output without its first axis",
        "The numbers are right, but the output has lost its first axis. One token is still one "
        "row: (1, value_dim), like x_new.",
        (afterwards(lambda output, keys, values: (output[0], keys, values)),),
    ),
)

INTEGER_MISTAKES = (
    Mistake(
        *ROUNDED,
        (afterwards(lambda output, keys, values: (output.astype(keys.dtype), keys, values)),),
    ),
)

MISTAKES = KEEPING_MISTAKES + PROJECTION_MISTAKES + WEIGHT_MISTAKES + INTEGER_MISTAKES

ACCIDENTS = (
    FRACTIONS,
    *(
        Accident(
            "appended as to a list",
            error,
            says,
            "An array does not grow as a list does. Make a longer one: np.concatenate([keys, x_new "
            "@ w_key]).",
        )
        for error, says in (
            (AttributeError, "'numpy.ndarray' object has no attribute"),
            (IndexError, "out of bounds for axis 0"),
        )
    ),
    Accident(
        "no list of arrays",
        TypeError,
        "only integer scalar arrays",
        "np.concatenate takes *one* list of arrays: np.concatenate([keys, x_new @ w_key]).",
    ),
    Accident(
        "appended along the wrong axis",
        ValueError,
        "must match exactly, but along dimension 0",
        "The arrays are joined side by side (axis 1), so the key would become wider. A new token "
        "is a new row: join along axis 0, np.concatenate([keys, x_new @ w_key]).",
    ),
    Accident(
        "rows of another width",
        ValueError,
        "must match exactly, but along dimension 1",
        "What is appended has another width than the rows kept. Keys are x_new @ w_key, values "
        "x_new @ w_value; x_new itself is not kept.",
    ),
    Accident(
        "stacked",
        ValueError,
        "all input arrays must have the same shape",
        "np.stack makes a new axis, for arrays of one shape. A new token is one row more in an "
        "axis that is there: np.concatenate([keys, x_new @ w_key]).",
    ),
    Accident(
        "a row without its axis",
        ValueError,
        "must have same number of dimensions",
        "One row is appended as (1, head_dim), not as (head_dim,): x_new @ w_key has both axes.",
    ),
    Accident(
        "nothing to see",
        ValueError,
        "zero-size array",
        "For the first token the caches are empty, and it sees itself alone: append its key and "
        "value before it attends.",
        lambda case: len(case.arguments["keys"]) == 0,
    ),
    *(
        Accident(
            "the inner sizes differ",
            ValueError,
            says,
            "In a product the last size on the left must equal the first on the right: x_new @ "
            "w_query is (1, model_dim) @ (model_dim, head_dim), then query @ keys.T and weights @ "
            "values. np.append without axis=0 makes one long row of the cache, and rows kept are "
            "not projected again.",
        )
        for says in ("matmul: ", "not aligned", "transpose with ndim < 2")
    ),
)
