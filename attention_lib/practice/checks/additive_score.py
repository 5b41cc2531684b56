"""Exercise ``additive_score(query, key, w_query, w_key, v)``: its cases."""

import numpy as np

from attention_lib.practice.checks._alone import alone
from attention_lib.practice.checks._awkward import awkward
from attention_lib.practice.checks.additive_score_mistakes import ACCIDENTS, MISTAKES
from attention_lib.practice.checks.additive_score_recreations import additive
from attention_lib.practice.diagnosis import check
from attention_lib.practice.exercise import Case, Exercise


def check_additive_score(function, *, seconds=2.0):
    """Check a learner's ``additive_score(query, key, w_query, w_key, v)``.

    Parameters
    ----------
    function : callable
        Takes query (query_len, query_dim), key (key_len, key_dim), w_query
        (query_dim, hidden), w_key (key_dim, hidden) and v (hidden,); returns the
        scores (query_len, key_len): ``v · tanh(query w_query + key w_key)`` for
        every pair, not yet softmaxed. The lengths differ, and so do the widths.
    seconds : float, default 2.0
        Longest time for one call.

    Returns
    -------
    Report

    Notes
    -----
    Bahdanau et al. (2015), appendix A.1.2.

    Examples
    --------
    >>> def additive_score(query, key, w_query, w_key, v):
    ...     return ((query @ w_query)[:, None] + key @ w_key) @ v
    >>> check_additive_score(additive_score).mistake
    'no tanh'
    """
    return check(EXERCISE, function, seconds)


def _case(query_len, key_len, query_dim, key_dim, hidden, start, stretch=1.0):
    """Make a case of awkward numbers."""
    return Case(
        {
            "query": awkward(query_len, query_dim, start=start) * stretch,
            "key": awkward(key_len, key_dim, start=start + 9),
            "w_query": awkward(query_dim, hidden, start=start + 17) / 2,
            "w_key": awkward(key_dim, hidden, start=start + 26) / 2,
            "v": awkward(hidden, start=start + 3),
        }
    )


CASES = (
    Case(
        {
            "query": np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 0.0]]),
            "key": np.array([[1.0, 0.0], [0.0, 2.0], [-1.0, 1.0], [0.0, 0.0]]),
            "w_query": np.array([[1.0, 0.0], [-1.0, 1.0], [0.0, 0.5]]),
            "w_key": np.array([[1.0, 0.5], [0.0, -1.0]]),
            "v": np.array([1.0, 2.0]),
        }
    ),
    _case(3, 5, 4, 2, 6, 0),
    _case(1, 4, 2, 3, 5, 6),
    # Sizes are equal where only then a wrong pairing or matrix gives numbers, not an error;
    # in the stretched case below, key_len = hidden.
    _case(4, 4, 2, 3, 5, 10),
    _case(3, 2, 4, 4, 4, 20),
    _case(2, 3, 4, 2, 3, 25, stretch=1000.0),
    Case(
        {
            "query": np.array([[1, 0], [2, -1], [0, 1]]),
            "key": np.array([[1, 0, 1], [0, 2, -1]]),
            "w_query": np.array([[1, 0, 0, -1], [0, 1, 2, 0]]),
            "w_key": np.array([[0, 1, 0, 1], [1, 0, -1, 0], [0, 0, 1, 1]]),
            "v": np.array([2, -1, 1, 3]),
        }
    ),
)

EXERCISE = Exercise(
    name="additive_score",
    signature="additive_score(query, key, w_query, w_key, v)",
    solve=additive,
    read=alone("scores"),
    axes={
        "query": ("query_len", "query_dim"),
        "key": ("key_len", "key_dim"),
        "w_query": ("query_dim", "hidden"),
        "w_key": ("key_dim", "hidden"),
        "v": ("hidden",),
        "scores": ("query_len", "key_len"),
    },
    cases=CASES,
    mistakes=MISTAKES,
    accidents=ACCIDENTS,
    praise=(
        "Every query meets every key in one hidden layer, whatever the two lengths and the two "
        "widths are: dot products would need equal widths."
    ),
)
