"""A pre-norm Transformer block that can be trained, there and back."""

import math

import numpy as np

from attention_lib.grad_block import (
    feed_forward,
    feed_forward_backward,
    layer_norm,
    layer_norm_backward,
)
from attention_lib.grad_heads import heads, heads_backward

MODEL_DIM, INNER_DIM = 32, 64


def block(x, parameters, num_heads, *, name, mask, last):
    """Attend, then change every token by itself; each adds to what was there.

    Parameters
    ----------
    x : ndarray, shape (batch, length, model_dim)
    parameters : dict of str to ndarray
    num_heads : int
    name : str
        Stands before the names of this block's parameters.
    mask : ndarray of bool
        As `heads`.
    last : bool
        True: only the last token asks, and only its vector is returned.

    Returns
    -------
    output : ndarray, shape (batch, length or 1, model_dim)
    kept : dict
        For `block_backward`; ``kept["heads"]["weights"]`` are the attention weights.
    """
    asking = slice(-1, None) if last else slice(None)
    normed, norm_heads = norm(x, parameters, f"{name}norm_heads")
    update, kept = heads(
        normed[:, asking], normed, normed, parameters, num_heads, name=name, mask=mask
    )
    x = x[:, asking] + update
    normed, norm_inner = norm(x, parameters, f"{name}norm_inner")
    update, inner = feed_forward(normed, parameters, name=name)
    kept = {"heads": kept, "norm_heads": norm_heads, "norm_inner": norm_inner}
    return x + update, kept | {"normed": normed, "inner": inner, "asking": asking}


def block_backward(grad, kept, parameters, *, name):
    """Go back through `block`.

    Parameters
    ----------
    grad : ndarray, shape (batch, length or 1, model_dim)
    kept : dict
        As `block` returned it.
    parameters : dict of str to ndarray
    name : str

    Returns
    -------
    grad_x : ndarray, shape (batch, length, model_dim)
    gradients : dict of str to ndarray
    """
    by_normed, gradients = feed_forward_backward(
        grad, kept["normed"], kept["inner"], parameters, name=name
    )
    by_x, gains = norm_backward(by_normed, kept["norm_inner"], parameters, f"{name}norm_inner")
    grad = grad + by_x
    by_query, by_normed, by_value, matrices = heads_backward(
        grad, kept["heads"], parameters, name=name
    )
    by_normed += by_value
    by_normed[:, kept["asking"]] += by_query
    grad_x, more_gains = norm_backward(
        by_normed, kept["norm_heads"], parameters, f"{name}norm_heads"
    )
    grad_x[:, kept["asking"]] += grad
    return grad_x, gradients | gains | matrices | more_gains


def norm(x, parameters, name):
    """Normalise every vector; see `layer_norm`."""
    return layer_norm(x, parameters[f"{name}.gain"], parameters[f"{name}.shift"])


def norm_backward(grad, kept, parameters, name):
    """Go back through `norm`; return the derivative by ``x``, and by gain and shift in a dict."""
    grad_x, grad_gain, grad_shift = layer_norm_backward(grad, parameters[f"{name}.gain"], kept)
    return grad_x, {f"{name}.gain": grad_gain, f"{name}.shift": grad_shift}


def draw_parameters(pieces, layers, words, rng):
    """Draw all parameters of a network: tables and matrices normal, gains 1, the rest 0.

    Parameters
    ----------
    pieces, layers, words : int
        Rows of the embedding table, blocks, and columns of the read-out.
    rng : numpy.random.Generator

    Returns
    -------
    dict of str to ndarray
        float64.
    """
    parameters = {"pieces": rng.normal(scale=0.5, size=(pieces, MODEL_DIM))}

    def add(name, weight, *shape):
        spread = 1 / math.sqrt(shape[0])
        parameters[f"{name}{weight}"] = rng.normal(scale=spread, size=shape)

    def add_norm(name):
        parameters[f"{name}.gain"] = np.ones(MODEL_DIM)
        parameters[f"{name}.shift"] = np.zeros(MODEL_DIM)

    for name in (f"{layer}." for layer in range(layers)):
        add_norm(f"{name}norm_heads")
        for part in ("query", "key", "value", "output"):
            add(name, f"w_{part}", MODEL_DIM, MODEL_DIM)
        add_norm(f"{name}norm_inner")
        add(name, "w_inner", MODEL_DIM, INNER_DIM)
        add(name, "w_outer", INNER_DIM, MODEL_DIM)
        parameters[f"{name}b_inner"] = np.zeros(INNER_DIM)
        parameters[f"{name}b_outer"] = np.zeros(MODEL_DIM)
    add_norm("norm_answer")
    add("", "w_answer", MODEL_DIM, words)
    parameters["b_answer"] = np.zeros(words)
    return parameters
