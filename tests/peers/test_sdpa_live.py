"""Our attention against the PyTorch that is installed (requirements-peers.txt)."""

import numpy as np
import pytest
import torch
from golden.agreement import assert_agrees
from golden.make_sdpa_golden import torch_attention
from golden.sdpa_cases import CASES
from torch.nn.attention import SDPBackend, sdpa_kernel

from attention_lib import scaled_dot_product_attention, softmax


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_our_output_is_pytorchs(case):
    assert_agrees(case, torch_attention(case))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_our_output_is_that_of_pytorchs_plain_formula(case):
    with sdpa_kernel(SDPBackend.MATH):
        assert_agrees(case, torch_attention(case))


@pytest.mark.parametrize("backend", [SDPBackend.MATH, SDPBackend.FLASH_ATTENTION])
def test_our_output_is_pytorchs_for_a_long_input(backend):
    """Long enough for several tiles of the fused kernel, lengths no multiple of a tile."""
    rng = np.random.default_rng(3)
    query, key, value = (rng.standard_normal((1, 2, n, 16)) for n in (777, 901, 901))
    output = scaled_dot_product_attention(query, key, value, is_causal=True)
    with sdpa_kernel(backend):
        expected = torch.nn.functional.scaled_dot_product_attention(
            *map(torch.from_numpy, (query, key, value)), is_causal=True
        )
    np.testing.assert_allclose(output, expected.numpy(), rtol=0, atol=1e-12)


def test_softmax_of_nothing_is_0_here_and_nan_in_pytorch():
    theirs = torch.softmax(torch.full((2, 3), -torch.inf), dim=-1)
    assert theirs.isnan().all()
    np.testing.assert_array_equal(softmax(np.full((2, 3), -np.inf)), 0)


def test_a_query_that_sees_nothing_is_nan_in_multihead_attention_which_means_true_the_other_way():
    """torch.nn.MultiheadAttention: True = ignore, and NaN where all is ignored."""
    torch.manual_seed(0)
    layer = torch.nn.MultiheadAttention(4, num_heads=2, batch_first=True)
    tokens = torch.randn(1, 3, 4)
    ignored = torch.ones(1, 3, dtype=torch.bool)
    theirs, _ = layer(tokens, tokens, tokens, key_padding_mask=ignored)
    assert theirs.isnan().all()
    ours = scaled_dot_product_attention(*3 * [tokens.numpy()], mask=np.zeros((1, 1, 3), dtype=bool))
    np.testing.assert_array_equal(ours, 0)


def test_pytorch_aligns_a_causal_mask_top_left_too():
    """One query beside five keys sees only the first, unless it is told its position."""
    rng = np.random.default_rng(5)
    query, key, value = (rng.standard_normal((1, 2, n, 4)) for n in (1, 5, 5))
    theirs = torch.nn.functional.scaled_dot_product_attention(
        *map(torch.from_numpy, (query, key, value)), is_causal=True
    ).numpy()
    np.testing.assert_allclose(theirs, value[..., :1, :])
    ours = scaled_dot_product_attention(query, key, value, is_causal=True)
    np.testing.assert_allclose(ours, theirs)
    last = scaled_dot_product_attention(query, key, value, is_causal=True, query_offset=4)
    assert np.abs(last - theirs).max() > 0.1


@pytest.mark.parametrize("scale", [-0.7, 0.0])
def test_a_causal_mask_with_a_scale_of_0_or_less_is_nan_only_in_pytorchs_fused_kernel(scale):
    rng = np.random.default_rng(6)
    query, key, value = (rng.standard_normal((2, 3, n, 8)) for n in (4, 6, 6))
    tensors = [*map(torch.from_numpy, (query, key, value))]
    theirs = {}
    for backend in (SDPBackend.MATH, SDPBackend.FLASH_ATTENTION):
        with sdpa_kernel(backend):
            theirs[backend] = torch.nn.functional.scaled_dot_product_attention(
                *tensors, is_causal=True, scale=scale
            )
    ours = scaled_dot_product_attention(query, key, value, is_causal=True, scale=scale)
    np.testing.assert_allclose(ours, theirs[SDPBackend.MATH].numpy(), rtol=0, atol=1e-12)
    assert theirs[SDPBackend.FLASH_ATTENTION].isnan().any()
