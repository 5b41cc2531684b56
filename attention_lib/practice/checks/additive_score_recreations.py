"""The additive score, right and with one step exchanged or broken."""

import numpy as np


def pairs(query, key, w_query, w_key):
    """Add the projection of every query to that of every key: (query_len, key_len, hidden)."""
    return (query @ w_query)[:, None, :] + (key @ w_key)[None, :, :]


def additive(query, key, w_query, w_key, v):
    """Score as Bahdanau et al. do."""
    return np.tanh(pairs(query, key, w_query, w_key)) @ v


def from_pairs(use):
    """Return a score ``use(sums, v)`` of the sums for all pairs."""
    return lambda query, key, w_query, w_key, v: use(pairs(query, key, w_query, w_key), v)


def from_projections(use):
    """Return a score ``use(queries, keys, v)`` of the projections, which are not yet paired."""
    return lambda query, key, w_query, w_key, v: use(query @ w_query, key @ w_key, v)


def afterwards(change):
    """Return the right score, with ``change(scores)`` applied."""
    return lambda *inputs: change(additive(*inputs))


def with_matrices(choose):
    """Return the score with the matrices ``choose(w_query, w_key)``."""
    return lambda query, key, w_query, w_key, v: additive(query, key, *choose(w_query, w_key), v)


def divided_by(size):
    """Return the score divided by ``size(query, key, v)``."""
    return lambda query, key, w_query, w_key, v: (
        additive(query, key, w_query, w_key, v) / size(query, key, v)
    )


def paired_in_step(queries, keys, v):
    """Pair query i with key i as far as both go, as ``zip`` does."""
    shorter = min(len(queries), len(keys))
    return np.tanh(queries[:shorter] + keys[:shorter]) @ v


def query_alone(queries, keys, v):
    """Score by the query alone, the same for all keys: (query_len, key_len)."""
    return np.repeat((np.tanh(queries) @ v)[:, None], len(keys), axis=1)


def key_alone(queries, keys, v):
    """Score by the key alone, the same for all queries: (query_len, key_len)."""
    return np.repeat((np.tanh(keys) @ v)[None], len(queries), axis=0)


def raw_dot_product(query, key, w_query, w_key, v):
    """Compare query and key as they are."""
    return query @ key.T


def plus_raw_dot_product(query, key, w_query, w_key, v):
    """Add the dot product of query and key to the right score."""
    return additive(query, key, w_query, w_key, v) + query @ key.T


def plus_projected_dot_product(query, key, w_query, w_key, v):
    """Add the dot product of the two projections to the right score."""
    return additive(query, key, w_query, w_key, v) + (query @ w_query) @ (key @ w_key).T


def not_projected(query, key, w_query, w_key, v):
    """Add query and key as they are."""
    return np.tanh(query[:, None] + key) @ v


def into_integers(query, key, w_query, w_key, v):
    """Write the right scores into an array of the query's type."""
    scores = np.zeros((len(query), len(key)), dtype=query.dtype)
    scores[:] = additive(query, key, w_query, w_key, v)
    return scores


def by_exponentials(x):
    """Compute tanh by its definition."""
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


def by_one_exponential(x):
    """Compute tanh by the exponential of 2x."""
    return (np.exp(2 * x) - 1) / (np.exp(2 * x) + 1)
