"""Local attention: look only near one place, given or predicted; and how far layers reach."""

import numpy as np

from attention_lib._arrays import (
    as_wide,
    count,
    finite_number,
    float_array,
    leading_axes,
    rectangular,
    require_shape,
    wide_qkv,
)
from attention_lib.attention import scores
from attention_lib.soft_and_hard import soft_weights


def predicted_centres(query, *, matrix, v, key_len):
    r"""Predict where among the keys each query should look.

    Parameters
    ----------
    query : array_like, shape (..., query_len, query_dim)
    matrix : array_like, shape (query_dim, hidden)
    v : array_like, shape (hidden,)
    key_len : int

    Returns
    -------
    ndarray, shape (..., query_len)
        Real positions between 0 and ``key_len``.

    Raises
    ------
    ValueError
        If a parameter does not have that shape, or ``key_len`` is negative.

    Notes
    -----
    :math:`p_t = S \cdot \mathrm{sigmoid}(v \cdot \tanh(q W))` with :math:`S` =
    ``key_len`` (Luong et al., 2015, section 3.2, equation 9). Positions count
    from 0 here, so the last key stands at ``key_len - 1``.

    Examples
    --------
    >>> predicted_centres([[0.0], [9.0]], matrix=[[1.0]], v=[2.0], key_len=6).round(2)
    array([3.  , 5.28])
    """
    key_len = count(key_len, "key_len")
    query, matrix, v, dtype = as_wide(query=query, matrix=matrix, v=v)
    if query.ndim < 2:
        raise ValueError(
            f"query must have at least the axes (query_len, query_dim); got shape {query.shape}"
        )
    require_shape(v, "v", hidden=None)
    require_shape(matrix, "matrix", query_dim=query.shape[-1], hidden=v.size)
    with np.errstate(invalid="ignore"):  # 0 × inf is NaN, in the rows of that query
        x = np.tanh(query @ matrix) @ v
    share = (1 + np.tanh(x / 2)) / 2  # sigmoid(x), written so that exp() cannot overflow
    return (key_len * share).astype(dtype, copy=False)


def local_attention(
    query,
    key,
    value,
    *,
    half_width,
    centres=None,
    score=scores,
    mask=None,
    return_weights=False,
):
    r"""Attend to the keys near one place, and with given centres to the nearest most.

    Parameters
    ----------
    query : array_like, shape (..., num_heads, query_len, query_dim)
    key : array_like, shape (..., num_kv_heads, key_len, key_dim)
    value : array_like, shape (..., num_kv_heads, key_len, value_dim)
    half_width : float
        ``D``, in positions: the window holds every whole ``s`` with
        ``centre - D <= s <= centre + D``. The centre is not rounded: with a
        whole ``D`` the window holds 2D + 1 keys around a position, 2D between two.
    centres : array_like, broadcasting to (..., num_heads, query_len), optional
        Place of each query among the keys, any real number (local-p, see
        `predicted_centres`). When omitted, query ``t`` looks around key ``t``
        and no Gaussian is applied (local-m).
    score, mask, return_weights
        As for `attend`.

    Returns
    -------
    output : ndarray, shape (..., num_heads, query_len, value_dim)
    weights : ndarray, shape (..., num_heads, query_len, key_len)
        With ``centres`` a row sums to **less than 1**, unless its only key
        stands at the centre. A window without keys leaves weights and output 0.

    Raises
    ------
    TypeError
        As `attend`.
    ValueError
        If ``half_width`` is negative, or 0 with ``centres`` (σ would be 0),
        ``centres`` are not finite or do not broadcast, or as `attend`.

    Notes
    -----
    Luong et al. (2015), section 3.2. With ``centres`` the softmax over the
    window is multiplied by :math:`\exp(-(s - p_t)^2 / 2\sigma^2)`,
    :math:`\sigma = D/2` (equation 10), and not divided by its sum again. The
    Gaussian has a gradient for the centre, almost everywhere, so unlike
    `hard_attention` this is learned by backpropagation. All scores are computed
    here, near or far: the definition, not the saving.

    Examples
    --------
    >>> query, key, value = np.zeros((1, 2)), np.zeros((6, 2)), np.eye(6)
    >>> output = local_attention(query, key, value, half_width=2, centres=[2.3])
    >>> output.round(3), output.sum().round(3)
    (array([[0.   , 0.107, 0.239, 0.196, 0.059, 0.   ]]), np.float64(0.601))
    """
    query, key, value, dtype = wide_qkv(query, key, value)
    sharpens = centres is not None
    half_width = finite_number(half_width, "half_width")
    if half_width < 0 or (sharpens and half_width == 0):
        raise ValueError(f"half_width must be 0 or more, above 0 with centres; got {half_width}")
    half_width, distance = float(half_width), _distance(centres, query, key)
    weights = soft_weights(query, key, score, distance <= half_width, mask)
    if sharpens:
        # At most 1, as all beyond has weight 0: no square is too large or too small.
        share = np.minimum(distance, half_width) / half_width
        weights = weights * np.exp(-2 * share**2).astype(weights.dtype)
    output = (weights @ value).astype(dtype, copy=False)
    return (output, weights.astype(dtype, copy=False)) if return_weights else output


def receptive_field(mask, layers):
    """Follow a mask through stacked layers, to all inputs that each position can have seen.

    Parameters
    ----------
    mask : array_like of bool, shape (..., length, length)
        True = may attend, in every layer.
    layers : int
        0 or more; with none, each position has seen itself.

    Returns
    -------
    ndarray of bool, shape (..., length, length)
        True where information can go from input ``j`` to position ``i``.

    Raises
    ------
    TypeError
        If ``mask`` is not boolean, or ``layers`` not an integer.
    ValueError
        If ``mask`` is not square, or ``layers`` is negative.

    Notes
    -----
    The ``layers``-th power of the mask: a path takes one visible step in each
    layer. A window of ``w`` on either side reaches ``layers * w`` (Beltagy et
    al., 2020, section 3.1). A residual connection lets every position keep its
    own input too: add the diagonal for a mask that lacks it.

    Examples
    --------
    >>> from attention_lib import window_mask
    >>> receptive_field(window_mask(5, before=1, after=0), 3)[4].astype(int)
    array([0, 1, 1, 1, 1])
    """
    mask, layers = rectangular(mask, "mask"), count(layers, "layers")
    if mask.dtype != bool:
        raise TypeError(f"mask must be boolean (True = may attend); got dtype {mask.dtype}")
    if mask.ndim < 2 or mask.shape[-1] != mask.shape[-2]:
        raise ValueError(f"mask must have the shape (..., length, length); got {mask.shape}")
    step = mask.astype(np.float32)  # counts paths, exactly: float products are the fast ones
    seen = np.broadcast_to(np.eye(mask.shape[-1], dtype=bool), mask.shape)
    for _ in range(layers):
        seen = step @ seen.astype(np.float32) > 0
    return seen.copy()


def _distance(centres, query, key):
    """Return |s − p_t| for every query t and key s."""
    places = (*leading_axes(query=query, key=key), query.shape[-2])
    centres = np.arange(query.shape[-2]) if centres is None else float_array(centres, "centres")
    try:
        np.broadcast_to(centres, places)
    except ValueError:
        raise ValueError(
            f"centres must broadcast to (..., query_len) = {places}; got centres {centres.shape}"
        ) from None
    if not np.isfinite(centres).all():
        raise ValueError("centres must be finite numbers")
    return np.abs(np.arange(key.shape[-2]) - np.asarray(centres, dtype=np.float64)[..., None])
