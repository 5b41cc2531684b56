"""Self-attention, right and with one step exchanged or broken."""

import numpy as np

from attention_lib.attention import softmax
from attention_lib.practice.checks.scaled_dot_product_recreations import attend


def apart(x, w_query, w_key, w_value):
    """Project one source to queries, keys and values."""
    return x @ w_query, x @ w_key, x @ w_value


def attention(project=apart, *, mask=None, size=None, normalise=softmax):
    """Return self-attention with one step exchanged.

    Parameters
    ----------
    project : callable
        ``(x, w_query, w_key, w_value) -> (query, key, value)``.
    mask : callable, optional
        ``(length) -> mask``.
    size : callable, optional
        ``(x, query, value) -> number`` whose root divides the scores.
    normalise : callable
        ``(scores) -> weights``.
    """

    def attends(x, w_query, w_key, w_value):
        query, key, value = project(x, w_query, w_key, w_value)
        scale = None if size is None else size(x, query, value) ** -0.5
        visible = None if mask is None else mask(len(x))
        return attend(query, key, value, visible, scale=scale, normalise=normalise)[0]

    return attends


def afterwards(change):
    """Return self-attention whose right output goes through ``change(output)``."""
    return lambda *inputs: change(attention()(*inputs))


def both(x, w_query, w_key, w_value):
    """Return right output and weights."""
    return attend(*apart(x, w_query, w_key, w_value), None)


def scores(x, w_query, w_key, w_value):
    """Return the scaled scores."""
    query, key, _ = apart(x, w_query, w_key, w_value)
    return query @ key.T / np.sqrt(query.shape[-1])


def input_added(x, w_query, w_key, w_value):
    """Add the input to the output, as a Transformer's residual connection does."""
    return x + attention()(x, w_query, w_key, w_value)


def unshifted(scores):
    """Softmax whose exponentials overflow."""
    e = np.exp(scores)
    return e / e.sum(axis=-1, keepdims=True)


def not_transposed(x, w_query, w_key, w_value):
    """Compare the queries with the columns of the keys."""
    query, key, value = apart(x, w_query, w_key, w_value)
    return attend(query, key.T, value, None)[0]


def transposed_matrices(x, w_query, w_key, w_value):
    """Multiply by the query and key matrices the wrong way round."""
    return attention()(x, w_query.T, w_key.T, w_value)
