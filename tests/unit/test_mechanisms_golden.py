"""Scores, local attention and positions answer as their PyTorch versions did."""

from pathlib import Path

import numpy as np
import pytest
from golden.mechanisms_agreement import answer, assert_agrees
from golden.mechanisms_cases import ATTENTION, CASES, POSITIONS, SCORES

PATH = Path(__file__).parents[1] / "golden" / "mechanisms.npz"


@pytest.fixture(scope="module")
def golden():
    with np.load(PATH, allow_pickle=False) as file:
        return dict(file)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_our_answer_is_that_of_pytorch(case, golden):
    assert_agrees(case, golden[case.name])


def test_the_golden_file_holds_every_case_and_nothing_else(golden):
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)
    assert set(golden) == set(names)
    assert {case.kind for case in CASES} == {*SCORES, *ATTENTION, *POSITIONS}


def test_the_cases_tell_one_score_from_another(golden):
    """On the same inputs no two kinds of score give the same answer, but concat and additive."""
    inputs = next(case for case in CASES if case.name == "general-heads-float64").inputs()
    answers = {kind: answer(kind, **inputs) for kind in SCORES}
    for kind, others in answers.items():
        for other in answers:
            if kind < other and {kind, other} != {"additive", "concat"}:
                assert np.abs(others - answers[other]).max() > 0.05, (kind, other)


def test_the_golden_file_stays_small():
    assert PATH.stat().st_size < 100_000
