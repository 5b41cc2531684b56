"""Every wrong cross-attention mask gets its own explanation; every right one passes."""

import numpy as np
import pytest

import attention_lib as al
from attention_lib.practice import check_cross_attention_mask
from attention_lib.practice.checks.cross_attention_mask import EXERCISE


def by_rule(sees, source_lengths, target_len, source_len):
    """Apply ``sees(length, target, source)`` in three loops."""
    return np.array(
        [
            [[sees(length, t, s) for s in range(source_len)] for t in range(target_len)]
            for length in source_lengths.tolist()
        ]
    )


def right(*given):
    return by_rule(lambda length, t, s: s < length, *given)


def triangle(source_lengths, target_len, source_len):
    return np.tril(np.ones((target_len, source_len), dtype=bool))


def triangle_for_the_batch(source_lengths, target_len, source_len):
    return triangle(source_lengths, target_len, source_len)[None]


def triangle_per_sentence(source_lengths, target_len, source_len):
    return by_rule(lambda length, t, s: s <= t, source_lengths, target_len, source_len)


def square_triangle(source_lengths, target_len, source_len):
    return np.tril(np.ones((target_len, target_len), dtype=bool))


def square_triangle_per_sentence(source_lengths, target_len, source_len):
    return np.stack([square_triangle(source_lengths, target_len, source_len)] * len(source_lengths))


def keras(source_lengths, target_len, source_len):
    padding = np.arange(source_len)[None, None] < source_lengths[:, None, None]
    return np.minimum(padding, triangle(source_lengths, target_len, source_len)[None])


def keras_on_a_square(source_lengths, target_len, source_len):
    positions = np.arange(target_len)
    causal = positions[None] <= positions[:, None]
    return causal & (positions < source_lengths[:, None])[:, None, :]


def keras_with_source_padding(source_lengths, target_len, source_len):
    causal = np.tril(np.ones((1, target_len, target_len), dtype=bool))
    padding = np.arange(source_len) < source_lengths[:, None, None]
    return np.logical_and(causal, padding)


def inverted(*given):
    return ~right(*given)


def inverted_row(source_lengths, target_len, source_len):
    return np.arange(source_len)[None, None] >= source_lengths[:, None, None]


def inverted_numbers(source_lengths, target_len, source_len):
    return 1.0 - right(source_lengths, target_len, source_len)


def hides_targets(*given):
    return by_rule(lambda length, t, s: t < length, *given)


def hides_targets_in_a_column(source_lengths, target_len, source_len):
    return (np.arange(target_len) < source_lengths[:, None])[:, :, None]


def outer_product(source_lengths, target_len, source_len):
    target = np.arange(target_len) < source_lengths[:, None]
    source = np.arange(source_len) < source_lengths[:, None]
    return target[:, :, None] & source[:, None, :]


def up_to_the_length(*given):
    return by_rule(lambda length, t, s: s <= length, *given)


def slice_one_too_long(source_lengths, target_len, source_len):
    mask = np.zeros((len(source_lengths), 1, source_len), dtype=bool)
    for b, length in enumerate(source_lengths):
        mask[b, :, : length + 1] = True
    return mask


def below_the_last(*given):
    return by_rule(lambda length, t, s: s < length - 1, *given)


def below_the_last_row(source_lengths, target_len, source_len):
    return np.arange(source_len) + 1 < source_lengths.reshape(-1, 1, 1)


def real_words_last(source_lengths, target_len, source_len):
    return right(source_lengths, target_len, source_len)[:, :, ::-1]


def real_words_last_row(source_lengths, target_len, source_len):
    return right(source_lengths, 1, source_len)[..., ::-1]


def diagonal(source_lengths, target_len, source_len):
    return np.eye(target_len, source_len, dtype=bool)


def diagonal_of_real_words(*given):
    return by_rule(lambda length, t, s: s == t and s < length, *given)


def all_true(source_lengths, target_len, source_len):
    return np.ones((len(source_lengths), target_len, source_len), dtype=bool)


def all_true_without_batch(source_lengths, target_len, source_len):
    return np.full((target_len, source_len), True)


def never_filled(source_lengths, target_len, source_len):
    return np.zeros((len(source_lengths), target_len, source_len), dtype=bool)


def longest(source_lengths, target_len, source_len):
    return right(np.full(len(source_lengths), max(source_lengths)), target_len, source_len)


def shortest(source_lengths, target_len, source_len):
    return right(source_lengths * 0 + source_lengths.min(), target_len, source_len)


