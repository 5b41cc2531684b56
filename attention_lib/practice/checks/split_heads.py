"""Exercise ``split_heads(x, num_heads)``: its cases, and the check that takes its inverse too."""

import numpy as np

from attention_lib.multihead import split_heads
from attention_lib.practice.checks._alone import alone
from attention_lib.practice.checks._awkward import awkward
from attention_lib.practice.checks.merge_heads import check_merge_heads
from attention_lib.practice.checks.split_heads_mistakes import ACCIDENTS, MISTAKES
from attention_lib.practice.diagnosis import check
from attention_lib.practice.exercise import Case, Exercise
from attention_lib.practice.report import Report


def check_split_heads(split, merge=None, *, seconds=2.0):
    """Check a learner's ``split_heads(x, num_heads)``, and ``merge_heads(x)`` after it.

    Parameters
    ----------
    split : callable
        Takes x (..., length, model_dim), with any batch axes or none, and
        num_heads, which divides model_dim; returns (..., num_heads, length,
        head_dim), in which head h holds the components h · head_dim …
        (h + 1) · head_dim − 1 of every token.
    merge : callable, optional
        The inverse: takes (..., num_heads, length, head_dim), returns (...,
        length, num_heads · head_dim). It is checked once ``split`` is right.
    seconds : float, default 2.0
        Longest time for one call.

    Returns
    -------
    Report

    Notes
    -----
    ``merge(split(x)) == x`` shows little: it also holds for two reshapes that
    mix the tokens. So each function is checked by itself.

    Examples
    --------
    >>> def split_heads(x, num_heads):
    ...     length, model_dim = x.shape
    ...     return x.reshape(num_heads, length, model_dim // num_heads)
    >>> check_split_heads(split_heads).mistake
    'reshape alone'
    """
    report = check(EXERCISE, split, seconds)
    if merge is None or not report:
        return report
    merged = check_merge_heads(merge, seconds=seconds)
    if not merged:
        return merged
    return Report(EXERCISE.name, report.state, f"{report.sentence} {merged.sentence}")


CASES = (
    Case(
        {
            "x": np.array([[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0], [9.0, 10.0, 11.0, 12.0]]),
            "num_heads": 2,
        }
    ),
    Case({"x": awkward(5, 6), "num_heads": 3}),
    # Sizes are equal where only then a wrong order of axes has the right shape.
    Case({"x": awkward(3, 6, start=5), "num_heads": 3}),
    Case({"x": awkward(4, 8, start=2), "num_heads": 2}),
    Case({"x": awkward(4, 3, start=9), "num_heads": 1}),
    Case({"x": awkward(2, 3, 4, start=13), "num_heads": 2}),
    Case({"x": awkward(2, 4, 3, 6, start=21), "num_heads": 2}),
    Case({"x": np.array([[3, -1, 2, 5], [4, 0, -2, 1], [1, 7, 6, -3]]), "num_heads": 4}),
)

EXERCISE = Exercise(
    name="split_heads",
    signature="split_heads(x, num_heads)",
    solve=split_heads,
    read=alone("heads"),
    axes={},
    cases=CASES,
    mistakes=MISTAKES,
    accidents=ACCIDENTS,
    praise=(
        "Every head holds its own piece of every token, and no two tokens are mixed, whatever "
        "stands in front."
    ),
)
