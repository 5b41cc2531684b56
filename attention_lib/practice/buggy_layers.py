"""Ten attention layers, each with one real bug, and the laws that find it.

Compare them with `attention_lib.reference_layer.reference_layer`: the same
projections, the same arguments, the same three results. Their docstrings say
nothing about the bug, so that the source can be shown in a bug hunt;
`BUGGY_LAYERS` holds the answers.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from attention_lib.masks import causal_mask
from attention_lib.positions import sinusoidal_positions
from attention_lib.reference_layer import merge, place, project

_LOCATION = np.random.default_rng(64).standard_normal((32, 64))


def visible(logits, causal, keep_keys):
    """Return the boolean mask (True = may attend) for the shape of the logits."""
    mask = causal_mask(*logits.shape[-2:]) if causal else np.ones(logits.shape[-2:], bool)
    return mask if keep_keys is None else mask & keep_keys[:, None, None, :]


def plain_softmax(logits, axis=-1):
    """Softmax as most code has it: NaN where there is nothing to attend to."""
    with np.errstate(invalid="ignore"):
        exp = np.exp(logits - logits.max(axis, keepdims=True))
    return exp / exp.sum(axis, keepdims=True)


def location_only(x_q, x_kv=None, *, causal=False, keep_keys=None, use_pe=False):
    """Attend with four heads from ``x_q`` to ``x_kv``."""
    x_q, x_kv = place(x_q, x_kv, use_pe)
    query, _, value = project(x_q, x_kv)
    by_location = x_q @ _LOCATION[:, : x_kv.shape[1]]
    logits = np.repeat(by_location[:, None], query.shape[1], axis=1)
    weights = plain_softmax(np.where(visible(logits, causal, keep_keys), logits, -np.inf))
    return merge(weights @ value), weights, logits


def inverted_mask(x_q, x_kv=None, *, causal=False, keep_keys=None, use_pe=False):
    """Attend with four heads from ``x_q`` to ``x_kv``."""
    x_q, x_kv = place(x_q, x_kv, use_pe)
    query, key, value = project(x_q, x_kv)
    logits = query @ key.mT / np.sqrt(query.shape[-1])
    mask = visible(logits, False, keep_keys)
    if causal:
        mask = mask & np.triu(np.ones(logits.shape[-2:], bool), k=1)
    weights = plain_softmax(np.where(mask, logits, -np.inf))
    return merge(weights @ value), weights, logits


def cross_causal(x_q, x_kv=None, *, causal=False, keep_keys=None, use_pe=False):
    """Attend with four heads from ``x_q`` to ``x_kv``."""
    is_cross = x_kv is not None
    x_q, x_kv = place(x_q, x_kv, use_pe)
    query, key, value = project(x_q, x_kv)
    logits = query @ key.mT / np.sqrt(query.shape[-1])
    mask = visible(logits, causal, keep_keys)
    if is_cross:
        mask = mask & causal_mask(x_q.shape[1])
    weights = plain_softmax(np.where(mask, logits, -np.inf))
    return merge(weights @ value), weights, logits


def scale_dmodel(x_q, x_kv=None, *, causal=False, keep_keys=None, use_pe=False):
    """Attend with four heads from ``x_q`` to ``x_kv``."""
    x_q, x_kv = place(x_q, x_kv, use_pe)
    query, key, value = project(x_q, x_kv)
    logits = query @ key.mT / np.sqrt(x_q.shape[-1])
    weights = plain_softmax(np.where(visible(logits, causal, keep_keys), logits, -np.inf))
    return merge(weights @ value), weights, logits


def no_scale(x_q, x_kv=None, *, causal=False, keep_keys=None, use_pe=False):
    """Attend with four heads from ``x_q`` to ``x_kv``."""
    x_q, x_kv = place(x_q, x_kv, use_pe)
    query, key, value = project(x_q, x_kv)
    logits = query @ key.mT
    weights = plain_softmax(np.where(visible(logits, causal, keep_keys), logits, -np.inf))
    return merge(weights @ value), weights, logits


def pe_batch_axis(x_q, x_kv=None, *, causal=False, keep_keys=None, use_pe=False):
    """Attend with four heads from ``x_q`` to ``x_kv``."""
    if use_pe:
        positions = sinusoidal_positions(x_q.shape[0], x_q.shape[-1])
        x_q = x_q + positions[:, None, :]
    x_kv = x_q if x_kv is None else x_kv
    query, key, value = project(x_q, x_kv)
    logits = query @ key.mT / np.sqrt(query.shape[-1])
    weights = plain_softmax(np.where(visible(logits, causal, keep_keys), logits, -np.inf))
    return merge(weights @ value), weights, logits


def sum_norm(x_q, x_kv=None, *, causal=False, keep_keys=None, use_pe=False):
    """Attend with four heads from ``x_q`` to ``x_kv``."""
    x_q, x_kv = place(x_q, x_kv, use_pe)
    query, key, value = project(x_q, x_kv)
    logits = query @ key.mT / np.sqrt(query.shape[-1])
    shown = np.where(visible(logits, causal, keep_keys), logits, 0)
    weights = shown / shown.sum(axis=-1, keepdims=True)
    return merge(weights @ value), weights, logits


def post_softmax_mask(x_q, x_kv=None, *, causal=False, keep_keys=None, use_pe=False):
    """Attend with four heads from ``x_q`` to ``x_kv``."""
    x_q, x_kv = place(x_q, x_kv, use_pe)
    query, key, value = project(x_q, x_kv)
    logits = query @ key.mT / np.sqrt(query.shape[-1])
    weights = plain_softmax(logits) * visible(logits, causal, keep_keys)
    return merge(weights @ value), weights, logits


def softmax_wrong_axis(x_q, x_kv=None, *, causal=False, keep_keys=None, use_pe=False):
    """Attend with four heads from ``x_q`` to ``x_kv``."""
    x_q, x_kv = place(x_q, x_kv, use_pe)
    query, key, value = project(x_q, x_kv)
    logits = query @ key.mT / np.sqrt(query.shape[-1])
    shown = np.where(visible(logits, causal, keep_keys), logits, -1e9)
    weights = plain_softmax(shown, axis=-2)
    return merge(weights @ value), weights, logits


def pad_queries(x_q, x_kv=None, *, causal=False, keep_keys=None, use_pe=False):
    """Attend with four heads from ``x_q`` to ``x_kv``."""
    x_q, x_kv = place(x_q, x_kv, use_pe)
    query, key, value = project(x_q, x_kv)
    logits = query @ key.mT / np.sqrt(query.shape[-1])
    mask = visible(logits, causal, None)
    if keep_keys is not None:
        mask = mask & keep_keys[:, None, :, None]
    weights = plain_softmax(np.where(mask, logits, -np.inf))
    return merge(weights @ value), weights, logits


@dataclass(frozen=True)
class BuggyLayer:
    """A layer with one bug and the answer.

    Parameters
    ----------
    layer : callable
        See `attention_lib.laws`.
    breaks : tuple of str
        Names of the laws that find the bug, in the order of ``LAWS``.
    wrong : str
        What is wrong, in one sentence.
    origin : str
        Where a bug of this kind was met.
    """

    layer: Callable
    breaks: tuple
    wrong: str
    origin: str


BUGGY_LAYERS = {
    "location_only": BuggyLayer(
        location_only,
        ("kv_permutation", "weights_depend_on_keys", "logit_std_is_1"),
        "The scores come from the queries alone: no key is ever compared.",
        "PyTorch's seq2seq tutorial until 2023 (pytorch/tutorials #130)",
    ),
    "inverted_mask": BuggyLayer(
        inverted_mask,
        ("rows_sum_to_1", "no_future_leak", "past_is_used"),
        "The causal mask is upside down: each query sees only its future, the last nothing.",
        "a bonus notebook of LLMs-from-scratch (#1061)",
    ),
    "cross_causal": BuggyLayer(
        cross_causal,
        ("kv_permutation", "T_neq_S_shapes", "cross_sees_every_source"),
        "The target's causal mask also hides the memory, all of which may be read.",
        "a stored version of Keras's translation example",
    ),
    "scale_dmodel": BuggyLayer(
        scale_dmodel,
        ("logit_std_is_1",),
        "The scores are divided by √model_dim instead of √head_dim: too flat.",
        "a stored version of ng-video-lecture's gpt.py; DL4Proteins-notebooks #12",
    ),
    "no_scale": BuggyLayer(
        no_scale,
        ("logit_std_is_1",),
        "The scores are not divided by √head_dim: too sharp.",
        "PAIR-code/tiny-transformers #71",
    ),
    "pe_batch_axis": BuggyLayer(
        pe_batch_axis,
        ("order_matters_with_PE", "batch_independence"),
        "The positions number the sequences of the batch instead of the tokens.",
        "a stored version of Neuromatch's W2D5 tutorial",
    ),
    "sum_norm": BuggyLayer(
        sum_norm,
        ("rows_sum_to_1",),
        "Each score is divided by the sum of scores, with no exp: weights can be negative.",
        "a formula in a widely read blog post (lil-log)",
    ),
    "post_softmax_mask": BuggyLayer(
        post_softmax_mask,
        ("rows_sum_to_1", "no_future_leak", "padding_is_inert"),
        "The mask comes after softmax: hidden keys still count in the denominator.",
        "a mistake that learners often make",
    ),
    "softmax_wrong_axis": BuggyLayer(
        softmax_wrong_axis,
        ("rows_sum_to_1", "no_future_leak", "padding_is_inert"),
        "Softmax runs over the queries: columns sum to 1, not rows.",
        "a mistake that learners often make",
    ),
    "pad_queries": BuggyLayer(
        pad_queries,
        ("padding_is_inert",),
        "The padding mask hides the padded queries instead of the padded keys.",
        "a question in bentrevett/pytorch-seq2seq (#152)",
    ),
}
