"""Our attention answers as PyTorch's did when the golden file was made."""

from pathlib import Path

import numpy as np
import pytest
from golden.agreement import assert_agrees
from golden.sdpa_cases import CASES, DTYPES, MASKS, SHAPES

from attention_lib import scaled_dot_product_attention, softmax

PATH = Path(__file__).parents[1] / "golden" / "sdpa.npz"


@pytest.fixture(scope="module")
def golden():
    with np.load(PATH, allow_pickle=False) as file:
        return dict(file)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_our_output_is_pytorchs(case, golden):
    assert_agrees(case, golden[case.name])


def test_the_golden_file_holds_every_case_and_nothing_else(golden):
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)
    assert set(golden) == {*names, "softmax of nothing"}


def test_the_cases_cover_every_shape_mask_and_dtype():
    covered = {(case.shape, case.mask, case.dtype) for case in CASES}
    assert len(covered) == len(SHAPES) * len(MASKS) * len(DTYPES)


def test_the_cases_tell_right_from_wrong(golden):
    """No golden output is what an unmasked, unscaled or plain mean would give."""
    case = next(case for case in CASES if case.name == "heads-bool-float64-default")
    query, key, value, mask = case.inputs()
    for wrong in ({"mask": None}, {"mask": ~mask}, {"mask": mask, "scale": 1.0}):
        output = scaled_dot_product_attention(query, key, value, **wrong)
        assert np.abs(output - golden[case.name]).max() > 0.05


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_query_that_sees_nothing_gets_0_here_and_in_pytorchs_attention(dtype, golden):
    case = next(case for case in CASES if case.name == f"heads-empty-{dtype}-default")
    query, key, value, mask = case.inputs()
    output = scaled_dot_product_attention(query, key, value, mask=mask)
    np.testing.assert_array_equal(output[..., -1, :], 0)
    np.testing.assert_array_equal(golden[case.name][..., -1, :], 0)


def test_softmax_of_nothing_is_0_here_and_nan_in_pytorch(golden):
    """The documented difference: torch.softmax divides 0 by 0, ours does not."""
    theirs = golden["softmax of nothing"]
    assert np.isnan(theirs).all()
    np.testing.assert_array_equal(softmax(np.full(theirs.shape, -np.inf)), 0)


def test_the_golden_file_stays_small():
    assert PATH.stat().st_size < 400_000
