"""MiniLM's six encoder blocks, in NumPy: attention, then feed-forward, the norm after each."""

from typing import NamedTuple

import numpy as np

from attention_lib.attention import scaled_dot_product_attention
from attention_lib.multihead import merge_heads, split_heads
from attention_lib.transformer_parts import layer_norm

LAYERS, HEADS, MODEL_DIM, HEAD_DIM = 6, 12, 384, 32
EPSILON = 1e-12  # BERT's, smaller than the usual 1e-5
ROWS = 128  # of the feed-forward's inner width at once: they stay in the processor's cache


class Block(NamedTuple):
    """The parameters of one encoder block; matrices map from the left: ``x @ w``."""

    w_ask: np.ndarray  # (model_dim, 3 * model_dim): queries, keys and values side by side
    b_ask: np.ndarray
    w_output: np.ndarray
    b_output: np.ndarray
    norm_attention: tuple  # gain, bias
    w_inner: np.ndarray
    b_inner: np.ndarray
    w_outer: np.ndarray
    b_outer: np.ndarray
    norm_forward: tuple


class Same(NamedTuple):
    """Sentences of one length that lie one after the other among all tokens."""

    tokens: slice
    length: int


def blocks_of(stored):
    """Return the six blocks of a file with the names of Hugging Face's BERT."""
    return [_block(stored, f"encoder.layer.{layer}") for layer in range(LAYERS)]


def _block(stored, name):
    def linear(part):
        # Stored as (to, from); turned around in memory, a product of few rows is faster.
        matrix = np.ascontiguousarray(stored[f"{name}.{part}.weight"].T)
        return matrix, stored[f"{name}.{part}.bias"]

    def norm(part):
        return stored[f"{name}.{part}.LayerNorm.weight"], stored[f"{name}.{part}.LayerNorm.bias"]

    ask = [linear(f"attention.self.{part}") for part in ("query", "key", "value")]
    return Block(
        *(np.concatenate(parts, axis=-1) for parts in zip(*ask, strict=True)),
        *linear("attention.output.dense"),
        norm("attention.output"),
        *linear("intermediate.dense"),
        *linear("output.dense"),
        norm("output"),
    )


def encode(block, x, groups, *, heads=None, watch=None):
    """Take every token through one block.

    Parameters
    ----------
    block : Block
    x : ndarray, shape (tokens, model_dim)
        The tokens of all sentences, one sentence after the other: no padding.
    groups : list of Same
        Which of them attend to each other.
    heads : ndarray of bool, shape (num_heads,), optional
        False takes what that head read away: its output is 0.
    watch : callable, optional
        Called for each group with its queries, keys and weights, each
        (sentences, num_heads, length, …).

    Returns
    -------
    ndarray, shape (tokens, model_dim)

    Notes
    -----
    Post-norm with GELU (Devlin et al., 2019, section 3; the small model by Wang
    et al., 2020, fine-tuned for sentence vectors by sentence-transformers).
    """
    asked = x @ block.w_ask
    asked += block.b_ask
    read = np.empty_like(x)
    for tokens, length in groups:
        query, key, value = (
            split_heads(part.reshape(-1, length, MODEL_DIM), HEADS)
            for part in np.split(asked[tokens], 3, axis=-1)
        )
        output, weights = scaled_dot_product_attention(query, key, value, return_weights=True)
        if heads is not None:
            output *= heads[:, None, None]
        if watch is not None:
            watch(query, key, weights)
        read[tokens] = merge_heads(output).reshape(-1, MODEL_DIM)
    x = norm(x + (read @ block.w_output + block.b_output), block.norm_attention)
    return norm(x + feed_forward(block, x), block.norm_forward)


def norm(x, gain_and_bias):
    """Bring every token to mean 0 and variance 1, then scale and shift it as learned."""
    return layer_norm(x, *gain_and_bias, epsilon=EPSILON)


def feed_forward(block, x):
    """Change every token by itself, some rows at a time."""
    output = np.empty_like(x)
    for start in range(0, len(x), ROWS):
        rows = slice(start, start + ROWS)
        inner = x[rows] @ block.w_inner
        inner += block.b_inner
        np.matmul(gelu(inner), block.w_outer, out=output[rows])
    output += block.b_outer
    return output


# The error function as a quotient of two polynomials in x², within 2e-7 for float32, which is
# all that a third of MiniLM's time should go into (Eigen and XLA use the same ones).
_ABOVE = (
    *(-2.72614225801306e-10, 2.77068142495902e-08, -2.10102402082508e-06, -5.69250639462346e-05),
    *(-7.34990630326855e-04, -2.95459980854025e-03, -1.60960333262415e-02),
)
_BELOW = (
    *(-1.45660718464996e-05, -2.13374055278905e-04, -1.68282697438203e-03),
    *(-7.37332916720468e-03, -1.42647390514189e-02),
)


def gelu(x):
    """Weigh every component by the share of a standard normal below it; overwrites ``x``."""
    scaled = np.clip(x * np.float32(np.sqrt(0.5)), -4, 4)  # there the quotient is ±1
    square = scaled * scaled
    scaled *= _polynomial(_ABOVE, square)
    scaled /= _polynomial(_BELOW, square)
    scaled += 1
    scaled *= 0.5
    x *= scaled
    return x


def _polynomial(coefficients, x):
    total = np.full_like(x, coefficients[0])
    for coefficient in coefficients[1:]:
        total *= x
        total += coefficient
    return total
