"""Exercise ``causal_mask(query_len, key_len)``: cases and the wrong answers it can name."""

import numpy as np

from attention_lib.masks import causal_mask
from attention_lib.practice.diagnosis import check
from attention_lib.practice.exercise import Accident, Case, Exercise, Mistake, close, read_numbers


def check_causal_mask(function, *, seconds=2.0):
    """Check a learner's ``causal_mask(query_len, key_len)``.

    Parameters
    ----------
    function : callable
        Returns a boolean array (query_len, key_len), True = may attend. Nested
        lists of booleans pass as well.
    seconds : float, default 2.0
        Longest time for one call.

    Returns
    -------
    Report

    Examples
    --------
    >>> def causal_mask(query_len, key_len):
    ...     return np.triu(np.ones((query_len, key_len), dtype=bool), k=1)
    >>> check_causal_mask(causal_mask).mistake
    'inverted'
    """
    return check(EXERCISE, function, seconds)


def _ones(query_len, key_len):
    return np.ones((query_len, key_len), dtype=bool)


def _same_pattern(got, wrong):
    """Compare where the mask is on, whether by booleans or by 0 and 1."""
    return close(*({"mask": _pattern(answer["mask"])} for answer in (got, wrong)))


def _pattern(mask):
    return mask.astype(bool) if np.isin(mask, (0, 1)).all() else mask


def _boolean_and_equal(got, expected):
    return got["mask"].dtype == bool and np.array_equal(got["mask"], expected["mask"])


def _past_the_end(query_len, key_len):
    """Look one step ahead in a loop that leaves the array where the next key does not exist."""
    mask = ~_ones(query_len, key_len)
    for query in range(query_len):
        for key in range(query + 2):
            mask[query, key] = True
    return mask


def _lists(mask):
    if isinstance(mask, np.ndarray):
        return ""
    return (
        "You return nested lists; a NumPy array (np.array(mask)) is handier: `~mask` and "
        "`scores[mask]` work with it."
    )


MISTAKES = (
    Mistake(
        "inverted",
        "The mask is inverted: it is True exactly where a query must not look, in the future. "
        "Here True = may attend, as in PyTorch's scaled_dot_product_attention; "
        "nn.MultiheadAttention means the opposite. A popular notebook shipped this very "
        "mistake (LLMs-from-scratch #1061).",
        (lambda query_len, key_len: ~causal_mask(query_len, key_len),),
    ),
    Mistake(
        "excludes the current token",
        "A query may not see its own position: the diagonal is False, so the first query sees "
        "nothing. Causal means up to and including the current position: key ≤ query.",
        (lambda query_len, key_len: np.tril(_ones(query_len, key_len), k=-1),),
    ),
    Mistake(
        "looks one step ahead",
        "Each query also sees the next token, which it is asked to predict. The last visible "
        "key is the query's own position: key ≤ query.",
        (lambda query_len, key_len: np.tril(_ones(query_len, key_len), k=1), _past_the_end),
    ),
    Mistake(
        "looks forward",
        "The triangle is the wrong way round: each query sees itself and the *later* keys. "
        "Row = query, column = key; the visible keys lie to the left (key ≤ query).",
        (lambda query_len, key_len: np.triu(_ones(query_len, key_len)),),
    ),
    Mistake(
        "only itself",
        "Each query sees only its own position. It may also see all earlier ones: key ≤ query.",
        (lambda query_len, key_len: np.eye(query_len, key_len, dtype=bool),),
    ),
    Mistake(
        "everything visible",
        "The mask hides nothing: every query sees every key, the future too.",
        (lambda query_len, key_len: _ones(query_len, key_len),),
    ),
    Mistake(
        "square only",
        "Right when there are as many keys as queries, but one of the two lengths is ignored. "
        "The shape must be (query_len, key_len).",
        (
            lambda query_len, key_len: causal_mask(query_len, query_len),
            lambda query_len, key_len: causal_mask(key_len, key_len),
        ),
    ),
    Mistake(
        "lengths swapped",
        "The mask has the shape (key_len, query_len). Rows belong to queries and columns to "
        "keys: (query_len, key_len).",
        (
            lambda query_len, key_len: causal_mask(key_len, query_len),
            lambda query_len, key_len: causal_mask(query_len, key_len).T,
        ),
    ),
    Mistake(
        "aligned bottom right",
        "The mask is aligned at its bottom right corner: the last query sees the last key. "
        "That suits a key–value cache; here, as in PyTorch, it is aligned top left: query 0 "
        "sees key 0.",
        (lambda query_len, key_len: np.tril(_ones(query_len, key_len), k=key_len - query_len),),
    ),
    Mistake(
        "additive",
        "This is an additive mask (0 where a query may look, a large negative number "
        "elsewhere), to be added to the scores. Asked for is a boolean one: True = may attend.",
        tuple(
            lambda query_len, key_len, fill=fill: np.where(causal_mask(query_len, key_len), 0, fill)
            for fill in (-np.inf, -1e6, -1e9, -1e10, -9e15, np.finfo(float).min)
        ),
    ),
    Mistake(
        "numbers instead of booleans",
        "The pattern is right, but it holds the numbers 0 and 1, not False and True: with "
        "`~mask` or `scores[mask]` they silently mean something else. Use dtype=bool, or "
        "compare positions: key <= query.",
        (lambda query_len, key_len: causal_mask(query_len, key_len).astype(int),),
    ),
)

ACCIDENTS = (
    Accident(
        "a loop past the last key",
        IndexError,
        "",
        "key_len may be smaller than query_len, and then range(query + 1) leaves the mask: stop "
        "at min(query + 1, key_len), or compare positions: key <= query.",
        lambda case: case.arguments["query_len"] > case.arguments["key_len"],
    ),
)

CASES = tuple(
    Case({"query_len": query_len, "key_len": key_len})
    for query_len, key_len in ((3, 3), (2, 4), (4, 2), (1, 5), (5, 3))
)

EXERCISE = Exercise(
    name="causal_mask",
    signature="causal_mask(query_len, key_len)",
    solve=causal_mask,
    read=lambda value: {"mask": read_numbers(value, "mask")},
    axes={"mask": ("query_len", "key_len")},
    cases=CASES,
    mistakes=MISTAKES,
    praise="Every query sees the keys up to and including its own position, at every shape.",
    accidents=ACCIDENTS,
    remark=_lists,
    passes=_boolean_and_equal,
    resembles=_same_pattern,
)
