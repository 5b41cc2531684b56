"""How well does a key fit a query? Seven answers behind one interface.

Every score is ``f(query, key, **parameters)`` and returns one number for each
pair of a query and a key; `attention_lib.attend` works with any of them.
"""

import numpy as np

from attention_lib._arrays import (
    as_qkv,
    as_wide,
    count,
    float_array,
    leading_axes,
    require_shape,
)
from attention_lib.attention import scores

scaled_dot_score = scores


def dot_score(query, key):
    r"""Score by the dot product, :math:`q \cdot k`, with no scale.

    Parameters
    ----------
    query : array_like, shape (..., query_len, head_dim)
    key : array_like, shape (..., key_len, head_dim)

    Returns
    -------
    ndarray, shape (..., query_len, key_len)

    Raises
    ------
    ValueError
        If ``query`` and ``key`` differ in ``head_dim``, or their leading axes
        do not broadcast.

    Notes
    -----
    "dot" of Luong et al. (2015), section 3.1. `scaled_dot_score` divides it by
    ``sqrt(head_dim)``.

    Examples
    --------
    >>> dot_score([[1, 0]], [[1, 0], [0, 1], [-1, 0]])
    array([[ 1.,  0., -1.]])
    """
    return scores(query, key, scale=1.0)


def general_score(query, key, *, matrix):
    r"""Score by a dot product through a learned matrix, :math:`q^\top W k`.

    Parameters
    ----------
    query : array_like, shape (..., query_len, query_dim)
    key : array_like, shape (..., key_len, key_dim)
        As wide as the query or not.
    matrix : array_like, shape (query_dim, key_dim)

    Returns
    -------
    ndarray, shape (..., query_len, key_len)

    Raises
    ------
    ValueError
        If ``matrix`` does not have that shape, or the leading axes of query
        and key do not broadcast.

    Notes
    -----
    "general" of Luong et al. (2015), section 3.1, also called bilinear or
    multiplicative. The identity makes it `dot_score`; ``W_Q @ W_K.T`` makes it
    the dot product of projected queries and keys.

    Examples
    --------
    >>> general_score([[1, 2]], [[1, 0, 0], [0, 1, 1]], matrix=[[0, 1, 0], [3, 0, 0]])
    array([[6., 1.]])
    """
    query, key, matrix, dtype = _prepare(query, key, matrix=matrix)
    require_shape(matrix, "matrix", query_dim=query.shape[-1], key_dim=key.shape[-1])
    with np.errstate(invalid="ignore"):  # as in `scores`: a mask may still hide the NaN
        projected = query @ matrix
    return dot_score(projected, key).astype(dtype, copy=False)


def additive_score(query, key, *, w_query, w_key, v):
    r"""Score by a small network, :math:`v \cdot \tanh(q W_q + k W_k)`.

    Parameters
    ----------
    query : array_like, shape (..., query_len, query_dim)
    key : array_like, shape (..., key_len, key_dim)
        As wide as the query or not.
    w_query : array_like, shape (query_dim, hidden)
    w_key : array_like, shape (key_dim, hidden)
    v : array_like, shape (hidden,)

    Returns
    -------
    ndarray, shape (..., query_len, key_len)

    Raises
    ------
    ValueError
        If a parameter does not have that shape, or the leading axes of query
        and key do not broadcast.

    Notes
    -----
    Bahdanau et al. (2015), section 3.1: the query is the decoder's state
    *before* the step, the keys are the encoder's annotations. No similarity:
    an orthogonal key may score highest, as below. It needs an array of shape
    (..., query_len, key_len, hidden), which a dot product never builds.

    Examples
    --------
    >>> identity = [[1, 0], [0, 1]]
    >>> keys = [[1, 0], [0, 1], [-1, 0]]
    >>> additive_score([[1, 0]], keys, w_query=identity, w_key=identity, v=[1, 1]).round(3)
    array([[0.964, 1.523, 0.   ]])
    """
    query, key, w_query, w_key, v, dtype = _prepare(query, key, w_query=w_query, w_key=w_key, v=v)
    require_shape(v, "v", hidden=None)
    require_shape(w_query, "w_query", query_dim=query.shape[-1], hidden=v.size)
    require_shape(w_key, "w_key", key_dim=key.shape[-1], hidden=v.size)

    with np.errstate(invalid="ignore"):  # as in `scores`: a mask may still hide the NaN
        from_query = (query @ w_query)[..., :, None, :]  # (..., query_len, 1, hidden)
        from_key = (key @ w_key)[..., None, :, :]  # (..., 1, key_len, hidden)
        hidden = from_query + from_key  # (..., query_len, key_len, hidden)
    np.tanh(hidden, out=hidden)  # in place: this is the one large array
    return (hidden @ v).astype(dtype, copy=False)


