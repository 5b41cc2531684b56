"""Exercise ``cross_attention_mask(source_lengths, target_len, source_len)``: its cases."""

import numpy as np

from attention_lib.masks import padding_mask
from attention_lib.practice.checks._alone import alone
from attention_lib.practice.checks.cross_attention_mask_mistakes import ACCIDENTS, MISTAKES
from attention_lib.practice.diagnosis import check
from attention_lib.practice.exercise import Case, Exercise, close


def check_cross_attention_mask(function, *, seconds=2.0):
    """Check a learner's ``cross_attention_mask(source_lengths, target_len, source_len)``.

    Parameters
    ----------
    function : callable
        Takes the numbers of real words of each source sentence, an integer array
        (batch,), and two lengths; returns a boolean array (batch, target_len,
        source_len), **True = may attend**: every target position sees every real
        source word and no padded one. (batch, 1, source_len) passes too, with a
        remark: it broadcasts to the same. So do nested lists.
    seconds : float, default 2.0
        Longest time for one call.

    Returns
    -------
    Report

    Notes
    -----
    A stored version of Keras' translation example gives cross-attention the
    *target's* masks, padding and causal, so that target word t sees source words
    up to t. It runs only because both sides are padded to the same length.

    Examples
    --------
    >>> def cross_attention_mask(source_lengths, target_len, source_len):
    ...     causal = np.arange(source_len) <= np.arange(target_len)[:, None]
    ...     return causal & (np.arange(source_len) < source_lengths[:, None, None])
    >>> check_cross_attention_mask(cross_attention_mask).mistake
    'causal as well'
    """
    return check(EXERCISE, function, seconds)


def _solve(source_lengths, target_len, source_len):
    mask = padding_mask(source_lengths, source_len)
    return np.repeat(mask, target_len, axis=1)


def _equal_for_every_target(got, expected):
    got, expected = got["mask"], expected["mask"]
    same = got.shape == expected.shape or got.shape == expected[:, :1].shape
    return got.dtype == bool and same and bool((got == expected).all())


def _same_pattern(got, wrong):
    """Compare where the mask is on, whether by booleans or by 0 and 1."""
    return close(*({"mask": _pattern(answer["mask"])} for answer in (got, wrong)))


def _pattern(mask):
    return mask.astype(bool) if np.isin(mask, (0, 1)).all() else mask


def _form(mask):
    remarks = []
    if not isinstance(mask, np.ndarray):
        remarks.append(
            "You return nested lists; a NumPy array (np.array(mask)) is handier: `~mask` and "
            "np.where(mask, scores, …) work with it."
        )
    if np.shape(mask)[1] == 1:
        remarks.append(
            "Yours has the shape (batch, 1, source_len): one row for all targets, which NumPy "
            "stretches over target_len. That is the usual way, and saves memory; "
            "np.repeat(mask, target_len, axis=1) would write it out."
        )
    return " ".join(remarks)


def _case(source_lengths, target_len, source_len):
    return Case(
        {
            "source_lengths": np.array(source_lengths),
            "target_len": target_len,
            "source_len": source_len,
        }
    )


CASES = (
    _case([4, 2], 3, 5),
    _case([2, 1, 3], 5, 3),
    # As many targets as sources: the only shape at which the mistake that shipped runs.
    _case([3, 1], 4, 4),
    _case([0, 6, 5, 2], 1, 6),
    _case([2], 3, 4),
    # As many sentences as targets: (batch, source_len) fits there, and means something else.
    _case([1, 4, 2], 3, 4),
)

EXERCISE = Exercise(
    name="cross_attention_mask",
    signature="cross_attention_mask(source_lengths, target_len, source_len)",
    solve=_solve,
    read=alone("mask"),
    axes={
        "source_lengths": ("batch",),
        "mask": ("batch", "target_len", "source_len"),
    },
    cases=CASES,
    mistakes=MISTAKES,
    accidents=ACCIDENTS,
    praise=(
        "Every target position sees every real source word and no padded one: the source is "
        "finished before the first target word is written, so there is no future to hide."
    ),
    remark=_form,
    passes=_equal_for_every_target,
    resembles=_same_pattern,
)
