"""Every wrong way to cut heads gets its own explanation; every right one passes."""

import numpy as np
import pytest
from explained import assert_own_explanation

import attention_lib as al
from attention_lib.practice import check_split_heads
from attention_lib.practice.checks.split_heads import EXERCISE


def component_by_component(place, shape):
    """Write a split out with loops: component c of token t goes to ``place(t, c, n, d)``."""

    def split(x, num_heads):
        *batch, length, width = x.shape
        head_dim = width // num_heads
        heads = np.zeros((*batch, *shape(num_heads, length, head_dim)))
        for t in range(length):
            for c in range(width):
                heads[(..., *place(t, c, num_heads, head_dim))] = x[..., t, c]
        return heads

    return split


right = component_by_component(lambda t, c, n, d: (c // d, t, c % d), lambda n, m, d: (n, m, d))


def by_transpose(x, num_heads):
    *batch, length, width = x.shape
    cut = x.reshape(*batch, length, num_heads, width // num_heads)
    before = tuple(range(len(batch)))
    return cut.transpose(*before, len(batch) + 1, len(batch), len(batch) + 2)


def by_slices(x, num_heads):
    head_dim = x.shape[-1] // num_heads
    return np.stack([x[..., h * head_dim : (h + 1) * head_dim] for h in range(num_heads)], axis=-3)


def by_np_split(x, num_heads):
    return np.moveaxis(np.array(np.split(x, num_heads, axis=-1)), 0, -3)


def by_einsum(x, num_heads):
    return np.einsum("...thd->...htd", x.reshape(*x.shape[:-1], num_heads, -1))


def nested_lists(x, num_heads):
    return right(x, num_heads).tolist()


def straight_reshape(x, num_heads):
    *batch, length, width = x.shape
    return x.reshape(*batch, num_heads, length, width // num_heads)


def straight_reshape_of_everything(x, num_heads):
    return x.reshape(num_heads, -1, x.shape[-1] // num_heads)


def transposed_first(x, num_heads):
    *batch, length, width = x.shape
    return np.swapaxes(x, -1, -2).reshape(*batch, num_heads, length, width // num_heads)


dealt_out = component_by_component(lambda t, c, n, d: (c % n, t, c // n), lambda n, m, d: (n, m, d))


def strided(x, num_heads):
    return np.stack([x[..., h::num_heads] for h in range(num_heads)], axis=-3)


def heads_of_num_heads(x, num_heads):
    return by_slices(x, x.shape[-1] // num_heads)


def axis_of_tokens(x, num_heads):
    return np.stack(np.split(x, num_heads, axis=-2), axis=-3)


def first_axis(x, num_heads):
    return np.array(np.split(x, num_heads))


def tokens_in_blocks(x, num_heads):
    *batch, length, width = x.shape
    return x.reshape(*batch, num_heads, length // num_heads, width)


def broadcast_to_all(x, num_heads):
    return np.repeat(np.expand_dims(x, -3), num_heads, axis=-3)


def returns_in_the_loop(x, num_heads):  # noqa: RET503
    head_dim = x.shape[-1] // num_heads
    for h in range(num_heads):
        return x[..., h * head_dim : (h + 1) * head_dim]


def keeps_the_last(x, num_heads):
    for head in np.split(x, num_heads, axis=-1):
        piece = head
    return piece


def untouched_vectors(x, num_heads):
    return x.copy()


def one_wide_head(x, num_heads):
    return np.expand_dims(x, -3)


def stops_after_the_reshape(x, num_heads):
    return x.reshape(*x.shape[:-1], num_heads, x.shape[-1] // num_heads)


def heads_and_components_swapped(x, num_heads):
    return np.swapaxes(stops_after_the_reshape(x, num_heads), -1, -2)


def lying(x, num_heads):
    return np.swapaxes(right(x, num_heads), -1, -2)


def stacked_in_front(x, num_heads):
    return np.array(np.split(x, num_heads, axis=-1))


def swaps_0_and_1(x, num_heads):
    return np.swapaxes(stops_after_the_reshape(x, num_heads), 0, 1)


def swaps_1_and_2(x, num_heads):
    return np.swapaxes(stops_after_the_reshape(x, num_heads), 1, 2)


def flat_batch(x, num_heads):
    head_dim = x.shape[-1] // num_heads
    return x.reshape(-1, num_heads, head_dim).transpose(1, 0, 2)


def len_for_length(x, num_heads):
    return x.reshape(len(x), num_heads, -1).transpose(1, 0, 2)


def two_axes_only(x, num_heads):
    length, width = x.shape
    return x.reshape(length, num_heads, width // num_heads).swapaxes(0, 1)


def three_axes_only(x, num_heads):
    batch, length, width = x.shape
    return x.reshape(batch, length, num_heads, width // num_heads).swapaxes(1, 2)


def transpose_of_three(x, num_heads):
    return stops_after_the_reshape(x, num_heads).transpose(1, 0, 2)


def true_division(x, num_heads):
    return x.reshape(*x.shape[:-1], num_heads, x.shape[-1] / num_heads).swapaxes(-2, -3)


def forgets_to_divide(x, num_heads):
    return x.reshape(*x.shape[:-1], num_heads, x.shape[-1]).swapaxes(-2, -3)


WRONG = {
    straight_reshape: ("reshape alone", "head 0 gets the first tokens whole"),
    straight_reshape_of_everything: ("reshape alone", "a round trip does not reveal this"),
    transposed_first: ("transposed, then reshaped", "x is transposed first"),
    dealt_out: ("dealt out by turns", "like cards"),
    strided: ("dealt out by turns", "one block of neighbours"),
    heads_of_num_heads: ("num_heads taken for head_dim", "The pieces are num_heads wide"),
    axis_of_tokens: ("tokens dealt out", "Each head must see all tokens"),
    first_axis: ("tokens dealt out", "not the one of length"),
    tokens_in_blocks: ("tokens dealt out", "dealt out to the heads, whole"),
    broadcast_to_all: ("a copy for each head", "a copy of the whole vector"),
    returns_in_the_loop: ("one head only", "a `return` inside a loop"),
    keeps_the_last: ("one head only", "an assignment keeps the last"),
    untouched_vectors: ("nothing cut", "come back whole"),
    one_wide_head: ("nothing cut", "come back whole"),
    stops_after_the_reshape: ("heads not moved", "the heads of one token would attend"),
    heads_and_components_swapped: ("axes in another order", "a table with a row for every token"),
    lying: ("axes in another order", "The pieces are right"),
    stacked_in_front: ("heads before the batch", "directly before the tokens"),
    swaps_0_and_1: ("axes counted from the front", "Count from the back"),
    swaps_1_and_2: ("axes counted from the front", "one number of axes only"),
    flat_batch: ("batch and tokens in one axis", "as if they were one long sequence"),
    len_for_length: ("first axis taken for the tokens", "the number of sequences"),
    two_axes_only: ("as many names as axes", "`*batch, length, width = x.shape`"),
    three_axes_only: ("as many names as axes", "may have batch axes in front"),
    transpose_of_three: ("transpose needs all axes", "swapaxes(-3, -2)"),
    true_division: ("a fraction as a size", "model_dim // num_heads"),
    forgets_to_divide: ("sizes that do not multiply out", "keeps the number of entries"),
}


@pytest.mark.parametrize("function", WRONG, ids=lambda function: function.__name__)
def test_each_wrong_split_gets_its_own_explanation(function):
    mistake, says = WRONG[function]
    report = check_split_heads(function)
    assert report.exercise == "split_heads"
    assert_own_explanation(report, EXERCISE, mistake, says)


def test_every_known_split_mistake_is_made_by_an_attempt():
    known = {m.name for m in (*EXERCISE.mistakes, *EXERCISE.accidents)}
    assert known == {mistake for mistake, _ in WRONG.values()}
    assert len(known) >= 8


RIGHT = [right, by_transpose, by_slices, by_np_split, by_einsum, nested_lists, al.split_heads]


@pytest.mark.parametrize("function", RIGHT, ids=lambda function: function.__name__)
def test_right_splits_written_differently_pass(function):
    report = check_split_heads(function)
    assert report.state == "passed", report


def test_a_round_trip_does_not_hide_two_reshapes():
    def merge_by_reshape(x):
        *batch, num_heads, length, head_dim = x.shape
        return x.reshape(*batch, length, num_heads * head_dim)

    x = np.arange(12.0).reshape(3, 4)
    np.testing.assert_array_equal(merge_by_reshape(straight_reshape(x, 2)), x)
    assert check_split_heads(straight_reshape, merge_by_reshape).exercise == "split_heads"
    second = check_split_heads(right, merge_by_reshape)
    assert (second.exercise, second.mistake) == ("merge_heads", "reshape alone")


def test_both_functions_are_praised_together():
    both = check_split_heads(al.split_heads, al.merge_heads)
    assert (both.exercise, both.state) == ("split_heads", "passed")
    assert "no two tokens are mixed" in both.sentence
    assert "side by side again" in both.sentence


def blank_split(x, num_heads): ...


def blank_merge(x): ...


def test_what_is_not_written_yet_is_not_started():
    assert check_split_heads(blank_split, blank_merge).state == "not started"
    half = check_split_heads(right, blank_merge)
    assert (half.exercise, half.state) == ("merge_heads", "not started")


def test_exchanged_functions_are_told_how_they_must_be_callable():
    sentence = check_split_heads(al.merge_heads, al.split_heads).sentence
    assert "must be callable as split_heads(x, num_heads)" in sentence


def test_heads_and_shapes_together_are_refused():
    report = check_split_heads(lambda x, n: (right(x, n), np.array(x.shape)))
    assert report.sentence == "Return `heads` alone; got a tuple of 2 things."


def test_a_split_that_edits_x_is_told():
    def edits(x, num_heads):
        heads = right(x, num_heads)
        x *= 0
        return heads

    assert "edits its input `x` in place" in check_split_heads(edits).sentence


def test_reversed_heads_get_an_honest_sentence():
    report = check_split_heads(lambda x, n: right(x, n)[..., ::-1, :, :])
    assert report.mistake is None
    assert "None of the mistakes that this check can name" in report.sentence


def test_a_head_too_many_is_told_by_its_shape():
    report = check_split_heads(lambda x, n: by_slices(np.hstack([x, x]), 2 * n)[..., : n + 1, :, :])
    assert "`heads` must have the shape (2, 3, 2); got (3, 3, 2)" in report.sentence
