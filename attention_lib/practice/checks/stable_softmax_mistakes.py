"""Wrong answers to ``stable_softmax`` that its check can name, re-created."""

import numpy as np

from attention_lib.attention import softmax
from attention_lib.practice.checks.stable_softmax_shifts import (
    SHIFT_MISTAKES,
    peaked,
    quotient,
    top,
)
from attention_lib.practice.exercise import Accident, Mistake


def _one_hot(x, axis):
    return (x == top(x, axis)).astype(float)


def _into_integers(x, axis):
    out = np.zeros_like(x)
    out[...] = softmax(x, axis=axis)
    return out


FORM_MISTAKES = (
    Mistake(
        "no exp",
        "This divides the scores by their sum, without exp(): the results sum to 1 but can be "
        "negative or divide by 0. Exponentiate first.",
        (lambda x, axis=-1: quotient(np.asarray(x, float), axis),),
    ),
    Mistake(
        "not divided",
        "These are the exponentials, but they are not divided by their sum: the weights of a "
        "row must sum to 1.",
        (lambda x, axis=-1: peaked(x, axis), lambda x, axis=-1: np.exp(x)),
    ),
    Mistake(
        "one sum for all",
        "The exponentials are divided by the sum of the whole array, so only the array sums "
        "to 1. Sum along `axis`: each row is its own distribution.",
        (
            lambda x, axis=-1: peaked(x, axis) / peaked(x, axis).sum(),
            lambda x, axis=-1: np.exp(x - x.max()) / np.exp(x - x.max()).sum(),
            lambda x, axis=-1: np.exp(x) / np.exp(x).sum(),
        ),
    ),
    Mistake(
        "keepdims is missing",
        "The maximum or the sum loses its axis, so NumPy lines it up with the wrong one: an "
        "error for a (2, 3) array, silently wrong numbers for a square one. Reduce with "
        "keepdims=True.",
        (
            lambda x, axis=-1: peaked(x, axis) / peaked(x, axis).sum(axis=axis),
            lambda x, axis=-1: quotient(np.exp(x - x.max(axis=axis)), axis),
            lambda x, axis=-1: (
                np.exp(x - x.max(axis=axis)) / np.exp(x - x.max(axis=axis)).sum(axis=axis)
            ),
            lambda x, axis=-1: np.exp(x - x.max()) / np.exp(x - x.max()).sum(axis=axis),
            lambda x, axis=-1: np.exp(x) / np.exp(x).sum(axis=axis),
        ),
    ),
    Mistake(
        "axis is ignored",
        "Right along the last axis, but the argument `axis` changes nothing: pass it to both "
        "the maximum and the sum.",
        (
            lambda x, axis=-1: softmax(x),
            lambda x, axis=-1: quotient(np.exp(x), -1),
        ),
    ),
    Mistake(
        "first axis instead of last",
        "The softmax runs down the columns (axis 0) where it must run along the last axis: "
        "with the keys in the last axis, every *row* must sum to 1.",
        (
            lambda x, axis=0: softmax(x, axis=axis),
            lambda x, axis=-1: softmax(x, axis=0),
            lambda x, axis=0: quotient(np.exp(x), axis),
            lambda x, axis=-1: quotient(np.exp(x), 0),
        ),
    ),
    Mistake(
        "log-softmax",
        "These are the logarithms of the weights (log-softmax): numbers up to 0. Return the "
        "exponentials, divided by their sum.",
        (
            lambda x, axis=-1: (
                x - top(x, axis) - np.log(peaked(x, axis).sum(axis=axis, keepdims=True))
            ),
            lambda x, axis=-1: x - np.log(np.exp(x).sum(axis=axis, keepdims=True)),
            lambda x, axis=-1: np.log(quotient(np.exp(x), axis)),
        ),
    ),
    Mistake(
        "base 2",
        "The weights are powers of 2, not of e: the row sums are right, but the weights are "
        "too even. Use exp().",
        (
            lambda x, axis=-1: quotient(2.0 ** (x - top(x, axis)), axis),
            lambda x, axis=-1: quotient(2.0**x, axis),
        ),
    ),
    Mistake(
        "winner takes all",
        "All the weight goes to the largest score: that is argmax, a hard choice. Softmax "
        "leaves every score some weight, and so has a gradient.",
        (
            lambda x, axis=-1: quotient(_one_hot(x, axis), axis),
            lambda x, axis=-1: _one_hot(x, axis),
        ),
    ),
    Mistake(
        "sigmoid",
        "Every score is squashed by itself (a sigmoid), so a row need not sum to 1. In a "
        "softmax the scores of a row compete: divide by their common sum.",
        (lambda x, axis=-1: 1 / (1 + np.exp(-x)),),
    ),
    Mistake(
        "rounded to integers",
        "Right for floating-point scores, but for integer scores the weights are cut to 0 and "
        "1: the result array has the integer type of `x` (as from zeros_like(x)). Make it "
        "floating point.",
        (lambda x, axis=-1: _into_integers(x, axis),),
    ),
)

MISTAKES = SHIFT_MISTAKES + FORM_MISTAKES

ACCIDENTS = (
    Accident(
        "a comparison of many numbers",
        ValueError,
        "truth value of an array",
        "`if` needs one yes or no, but there is one maximum for each row. No `if` is needed: "
        "subtracting the maximum is harmless where it is small.",
    ),
    Accident(
        "math.exp of an array",
        TypeError,
        "can be converted to Python scalars",
        "The functions of `math` take one number; np.exp and np.sum take a whole array.",
    ),
)
