"""What stands beside the attention in a block, there and back: layer norm and feed-forward.

A forward function returns its output and what its backward function needs of the way there.
"""

import numpy as np

from attention_lib.grad import bias_backward, linear_backward

EPSILON = 1e-5


def layer_norm(x, gain, shift):
    """Bring every vector to mean 0 and variance 1, then scale and shift it as learned.

    Parameters
    ----------
    x : ndarray, shape (..., model_dim)
    gain, shift : ndarray, shape (model_dim,)

    Returns
    -------
    output : ndarray, shape (..., model_dim)
    kept : tuple of ndarray
        For `layer_norm_backward`.

    Notes
    -----
    Ba et al. (2016), section 3; 1e-5 is added to the variance.
    """
    normed = x - x.mean(axis=-1, keepdims=True)
    variance = np.einsum("...d,...d->...", normed, normed)[..., None] / x.shape[-1]
    spread = np.sqrt(variance + EPSILON)
    normed /= spread
    return normed * gain + shift, (normed, spread)


def layer_norm_backward(grad, gain, kept):
    """Go back through `layer_norm`.

    Parameters
    ----------
    grad : ndarray, shape (..., model_dim)
    gain : ndarray, shape (model_dim,)
    kept : tuple of ndarray
        As `layer_norm` returned it.

    Returns
    -------
    grad_x : ndarray, shape (..., model_dim)
    grad_gain, grad_shift : ndarray, shape (model_dim,)

    Notes
    -----
    The output does not change when ``x`` is shifted or scaled, so ``grad_x`` has no part along
    the ones and none along the normed vector.
    """
    normed, spread = kept
    width = len(gain)
    rows, normed_rows = grad.reshape(-1, width), normed.reshape(-1, width)
    grad_gain = np.einsum("td,td->d", rows, normed_rows)
    inner = grad * gain
    along = np.einsum("...d,...d->...", inner, normed)[..., None] / width
    inner -= inner.mean(axis=-1, keepdims=True)
    inner -= normed * along
    inner /= spread
    return inner, grad_gain, rows.sum(axis=0)


def feed_forward(x, parameters, *, name=""):
    """Change every token by itself: ``max(0, x W1 + b1) W2 + b2``.

    Parameters
    ----------
    x : ndarray, shape (..., model_dim)
    parameters : dict of str to ndarray
        ``w_inner`` (model_dim, inner_dim), ``b_inner``, ``w_outer`` and ``b_outer``.
    name : str, default ""
        Stands before the four names.

    Returns
    -------
    output : ndarray, shape (..., model_dim)
    inner : ndarray, shape (..., inner_dim)
        For `feed_forward_backward`.

    Notes
    -----
    Vaswani et al. (2017), section 3.3, equation 2.
    """
    inner = np.maximum(x @ parameters[f"{name}w_inner"] + parameters[f"{name}b_inner"], 0)
    return inner @ parameters[f"{name}w_outer"] + parameters[f"{name}b_outer"], inner


def feed_forward_backward(grad, x, inner, parameters, *, name=""):
    """Go back through `feed_forward`.

    Parameters
    ----------
    grad : ndarray, shape (..., model_dim)
    x : ndarray, shape (..., model_dim)
    inner : ndarray, shape (..., inner_dim)
        As `feed_forward` returned it.
    parameters : dict of str to ndarray
    name : str, default ""

    Returns
    -------
    grad_x : ndarray, shape (..., model_dim)
    gradients : dict of str to ndarray
    """
    inner_names = f"{name}w_inner", f"{name}b_inner"
    outer_names = f"{name}w_outer", f"{name}b_outer"
    by_inner, by_outer_weight = linear_backward(grad, inner, parameters[outer_names[0]])
    by_inner *= inner > 0
    grad_x, by_inner_weight = linear_backward(by_inner, x, parameters[inner_names[0]])
    gradients = dict(zip(inner_names, (by_inner_weight, bias_backward(by_inner)), strict=True))
    gradients |= zip(outer_names, (by_outer_weight, bias_backward(grad)), strict=True)
    return grad_x, gradients
