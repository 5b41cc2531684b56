"""A sliding window that saves work: only the band of scores is ever computed."""

import numpy as np

from attention_lib._arrays import as_qkv, count, wide_qkv
from attention_lib.attention import softmax


def window_attention(query, key, value, *, before, after=None, return_weights=False):
    r"""Attend to the keys near each query, at a cost that grows with the window alone.

    Parameters
    ----------
    query : array_like, shape (..., num_heads, length, head_dim)
    key : array_like, shape (..., num_kv_heads, length, head_dim)
    value : array_like, shape (..., num_kv_heads, length, value_dim)
    before : int
        Number of earlier positions visible, besides the query's own.
    after : int, optional
        Number of later positions visible; ``before`` when omitted.
    return_weights : bool, default False

    Returns
    -------
    output : ndarray, shape (..., num_heads, length, value_dim)
    weights : ndarray, shape (..., num_heads, length, before + 1 + after)
        Only with ``return_weights=True``. Column ``c`` belongs to the key at
        ``query - before + c``; places outside the sequence have weight 0.

    Raises
    ------
    TypeError
        If an array is not numeric, or ``before`` or ``after`` is not an integer.
    ValueError
        If the shapes do not fit, or query and key differ in length.

    Notes
    -----
    The result of `scaled_dot_product_attention` with ``window_mask(length,
    before=before, after=after)``, which computes all ``length²`` scores and then
    hides most; here there are ``length · (before + 1 + after)``.

    Examples
    --------
    >>> x = np.eye(4)
    >>> window_attention(x, x, [[1.0], [2], [3], [4]], before=1, after=0).round(2)
    array([[1.  ],
           [1.62],
           [2.62],
           [3.62]])
    """
    before = count(before, "before")
    after = before if after is None else count(after, "after")
    as_qkv(query=query, key=key)  # which also need the same head_dim
    query, key, value, dtype = wide_qkv(query, key, value)
    length = query.shape[-2]
    if key.shape[-2] != length:
        raise ValueError(
            "a window needs queries and keys of the same length; "
            f"got query {query.shape} (length {length}) and key {key.shape} "
            f"(length {key.shape[-2]})"
        )
    query = query / np.sqrt(query.shape[-1]).astype(query.dtype)
    nearby_keys = _windows(key, before, after)  # (..., length, head_dim, window)
    nearby_values = _windows(value, before, after)  # (..., length, value_dim, window)

    with np.errstate(invalid="ignore"):  # 0 × inf is NaN, in the rows that see it
        scores = (query[..., None, :] @ nearby_keys)[..., 0, :]  # (..., length, window)
    position = np.arange(length)[:, None] + np.arange(-before, after + 1)
    exists = (position >= 0) & (position < length)
    weights = softmax(np.where(exists, scores, scores.dtype.type(-np.inf)))
    output = (nearby_values @ weights[..., None])[..., 0].astype(dtype, copy=False)
    return (output, weights.astype(dtype, copy=False)) if return_weights else output


def _windows(x, before, after):
    """Show each position its surroundings: views of one padded copy, not copies of each."""
    if x.shape[-2] == 0:  # the padding alone may be shorter than a window
        return np.empty((*x.shape, before + 1 + after), dtype=x.dtype)
    padding = [(0, 0)] * (x.ndim - 2) + [(before, after), (0, 0)]
    padded = np.pad(x, padding)
    return np.lib.stride_tricks.sliding_window_view(padded, before + 1 + after, axis=-2)
