"""Every wrong way to put heads together gets its own explanation; every right one passes."""

import numpy as np
import pytest
from explained import assert_own_explanation

import attention_lib as al
from attention_lib.practice import check_merge_heads
from attention_lib.practice.checks.merge_heads import EXERCISE


def component_by_component(place):
    """Write a merge out with loops: component i of head h goes to column ``place(h, i, n, d)``."""

    def merge(x):
        *batch, num_heads, length, head_dim = x.shape
        merged = np.zeros((*batch, length, num_heads * head_dim))
        for h in range(num_heads):
            for i in range(head_dim):
                merged[..., :, place(h, i, num_heads, head_dim)] = x[..., h, :, i]
        return merged

    return merge


right = component_by_component(lambda h, i, n, d: h * d + i)
by_turns = component_by_component(lambda h, i, n, d: i * n + h)


def by_concatenation(x):
    return np.concatenate([x[..., h, :, :] for h in range(x.shape[-3])], axis=-1)


def by_einsum(x):
    turned = np.einsum("...htd->...thd", x)
    return turned.reshape(*turned.shape[:-2], -1)


def nested_lists(x):
    return right(x).tolist()


def straight_reshape(x):
    *batch, num_heads, length, head_dim = x.shape
    return np.ascontiguousarray(x).reshape(*batch, length, num_heads * head_dim)


def straight_reshape_of_everything(x):
    return x.reshape(x.shape[-2], -1)


def rows_of_all_sequences(x):
    return x.reshape(-1, x.shape[-3] * x.shape[-1])


def swaps_tokens_and_components(x):
    *batch, num_heads, length, head_dim = x.shape
    return np.swapaxes(x, -1, -2).reshape(*batch, length, num_heads * head_dim)


def mean_head(x):
    return np.mean(x, axis=-3)


def mean_of_a_loop(x):
    num_heads = x.shape[-3]
    return sum(x[..., h, :, :] for h in range(num_heads)) / num_heads


def sum_of_heads(x):
    return sum(x[..., h, :, :] for h in range(x.shape[-3]))


def stacked(x):
    return np.concatenate([x[..., h, :, :] for h in range(x.shape[-3])], axis=-2)


def vstack(x):
    return np.vstack(list(x))


def returns_in_the_loop(x):  # noqa: RET503
    for h in range(x.shape[-3]):
        return x[..., h, :, :]


def keeps_the_last(x):
    for head in np.moveaxis(x, -3, 0):
        merged = head
    return merged


def swap_alone(x):
    return np.swapaxes(x, -2, -3)


def as_it_came(x):
    return x.copy()


def sideways(x):
    return np.swapaxes(right(x), -1, -2)


def swaps_0_and_1(x):
    turned = np.swapaxes(x, 0, 1)
    return turned.reshape(*turned.shape[:-2], -1)


def swaps_1_and_2(x):
    turned = np.swapaxes(x, 1, 2)
    return turned.reshape(*turned.shape[:-2], -1)


def hstack(x):
    return np.hstack(list(x))


def concatenates_the_first_axis(x):
    return np.concatenate(x, axis=-1)


def flat_batch(x):
    return right(x).reshape(-1, x.shape[-3] * x.shape[-1])


def all_in_one_row(x):
    return np.swapaxes(x, -2, -3).reshape(x.shape[-2], -1)


def three_axes_only(x):
    num_heads, length, head_dim = x.shape
    return x.swapaxes(0, 1).reshape(length, num_heads * head_dim)


def four_axes_only(x):
    batch, num_heads, length, head_dim = x.shape
    return x.swapaxes(1, 2).reshape(batch, length, num_heads * head_dim)


def transpose_of_three(x):
    turned = x.transpose(1, 0, 2)
    return turned.reshape(*turned.shape[:-2], -1)


def forgets_a_head(x):
    return x.swapaxes(-2, -3).reshape(*x.shape[:-3], x.shape[-2], x.shape[-1])


WRONG = {
    straight_reshape: ("reshape alone", "the first row is filled with tokens of head 0 alone"),
    straight_reshape_of_everything: ("reshape alone", "*then* reshape"),
    rows_of_all_sequences: ("reshape alone", "Swap heads and tokens first"),
    by_turns: ("collected by turns", "Each head's piece stays together"),
    swaps_tokens_and_components: ("another swap before the reshape", "its rows are not tokens"),
    mean_head: ("averaged", "which head found what"),
    mean_of_a_loop: ("averaged", "side by side"),
    sum_of_heads: ("added up", "only W_O, later, adds"),
    stacked: ("heads below each other", "as if they were more tokens"),
    vstack: ("heads below each other", "concatenate along the last axis"),
    returns_in_the_loop: ("one head only", "a `return` inside a loop"),
    keeps_the_last: ("one head only", "an assignment keeps the last"),
    swap_alone: ("not joined yet", "are still to be joined"),
    as_it_came: ("nothing merged", "come back as they were"),
    sideways: ("transposed", "a column for every token"),
    swaps_0_and_1: ("axes counted from the front", "The heads are axis −3"),
    swaps_1_and_2: ("axes counted from the front", "counted from the front"),
    hstack: ("axes counted from the front", "one number of axes only"),
    concatenates_the_first_axis: ("axes counted from the front", "there may be batch axes"),
    flat_batch: ("batch swallowed", "Keep what stands in front"),
    all_in_one_row: ("batch swallowed", "tokens of several sequences land in one"),
    three_axes_only: ("as many names as axes", "may have batch axes in front"),
    four_axes_only: ("as many names as axes", "takes both"),
    transpose_of_three: ("transpose needs all axes", "swapaxes(-3, -2)"),
    forgets_a_head: ("sizes that do not multiply out", "keeps the number of entries"),
}


@pytest.mark.parametrize("function", WRONG, ids=lambda function: function.__name__)
def test_each_wrong_merge_gets_its_own_explanation(function):
    mistake, says = WRONG[function]
    report = check_merge_heads(function)
    assert_own_explanation(report, EXERCISE, mistake, says)


def test_every_known_merge_mistake_is_made_by_an_attempt():
    known = {m.name for m in (*EXERCISE.mistakes, *EXERCISE.accidents)}
    assert known == {mistake for mistake, _ in WRONG.values()}
    assert len(known) >= 8


@pytest.mark.parametrize(
    "function",
    [right, by_concatenation, by_einsum, nested_lists, al.merge_heads],
    ids=lambda function: function.__name__,
)
def test_right_merges_written_differently_pass(function):
    report = check_merge_heads(function)
    assert report.state == "passed", report


def test_a_merge_that_asks_for_the_number_of_heads_is_told_its_signature():
    sentence = check_merge_heads(lambda x, num_heads: right(x)).sentence
    assert "must be callable as merge_heads(x)" in sentence


def test_a_merge_that_edits_its_heads_is_told():
    def edits(x):
        merged = right(x)
        x[..., 0, :, :] = 0
        return merged

    assert "edits its input `x` in place" in check_merge_heads(edits).sentence


def test_heads_in_reverse_get_an_honest_sentence():
    report = check_merge_heads(lambda x: right(x[..., ::-1, :, :]))
    assert report.mistake is None
    assert "None of the mistakes that this check can name" in report.sentence
