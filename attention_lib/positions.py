"""Positions: attention alone does not know the order of its tokens, so it is told."""

import numpy as np

from attention_lib._arrays import count


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
