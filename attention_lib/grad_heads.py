"""Attention with heads that can be trained, there and back.

Weight matrices are (from_dim, to_dim); gradients have the names of the parameters.
"""

from attention_lib._arrays import count
from attention_lib.attention import scaled_dot_product_attention
from attention_lib.grad import attention_backward, linear_backward
from attention_lib.multihead import merge_heads, split_heads


def heads_that_fit(num_heads, model_dim):
    """Return the number of heads, or say that it must divide the model's width."""
    num_heads = count(num_heads, "num_heads", at_least=1)
    if model_dim % num_heads:
        raise ValueError(f"num_heads must divide model_dim {model_dim}; got {num_heads}")
    return num_heads


def heads(x_query, x_key, x_value, parameters, num_heads, *, name="", mask=None):
    """Attend with several heads.

    Parameters
    ----------
    x_query : ndarray, shape (..., query_len, model_dim)
    x_key, x_value : ndarray, shape (..., key_len, model_dim)
    parameters : dict of str to ndarray
        ``w_query``, ``w_key``, ``w_value`` and ``w_output``, each (model_dim, model_dim).
    num_heads : int
        Divides model_dim.
    name : str, default ""
        Stands before the four names.
    mask : ndarray of bool, optional
        Broadcasting to (..., num_heads, query_len, key_len); True = may attend.

    Returns
    -------
    output : ndarray, shape (..., query_len, model_dim)
    kept : dict of str to ndarray
        For `heads_backward`; ``kept["weights"]`` are (..., num_heads, query_len, key_len).

    Notes
    -----
    Vaswani et al. (2017), section 3.2.2, through the library's own
    `scaled_dot_product_attention`.
    """
    query = split_heads(x_query @ parameters[f"{name}w_query"], num_heads)
    key = split_heads(x_key @ parameters[f"{name}w_key"], num_heads)
    value = split_heads(x_value @ parameters[f"{name}w_value"], num_heads)
    output, weights = scaled_dot_product_attention(
        query, key, value, mask=mask, return_weights=True
    )
    joined = merge_heads(output)
    kept = {"x_query": x_query, "x_key": x_key, "x_value": x_value, "joined": joined}
    kept |= {"query": query, "key": key, "value": value, "weights": weights}
    return joined @ parameters[f"{name}w_output"], kept


def heads_backward(grad, kept, parameters, *, name=""):
    """Go back through `heads`.

    Parameters
    ----------
    grad : ndarray, shape (..., query_len, model_dim)
    kept : dict of str to ndarray
        As `heads` returned it.
    parameters : dict of str to ndarray
    name : str, default ""

    Returns
    -------
    grad_x_query, grad_x_key, grad_x_value : ndarray
        Add them up where one ``x`` was given as several.
    gradients : dict of str to ndarray
        Of the four matrices.
    """
    gradients = {}

    def through(grad, x, part):
        full = f"{name}w_{part}"
        grad_x, gradients[full] = linear_backward(grad, x, parameters[full])
        return grad_x

    grad_joined = split_heads(through(grad, kept["joined"], "output"), kept["query"].shape[-3])
    parts = ("query", "key", "value")
    inner = attention_backward(grad_joined, *(kept[part] for part in parts), kept["weights"])
    outer = [
        through(merge_heads(grad_part), kept[f"x_{part}"], part)
        for part, grad_part in zip(parts, inner, strict=True)
    ]
    return *outer, gradients
