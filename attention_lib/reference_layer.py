"""One small multi-head layer that obeys every law, and the way to test a bare function."""

import numpy as np

from attention_lib.attention import scaled_dot_product_attention, scores
from attention_lib.masks import causal_mask, combine_masks
from attention_lib.multihead import split_heads
from attention_lib.positions import sinusoidal_positions

MODEL_DIM, NUM_HEADS = 32, 4


def _initial_weights(rng):
    return rng.standard_normal((MODEL_DIM, MODEL_DIM)) / np.sqrt(MODEL_DIM)


_rng = np.random.default_rng(1)
W_QUERY, W_KEY, W_VALUE, W_OUTPUT = (_initial_weights(_rng) for _ in range(4))


def reference_layer(x_q, x_kv=None, *, causal=False, keep_keys=None, use_pe=False):
    """Attend with four heads from ``x_q`` to ``x_kv``; every law holds.

    Parameters
    ----------
    x_q : ndarray, shape (batch, query_len, 32)
    x_kv : ndarray, shape (batch, key_len, 32), optional
        The memory of cross-attention; ``x_q`` itself when omitted.
    causal : bool, default False
        Query ``i`` sees the keys 0 … ``i``.
    keep_keys : ndarray of bool, shape (batch, key_len), optional
        False hides a padded key from every query: True = may attend.
    use_pe : bool, default False
        Add sinusoidal positions to ``x_q``.

    Returns
    -------
    output : ndarray, shape (batch, query_len, 32)
    weights : ndarray, shape (batch, num_heads, query_len, key_len)
    scores : ndarray, shape (batch, num_heads, query_len, key_len)
        Scaled, before any mask.

    Notes
    -----
    Multi-head attention without biases (Vaswani et al., 2017, section 3.2.2),
    its weights drawn with variance ``1 / model_dim``, never trained.
    """
    x_q, x_kv = place(x_q, x_kv, use_pe)
    query, key, value = project(x_q, x_kv)
    output, weights = scaled_dot_product_attention(
        query, key, value, mask=key_mask(keep_keys), is_causal=causal, return_weights=True
    )
    return merge(output), weights, scores(query, key)


def layer_from_attention(attention):
    """Wrap a bare attention function into a layer that the laws can test.

    Parameters
    ----------
    attention : callable
        Called as ``attention(query, key, value, mask=mask)`` with query, key
        and value of shape (batch, num_heads, len, head_dim) and a boolean mask
        (True = may attend) that broadcasts to (batch, num_heads, query_len,
        key_len), or None. Returns the output or ``(output, weights)``.

    Returns
    -------
    callable
        A layer: projections, heads and positions are those of
        `reference_layer`. Its scores are None, and its weights too if
        ``attention`` returns none, so the laws that read them do not apply.

    Examples
    --------
    >>> from attention_lib.laws import past_is_used
    >>> layer = layer_from_attention(lambda query, key, value, mask: value)
    >>> past_is_used(layer).holds  # every token copies only itself
    False
    """

    def layer(x_q, x_kv=None, *, causal=False, keep_keys=None, use_pe=False):
        x_q, x_kv = place(x_q, x_kv, use_pe)
        query, key, value = project(x_q, x_kv)
        past = causal_mask(x_q.shape[-2], x_kv.shape[-2]) if causal else None
        mask = combine_masks(past, key_mask(keep_keys))
        result = attention(query, key, value, mask=mask)
        output, weights = result if isinstance(result, tuple) else (result, None)
        output = np.asarray(output)
        if output.shape != query.shape:
            raise ValueError(
                "output must have the shape (batch, num_heads, query_len, value_dim) = "
                f"{query.shape}; got {output.shape}"
            )
        return merge(output), weights, None

    return layer


def place(x_q, x_kv, use_pe):
    """Add positions to the queries' tokens if asked; without a memory they are the memory."""
    if use_pe:
        x_q = x_q + sinusoidal_positions(*x_q.shape[-2:])
    return x_q, x_q if x_kv is None else x_kv


def project(x_q, x_kv):
    """Return query, key and value, each of shape (batch, num_heads, len, head_dim)."""
    projected = (x_q @ W_QUERY, x_kv @ W_KEY, x_kv @ W_VALUE)
    return tuple(split_heads(x, NUM_HEADS) for x in projected)


def key_mask(keep_keys):
    """Give ``keep_keys`` the axes (batch, heads, queries, keys); None stays None."""
    return None if keep_keys is None else keep_keys[:, None, None, :]


def merge(output):
    """Put the heads side by side again and mix them with ``W_OUTPUT``."""
    joined = output.swapaxes(-2, -3)
    return joined.reshape(*joined.shape[:-2], MODEL_DIM) @ W_OUTPUT
