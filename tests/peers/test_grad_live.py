"""Every backward pass against PyTorch's autograd, and whole lessons against its Adam."""

import numpy as np
import pytest
import torch
from torch.nn import functional
from torch_networks import gradients, leaves, pair_loss, rooms_loss, summary_loss

from attention_lib import scaled_dot_product_attention, softmax
from attention_lib.adam import Adam
from attention_lib.grad import (
    attention_backward,
    bias_backward,
    embedding_backward,
    linear_backward,
    softmax_backward,
    sum_to,
)
from attention_lib.grad_block import (
    feed_forward,
    feed_forward_backward,
    layer_norm,
    layer_norm_backward,
)
from attention_lib.grad_heads import heads, heads_backward
from attention_lib.grad_loss import cross_entropy
from attention_lib.models.pair_task import PairNetwork
from attention_lib.models.rooms import QUESTIONS, RoomsNetwork
from attention_lib.models.summary_task import SummaryNetwork

torch.set_num_threads(1)  # small matrices gain nothing from more
EXACT = {"rtol": 1e-11, "atol": 1e-12}


@pytest.fixture
def rng():
    return np.random.default_rng(11)


def assert_autograd_agrees(forward, arrays, grad, found):
    """Compare derivatives of ``sum(grad * forward(*arrays))`` with those that we found."""
    tensors = [torch.tensor(array, requires_grad=True) for array in arrays]
    loss = (forward(*tensors) * torch.from_numpy(grad)).sum()
    for theirs, ours in zip(torch.autograd.grad(loss, tensors), found, strict=True):
        assert ours.shape == tuple(theirs.shape)
        np.testing.assert_allclose(ours, theirs.numpy(), **EXACT)


# --- the operations --------------------------------------------------------------------


def test_linear_and_bias(rng):
    x, weight, bias = rng.normal(size=(2, 4, 3)), rng.normal(size=(3, 5)), rng.normal(size=5)
    grad = rng.normal(size=(2, 4, 5))
    found = (*linear_backward(grad, x, weight), bias_backward(grad))
    assert_autograd_agrees(lambda x, w, b: x @ w + b, (x, weight, bias), grad, found)


def test_embedding(rng):
    table, indices = rng.normal(size=(7, 3)), np.array([[6, 1, 1, 0], [1, 6, 3, 1]])
    grad = rng.normal(size=(2, 4, 3))
    found = [embedding_backward(grad, indices, 7)]
    look_up = lambda table: functional.embedding(torch.from_numpy(indices), table)  # noqa: E731
    assert_autograd_agrees(look_up, [table], grad, found)


def test_softmax(rng):
    scores, grad = 3 * rng.normal(size=(3, 2, 5)), rng.normal(size=(3, 2, 5))
    found = [softmax_backward(grad, softmax(scores))]
    assert_autograd_agrees(lambda s: functional.softmax(s, dim=-1), [scores], grad, found)


@pytest.mark.parametrize("shape", [(1, 4), (3, 1, 4), (2, 1, 5, 1)])
def test_what_was_broadcast_is_added_up(rng, shape):
    small, grad = rng.normal(size=shape), rng.normal(size=(2, 3, 5, 4))
    spread = lambda x: x.expand(2, 3, 5, 4)  # noqa: E731
    assert_autograd_agrees(spread, [small], grad, [sum_to(grad, shape)])


# Batch of 2, 3 heads, 4 queries, 5 keys, head_dim 6, value_dim 7.
SHAPES = {
    "alike": ((2, 3, 4, 6), (2, 3, 5, 6), (2, 3, 5, 7)),
    "no leading axes": ((4, 6), (5, 6), (5, 7)),
    "queries and keys shared by the batch": ((3, 4, 6), (3, 5, 6), (2, 3, 5, 7)),
    "keys and values shared by the heads": ((2, 3, 4, 6), (2, 1, 5, 6), (2, 1, 5, 7)),
}
MASK = np.array([[1, 1, 0, 1, 1], [0, 1, 0, 0, 0], [1, 1, 1, 1, 1], [1, 0, 0, 1, 1]]) > 0


