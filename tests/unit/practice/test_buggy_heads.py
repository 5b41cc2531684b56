"""The published bugs of several heads: which laws reveal them, and what else does."""

import numpy as np
import pytest

from attention_lib.laws import check_laws
from attention_lib.practice.buggy_heads import BUGGY_HEADS
from attention_lib.practice.buggy_layers import BUGGY_LAYERS
from attention_lib.reference_layer import reference_layer


@pytest.mark.parametrize("bug", BUGGY_HEADS)
def test_each_bug_breaks_exactly_its_laws(bug):
    table = check_laws(BUGGY_HEADS[bug].layer)
    assert tuple(table.broken) == BUGGY_HEADS[bug].breaks
    assert [report.holds for report in table].count(None) == 0


@pytest.mark.parametrize("bug", BUGGY_HEADS)
def test_no_shape_reveals_a_bug(bug):
    x, memory = np.random.default_rng(0).standard_normal((2, 2, 8, 32))
    right, wrong = reference_layer(x, memory[:, :4]), BUGGY_HEADS[bug].layer(x, memory[:, :4])
    assert [array.shape for array in wrong] == [array.shape for array in right]
    assert not np.allclose(wrong[0], right[0])


def test_the_source_of_a_layer_does_not_tell_the_answer():
    other = BUGGY_LAYERS["no_scale"].layer
    assert {bug.layer.__doc__ for bug in BUGGY_HEADS.values()} == {other.__doc__}
    assert [bug.layer.__name__ for bug in BUGGY_HEADS.values()] == list(BUGGY_HEADS)
    assert len({bug.wrong for bug in BUGGY_HEADS.values()}) == len(BUGGY_HEADS)


def test_heads_by_reshape_share_out_the_tokens():
    """With four heads and eight tokens, tokens 0 and 1 never see the other six."""
    x = np.random.default_rng(1).standard_normal((1, 8, 32))
    edited = x.copy()
    edited[:, 2:] += 1
    before, after = (BUGGY_HEADS["heads_by_reshape"].layer(tokens)[0] for tokens in (x, edited))
    np.testing.assert_array_equal(before[:, :2], after[:, :2])
    assert not np.isclose(before[:, 2:], after[:, 2:]).any()


def test_merging_by_reshape_leaves_the_weights_right_and_mixes_the_tokens():
    x = np.random.default_rng(2).standard_normal((1, 8, 32))
    right, wrong = reference_layer(x), BUGGY_HEADS["merge_by_reshape"].layer(x)
    np.testing.assert_allclose(wrong[1], right[1])
    assert not np.isclose(wrong[0], right[0]).all(axis=-1).any()


def test_a_head_of_a_slice_sees_nothing_of_the_rest():
    x = np.random.default_rng(3).standard_normal((1, 5, 32))
    edited = x.copy()
    edited[..., 8:] *= -3
    layer = BUGGY_HEADS["heads_of_slices"].layer
    before, after, real_before, real_after = (
        attend(tokens)[1] for attend in (layer, reference_layer) for tokens in (x, edited)
    )
    np.testing.assert_array_equal(before[:, 0], after[:, 0])
    assert not np.isclose(real_before[:, 0], real_after[:, 0]).all()


def test_heads_of_slices_share_their_matrices():
    """Two heads that get the same slice look the same way; real heads do not."""
    x = np.tile(np.random.default_rng(4).standard_normal((1, 5, 8)), 4)
    _, same, _ = BUGGY_HEADS["heads_of_slices"].layer(x)
    _, real, _ = reference_layer(x)
    np.testing.assert_allclose(same[:, 1:], same[:, :1].repeat(3, axis=1))
    assert not np.isclose(real[:, 1], real[:, 0]).all()
