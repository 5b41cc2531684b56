"""Exercise ``local_mask(query_len, key_len, before, after)``: its cases."""

import numpy as np

from attention_lib.practice.checks._alone import alone
from attention_lib.practice.checks.local_mask_mistakes import ACCIDENTS, MISTAKES, solve
from attention_lib.practice.diagnosis import check
from attention_lib.practice.exercise import Case, Exercise, close


def check_local_mask(function, *, seconds=2.0):
    """Check a learner's ``local_mask(query_len, key_len, before, after)``.

    Parameters
    ----------
    function : callable
        Returns a boolean array (query_len, key_len), True = may attend: query i
        sees the keys from ``i - before`` to ``i + after``, both included. Nested
        lists of booleans pass as well.
    seconds : float, default 2.0
        Longest time for one call.

    Returns
    -------
    Report

    Notes
    -----
    A sliding window is Luong's local-m with the query's own place as its centre
    (Luong et al., 2015, section 3.2).

    Examples
    --------
    >>> def local_mask(query_len, key_len, before, after):
    ...     distance = np.arange(key_len) - np.arange(query_len)[:, None]
    ...     return abs(distance) <= before
    >>> check_local_mask(local_mask).mistake
    'after ignored'
    """
    return check(EXERCISE, function, seconds)


def _same_pattern(got, wrong):
    """Compare where the mask is on, whether by booleans or by 0 and 1."""
    return close(*({"mask": _pattern(answer["mask"])} for answer in (got, wrong)))


def _pattern(mask):
    return mask.astype(bool) if np.isin(mask, (0, 1)).all() else mask


def _boolean_and_equal(got, expected):
    return got["mask"].dtype == bool and np.array_equal(got["mask"], expected["mask"])


def _lists(mask):
    if isinstance(mask, np.ndarray):
        return ""
    return (
        "You return nested lists; a NumPy array (np.array(mask)) is handier: `~mask` and "
        "`scores[mask]` work with it."
    )


CASES = tuple(
    Case({"query_len": query_len, "key_len": key_len, "before": before, "after": after})
    for query_len, key_len, before, after in (
        (5, 5, 1, 2),
        (6, 6, 2, 0),
        (4, 7, 0, 3),
        (7, 4, 2, 1),
        (1, 6, 1, 2),
        (6, 5, 0, 0),
        (8, 8, 3, 1),
    )
)

EXERCISE = Exercise(
    name="local_mask",
    signature="local_mask(query_len, key_len, before, after)",
    solve=solve,
    read=alone("mask"),
    axes={"mask": ("query_len", "key_len")},
    cases=CASES,
    mistakes=MISTAKES,
    praise=(
        "Every query sees its own place, `before` keys to the left and `after` to the right, "
        "cut off at the edges."
    ),
    accidents=ACCIDENTS,
    remark=_lists,
    passes=_boolean_and_equal,
    resembles=_same_pattern,
)
