"""Wrong answers to ``local_mask`` that its check can name."""

import numpy as np

from attention_lib.masks import window_mask
from attention_lib.practice.exercise import Accident, Mistake


def _by(rule):
    """Build a mask from a rule for the distance key − query, which may be any array."""

    def build(query_len, key_len, before, after):
        distance = np.arange(key_len) - np.arange(query_len)[:, None]
        return rule(distance, before, after)

    return build


def solve(query_len, key_len, before, after):
    """Let every query see its window."""
    return window_mask(query_len, key_len, before=before, after=after)


def _wraps(query_len, key_len, before, after):
    """Write slices whose negative start counts from the end: the first rows lose their window."""
    mask = np.zeros((query_len, key_len), dtype=bool)
    for query in range(query_len):
        mask[query, query - before : query + after + 1] = True
    return mask


def _rolls(query_len, key_len, before, after):
    """Take the distance on a ring, on which the last key stands beside the first."""
    distance = (np.arange(key_len) - np.arange(query_len)[:, None]) % key_len
    return (distance <= after) | (distance >= key_len - before)


def _past_the_end(query_len, key_len, before, after):
    mask = np.zeros((query_len, key_len), dtype=bool)
    for query in range(query_len):
        for key in range(max(query - before, 0), query + after + 1):
            mask[query, key] = True
    return mask


MISTAKES = (
    Mistake(
        "inverted",
        "The mask is inverted: it is True outside the window. Here True = may attend.",
        (_by(lambda d, before, after: (d < -before) | (d > after)),),
    ),
    Mistake(
        "sides swapped",
        "`before` and `after` are exchanged, or rows and columns are: earlier keys have smaller "
        "numbers, so `before` is about key < query.",
        (_by(lambda d, before, after: (-after <= d) & (d <= before)),),
    ),
    Mistake(
        "after ignored",
        "`after` has no effect: the window reaches `before` positions to both sides. The two "
        "sides may differ; after = 0 makes a window on the past.",
        (_by(lambda d, before, after: abs(d) <= before),),
    ),
    Mistake(
        "before ignored",
        "`before` has no effect: the window reaches `after` positions to both sides. The two "
        "sides may differ.",
        (_by(lambda d, before, after: abs(d) <= after),),
    ),
    Mistake(
        "ends left out",
        "The window is one short on each side: both ends belong to it. Use ≤, not <.",
        (_by(lambda d, before, after: (-before < d) & (d < after)),),
    ),
    Mistake(
        "far end left out",
        "The last key of the window is missing: i + after belongs to it. A slice [a:b] stops "
        "before b, so it must end at i + after + 1.",
        (_by(lambda d, before, after: (-before <= d) & (d < after)),),
    ),
    Mistake(
        "near end left out",
        "The first key of the window is missing: i − before belongs to it.",
        (_by(lambda d, before, after: (-before < d) & (d <= after)),),
    ),
    Mistake(
        "own position left out",
        "A query does not see its own position. The window runs from i − before to i + after "
        "without a gap.",
        (_by(lambda d, before, after: (-before <= d) & (d <= after) & (d != 0)),),
    ),
    Mistake(
        "past unlimited",
        "Every earlier key is visible: `before` limits nothing. A causal mask does that; a window "
        "has two ends.",
        (_by(lambda d, before, after: d <= after),),
    ),
    Mistake(
        "future unlimited",
        "Every later key is visible: `after` limits nothing. A window has two ends.",
        (_by(lambda d, before, after: d >= -before),),
    ),
    Mistake(
        "one condition is enough",
        "Everything is visible: the two conditions are joined by | (or). A key must lie inside "
        "at both ends: join them by & (and).",
        (_by(lambda d, before, after: (d >= -before) | (d <= after)),),
    ),
    Mistake(
        "window wraps around",
        "At the edges the window comes in again at the other end: negative positions count from "
        "the end in Python. Cut it off at 0: max(i − before, 0).",
        (_wraps, _rolls),
    ),
    Mistake(
        "square only",
        "Right when there are as many keys as queries, but one of the two lengths is ignored. "
        "The shape must be (query_len, key_len).",
        (
            lambda query_len, key_len, before, after: solve(query_len, query_len, before, after),
            lambda query_len, key_len, before, after: solve(key_len, key_len, before, after),
        ),
    ),
    Mistake(
        "lengths swapped",
        "The mask has the shape (key_len, query_len). Rows belong to queries and columns to "
        "keys: (query_len, key_len).",
        (
            lambda query_len, key_len, before, after: solve(key_len, query_len, before, after),
            lambda query_len, key_len, before, after: solve(query_len, key_len, before, after).T,
        ),
    ),
    Mistake(
        "additive",
        "This is an additive mask (0 where a query may look, a large negative number "
        "elsewhere), to be added to the scores. Asked for is a boolean one: True = may attend.",
        tuple(
            lambda query_len, key_len, before, after, fill=fill: np.where(
                solve(query_len, key_len, before, after), 0, fill
            )
            for fill in (-np.inf, -1e9, np.finfo(float).min)
        ),
    ),
    Mistake(
        "numbers instead of booleans",
        "The pattern is right, but it holds the numbers 0 and 1, not False and True: with "
        "`~mask` or `scores[mask]` they silently mean something else. Use dtype=bool, or "
        "compare positions.",
        (lambda *given: solve(*given).astype(int),),
    ),
)

ACCIDENTS = (
    Accident(
        "a loop past the last key",
        IndexError,
        "",
        "The window of the last queries reaches past the last key: stop at "
        "min(i + after + 1, key_len), or compare positions.",
    ),
    Accident(
        "a chain of comparisons",
        ValueError,
        "truth value of an array",
        "Python reads a ≤ d ≤ b as (a ≤ d) and (d ≤ b), and `and` needs one yes or no. For arrays "
        "write (a <= d) & (d <= b), with the brackets.",
    ),
)