def concat_score(query, key, *, matrix, v):
    r"""Score by a small network on both vectors, :math:`v \cdot \tanh([q; k]\, W)`.

    Parameters
    ----------
    query : array_like, shape (..., query_len, query_dim)
    key : array_like, shape (..., key_len, key_dim)
    matrix : array_like, shape (query_dim + key_dim, hidden)
        The rows for the query stand above those for the key.
    v : array_like, shape (hidden,)

    Returns
    -------
    ndarray, shape (..., query_len, key_len)

    Raises
    ------
    ValueError
        If a parameter does not have that shape, or the leading axes of query
        and key do not broadcast.

    Notes
    -----
    "concat" of Luong et al. (2015), section 3.1. A matrix times two joined
    vectors is the sum of its two blocks times each, so this is
    `additive_score` under another name, and is computed, and costs memory, so.

    Examples
    --------
    >>> concat_score([[1.0]], [[0.0], [-1.0]], matrix=[[1], [1]], v=[1]).round(3)
    array([[0.762, 0.   ]])
    """
    query, key, matrix, v, dtype = _prepare(query, key, matrix=matrix, v=v)
    query_dim, key_dim = query.shape[-1], key.shape[-1]
    require_shape(v, "v", hidden=None)
    require_shape(
        matrix, "matrix", **{"query_dim + key_dim": query_dim + key_dim, "hidden": v.size}
    )
    blocks = {"w_query": matrix[:query_dim], "w_key": matrix[query_dim:]}
    return additive_score(query, key, **blocks, v=v).astype(dtype, copy=False)


def cosine_score(query, key):
    r"""Score by the cosine of the angle, :math:`q \cdot k / (|q| |k|)`.

    Parameters
    ----------
    query : array_like, shape (..., query_len, head_dim)
    key : array_like, shape (..., key_len, head_dim)

    Returns
    -------
    ndarray, shape (..., query_len, key_len)
        Between -1 and 1; a vector of zeros has no direction and scores 0.

    Raises
    ------
    ValueError
        If ``query`` and ``key`` differ in ``head_dim``, or their leading axes
        do not broadcast.

    Notes
    -----
    Graves et al. (2014) address the memory of a neural Turing machine so, with
    a learned factor before the softmax. Without one, no weight can exceed
    ``e²`` times another.

    Examples
    --------
    >>> cosine_score([[3, 4]], [[30, 40], [0, 2], [0, 0]])
    array([[1. , 0.8, 0. ]])
    """
    query, key = as_qkv(query=query, key=key)  # which also need the same head_dim
    query, key, dtype = _prepare(query, key)
    return dot_score(_unit(query), _unit(key)).astype(dtype, copy=False)


def location_score(query, key=None, *, matrix, key_len=None):
    r"""Score every place from the query alone, :math:`q W`: what stands there is not read.

    Parameters
    ----------
    query : array_like, shape (..., query_len, query_dim)
    key : array_like, shape (..., key_len, key_dim), optional
        Only its shape counts.
    matrix : array_like, shape (query_dim, longest key_len)
        Column ``j`` scores place ``j``; columns past ``key_len`` are not used.
    key_len : int, optional
        In place of ``key``; without both, every column scores a place.

    Returns
    -------
    ndarray, shape (..., query_len, key_len)

    Raises
    ------
    ValueError
        If ``matrix`` does not fit, both ``key`` and ``key_len`` are given, or
        the leading axes of query and key do not broadcast.

    Notes
    -----
    "location" of Luong et al. (2015), section 3.1, equation 8. Keys that are
    shuffled leave the scores where they were, so nothing is found by content.

    Examples
    --------
    >>> location_score([[1, 2]], matrix=[[1, 0, 5], [0, 1, 5]], key_len=2)
    array([[1., 2.]])
    """
    matrix = float_array(matrix, "matrix")
    require_shape(matrix, "matrix", query_dim=None, key_len=None)
    if key is None:  # a stand-in, which is counted like real keys
        key_len = matrix.shape[1] if key_len is None else count(key_len, "key_len")
        key = np.zeros((key_len, 1), dtype=matrix.dtype)
    elif key_len is not None:
        raise ValueError(f"give key or key_len, not both; got key_len={key_len!r}")
    query, key, matrix, dtype = _prepare(query, key, matrix=matrix)
    (query_len, query_dim), key_len = query.shape[-2:], key.shape[-2]
    if matrix.shape[0] != query_dim or matrix.shape[1] < key_len:
        raise ValueError(
            "matrix must have the shape (query_dim, key_len or more) = "
            f"({query_dim}, {key_len} or more); got {matrix.shape}"
        )
    pairs = (*leading_axes(query=query, key=key), query_len, key_len)
    with np.errstate(invalid="ignore"):  # as in `scores`: a mask may still hide the NaN
        by_place = query @ matrix[:, :key_len]
    return np.broadcast_to(by_place, pairs).astype(dtype)


def _unit(vectors):
    # Divided by their largest component first, huge and tiny vectors have finite squares.
    for size in (np.max, np.linalg.norm):
        length = size(np.abs(vectors), axis=-1, keepdims=True)
        with np.errstate(invalid="ignore"):  # inf / inf: an endless vector has no direction
            vectors = vectors / np.where(length == 0, 1, length)
    return vectors


def _prepare(query, key, **parameters):
    """Check query and key, and return all arrays widened, and the dtype to answer in."""
    query, key = as_qkv(query=query, key=key, same_head_dim=False)
    leading_axes(query=query, key=key)
    return as_wide(query=query, key=key, **parameters)
