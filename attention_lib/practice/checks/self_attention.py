"""Exercise ``self_attention(x, w_query, w_key, w_value)``: its cases."""

import numpy as np

from attention_lib.practice.checks._alone import alone
from attention_lib.practice.checks._awkward import awkward
from attention_lib.practice.checks.self_attention_mistakes import ACCIDENTS, MISTAKES
from attention_lib.practice.checks.self_attention_recreations import attention
from attention_lib.practice.diagnosis import check
from attention_lib.practice.exercise import Case, Exercise


def check_self_attention(function, *, seconds=2.0):
    """Check a learner's ``self_attention(x, w_query, w_key, w_value)``.

    Parameters
    ----------
    function : callable
        Takes x (length, model_dim), w_query and w_key (model_dim, head_dim) and
        w_value (model_dim, value_dim); returns the output (length, value_dim) of
        scaled dot-product attention in which queries, keys and values all come
        from x. No mask.
    seconds : float, default 2.0
        Longest time for one call.

    Returns
    -------
    Report

    Examples
    --------
    >>> def self_attention(x, w_query, w_key, w_value):
    ...     return x
    >>> check_self_attention(self_attention).mistake
    'returns its input'
    """
    return check(EXERCISE, function, seconds)


def _case(length, model_dim, head_dim, value_dim, start, stretch=1.0):
    """Make a case of awkward numbers."""
    return Case(
        {
            "x": awkward(length, model_dim, start=start) * stretch,
            "w_query": awkward(model_dim, head_dim, start=start + 8),
            "w_key": awkward(model_dim, head_dim, start=start + 19),
            "w_value": awkward(model_dim, value_dim, start=start + 30),
        }
    )


CASES = (
    Case(
        {
            "x": np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 2.0]]),
            "w_query": np.array([[1.0, 0.0, 0.0, 1.0], [0.0, 1.0, 0.0, -1.0]]),
            "w_key": np.array([[0.0, 1.0, 0.0, 1.0], [1.0, 1.0, 2.0, 0.0]]),
            "w_value": np.array([[10.0, 0.0, 0.0, 1.0, 0.0], [0.0, 10.0, 5.0, 0.0, 2.0]]),
        }
    ),
    _case(4, 5, 3, 2, 0),
    # Sizes are equal where only then a wrong product or array gives numbers, not an error.
    _case(5, 3, 2, 3, 4),
    _case(4, 5, 4, 2, 7),
    _case(5, 4, 4, 2, 12),
    _case(3, 5, 4, 2, 16, stretch=100.0),
    Case(
        {
            "x": np.array([[1, 0, -1, 1], [0, 2, 1, -1], [1, 1, 0, 2]]),
            "w_query": np.array([[1, 0], [0, 1], [1, -1], [0, 0]]),
            "w_key": np.array([[0, 1], [1, 1], [0, -1], [1, 0]]),
            "w_value": np.array(
                [[3, 0, 1, 5, 0], [0, 4, 0, 1, 2], [1, 0, 7, 0, 1], [0, 2, 0, 6, 1]]
            ),
        }
    ),
)

EXERCISE = Exercise(
    name="self_attention",
    signature="self_attention(x, w_query, w_key, w_value)",
    solve=attention(),
    read=alone("output"),
    axes={
        "x": ("length", "model_dim"),
        "w_query": ("model_dim", "head_dim"),
        "w_key": ("model_dim", "head_dim"),
        "w_value": ("model_dim", "value_dim"),
        "output": ("length", "value_dim"),
    },
    cases=CASES,
    mistakes=MISTAKES,
    accidents=ACCIDENTS,
    praise=(
        "One source plays three parts: its queries ask, its keys answer, its values are passed "
        "on, each through its own matrix. The formula is that of cross-attention."
    ),
)
