"""One step with a key–value cache, right and with one thing exchanged or broken."""

import numpy as np

from attention_lib.attention import softmax


def head_dim(x_new, query, keys, value):
    """Return the size whose root divides the scores."""
    return query.shape[-1]


def all_kept(old, new):
    """Put the new row below the old ones."""
    return np.concatenate([old, new])


def only_old(old, new):
    """Leave the new row out."""
    return old


def only_new(old, new):
    """Leave the old rows out."""
    return new


def apart(x_new, w_query, w_key, w_value):
    """Project the new token to its query, key and value."""
    return x_new @ w_query, x_new @ w_key, x_new @ w_value


def attend(query, keys, values, scale, normalise=softmax):
    """Return the new token's output and weights."""
    weights = normalise(query @ keys.T / scale)
    return weights @ values, weights


def step(*, project=apart, seen=all_kept, kept=all_kept, size=head_dim, normalise=softmax):
    """Return a step with one thing exchanged.

    Parameters
    ----------
    project : callable
        ``(x_new, w_query, w_key, w_value) -> (query, key, value)``.
    seen, kept : callable
        ``(old rows, new row) -> rows``, those attended to and those returned.
    size : callable
        ``(x_new, query, keys, value) -> number`` whose root divides the scores.
    normalise : callable
        ``(scores) -> weights``.
    """

    def steps(x_new, keys, values, w_query, w_key, w_value):
        query, key, value = project(x_new, w_query, w_key, w_value)
        rows = seen(keys, key), seen(values, value)
        scale = float(size(x_new, query, rows[0], value)) ** 0.5
        output, _ = attend(query, *rows, scale, normalise)
        return output, kept(keys, key), kept(values, value)

    return steps


def afterwards(change):
    """Return a step whose right three results go through ``change(output, keys, values)``."""
    return lambda *inputs: change(*step()(*inputs))


def kept_as(change):
    """Return a step that keeps, and sees, ``change(x_new, key, value, query)``."""

    def steps(x_new, keys, values, w_query, w_key, w_value):
        query, key, value = apart(x_new, w_query, w_key, w_value)
        key, value = change(x_new, key, value, query)
        keys, values = all_kept(keys, key), all_kept(values, value)
        return attend(query, keys, values, query.shape[-1] ** 0.5)[0], keys, values

    return steps


def weights_alone(x_new, keys, values, w_query, w_key, w_value):
    """Return the weights in place of the output."""
    query, key, value = apart(x_new, w_query, w_key, w_value)
    keys, values = all_kept(keys, key), all_kept(values, value)
    return attend(query, keys, values, query.shape[-1] ** 0.5)[1], keys, values


def projected_twice(x_new, keys, values, w_query, w_key, w_value):
    """Take the kept rows for tokens, and project them again."""
    query = x_new @ w_query
    seen = all_kept(keys, x_new) @ w_key, all_kept(values, x_new) @ w_value
    output, _ = attend(query, *seen, query.shape[-1] ** 0.5)
    return output, *seen