@pytest.mark.parametrize("scale", [None, 0.9])
@pytest.mark.parametrize("mask", [None, MASK], ids=["all", "mask"])
@pytest.mark.parametrize("shapes", SHAPES.values(), ids=SHAPES)
def test_attention(rng, shapes, mask, scale):
    arrays = [rng.normal(size=shape) for shape in shapes]
    output, weights = scaled_dot_product_attention(
        *arrays, mask=mask, scale=scale, return_weights=True
    )
    grad = rng.normal(size=output.shape)

    def attend(query, key, value):
        scores = query @ key.mT * (6**-0.5 if scale is None else scale)
        if mask is not None:
            scores = scores.masked_fill(~torch.from_numpy(mask), -torch.inf)
        return functional.softmax(scores, dim=-1) @ value

    found = attention_backward(grad, *arrays, weights, scale=scale)
    assert_autograd_agrees(attend, arrays, grad, found)


def test_a_head_is_pytorchs_own_attention(rng):
    x_query, x_key, x_value = (
        rng.normal(size=shape) for shape in [(2, 4, 6), (2, 5, 6), (2, 5, 6)]
    )
    parameters = {f"w_{part}": rng.normal(size=(6, 6)) for part in ("query", "key", "value")}
    parameters["w_output"] = rng.normal(size=(6, 6))
    output, kept = heads(x_query, x_key, x_value, parameters, 3, mask=MASK)
    grad = rng.normal(size=output.shape)
    *by_x, by_weight = heads_backward(grad, kept, parameters)

    def attend(x_query, x_key, x_value, *matrices):
        parts = (x @ w for x, w in zip((x_query, x_key, x_value), matrices, strict=False))
        split = (part.unflatten(-1, (3, 2)).transpose(1, 2) for part in parts)
        read = functional.scaled_dot_product_attention(*split, attn_mask=torch.from_numpy(MASK))
        return read.transpose(1, 2).flatten(-2) @ matrices[-1]

    found = (*by_x, *(by_weight[name] for name in parameters))
    assert_autograd_agrees(attend, (x_query, x_key, x_value, *parameters.values()), grad, found)


def test_layer_norm(rng):
    x, gain, shift = 5 + 3 * rng.normal(size=(2, 3, 7)), rng.normal(size=7), rng.normal(size=7)
    output, kept = layer_norm(x, gain, shift)
    grad = rng.normal(size=output.shape)
    forward = lambda x, gain, shift: functional.layer_norm(x, (7,), gain, shift)  # noqa: E731
    assert_autograd_agrees(forward, (x, gain, shift), grad, layer_norm_backward(grad, gain, kept))


def test_feed_forward(rng):
    shapes = {"w_inner": (3, 8), "b_inner": (8,), "w_outer": (8, 3), "b_outer": (3,)}
    parameters = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    x = rng.normal(size=(2, 5, 3))
    output, inner = feed_forward(x, parameters)
    grad = rng.normal(size=output.shape)
    by_x, found = feed_forward_backward(grad, x, inner, parameters)
    forward = lambda x, w, b, v, c: functional.relu(x @ w + b) @ v + c  # noqa: E731
    given = (x, *parameters.values())
    assert_autograd_agrees(forward, given, grad, (by_x, *(found[name] for name in parameters)))


def test_cross_entropy_leaves_out_what_was_not_asked(rng):
    logits, targets = 4 * rng.normal(size=(5, 2, 7)), rng.integers(-1, 7, size=(5, 2))
    targets[0], targets[1] = -1, 6
    loss, grad = cross_entropy(logits, targets)
    tensor = torch.tensor(logits, requires_grad=True)
    theirs = functional.cross_entropy(
        tensor.flatten(0, 1), torch.from_numpy(targets).flatten(), ignore_index=-1
    )
    theirs.backward()
    assert loss == pytest.approx(theirs.item(), rel=1e-13)
    np.testing.assert_allclose(grad, tensor.grad.numpy(), **EXACT)


