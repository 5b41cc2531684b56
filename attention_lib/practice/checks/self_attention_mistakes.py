"""Wrong answers to ``self_attention`` that its check can name."""

import numpy as np

from attention_lib.practice.checks.self_attention_recreations import afterwards, both, scores
from attention_lib.practice.checks.self_attention_sources import SOURCE_MISTAKES
from attention_lib.practice.checks.self_attention_weights import SCORE_MISTAKES, SOFTMAX_MISTAKES
from attention_lib.practice.exercise import Accident, Mistake

RESULT_MISTAKES = (
    Mistake(
        "averaged over the positions",
        "The outputs of all positions are averaged or added up to one vector. Every position "
        "keeps its own: (length, value_dim).",
        (
            afterwards(lambda output: output.mean(axis=0)),
            afterwards(lambda output: output.sum(axis=0)),
            lambda x, w_query, w_key, w_value: (x @ w_value).mean(axis=0),
        ),
    ),
    Mistake(
        "one position only",
        "This is the output of one position alone: a `return` inside a loop ends it at the first "
        "turn, and an assignment keeps the last. Collect one row per position.",
        tuple(afterwards(lambda output, i=i: output[i]) for i in (0, -1)),
    ),
    Mistake(
        "all positions alike",
        "Every position gets the plain mean of all values, as if all scores were equal. The "
        "weights are the softmax of each position's own scores.",
        (lambda x, w_query, w_key, w_value: np.tile((x @ w_value).mean(axis=0), (len(x), 1)),),
    ),
    Mistake(
        "returns the weights",
        "These are the weights, (length, length), and they are right. The output is what they "
        "average: weights @ value.",
        (lambda *inputs: both(*inputs)[1],),
    ),
    Mistake(
        "returns the scores",
        "These are the scores, (length, length). They still need the softmax, and the weights "
        "then average the values.",
        (
            scores,
            lambda x, w_query, w_key, w_value: (x @ w_query) @ (x @ w_key).T,
        ),
    ),
    Mistake(
        "transposed",
        "The output has the shape (value_dim, length). One row per position: (length, value_dim).",
        (afterwards(np.transpose),),
    ),
)

MISTAKES = SOURCE_MISTAKES + SCORE_MISTAKES + SOFTMAX_MISTAKES + RESULT_MISTAKES

ACCIDENTS = (
    Accident(
        "memory in self-attention",
        NameError,
        "memory",
        "Self-attention has no second source: where cross-attention reads `memory`, it reads x.",
    ),
    Accident(
        "the second source is missing",
        TypeError,
        "required positional argument",
        "A function of two sources needs both, here too: where cross-attention takes `memory`, "
        "give it x again.",
    ),
    *(
        Accident(
            "the inner sizes differ",
            ValueError,
            says,
            "In a product the last size on the left must equal the first on the right: x @ w_query "
            "is (length, model_dim) @ (model_dim, head_dim), then query @ key.T and weights @ "
            "value. Use this function's own arguments: keys and values come from x too, not from "
            "a `memory` of the notebook.",
        )
        for says in ("matmul: ", "not aligned")
    ),
    Accident(
        "fractions into integers",
        TypeError,
        "Cannot cast ufunc",
        "The inputs are integers here, and an integer array cannot take fractions in place. "
        "Make a new array: scores = scores / … instead of scores /= ….",
    ),
)
