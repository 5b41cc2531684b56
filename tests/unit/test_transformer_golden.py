"""Multi-head attention, blocks and whole Transformers answer as PyTorch's modules did."""

from pathlib import Path

import numpy as np
import pytest
from golden.transformer_agreement import answer, assert_agrees
from golden.transformer_cases import CASES, Case

PATH = Path(__file__).parents[1] / "golden" / "transformer.npz"


@pytest.fixture(scope="module")
def golden():
    with np.load(PATH, allow_pickle=False) as file:
        arrays = dict(file)
    cases = {}
    for key, array in arrays.items():
        case, _, name = key.partition("/")
        cases.setdefault(case, {})[name] = array
    return cases


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_our_answer_is_that_of_pytorchs_module(case, golden):
    assert_agrees(case, golden[case.name])


def test_the_golden_file_holds_every_case_and_nothing_else(golden):
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)
    assert set(golden) == set(names)


@pytest.mark.parametrize(
    ("attribute", "other"), [("order", "pre"), ("activation", "gelu")], ids=["order", "activation"]
)
@pytest.mark.parametrize("part", ["encoder block", "decoder block"])
def test_the_cases_tell_the_orders_and_the_activations_apart(part, attribute, other):
    case = Case(part)
    model = case.model()
    before = answer(case, model)["output"]
    setattr(model if attribute == "order" else model.feed_forward, attribute, other)
    assert np.abs(answer(case, model)["output"] - before).max() > 0.01


@pytest.mark.parametrize("part", ["encoder-decoder", "encoder-only"])
def test_the_cases_notice_padding_and_the_last_norm(part):
    plain, padded = (answer(Case(part, mask), Case(part).model()) for mask in ("none", "padding"))
    assert plain["output"].shape == padded["output"].shape
    case = Case(part, "padding", final_norm=True)
    model = case.model()
    before = answer(case, model)["output"]
    if part == "encoder-decoder":
        model.norm_decoder = None
    else:
        model.norm_encoder = None
    assert np.abs(answer(case, model)["output"] - before).max() > 0.1


def test_the_golden_file_stays_small():
    assert PATH.stat().st_size < 150_000
