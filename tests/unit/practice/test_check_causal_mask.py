"""Every wrong causal mask gets its own explanation; every right one passes."""

import numpy as np
import pytest

from attention_lib.practice import check_causal_mask
from attention_lib.practice.checks.causal_mask import EXERCISE


def inverted(query_len, key_len):
    return np.triu(np.ones((query_len, key_len)), k=1).astype(bool)


def inverted_numbers(query_len, key_len):
    return np.triu(np.ones((query_len, key_len)), k=1)


def without_itself(query_len, key_len):
    rows, columns = np.indices((query_len, key_len))
    return columns < rows


def one_ahead(query_len, key_len):
    return np.array([[k <= q + 1 for k in range(key_len)] for q in range(query_len)])


def forward(query_len, key_len):
    return np.arange(key_len)[None] >= np.arange(query_len)[:, None]


def diagonal(query_len, key_len):
    return np.arange(key_len)[None] == np.arange(query_len)[:, None]


def all_true(query_len, key_len):
    return np.full((query_len, key_len), True)


def square(query_len, key_len):
    return np.tril(np.ones((query_len, query_len), dtype=bool))


def swapped(query_len, key_len):
    return np.tril(np.ones((key_len, query_len), dtype=bool))


def bottom_right(query_len, key_len):
    past = key_len - query_len
    return np.array([[k <= q + past for k in range(key_len)] for q in range(query_len)])


def additive(query_len, key_len):
    mask = np.zeros((query_len, key_len))
    mask[np.triu_indices(query_len, k=1, m=key_len)] = -np.inf
    return mask


def additive_1e9(query_len, key_len):
    return np.triu(np.ones((query_len, key_len)), k=1) * -1e9


def floats(query_len, key_len):
    return np.tril(np.ones((query_len, key_len)))


def integers(query_len, key_len):
    return [[int(k <= q) for k in range(key_len)] for q in range(query_len)]


def loop_past_the_last_key(query_len, key_len):
    mask = np.zeros((query_len, key_len), dtype=bool)
    for i in range(query_len):
        for j in range(i + 1):
            mask[i, j] = True
    return mask


def lists_past_the_last_key(query_len, key_len):
    mask = [[False] * key_len for _ in range(query_len)]
    for i in range(query_len):
        for j in range(i + 1):
            mask[i][j] = True
    return np.array(mask)


def loop_one_ahead(query_len, key_len):
    mask = np.zeros((query_len, key_len), dtype=bool)
    for i in range(query_len):
        for j in range(i + 2):
            mask[i, j] = True
    return mask


WRONG = {
    inverted: ("inverted", "True exactly where a query must not look"),
    inverted_numbers: ("inverted", "True = may attend"),
    without_itself: ("excludes the current token", "may not see its own position"),
    one_ahead: ("looks one step ahead", "also sees the next token"),
    loop_one_ahead: ("looks one step ahead", "also sees the next token"),
    loop_past_the_last_key: ("a loop past the last key", "key_len may be smaller than query_len"),
    lists_past_the_last_key: ("a loop past the last key", "key_len may be smaller than query_len"),
    forward: ("looks forward", "the wrong way round"),
    diagonal: ("only itself", "only its own position"),
    all_true: ("everything visible", "hides nothing"),
    square: ("square only", "one of the two lengths is ignored"),
    swapped: ("lengths swapped", "(key_len, query_len)"),
    bottom_right: ("aligned bottom right", "aligned at its bottom right corner"),
    additive: ("additive", "an additive mask"),
    additive_1e9: ("additive", "an additive mask"),
    floats: ("numbers instead of booleans", "not False and True"),
    integers: ("numbers instead of booleans", "not False and True"),
}


@pytest.mark.parametrize("function", WRONG, ids=lambda function: function.__name__)
def test_each_wrong_mask_gets_its_own_explanation(function):
    mistake, says = WRONG[function]
    report = check_causal_mask(function)
    assert (report.state, report.mistake) == ("not yet", mistake)
    assert says in report.sentence
    assert not report


def test_no_two_mask_mistakes_share_a_sentence():
    known = (*EXERCISE.mistakes, *EXERCISE.accidents)
    for function, (mistake, _) in WRONG.items():
        sentence = check_causal_mask(function).sentence
        assert {m.name for m in known if m.message in sentence} == {mistake}


def test_every_known_mask_mistake_is_made_by_an_attempt():
    known = {m.name for m in (*EXERCISE.mistakes, *EXERCISE.accidents)}
    assert known == {mistake for mistake, _ in WRONG.values()}
    assert len(known) >= 6


def by_positions(query_len, key_len):
    return np.arange(key_len) <= np.arange(query_len)[:, None]


def by_tril(query_len, key_len):
    return np.tril(np.ones((query_len, key_len), dtype=bool))


def by_not_triu(query_len, key_len):
    return ~np.triu(np.ones((query_len, key_len), dtype=bool), k=1)


def by_loops(query_len, key_len):
    mask = np.zeros((query_len, key_len), dtype=bool)
    for query in range(query_len):
        for key in range(min(query + 1, key_len)):
            mask[query, key] = True
    return mask


def nested_lists(query_len, key_len):
    return [[key <= query for key in range(key_len)] for query in range(query_len)]


@pytest.mark.parametrize(
    "function",
    [by_positions, by_tril, by_not_triu, by_loops, nested_lists],
    ids=lambda function: function.__name__,
)
def test_right_masks_written_differently_pass(function):
    assert check_causal_mask(function).state == "passed"


def test_nested_lists_pass_with_the_advice_to_return_an_array():
    advice = "a NumPy array (np.array(mask)) is handier"
    assert advice in check_causal_mask(nested_lists).sentence
    assert advice not in check_causal_mask(by_positions).sentence


def test_a_loop_past_the_last_key_is_shown_with_its_error_line_and_lengths():
    sentence = check_causal_mask(loop_past_the_last_key).sentence
    assert "IndexError: index 2 is out of bounds for axis 1 with size 2" in sentence
    assert "(in the line `mask[i, j] = True`)" in sentence
    assert "It was given query_len = 4, key_len = 2." in sentence


def test_an_index_error_at_a_square_mask_is_not_blamed_on_key_len():
    def off_by_one(query_len, key_len):
        mask = np.zeros((query_len, key_len), dtype=bool)
        for i in range(1, query_len + 1):
            mask[i, :i] = True
        return mask

    report = check_causal_mask(off_by_one)
    assert report.mistake is None
    assert "IndexError" in report.sentence
    assert "smaller" not in report.sentence


def test_an_unknown_wrong_mask_gets_an_honest_sentence_and_the_input():
    def every_other(query_len, key_len):
        return (np.indices((query_len, key_len)).sum(0) % 2).astype(bool)

    report = check_causal_mask(every_other)
    assert report.mistake is None
    assert "None of the mistakes that this check can name" in report.sentence
    assert dict(report.shown)["query_len"] == 3


def test_a_wrong_shape_is_named_by_its_axes():
    report = check_causal_mask(lambda query_len, key_len: np.ones(query_len, dtype=bool))
    assert "(query_len, key_len) = (3, 3); got (3,)" in report.sentence
