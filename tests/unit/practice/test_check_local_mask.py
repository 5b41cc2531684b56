"""Every wrong window gets its own explanation; every right one passes."""

import numpy as np
import pytest
from explained import assert_own_explanation

from attention_lib.practice import check_local_mask
from attention_lib.practice.checks.local_mask import EXERCISE


def by_pairs(visible):
    """Write a rule ``visible(query, key, before, after)`` out pair by pair."""

    def local_mask(query_len, key_len, before, after):
        return np.array(
            [[visible(q, k, before, after) for k in range(key_len)] for q in range(query_len)]
        )

    return local_mask


def right(query, key, before, after):
    return query - before <= key <= query + after


def slices(query_len, key_len, before, after):
    mask = np.zeros((query_len, key_len), dtype=bool)
    for query in range(query_len):
        mask[query, max(query - before, 0) : query + after + 1] = True
    return mask


def triangles(query_len, key_len, before, after):
    ones = np.ones((query_len, key_len), dtype=bool)
    return np.tril(ones, k=after) & np.triu(ones, k=-before)


def nested_lists(query_len, key_len, before, after):
    return [[right(q, k, before, after) for k in range(key_len)] for q in range(query_len)]


def negative_slices(query_len, key_len, before, after):
    mask = np.full((query_len, key_len), False)
    for i in range(query_len):
        mask[i, i - before : i + after + 1] = True
    return mask


def short_slices(query_len, key_len, before, after):
    mask = np.zeros((query_len, key_len), dtype=bool)
    for i in range(query_len):
        mask[i, max(i - before, 0) : i + after] = True
    return mask


def loop_past_the_end(query_len, key_len, before, after):
    mask = np.zeros((query_len, key_len), dtype=bool)
    for i in range(query_len):
        for offset in range(-before, after + 1):
            if i + offset >= 0:
                mask[i, i + offset] = True
    return mask


def chained(query_len, key_len, before, after):
    distance = np.arange(key_len) - np.arange(query_len)[:, None]
    return -before <= distance <= after


def big_negative(query_len, key_len, before, after):
    mask = triangles(query_len, key_len, before, after)
    return (1 - mask.astype(float)) * -1e9


WRONG = {
    "inverted": (lambda *g: ~triangles(*g), "True outside the window"),
    "sides swapped": (by_pairs(lambda q, k, b, a: k - b <= q <= k + a), "exchanged"),
    "after ignored": (by_pairs(lambda q, k, b, a: abs(k - q) <= b), "`after` has no effect"),
    "before ignored": (by_pairs(lambda q, k, b, a: abs(q - k) <= a), "`before` has no effect"),
    "ends left out": (by_pairs(lambda q, k, b, a: q - b < k < q + a), "one short on each side"),
    "far end left out": (short_slices, "i + after belongs to it"),
    "near end left out": (by_pairs(lambda q, k, b, a: q - b < k <= q + a), "i − before belongs"),
    "own position left out": (
        by_pairs(lambda q, k, b, a: right(q, k, b, a) and q != k),
        "does not see its own position",
    ),
    "past unlimited": (
        lambda n, m, b, a: np.tril(np.ones((n, m), dtype=bool), k=a),
        "`before` limits nothing",
    ),
    "future unlimited": (
        lambda n, m, b, a: np.triu(np.ones((n, m), dtype=bool), k=-b),
        "`after` limits nothing",
    ),
    "one condition is enough": (
        lambda n, m, b, a: np.full((n, m), True),
        "joined by | (or)",
    ),
    "window wraps around": (negative_slices, "count from the end in Python"),
    "square only": (lambda n, m, b, a: triangles(n, n, b, a), "one of the two lengths is ignored"),
    "lengths swapped": (lambda n, m, b, a: triangles(m, n, b, a), "(key_len, query_len)"),
    "additive": (big_negative, "an additive mask"),
    "numbers instead of booleans": (lambda *g: triangles(*g) * 1.0, "not False and True"),
    "a loop past the last key": (loop_past_the_end, "reaches past the last key"),
    "a chain of comparisons": (chained, "(a <= d) & (d <= b)"),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_each_wrong_window_gets_its_own_explanation(mistake):
    function, says = WRONG[mistake]
    report = check_local_mask(function)
    assert_own_explanation(report, EXERCISE, mistake, says)


def test_every_known_window_mistake_is_made_by_an_attempt():
    assert {m.name for m in (*EXERCISE.mistakes, *EXERCISE.accidents)} == WRONG.keys()


@pytest.mark.parametrize("function", [by_pairs(right), slices, triangles, nested_lists])
def test_right_windows_written_differently_pass(function):
    assert check_local_mask(function).state == "passed"


def test_nested_lists_pass_with_advice():
    assert "a NumPy array" in check_local_mask(nested_lists).sentence
    assert "a NumPy array" not in check_local_mask(slices).sentence


def test_an_untouched_window_is_not_started():
    def local_mask(query_len, key_len, before, after): ...

    assert check_local_mask(local_mask).state == "not started"


def test_an_unknown_wrong_window_gets_an_honest_sentence_and_the_input():
    report = check_local_mask(by_pairs(lambda q, k, b, a: right(q, k, b, a) and (q + k) % 2 == 0))
    assert report.mistake is None
    assert "None of the mistakes that this check can name" in report.sentence
    assert dict(report.shown)["after"] == 2
