"""Find few-dimensional queries and keys that give the scores of a head."""

from typing import NamedTuple

import numpy as np

from attention_lib.adam import Adam
from attention_lib.attention import scaled_dot_product_attention, softmax

DEPTH = 8.0  # below a row's largest score: such a weight is e⁻⁸ of the largest at most


class Factors(NamedTuple):
    """Queries and keys in place of a head's own, and how well they do.

    Parameters
    ----------
    query : ndarray, shape (query_len, head_dim)
    key : ndarray, shape (key_len, head_dim)
    error : float
        The largest difference between a weight that they give and the head's.
    """

    query: np.ndarray
    key: np.ndarray
    error: float


def factorise(scores, head_dim):
    r"""Return the queries and keys of a given width that come closest to the scores.

    Parameters
    ----------
    scores : array_like, shape (query_len, key_len)
        Scaled, before softmax.
    head_dim : int
        1 or more.

    Returns
    -------
    Factors
        The same on every machine, whatever signs its SVD chooses.

    Raises
    ------
    ValueError
        If the scores are no matrix of finite numbers, or ``head_dim`` is below 1.

    Notes
    -----
    Cutting the singular value decomposition after ``head_dim`` terms gives the closest
    matrix of that rank, in the sum of squares (Eckart & Young, 1936). A constant added to
    a row changes no weight, so every row's mean is taken away first: that alone saves up
    to one dimension.

    Examples
    --------
    >>> factors = factorise([[3.0, 1.0, 2.0], [7.0, 5.0, 6.0]], head_dim=1)
    >>> factors.query.shape, factors.key.shape, round(factors.error, 9)
    ((2, 1), (3, 1), 0.0)
    """
    scores = _matrix(scores)
    if not head_dim >= 1:
        raise ValueError(f"head_dim must be at least 1; got {head_dim}")
    return _cut(scores, _decomposed(scores), head_dim)


def refined(scores, factors, *, steps=300, good=0.0, largest=10.0):
    r"""Change queries and keys until their weights, not their scores, come close.

    Parameters
    ----------
    scores : array_like, shape (query_len, key_len)
        Scaled, before softmax.
    factors : Factors
        Where to begin.
    steps : int, default 300
    good : float, default 0.0
        The largest error of a weight at which to stop early.
    largest : float, default 10.0
        No number goes beyond it, up or down.

    Returns
    -------
    Factors
        The best that was met.

    Notes
    -----
    Gradient descent (Adam) on the cross-entropy between the head's weights and those of the
    factors. The closest scores are not the closest weights: most scores lie far below their
    row's largest, and no weight depends on them.
    """
    scores = _matrix(scores)
    target, root = softmax(scores), np.sqrt(factors.query.shape[1])
    parts = {"query": factors.query.clip(-largest, largest)}
    parts |= {"key": factors.key.clip(-largest, largest)}
    adam, best = Adam(parts, learning_rate=0.05), None
    for _ in range(steps + 1):
        query, key = parts["query"], parts["key"]
        surplus = softmax(query @ key.T / root) - target
        error = float(np.abs(surplus).max())
        if best is None or error < best.error:
            best = Factors(query.copy(), key.copy(), error)
        if error <= good:
            break
        adam.step({"query": surplus @ key / root, "key": surplus.T @ query / root})
        for part in parts.values():
            part.clip(-largest, largest, out=part)
    return best


def narrowest(scores, *, most=8, good=0.004, largest=10.0):
    """Return the narrowest queries and keys that give a head's weights closely enough.

    Parameters
    ----------
    scores : array_like, shape (query_len, key_len)
        Scaled, before softmax.
    most : int, default 8
        The widest that is tried.
    good : float, default 0.004
        The largest error of a weight that is close enough: two printed decimals then differ
        by 0.01 at most.
    largest : float, default 10.0
        No number of the factors goes beyond it, up or down.

    Returns
    -------
    Factors
        With ``head_dim`` below ``most`` only where the error is at most ``good``.

    Raises
    ------
    ValueError
        As `factorise`.
    """
    if not most >= 1:
        raise ValueError(f"most must be at least 1; got {most}")
    scores = _matrix(scores)
    # Else the few dimensions would begin with the scores that no weight depends on.
    begin = scores.clip(scores.max(axis=1, keepdims=True) - DEPTH)
    parts = _decomposed(begin)
    for head_dim in range(1, most + 1):
        factors = refined(scores, _cut(begin, parts, head_dim), good=good, largest=largest)
        if factors.error <= good:
            break
    return factors


def _matrix(scores):
    scores = np.asarray(scores, dtype=float)
    if scores.ndim != 2 or not scores.size:
        raise ValueError(f"scores must have shape (query_len, key_len); got {scores.shape}")
    if not np.isfinite(scores).all():
        raise ValueError(f"scores must be finite; got {scores[~np.isfinite(scores)][0]}")
    return scores


def _decomposed(scores):
    return np.linalg.svd(scores - scores.mean(axis=1, keepdims=True), full_matrices=False)


def _cut(scores, parts, head_dim):
    left, singular, right = (part[..., :head_dim] for part in (parts[0], parts[1], parts[2].T))
    size = np.sqrt(singular)
    query, key = _balanced(left * size, right * size)
    missing = [(0, 0), (0, head_dim - query.shape[1])]  # a small matrix has fewer terms
    # The dot products are divided by √head_dim again: half of that into either factor.
    query, key = (head_dim**0.25 * np.pad(part, missing) for part in (query, key))
    return Factors(query, key, _error(scores, query, key))


def _balanced(query, key):
    """Give each term the same largest number in query and key, the key's a positive one."""
    most_query, most_key = (np.abs(part).max(axis=0, initial=0) for part in (query, key))
    share = np.sqrt(
        np.divide(most_key, most_query, out=np.ones_like(most_key), where=most_query > 0)
    )
    share[share == 0] = 1
    strongest = np.abs(key).argmax(axis=0)
    sign = np.where(key[strongest, np.arange(key.shape[1])] < 0, -1, 1)
    return query * share * sign, key / share * sign


def _error(scores, query, key):
    _, weights = scaled_dot_product_attention(query, key, key, return_weights=True)
    return float(np.abs(weights - softmax(scores)).max())
