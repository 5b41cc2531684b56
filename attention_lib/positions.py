"""Positions: attention alone does not know the order of its tokens, so it is told."""

import numpy as np

from attention_lib._arrays import count, finite_number, float_array, integer


def sinusoidal_positions(length, model_dim):
    r"""Give every position its own vector of sines and cosines.

    Parameters
    ----------
    length : int
        Number of positions, counted from 0.
    model_dim : int
        Components of each vector; with an odd number the last is a sine.

    Returns
    -------
    ndarray of float64, shape (length, model_dim)
        To be added to the token vectors.

    Raises
    ------
    TypeError
        If ``length`` or ``model_dim`` is not an integer.
    ValueError
        If one of them is negative.

    Notes
    -----
    Component :math:`2i` of position :math:`p` is
    :math:`\sin(p / 10000^{2i/d})` and component :math:`2i + 1` is the cosine
    of the same angle, with :math:`d` = ``model_dim`` (Vaswani et al., 2017,
    section 3.5). Nothing is learned: the wavelengths grow from
    :math:`2\pi` towards :math:`10000 \cdot 2\pi`.

    Examples
    --------
    >>> sinusoidal_positions(3, 4).round(3)
    array([[ 0.   ,  1.   ,  0.   ,  1.   ],
           [ 0.841,  0.54 ,  0.01 ,  1.   ],
           [ 0.909, -0.416,  0.02 ,  1.   ]])
    """
    length, model_dim = count(length, "length"), count(model_dim, "model_dim")
    pair = np.arange(0, model_dim, 2)  # 2i, one angle for each sine and cosine
    angle = np.arange(length)[:, None] / 10000 ** (pair / max(model_dim, 1))
    positions = np.empty((length, model_dim))
    positions[:, 0::2] = np.sin(angle)
    positions[:, 1::2] = np.cos(angle[:, : model_dim // 2])
    return positions


def rotary(x, *, positions=None, base=10000.0):
    r"""Turn every pair of components by an angle that grows with the position.

    Parameters
    ----------
    x : array_like, shape (..., length, head_dim)
        Queries or keys, not values; ``head_dim`` must be even.
    positions : array_like, broadcasting to (..., length), optional
        ``0, 1, 2, …`` when omitted.
    base : float, default 10000.0

    Returns
    -------
    ndarray, shape (..., length, head_dim)
        As long as before, vector by vector; position 0 is not turned.

    Raises
    ------
    ValueError
        If ``head_dim`` is odd, ``positions`` does not broadcast or is not
        finite, or ``base`` is not above 0.

    Notes
    -----
    Components :math:`2i` and :math:`2i + 1` turn by
    :math:`p \cdot \text{base}^{-2i/d}` radians, the angles of
    `sinusoidal_positions`. Turning query and key by :math:`m` and :math:`n`
    angles leaves a dot product that knows :math:`n - m` alone, so scores
    depend on offsets only (Su et al., 2021, RoFormer). Some implementations
    pair component :math:`i` with :math:`i + d/2`: the same, with the
    components in another order.

    Examples
    --------
    >>> rotary([[1.0, 0.0], [1.0, 0.0], [0.0, 2.0]]).round(3)
    array([[ 1.   ,  0.   ],
           [ 0.54 ,  0.841],
           [-1.819, -0.832]])
    """
    x = float_array(x, "x")
    if x.ndim < 2 or x.shape[-1] % 2:
        raise ValueError(f"x must have the shape (..., length, even head_dim); got {x.shape}")
    angle = _angles(positions, x.shape, finite_number(base, "base", above=0))
    cos, sin = np.cos(angle), np.sin(angle)
    even, odd = x[..., 0::2], x[..., 1::2]
    turned = np.empty(x.shape, dtype=x.dtype)
    with np.errstate(invalid="ignore"):  # 0 × inf is NaN, in that vector alone
        turned[..., 0::2] = even * cos - odd * sin
        turned[..., 1::2] = even * sin + odd * cos
    return turned


def alibi_slopes(num_heads):
    r"""Return how steeply each head forgets: the slopes of ALiBi.

    Parameters
    ----------
    num_heads : int
        At least 1.

    Returns
    -------
    ndarray of float64, shape (num_heads,)
        Between 0 and 1.

    Raises
    ------
    TypeError
        If ``num_heads`` is not an integer.
    ValueError
        If ``num_heads`` is below 1.

    Notes
    -----
    For a power of two :math:`h`, head :math:`i = 1 … h` has the slope
    :math:`2^{-8i/h}` (Press et al., 2022). For other numbers the authors' code
    takes the slopes of the power of two below, then every second slope of the
    power above, which lie between them.

    Examples
    --------
    >>> alibi_slopes(4)
    array([0.25      , 0.0625    , 0.015625  , 0.00390625])
    >>> alibi_slopes(3)
    array([0.0625    , 0.00390625, 0.25      ])
    """
    num_heads = count(num_heads, "num_heads", at_least=1)
    below = 2 ** (num_heads.bit_length() - 1)
    slopes = 2.0 ** (-8 * np.arange(1, below + 1) / below)
    between = 2.0 ** (-4 * np.arange(1, 2 * below, 2) / below)
    return np.concatenate([slopes, between])[:num_heads]


def alibi_bias(query_len, key_len=None, *, num_heads, query_offset=0):
    r"""Give every head a penalty that grows with the distance of the key.

    Parameters
    ----------
    query_len : int
    key_len : int, optional
        ``query_len`` when omitted.
    num_heads : int
        At least 1.
    query_offset : int, default 0
        Position of the first query among the keys.

    Returns
    -------
    ndarray of float64, shape (num_heads, query_len, key_len)
        0 or negative: a floating-point mask, **added** to the scaled scores.

    Raises
    ------
    TypeError
        If an argument is not an integer.
    ValueError
        If a length is negative or ``num_heads`` below 1.

    Notes
    -----
    :math:`-\text{slope} \cdot |i - j|` with `alibi_slopes` (Press et al.,
    2022). The paper's models look back only: add ``is_causal=True``. Later
    keys, where they are visible, are penalised alike.

    Examples
    --------
    >>> alibi_bias(2, 3, num_heads=2)[0]
    array([[ 0.    , -0.0625, -0.125 ],
           [-0.0625,  0.    , -0.0625]])
    """
    query_len = count(query_len, "query_len")
    key_len = query_len if key_len is None else count(key_len, "key_len")
    query = np.arange(query_len)[:, None] + integer(query_offset, "query_offset")
    distance = np.abs(query - np.arange(key_len))
    return alibi_slopes(num_heads)[:, None, None] * -distance


def _angles(positions, shape, base):
    """Return the angle of every pair, (..., length, head_dim / 2), in float64."""
    *_, length, head_dim = shape
    positions = np.arange(length) if positions is None else float_array(positions, "positions")
    try:
        np.broadcast_to(positions, shape[:-1])
    except ValueError:
        raise ValueError(
            f"positions must broadcast to (..., length) = {shape[:-1]}; "
            f"got positions {positions.shape}"
        ) from None
    if not np.isfinite(positions).all():
        raise ValueError("positions must be finite numbers")
    return positions[..., None] * float(base) ** (-np.arange(0, head_dim, 2) / head_dim)
