"""Wrong answers to ``cross_attention_mask`` that its check can name."""

import numpy as np

from attention_lib.practice.checks.cross_attention_mask_forms import FORM_MISTAKES
from attention_lib.practice.checks.cross_attention_mask_recreations import (
    full,
    one_row,
    one_sentence,
    seen_through,
    square_causal,
    square_causal_and_padding,
    square_causal_beside_padding,
)
from attention_lib.practice.exercise import Accident, Mistake

RULE_MISTAKES = (
    Mistake(
        "causal",
        "This is a causal mask: target position t sees the source words up to t, and padding "
        "among them. The whole source is known before the first target word is written, so no "
        "word of it is 'the future': hide padding, and nothing else.",
        (
            *one_sentence(lambda length, target, source, source_len: source <= target),
            square_causal,
            lambda source_lengths, target_len, source_len: np.tri(target_len, dtype=bool),
        ),
    ),
    Mistake(
        "causal as well",
        "Padding is hidden, but a causal mask is in it too: target position t sees only the "
        "source words up to t, and the first only one. A stored version of Keras' translation "
        "example had this mistake. Causal belongs in the decoder's self-attention.",
        (
            full(lambda length, target, source, source_len: (source <= target) & (source < length)),
            square_causal_and_padding,
            square_causal_beside_padding,
        ),
    ),
    Mistake(
        "inverted",
        "The mask is inverted: it is True exactly at the padding. Here True = may attend, as in "
        "PyTorch's scaled_dot_product_attention; nn.MultiheadAttention means the opposite.",
        one_row(lambda length, target, source, source_len: source >= length),
    ),
    Mistake(
        "target rows hidden",
        "Rows are hidden instead of columns: the lengths of the *source* are compared with "
        "target positions. Padded words sit among the keys, the last axis.",
        (
            full(lambda length, target, source, source_len: target < length),
            seen_through(
                full(lambda length, target, source, source_len: target < length),
                lambda mask: mask[..., :1],
            ),
        ),
    ),
    Mistake(
        "target rows hidden as well",
        "The padded keys are hidden, but so are the target positions from the same number on: "
        "those rows see nothing. The lengths belong to the source; every target position gets "
        "a row.",
        (full(lambda length, target, source, source_len: (target < length) & (source < length)),),
    ),
    Mistake(
        "one word too many",
        "Each target also sees the first padded word. A sentence of 3 words has the positions "
        "0, 1 and 2: position < length.",
        one_row(lambda length, target, source, source_len: source <= length),
    ),
    Mistake(
        "one word too few",
        "The last real word is hidden. A sentence of 3 words has the positions 0, 1 and 2: "
        "position < length.",
        one_row(lambda length, target, source, source_len: source < length - 1),
    ),
    Mistake(
        "counted from the end",
        "The number of visible words is right, but they are the last ones: padding stands at the "
        "end of a sentence, not at its start.",
        one_row(lambda length, target, source, source_len: source >= source_len - length),
    ),
    Mistake(
        "full sentences hidden",
        "Right where there is padding, but a sentence without any is hidden whole: a slice that "
        "counts from the end, [-padding:], begins at 0 when padding = 0. Count from the start: "
        "[length:].",
        one_row(
            lambda length, target, source, source_len: (source < length) & (length < source_len)
        ),
    ),
    Mistake(
        "only the own position",
        "Target position t sees source word t alone. Words are not in step across languages; "
        "which word matters is for the scores to say.",
        (
            *one_sentence(lambda length, target, source, source_len: source == target),
            full(lambda length, target, source, source_len: (source == target) & (source < length)),
        ),
    ),
    Mistake(
        "everything visible",
        "The mask hides nothing: padding gets weight too. Hide positions from the sentence's "
        "length on.",
        (
            *one_row(lambda length, target, source, source_len: source >= 0),
            *one_sentence(lambda length, target, source, source_len: source >= 0)[1:],
        ),
    ),
    Mistake(
        "nothing visible",
        "The mask is False everywhere: no target sees any word. Put True where a source word is "
        "real.",
        one_row(lambda length, target, source, source_len: source < 0),
    ),
    Mistake(
        "one length for all",
        "All sentences get the same mask, made from one length. Each has its own: compare with "
        "source_lengths[:, None, None].",
        tuple(
            build
            for choose in (np.max, np.min, lambda length: length[0], lambda length: length[-1])
            for build in one_sentence(
                lambda length, target, source, source_len, choose=choose: (
                    (source < choose(length)) & (target >= 0)
                )
            )
        ),
    ),
)

MISTAKES = RULE_MISTAKES + FORM_MISTAKES

ACCIDENTS = (
    Accident(
        "lengths that do not line up",
        ValueError,
        "could not be broadcast together",
        "source_lengths is (batch,) and np.arange(source_len) is (source_len,): each needs axes "
        "of its own before they meet. source_lengths[:, None, None] is (batch, 1, 1).",
    ),
    Accident(
        "a comparison of many numbers",
        ValueError,
        "truth value of an array",
        "`if` needs one yes or no, but source_lengths holds one number per sentence. Take the one "
        "of your sentence, source_lengths[b], or compare whole arrays without an `if`.",
    ),
    Accident(
        "many lengths as one",
        TypeError,
        "only integer scalar arrays can be converted",
        "range() and slices take one number, but source_lengths holds one per sentence: loop over "
        "the sentences, or compare np.arange(source_len) with source_lengths[:, None, None].",
    ),
)
