"""Multi-head attention, right and with one step exchanged or broken."""

import numpy as np

from attention_lib.attention import softmax
from attention_lib.practice.checks.split_heads_recreations import merge, pieces, split


def apart(x, w_query, w_key, w_value):
    """Project one source to queries, keys and values."""
    return x @ w_query, x @ w_key, x @ w_value


def head_dim(x, query, value):
    """Return the size whose root divides the scores: the width of one head."""
    return query.shape[-1]


def heads(
    x,
    w_query,
    w_key,
    w_value,
    num_heads,
    *,
    project=apart,
    split=split,
    size=head_dim,
    normalise=softmax,
):
    """Return what each head finds, (..., num_heads, length, value_dim), and its weights."""
    parts = project(x, w_query, w_key, w_value)
    query, key, value = (split(part, num_heads) for part in parts)
    scores = query @ key.swapaxes(-1, -2) / float(size(x, query, value)) ** 0.5
    weights = normalise(scores)
    return weights @ value, weights


def layer(*, merge=merge, mix=np.matmul, **steps):
    """Return multi-head attention with one step exchanged.

    Parameters
    ----------
    merge : callable
        ``(heads) -> (..., length, num_heads * value_dim)``.
    mix : callable
        ``(merged, w_output) -> output``.
    **steps : callable
        As for `heads`.
    """

    def attends(x, w_query, w_key, w_value, w_output, num_heads):
        found, _ = heads(x, w_query, w_key, w_value, num_heads, **steps)
        return mix(merge(found), w_output)

    return attends


def afterwards(change):
    """Return multi-head attention whose right output goes through ``change(output)``."""
    return lambda *inputs: change(layer()(*inputs))


def instead(change):
    """Return ``change(found, weights, w_output)`` of what each head finds and its weights."""
    return lambda x, w_query, w_key, w_value, w_output, num_heads: change(
        *heads(x, w_query, w_key, w_value, num_heads), w_output
    )


def rows(w_output, found):
    """Cut W_O into the rows of each head: (num_heads, value_dim, output_dim)."""
    return w_output.reshape(found.shape[-3], found.shape[-1], -1)


def weights_averaged(x, w_query, w_key, w_value, w_output, num_heads):
    """Let every head use the mean of all heads' weights."""
    _, weights = heads(x, w_query, w_key, w_value, num_heads)
    return weights.mean(axis=-3) @ (x @ w_value) @ w_output


def not_split(size):
    """Return attention with one wide head; ``size(query, num_heads)`` divides under the root."""

    def attends(x, w_query, w_key, w_value, w_output, num_heads):
        query, key, value = apart(x, w_query, w_key, w_value)
        scores = query @ key.swapaxes(-1, -2) / size(query, num_heads) ** 0.5
        return softmax(scores) @ value @ w_output

    return attends


def between_heads(x, w_query, w_key, w_value, w_output, num_heads):
    """Forget to move the heads: the heads of one token attend to each other."""
    query, key, value = (pieces(part, num_heads) for part in apart(x, w_query, w_key, w_value))
    weights = softmax(query @ key.swapaxes(-1, -2) / np.sqrt(query.shape[-1]))
    return (weights @ value).reshape(*x.shape[:-1], -1) @ w_output


def slices_of_the_input(x, w_query, w_key, w_value, w_output, num_heads):
    """Give each head a slice of x, and the block of each matrix that fits it."""
    cut = split(x, num_heads)

    def project(matrix):
        across = matrix.reshape(num_heads, cut.shape[-1], num_heads, -1)
        return cut @ np.stack([across[head, :, head] for head in range(num_heads)])

    query, key, value = (project(matrix) for matrix in (w_query, w_key, w_value))
    weights = softmax(query @ key.swapaxes(-1, -2) / np.sqrt(query.shape[-1]))
    return merge(weights @ value) @ w_output


def matrices_by_reshape(x, w_query, w_key, w_value, w_output, num_heads):
    """Cut each matrix into heads in the order in which its numbers are stored."""

    def put_in_place(matrix):
        cut = matrix.reshape(num_heads, len(matrix), -1)
        return np.concatenate(list(cut), axis=-1)

    matrices = (put_in_place(matrix) for matrix in (w_query, w_key, w_value))
    return layer()(x, *matrices, w_output, num_heads)


def without_batch(function):
    """Return ``function`` applied to all sequences of a batch as if they were one."""

    def joins(x, *others):
        output = function(x.reshape(-1, x.shape[-1]), *others)
        return output.reshape(*x.shape[:-1], -1)

    return joins


def input_added(x, *others):
    """Add the input to the output, as a Transformer's residual connection does."""
    return x + layer()(x, *others)


def transposed_projections(x, w_query, w_key, w_value, w_output, num_heads):
    """Multiply by the transposes of W_Q, W_K and W_V."""
    return layer()(x, w_query.T, w_key.T, w_value.T, w_output, num_heads)


def transposed_output(x, w_query, w_key, w_value, w_output, num_heads):
    """Multiply by the transpose of W_O."""
    return layer()(x, w_query, w_key, w_value, w_output.T, num_heads)


def all_transposed(x, w_query, w_key, w_value, w_output, num_heads):
    """Multiply by the transposes of all four matrices."""
    return layer()(x, w_query.T, w_key.T, w_value.T, w_output.T, num_heads)


def cut_to_integers(function):
    """Return ``function`` with results of its first argument's type, as np.zeros_like has it."""
    return lambda first, *others: function(first, *others).astype(first.dtype)


def without_keepdims(maximum, total):
    """Return a softmax that keeps the axis of its maximum and of its sum, or loses it.

    Parameters
    ----------
    maximum : bool or None
        None for no shift.
    total : bool
    """

    def normalise(scores):
        shift = 0 if maximum is None else scores.max(axis=-1, keepdims=maximum)
        e = np.exp(scores - shift)
        return e / e.sum(axis=-1, keepdims=total)

    return normalise


def head_by_head(normalise):
    """Return ``normalise`` in a loop over the heads, where a lost axis may raise nothing."""
    return lambda scores: np.stack([normalise(s) for s in np.moveaxis(scores, -3, 0)], axis=-3)


WITHOUT_KEEPDIMS = tuple(
    each(without_keepdims(maximum, total))
    for maximum, total in ((False, False), (True, False), (None, False), (False, True))
    for each in (lambda normalise: normalise, head_by_head)
)
