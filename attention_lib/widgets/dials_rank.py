"""``rank_dial``: with one number a head can pick two keys, with two numbers any of them."""

import numpy as np

from attention_lib import scaled_dot_product_attention
from attention_lib.widgets.dials_text import grouped
from attention_lib.widgets.explorable import Explorable
from attention_lib.widgets.explorable_parts import Control, Frame, Panel

TOKENS = tuple("abcdefghijkl")
GAINS = (1, 2, 5, 10, 20, 60)
RANDOM = 1000  # queries that ask without wanting anything


def rank_dial(**choice):
    """Ask for each of twelve keys, with one number or with two.

    Parameters
    ----------
    **choice
        What is chosen at first: ``head_dim`` (1: keys on a line, 2: keys on a
        circle) and ``gain`` (1, 2, 5, 10, 20, 60: how long a query may be).

    Returns
    -------
    Explorable
        Row ``i`` of its ``weights`` belongs to the query that gives key ``i``
        the largest weight that any query can give it, shape (12, 12).

    Notes
    -----
    Scores :math:`Q K^T` have rank :math:`d_k` at most. With one number they
    grow from key to key in one order or in its reverse, so only the first or the
    last key can be the largest.

    Examples
    --------
    >>> int((rank_dial(head_dim=1).weights.argmax(axis=1) == np.arange(12)).sum())
    2
    """
    shapes = ("1, on a line", "2, on a circle")
    controls = (
        Control("head_dim", "Numbers in a key", "radio", (1, 2), shapes),
        Control("gain", "Longest query", "range", GAINS, tuple(map(str, GAINS))),
    )
    film = ({"head_dim": 1}, {"head_dim": 2})
    start = {"gain": 60, **choice}
    return Explorable("Which keys a query can pick", controls, _frame, film=film, choice=start)


def keys_of(head_dim):
    """Return twelve keys, shape (12, head_dim): from −1 to 1, or around a circle."""
    count = len(TOKENS)
    if head_dim == 1:
        return np.linspace(-1, 1, count)[:, None]
    angle = 2 * np.pi * np.arange(count) / count
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)


def best_queries(key, gain):
    """Return for each key the query, no longer than ``gain``, that gives it the most weight."""
    if key.shape[1] == 2:
        return gain * key  # straight at it, for all keys are equally far out
    low, high = np.full_like(key, -gain), np.full_like(key, gain)
    for _ in range(60):
        middle = (low + high) / 2
        # The weight is largest where the mean of the keys is the wanted key.
        below = scaled_dot_product_attention(middle, key, key, scale=1) < key
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return high


def picked(key):
    """Count the keys that are the largest for at least one of many random queries."""
    query = np.random.default_rng(0).normal(size=(RANDOM, key.shape[1]))
    return len(set((query @ key.T).argmax(axis=1)))


def _frame(head_dim, gain):
    key = keys_of(head_dim)
    query = best_queries(key, gain)
    _, weights = scaled_dot_product_attention(query, key, key, scale=1, return_weights=True)
    own = weights.diagonal()
    largest = weights.argmax(axis=1) == np.arange(len(TOKENS))
    panel = Panel(
        weights,
        tuple(f"for {token}" for token in TOKENS),
        TOKENS,
        "The best query for each key",
        axes="query ↓ / key →",
    )
    return Frame(
        panels=(panel,),
        sentence=_sentence(head_dim, largest.sum(), own),
        note=_note(head_dim),
        lines=_lines(key, query, own),
    )


def _sentence(head_dim, count, own):
    if head_dim == 1:
        return (
            f"With 1 number only {count} of {len(TOKENS)} keys can get the largest weight:",
            f"the two ends. A key in the middle gets {own.min():.2f} at most,",
            "whatever the query.",
        )
    return (
        f"With 2 numbers each of {count} keys can get the largest weight:",
        f"a query that points at it gives it {own.min():.4f}.",
    )


def _note(head_dim):
    if head_dim == 1:
        return (
            "A query of one number can only favour large keys or small ones.",
            "A longer query soon stops helping: it moves more weight to the two ends.",
        )
    return ("On a circle no key hides behind another. A longer query makes the choice sharper.",)


def _lines(key, query, own):
    count, rank = len(TOKENS), np.linalg.matrix_rank(query @ key.T)
    return (
        (f"{grouped(RANDOM)} random queries pick", f"{picked(key)} of {count} keys"),
        (f"rank of the {count} × {count} scores", f"{rank} = d_k"),
        ("weight of the wanted key", _range(own)),
    )


def _range(own):
    low, high = f"{own.min():.4f}", f"{own.max():.4f}"
    return low if low == high else f"{low} to {high}"