def first_sentence_only(source_lengths, target_len, source_len):
    return right(source_lengths[:1], target_len, source_len)[0]


def last_sentence_only(source_lengths, target_len, source_len):
    for length in source_lengths:
        mask = np.zeros((target_len, source_len), dtype=bool)
        mask[:, :length] = True
    return mask


def no_target_axis(source_lengths, target_len, source_len):
    return np.arange(source_len) < source_lengths[:, None]


def stretched_as_it_is(source_lengths, target_len, source_len):
    mask = no_target_axis(source_lengths, target_len, source_len)
    return np.broadcast_to(mask, (len(source_lengths), target_len, source_len))


def and_with_ones(source_lengths, target_len, source_len):
    ones = np.ones((len(source_lengths), target_len, source_len), dtype=bool)
    return ones & no_target_axis(source_lengths, target_len, source_len)


def tiled(source_lengths, target_len, source_len):
    rows = [
        s < length
        for _ in range(target_len)
        for length in source_lengths
        for s in range(source_len)
    ]
    return np.array(rows).reshape(len(source_lengths), target_len, source_len)


def lengths_with_one_axis_too_few(source_lengths, target_len, source_len):
    return np.arange(source_len)[None, None, :] < source_lengths[:, None]


def targets_first(source_lengths, target_len, source_len):
    row = [[s < length for s in range(source_len)] for length in source_lengths]
    return np.array([row for _ in range(target_len)])


def squeezed(*given):
    return right(*given).squeeze()


def squeezed_row(source_lengths, target_len, source_len):
    return np.squeeze(right(source_lengths, 1, source_len)[:, :1])


def padding_from_the_end(source_lengths, target_len, source_len):
    mask = np.ones((len(source_lengths), target_len, source_len), dtype=bool)
    for b, length in enumerate(source_lengths):
        mask[b, :, -(source_len - length) :] = False
    return mask


def for_heads(source_lengths, target_len, source_len):
    return (np.arange(source_len) < source_lengths[:, None])[:, None, None, :]


def for_heads_in_full(source_lengths, target_len, source_len):
    return right(source_lengths, target_len, source_len)[:, np.newaxis]


def keys_in_rows(source_lengths, target_len, source_len):
    return np.transpose(right(source_lengths, target_len, source_len), (0, 2, 1))


def target_len_twice(source_lengths, target_len, source_len):
    return right(source_lengths, target_len, target_len)


def source_len_twice(source_lengths, target_len, source_len):
    return right(source_lengths, source_len, source_len)


def target_len_in_a_row(source_lengths, target_len, source_len):
    return np.arange(target_len) < source_lengths[:, None, None]


def sizes_exchanged(source_lengths, target_len, source_len):
    return right(source_lengths, source_len, target_len)


def infinities(source_lengths, target_len, source_len):
    return np.where(right(source_lengths, target_len, source_len), 0.0, -np.inf)


def minus_1e9(source_lengths, target_len, source_len):
    return ~right(source_lengths, target_len, source_len) * -1e9


def row_of_infinities(source_lengths, target_len, source_len):
    return np.where(right(source_lengths, 1, source_len), 0.0, -np.inf)


def floats(source_lengths, target_len, source_len):
    return right(source_lengths, target_len, source_len).astype(np.float32)


def row_of_integers(source_lengths, target_len, source_len):
    row = [[int(s < length) for s in range(source_len)] for length in source_lengths]
    return np.array(row)[:, None]


def compares_as_they_are(source_lengths, target_len, source_len):
    row = np.arange(source_len) < source_lengths
    return np.repeat(row[None], target_len, axis=0)


def if_of_all_lengths(source_lengths, target_len, source_len):
    mask = np.zeros((len(source_lengths), target_len, source_len), dtype=bool)
    for s in range(source_len):
        if s < source_lengths:
            mask[:, :, s] = True
    return mask


def slice_up_to_all_lengths(source_lengths, target_len, source_len):
    mask = np.zeros((len(source_lengths), target_len, source_len), dtype=bool)
    mask[:, :, :source_lengths] = True
    return mask


def range_of_all_lengths(source_lengths, target_len, source_len):
    return [[[s in range(source_lengths) for s in range(source_len)]] * target_len]


