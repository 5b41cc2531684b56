"""Multi-head attention, blocks and Transformers against the PyTorch that is installed."""

import numpy as np
import pytest
import torch
from golden.make_transformer_golden import load_attention, torch_answer
from golden.transformer_agreement import assert_agrees
from golden.transformer_cases import CASES

import attention_lib as al


@pytest.mark.parametrize("training", [False, True], ids=["fused", "plain"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_our_answer_is_that_of_pytorchs_module(case, training):
    assert_agrees(case, torch_answer(case, training=training))


def test_the_paper_has_no_last_norm_but_nn_transformer_adds_one_on_each_side():
    module = torch.nn.Transformer(12, 2, 2, 2, 20, batch_first=True)
    assert isinstance(module.encoder.norm, torch.nn.LayerNorm)
    assert isinstance(module.decoder.norm, torch.nn.LayerNorm)
    sizes = {"model_dim": 12, "hidden_dim": 20, "num_heads": 2, "biases": True, "vocabulary": 11}
    ours = al.Transformer.init(None, final_norm=True, **sizes)
    learned = sum(parameter.numel() for parameter in module.parameters())
    assert al.count_parameters(ours) == learned + 11 * 12
    paper = al.Transformer.init(None, **sizes)
    assert al.count_parameters(paper) == al.count_parameters(ours) - 2 * 2 * 12


@pytest.mark.parametrize("side", ["Encoder", "Decoder"])
def test_a_base_block_has_as_many_parameters_as_pytorchs(side):
    module = getattr(torch.nn, f"Transformer{side}Layer")(512, 8, 2048)
    block = getattr(al, f"{side}Block").init(None, 512, 2048, num_heads=8, biases=True)
    assert al.count_parameters(block) == sum(p.numel() for p in module.parameters())


def test_grouped_heads_are_those_of_pytorchs_enable_gqa():
    rng = np.random.default_rng(0)
    layer = al.MultiHeadAttention.init(rng, 12, num_heads=6, num_kv_heads=2)
    x, memory = rng.standard_normal((2, 4, 12)), rng.standard_normal((2, 5, 12))
    query = torch.from_numpy(np.array(layer.queries(x)))
    key, value = (torch.from_numpy(np.array(array)) for array in layer.keys_and_values(memory))
    heads = torch.nn.functional.scaled_dot_product_attention(query, key, value, enable_gqa=True)
    output = heads.transpose(1, 2).flatten(-2) @ torch.from_numpy(layer.w_output)
    np.testing.assert_allclose(layer(x, memory), output.numpy(), rtol=0, atol=1e-12)


def test_the_weights_that_pytorch_returns_by_default_are_the_mean_of_the_heads():
    rng = np.random.default_rng(1)
    layer = al.MultiHeadAttention.init(rng, 12, num_heads=3, biases=True)
    module = torch.nn.MultiheadAttention(12, 3, batch_first=True, dtype=torch.float64)
    ours = {name: torch.from_numpy(array) for name, array in al.named_parameters(layer).items()}
    with torch.no_grad():
        load_attention(torch, module, ours)
    x = rng.standard_normal((2, 5, 12))
    _, averaged = module(*3 * [torch.from_numpy(x)])
    _, weights = layer(x, return_weights=True)
    np.testing.assert_allclose(averaged.detach().numpy(), weights.mean(axis=1), atol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_activations_and_layer_norm_are_pytorchs_far_out_too(dtype):
    x = np.linspace(-30, 30, 1200).reshape(3, -1).astype(dtype)
    tensor = torch.from_numpy(x)
    tolerance = {np.float32: 1e-6, np.float64: 1e-14}[dtype]
    for name in ("relu", "gelu"):
        theirs = getattr(torch.nn.functional, name)(tensor).numpy()
        ours = getattr(al, name)(x)
        assert ours.dtype == dtype
        np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance)
    gain, bias = np.random.default_rng(0).standard_normal((2, x.shape[1])).astype(dtype)
    theirs = torch.nn.functional.layer_norm(
        tensor, gain.shape, torch.from_numpy(gain), torch.from_numpy(bias)
    )
    ours = al.layer_norm(x, gain, bias)
    np.testing.assert_allclose(ours, theirs.numpy(), rtol=10 * tolerance, atol=10 * tolerance)
