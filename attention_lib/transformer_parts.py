"""What a Transformer has beside attention: layer norm, and the feed-forward part."""

import math

import numpy as np

from attention_lib._arrays import float_array, require_shape
from attention_lib._parts import draw_matrix, unwatched


def layer_norm(x, gain, bias, *, epsilon=1e-5):
    r"""Bring every vector to mean 0 and variance 1, then scale and shift it.

    Parameters
    ----------
    x : array_like, shape (..., model_dim)
    gain, bias : array_like, shape (model_dim,)
    epsilon : float, default 1e-5
        Added to the variance, so that a constant vector becomes ``bias``.

    Returns
    -------
    ndarray, shape (..., model_dim)

    Notes
    -----
    Over the components of **one** token, never over tokens or the batch:
    :math:`(x - \mu) / \sqrt{\sigma^2 + \epsilon} \cdot g + b` (Ba et al., 2016).

    Examples
    --------
    >>> layer_norm([[1.0, 2, 3], [10, 20, 30]], np.ones(3), np.zeros(3)).round(3)
    array([[-1.225,  0.   ,  1.225],
           [-1.225,  0.   ,  1.225]])
    """
    x = float_array(x, "x")
    centred = x - x.mean(axis=-1, keepdims=True)
    variance = (centred**2).mean(axis=-1, keepdims=True)
    return centred / np.sqrt(variance + epsilon) * gain + bias


def relu(x):
    """Return ``max(x, 0)``, component by component (Vaswani et al., 2017, section 3.3)."""
    return np.maximum(x, 0)


def gelu(x):
    r"""Weigh every component by the share of a standard normal below it: a smooth `relu`.

    Parameters
    ----------
    x : array_like

    Returns
    -------
    ndarray

    Notes
    -----
    :math:`x \, \Phi(x)`, exact (Hendrycks & Gimpel, 2016), as in PyTorch by default.

    Examples
    --------
    >>> gelu([-2.0, 0.0, 2.0]).round(3)
    array([-0.046,  0.   ,  1.954])
    """
    x = float_array(x, "x")
    error_function = _erf(x / math.sqrt(2)).astype(x.dtype, copy=False)
    return x * (1 + error_function) / 2


_erf = np.vectorize(math.erf, otypes=[float])  # NumPy has none; exact, and slow on large arrays
ACTIVATIONS = {"relu": relu, "gelu": gelu}


class LayerNorm:
    """`layer_norm` with the ``gain`` and ``bias`` that it learned.

    Parameters
    ----------
    gain, bias : array_like, shape (model_dim,)
    epsilon : float, default 1e-5
    """

    def __init__(self, gain, bias, *, epsilon=1e-5):
        self.gain, self.bias = float_array(gain, "gain"), float_array(bias, "bias")
        require_shape(self.gain, "gain", model_dim=None)
        require_shape(self.bias, "bias", model_dim=len(self.gain))
        self.epsilon = epsilon

    @classmethod
    def init(cls, model_dim):
        """Begin with gain 1 and bias 0."""
        return cls(np.ones(model_dim), np.zeros(model_dim))

    def __call__(self, x):
        """Normalise every vector of ``x``, (..., model_dim)."""
        return layer_norm(x, self.gain, self.bias, epsilon=self.epsilon)


class FeedForward:
    r"""Change every token by itself: wider, an activation, back.

    Parameters
    ----------
    w_inner : array_like, shape (model_dim, hidden_dim)
    b_inner : array_like, shape (hidden_dim,)
    w_outer : array_like, shape (hidden_dim, model_dim)
    b_outer : array_like, shape (model_dim,)
    activation : {"relu", "gelu"}, default "relu"

    Raises
    ------
    ValueError
        If the shapes do not fit, or there is no such activation.

    Notes
    -----
    :math:`\max(0, x W_1 + b_1) W_2 + b_2` (Vaswani et al., 2017, equation 2).
    PyTorch's encoder layer stores ``linear1.weight = w_inner.T``.
    """

    def __init__(self, w_inner, b_inner, w_outer, b_outer, *, activation="relu"):
        if activation not in ACTIVATIONS:
            raise ValueError(f"activation must be one of {[*ACTIVATIONS]}; got {activation!r}")
        self.w_inner, self.b_inner = (
            float_array(w_inner, "w_inner"),
            float_array(b_inner, "b_inner"),
        )
        self.w_outer, self.b_outer = (
            float_array(w_outer, "w_outer"),
            float_array(b_outer, "b_outer"),
        )
        require_shape(self.w_inner, "w_inner", model_dim=None, hidden_dim=None)
        model_dim, hidden_dim = self.w_inner.shape
        require_shape(self.b_inner, "b_inner", hidden_dim=hidden_dim)
        require_shape(self.w_outer, "w_outer", hidden_dim=hidden_dim, model_dim=model_dim)
        require_shape(self.b_outer, "b_outer", model_dim=model_dim)
        self.activation = activation

    @classmethod
    def init(cls, rng, model_dim, hidden_dim, *, activation="relu"):
        """Draw the matrices; ``rng=None`` gives zeros without memory, to count parameters."""
        return cls(
            draw_matrix(rng, model_dim, hidden_dim),
            np.zeros(hidden_dim),
            draw_matrix(rng, hidden_dim, model_dim),
            np.zeros(model_dim),
            activation=activation,
        )

    def __call__(self, x, *, watch=unwatched):
        """Map every token of ``x``, (..., model_dim), to one of the same width."""
        inner = ACTIVATIONS[self.activation](x @ self.w_inner + self.b_inner)
        output = inner @ self.w_outer + self.b_outer
        watch("inner", inner)  # (..., hidden_dim)
        watch("output", output)
        return output
