"""Wrong answers to ``merge_heads`` that its check can name."""

import numpy as np

from attention_lib.practice.checks.split_heads_mistakes import AXES_ACCIDENTS
from attention_lib.practice.checks.split_heads_recreations import (
    joined,
    merge,
    merge_by_reshape,
    merge_by_turns,
    ordered,
)
from attention_lib.practice.exercise import Accident, Mistake

PIECE_MISTAKES = (
    Mistake(
        "reshape alone",
        "The shape is right and the content is not: a reshape keeps the order in which the numbers "
        "are stored, so the first row is filled with tokens of head 0 alone. Swap heads and tokens "
        "first, (length, num_heads, head_dim), *then* reshape.",
        (
            merge_by_reshape,
            lambda x: x.reshape(x.shape[-2], -1),
            lambda x: x.reshape(-1, x.shape[-3] * x.shape[-1]),
        ),
    ),
    Mistake(
        "collected by turns",
        "The components are collected by turns: first the heads' components 0, then their "
        "components 1, …. Each head's piece stays together: move the heads before head_dim, "
        "(length, num_heads, head_dim), and reshape.",
        (merge_by_turns,),
    ),
    Mistake(
        "another swap before the reshape",
        "Other axes are swapped before the reshape, so its rows are not tokens. The last three "
        "must be (length, num_heads, head_dim) then: swap heads and tokens and leave head_dim.",
        tuple(
            lambda x, order=order: ordered(x, order).reshape(merge(x).shape)
            for order in ((-3, -1, -2), (-1, -3, -2), (-1, -2, -3))
        ),
    ),
    Mistake(
        "averaged",
        "The heads are averaged. Then nobody could tell any more which head found what: they are "
        "put side by side, num_heads · head_dim numbers for each token, and W_O mixes them.",
        (lambda x: x.mean(axis=-3),),
    ),
    Mistake(
        "added up",
        "The heads are added up. They are put side by side, num_heads · head_dim numbers for each "
        "token; only W_O, later, adds (after a matrix of its own for each head).",
        (lambda x: x.sum(axis=-3),),
    ),
    Mistake(
        "heads below each other",
        "The heads are stacked below each other, (num_heads · length, head_dim), as if they were "
        "more tokens. They belong side by side: concatenate along the last axis.",
        (
            lambda x: x.reshape(*x.shape[:-3], -1, x.shape[-1]),
            lambda x: np.concatenate(list(x), axis=0),
        ),
    ),
    Mistake(
        "one head only",
        "This is one head alone: a `return` inside a loop ends it at the first turn, and an "
        "assignment keeps the last. Put the pieces of all heads side by side.",
        tuple(lambda x, h=h: x[..., h, :, :] for h in (0, -1)),
    ),
)

AXIS_MISTAKES = (
    Mistake(
        "not joined yet",
        "Heads and tokens are swapped, and that is right; the last two axes, num_heads and "
        "head_dim, are still to be joined to one: reshape to (…, length, num_heads · head_dim).",
        (lambda x: x.swapaxes(-3, -2),),
    ),
    Mistake(
        "nothing merged",
        "The heads come back as they were. Swap heads and tokens, then join the last two axes.",
        (lambda x: x * 1,),
    ),
    Mistake(
        "transposed",
        "The result has a row for every component and a column for every token. One row per "
        "token: (length, num_heads · head_dim).",
        (lambda x: merge(x).swapaxes(-1, -2),),
    ),
    Mistake(
        "axes counted from the front",
        "Right for one number of axes only: the axis of the heads is counted from the front, and "
        "there may be batch axes, or none. The heads are axis −3: swapaxes(-3, -2), or a loop "
        "over x[..., head, :, :].",
        (
            lambda x: joined(x.swapaxes(0, 1)),
            lambda x: joined(x.swapaxes(1, 2)),
            lambda x: x.swapaxes(0, 1).reshape(x.shape[1], -1),
            lambda x: np.concatenate(list(x), axis=-1),
            lambda x: np.concatenate(list(x), axis=1),
        ),
    ),
    Mistake(
        "batch swallowed",
        "Right without a batch. With one, the reshape swallows its axes, so that tokens of several "
        "sequences land in one. Keep what stands in front: x.reshape(*x.shape[:-2], -1) after the "
        "swap.",
        (
            lambda x: merge(x).reshape(-1, x.shape[-3] * x.shape[-1]),
            lambda x: x.swapaxes(-3, -2).reshape(x.shape[-2], -1),
        ),
    ),
)

MISTAKES = PIECE_MISTAKES + AXIS_MISTAKES

ACCIDENTS = (
    *AXES_ACCIDENTS[:2],
    Accident(
        "sizes that do not multiply out",
        ValueError,
        "cannot reshape array",
        "A reshape keeps the number of entries: num_heads × length × head_dim = length × "
        "(num_heads · head_dim).",
    ),
)
