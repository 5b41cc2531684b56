"""Whatever the docstring calls an attribute can be read and assigned, and shows at once."""

import numpy as np
import pytest

from attention_lib.widgets import AttentionComparison, AttentionEditor


def test_the_window_and_the_padding_of_an_editor_follow_an_assignment():
    editor = AttentionEditor("the cat sat on the mat", mask="window", window=1)
    editor.window = 2
    assert editor.window == 2
    assert editor.mask.sum(axis=1).tolist() == [3, 4, 5, 5, 4, 3]
    editor.mask = "padding"
    editor.padding = 2
    assert editor.padding == 2
    assert editor.mask[:, 4:].sum() == 0


def test_a_window_that_does_not_fit_is_refused_and_the_last_one_stays():
    editor = AttentionEditor("the cat sat", mask="window", window=1)
    with pytest.raises(ValueError, match="window must be a whole number"):
        editor.window = -1
    assert editor.window == 1


def test_the_parameters_of_a_comparisons_scores_follow_an_assignment():
    comparison = AttentionComparison(
        "the cat sat", head_dim=2, a={"score": "general"}, b={"score": "additive"}
    )
    before = comparison.weights_a, comparison.weights_b
    comparison.general = [[0.0, 3.0], [-1.0, 0.5]]
    comparison.additive_v = [2.0, -1.0]
    assert comparison.general.tolist() == [[0.0, 3.0], [-1.0, 0.5]]
    assert comparison.additive_v.tolist() == [2.0, -1.0]
    assert not np.allclose(comparison.weights_a, before[0])
    assert not np.allclose(comparison.weights_b, before[1])
    comparison.additive_v = None
    assert comparison.additive_v.tolist() == [1.0, 1.0]


def test_what_is_read_of_a_comparison_cannot_be_written_into():
    comparison = AttentionComparison("the cat sat")
    with pytest.raises(ValueError, match="read-only"):
        comparison.general[0, 0] = 5