WRONG = {
    triangle: ("causal", "no word of it is 'the future'"),
    triangle_for_the_batch: ("causal", "This is a causal mask"),
    triangle_per_sentence: ("causal", "and padding among them"),
    square_triangle: ("causal", "This is a causal mask"),
    square_triangle_per_sentence: ("causal", "hide padding, and nothing else"),
    keras: ("causal as well", "A stored version of Keras' translation example"),
    keras_on_a_square: ("causal as well", "belongs in the decoder's self-attention"),
    keras_with_source_padding: ("causal as well", "sees only the source words up to t"),
    inverted: ("inverted", "True exactly at the padding"),
    inverted_row: ("inverted", "True = may attend"),
    inverted_numbers: ("inverted", "nn.MultiheadAttention means the opposite"),
    hides_targets: ("target rows hidden", "Rows are hidden instead of columns"),
    hides_targets_in_a_column: ("target rows hidden", "the keys, the last axis"),
    outer_product: ("target rows hidden as well", "those rows see nothing"),
    up_to_the_length: ("one word too many", "also sees the first padded word"),
    slice_one_too_long: ("one word too many", "positions 0, 1 and 2"),
    below_the_last: ("one word too few", "The last real word is hidden"),
    below_the_last_row: ("one word too few", "position < length"),
    real_words_last: ("counted from the end", "they are the last ones"),
    real_words_last_row: ("counted from the end", "padding stands at the end"),
    diagonal: ("only the own position", "sees source word t alone"),
    diagonal_of_real_words: ("only the own position", "not in step across languages"),
    all_true: ("everything visible", "padding gets weight too"),
    all_true_without_batch: ("everything visible", "hides nothing"),
    never_filled: ("nothing visible", "False everywhere"),
    longest: ("one length for all", "All sentences get the same mask"),
    shortest: ("one length for all", "Each has its own"),
    first_sentence_only: ("one length for all", "made from one length"),
    last_sentence_only: ("one length for all", "source_lengths[:, None, None]"),
    no_target_axis: ("no axis for the targets", "where batch = target_len"),
    stretched_as_it_is: ("no axis for the targets", "mask[:, None, :]"),
    and_with_ones: ("no axis for the targets", "take its first axis for the targets"),
    tiled: ("sentences mixed up", "np.repeat(mask[:, None, :], target_len, axis=1)"),
    lengths_with_one_axis_too_few: ("sentences on the second axis", "(1, batch, source_len)"),
    targets_first: ("sentences on the second axis", "They come first"),
    squeezed: ("squeezed", "an axis of size 1 is lost"),
    squeezed_row: ("squeezed", "an axis of size 1 is lost"),
    padding_from_the_end: ("full sentences hidden", "begins at 0 when padding = 0"),
    for_heads: ("an axis for the heads", "an axis too many"),
    for_heads_in_full: ("an axis for the heads", "as for the scores of several heads"),
    keys_in_rows: ("axes exchanged", "Rows belong to queries"),
    target_len_twice: ("square only", "one of the two lengths is used for both"),
    source_len_twice: ("square only", "Right when target and source are equally long"),
    target_len_in_a_row: ("square only", "columns source words"),
    sizes_exchanged: ("square only", "Rows are target positions"),
    infinities: ("additive", "an additive mask"),
    minus_1e9: ("additive", "Asked for is a boolean one"),
    row_of_infinities: ("additive", "a large negative number"),
    floats: ("numbers instead of booleans", "not False and True"),
    row_of_integers: ("numbers instead of booleans", "Use dtype=bool"),
    compares_as_they_are: ("lengths that do not line up", "(batch, 1, 1)"),
    if_of_all_lengths: ("a comparison of many numbers", "source_lengths[b]"),
    slice_up_to_all_lengths: ("many lengths as one", "slices take one number"),
    range_of_all_lengths: ("many lengths as one", "loop over the sentences"),
}


@pytest.mark.parametrize("function", WRONG, ids=lambda function: function.__name__)
def test_each_wrong_cross_mask_gets_its_own_explanation(function):
    mistake, says = WRONG[function]
    report = check_cross_attention_mask(function)
    assert (report.state, report.mistake) == ("not yet", mistake)
    assert says in report.sentence
    assert not report


def test_no_two_cross_mask_mistakes_share_a_sentence():
    known = (*EXERCISE.mistakes, *EXERCISE.accidents)
    for function, (mistake, _) in WRONG.items():
        sentence = check_cross_attention_mask(function).sentence
        assert {m.name for m in known if m.message in sentence} == {mistake}


def test_every_known_cross_mask_mistake_is_made_by_an_attempt():
    known = {m.name for m in (*EXERCISE.mistakes, *EXERCISE.accidents)}
    assert known == {mistake for mistake, _ in WRONG.values()}
    assert len(known) >= 6


