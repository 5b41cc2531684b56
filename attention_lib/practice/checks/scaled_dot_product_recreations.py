"""Attention with one step exchanged or broken: the functions behind the named mistakes."""

import numpy as np

from attention_lib.attention import softmax


def attend(query, key, value, mask, *, scale=None, hide=None, normalise=softmax):
    """Attend with one step exchanged; ``hide(scores, mask)`` and ``normalise`` are steps."""
    scores = query @ key.T
    scores = scores / np.sqrt(query.shape[-1]) if scale is None else scores * scale
    if mask is not None:
        scores = np.where(mask, scores, -np.inf) if hide is None else hide(scores, mask)
    weights = normalise(scores)
    return weights @ value, weights


def scaled_by(factor):
    """Return attention whose scores are multiplied by ``factor(query, key, value)``."""
    return lambda query, key, value, mask=None: attend(
        query, key, value, mask, scale=factor(query, key, value)
    )


def hidden_by(hide):
    """Return attention in which ``hide(scores, mask)`` hides the scores."""
    return lambda query, key, value, mask=None: attend(query, key, value, mask, hide=hide)


def normalised_by(normalise):
    """Return attention in which ``normalise(scores)`` makes the weights."""
    return lambda query, key, value, mask=None: attend(query, key, value, mask, normalise=normalise)


def as_it_is(total):
    """Leave a sum, also where it is 0."""
    return total


def or_1(total):
    """Put 1 where a sum is 0."""
    return total + (total == 0)


def quotient(e, axis=-1, guard=as_it_is):
    """Divide by ``guard(sum)`` along ``axis``."""
    return e / guard(e.sum(axis=axis, keepdims=True))


def unguarded(scores):
    """Softmax that gives NaN where every score is −∞."""
    return quotient(np.exp(scores - scores.max(axis=-1, keepdims=True)))


def finite(scores):
    """Put 0 where a score is −∞."""
    return np.where(np.isneginf(scores), 0, scores)


def powers_of_2(scores):
    """Softmax in base 2."""
    return softmax(scores * np.log(2))


def winner(scores):
    """Give each row's largest score weight 1."""
    top = scores.max(axis=-1, keepdims=True)
    return ((scores == top) & np.isfinite(scores)).astype(float)


def masked_after(query, key, value, mask=None):
    """Apply the mask after the softmax."""
    _, weights = attend(query, key, value, None)
    weights = weights if mask is None else weights * mask
    return weights @ value, weights


def renormalised_after(query, key, value, mask=None, *, guard=as_it_is, normalise=softmax):
    """Apply the mask after ``normalise``, then divide by the sum of what is left."""
    _, weights = attend(query, key, value, None, normalise=normalise)
    weights = weights if mask is None else weights * mask
    weights = quotient(weights, guard=guard)
    return weights @ value, weights


def key_not_transposed(query, key, value, mask=None):
    """Compare the queries with the columns of ``key``."""
    return attend(query, key.T, value, mask)


def key_not_transposed_in_np_dot(query, key, value, mask=None):
    """Do the same by `numpy.dot`, whose error has another text."""
    np.dot(query, key)
    return key_not_transposed(query, key, value, mask)


def weights_at_key(query, key, value, mask=None):
    """Average the keys."""
    _, weights = attend(query, key, value, mask)
    return weights @ key, weights


def returns_scores(query, key, value, mask=None, raw=False):
    """Return the scores, masked or raw, in place of the weights."""
    output, _ = attend(query, key, value, mask)
    scores = query @ key.T / (1 if raw else np.sqrt(query.shape[-1]))
    return output, scores if raw or mask is None else np.where(mask, scores, -np.inf)


def swapped(query, key, value, mask=None):
    """Return weights first."""
    return attend(query, key, value, mask)[::-1]


def always_causal(query, key, value, mask=None):
    """Hide the future without being asked."""
    causal = np.tril(np.ones((len(query), len(key)), dtype=bool))
    return attend(query, key, value, causal if mask is None else mask & causal)
