"""The blocks of a Transformer: attention and feed-forward, each with a residual and a norm."""

from dataclasses import dataclass, field

from attention_lib._parts import require_tokens, unwatched, within
from attention_lib.cache import KeyValueCache, attend_memory, attend_step
from attention_lib.multihead import MultiHeadAttention
from attention_lib.transformer_parts import FeedForward, LayerNorm

ORDERS = ("post", "pre")


def add_and_norm(x, part, norm, order="post"):
    """Add what a part of a block makes of ``x``, and normalise: the residual connection.

    Parameters
    ----------
    x : ndarray, shape (..., length, model_dim)
    part : callable
        Attention or feed-forward; keeps the shape.
    norm : LayerNorm
    order : {"post", "pre"}, default "post"
        "post" is the paper's ``norm(x + part(x))``; "pre" is
        ``x + part(norm(x))``.

    Returns
    -------
    ndarray, shape (..., length, model_dim)

    Raises
    ------
    ValueError
        If there is no such order.

    Notes
    -----
    LayerNorm(x + Sublayer(x)): Vaswani et al. (2017), section 3.1. Most
    Transformers since normalise first: a path from input to output then stays
    free of norms, and training is easier to begin (Xiong et al., 2020).
    """
    if order not in ORDERS:
        raise ValueError(f"order must be one of {[*ORDERS]}; got {order!r}")
    return norm(x + part(x)) if order == "post" else x + part(norm(x))


class EncoderBlock:
    """Let every token look at all tokens, then change each by itself.

    Parameters
    ----------
    self_attention : MultiHeadAttention
    norm_self : LayerNorm
    feed_forward : FeedForward
    norm_inner : LayerNorm
    order : {"post", "pre"}, default "post"
        See `add_and_norm`; the paper's is "post".

    Notes
    -----
    Vaswani et al. (2017), section 3.1 and the left of figure 1.
    ``torch.nn.TransformerEncoderLayer`` names them self_attn, norm1, linear1
    and linear2, norm2; its ``norm_first=True`` is "pre".
    """

    def __init__(self, self_attention, norm_self, feed_forward, norm_inner, *, order="post"):
        self.self_attention, self.norm_self = self_attention, norm_self
        self.feed_forward, self.norm_inner = feed_forward, norm_inner
        self.order = order

    @classmethod
    def init(cls, rng, model_dim, hidden_dim, *, order="post", activation="relu", **heads):
        """Draw a block; ``heads`` go to `MultiHeadAttention.init`."""
        return cls(
            MultiHeadAttention.init(rng, model_dim, **heads),
            LayerNorm.init(model_dim),
            FeedForward.init(rng, model_dim, hidden_dim, activation=activation),
            LayerNorm.init(model_dim),
            order=order,
        )

    def __call__(self, x, *, mask=None, watch=unwatched):
        """Return ``x``, (..., length, model_dim), changed; ``mask`` as for the attention."""
        x = require_tokens(x, "x", len(self.norm_self.gain))

        def look_around(x):
            return self.self_attention(x, mask=mask, watch=within(watch, "self_attention"))

        def think(x):
            return self.feed_forward(x, watch=within(watch, "feed_forward"))

        x = add_and_norm(x, look_around, self.norm_self, self.order)
        watch("after_self_attention", x)
        x = add_and_norm(x, think, self.norm_inner, self.order)
        watch("after_feed_forward", x)
        return x


@dataclass
class DecoderCache:
    """What one decoder block keeps: its own tokens so far, and what it asks of the memory."""

    written: KeyValueCache = field(default_factory=KeyValueCache)
    memory: KeyValueCache = field(default_factory=KeyValueCache)


class DecoderBlock:
    """Let every token look back, then ask the memory, then change each by itself.

    Parameters
    ----------
    self_attention : MultiHeadAttention
        Always causal.
    norm_self : LayerNorm
    cross_attention : MultiHeadAttention or None
        None in a decoder-only model, which has no memory.
    norm_cross : LayerNorm or None
    feed_forward : FeedForward
    norm_inner : LayerNorm
    order : {"post", "pre"}, default "post"
        See `add_and_norm`; the paper's is "post".

    Notes
    -----
    Vaswani et al. (2017), section 3.1 and the right of figure 1.
    ``torch.nn.TransformerDecoderLayer`` names them self_attn, norm1,
    multihead_attn, norm2, linear1 and linear2, norm3.
    """

    def __init__(
        self,
        self_attention,
        norm_self,
        cross_attention,
        norm_cross,
        feed_forward,
        norm_inner,
        *,
        order="post",
    ):
        self.self_attention, self.norm_self = self_attention, norm_self
        self.cross_attention, self.norm_cross = cross_attention, norm_cross
        self.feed_forward, self.norm_inner = feed_forward, norm_inner
        self.order = order

    @classmethod
    def init(
        cls, rng, model_dim, hidden_dim, *, cross=True, order="post", activation="relu", **heads
    ):
        """Draw a block; ``cross=False`` leaves out what asks the memory."""
        return cls(
            MultiHeadAttention.init(rng, model_dim, **heads),
            LayerNorm.init(model_dim),
            MultiHeadAttention.init(rng, model_dim, **heads) if cross else None,
            LayerNorm.init(model_dim) if cross else None,
            FeedForward.init(rng, model_dim, hidden_dim, activation=activation),
            LayerNorm.init(model_dim),
            order=order,
        )

    def __call__(self, x, memory=None, *, memory_mask=None, watch=unwatched):
        """Return ``x``, (..., length, model_dim), changed; all tokens at once.

        ``memory``, (..., memory_len, model_dim), is needed if and only if the
        block has cross-attention; ``memory_mask`` goes to it: True = may attend.
        """
        if (memory is None) != (self.cross_attention is None):
            has = "no" if self.cross_attention is None else "a"
            raise ValueError(
                "memory and cross_attention go together; "
                f"got memory {None if memory is None else memory.shape} and {has} cross_attention"
            )

        def look_back(x):
            return self.self_attention(x, is_causal=True, watch=within(watch, "self_attention"))

        def ask(x):
            part = within(watch, "cross_attention")
            return self.cross_attention(x, memory, mask=memory_mask, watch=part)

        return self._run(x, look_back, ask, watch)

    def begin(self, memory=None):
        """Return an empty `DecoderCache`, or one that holds what is asked of ``memory``."""
        cache = DecoderCache()
        if self.cross_attention is not None:
            cache.memory.append(*self.cross_attention.keys_and_values(memory))
        return cache

    def step(self, x, cache, *, memory_mask=None):
        """Return the next tokens alone, changed as a call on all tokens so far would."""

        def look_back(x):
            return attend_step(self.self_attention, x, cache.written)

        def ask(x):
            return attend_memory(self.cross_attention, x, cache.memory, mask=memory_mask)

        return self._run(x, look_back, ask, unwatched)

    def _run(self, x, look_back, ask, watch):
        x = require_tokens(x, "x", len(self.norm_self.gain))
        x = add_and_norm(x, look_back, self.norm_self, self.order)
        watch("after_self_attention", x)
        if self.cross_attention is not None:
            x = add_and_norm(x, ask, self.norm_cross, self.order)
            watch("after_cross_attention", x)

        def think(x):
            return self.feed_forward(x, watch=within(watch, "feed_forward"))

        x = add_and_norm(x, think, self.norm_inner, self.order)
        watch("after_feed_forward", x)
        return x
