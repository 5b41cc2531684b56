"""Wrong scores and temperatures in ``soft_lookup``: named mistakes, re-created."""

import numpy as np

from attention_lib.practice.checks._np_dot import at_and_np_dot
from attention_lib.practice.checks.soft_lookup_recreations import (
    afterwards,
    cosines,
    distances,
    lookup,
    values_as_both,
    values_as_keys,
)
from attention_lib.practice.exercise import Mistake

SCORE_MISTAKES = (
    Mistake(
        "tau forgotten",
        "The temperature changes nothing: the softmax takes the scores as they are. Divide "
        "them by tau first.",
        (lookup(temper=lambda scores, tau: scores),),
    ),
    Mistake(
        "multiplied by tau",
        "The scores are multiplied by tau instead of divided: a small tau should make the "
        "lookup sharp, yours makes it flat.",
        (lookup(temper=lambda scores, tau: scores * tau),),
    ),
    Mistake(
        "tau squared",
        "The scores are divided by tau², as a Gaussian kernel divides by its width squared. "
        "Here the temperature enters as it is: scores / tau.",
        (
            lookup(temper=lambda scores, tau: scores / tau**2),
            lookup(temper=lambda scores, tau: scores / (2 * tau**2)),
        ),
    ),
    Mistake(
        "tau after the softmax",
        "The temperature comes after the softmax: the weights stay as sharp or flat as they "
        "were, and no longer sum to 1. Divide the scores by tau, then take the softmax.",
        (
            afterwards(lambda output, tau: output / tau),
            afterwards(lambda output, tau: output * tau),
        ),
    ),
    Mistake(
        "divided by √dim",
        "The scores are divided by √dim. Scaled dot-product attention does so, but here the "
        "score is the plain dot product and tau alone divides it.",
        tuple(
            lambda query, keys, values, tau, tempered=tempered: lookup()(
                query / np.sqrt(len(query)), keys, values, tau if tempered else 1
            )
            for tempered in (True, False)
        ),
    ),
    Mistake(
        "distance instead of dot product",
        "The scores are distances between the query and the keys, as in kernel regression. "
        "Asked for is the dot product: multiply component by component and add up.",
        tuple(
            lookup(
                score=lambda query, keys, power=power, factor=factor: (
                    factor * distances(query, keys) ** power
                )
            )
            for power, factor in ((1, -1), (2, -1), (2, -0.5), (1, 1), (2, 1))
        ),
    ),
    Mistake(
        "cosine instead of dot product",
        "The scores are cosines: the dot products are divided by the lengths of query and key. "
        "Leave the lengths in; a longer key scores higher.",
        (lookup(score=cosines),),
    ),
    Mistake(
        "values used as keys",
        "The query is compared with `values`. It is compared with `keys`; `values` is what the "
        "weights average afterwards.",
        (*at_and_np_dot(values_as_keys), *at_and_np_dot(values_as_both)),
    ),
    Mistake(
        "compared with the columns of keys",
        "The query is multiplied with the columns of `keys` (query @ keys), an error for most "
        "shapes and silently wrong where key_len = dim. Each key is a *row*: keys @ query "
        "gives one score per key.",
        at_and_np_dot(lookup(score=lambda query, keys: query @ keys)),
    ),
)
