"""The Transformer translator: self-attention on both sides, cross-attention between them."""

import math

import numpy as np

from attention_lib.attention import scaled_dot_product_attention
from attention_lib.models.layers import layer_norm, linear
from attention_lib.models.tokens import LIMIT, LONGEST, PAD
from attention_lib.models.translator import Translator
from attention_lib.multihead import merge_heads, split_heads
from attention_lib.positions import sinusoidal_positions

LAYERS = 2


class TransformerTranslator(Translator):
    """Encoder and decoder of two blocks each, the norm before each part.

    Parameters
    ----------
    name, title, parameters
        As `Translator`.
    num_heads : int

    Notes
    -----
    Vaswani et al. (2017), section 3, with the norm inside each block (as most
    Transformers since) and sinusoidal positions.
    """

    def __init__(self, name, title, parameters, *, num_heads):
        super().__init__(name, title, parameters)
        self.num_heads = num_heads
        self.model_dim = parameters["source_embedding.weight"].shape[1]
        self.positions = sinusoidal_positions(max(LIMIT, LONGEST), self.model_dim)

    def remember(self, source):
        """Encode the source; keep the keys and values that each decoder block will ask."""
        mask = (source != PAD)[:, None, None, :]  # hides padding from every head and query
        x = self.place("source_embedding", source, 0)
        for layer in range(LAYERS):
            block = f"encoder.{layer}"
            normed = self.norm(x, f"{block}.norm_self")
            kept = self.keys_and_values(normed, f"{block}.attend_self")
            x = x + self.attend(normed, kept, f"{block}.attend_self", mask)[0]
            x = self.feed_forward(x, block)
        x = self.norm(x, "norm_encoder")
        names = [f"decoder.{layer}.attend_cross" for layer in range(LAYERS)]
        return {"mask": mask, "asked": [self.keys_and_values(x, name) for name in names]}

    def begin(self, memory):
        """Return the words written so far: how many, and each block's keys and values."""
        batch = len(memory["mask"])
        nothing = np.zeros((batch, self.num_heads, 0, self.model_dim // self.num_heads))
        return 0, [(nothing, nothing)] * LAYERS

    def step(self, memory, state, pieces):
        """Write one word; the words before it are kept as keys and values."""
        position, cache = state
        x = self.place("target_embedding", pieces[:, None], position)
        maps, longer = {}, []
        for layer, (kept, asked) in enumerate(zip(cache, memory["asked"], strict=True)):
            block = f"decoder.{layer}"
            normed = self.norm(x, f"{block}.norm_self")
            new = self.keys_and_values(normed, f"{block}.attend_self")
            longer.append([np.concatenate(pair, axis=2) for pair in zip(kept, new, strict=True)])
            x = x + self.attend(normed, longer[-1], f"{block}.attend_self")[0]
            normed = self.norm(x, f"{block}.norm_cross")
            update, weights = self.attend(normed, asked, f"{block}.attend_cross", memory["mask"])
            x = self.feed_forward(x + update, block)
            maps[f"layer {layer + 1}"] = weights[:, :, 0]
        logits = linear(self.norm(x[:, 0], "norm_decoder"), self.parameters, "output")
        return logits, (position + 1, longer), maps

    def place(self, name, pieces, position):
        """Look the pieces up, scale them up and add their positions."""
        x = self.parameters[f"{name}.weight"][pieces] * math.sqrt(self.model_dim)
        return x + self.positions[position : position + pieces.shape[1]]

    def norm(self, x, name):
        """Normalise every vector."""
        return layer_norm(x, self.parameters, name)

    def attend(self, x, keys_and_values, name, mask=None):
        """Ask with ``x``; return the mixed heads and the weights of each."""
        query = split_heads(linear(x, self.parameters, f"{name}.query"), self.num_heads)
        output, weights = scaled_dot_product_attention(
            query, *keys_and_values, mask=mask, return_weights=True
        )
        return linear(merge_heads(output), self.parameters, f"{name}.output"), weights

    def keys_and_values(self, x, name):
        """Return what can be asked about ``x``: (batch, num_heads, length, head_dim), twice."""
        return [
            split_heads(linear(x, self.parameters, f"{name}.{part}"), self.num_heads)
            for part in ("key", "value")
        ]

    def feed_forward(self, x, block):
        """Change every token by itself."""
        inner = linear(self.norm(x, f"{block}.norm_inner"), self.parameters, f"{block}.inner")
        return x + linear(np.maximum(inner, 0), self.parameters, f"{block}.outer")
