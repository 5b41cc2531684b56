"""Exercise ``soft_lookup(query, keys, values, tau)``: its cases."""

import numpy as np

from attention_lib.attention import softmax
from attention_lib.practice.checks._alone import alone
from attention_lib.practice.checks._awkward import awkward
from attention_lib.practice.checks.soft_lookup_mistakes import ACCIDENTS, MISTAKES
from attention_lib.practice.diagnosis import check
from attention_lib.practice.exercise import Case, Exercise


def check_soft_lookup(function, *, seconds=2.0):
    """Check a learner's ``soft_lookup(query, keys, values, tau)``.

    Parameters
    ----------
    function : callable
        Takes one query (dim,), keys (key_len, dim), values (key_len, value_dim)
        and a temperature above 0; scores are plain dot products, weights
        ``softmax(scores / tau)``. Returns the output (value_dim,).
    seconds : float, default 2.0
        Longest time for one call.

    Returns
    -------
    Report

    Notes
    -----
    There is no √dim here: the temperature takes its place.

    Examples
    --------
    >>> def soft_lookup(query, keys, values, tau):
    ...     e = np.exp(keys @ query * tau)
    ...     return e / e.sum() @ values
    >>> check_soft_lookup(soft_lookup).mistake
    'multiplied by tau'
    """
    return check(EXERCISE, function, seconds)


def _solve(query, keys, values, tau):
    return softmax(keys @ query / tau) @ values


def _case(key_len, dim, value_dim, tau, start):
    """Make a case of awkward numbers."""
    return Case(
        {
            "query": awkward(dim, start=start),
            "keys": awkward(key_len, dim, start=start + 5),
            "values": awkward(key_len, value_dim, start=start + 23),
            "tau": tau,
        }
    )


def _large(query, keys, tau):
    """Make a case of large scores, two of them equal: their weights are exact in float32 too."""
    keys = np.array(keys)
    values = awkward(len(keys), 3, start=7)
    return Case({"query": np.array(query), "keys": keys, "values": values, "tau": tau})


CASES = (
    Case(
        {
            "query": np.array([2.0, 1.0, 0.0, 1.0]),
            "keys": np.array([[1.0, 0.0, 3.0, 0.0], [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 2.0, 0.0]]),
            "values": np.array([[10.0, 0.0], [20.0, 6.0], [30.0, 0.0]]),
            "tau": 0.5,
        }
    ),
    _case(5, 3, 2, 1.0, 0),
    _case(5, 3, 4, 10.0, 11),
    _case(3, 2, 4, 1e6, 4),
    # Two sizes are equal where only then a wrong product or axis gives numbers, not an error.
    _case(3, 3, 2, 0.7, 2),
    _case(3, 2, 3, 0.7, 6),
    _case(4, 2, 2, 1.5, 9),
    # Scores of 1000, and of ±50 at so small a tau that they become ±5000.
    _large([20.0, 10.0], [[40.0, 20.0], [50.0, 0.0], [0.0, 1.0], [40.0, 19.0]], 1.0),
    _large([5.0, 2.0], [[8.0, 5.0], [10.0, 0.0], [9.0, 2.0], [-3.0, 1.0]], 0.01),
    _large([-5.0, -2.0], [[8.0, 5.0], [12.0, 1.0], [10.0, 0.0], [11.0, 2.0]], 0.01),
    Case(
        {
            "query": np.array([2, 1]),
            "keys": np.array([[1, 0], [0, 1], [1, 1], [-1, 2], [0, -1]]),
            "values": np.array([[1, 40, 7], [8, 3, 0], [2, 15, 9], [6, 1, 30], [11, 0, 5]]),
            "tau": 2,
        }
    ),
)

EXERCISE = Exercise(
    name="soft_lookup",
    signature="soft_lookup(query, keys, values, tau)",
    solve=_solve,
    read=alone("output"),
    axes={
        "query": ("dim",),
        "keys": ("key_len", "dim"),
        "values": ("key_len", "value_dim"),
        "output": ("value_dim",),
    },
    cases=CASES,
    mistakes=MISTAKES,
    accidents=ACCIDENTS,
    praise=(
        "One query, one weighted sum of all values: nearly a dictionary at a small tau, nearly "
        "the plain mean at a large one, and scores of 5000 stay finite."
    ),
)
