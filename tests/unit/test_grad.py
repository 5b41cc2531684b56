"""Every backward pass agrees with finite differences, and Adam does what its paper says."""

import numpy as np
import pytest
from slopes import slope, worst_error

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
from attention_lib.grad_heads import heads, heads_backward, heads_that_fit
from attention_lib.grad_loss import cross_entropy

EXACT = 1e-9  # far below the 1e-7 that is promised


@pytest.fixture
def rng():
    return np.random.default_rng(7)


def test_the_measure_itself_knows_a_slope(rng):
    x = rng.normal(size=(2, 3))
    direction = rng.normal(size=(2, 3))
    expected = np.sum(np.cos(x) * direction)
    assert slope(lambda: np.sin(x).sum(), x, direction) == pytest.approx(expected, rel=1e-11)
    wrong = worst_error(lambda: np.sin(x).sum(), [x], [1.001 * np.cos(x)], rng)
    assert wrong > 1e-5


def test_linear_and_bias(rng):
    x, weight, bias = rng.normal(size=(2, 4, 3)), rng.normal(size=(3, 5)), rng.normal(size=5)
    grad = rng.normal(size=(2, 4, 5))
    found = (*linear_backward(grad, x, weight), bias_backward(grad))
    loss = lambda: np.sum(grad * (x @ weight + bias))  # noqa: E731
    assert worst_error(loss, (x, weight, bias), found, rng) < EXACT


def test_embedding_with_rows_used_never_once_and_often(rng):
    table, indices = rng.normal(size=(6, 3)), np.array([[5, 1, 1, 0], [1, 5, 3, 1]])
    grad = rng.normal(size=(2, 4, 3))
    found = embedding_backward(grad, indices, 6)
    assert worst_error(lambda: np.sum(grad * table[indices]), (table,), (found,), rng) < EXACT
    assert not found[[2, 4]].any()


def test_embedding_refuses_a_gradient_of_other_indices(rng):
    with pytest.raises(ValueError, match=r"grad \(2, 4, 3\) and indices \(4, 2\)"):
        embedding_backward(rng.normal(size=(2, 4, 3)), np.zeros((4, 2), dtype=int), 6)


def test_softmax(rng):
    scores, grad = 2 * rng.normal(size=(3, 2, 5)), rng.normal(size=(3, 2, 5))
    found = softmax_backward(grad, softmax(scores))
    assert worst_error(lambda: np.sum(grad * softmax(scores)), (scores,), (found,), rng) < EXACT
    np.testing.assert_allclose(found.sum(axis=-1), 0, atol=1e-15)  # a shift changes nothing


# Batch of 2, 3 heads, 4 queries, 5 keys, head_dim 6, value_dim 7.
SHAPES = {
    "alike": ((2, 3, 4, 6), (2, 3, 5, 6), (2, 3, 5, 7)),
    "no leading axes": ((4, 6), (5, 6), (5, 7)),
    "queries and keys shared by the batch": ((3, 4, 6), (3, 5, 6), (2, 3, 5, 7)),
    "keys and values shared by the heads": ((2, 3, 4, 6), (2, 1, 5, 6), (2, 1, 5, 7)),
    "values shared by the batch": ((2, 3, 4, 6), (2, 3, 5, 6), (3, 5, 7)),
}


