"""A soft lookup with one step exchanged or broken: the functions behind the named mistakes."""

import numpy as np

from attention_lib.attention import softmax


def dot(query, keys):
    """Compare the query with every key."""
    return keys @ query


def over_tau(scores, tau):
    """Divide by the temperature."""
    return scores / tau


def lookup(*, score=dot, temper=over_tau, normalise=softmax):
    """Return a soft lookup of ``score(query, keys)``, ``temper(scores, tau)``, ``normalise``."""
    return lambda query, keys, values, tau: normalise(temper(score(query, keys), tau)) @ values


def from_weights(use):
    """Return a soft lookup with right weights and the last step ``use(weights, values)``."""
    return lambda query, keys, values, tau: use(softmax(keys @ query / tau), values)


def afterwards(change):
    """Return a soft lookup that forgets tau until ``change(output, tau)``."""
    return lambda query, keys, values, tau: change(softmax(keys @ query) @ values, tau)


def one_hot(scores):
    """Give the largest score weight 1; of equals the first."""
    return np.eye(len(scores))[np.argmax(scores)]


def distances(query, keys):
    """Measure how far every key is from the query."""
    return np.linalg.norm(keys - query, axis=-1)


def cosines(query, keys):
    """Compare directions only."""
    return keys @ query / (np.linalg.norm(keys, axis=-1) * np.linalg.norm(query))


def shifted_too_early(query, keys, values, tau):
    """Subtract the largest score after the division, but as it was before it."""
    scores = keys @ query
    e = np.exp(scores / tau - scores.max())
    return e / e.sum() @ values


def keys_averaged(query, keys, values, tau):
    """Average the keys."""
    return softmax(keys @ query / tau) @ keys


def values_as_keys(query, keys, values, tau):
    """Compare the query with the values, and average the keys."""
    return softmax(values @ query / tau) @ keys


def values_as_both(query, keys, values, tau):
    """Compare the query with the values, and average them."""
    return softmax(values @ query / tau) @ values


def into_integers(query, keys, values, tau):
    """Write the finished output into an array like a row of ``values``."""
    output = np.zeros_like(values[0])
    output[:] = softmax(keys @ query / tau) @ values
    return output


def added_into_integers(query, keys, values, tau):
    """Add the weighted values one by one in such an array."""
    output = np.zeros_like(values[0])
    for weight, value in zip(softmax(keys @ query / tau), values, strict=True):
        output[:] = output + weight * value
    return output
