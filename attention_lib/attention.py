"""Scaled dot-product attention in reading order: scores, softmax, weighted sum."""

import math

import numpy as np

from attention_lib._arrays import (
    as_qkv,
    at_least_float32,
    finite_number,
    float_array,
    leading_axes,
    repeat_kv_heads,
)
from attention_lib.masks import apply_mask, causal_mask


def scores(query, key, *, scale=None):
    r"""Compare every query with every key.

    Parameters
    ----------
    query : array_like, shape (..., query_len, head_dim)
    key : array_like, shape (..., key_len, head_dim)
    scale : float, optional
        Multiplies the dot products; ``1 / sqrt(head_dim)`` when omitted.

    Returns
    -------
    ndarray, shape (..., query_len, key_len)
        Unnormalised; row ``i`` belongs to query ``i``.

    Raises
    ------
    ValueError
        If ``query`` and ``key`` differ in ``head_dim``, or their leading axes
        do not broadcast.

    Notes
    -----
    For independent components of mean 0 and variance 1, :math:`q \cdot k` has
    variance ``head_dim``; the default scale brings it back to 1
    (Vaswani et al., 2017, section 3.2.1, footnote 4).

    Examples
    --------
    >>> scores([[1.0, 1, 1, 1]], [[1.0, 1, 0, 0], [2, 1, 1, 0], [0, 0, 0, 0]])
    array([[1., 2., 0.]])
    """
    query, key = as_qkv(query=query, key=key)
    leading_axes(query=query, key=key)
    if scale is None:
        scale = 1 / math.sqrt(query.shape[-1])
    scale = finite_number(scale, "scale")
    wide_query, wide_key = at_least_float32(query), at_least_float32(key)
    # The smaller operand is scaled, not the larger product.
    with np.errstate(invalid="ignore"):  # 0 × inf is NaN, which a mask may still hide
        products = (wide_query * wide_query.dtype.type(scale)) @ wide_key.swapaxes(-1, -2)
    return products.astype(query.dtype, copy=False)


def softmax(x, axis=-1):
    """Turn scores into positive weights that sum to 1 along ``axis``.

    Parameters
    ----------
    x : array_like
        Scores; ``-inf`` marks an entry that must get weight 0.
    axis : int, default -1
        The keys, when ``x`` holds attention scores.

    Returns
    -------
    ndarray
        Same shape and floating dtype as ``x``; integers become float64. Where
        every entry along ``axis`` is ``-inf`` the weights are 0, never NaN.

    Notes
    -----
    A shift ``c`` of a whole row cancels: ``exp(x + c) / sum(exp(x + c))`` has
    ``exp(c)`` above and below. float16 is summed in float32.

    Examples
    --------
    >>> softmax([1000, 999]).round(3)
    array([0.731, 0.269])
    """
    x = float_array(x, "x")
    wide = at_least_float32(x)
    peak = np.max(wide, axis=axis, keepdims=True, initial=-np.inf)
    # Shifting by the maximum keeps exp() finite; a row of -inf has none to shift by.
    peak = np.where(np.isneginf(peak), wide.dtype.type(0), peak)
    with np.errstate(invalid="ignore"):  # inf - inf is NaN, as in PyTorch
        weights = np.exp(wide - peak)
    total = weights.sum(axis=axis, keepdims=True)
    weights /= np.where(total == 0, wide.dtype.type(1), total)
    return weights.astype(x.dtype, copy=False)


def scaled_dot_product_attention(
    query,
    key,
    value,
    *,
    mask=None,
    is_causal=False,
    query_offset=0,
    scale=None,
    softcap=None,
    return_weights=False,
):
    r"""Average the values, each weighted by how well its key fits the query.

    Parameters
    ----------
    query : array_like, shape (..., num_heads, query_len, head_dim)
        Any leading axes, or none.
    key : array_like, shape (..., num_kv_heads, key_len, head_dim)
        ``num_kv_heads`` may divide ``num_heads`` (grouped-query attention):
        query head ``h`` reads key/value head ``h // (num_heads // num_kv_heads)``.
    value : array_like, shape (..., num_kv_heads, key_len, value_dim)
    mask : array_like, broadcasting to (..., num_heads, query_len, key_len), optional
        Boolean, **True = may attend** (as PyTorch's function of this name;
        ``torch.nn.MultiheadAttention`` means the opposite), or floating point,
        added to the scores.
    is_causal : bool, default False
        Query ``i`` may attend to key ``j`` only where ``j <= i + query_offset``:
        aligned top left, as in PyTorch. Combined with ``mask`` by AND.
    query_offset : int, default 0
        Position of the first query among the keys: the number of cached tokens
        when decoding. Needs ``is_causal``.
    scale : float, optional
        Multiplies the dot products; ``1 / sqrt(head_dim)`` when omitted.
    softcap : float, optional
        Squashes the scores to ``softcap * tanh(scores / softcap)`` before masking.
    return_weights : bool, default False

    Returns
    -------
    output : ndarray, shape (..., num_heads, query_len, value_dim)
    weights : ndarray, shape (..., num_heads, query_len, key_len)
        Only with ``return_weights=True``.

    Raises
    ------
    TypeError
        If an array is not numeric, or ``mask`` is neither boolean nor floating point.
    ValueError
        If the shapes do not fit; the message names the axes.

    Notes
    -----
    ``softmax(Q Kᵀ / sqrt(head_dim)) V`` (Vaswani et al., 2017, equation 1).
    float16, float32 and float64 are kept (float16 computes in float32);
    integers become float64. A query with nothing to attend to gets weights and
    output 0. A NaN in a query or key reaches only the rows that may see it; a
    NaN or infinity in a **value** reaches every row, for 0 × NaN is NaN:
    overwrite padded values with 0 if they may hold one.

    Examples
    --------
    >>> query = [[1.0, 1, 1, 1]]
    >>> key = [[1.0, 1, 0, 0], [2, 1, 1, 0], [0, 0, 0, 0]]
    >>> value = [[10.0, 0], [0, 10], [5, 5]]
    >>> scaled_dot_product_attention(query, key, value).round(3)
    array([[2.897, 7.103]])
    """
    query, key, value = as_qkv(query=query, key=key, value=value)
    result_dtype = query.dtype
    query, key, value = (at_least_float32(array) for array in (query, key, value))
    key, value = repeat_kv_heads(query, key, value)
    leading_axes(query=query, key=key, value=value)

    logits = scores(query, key, scale=scale)
    if softcap is not None:
        logits = _cap(logits, softcap)
    if is_causal:
        logits = apply_mask(logits, causal_mask(*logits.shape[-2:], query_offset=query_offset))
    elif query_offset:
        raise ValueError(f"query_offset={query_offset} has no effect unless is_causal=True")
    if mask is not None:
        logits = apply_mask(logits, mask)

    weights = softmax(logits)
    output = (weights @ value).astype(result_dtype, copy=False)
    if return_weights:
        return output, weights.astype(result_dtype, copy=False)
    return output


def _cap(logits, softcap):
    softcap = finite_number(softcap, "softcap", above=0)
    return softcap * np.tanh(logits / softcap)
