"""Exercise ``grouped_query_attention(query, key, value)``: its cases."""

import numpy as np

from attention_lib.practice.checks._alone import alone
from attention_lib.practice.checks._awkward import awkward
from attention_lib.practice.checks.grouped_query_mistakes import ACCIDENTS, MISTAKES
from attention_lib.practice.checks.grouped_query_recreations import grouped
from attention_lib.practice.diagnosis import check
from attention_lib.practice.exercise import Case, Exercise


def check_grouped_query(function, *, seconds=2.0):
    """Check a learner's ``grouped_query_attention(query, key, value)``.

    Parameters
    ----------
    function : callable
        Takes query (num_heads, query_len, head_dim), key (num_kv_heads,
        key_len, head_dim) and value (num_kv_heads, key_len, value_dim), where
        num_kv_heads divides num_heads; returns the output (num_heads,
        query_len, value_dim). Query head h reads the key/value head
        h // (num_heads // num_kv_heads). No mask.
    seconds : float, default 2.0
        Longest time for one call.

    Returns
    -------
    Report

    Notes
    -----
    Ainslie et al. (2023), *GQA*. One key/value head is multi-query attention
    (Shazeer, 2019); as many as query heads, multi-head attention.

    Examples
    --------
    >>> def grouped_query_attention(query, key, value):
    ...     times = len(query) // len(key)
    ...     key, value = (np.tile(shared, (times, 1, 1)) for shared in (key, value))
    ...     scores = query @ key.mT / np.sqrt(query.shape[-1])
    ...     e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    ...     return e / e.sum(axis=-1, keepdims=True) @ value
    >>> check_grouped_query(grouped_query_attention).mistake
    'in turns instead of blocks'
    """
    return check(EXERCISE, function, seconds)


def _case(heads, lengths, widths, start, stretch=1.0):
    """Make a case of awkward numbers."""
    (num_heads, kv_heads), (query_len, key_len), (head_dim, value_dim) = heads, lengths, widths
    return Case(
        {
            "query": awkward(num_heads, query_len, head_dim, start=start) * stretch,
            "key": awkward(kv_heads, key_len, head_dim, start=start + 10),
            "value": awkward(kv_heads, key_len, value_dim, start=start + 25),
        }
    )


CASES = (
    Case(
        {
            "query": np.array([[[2.0, 0.0]], [[0.0, 2.0]], [[1.0, 1.0]], [[0.0, -2.0]]]),
            "key": np.array(
                [[[1.0, 0.0], [0.0, 1.0], [1.0, 2.0]], [[0.0, 1.0], [1.0, 1.0], [2.0, 0.0]]]
            ),
            "value": np.array(
                [[[10.0, 0.0], [0.0, 10.0], [5.0, 5.0]], [[1.0, 2.0], [3.0, 0.0], [0.0, 4.0]]]
            ),
        }
    ),
    _case((6, 3), (3, 5), (4, 2), 5),
    _case((6, 2), (2, 3), (4, 5), 0),
    # Sizes are equal where only then a wrong axis gives numbers, not an error.
    _case((4, 2), (3, 3), (3, 3), 8),
    _case((4, 1), (2, 5), (3, 2), 12),
    _case((3, 3), (2, 4), (3, 2), 17),
    _case((6, 2), (2, 3), (2, 3), 21, stretch=1000.0),
    Case(
        {
            "query": np.array([[[1, 0, 2]], [[0, -1, 1]], [[2, 1, 0]], [[0, 0, 3]]]),
            "key": np.array([[[1, 1, 0], [0, 2, -1]], [[3, 0, 1], [-1, 1, 0]]]),
            "value": np.array([[[4, 1], [0, 7]], [[2, 5], [6, -3]]]),
        }
    ),
)

EXERCISE = Exercise(
    name="grouped_query",
    signature="grouped_query_attention(query, key, value)",
    solve=grouped(),
    read=alone("output"),
    axes={
        "query": ("num_heads", "query_len", "head_dim"),
        "key": ("num_kv_heads", "key_len", "head_dim"),
        "value": ("num_kv_heads", "key_len", "value_dim"),
        "output": ("num_heads", "query_len", "value_dim"),
    },
    cases=CASES,
    mistakes=MISTAKES,
    accidents=ACCIDENTS,
    praise=(
        "Neighbouring query heads share a key/value head, and each still asks its own question. "
        "With one key/value head this is multi-query attention, with as many as query heads "
        "multi-head attention."
    ),
)
