"""Rotary positions and ALiBi against the PyTorch that is installed."""

import numpy as np
import pytest
import torch
from golden.make_mechanisms_golden import torch_answer
from golden.mechanisms_agreement import assert_agrees
from golden.mechanisms_cases import CASES, POSITIONS

import attention_lib as al


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.kind in POSITIONS], ids=lambda case: case.name
)
def test_our_answer_is_that_of_pytorch(case):
    assert_agrees(case, torch_answer(case))


def test_pairs_of_halves_are_the_same_rotary_with_the_components_in_another_order():
    """GPT-NeoX and Hugging Face pair i with i + d/2; scores do not notice."""
    rng = np.random.default_rng(0)
    query, key = rng.standard_normal((2, 5, 8))
    order = [0, 2, 4, 6, 1, 3, 5, 7]  # evens, then odds

    def rotate_halves(x):
        x = torch.from_numpy(x[:, order])
        position, step = torch.arange(5.0).double(), torch.arange(0, 8, 2).double() / 8
        angle = torch.outer(position, 10000.0**-step)
        angle = torch.cat([angle, angle], dim=-1)
        left, right = x.chunk(2, dim=-1)
        return x * angle.cos() + torch.cat([-right, left], dim=-1) * angle.sin()

    halves = rotate_halves(query), rotate_halves(key)
    np.testing.assert_allclose(al.rotary(query)[:, order], halves[0].numpy(), atol=1e-12)
    theirs = (halves[0] @ halves[1].T).numpy()
    np.testing.assert_allclose(al.dot_score(al.rotary(query), al.rotary(key)), theirs, atol=1e-12)


def test_alibi_is_added_by_both_as_a_mask_to_the_scaled_scores():
    rng = np.random.default_rng(1)
    query, key, value = (rng.standard_normal((2, 6, n, 4)) for n in (3, 5, 5))
    bias = al.alibi_bias(3, 5, num_heads=6)
    theirs = torch.nn.functional.scaled_dot_product_attention(
        *map(torch.from_numpy, (query, key, value)), attn_mask=torch.from_numpy(bias)
    )
    ours = al.scaled_dot_product_attention(query, key, value, mask=bias)
    np.testing.assert_allclose(ours, theirs.numpy(), atol=1e-12)
