"""Multi-head attention in reading order: project, split, attend by head, merge, mix."""

import numpy as np

from attention_lib._arrays import count, float_array
from attention_lib._head_shapes import matrix_and_bias, require_heads_that_fit
from attention_lib._parts import draw_matrix, require_tokens, unwatched
from attention_lib.attention import scaled_dot_product_attention


def split_heads(x, num_heads):
    """Cut every projected vector into pieces, one for each head.

    Parameters
    ----------
    x : array_like, shape (..., length, num_heads * head_dim)
    num_heads : int

    Returns
    -------
    ndarray, shape (..., num_heads, length, head_dim)
        Head ``h`` holds the components ``h * head_dim`` … ``(h + 1) * head_dim - 1``
        of every token.

    Raises
    ------
    ValueError
        If ``num_heads`` does not divide the last axis.

    Notes
    -----
    Reshape, **then** move the heads before the tokens. A reshape straight to
    (num_heads, length, head_dim) has the same shape and mixes the tokens.

    Examples
    --------
    >>> split_heads([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]], 2)[1]
    array([[ 3.,  4.],
           [ 7.,  8.],
           [11., 12.]])
    """
    x = float_array(x, "x")
    num_heads = count(num_heads, "num_heads", at_least=1)
    if x.ndim < 2:
        raise ValueError(f"x must have at least the axes (length, model_dim); got shape {x.shape}")
    if x.shape[-1] % num_heads:
        raise ValueError(
            f"num_heads must divide the last axis; got num_heads {num_heads} and x {x.shape} "
            f"(last axis {x.shape[-1]})"
        )
    pieces = x.reshape(*x.shape[:-1], num_heads, x.shape[-1] // num_heads)
    return pieces.swapaxes(-2, -3)  # (..., num_heads, length, head_dim)


def merge_heads(x):
    """Put the heads' pieces side by side again: the inverse of `split_heads`.

    Parameters
    ----------
    x : array_like, shape (..., num_heads, length, head_dim)

    Returns
    -------
    ndarray, shape (..., length, num_heads * head_dim)

    Raises
    ------
    ValueError
        If ``x`` has fewer than three axes.

    Examples
    --------
    >>> merge_heads(split_heads([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]], 2))
    array([[ 1.,  2.,  3.,  4.],
           [ 5.,  6.,  7.,  8.],
           [ 9., 10., 11., 12.]])
    """
    x = float_array(x, "x")
    if x.ndim < 3:
        raise ValueError(
            f"x must have at least the axes (num_heads, length, head_dim); got shape {x.shape}"
        )
    x = x.swapaxes(-2, -3)  # (..., length, num_heads, head_dim)
    return x.reshape(*x.shape[:-2], x.shape[-2] * x.shape[-1])


class MultiHeadAttention:
    r"""Attend several times at once, each head through projections of its own.

    Parameters
    ----------
    w_query : array_like, shape (model_dim, num_heads * head_dim)
    w_key : array_like, shape (memory_dim, num_kv_heads * head_dim)
    w_value : array_like, shape (memory_dim, num_kv_heads * value_dim)
    w_output : array_like, shape (num_heads * value_dim, output_dim)
    num_heads : int
    num_kv_heads : int, optional
        Key/value heads: ``num_heads`` when omitted (multi-head), fewer for
        grouped-query, 1 for multi-query attention. Must divide ``num_heads``;
        query head ``h`` reads head ``h // (num_heads // num_kv_heads)``.
    b_query, b_key, b_value, b_output : array_like, optional
        Added to what the matrix of that name gives; none when omitted.

    Raises
    ------
    ValueError
        If the shapes do not fit each other and the number of heads.

    Notes
    -----
    :math:`\text{Concat}(\text{head}_1, …, \text{head}_h) W^O` with
    :math:`\text{head}_i = \text{Attention}(X W_i^Q, M W_i^K, M W_i^V)`
    (Vaswani et al., 2017, section 3.2.2); fewer key/value heads after Shazeer
    (2019) and Ainslie et al. (2023). Every head projects the **whole** vector;
    what is split is the result.

    ``torch.nn.MultiheadAttention`` stores transposes, the first three as one:
    ``in_proj_weight = concatenate([w_query.T, w_key.T, w_value.T])`` and
    ``out_proj.weight = w_output.T``. Its boolean masks mean the opposite
    (True = hidden), and it returns the weights averaged over the heads unless
    ``average_attn_weights=False``.

    Examples
    --------
    >>> layer = MultiHeadAttention.init(np.random.default_rng(0), 6, num_heads=3)
    >>> output, weights = layer(np.ones((4, 6)), np.ones((5, 6)), return_weights=True)
    >>> output.shape, weights.shape
    ((4, 6), (3, 4, 5))
    """

    def __init__(
        self,
        w_query,
        w_key,
        w_value,
        w_output,
        *,
        num_heads,
        num_kv_heads=None,
        b_query=None,
        b_key=None,
        b_value=None,
        b_output=None,
    ):
        self.num_heads = count(num_heads, "num_heads", at_least=1)
        kv_heads = num_heads if num_kv_heads is None else num_kv_heads
        self.num_kv_heads = count(kv_heads, "num_kv_heads", at_least=1)
        self.w_query, self.b_query = matrix_and_bias(w_query, b_query, "query")
        self.w_key, self.b_key = matrix_and_bias(w_key, b_key, "key")
        self.w_value, self.b_value = matrix_and_bias(w_value, b_value, "value")
        self.w_output, self.b_output = matrix_and_bias(w_output, b_output, "output")
        require_heads_that_fit(self)

    @classmethod
    def init(cls, rng, model_dim, *, num_heads, num_kv_heads=None, biases=False):
        """Draw a layer with ``head_dim = model_dim / num_heads``, of variance ``1 / model_dim``.

        Parameters
        ----------
        rng : numpy.random.Generator or None
            None gives zeros without memory, to count parameters only.
        model_dim : int
            A multiple of ``num_heads``.
        num_heads : int
        num_kv_heads : int, optional
        biases : bool, default False
            Add the four biases, 0 at first.

        Returns
        -------
        MultiHeadAttention
            Of ``4 * model_dim**2`` parameters without biases, whatever the
            number of heads; fewer with fewer key/value heads.
        """
        num_heads = count(num_heads, "num_heads", at_least=1)
        kv_heads = num_heads if num_kv_heads is None else count(num_kv_heads, "num_kv_heads", 1)
        if model_dim % num_heads:
            raise ValueError(
                f"num_heads must divide model_dim; got num_heads {num_heads} and "
                f"model_dim {model_dim}"
            )
        kv_dim = model_dim // num_heads * kv_heads
        widths = {"query": model_dim, "key": kv_dim, "value": kv_dim, "output": model_dim}
        return cls(
            *(draw_matrix(rng, model_dim, width) for width in widths.values()),
            num_heads=num_heads,
            num_kv_heads=kv_heads,
            **{f"b_{name}": np.zeros(width) for name, width in widths.items() if biases},
        )

    def __call__(
        self,
        x,
        memory=None,
        *,
        mask=None,
        is_causal=False,
        return_weights=False,
        watch=unwatched,
    ):
        """Attend from ``x`` to ``memory``, or to ``x`` itself.

        Parameters
        ----------
        x : array_like, shape (..., query_len, model_dim)
        memory : array_like, shape (..., key_len, memory_dim), optional
            What keys and values are made of (cross-attention); ``x`` when omitted.
        mask : array_like, broadcasting to (..., num_heads, query_len, key_len), optional
            As for `scaled_dot_product_attention`: True = may attend. A mask per
            sequence needs an axis for the heads: (batch, 1, query_len, key_len).
        is_causal : bool, default False
            Query ``i`` sees the keys 0 … ``i``.
        return_weights : bool, default False
        watch : callable, optional
            Called as ``watch(name, array)`` at each step, in order.

        Returns
        -------
        output : ndarray, shape (..., query_len, output_dim)
        weights : ndarray, shape (..., num_heads, query_len, key_len)
            Only with ``return_weights=True``.
        """
        query = self.queries(x)  # (..., num_heads, query_len, head_dim)
        key, value = self.keys_and_values(x if memory is None else memory)
        heads, weights = scaled_dot_product_attention(
            query, key, value, mask=mask, is_causal=is_causal, return_weights=True
        )
        output = self.mix(heads)
        watch("query", query)
        watch("key", key)
        watch("value", value)
        watch("weights", weights)
        watch("heads", heads)
        watch("output", output)
        return (output, weights) if return_weights else output

    def queries(self, x):
        """Ask: return the queries of ``x``, (..., num_heads, query_len, head_dim)."""
        x = require_tokens(x, "x", len(self.w_query))
        return split_heads(_linear(x, self.w_query, self.b_query), self.num_heads)

    def keys_and_values(self, memory):
        """Return the keys and values of ``memory``, (..., num_kv_heads, key_len, …) each."""
        memory = require_tokens(memory, "memory", len(self.w_key), "memory_dim")
        key = _linear(memory, self.w_key, self.b_key)
        value = _linear(memory, self.w_value, self.b_value)
        return split_heads(key, self.num_kv_heads), split_heads(value, self.num_kv_heads)

    def mix(self, heads):
        """Concatenate the heads' outputs, (..., num_heads, query_len, value_dim), times W_O."""
        return _linear(merge_heads(heads), self.w_output, self.b_output)


def _linear(x, matrix, bias):
    return x @ matrix if bias is None else x @ matrix + bias
