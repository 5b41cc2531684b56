"""Exercise ``scaled_dot_product(query, key, value, mask=None)``: its cases."""

import numpy as np

from attention_lib._arrays import AXES
from attention_lib.attention import scaled_dot_product_attention
from attention_lib.practice.checks.scaled_dot_product_mistakes import ACCIDENTS, MISTAKES
from attention_lib.practice.diagnosis import check
from attention_lib.practice.exercise import Case, Exercise, read_numbers


def check_scaled_dot_product(function, *, seconds=2.0):
    """Check a learner's ``scaled_dot_product(query, key, value, mask=None)``.

    Parameters
    ----------
    function : callable
        Takes query (query_len, head_dim), key (key_len, head_dim), value
        (key_len, value_dim) and a boolean mask (query_len, key_len) in which
        True = may attend; returns ``(output, weights)``. A query that may attend
        to nothing has weights and output 0.
    seconds : float, default 2.0
        Longest time for one call.

    Returns
    -------
    Report

    Examples
    --------
    >>> def scaled_dot_product(query, key, value, mask=None):
    ...     scores = query @ key.T
    ...     e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    ...     weights = e / e.sum(axis=-1, keepdims=True)
    ...     return weights @ value, weights
    >>> check_scaled_dot_product(scaled_dot_product).mistake
    'not scaled'
    """
    return check(EXERCISE, function, seconds)


def _solve(query, key, value, mask=None):
    return scaled_dot_product_attention(query, key, value, mask=mask, return_weights=True)


def _read(value):
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise ValueError(
            "Return two things, `return output, weights`; got "
            f"{_returned(value)}. The notebook looks at the weights too."
        )
    output, weights = value
    return {
        "weights": read_numbers(weights, "weights"),
        "output": read_numbers(output, "output"),
    }


def _returned(value):
    if isinstance(value, np.ndarray):
        return f"one array of shape {value.shape}"
    if isinstance(value, tuple | list):
        return f"a {type(value).__name__} of length {len(value)}"
    return f"one `{type(value).__name__}`"


def _arrays(query_len, key_len, head_dim, value_dim, stretch=1.0):
    """Make awkward numbers with one decimal, the same on every machine."""
    wave = (np.arange(200) ** 2 * 7 % 41 - 20) / 10
    query = wave[: query_len * head_dim].reshape(query_len, head_dim)
    key = wave[60 : 60 + key_len * head_dim].reshape(key_len, head_dim)
    value = wave[120 : 120 + key_len * value_dim].reshape(key_len, value_dim)
    return {"query": query * stretch, "key": key, "value": value}


CASES = (
    Case(
        {
            "query": np.array([[1.0, 1.0, 1.0, 1.0]]),
            "key": np.array([[1.0, 1.0, 0.0, 0.0], [2.0, 1.0, 1.0, 0.0], [0.0, 0.0, 0.0, 0.0]]),
            "value": np.array([[10.0, 0.0], [0.0, 10.0], [5.0, 5.0]]),
        }
    ),
    Case(_arrays(3, 5, 4, 2)),
    # key_len = head_dim, because only there a key that is not transposed gives numbers.
    Case(_arrays(3, 4, 4, 2)),
    Case(
        _arrays(3, 5, 4, 2),
        {
            "mask": np.array(
                [
                    [True, False, True, True, False],
                    [False, True, True, False, True],
                    [True, True, False, False, False],
                ]
            )
        },
    ),
    Case(
        _arrays(3, 2, 3, 4),
        {"mask": np.array([[True, False], [False, False], [True, True]])},
    ),
    # The first query's largest score is hidden, and so large that exp() leaves the others 0.
    Case(
        {
            "query": np.array([[50.0, 0.0, 1.0, 0.0], [0.0, 2.0, 0.0, 1.0]]),
            "key": np.array([[30.0, 1.0, 0.0, 1.0], [0.0, 1.0, 2.0, 0.0], [0.0, 0.0, 1.0, 1.0]]),
            "value": np.array([[10.0, 0.0], [0.0, 10.0], [5.0, 5.0]]),
        },
        {"mask": np.array([[False, True, True], [True, False, True]])},
    ),
    Case(_arrays(2, 3, 5, 4, stretch=1000.0)),
)

EXERCISE = Exercise(
    name="scaled_dot_product",
    signature="scaled_dot_product(query, key, value, mask=None)",
    solve=_solve,
    read=_read,
    axes={
        **AXES,
        "mask": ("query_len", "key_len"),
        "weights": ("query_len", "key_len"),
        "output": ("query_len", "value_dim"),
    },
    cases=CASES,
    mistakes=MISTAKES,
    accidents=ACCIDENTS,
    praise=(
        "Scores are divided by √head_dim, every row of weights sums to 1 over the visible "
        "keys, a query with nothing to see gives zeros, and large scores stay finite."
    ),
)