@pytest.mark.parametrize("shapes", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("scale", [None, 0.9])
def test_attention(rng, shapes, scale):
    arrays = [rng.normal(size=shape) for shape in shapes]
    mask = np.array([[1, 1, 0, 1, 1], [0, 1, 0, 0, 0], [1, 1, 1, 1, 1], [1, 0, 0, 1, 1]]) > 0

    def attend():
        return scaled_dot_product_attention(*arrays, mask=mask, scale=scale, return_weights=True)

    output, weights = attend()
    grad = rng.normal(size=output.shape)
    found = attention_backward(grad, *arrays, weights, scale=scale)
    assert worst_error(lambda: np.sum(grad * attend()[0]), arrays, found, rng) < EXACT


def test_nothing_flows_to_a_masked_key_or_its_value(rng):
    query, key, value = (rng.normal(size=shape) for shape in SHAPES["alike"])
    _, weights = scaled_dot_product_attention(
        query, key, value, mask=np.arange(5) != 2, return_weights=True
    )
    _, grad_key, grad_value = attention_backward(
        rng.normal(size=(2, 3, 4, 7)), query, key, value, weights
    )
    assert not grad_key[..., 2, :].any()
    assert not grad_value[..., 2, :].any()
    assert grad_key[..., 3, :].all()
    assert grad_value[..., 3, :].all()


def test_a_query_that_sees_nothing_sends_nothing_back(rng):
    query, key, value = (rng.normal(size=shape) for shape in SHAPES["no leading axes"])
    mask = np.ones((4, 5), dtype=bool)
    mask[1] = False
    _, weights = scaled_dot_product_attention(query, key, value, mask=mask, return_weights=True)
    grad = np.zeros((4, 7))
    grad[1] = 1
    assert not any(part.any() for part in attention_backward(grad, query, key, value, weights))


def test_what_was_repeated_is_added_up():
    grad = np.arange(24.0).reshape(2, 3, 4)
    np.testing.assert_array_equal(sum_to(grad, (3, 1)), grad.sum(axis=(0, 2))[:, None])
    np.testing.assert_array_equal(sum_to(grad, (1, 4)), grad.sum(axis=(0, 1))[None])
    np.testing.assert_array_equal(sum_to(grad, (4,)), grad.sum(axis=(0, 1)))
    assert sum_to(grad, (2, 3, 4)) is grad


def test_layer_norm(rng):
    x, grad = 3 * rng.normal(size=(2, 4, 6)) + 1, rng.normal(size=(2, 4, 6))
    gain, shift = rng.normal(size=6), rng.normal(size=6)
    output, kept = layer_norm(x, gain, shift)
    expected = (x - x.mean(axis=-1, keepdims=True)) / np.sqrt(x.var(axis=-1) + 1e-5)[..., None]
    np.testing.assert_allclose(output, expected * gain + shift, rtol=1e-13)
    found = layer_norm_backward(grad, gain, kept)
    loss = lambda: np.sum(grad * layer_norm(x, gain, shift)[0])  # noqa: E731
    assert worst_error(loss, (x, gain, shift), found, rng) < EXACT


def test_layer_norm_leaves_its_arguments_alone(rng):
    x, gain, shift, grad = (rng.normal(size=shape) for shape in ((2, 6), (6,), (6,), (2, 6)))
    before = [array.copy() for array in (x, gain, shift, grad)]
    layer_norm_backward(grad, gain, layer_norm(x, gain, shift)[1])
    for array, copy in zip((x, gain, shift, grad), before, strict=True):
        np.testing.assert_array_equal(array, copy)


@pytest.mark.parametrize("num_heads", [1, 2, 3, 6])
def test_heads(rng, num_heads):
    x_query, x_key, x_value = (rng.normal(size=(2, n, 6)) for n in (3, 4, 4))
    names = [f"a.w_{part}" for part in ("query", "key", "value", "output")]
    parameters = {name: rng.normal(size=(6, 6)) for name in names}
    mask = np.array([[1, 1, 0, 1], [0, 1, 1, 1], [1, 1, 1, 1]]) > 0

    def attend():
        return heads(x_query, x_key, x_value, parameters, num_heads, name="a.", mask=mask)

    output, kept = attend()
    assert kept["weights"].shape == (2, num_heads, 3, 4)
    grad = rng.normal(size=output.shape)
    *found, gradients = heads_backward(grad, kept, parameters, name="a.")
    arrays = [x_query, x_key, x_value, *parameters.values()]
    found += [gradients[name] for name in names]
    assert worst_error(lambda: np.sum(grad * attend()[0]), arrays, found, rng) < EXACT


def test_each_head_sees_its_own_columns(rng):
    """The fused heads are the loop of heads that a learner writes first."""
    x, y = rng.normal(size=(3, 6)), rng.normal(size=(5, 6))
    parameters = {f"w_{part}": rng.normal(size=(6, 6)) for part in ("query", "key", "value")}
    parameters["w_output"] = np.eye(6)
    parts = [
        scaled_dot_product_attention(
            *(
                array @ parameters[f"w_{part}"][:, 2 * head : 2 * head + 2]
                for array, part in ((x, "query"), (y, "key"), (y, "value"))
            )
        )
        for head in range(3)
    ]
    output, _ = heads(x, y, y, parameters, 3)
    np.testing.assert_allclose(output, np.hstack(parts), rtol=1e-12)


@pytest.mark.parametrize("num_heads", [3, 64])
def test_heads_must_divide_the_width(num_heads):
    with pytest.raises(ValueError, match=f"must divide model_dim 32; got {num_heads}"):
        heads_that_fit(num_heads, 32)
    with pytest.raises(ValueError, match="num_heads must be 1 or more; got 0"):
        heads_that_fit(0, 32)


def test_feed_forward(rng):
    x, grad = rng.normal(size=(2, 4, 3)), rng.normal(size=(2, 4, 3))
    parameters = {
        "w_inner": rng.normal(size=(3, 7)),
        "b_inner": rng.normal(size=7),
        "w_outer": rng.normal(size=(7, 3)),
        "b_outer": rng.normal(size=3),
    }
    _, inner = feed_forward(x, parameters)
    assert 0.2 < (inner == 0).mean() < 0.8  # both sides of the bend are there
    grad_x, gradients = feed_forward_backward(grad, x, inner, parameters)
    found = [grad_x, *(gradients[name] for name in parameters)]
    loss = lambda: np.sum(grad * feed_forward(x, parameters)[0])  # noqa: E731
    # A small step: a larger one would cross the bend of max(0, ·).
    assert worst_error(loss, (x, *parameters.values()), found, rng, step=1e-5) < 1e-8


def test_cross_entropy_where_some_were_not_asked(rng):
    logits, targets = 3 * rng.normal(size=(3, 2, 4)), np.array([[0, -1], [3, 2], [-1, 1]])
    loss, grad = cross_entropy(logits, targets)
    shares = softmax(logits)
    asked = [(0, 0), (1, 0), (1, 1), (2, 1)]
    assert loss == pytest.approx(-np.mean([np.log(shares[at][targets[at]]) for at in asked]))
    assert not grad[0, 1].any()
    found = worst_error(lambda: cross_entropy(logits, targets)[0], (logits,), (grad,), rng)
    assert found < EXACT


def test_cross_entropy_of_huge_logits_is_finite():
    loss, grad = cross_entropy([[1e4, 0, -1e4]], np.array([1]))
    assert loss == 1e4
    np.testing.assert_array_equal(grad, [[1, -1, 0]])


def test_cross_entropy_of_nothing_asked_is_0():
    loss, grad = cross_entropy(np.ones((2, 3)), np.array([-1, -1]))
    assert loss == 0
    assert not grad.any()


def test_cross_entropy_refuses_targets_that_do_not_fit():
    with pytest.raises(ValueError, match=r"targets \(3,\) and logits \(2, 4\)"):
        cross_entropy(np.ones((2, 4)), np.array([0, 1, 2]))
    with pytest.raises(ValueError, match="0 to 3, or -1 for none; got 0 to 4"):
        cross_entropy(np.ones((2, 4)), np.array([0, 4]))
    with pytest.raises(ValueError, match="got -2 to 1"):
        cross_entropy(np.ones((2, 4)), np.array([-2, 1]))


def test_adam_is_the_algorithm_of_its_paper(rng):
    parameters = {"a": rng.normal(size=(2, 3)), "b": rng.normal(size=4)}
    expected = {name: array.copy() for name, array in parameters.items()}
    mean = {name: np.zeros_like(array) for name, array in parameters.items()}
    square = {name: np.zeros_like(array) for name, array in parameters.items()}
    optimizer = Adam(parameters, learning_rate=0.02, beta1=0.8, beta2=0.95, epsilon=1e-3)
    for t in range(1, 6):
        gradients = {name: rng.normal(size=array.shape) for name, array in parameters.items()}
        # The names in another order change nothing.
        optimizer.step(dict(reversed(gradients.items())))
        for name, g in gradients.items():
            mean[name] = 0.8 * mean[name] + 0.2 * g
            square[name] = 0.95 * square[name] + 0.05 * g**2
            m_hat, v_hat = mean[name] / (1 - 0.8**t), square[name] / (1 - 0.95**t)
            expected[name] -= 0.02 * m_hat / (np.sqrt(v_hat) + 1e-3)
    for name, array in parameters.items():
        np.testing.assert_allclose(array, expected[name], rtol=1e-12)


def test_adam_changes_the_arrays_it_was_given_and_keeps_their_dtype():
    array = np.array([1, -2], dtype=np.float32)
    parameters = {"a": array}
    Adam(parameters).step({"a": np.array([1, 1], dtype=np.float32)})
    assert parameters["a"] is array
    assert array.dtype == np.float32
    np.testing.assert_allclose(array, [0.997, -2.003], rtol=1e-6)


@pytest.mark.parametrize(
    ("gradients", "sentence"),
    [
        ({"a": np.ones(3)}, r"'a' the parameter is \(2,\) and the gradient \(3,\)"),
        ({}, r"'a' the parameter is \(2,\) and the gradient None"),
        ({"a": np.ones(2), "b": np.ones(1)}, r"'b' the parameter is None and .* \(1,\)"),
    ],
)
def test_adam_refuses_gradients_that_do_not_fit(gradients, sentence):
    with pytest.raises(ValueError, match=sentence):
        Adam({"a": np.zeros(2)}).step(gradients)
