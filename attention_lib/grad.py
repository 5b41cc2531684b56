"""Backward passes: how a loss changes with what went into an operation.

Each function takes ``grad``, the derivative of the loss by the operation's output, and what the
operation worked on, and returns the derivative by every input, in the order of the inputs.
"""

import math

import numpy as np


def linear_backward(grad, x, weight):
    r"""Go back through ``x @ weight``.

    Parameters
    ----------
    grad : ndarray, shape (..., to_dim)
    x : ndarray, shape (..., from_dim)
    weight : ndarray, shape (from_dim, to_dim)

    Returns
    -------
    grad_x : ndarray, shape (..., from_dim)
    grad_weight : ndarray, shape (from_dim, to_dim)

    Examples
    --------
    >>> grad_x, grad_weight = linear_backward(
    ...     np.array([[1.0, -1]]), np.array([[2.0, 3, 4]]), np.array([[1.0, 0], [0, 1], [5, 5]])
    ... )
    >>> grad_x
    array([[ 1., -1.,  0.]])
    >>> grad_weight
    array([[ 2., -2.],
           [ 3., -3.],
           [ 4., -4.]])
    """
    # One row per token: a single large product instead of one for each sequence.
    rows = grad.reshape(-1, grad.shape[-1])
    grad_x = (rows @ weight.T).reshape(x.shape)
    return grad_x, x.reshape(-1, x.shape[-1]).T @ rows


def bias_backward(grad):
    """Go back through ``+ bias``: every token has used it.

    Parameters
    ----------
    grad : ndarray, shape (..., to_dim)

    Returns
    -------
    ndarray, shape (to_dim,)

    Examples
    --------
    >>> bias_backward(np.array([[1.0, -1], [2, 5], [0, 3]]))
    array([3., 7.])
    """
    return grad.reshape(-1, grad.shape[-1]).sum(axis=0)


def embedding_backward(grad, indices, num_rows):
    """Go back through ``table[indices]``: add up what each row of the table was used for.

    Parameters
    ----------
    grad : ndarray, shape (..., embedding_dim)
    indices : ndarray of int, shape (...)
    num_rows : int
        Of the table.

    Returns
    -------
    ndarray, shape (num_rows, embedding_dim)

    Raises
    ------
    ValueError
        If ``grad`` does not hold one vector for each index.

    Examples
    --------
    >>> embedding_backward(np.array([[1.0, 2], [10, 20], [5, 5]]), np.array([2, 2, 0]), 4)
    array([[ 5.,  5.],
           [ 0.,  0.],
           [11., 22.],
           [ 0.,  0.]])
    """
    if grad.shape[:-1] != indices.shape:
        raise ValueError(
            f"grad must hold one vector for each index; got grad {grad.shape} and indices "
            f"{indices.shape}"
        )
    # Looking up is a product with one-hot rows; for small tables so is the way back, and it is
    # faster than np.add.at.
    one_hot = np.zeros((indices.size, num_rows), dtype=grad.dtype)
    one_hot[np.arange(indices.size), indices.ravel()] = 1
    return one_hot.T @ grad.reshape(-1, grad.shape[-1])


def softmax_backward(grad, weights):
    """Go back through the softmax of the last axis.

    Parameters
    ----------
    grad : ndarray, shape (..., key_len)
    weights : ndarray, shape (..., key_len)
        What the softmax returned.

    Returns
    -------
    ndarray, shape (..., key_len)
        By the scores. A masked key has weight 0 and so derivative 0.

    Notes
    -----
    The Jacobian of one row is ``diag(weights) - weights weightsᵀ``: raising a score takes weight
    from all other keys.

    Examples
    --------
    >>> softmax_backward(np.array([1.0, 0, 0]), np.array([0.5, 0.3, 0.2]))
    array([ 0.25, -0.15, -0.1 ])
    """
    product = grad * weights
    return product - weights * product.sum(axis=-1, keepdims=True)


def attention_backward(grad, query, key, value, weights, *, scale=None):
    r"""Go back through `scaled_dot_product_attention`.

    Parameters
    ----------
    grad : ndarray, shape (..., query_len, value_dim)
    query : ndarray, shape (..., query_len, head_dim)
    key : ndarray, shape (..., key_len, head_dim)
    value : ndarray, shape (..., key_len, value_dim)
        Leading axes (batch, heads) may broadcast: queries and keys that are the same in the
        whole batch collect the derivatives of all sequences.
    weights : ndarray, shape (..., query_len, key_len)
        As returned with ``return_weights=True``; they carry the mask.
    scale : float, optional
        ``1 / sqrt(head_dim)`` when omitted.

    Returns
    -------
    grad_query, grad_key, grad_value : ndarray
        In the shapes of query, key and value.

    Notes
    -----
    For ``O = W V`` and ``S = scale · Q Kᵀ``: ``dV = Wᵀ dO``, ``dW = dO Vᵀ``, then the softmax,
    then ``dQ = scale · dS K`` and ``dK = scale · dSᵀ Q``.
    """
    if scale is None:
        scale = 1 / math.sqrt(query.shape[-1])
    grad_value = sum_to(weights.swapaxes(-1, -2) @ grad, value.shape)
    grad_weights = sum_to(grad @ value.swapaxes(-1, -2), weights.shape)
    grad_scores = softmax_backward(grad_weights, weights)
    grad_scores *= scale
    grad_query = sum_to(grad_scores @ key, query.shape)
    grad_key = sum_to(grad_scores.swapaxes(-1, -2) @ query, key.shape)
    return grad_query, grad_key, grad_value


def sum_to(grad, shape):
    """Add up the axes along which an array of ``shape`` was repeated by broadcasting.

    Parameters
    ----------
    grad : ndarray
    shape : tuple of int
        Broadcasts to the shape of ``grad``.

    Returns
    -------
    ndarray, of ``shape``

    Examples
    --------
    >>> sum_to(np.ones((4, 2, 3)), (2, 1))
    array([[12.],
           [12.]])
    """
    if grad.shape == shape:
        return grad
    added = grad.ndim - len(shape)
    repeated = [axis + added for axis, size in enumerate(shape) if size != grad.shape[axis + added]]
    return grad.sum(axis=(*range(added), *repeated), keepdims=True).reshape(shape)
