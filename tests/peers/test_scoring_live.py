"""Scores and local attention against the PyTorch that is installed, and its gradients."""

import numpy as np
import pytest
import torch
from golden.make_mechanisms_golden import torch_answer
from golden.mechanisms_agreement import assert_agrees
from golden.mechanisms_cases import ATTENTION, CASES, SCORES

import attention_lib as al


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.kind in (*SCORES, *ATTENTION)], ids=lambda c: c.name
)
def test_our_answer_is_that_of_pytorch(case):
    assert_agrees(case, torch_answer(case))


def test_by_cosine_a_vector_of_zeros_scores_0_in_pytorch_too():
    query, key = np.array([[0.0, 0], [3, 4]]), np.array([[1.0, 2], [0, 0], [4, 3]])
    theirs = torch.nn.functional.cosine_similarity(
        torch.from_numpy(query)[:, None], torch.from_numpy(key)[None], dim=-1
    )
    np.testing.assert_allclose(al.cosine_score(query, key), theirs.numpy(), atol=1e-15)


def test_local_p_has_a_gradient_for_its_centres_and_hard_attention_has_none():
    """M17: what separates Luong's local attention from Xu's hard attention."""
    rng = np.random.default_rng(0)
    query, key, value = (rng.standard_normal(shape) for shape in ((1, 4), (6, 4), (6, 3)))
    centre = torch.tensor([2.3], dtype=torch.float64, requires_grad=True)
    offset = torch.arange(6) - centre
    logits = torch.from_numpy(query @ key.T / 2).masked_fill(offset.abs() > 2, -torch.inf)
    weights = torch.softmax(logits, -1) * torch.exp(-(offset**2) / 2)
    (weights @ torch.from_numpy(value)).sum().backward()
    step = 1e-6
    low, high = (
        al.local_attention(query, key, value, half_width=2, centres=[2.3 + move]).sum()
        for move in (-step, step)
    )
    assert centre.grad.item() == pytest.approx((high - low) / (2 * step), abs=1e-7)
    assert abs(centre.grad.item()) > 0.01
    draws = [
        al.hard_attention(query, key + move, value, rng=np.random.default_rng(1))
        for move in (0, step)
    ]
    np.testing.assert_array_equal(*draws)


def test_hard_attention_draws_as_often_as_torch_multinomial():
    rng, count = np.random.default_rng(0), 40_000
    query, key = rng.standard_normal((1, 3)), rng.standard_normal((5, 3))
    many = np.broadcast_to(query, (count, 3))
    _, drawn = al.hard_attention(many, key, np.ones((5, 1)), rng=rng, return_weights=True)
    weights = torch.softmax(torch.from_numpy(query @ key.T / np.sqrt(3)), -1)[0]
    generator = torch.Generator().manual_seed(0)
    theirs = torch.multinomial(weights, count, replacement=True, generator=generator)
    shares = np.bincount(theirs.numpy(), minlength=5) / count
    spread = (2 * weights * (1 - weights) / count).sqrt().numpy()
    assert (np.abs(drawn.mean(axis=0) - shares) <= 4.5 * spread).all()
