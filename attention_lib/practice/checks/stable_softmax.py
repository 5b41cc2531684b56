"""Exercise ``stable_softmax(x, axis=-1)``: its cases."""

import numpy as np

from attention_lib.attention import softmax
from attention_lib.practice.checks.stable_softmax_mistakes import ACCIDENTS, MISTAKES
from attention_lib.practice.diagnosis import check
from attention_lib.practice.exercise import Case, Exercise, read_numbers


def check_stable_softmax(function, *, seconds=2.0):
    """Check a learner's ``stable_softmax(x, axis=-1)``.

    Parameters
    ----------
    function : callable
        Takes an array and an axis, returns the weights along that axis.
    seconds : float, default 2.0
        Longest time for one call.

    Returns
    -------
    Report

    Examples
    --------
    >>> def stable_softmax(x, axis=-1):
    ...     e = np.exp(x)
    ...     return e / e.sum(axis=axis, keepdims=True)
    >>> check_stable_softmax(stable_softmax).mistake
    'no shift'
    """
    return check(EXERCISE, function, seconds)


CASES = (
    Case({"x": np.array([2.0, 1.0, 0.0])}),
    Case({"x": np.array([[1.0, 2.0, 4.0], [0.0, -1.0, 0.5]])}),
    Case({"x": np.array([[1.0, 2.0, 4.0], [0.0, -1.0, 0.5]])}, {"axis": 0}),
    # Square, because only there a missing keepdims gives numbers and no error.
    Case({"x": np.array([[0.5, 2.0, 1.0], [3.0, 0.0, -1.0], [1.0, 1.5, 2.5]])}),
    Case({"x": np.arange(24.0).reshape(2, 3, 4) % 5}, {"axis": 1}),
    Case({"x": np.array([1000.0, 3.0])}),
    # Two alone with their signs, for a shift that is right for the one may not be for the other.
    Case({"x": np.array([-1000.0, -1001.0, -1003.0])}),
    # Here exp() itself is still above 0, but not after a shift by the absolute value.
    Case({"x": np.array([-400.0, -401.0, -403.0])}),
    Case({"x": np.array([[1000.0, 999.0, 998.0, 5.0], [-1000.0, -1001.0, -1003.0, -1002.0]])}),
    Case({"x": np.array([[5000.0, 4999.0, 1.0, 2.0, 0.0]])}),
    Case({"x": np.array([[3, 1, 2], [0, 2, 2]])}),
)

EXERCISE = Exercise(
    name="stable_softmax",
    signature="stable_softmax(x, axis=-1)",
    solve=softmax,
    read=lambda value: {"weights": read_numbers(value, "weights")},
    axes={},
    cases=CASES,
    mistakes=MISTAKES,
    accidents=ACCIDENTS,
    praise="Every row sums to 1 along the axis you ask for, and scores of ±1000 stay finite.",
)
