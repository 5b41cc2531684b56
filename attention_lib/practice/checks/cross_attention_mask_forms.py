"""Right patterns in a wrong form in ``cross_attention_mask``: named mistakes, re-created."""

import numpy as np

from attention_lib.practice.checks.cross_attention_mask_recreations import (
    full,
    one_row,
    right,
    seen_through,
    stretched_without_axis,
    tiled,
    with_lengths,
)
from attention_lib.practice.exercise import Mistake

FORM_MISTAKES = (
    Mistake(
        "no axis for the targets",
        "The mask has the shape (batch, source_len). Beside scores (batch, target_len, "
        "source_len) NumPy would take its first axis for the targets: an error, or wrong "
        "without one where batch = target_len. Give the targets an axis: mask[:, None, :].",
        (seen_through(full(right), lambda mask: mask[:, 0]), stretched_without_axis),
    ),
    Mistake(
        "sentences on the second axis",
        "The sentences stand where the targets belong: (1, batch, source_len) or (target_len, "
        "batch, source_len). They come first: source_lengths[:, None, None] is (batch, 1, 1).",
        (
            seen_through(full(right), lambda mask: mask[:, 0][None]),
            seen_through(full(right), lambda mask: mask.swapaxes(0, 1)),
        ),
    ),
    Mistake(
        "sentences mixed up",
        "The rows are right but stand in the wrong sentences: np.tile writes the whole batch once "
        "per target, and reshape then cuts it elsewhere. Repeat along the targets' axis: "
        "np.repeat(mask[:, None, :], target_len, axis=1).",
        (tiled,),
    ),
    Mistake(
        "squeezed",
        "Right for several sentences and targets, but an axis of size 1 is lost (as by "
        "np.squeeze). The shape is always (batch, target_len, source_len).",
        tuple(seen_through(build, np.squeeze) for build in one_row(right)),
    ),
    Mistake(
        "an axis for the heads",
        "The pattern is right, but there is an axis too many, as for the scores of several "
        "heads. Here they have the shape (batch, target_len, source_len).",
        (
            seen_through(full(right), lambda mask: mask[:, None, :1]),
            seen_through(full(right), lambda mask: mask[:, None]),
        ),
    ),
    Mistake(
        "axes exchanged",
        "The mask has the shape (batch, source_len, target_len). Rows belong to queries, the "
        "targets, and columns to keys, the source: (batch, target_len, source_len).",
        (seen_through(full(right), lambda mask: mask.swapaxes(1, 2)),),
    ),
    Mistake(
        "square only",
        "Right when target and source are equally long, but one of the two lengths is used for "
        "both. Rows are target positions and columns source words: (batch, target_len, "
        "source_len).",
        (
            with_lengths(lambda target_len, source_len: (target_len, target_len)),
            with_lengths(lambda target_len, source_len: (source_len, source_len)),
            with_lengths(lambda target_len, source_len: (1, target_len)),
            with_lengths(lambda target_len, source_len: (source_len, target_len)),
        ),
    ),
    Mistake(
        "additive",
        "This is an additive mask (0 where a target may look, a large negative number "
        "elsewhere), to be added to the scores. Asked for is a boolean one: True = may attend.",
        tuple(
            seen_through(build, lambda mask, fill=fill: np.where(mask, 0, fill))
            for fill in (-np.inf, -1e4, -1e6, -1e9, -1e10, np.finfo(float).min)
            for build in one_row(right)
        ),
    ),
    Mistake(
        "numbers instead of booleans",
        "The pattern is right, but it holds the numbers 0 and 1, not False and True: with "
        "`~mask` or `scores[mask]` they silently mean something else. Use dtype=bool, or compare "
        "positions: position < length.",
        tuple(seen_through(build, lambda mask: mask.astype(int)) for build in one_row(right)),
    ),
)
