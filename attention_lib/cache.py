"""A key–value cache: one token at a time, and each step equals the full causal pass."""

import math

import numpy as np

from attention_lib._arrays import as_qkv, count
from attention_lib.attention import scaled_dot_product_attention


class KeyValueCache:
    """Keep the key and the value of every token so far: they never change again.

    Queries and weights are not kept: a query is asked once. Empty at first.

    Examples
    --------
    >>> cache = KeyValueCache()
    >>> cache.append(np.ones((2, 3, 4)), np.ones((2, 3, 5)))  # 2 heads, 3 tokens
    >>> len(cache), cache.nbytes  # 2 heads × 3 tokens × (4 + 5) numbers × 8 bytes
    (3, 432)
    """

    def __init__(self):
        self._length, self._key, self._value = 0, None, None

    def __len__(self):
        """Count the tokens kept."""
        return self._length

    @property
    def key(self):
        """The keys kept, (..., num_kv_heads, length, head_dim); None before the first."""
        return None if self._key is None else self._key[..., : self._length, :]

    @property
    def value(self):
        """The values kept, (..., num_kv_heads, length, value_dim); None before the first."""
        return None if self._value is None else self._value[..., : self._length, :]

    @property
    def nbytes(self):
        """Bytes of the keys and values kept, without the room held for the next."""
        return 0 if self._key is None else self.key.nbytes + self.value.nbytes

    def append(self, key, value):
        """Add the keys and values of the next tokens.

        Parameters
        ----------
        key : array_like, shape (..., num_kv_heads, new_len, head_dim)
        value : array_like, shape (..., num_kv_heads, new_len, value_dim)

        Raises
        ------
        ValueError
            If they differ in length from each other, or in another axis from
            those kept.
        """
        _, key, value = as_qkv(query=key, key=key, value=value)
        if self._key is not None:
            _require_like(self.key, key, "key")
            _require_like(self.value, value, "value")
        end = self._length + key.shape[-2]
        self._key = _with_room(self._key, key, self._length, end)
        self._value = _with_room(self._value, value, self._length, end)
        self._length = end

    def attend(self, query, *, mask=None, is_causal=True, return_weights=False):
        """Attend to what is kept.

        Parameters
        ----------
        query : array_like, shape (..., num_heads, query_len, head_dim)
            With ``is_causal`` the queries of the **last** tokens kept.
        mask : array_like, broadcasting to (..., num_heads, query_len, len(cache)), optional
            True = may attend.
        is_causal : bool, default True
            False for the fixed memory of cross-attention.
        return_weights : bool, default False

        Returns
        -------
        output : ndarray, shape (..., num_heads, query_len, value_dim)
        weights : ndarray, shape (..., num_heads, query_len, len(cache))
            Only with ``return_weights=True``.

        Raises
        ------
        ValueError
            If nothing is kept, or there are more causal queries than tokens.
        """
        query_len = np.shape(query)[-2]
        if self._key is None or (is_causal and query_len > len(self)):
            raise ValueError(
                "append the keys and values of the queries' own tokens first; "
                f"got {query_len} queries and {len(self)} tokens kept"
            )
        # Without the offset a lone query counts as the first token, and sees key 0 only.
        offset = len(self) - query_len if is_causal else 0
        return scaled_dot_product_attention(
            query,
            self.key,
            self.value,
            mask=mask,
            is_causal=is_causal,
            query_offset=offset,
            return_weights=return_weights,
        )


def attend_step(layer, x, cache):
    """Run causal self-attention on the next tokens alone.

    Parameters
    ----------
    layer : MultiHeadAttention
    x : array_like, shape (..., new_len, model_dim)
        Tokens that follow those kept: one, or a whole prompt at first.
    cache : KeyValueCache
        Grows by ``new_len``.

    Returns
    -------
    ndarray, shape (..., new_len, model_dim)
        The last rows of ``layer(all tokens so far, is_causal=True)``.

    Notes
    -----
    A token's key and value depend on that token alone, so they are computed
    once; a step costs ``new_len`` rows of scores instead of all.
    """
    cache.append(*layer.keys_and_values(x))
    return layer.mix(cache.attend(layer.queries(x)))


def attend_memory(layer, x, cache, *, mask=None):
    """Run cross-attention on a memory whose keys and values were kept once.

    Parameters
    ----------
    layer : MultiHeadAttention
    x : array_like, shape (..., query_len, model_dim)
    cache : KeyValueCache
        After ``cache.append(*layer.keys_and_values(memory))``; does not grow.
    mask : array_like, optional
        As for the layer: True = may attend.

    Returns
    -------
    ndarray, shape (..., query_len, model_dim)
        ``layer(x, memory, mask=mask)``.
    """
    return layer.mix(cache.attend(layer.queries(x), mask=mask, is_causal=False))


def cache_bytes(*, layers, kv_heads, head_dim, tokens=1, bytes_per_number=2, batch=1):
    """Count the bytes that a model's cache takes.

    Parameters
    ----------
    layers : int
    kv_heads : int
        Key/value heads of each layer: fewer in grouped-query, 1 in multi-query
        attention. The number of query heads does not matter.
    head_dim : int
    tokens : int, default 1
        Length of each sequence.
    bytes_per_number : int, default 2
        2 for float16 or bfloat16.
    batch : int, default 1

    Returns
    -------
    int

    Raises
    ------
    TypeError
        If an argument is not an integer.
    ValueError
        If one is negative.

    Notes
    -----
    One key and one value, hence a factor of 2: ``2 · layers · kv_heads · head_dim ·
    tokens · bytes_per_number · batch``. Weights are never kept.

    Examples
    --------
    >>> cache_bytes(layers=32, kv_heads=32, head_dim=128)  # one token
    524288
    >>> cache_bytes(layers=32, kv_heads=8, head_dim=128, tokens=4096)  # GQA
    536870912
    """
    sizes = locals()  # exactly the arguments
    return 2 * math.prod(count(size, name) for name, size in sizes.items())


def _with_room(kept, new, begin, end):
    """Write ``new`` at begin … end of ``kept``, moved to twice the room when it is full."""
    if kept is None or end > kept.shape[-2] or np.result_type(kept, new) != kept.dtype:
        dtype = new.dtype if kept is None else np.result_type(kept, new)
        room = np.empty((*new.shape[:-2], max(end, 2 * begin), new.shape[-1]), dtype)
        if kept is not None:
            room[..., :begin, :] = kept[..., :begin, :]
        kept = room
    kept[..., begin:end, :] = new
    return kept


def _require_like(kept, new, name):
    """Say so if ``new`` differs from what is kept in more than its length."""
    if (*kept.shape[:-2], kept.shape[-1]) != (*new.shape[:-2], new.shape[-1]):
        raise ValueError(
            f"{name} must have the axes of those kept, but for its length; "
            f"got {name} {new.shape} and kept {kept.shape}"
        )
