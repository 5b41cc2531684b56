"""Wrong answers to ``stable_softmax`` that its check can name, re-created."""

import numpy as np

from attention_lib.attention import softmax
from attention_lib.practice.exercise import Mistake


def _normalised(e, axis):
    return e / e.sum(axis=axis, keepdims=True)


def _top(x, axis):
    return x.max(axis=axis, keepdims=True)


def _peaked(x, axis):
    return np.exp(x - _top(x, axis))


def _one_hot(x, axis):
    return (x == _top(x, axis)).astype(float)


def _into_integers(x, axis):
    out = np.zeros_like(x)
    out[...] = softmax(x, axis=axis)
    return out


MISTAKES = (
    Mistake(
        "no shift",
        "Right as long as the scores are small, but exp() overflows for scores like 1000 "
        "(and underflows for −1000), and the quotient becomes NaN. Subtract the maximum of "
        "each row first: any shift of a whole row cancels.",
        (lambda x, axis=-1: _normalised(np.exp(x), axis),),
    ),
    Mistake(
        "no exp",
        "This divides the scores by their sum, without exp(): the results sum to 1 but can be "
        "negative or divide by 0. Exponentiate first.",
        (lambda x, axis=-1: _normalised(np.asarray(x, float), axis),),
    ),
    Mistake(
        "not divided",
        "The shifted exponentials are right, but they are not divided by their sum: the "
        "weights of a row must sum to 1.",
        (lambda x, axis=-1: _peaked(x, axis), lambda x, axis=-1: np.exp(x)),
    ),
    Mistake(
        "one maximum for all",
        "One maximum is subtracted from the whole array. A row that lies far below it "
        "underflows to 0/0 = NaN; subtract the maximum of each row along `axis`.",
        (lambda x, axis=-1: _normalised(np.exp(x - x.max()), axis),),
    ),
    Mistake(
        "one sum for all",
        "The exponentials are divided by the sum of the whole array, so only the array sums "
        "to 1. Sum along `axis`: each row is its own distribution.",
        (
            lambda x, axis=-1: _peaked(x, axis) / _peaked(x, axis).sum(),
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
            lambda x, axis=-1: _peaked(x, axis) / _peaked(x, axis).sum(axis=axis),
            lambda x, axis=-1: _normalised(np.exp(x - x.max(axis=axis)), axis),
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
            lambda x, axis=-1: _normalised(np.exp(x), -1),
        ),
    ),
    Mistake(
        "first axis instead of last",
        "The softmax runs down the columns (axis 0) where it must run along the last axis: "
        "with the keys in the last axis, every *row* must sum to 1.",
        (
            lambda x, axis=0: softmax(x, axis=axis),
            lambda x, axis=-1: softmax(x, axis=0),
            lambda x, axis=0: _normalised(np.exp(x), axis),
            lambda x, axis=-1: _normalised(np.exp(x), 0),
        ),
    ),
    Mistake(
        "the mean is subtracted",
        "Subtracting the mean cancels as well, but does not keep exp() finite: in a row with "
        "one large score the largest still overflows. Subtract the maximum, so that no "
        "exponent is above 0.",
        (lambda x, axis=-1: _normalised(np.exp(x - x.mean(axis=axis, keepdims=True)), axis),),
    ),
    Mistake(
        "the minimum is subtracted",
        "Subtracting the minimum makes every exponent 0 or more, so a row with a wide spread "
        "overflows. Subtract the maximum, so that no exponent is above 0.",
        (lambda x, axis=-1: _normalised(np.exp(x - x.min(axis=axis, keepdims=True)), axis),),
    ),
    Mistake(
        "the scores are clipped",
        "Clipping large scores keeps exp() finite but changes the answer: 1000 and 999 become "
        "equal. A shift by the maximum changes nothing.",
        tuple(
            lambda x, axis=-1, limit=limit: _normalised(np.exp(np.clip(x, -limit, limit)), axis)
            for limit in (10, 20, 30, 50, 80, 88, 100, 500, 600, 700, 709)
        ),
    ),
    Mistake(
        "log-softmax",
        "These are the logarithms of the weights (log-softmax): numbers up to 0. Return the "
        "exponentials, divided by their sum.",
        (
            lambda x, axis=-1: (
                x - _top(x, axis) - np.log(_peaked(x, axis).sum(axis=axis, keepdims=True))
            ),
            lambda x, axis=-1: x - np.log(np.exp(x).sum(axis=axis, keepdims=True)),
            lambda x, axis=-1: np.log(_normalised(np.exp(x), axis)),
        ),
    ),
    Mistake(
        "base 2",
        "The weights are powers of 2, not of e: the row sums are right, but the weights are "
        "too even. Use exp().",
        (
            lambda x, axis=-1: _normalised(2.0 ** (x - _top(x, axis)), axis),
            lambda x, axis=-1: _normalised(2.0**x, axis),
        ),
    ),
    Mistake(
        "winner takes all",
        "All the weight goes to the largest score: that is argmax, a hard choice. Softmax "
        "leaves every score some weight, and so has a gradient.",
        (
            lambda x, axis=-1: _normalised(_one_hot(x, axis), axis),
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
