"""Exercise ``rotary(x)``: its cases."""

import numpy as np

from attention_lib.practice.checks._alone import alone
from attention_lib.practice.checks._awkward import awkward
from attention_lib.practice.checks.rotary_mistakes import ACCIDENTS, MISTAKES
from attention_lib.practice.checks.rotary_recreations import turned
from attention_lib.practice.diagnosis import check
from attention_lib.practice.exercise import Case, Exercise


def check_rotary(function, *, seconds=2.0):
    """Check a learner's ``rotary(x)``.

    Parameters
    ----------
    function : callable
        Takes x (length, head_dim), head_dim even, and returns an array of the
        same shape in which the pair (2i, 2i + 1) of the vector at position p,
        counted from 0, is turned by ``p · 10000^(−2i / head_dim)``.
    seconds : float, default 2.0
        Longest time for one call.

    Returns
    -------
    Report

    Notes
    -----
    Su et al. (2021), *RoFormer*. Many implementations pair number i with number
    i + head_dim / 2 instead; both are right with weights trained for them.

    Examples
    --------
    >>> def rotary(x):
    ...     angle = np.arange(len(x))[:, None] * 10000.0 ** (-np.arange(0, 4, 2) / 4)
    ...     a, b = x[:, 0::2], x[:, 1::2]
    ...     return np.concatenate([a * np.cos(angle), b * np.sin(angle)], axis=1)
    >>> check_rotary(rotary).state
    'not yet'
    """
    return check(EXERCISE, function, seconds)


CASES = (
    Case({"x": np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 2.0]])}),
    Case({"x": awkward(5, 4)}),
    # As long as wide: only here a wrong axis gives numbers and not an error.
    Case({"x": awkward(6, 6, start=7)}),
    Case({"x": awkward(3, 8, start=3)}),
    Case({"x": awkward(1, 6, start=11)}),
    Case({"x": np.array([[3, -1, 2, 5], [4, 0, -2, 1], [1, 7, 3, -3]])}),
    Case({"x": awkward(40, 4, start=2)}),
)

EXERCISE = Exercise(
    name="rotary",
    signature="rotary(x)",
    solve=turned(),
    read=alone("turned"),
    axes={"x": ("length", "head_dim"), "turned": ("length", "head_dim")},
    cases=CASES,
    mistakes=MISTAKES,
    accidents=ACCIDENTS,
    praise=(
        "Every pair turns, none is stretched, and position 0 stays as it was: scores between "
        "turned queries and keys depend on their distance alone."
    ),
)
