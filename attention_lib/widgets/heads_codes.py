"""Pack what 72 heads look at for the browser: a saved view stays light."""

import re
from functools import cache

import numpy as np

from attention_lib.models import (
    PATTERNS,
    head_evidence,
    heads_values,
    pattern_cells,
    pattern_scores,
)

UNIT = 10_000  # a pattern's values travel as whole ten-thousandths
TOP = 5  # heads of a ranking
SMALL = 12  # hundredths: two weights below share a byte
NIL = 101  # the byte of two weights of 0; those before it are single weights


def packed(weights):
    """Pack weights as whole hundredths, most of them in less than a byte.

    Parameters
    ----------
    weights : ndarray
        0 to 1; halves are rounded up, as they are printed.

    Returns
    -------
    bytes
        In C order. 0 to 100: one weight. 101 to 244: two, ``101 + 12 a + b``, both below 12.
        245 to 255: 4 to 24 weights of 0. A last 0 may be one too many.
    """
    hundredths = np.floor(100 * np.asarray(weights, dtype=float) + 0.5).astype(np.uint8).ravel()
    pairs = np.pad(hundredths, (0, hundredths.size % 2)).reshape(-1, 2)
    small = (pairs < SMALL).all(axis=1)
    pairs[small, 0] = NIL + SMALL * pairs[small, 0] + pairs[small, 1]
    kept = np.column_stack([np.ones_like(small), ~small])
    runs = re.compile(rb"%c{2,12}" % NIL)
    return runs.sub(lambda run: bytes([NIL + 142 + len(run[0])]), pairs[kept].tobytes())


def value_codes(values):
    """Pack what pattern search found.

    Parameters
    ----------
    values : ndarray
        0 to 1, or NaN where the sentence has no such cell.

    Returns
    -------
    bytes
        Two for each, little-endian: one more than its ten-thousandths, cut off and not rounded:
        so it is still known on which side of half a hundredth it lies. Of NaN alone a single 0.
    """
    if np.isnan(values).all():
        return b"\0\0"
    whole = np.floor(UNIT * np.asarray(values)) + 1
    return whole.astype("<u2").tobytes()


def found(reading):
    """Search the heads of one sentence, and those of all shipped ones, for every pattern.

    Parameters
    ----------
    reading : attention_lib.models.Reading

    Returns
    -------
    bytes
        For each pattern the values of this sentence, then those over all; see `value_codes`.
    """
    return b"".join(
        value_codes(pattern_scores(reading, name)) + value_codes(everywhere(name))
        for name in PATTERNS
    )


@cache
def everywhere(name):
    """Return a pattern's value in every head, over all shipped sentences.

    Parameters
    ----------
    name : str
        From ``attention_lib.models.PATTERNS``.

    Returns
    -------
    ndarray, shape (6, 12)
    """
    return heads_values(name)


@cache
def described():
    """Return the patterns as the screen knows them.

    Returns
    -------
    list of list
        ``[name, title, explanation, others]``; others are the best heads in hundreds of other
        sentences, ``[12 layer + head, value, value at the same distance from any word]`` in
        hundredths, or none where that was not measured.
    """
    return [
        [pattern.name, pattern.title, pattern.explanation, _others(pattern.name)]
        for pattern in PATTERNS.values()
    ]


def cells(reading):
    """Return which cells each pattern names in this sentence.

    Parameters
    ----------
    reading : attention_lib.models.Reading

    Returns
    -------
    list of list of int
        ``query * words + key``, in the order of ``PATTERNS``.
    """
    size = len(reading.words)
    return [[size * i + j for i, j in pattern_cells(reading, name)] for name in PATTERNS]


def _others(name):
    try:
        evidence = head_evidence(name)
    except KeyError:
        return []
    weight, any_word = evidence["weight"].ravel(), evidence["same_distance"].ravel()
    best = np.argsort(-weight, kind="stable")[:TOP]
    return [[int(at), *(int(100 * v[at] + 0.5) for v in (weight, any_word))] for at in best]
