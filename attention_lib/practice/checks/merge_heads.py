"""Exercise ``merge_heads(x)``: its cases."""

import numpy as np

from attention_lib.multihead import merge_heads
from attention_lib.practice.checks._alone import alone
from attention_lib.practice.checks._awkward import awkward
from attention_lib.practice.checks.merge_heads_mistakes import ACCIDENTS, MISTAKES
from attention_lib.practice.diagnosis import check
from attention_lib.practice.exercise import Case, Exercise


def check_merge_heads(function, *, seconds=2.0):
    """Check a learner's ``merge_heads(x)``.

    Parameters
    ----------
    function : callable
        Takes x (..., num_heads, length, head_dim), with any batch axes or none,
        and returns (..., length, num_heads · head_dim): for every token the
        pieces of all heads side by side, head 0 first.
    seconds : float, default 2.0
        Longest time for one call.

    Returns
    -------
    Report

    Examples
    --------
    >>> def merge_heads(x):
    ...     return x.mean(axis=-3)
    >>> check_merge_heads(merge_heads).mistake
    'averaged'
    """
    return check(EXERCISE, function, seconds)


CASES = (
    Case(
        {
            "x": np.array(
                [[[1.0, 2.0], [5.0, 6.0], [9.0, 10.0]], [[3.0, 4.0], [7.0, 8.0], [11.0, 12.0]]]
            )
        }
    ),
    Case({"x": awkward(3, 5, 2)}),
    # Sizes are equal where only then a wrong order of axes has the right shape.
    Case({"x": awkward(3, 3, 2, start=5)}),
    Case({"x": awkward(2, 4, 4, start=2)}),
    Case({"x": awkward(1, 4, 3, start=9)}),
    Case({"x": awkward(2, 3, 4, 2, start=13)}),
    Case({"x": awkward(2, 4, 2, 3, 3, start=21)}),
    Case({"x": np.array([[[3], [-1], [2]], [[4], [0], [-2]], [[1], [7], [6]], [[5], [8], [9]]])}),
)

EXERCISE = Exercise(
    name="merge_heads",
    signature="merge_heads(x)",
    solve=merge_heads,
    read=alone("merged"),
    axes={},
    cases=CASES,
    mistakes=MISTAKES,
    accidents=ACCIDENTS,
    praise="Every token has the pieces of all heads side by side again, head 0 first.",
)
