"""Every wrong softmax gets its own explanation; every right one passes."""

import math

import numpy as np
import pytest

from attention_lib.practice import check_stable_softmax
from attention_lib.practice.checks.stable_softmax import EXERCISE


def no_shift(x, axis=-1):
    e = np.exp(x)
    return e / np.sum(e, axis=axis, keepdims=True)


def no_exp(x, axis=-1):
    return x / np.sum(x, axis=axis, keepdims=True)


def not_divided(x, axis=-1):
    return np.exp(x - np.max(x, axis=axis, keepdims=True))


def one_maximum(x, axis=-1):
    e = np.exp(x - np.max(x))
    return e / np.sum(e, axis, keepdims=True)


def one_sum(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e)


def naive_one_sum(x, axis=-1):
    return np.exp(x) / np.exp(x).sum()


def no_keepdims(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis))
    return e / np.sum(e, axis=axis)


def no_keepdims_in_the_sum(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / e.sum(axis)


def axis_ignored(x, axis=-1):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


def down_the_columns(x, axis=0):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def mean_subtracted(x, axis=-1):
    e = np.exp(x - np.mean(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def minimum_subtracted(x, axis=-1):
    e = np.exp(x - np.min(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def magnitude_subtracted(x, axis=-1):
    e = np.exp(x - np.max(np.abs(x), axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def magnitude_of_the_maximum_subtracted(x, axis=-1):
    e = np.exp(x - abs(x.max(axis=axis, keepdims=True)))
    return e / np.sum(e, axis=axis, keepdims=True)


def largest_magnitude_of_all_subtracted(x, axis=-1):
    e = np.exp(x - abs(x).max())
    return e / np.sum(e, axis=axis, keepdims=True)


def shifted_if_large(x, axis=-1):
    if x.max() > 50:
        x = x - x.max(axis=axis, keepdims=True)
    e = np.exp(x)
    return e / e.sum(axis=axis, keepdims=True)


def shifted_where_large(x, axis=-1):
    top = x.max(axis=axis, keepdims=True)
    e = np.exp(x - np.where(top > 100, top, 0))
    return e / e.sum(axis=axis, keepdims=True)


def never_shifted_up(x, axis=-1):
    e = np.exp(x - np.maximum(0, x.max(axis=axis, keepdims=True)))
    return e / e.sum(axis=axis, keepdims=True)


def shifted_above_the_line(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / np.sum(np.exp(x), axis=axis, keepdims=True)


def over_the_maximum(x, axis=-1):
    e = np.exp(x / x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def over_one_maximum(x, axis=-1):
    x = x / np.max(x)
    return np.exp(x) / np.exp(x).sum(axis=axis, keepdims=True)


def standardised(x, axis=-1):
    x = (x - x.mean(axis, keepdims=True)) / x.std(axis, keepdims=True)
    return np.exp(x) / np.exp(x).sum(axis, keepdims=True)


def clipped_to_50(x, axis=-1):
    e = np.exp(np.clip(x, -50, 50))
    return e / np.sum(e, axis=axis, keepdims=True)


def capped(x, axis=-1):
    e = np.exp(np.minimum(x, 700))
    return e / np.sum(e, axis=axis, keepdims=True)


def nan_to_num(x, axis=-1):
    e = np.exp(x)
    return np.nan_to_num(e / np.sum(e, axis=axis, keepdims=True))


def infinity_to_num(x, axis=-1):
    e = np.nan_to_num(np.exp(x))
    return e / np.sum(e, axis=axis, keepdims=True)


def nan_to_1(x, axis=-1):
    weights = no_shift(x, axis)
    weights[np.isnan(weights)] = 1
    return weights


def epsilon_below_the_line(x, axis=-1):
    e = np.exp(x)
    return e / (e.sum(axis=axis, keepdims=True) + 1e-12)


def if_of_every_row(x, axis=-1):
    if x.max(axis=axis) > 50:
        x = x - x.max(axis=axis, keepdims=True)
    e = np.exp(x)
    return e / e.sum(axis=axis, keepdims=True)


def math_exp(x, axis=-1):
    e = math.exp(x - x.max())
    return e / e.sum()


def clipped(x, axis=-1):
    e = np.exp(np.clip(x, -500, 500))
    return e / np.sum(e, axis=axis, keepdims=True)


def log_softmax(x, axis=-1):
    shifted = x - np.max(x, axis=axis, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=axis, keepdims=True))


def base_2(x, axis=-1):
    e = np.power(2.0, x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def argmax_only(x, axis=-1):
    best = np.max(x, axis=axis, keepdims=True) == x
    return best / np.sum(best, axis=axis, keepdims=True)


def sigmoid(x, axis=-1):
    return 1.0 / (1.0 + np.exp(-x))


def zeros_like_loop(x, axis=-1):
    x = np.moveaxis(x, axis, -1)
    weights = np.zeros_like(x)
    for place in np.ndindex(x.shape[:-1]):
        row = [math.exp(score - max(x[place])) for score in x[place]]
        for k, e in enumerate(row):
            weights[(*place, k)] = e / sum(row)
    return np.moveaxis(weights, -1, axis)


WRONG = {
    no_shift: ("no shift", "exp() overflows for scores like 1000"),
    no_exp: ("no exp", "divides the scores by their sum"),
    not_divided: ("not divided", "not divided by their sum"),
    one_maximum: ("one maximum for all", "One maximum is subtracted from the whole array"),
    one_sum: ("one sum for all", "divided by the sum of the whole array"),
    naive_one_sum: ("one sum for all", "divided by the sum of the whole array"),
    no_keepdims: ("keepdims is missing", "keepdims=True"),
    no_keepdims_in_the_sum: ("keepdims is missing", "keepdims=True"),
    axis_ignored: ("axis is ignored", "`axis` changes nothing"),
    down_the_columns: ("first axis instead of last", "down the columns"),
    mean_subtracted: ("the mean is subtracted", "Subtracting the mean"),
    minimum_subtracted: ("the minimum is subtracted", "Subtracting the minimum"),
    magnitude_subtracted: ("the absolute value is subtracted", "with its sign"),
    magnitude_of_the_maximum_subtracted: ("the absolute value is subtracted", "with its sign"),
    largest_magnitude_of_all_subtracted: ("the absolute value is subtracted", "underflows"),
    shifted_if_large: ("shifted only when large", "only where it is large"),
    shifted_where_large: ("shifted only when large", "near −1000 every exp() underflows"),
    never_shifted_up: ("shifted only when large", "only where it is large"),
    shifted_above_the_line: ("shifted in one place only", "not in both places"),
    over_the_maximum: ("divided by the maximum", "A quotient is not a shift"),
    over_one_maximum: ("divided by the maximum", "A quotient is not a shift"),
    standardised: ("the scores are rescaled", "brought to a standard spread"),
    clipped_to_50: ("the scores are clipped", "1000 and 999 become equal"),
    capped: ("the scores are clipped", "1000 and 999 become equal"),
    nan_to_num: ("NaN replaced by a number", "[1000, 3] gives [0, 0]"),
    infinity_to_num: ("NaN replaced by a number", "hides the symptom"),
    nan_to_1: ("NaN replaced by a number", "1000 and 999 become equal"),
    epsilon_below_the_line: ("no shift", "exp() overflows for scores like 1000"),
    if_of_every_row: ("a comparison of many numbers", "one maximum for each row"),
    math_exp: ("math.exp of an array", "take one number; np.exp"),
    clipped: ("the scores are clipped", "1000 and 999 become equal"),
    log_softmax: ("log-softmax", "logarithms of the weights"),
    base_2: ("base 2", "powers of 2"),
    argmax_only: ("winner takes all", "argmax"),
    sigmoid: ("sigmoid", "squashed by itself"),
    zeros_like_loop: ("rounded to integers", "integer type"),
}


@pytest.mark.parametrize("function", WRONG, ids=lambda function: function.__name__)
def test_each_wrong_answer_gets_its_own_explanation(function):
    mistake, says = WRONG[function]
    report = check_stable_softmax(function)
    assert (report.state, report.mistake) == ("not yet", mistake)
    assert says in report.sentence
    assert not report


def test_no_two_mistakes_share_a_sentence():
    known = (*EXERCISE.mistakes, *EXERCISE.accidents)
    for function, (mistake, _) in WRONG.items():
        sentence = check_stable_softmax(function).sentence
        assert {m.name for m in known if m.message in sentence} == {mistake}


def test_every_known_mistake_is_made_by_an_attempt():
    known = {m.name for m in (*EXERCISE.mistakes, *EXERCISE.accidents)}
    assert known == {mistake for mistake, _ in WRONG.values()}
    assert len(known) >= 6


def row_loop(x, axis=-1):
    x = np.moveaxis(np.asarray(x, dtype=float), axis, -1)
    weights = np.empty(x.shape)
    for place in np.ndindex(x.shape[:-1]):
        top = max(x[place])
        total = sum(math.exp(score - top) for score in x[place])
        weights[place] = [math.exp(score - top) / total for score in x[place]]
    return np.moveaxis(weights, -1, axis)


def float32(x, axis=-1):
    x = x.astype(np.float32)
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def by_logarithms(x, axis=-1):
    top = np.max(x, axis=axis, keepdims=True)
    log_sum = top + np.log(np.exp(x - top).sum(axis=axis, keepdims=True))
    return np.exp(x - log_sum)


def nested_lists(x, axis=-1):
    return float32(x, axis).tolist()


def pairwise_differences(x, axis=-1):
    x = np.moveaxis(x, axis, -1)
    with np.errstate(over="ignore"):
        weights = 1 / np.exp(x[..., None, :] - x[..., :, None]).sum(-1)
    return np.moveaxis(weights, -1, axis)


def shifted_if_far_from_0(x, axis=-1):
    if np.abs(x).max() > 50:
        x = x - x.max(axis=axis, keepdims=True)
    e = np.exp(x)
    return e / e.sum(axis=axis, keepdims=True)


def clipped_after_the_shift(x, axis=-1):
    e = np.exp(np.clip(x - x.max(axis=axis, keepdims=True), -50, 0))
    return e / e.sum(axis=axis, keepdims=True)


def chatty(x, axis=-1):
    print("shape:", x.shape)
    return row_loop(x, axis)


@pytest.mark.parametrize(
    "function",
    [
        row_loop,
        float32,
        by_logarithms,
        nested_lists,
        pairwise_differences,
        shifted_if_far_from_0,
        clipped_after_the_shift,
        chatty,
    ],
    ids=lambda function: function.__name__,
)
def test_right_answers_written_differently_pass(function, capsys):
    report = check_stable_softmax(function)
    assert report.state == "passed", report
    assert report
    assert capsys.readouterr().out == ""


def test_the_smallest_failing_input_is_shown_with_both_answers():
    shown = dict(check_stable_softmax(no_shift).shown)
    np.testing.assert_array_equal(shown["x"], [1000, 3])
    np.testing.assert_allclose(shown["expected"], [1, 0])
    assert math.isnan(shown["got"][0])


def test_two_mistakes_at_once_are_explained_one_by_one():
    def unshifted_base_2_down_the_columns(x, axis=0):
        e = 2.0**x
        return e / e.sum(axis=axis, keepdims=True)

    report = check_stable_softmax(unshifted_base_2_down_the_columns)
    assert report.mistake == "base 2"
    assert report.sentence.startswith("One thing first:")
