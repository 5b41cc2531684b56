"""Masks: which query may attend to which key. True = may attend, everywhere.

PyTorch's ``scaled_dot_product_attention``, Flax and Equinox read a boolean mask
the same way; ``torch.nn.MultiheadAttention`` means the opposite.
"""

import numpy as np

from attention_lib._arrays import count, integer, rectangular


def causal_mask(query_len, key_len=None, *, query_offset=0):
    """Let every query see the keys up to and including its own position.

    Parameters
    ----------
    query_len : int
    key_len : int, optional
        ``query_len`` when omitted.
    query_offset : int, default 0
        Position of the first query among the keys.

    Returns
    -------
    ndarray of bool, shape (query_len, key_len)
        True where ``key <= query + query_offset``: True = may attend.

    Notes
    -----
    Vaswani et al. (2017), section 3.2.3. Aligned top left as in PyTorch: one
    query beside a cache of 5 keys sees **only key 0** unless its
    ``query_offset`` is 4.

    Examples
    --------
    >>> causal_mask(2, 3).astype(int)
    array([[1, 0, 0],
           [1, 1, 0]])
    """
    query, key = _positions(query_len, key_len, query_offset)
    return key <= query


def window_mask(query_len, key_len=None, *, before, after=None, query_offset=0):
    """Let every query see only the keys near its own position.

    Parameters
    ----------
    query_len : int
    key_len : int, optional
        ``query_len`` when omitted.
    before : int
        Number of earlier positions visible, besides the query's own.
    after : int, optional
        Number of later positions visible; ``before`` when omitted.
    query_offset : int, default 0
        Position of the first query among the keys.

    Returns
    -------
    ndarray of bool, shape (query_len, key_len)
        True = may attend.

    Examples
    --------
    >>> window_mask(3, 4, before=1, after=0).astype(int)
    array([[1, 0, 0, 0],
           [1, 1, 0, 0],
           [0, 1, 1, 0]])
    """
    before = count(before, "before")
    after = before if after is None else count(after, "after")
    query, key = _positions(query_len, key_len, query_offset)
    return (key >= query - before) & (key <= query + after)


def window_and_global_mask(length, *, before, after=None, global_positions):
    """Add to a window a few global positions, which see all and are seen by all.

    Parameters
    ----------
    length : int
        Number of positions: queries and keys are the same sequence.
    before, after : int
        As for `window_mask`.
    global_positions : array_like of int
        From 0 to ``length - 1``, in any order; may be empty.

    Returns
    -------
    ndarray of bool, shape (length, length)
        True = may attend.

    Notes
    -----
    Beltagy et al. (2020, Longformer), section 3.1. Two layers carry anything
    anywhere, by way of a global position.

    Examples
    --------
    >>> window_and_global_mask(4, before=1, after=0, global_positions=[2]).astype(int)
    array([[1, 0, 1, 0],
           [1, 1, 1, 0],
           [1, 1, 1, 1],
           [0, 0, 1, 1]])
    """
    mask = window_mask(length, before=before, after=after)
    positions = np.asarray(global_positions, dtype=None if np.size(global_positions) else int)
    if positions.dtype.kind not in "iu":
        raise TypeError(f"global_positions must be integers; got dtype {positions.dtype}")
    if positions.size and (positions.min() < 0 or positions.max() >= len(mask)):
        raise ValueError(
            f"global_positions must lie in 0 … length - 1 = {len(mask) - 1}; "
            f"got {positions.min()} … {positions.max()}"
        )
    mask[positions] = True
    mask[:, positions] = True
    return mask


