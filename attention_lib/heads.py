"""Take multi-head attention apart: what each head adds, and a layer with some heads only."""

from attention_lib._arrays import integer
from attention_lib.attention import scaled_dot_product_attention
from attention_lib.multihead import MultiHeadAttention


def head_outputs(layer, x, memory=None, *, mask=None, is_causal=False):
    """Return what each head alone adds to the output of multi-head attention.

    Parameters
    ----------
    layer : MultiHeadAttention
    x, memory, mask, is_causal
        As for a call of the layer.

    Returns
    -------
    ndarray, shape (..., num_heads, query_len, output_dim)
        Its sum over the heads, plus ``b_output``, is the layer's output.

    Notes
    -----
    A concatenation times W_O is a sum, for each head meets its own rows of W_O
    (Elhage et al., 2021). Nothing is averaged.

    Examples
    --------
    >>> import numpy as np
    >>> layer = MultiHeadAttention.init(np.random.default_rng(0), 6, num_heads=3)
    >>> x = np.eye(4, 6)
    >>> np.allclose(head_outputs(layer, x).sum(axis=0), layer(x))
    True
    """
    key, value = layer.keys_and_values(x if memory is None else memory)
    heads = scaled_dot_product_attention(
        layer.queries(x), key, value, mask=mask, is_causal=is_causal
    )
    rows = layer.w_output.reshape(layer.num_heads, heads.shape[-1], -1)
    return heads @ rows  # (num_heads, value_dim, output_dim): one block for each head


def with_heads(layer, heads):
    """Keep some of the heads, each with its rows of W_O: prune them, or reorder them.

    Parameters
    ----------
    layer : MultiHeadAttention
    heads : sequence of int
        At least one, from 0 to ``num_heads - 1``, in the order wanted.

    Returns
    -------
    MultiHeadAttention
        The same function when all heads are named once, in whatever order.

    Raises
    ------
    ValueError
        If a head does not exist, none is named, or heads share keys and values
        (``num_kv_heads < num_heads``).

    Examples
    --------
    >>> import numpy as np
    >>> layer = MultiHeadAttention.init(np.random.default_rng(0), 6, num_heads=3)
    >>> x = np.eye(4, 6)
    >>> np.allclose(with_heads(layer, [2, 0, 1])(x), layer(x))
    True
    >>> with_heads(layer, [2]).w_query.shape
    (6, 2)
    """
    heads = [integer(head, "each head") for head in heads]
    if not heads or not all(0 <= head < layer.num_heads for head in heads):
        raise ValueError(
            f"heads must be one or more of 0 … num_heads - 1 = {layer.num_heads - 1}; got {heads}"
        )
    if layer.num_kv_heads != layer.num_heads:
        raise ValueError(
            "heads that share keys and values cannot be taken apart; got num_heads "
            f"{layer.num_heads} and num_kv_heads {layer.num_kv_heads}"
        )

    def keep(array):  # whole heads of the last axis
        if array is None:
            return None
        pieces = array.reshape(*array.shape[:-1], layer.num_heads, -1)[..., heads, :]
        return pieces.reshape(*array.shape[:-1], -1)

    return MultiHeadAttention(
        *map(keep, (layer.w_query, layer.w_key, layer.w_value)),
        keep(layer.w_output.T).T,
        num_heads=len(heads),
        b_query=keep(layer.b_query),
        b_key=keep(layer.b_key),
        b_value=keep(layer.b_value),
        b_output=layer.b_output,
    )
