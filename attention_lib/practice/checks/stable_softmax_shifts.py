"""Ways to keep exp() finite that fail or change the weights: named mistakes, re-created."""

import numpy as np

from attention_lib.attention import softmax
from attention_lib.practice.exercise import Mistake

LIMITS = (10, 20, 30, 50, 80, 88, 100, 500, 600, 700, 709)


def quotient(e, axis):
    """Divide by the sum along ``axis``."""
    return e / e.sum(axis=axis, keepdims=True)


def top(x, axis):
    """Return the maxima along ``axis``, kept as an axis of size 1."""
    return x.max(axis=axis, keepdims=True)


def peaked(x, axis):
    """Return the exponentials, of which the largest of each row is 1."""
    return np.exp(x - top(x, axis))


def shifted_by(shift):
    """Return a softmax of ``x - shift(x, axis)``."""
    return lambda x, axis=-1: quotient(np.exp(x - shift(x, axis)), axis)


def _reduced(reduce):
    return lambda x, axis: reduce(x, axis=axis, keepdims=True)


def _softmax_of(change):
    return lambda x, axis=-1: softmax(change(x, axis), axis=axis)


def _standardised(x, axis):
    mean, deviation = (_reduced(f)(x, axis) for f in (np.mean, np.std))
    return (x - mean) / deviation


def _between_0_and_1(x, axis):
    low, high = (_reduced(f)(x, axis) for f in (np.min, np.max))
    return (x - low) / (high - low)


SHIFT_MISTAKES = (
    Mistake(
        "no shift",
        "Right as long as the scores are small, but exp() overflows for scores like 1000 "
        "(and underflows for −1000), and the quotient becomes NaN. Subtract the maximum of "
        "each row first: any shift of a whole row cancels.",
        (
            lambda x, axis=-1: quotient(np.exp(x), axis),
            lambda x, axis=-1: np.exp(x) / (np.exp(x).sum(axis=axis, keepdims=True) + 1e-9),
        ),
    ),
    Mistake(
        "one maximum for all",
        "One maximum is subtracted from the whole array. A row that lies far below it "
        "underflows to 0/0 = NaN; subtract the maximum of each row along `axis`.",
        (shifted_by(lambda x, axis: x.max()),),
    ),
    Mistake(
        "the absolute value is subtracted",
        "What is subtracted is an absolute value, as from max(|x|). In a row of negative scores "
        "that is a shift further down instead of up to 0: exp() underflows and the row is "
        "0/0 = NaN. Subtract the maximum itself, with its sign.",
        (
            shifted_by(lambda x, axis: top(np.abs(x), axis)),
            shifted_by(lambda x, axis: np.abs(top(x, axis))),
            shifted_by(lambda x, axis: np.abs(x).max()),
            shifted_by(lambda x, axis: np.abs(x.max())),
        ),
    ),
    Mistake(
        "shifted only when large",
        "The maximum is subtracted only where it is large. That prevents the overflow, but in a "
        "row of scores near −1000 every exp() underflows to 0 and the row is 0/0 = NaN. Subtract "
        "the maximum always: where it is not needed it changes nothing.",
        (
            shifted_by(lambda x, axis: top(x, axis) * (x.max() > 50)),
            shifted_by(lambda x, axis: x.max() * (x.max() > 50)),
            shifted_by(lambda x, axis: np.where(top(x, axis) > 50, top(x, axis), 0)),
        ),
    ),
    Mistake(
        "the mean is subtracted",
        "Subtracting the mean cancels as well, but does not keep exp() finite: in a row with "
        "one large score the largest still overflows. Subtract the maximum, so that no "
        "exponent is above 0.",
        (shifted_by(_reduced(np.mean)), shifted_by(lambda x, axis: x.mean())),
    ),
    Mistake(
        "the minimum is subtracted",
        "Subtracting the minimum makes every exponent 0 or more, so a row with a wide spread "
        "overflows. Subtract the maximum, so that no exponent is above 0.",
        (shifted_by(_reduced(np.min)), shifted_by(lambda x, axis: x.min())),
    ),
    Mistake(
        "shifted in one place only",
        "The maximum is subtracted above the fraction line or below it, but not in both places. "
        "The shift cancels only when the very same exponentials stand in the sum: compute them "
        "once and divide them by their own sum.",
        (
            lambda x, axis=-1: peaked(x, axis) / np.exp(x).sum(axis=axis, keepdims=True),
            lambda x, axis=-1: np.exp(x) / peaked(x, axis).sum(axis=axis, keepdims=True),
        ),
    ),
    Mistake(
        "divided by the maximum",
        "The scores are divided by their maximum. A quotient is not a shift: it does not cancel "
        "and changes the weights ([2, 1, 0] becomes [1, 0.5, 0]; a maximum of 0 gives NaN). "
        "Subtract the maximum.",
        tuple(
            _softmax_of(lambda x, axis, size=size: x / size(x, axis))
            for size in (
                top,
                lambda x, axis: x.max(),
                lambda x, axis: top(np.abs(x), axis),
                lambda x, axis: np.abs(x).max(),
            )
        ),
    ),
    Mistake(
        "the scores are rescaled",
        "The scores are brought to a standard spread first (to 0 … 1, or to standard deviation "
        "1). That keeps exp() finite but changes the weights: close and distant scores end up "
        "alike. Only a shift cancels: subtract the maximum.",
        (_softmax_of(_standardised), _softmax_of(_between_0_and_1)),
    ),
    Mistake(
        "the scores are clipped",
        "Clipping large scores keeps exp() finite but changes the answer: 1000 and 999 become "
        "equal. A shift by the maximum changes nothing.",
        tuple(
            lambda x, axis=-1, low=low, limit=limit: quotient(np.exp(np.clip(x, low, limit)), axis)
            for limit in LIMITS
            for low in (-limit, None)
        ),
    ),
    Mistake(
        "NaN replaced by a number",
        "exp() still overflows, and then infinity or NaN is replaced by a number (as by "
        "np.nan_to_num). That hides the symptom: [1000, 3] gives [0, 0], or 1000 and 999 become "
        "equal. Subtract the maximum of each row, and no NaN arises.",
        (
            lambda x, axis=-1: np.nan_to_num(quotient(np.exp(x), axis)),
            lambda x, axis=-1: np.nan_to_num(quotient(np.exp(x), axis), nan=1),
            lambda x, axis=-1: quotient(np.nan_to_num(np.exp(x)), axis),
            lambda x, axis=-1: np.nan_to_num(quotient(np.nan_to_num(np.exp(x)), axis)),
        ),
    ),
)