def by_broadcasting(source_lengths, target_len, source_len):
    mask = np.arange(source_len) < source_lengths[:, None, None]
    return np.broadcast_to(mask, (len(source_lengths), target_len, source_len))


def by_repeating(source_lengths, target_len, source_len):
    mask = np.arange(source_len)[None] < source_lengths[:, None]
    return np.repeat(mask[:, None], target_len, axis=1)


def by_slices(source_lengths, target_len, source_len):
    mask = np.zeros((len(source_lengths), target_len, source_len), dtype=bool)
    for b, length in enumerate(source_lengths):
        mask[b, :, :length] = True
    return mask


def by_hiding(source_lengths, target_len, source_len):
    mask = np.full((len(source_lengths), target_len, source_len), True)
    for b in range(len(source_lengths)):
        mask[b, :, source_lengths[b] :] = False
    return mask


def with_ones(source_lengths, target_len, source_len):
    return np.ones((target_len, 1), dtype=bool) & by_the_library(
        source_lengths, target_len, source_len
    )


def nested_lists(source_lengths, target_len, source_len):
    return [
        [[s < length for s in range(source_len)] for _ in range(target_len)]
        for length in source_lengths.tolist()
    ]


def by_the_library(source_lengths, target_len, source_len):
    return al.padding_mask(source_lengths, source_len)


def nested_lists_of_one_row(source_lengths, target_len, source_len):
    return by_the_library(source_lengths, target_len, source_len).tolist()


RIGHT = [
    right,
    by_broadcasting,
    by_repeating,
    by_slices,
    by_hiding,
    with_ones,
    nested_lists,
    by_the_library,
    nested_lists_of_one_row,
]


@pytest.mark.parametrize("function", RIGHT, ids=lambda function: function.__name__)
def test_right_cross_masks_written_differently_pass(function):
    report = check_cross_attention_mask(function)
    assert report.state == "passed", report


@pytest.mark.parametrize("function", RIGHT, ids=lambda function: function.__name__)
def test_one_row_for_all_targets_and_lists_pass_with_a_remark(function):
    sentence = check_cross_attention_mask(function).sentence
    of_one_row = function in (by_the_library, nested_lists_of_one_row)
    assert ("(batch, 1, source_len): one row for all targets" in sentence) is of_one_row
    of_lists = function in (nested_lists, nested_lists_of_one_row)
    assert ("a NumPy array (np.array(mask)) is handier" in sentence) is of_lists


def test_one_row_for_all_targets_weighs_as_the_written_out_mask_does():
    rng = np.random.default_rng(0)
    query, key, value = (rng.normal(size=(2, n, 4)) for n in (3, 5, 5))
    lengths = np.array([4, 2])
    outputs = [
        al.scaled_dot_product_attention(query, key, value, mask=build(lengths, 3, 5))
        for build in (by_the_library, by_slices)
    ]
    np.testing.assert_array_equal(*outputs)


def test_a_blank_cross_mask_is_not_started():
    def cross_attention_mask(source_lengths, target_len, source_len): ...

    assert check_cross_attention_mask(cross_attention_mask).state == "not started"


def test_editing_the_lengths_in_place_is_told():
    def edits(source_lengths, target_len, source_len):
        mask = right(source_lengths, target_len, source_len)
        source_lengths -= 1
        return mask

    assert "edits its input `source_lengths` in place" in check_cross_attention_mask(edits).sentence


def test_the_mistake_that_shipped_shows_a_first_target_that_sees_one_word():
    shown = dict(check_cross_attention_mask(keras).shown)
    assert shown["source_lengths"][0] == 4
    assert shown["expected"][0].sum(axis=-1).tolist() == [4, 4, 4]
    assert shown["got"][0].sum(axis=-1).tolist() == [1, 2, 3]


def test_a_wrong_shape_is_named_by_its_axes():
    report = check_cross_attention_mask(lambda *given: right(*given)[:, :, :1])
    assert "(batch, target_len, source_len) = (2, 3, 5); got (2, 3, 1)" in report.sentence


def test_an_unknown_wrong_mask_gets_an_honest_sentence_and_the_input():
    def every_other(source_lengths, target_len, source_len):
        return right(source_lengths, target_len, source_len) & (np.arange(source_len) % 2 == 0)

    report = check_cross_attention_mask(every_other)
    assert report.mistake is None
    assert "None of the mistakes that this check can name" in report.sentence
    assert [label for label, _ in report.shown][:3] == list(EXERCISE.cases[0].arguments)
