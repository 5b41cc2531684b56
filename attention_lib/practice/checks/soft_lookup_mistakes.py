"""Wrong answers to ``soft_lookup`` that its check can name."""

import numpy as np

from attention_lib.practice.checks.scaled_dot_product_recreations import powers_of_2, quotient
from attention_lib.practice.checks.soft_lookup_recreations import (
    lookup,
    one_hot,
    shifted_too_early,
)
from attention_lib.practice.checks.soft_lookup_scores import SCORE_MISTAKES
from attention_lib.practice.checks.soft_lookup_sums import SUM_MISTAKES
from attention_lib.practice.exercise import Accident, Mistake

WEIGHT_MISTAKES = (
    Mistake(
        "winner takes all",
        "This is a hard lookup: it returns the value of the best key alone (argmax), at any "
        "tau. In a soft one every value gets some weight.",
        (lookup(normalise=one_hot),),
    ),
    Mistake(
        "not divided by the sum",
        "The exponentials are the weights here, and they do not sum to 1, so the output is not "
        "an average. Divide them by their sum.",
        (
            lookup(normalise=np.exp),
            lookup(normalise=lambda scores: np.exp(scores - scores.max())),
        ),
    ),
    Mistake(
        "scores as weights",
        "The scores themselves are the weights, without a softmax: they can be negative and do "
        "not sum to 1.",
        (
            lookup(normalise=lambda scores: scores),
            lookup(temper=lambda scores, tau: scores, normalise=lambda scores: scores),
        ),
    ),
    Mistake(
        "no exp",
        "The scores are divided by their sum, without exp(): they sum to 1 but can be negative, "
        "a sum of 0 breaks them, and tau cancels. Use the softmax.",
        (lookup(normalise=quotient),),
    ),
    Mistake(
        "base 2",
        "The weights are powers of 2, not of e: the lookup comes out too flat. Use exp().",
        (
            lookup(normalise=powers_of_2),
            lookup(normalise=lambda scores: quotient(2.0**scores)),
        ),
    ),
    Mistake(
        "softmax over an axis of size 1",
        "Every weight is 1, so the output is the plain *sum* of all values: the scores have the "
        "shape (key_len, 1) and the softmax runs along the 1. It must run over the keys.",
        (
            lambda query, keys, values, tau: values.sum(axis=0),
            lambda query, keys, values, tau: values.sum(axis=0, keepdims=True),
        ),
    ),
    Mistake(
        "the plain mean",
        "Every value gets the same weight, whatever the query is. That is the limit for a very "
        "large tau; otherwise the softmax of the scores decides.",
        (lambda query, keys, values, tau: values.mean(axis=0),),
    ),
    Mistake(
        "softmax without the shift",
        "Right for small scores, but exp(1000) overflows, and near −1000 every exp() is 0: the "
        "output becomes NaN. A small tau makes any scores large. Subtract the largest of scores / "
        "tau, with its sign, before exp(): a shift of all scores cancels.",
        (
            lookup(normalise=lambda scores: quotient(np.exp(scores))),
            *(
                lookup(normalise=lambda scores, top=top: quotient(np.exp(scores - top(scores))))
                for top in (lambda s: max(s.max(), 0), lambda s: abs(s).max(), np.mean, np.min)
            ),
        ),
    ),
    Mistake(
        "shifted before the division",
        "The right idea in the wrong order: the largest *score* is subtracted from scores / tau, "
        "so at tau = 0.01 it is 100 times too small and exp() still overflows or is all 0. Divide "
        "by tau first, then subtract the largest of what you have.",
        (shifted_too_early,),
    ),
    Mistake(
        "NaN replaced by 0",
        "exp() still overflows, and np.nan_to_num then hides it: the largest score gets no "
        "weight at all. Subtract the largest of scores / tau before exp(), and no NaN arises.",
        (
            lookup(normalise=lambda scores: np.nan_to_num(quotient(np.exp(scores)))),
            lambda *inputs: np.nan_to_num(
                lookup(normalise=lambda scores: quotient(np.exp(scores)))(*inputs)
            ),
        ),
    ),
)

MISTAKES = SCORE_MISTAKES + WEIGHT_MISTAKES + SUM_MISTAKES

ACCIDENTS = (
    *(
        Accident(
            "the inner sizes differ",
            ValueError,
            says,
            "In a product the last size on the left must equal the first on the right: keys @ "
            "query is (key_len, dim) @ (dim,), one score per key; weights @ values is (key_len,) "
            "@ (key_len, value_dim), one sum over the keys.",
        )
        for says in ("matmul: ", "not aligned")
    ),
    Accident(
        "lengths that do not line up",
        ValueError,
        "could not be broadcast together",
        "`*` lines up the *last* axes. query (dim,) fits beside keys (key_len, dim), but weights "
        "(key_len,) beside values (key_len, value_dim) needs weights[:, None]. keys @ query and "
        "weights @ values multiply and add up.",
    ),
    Accident(
        "math.exp of an array",
        TypeError,
        "can be converted to Python scalars",
        "The functions of `math` take one number; np.exp and np.sum take a whole array.",
    ),
    Accident(
        "fractions into integers",
        TypeError,
        "Cannot cast ufunc",
        "The inputs are integers here, and an integer array cannot take fractions in place. "
        "Make a new array: scores = scores / tau instead of scores /= tau.",
    ),
)
