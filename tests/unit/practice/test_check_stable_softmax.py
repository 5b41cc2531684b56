"""Every wrong softmax gets its own explanation; every right one passes."""

import math

import numpy as np
import pytest

from attention_lib.practice import check_stable_softmax


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
    reports = {check_stable_softmax(function) for function in WRONG}
    assert len({r.sentence for r in reports}) == len({r.mistake for r in reports}) >= 6


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


def chatty(x, axis=-1):
    print("shape:", x.shape)
    return row_loop(x, axis)


@pytest.mark.parametrize(
    "function",
    [row_loop, float32, by_logarithms, nested_lists, pairwise_differences, chatty],
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
