"""Exercise ``cache_step(x_new, keys, values, w_query, w_key, w_value)``: its cases."""

import numpy as np

from attention_lib.practice.checks._awkward import awkward
from attention_lib.practice.checks.cache_step_mistakes import ACCIDENTS, MISTAKES
from attention_lib.practice.checks.cache_step_recreations import step
from attention_lib.practice.diagnosis import check
from attention_lib.practice.exercise import Case, Exercise, read_numbers


def check_cache_step(function, *, seconds=2.0):
    """Check a learner's step with a key–value cache.

    Parameters
    ----------
    function : callable
        Called as ``cache_step(x_new, keys, values, w_query, w_key, w_value)``:
        takes the next token x_new (1, model_dim), the keys (length, head_dim)
        and values (length, value_dim) of the tokens so far, of which there may
        be none, and w_query, w_key (model_dim, head_dim) and w_value
        (model_dim, value_dim); returns ``(output, keys, values)``: the new
        token's output (1, value_dim) of causal self-attention, and both caches
        with one row more. The arrays given stay as they are.
    seconds : float, default 2.0
        Longest time for one call.

    Returns
    -------
    Report

    Examples
    --------
    >>> def cache_step(x_new, keys, values, w_query, w_key, w_value):
    ...     scores = x_new @ w_query @ keys.T / np.sqrt(keys.shape[-1])
    ...     e = np.exp(scores - scores.max(initial=0.0))
    ...     output = e / e.sum() @ values
    ...     return (
    ...         output,
    ...         np.concatenate([keys, x_new @ w_key]),
    ...         np.concatenate([values, x_new @ w_value]),
    ...     )
    >>> check_cache_step(cache_step).mistake
    'the new token does not see itself'
    """
    return check(EXERCISE, function, seconds)


def _read(value):
    if not isinstance(value, tuple | list) or len(value) != 3:
        what = f"{len(value)} things" if isinstance(value, tuple | list) else "one thing"
        raise ValueError(
            f"Return three things, `return output, keys, values`; got {what}. The next step needs "
            "the longer caches."
        )
    output, keys, values = value
    return {
        "keys": read_numbers(keys, "keys"),
        "values": read_numbers(values, "values"),
        "output": read_numbers(output, "output"),
    }


def _case(length, model_dim, head_dim, value_dim, start, stretch=1.0):
    """Make a case of awkward numbers."""
    return Case(
        {
            "x_new": awkward(1, model_dim, start=start) * stretch,
            "keys": awkward(length, head_dim, start=start + 6),
            "values": awkward(length, value_dim, start=start + 15),
            "w_query": awkward(model_dim, head_dim, start=start + 8) / 2,
            "w_key": awkward(model_dim, head_dim, start=start + 19) / 2,
            "w_value": awkward(model_dim, value_dim, start=start + 30) / 2,
        }
    )


CASES = (
    Case(
        {
            "x_new": np.array([[1.0, 2.0, 0.0]]),
            "keys": np.array([[1.0, 0.0], [0.0, 1.0]]),
            "values": np.array([[10.0, 0.0], [0.0, 10.0]]),
            "w_query": np.array([[1.0, 0.0], [0.0, 0.5], [1.0, 1.0]]),
            "w_key": np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 1.0]]),
            "w_value": np.array([[4.0, 0.0], [0.0, 3.0], [1.0, 1.0]]),
        }
    ),
    _case(4, 5, 3, 2, 0),
    # Sizes are equal where only then a wrong product or axis gives numbers, not an error.
    _case(5, 3, 3, 3, 4),
    _case(1, 4, 2, 3, 9),
    _case(3, 4, 4, 2, 13),
    _case(0, 4, 3, 2, 18),
    _case(4, 3, 2, 3, 22, stretch=1000.0),
    Case(
        {
            "x_new": np.array([[1, 0, -1, 2]]),
            "keys": np.array([[0, 2, 1], [1, -1, 0]]),
            "values": np.array([[7, 1], [-2, 4]]),
            "w_query": np.array([[1, 0, 1], [2, 1, 0], [0, -1, 0], [0, 1, 0]]),
            "w_key": np.array([[1, 1, 0], [0, 1, 2], [0, 0, 1], [0, 0, 1]]),
            "w_value": np.array([[3, 0], [1, 4], [0, 1], [0, 5]]),
        }
    ),
)

EXERCISE = Exercise(
    name="cache_step",
    signature="cache_step(x_new, keys, values, w_query, w_key, w_value)",
    solve=step(),
    read=_read,
    axes={
        "x_new": ("tokens", "model_dim"),
        "keys": ("length", "head_dim"),
        "values": ("length", "value_dim"),
        "w_query": ("model_dim", "head_dim"),
        "w_key": ("model_dim", "head_dim"),
        "w_value": ("model_dim", "value_dim"),
        "output": ("tokens", "value_dim"),
    },
    cases=CASES,
    mistakes=MISTAKES,
    accidents=ACCIDENTS,
    praise=(
        "One token is projected, its key and value are kept, and its query sees every token so far "
        "and itself. Nothing is computed twice, and each step equals the full causal pass."
    ),
)
