"""Attention by any score: soft, a weighted average, and hard, one key drawn by its weight."""

import numpy as np

from attention_lib._arrays import float_array, leading_axes, wide_qkv
from attention_lib.attention import scores, softmax
from attention_lib.masks import apply_mask


def attend(query, key, value, *, score=scores, mask=None, return_weights=False):
    r"""Average the values, weighted by any score: one recipe for every attention here.

    Parameters
    ----------
    query : array_like, shape (..., num_heads, query_len, query_dim)
        Any leading axes, or none.
    key : array_like, shape (..., num_kv_heads, key_len, key_dim)
        ``num_kv_heads`` may divide ``num_heads``.
    value : array_like, shape (..., num_kv_heads, key_len, value_dim)
    score : callable, default `scaled_dot_score`
        ``score(query, key)`` returns (..., query_len, key_len). Parameters are
        bound first: ``functools.partial(general_score, matrix=matrix)``.
    mask : array_like, broadcasting to (..., num_heads, query_len, key_len), optional
        Boolean, **True = may attend**, or floating point, added to the scores.
    return_weights : bool, default False

    Returns
    -------
    output : ndarray, shape (..., num_heads, query_len, value_dim)
    weights : ndarray, shape (..., num_heads, query_len, key_len)
        Only with ``return_weights=True``.

    Raises
    ------
    TypeError
        If an array is not numeric, ``score`` is not a function, or ``mask`` is neither
        boolean nor floating point.
    ValueError
        If the shapes do not fit, or ``score`` does not return one number for
        each pair.

    Notes
    -----
    With the default score this is `scaled_dot_product_attention`: same masks,
    same dtypes, weights and output 0 for a query with nothing to attend to.

    Examples
    --------
    >>> from attention_lib import dot_score
    >>> keys, values = [[1, 0], [0, 1], [-1, 0]], [[10], [20], [30]]
    >>> attend([[1, 0]], keys, values, score=dot_score).round(2)
    array([[14.25]])
    """
    query, key, value, dtype = wide_qkv(query, key, value)
    weights = soft_weights(query, key, score, mask)
    output = (weights @ value).astype(dtype, copy=False)
    return (output, weights.astype(dtype, copy=False)) if return_weights else output


def hard_attention(query, key, value, *, score=scores, mask=None, rng, return_weights=False):
    r"""Draw one key for each query, by its weight, and return that key's value alone.

    Parameters
    ----------
    query, key, value, score, mask, return_weights
        As for `attend`.
    rng : numpy.random.Generator
        ``np.random.default_rng(0)``, say; each call draws anew from it.

    Returns
    -------
    output : ndarray, shape (..., num_heads, query_len, value_dim)
    weights : ndarray, shape (..., num_heads, query_len, key_len)
        One 1 in each row, or none where nothing may be attended to. Only with
        ``return_weights=True``.

    Raises
    ------
    TypeError
        If ``rng`` is no Generator; otherwise as `attend`.
    ValueError
        As `attend`.

    Notes
    -----
    The "hard" attention of Xu et al. (2015). On average over many draws its
    output is that of `attend`, but one draw has no gradient with respect to
    the scores: it is trained by REINFORCE, not by backpropagation alone.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> query, key, value = np.zeros((4, 2)), np.zeros((3, 2)), [[10], [20], [30]]
    >>> hard_attention(query, key, value, rng=rng).shape
    (4, 1)
    """
    if not isinstance(rng, np.random.Generator):
        raise TypeError(
            f"rng must be a Generator, such as np.random.default_rng(0); got {type(rng).__name__}"
        )
    query, key, value, dtype = wide_qkv(query, key, value)
    weights = _draw_one(soft_weights(query, key, score, mask), rng)
    output = (weights @ value).astype(dtype, copy=False)
    return (output, weights.astype(dtype, copy=False)) if return_weights else output


def soft_weights(query, key, score, *masks):
    """Return the softmax of the masked scores: what all attention here begins with."""
    if not callable(score):
        raise TypeError(f"score must be a function such as al.dot_score; got {score!r:.60}")
    with np.errstate(invalid="ignore"):  # an infinite key may make NaN, which a mask still hides
        logits = float_array(score(query, key), "scores")
    pairs = (*leading_axes(query=query, key=key), query.shape[-2], key.shape[-2])
    if logits.shape != pairs:
        raise ValueError(
            f"score must return the shape (..., query_len, key_len) = {pairs}; got {logits.shape}"
        )
    for mask in masks:
        if mask is not None:
            logits = apply_mask(logits, mask)
    return softmax(logits)


def _draw_one(weights, rng):
    # Gumbel's trick: the largest log weight + noise is at j with probability weights[j].
    with np.errstate(divide="ignore"):  # log 0 = −inf never wins
        noisy = np.log(weights) + rng.gumbel(size=weights.shape)
    is_largest = noisy == noisy.max(axis=-1, keepdims=True, initial=-np.inf)
    return is_largest * np.sign(weights)  # no weight, no draw; and NaN stays NaN