def test_adam(rng):
    shapes = {"w": (3, 5), "b": (5,)}
    ours = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    theirs = leaves(ours)
    adam, peer = Adam(ours, learning_rate=0.02), torch.optim.Adam(theirs.values(), lr=0.02)
    for step in range(60):
        gradients = {name: 10.0 ** (step % 5 - 3) * rng.normal(size=shapes[name]) for name in ours}
        for name, tensor in theirs.items():
            tensor.grad = torch.from_numpy(gradients[name].copy())
        adam.step(gradients)
        peer.step()
    for name, tensor in theirs.items():
        np.testing.assert_allclose(ours[name], tensor.detach().numpy(), rtol=0, atol=1e-10)


# --- whole networks --------------------------------------------------------------------

NETWORKS = {
    **{
        f"pair, {heads} heads, {'content' if aware else 'positions'}": (
            lambda rng, heads=heads, aware=aware: PairNetwork(heads, content_aware=aware, rng=rng),
            pair_loss,
        )
        for heads in (1, 2, 32)
        for aware in (False, True)
    },
    **{
        f"rooms, {heads} heads, {layers} layers": (
            lambda rng, heads=heads, layers=layers: RoomsNetwork(
                heads, layers=layers, questions=QUESTIONS, rng=rng, dtype=float
            ),
            rooms_loss,
        )
        for heads, layers in ((1, 1), (4, 1), (32, 1), (1, 2), (4, 3))
    },
    **{
        f"summary, {'per word' if per_word else 'one vector'}": (
            lambda rng, per_word=per_word: SummaryNetwork(
                4, per_word=per_word, rng=rng, dtype=float
            ),
            summary_loss,
        )
        for per_word in (False, True)
    },
}


@pytest.mark.parametrize(("build", "their_loss"), NETWORKS.values(), ids=NETWORKS)
def test_the_gradients_of_a_whole_network_are_autograds(build, their_loss, rng):
    network = build(rng)
    for array in network.parameters.values():
        array += 0.1 * rng.normal(size=array.shape)  # gains are not 1, shifts and biases not 0
    examples = network.draw(37, rng)
    loss, found, _ = network.loss_and_gradients(examples)
    tensors = leaves(network.parameters)
    theirs = their_loss(network, examples, tensors)
    assert loss == pytest.approx(theirs.item(), rel=1e-12)
    expected = gradients(tensors, theirs)
    assert set(found) == set(expected)
    for name, grad in expected.items():
        np.testing.assert_allclose(found[name], grad, rtol=1e-9, atol=1e-12, err_msg=name)


@pytest.mark.parametrize(
    ("build", "their_loss"),
    [NETWORKS["pair, 2 heads, positions"], NETWORKS["rooms, 4 heads, 1 layers"]],
    ids=["pair", "rooms"],
)
def test_a_lesson_goes_as_in_pytorch(build, their_loss, rng):
    """The same batches: after forty steps the losses still agree."""
    network = build(rng)
    tensors = leaves(network.parameters)
    ours, theirs = Adam(network.parameters), torch.optim.Adam(tensors.values(), lr=3e-3)
    losses = []
    for _ in range(40):
        examples = network.draw(32, rng)
        loss, found, _ = network.loss_and_gradients(examples)
        ours.step(found)
        theirs.zero_grad()
        peer = their_loss(network, examples, tensors)
        peer.backward()
        theirs.step()
        losses.append((loss, peer.item()))
    (first, _), (last, expected) = losses[0], losses[-1]
    assert last < 0.9 * first
    assert last == pytest.approx(expected, rel=1e-6)