def padding_mask(lengths, key_len):
    """Hide the padded keys at the end of each sequence, from every query.

    Parameters
    ----------
    lengths : array_like of int, shape (...)
        Number of real keys of each sequence, 0 to ``key_len``.
    key_len : int
        Number of keys, padding included.

    Returns
    -------
    ndarray of bool, shape (..., 1, key_len)
        True = may attend; the axis of size 1 stands for all queries. With a
        heads axis, give ``lengths[:, None]``, so that the mask becomes
        (batch, 1, 1, key_len).

    Examples
    --------
    >>> padding_mask([3, 1], 4).astype(int)
    array([[[1, 1, 1, 0]],
    <BLANKLINE>
           [[1, 0, 0, 0]]])
    """
    key_len = count(key_len, "key_len")
    lengths = np.asarray(lengths, dtype=None if np.size(lengths) else int)
    if lengths.dtype.kind not in "iu":
        raise TypeError(f"lengths must be integers; got dtype {lengths.dtype}")
    if lengths.size and (lengths.min() < 0 or lengths.max() > key_len):
        raise ValueError(
            f"lengths must lie in 0 … key_len = {key_len}; got {lengths.min()} … {lengths.max()}"
        )
    return np.arange(key_len) < lengths[..., None, None]


def combine_masks(*masks):
    """Let a query see a key only where every mask lets it.

    Parameters
    ----------
    *masks : array_like of bool
        Their shapes must broadcast; None is passed over.

    Returns
    -------
    ndarray of bool or None
        None if no mask was given.

    Examples
    --------
    >>> combine_masks(causal_mask(2, 3), padding_mask(1, 3)).astype(int)
    array([[1, 0, 0],
           [1, 0, 0]])
    """
    masks = [rectangular(mask, "a mask") for mask in masks if mask is not None]
    for mask in masks:
        if mask.dtype != bool:
            raise TypeError(
                f"combine_masks takes boolean masks (True = may attend); got dtype {mask.dtype}"
            )
    try:
        np.broadcast_shapes(*(mask.shape for mask in masks))
    except ValueError:
        shapes = ", ".join(str(mask.shape) for mask in masks)
        raise ValueError(f"masks must broadcast with each other; got shapes {shapes}") from None
    combined = None
    for mask in masks:
        combined = mask if combined is None else combined & mask
    return combined


def apply_mask(scores, mask):
    """Hide scores by a boolean mask, or add a floating-point one.

    Parameters
    ----------
    scores : ndarray, shape (..., query_len, key_len)
    mask : array_like, broadcasting to the shape of ``scores``
        Boolean, True = may attend: hidden scores become ``-inf``. Floating
        point: added, and ``-inf`` hides even a NaN score.

    Returns
    -------
    ndarray, shape (..., query_len, key_len)

    Raises
    ------
    TypeError
        If the mask is neither boolean nor floating point: a 0/1 mask reads
        either way, so it is not guessed.
    ValueError
        If the mask does not broadcast to the scores.
    """
    mask = rectangular(mask, "mask")
    if mask.dtype != bool and mask.dtype.kind != "f":
        raise TypeError(
            "mask must be boolean (True = may attend) or floating point (added to the "
            f"scores); got dtype {mask.dtype}. A 0/1 mask in which 1 = may attend becomes "
            "boolean by mask.astype(bool)"
        )
    if not _broadcasts_to(mask.shape, scores.shape):
        raise ValueError(
            "mask must broadcast to the scores (..., query_len, key_len) = "
            f"{scores.shape}; got mask {mask.shape}"
        )
    hidden = scores.dtype.type(-np.inf)
    if mask.dtype == bool:
        return np.where(mask, scores, hidden)
    with np.errstate(over="ignore"):  # the lowest float64 is a usual mask: −inf in float32
        mask = mask.astype(scores.dtype)
        return np.where(np.isneginf(mask), hidden, scores + mask)


def _positions(query_len, key_len, query_offset):
    query_len = count(query_len, "query_len")
    key_len = query_len if key_len is None else count(key_len, "key_len")
    offset = integer(query_offset, "query_offset")
    return np.arange(query_len)[:, None] + offset, np.arange(key_len)


def _broadcasts_to(shape, target):
    try:
        return np.broadcast_shapes(shape, target) == target
    except ValueError:
        return False
