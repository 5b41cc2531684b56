"""Every score a second time, in plain Python loops over one query and one key."""

import math

import numpy as np


def dot(query, key):
    return math.fsum(q * k for q, k in zip(query, key, strict=True))


def through(vector, matrix):
    """Return vector @ matrix, component by component."""
    return [dot(vector, column) for column in zip(*matrix, strict=True)]


def scaled(query, key):
    return dot(query, key) / math.sqrt(len(query))


def general(query, key, matrix):
    return dot(through(query, matrix), key)


def additive(query, key, w_query, w_key, v):
    hidden = zip(through(query, w_query), through(key, w_key), strict=True)
    return dot([math.tanh(a + b) for a, b in hidden], v)


def concat(query, key, matrix, v):
    return dot([math.tanh(x) for x in through([*query, *key], matrix)], v)


def cosine(query, key):
    length = math.hypot(*query) * math.hypot(*key)
    return dot(query, key) / length if length else 0.0


def for_all_pairs(score, query, key, **parameters):
    """Loop over leading axes, queries and keys; parameters are the same everywhere."""
    leading = np.broadcast_shapes(query.shape[:-2], key.shape[:-2])
    query = np.broadcast_to(query, (*leading, *query.shape[-2:])).astype(float)
    key = np.broadcast_to(key, (*leading, *key.shape[-2:])).astype(float)
    parameters = {name: array.astype(float).tolist() for name, array in parameters.items()}
    result = np.zeros((*leading, query.shape[-2], key.shape[-2]))
    for *index, i, j in np.ndindex(*result.shape):
        one_query, one_key = query[(*index, i)].tolist(), key[(*index, j)].tolist()
        result[(*index, i, j)] = score(one_query, one_key, **parameters)
    return result
