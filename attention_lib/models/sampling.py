"""Draw expressions to train on and expressions to test with, never the same ones."""

import random
from zlib import crc32

from attention_lib._arrays import count as whole
from attention_lib.models.expression import OPERATORS, Expression, english

TRAINED_UP_TO = 4  # numbers in the longest training expression
HELD_OUT_SHARE = 0.4  # of all expressions; so 300 of the 1,000 single numbers can be tested


def is_held_out(expression):
    """Say whether an expression is kept for testing.

    Parameters
    ----------
    expression : Expression

    Returns
    -------
    bool

    Notes
    -----
    A checksum of the English words decides, so no seed, count or length can
    ever let a test expression into the training data. The *numbers* of a
    test expression do occur in training, inside other expressions. A single
    word such as "seven" is never held out: it is taught as vocabulary.
    """
    words = english(expression)
    return " " in words and crc32(words.encode()) % 100 < 100 * HELD_OUT_SHARE


def held_out(k, count, seed=0):
    """Draw distinct expressions that no model was trained on.

    Parameters
    ----------
    k : int
        How many numbers each has.
    count : int
    seed : int, default 0

    Returns
    -------
    list of Expression

    Raises
    ------
    TypeError
        If ``k`` or ``count`` is not an integer.
    ValueError
        If ``k`` is below 1, ``count`` is negative, or so many cannot be found.

    Examples
    --------
    >>> english(held_out(2, 1)[0])
    'four hundred and twenty times two hundred and fifty eight'
    """
    k, count = whole(k, "k", at_least=1), whole(count, "count")
    rng = random.Random(seed)
    return _distinct(count, lambda: _draw(rng, k), is_held_out)


def training(count=5000, seed=0):
    """Draw distinct expressions of one to four numbers to train on.

    Parameters
    ----------
    count : int, default 5000
    seed : int, default 0

    Returns
    -------
    list of Expression
        The 28 numbers of one word first; then two, three and four numbers
        equally often, and single ones, of which there are few, once in twenty.
    """
    rng = random.Random(seed)
    words = [Expression((n,)) for n in (*range(20), *range(20, 100, 10))]
    lengths = (1, 2, 2, 2, 3, 3, 3, 4, 4, 4)
    return _distinct(
        count, lambda: _draw(rng, _pick(rng, lengths)), lambda e: not is_held_out(e), words
    )


def _distinct(count, draw, wanted, first=()):
    found = dict.fromkeys(first)
    for _ in range(100 * count + 1000):
        if len(found) == count:
            return list(found)
        expression = draw()
        if wanted(expression):
            found[expression] = None
    raise ValueError(f"{count} distinct expressions were asked for; only {len(found)} were found")


def _draw(rng, k):
    """Draw an expression; one-digit and two-digit numbers are more frequent than by chance."""
    limits = [_pick(rng, (10, 100, 1000, 1000, 1000)) for _ in range(k)]
    numbers = tuple(int(limit * rng.random()) for limit in limits)
    return Expression(numbers, tuple(_pick(rng, tuple(OPERATORS)) for _ in range(k - 1)))


def _pick(rng, choices):
    # random() is the one stream that Python promises to keep.
    return choices[int(len(choices) * rng.random())]
