"""Wrong answers to ``additive_score`` that its check can name."""

import numpy as np

from attention_lib.attention import softmax
from attention_lib.practice.checks._np_dot import at_and_np_dot
from attention_lib.practice.checks.additive_score_pairs import PAIR_MISTAKES
from attention_lib.practice.checks.additive_score_recreations import (
    afterwards,
    by_exponentials,
    by_one_exponential,
    divided_by,
    from_pairs,
    from_projections,
    into_integers,
)
from attention_lib.practice.exercise import Accident, Mistake

TANH_MISTAKES = (
    Mistake(
        "no tanh",
        "The tanh is missing. Without it the score is a part from the query plus a part from the "
        "key; the softmax over the keys cancels the query's part, and all queries look at the "
        "same place.",
        (from_pairs(lambda sums, v: sums @ v),),
    ),
    Mistake(
        "tanh of the finished score",
        "The finished scores go through tanh, so all lie between −1 and 1. It belongs inside: "
        "tanh of the hidden vector of a pair, then times v.",
        (
            from_pairs(lambda sums, v: np.tanh(sums @ v)),
            from_pairs(lambda sums, v: np.tanh(np.tanh(sums) @ v)),
        ),
    ),
    Mistake(
        "tanh of each part",
        "tanh is taken of the two projections one by one, not of their sum. Then nothing in the "
        "score mixes query and key: add first, then tanh.",
        (
            from_projections(lambda q, k, v: (np.tanh(q)[:, None] + np.tanh(k)) @ v),
            from_projections(lambda q, k, v: (np.tanh(q)[:, None] + k) @ v),
            from_projections(lambda q, k, v: (q[:, None] + np.tanh(k)) @ v),
        ),
    ),
    Mistake(
        "sigmoid instead of tanh",
        "The hidden layer is squashed by a sigmoid, to 0 … 1. Bahdanau's score uses tanh, −1 … 1.",
        (from_pairs(lambda sums, v: 1 / (1 + np.exp(-sums)) @ v),),
    ),
    Mistake(
        "ReLU instead of tanh",
        "The hidden layer goes through a ReLU: negative sums become 0, large ones stay large. "
        "Bahdanau's score uses tanh, −1 … 1.",
        (from_pairs(lambda sums, v: np.maximum(sums, 0) @ v),),
    ),
    Mistake(
        "tanh overflows",
        "Right for small numbers, but a tanh written out with exp() becomes ∞/∞ = NaN for large "
        "ones. np.tanh gives ±1 there.",
        (
            from_pairs(lambda sums, v: by_exponentials(sums) @ v),
            from_pairs(lambda sums, v: by_one_exponential(sums) @ v),
        ),
    ),
)

V_MISTAKES = (
    Mistake(
        "v left out",
        "`v` is not used: the hidden numbers of a pair are added or averaged as if all mattered "
        "alike. v weighs them, and some count against: tanh(…) @ v.",
        (
            from_pairs(lambda sums, v: np.tanh(sums).sum(axis=-1)),
            from_pairs(lambda sums, v: np.tanh(sums).mean(axis=-1)),
        ),
    ),
    Mistake(
        "v on the left",
        "v stands on the left, v @ tanh(…): there it multiplies along the axis of the keys, an "
        "error unless key_len = hidden. On the right, tanh(…) @ v, it meets the last axis.",
        at_and_np_dot(from_pairs(lambda sums, v: v @ np.tanh(sums))),
    ),
    Mistake(
        "v inside the tanh",
        "The sums are multiplied by v before the tanh. First tanh, then times v and added up: "
        "tanh(…) @ v.",
        (from_pairs(lambda sums, v: np.tanh(sums * v).sum(axis=-1)),),
    ),
    Mistake(
        "hidden axis left",
        "The result still has the hidden axis: (query_len, key_len, hidden). Each pair gets one "
        "number: the product with v, added up over that axis (tanh(…) @ v).",
        (
            from_pairs(lambda sums, v: np.tanh(sums)),
            from_pairs(lambda sums, v: np.tanh(sums) * v),
        ),
    ),
    Mistake(
        "averaged over the hidden axis",
        "The products with v are averaged (.mean) where they must be added: the scores come out "
        "`hidden` times too small and the weights too even. Use tanh(…) @ v.",
        (divided_by(lambda query, key, v: len(v)),),
    ),
    Mistake(
        "scaled",
        "The scores are divided by the root of a width. Dot products need that, because their "
        "spread grows with the width; this score stays within ±Σ|v| whatever query and key are.",
        (
            divided_by(lambda query, key, v: np.sqrt(len(v))),
            divided_by(lambda query, key, v: np.sqrt(query.shape[-1])),
            divided_by(lambda query, key, v: np.sqrt(key.shape[-1])),
        ),
    ),
    Mistake(
        "softmaxed already",
        "These are softmax weights. Asked for are the scores before the softmax, so that a mask "
        "can still hide some.",
        (afterwards(softmax), afterwards(lambda scores: softmax(scores, axis=0))),
    ),
    Mistake(
        "rounded to integers",
        "Right for floating-point inputs, but for integer ones the scores are cut to integers: "
        "they are written into an array of the inputs' type. np.zeros((query_len, key_len)) is "
        "floating point.",
        (into_integers,),
    ),
)

MISTAKES = TANH_MISTAKES + V_MISTAKES + PAIR_MISTAKES

ACCIDENTS = (
    *(
        Accident(
            "the inner sizes differ",
            ValueError,
            says,
            "In a product the last size on the left must equal the first on the right. query and "
            "key may differ in width, so each has its own matrix: query @ w_query is (query_len, "
            "hidden), key @ w_key is (key_len, hidden).",
        )
        for says in ("matmul: ", "not aligned")
    ),
    Accident(
        "lengths that do not line up",
        ValueError,
        "could not be broadcast together",
        "There are not as many queries as keys, and every query meets every key. Give each side "
        "an axis of its own before adding: (query @ w_query)[:, None, :] + (key @ w_key)[None, "
        ":, :].",
    ),
    Accident(
        "sides glued together",
        ValueError,
        "except for the concatenation axis must match",
        "`query` and `key` have different lengths, so they cannot stand side by side. Project "
        "both, then add every pair: [:, None, :] on one side, [None, :, :] on the other.",
    ),
    Accident(
        "math.tanh of an array",
        TypeError,
        "can be converted to Python scalars",
        "The functions of `math` take one number; np.tanh takes a whole array.",
    ),
)
