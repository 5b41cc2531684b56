"""Wrong ways to use the mask in ``scaled_dot_product``: named mistakes, re-created."""

from functools import partial

import numpy as np

from attention_lib.attention import softmax
from attention_lib.practice.checks.scaled_dot_product_recreations import (
    always_causal,
    attend,
    hidden_by,
    masked_after,
    normalised_by,
    or_1,
    renormalised_after,
    unguarded,
)
from attention_lib.practice.exercise import Mistake

MASK_MISTAKES = (
    Mistake(
        "mask ignored",
        "Right without a mask, but the mask changes nothing: hide the scores where it is "
        "False, before the softmax.",
        (hidden_by(lambda scores, mask: scores),),
    ),
    Mistake(
        "no mask hides everything",
        "Without a mask everything must be visible, but here None is used like a mask, and None "
        "counts as False: every score is hidden. Hide only under `if mask is not None:`.",
        tuple(
            lambda *qkv, mask=None, normalise=normalise: attend(
                *qkv, np.array(False) if mask is None else mask, normalise=normalise
            )
            for normalise in (softmax, unguarded)
        ),
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
        "masked too late",
        "The mask comes too late: after the softmax (each row then divided by what is left of "
        "it), or after a maximum that counts hidden scores. On paper that equals hiding them "
        "first. In floating point a fully hidden row is 0/0 (unless you guard it), and beside a "
        "much larger hidden score every visible weight has already underflowed to 0: nothing is "
        "left to renormalise. Hide the scores first, then take the maximum and the softmax.",
        (
            renormalised_after,
            partial(renormalised_after, guard=or_1),
            partial(renormalised_after, guard=lambda total: total + 1e-9),
        ),
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
