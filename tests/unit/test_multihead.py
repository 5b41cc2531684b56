"""Multi-head attention: heads as a loop and fused, shared keys and values, its laws."""

import re

import numpy as np
import pytest

from attention_lib import (
    MultiHeadAttention,
    causal_mask,
    count_parameters,
    head_outputs,
    merge_heads,
    named_parameters,
    padding_mask,
    scores,
    sinusoidal_positions,
    softmax,
    split_heads,
    trace,
    with_heads,
)
from attention_lib.laws import check_laws

HEADS = {"multi-head": (6, 6), "grouped": (6, 3), "grouped by 3": (6, 2), "multi-query": (6, 1)}
BIASES = ("b_query", "b_key", "b_value", "b_output")


def odd_layer(num_heads=6, num_kv_heads=6, *, biases=True, seed=0):
    """Unequal widths everywhere: model 7, memory 5, head 3, value 2, output 4."""
    rng = np.random.default_rng(seed)
    heads, kv_heads = num_heads, num_kv_heads
    shapes = (7, 3 * heads), (5, 3 * kv_heads), (5, 2 * kv_heads), (2 * heads, 4)
    matrices = [rng.standard_normal(shape) for shape in shapes]
    added = {
        name: rng.standard_normal(shape[1]) for name, shape in zip(BIASES, shapes, strict=True)
    }
    return MultiHeadAttention(
        *matrices, num_heads=heads, num_kv_heads=kv_heads, **(added if biases else {})
    )


def odd_inputs(*leading, seed=1):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((*leading, 4, 7)), rng.standard_normal((*leading, 6, 5))


def one_head_at_a_time(layer, x, memory, mask=None):
    """The loop of the paper: each head with columns of its own, then concatenate, times W_O."""
    parts = []
    group = layer.num_heads // layer.num_kv_heads
    for head in range(layer.num_heads):
        own, shared = (slice(3 * h, 3 * h + 3) for h in (head, head // group))
        values = slice(2 * (head // group), 2 * (head // group) + 2)
        query = x @ layer.w_query[:, own] + layer.b_query[own]
        key = memory @ layer.w_key[:, shared] + layer.b_key[shared]
        value = memory @ layer.w_value[:, values] + layer.b_value[values]
        logits = query @ key.swapaxes(-1, -2) / np.sqrt(3)
        if mask is not None:
            logits = np.where(mask, logits, -np.inf)
        parts.append(softmax(logits) @ value)
    return np.concatenate(parts, axis=-1) @ layer.w_output + layer.b_output


@pytest.mark.parametrize("leading", [(), (2,), (2, 3)])
@pytest.mark.parametrize("heads", HEADS)
def test_a_loop_of_heads_and_one_fused_reshape_are_the_same(heads, leading):
    layer, (x, memory) = odd_layer(*HEADS[heads]), odd_inputs(*leading)
    output = layer(x, memory)
    assert output.shape == (*leading, 4, 4)
    np.testing.assert_allclose(output, one_head_at_a_time(layer, x, memory), rtol=0, atol=1e-12)


def test_a_mask_means_true_may_attend_in_every_head():
    layer, (x, memory) = odd_layer(), odd_inputs(2)
    mask = np.random.default_rng(2).random((4, 6)) < 0.6
    mask[:, 0] = True
    output, weights = layer(x, memory, mask=mask, return_weights=True)
    np.testing.assert_allclose(output, one_head_at_a_time(layer, x, memory, mask), atol=1e-12)
    assert weights.shape == (2, 6, 4, 6)
    assert (weights[..., ~mask] == 0).all()
    assert (weights[..., mask] > 0).all()


def test_a_causal_call_is_a_call_with_the_causal_mask():
    layer = MultiHeadAttention.init(np.random.default_rng(0), 6, num_heads=3)
    x = np.random.default_rng(1).standard_normal((2, 5, 6))
    causal = layer(x, is_causal=True)
    np.testing.assert_array_equal(causal, layer(x, mask=causal_mask(5)))
    assert np.abs(causal - layer(x))[:, :4].max() > 0.1
    np.testing.assert_allclose(causal[:, 4], layer(x)[:, 4])


def test_a_mask_per_head_and_a_padding_mask_reach_their_head_and_sequence():
    layer, (x, memory) = odd_layer(), odd_inputs(2)
    hidden_from_head_1 = np.ones((6, 1, 6), dtype=bool)
    hidden_from_head_1[1, 0, 3] = False
    _, weights = layer(x, memory, mask=hidden_from_head_1, return_weights=True)
    assert np.argwhere((weights == 0).all(axis=(0, 2))).tolist() == [[1, 3]]

    padded = padding_mask(np.array([4, 6])[:, None], 6)
    shorter = layer(x[0], memory[0, :4])
    np.testing.assert_allclose(layer(x, memory, mask=padded)[0], shorter, atol=1e-12)


@pytest.mark.parametrize("heads", HEADS)
def test_the_sum_of_what_the_heads_add_is_the_output(heads):
    """Concat(heads) W_O = the sum of head_i W_O,i: heads are neither averaged nor mixed before."""
    layer, (x, memory) = odd_layer(*HEADS[heads]), odd_inputs(2)
    mask = np.arange(6) != 2
    added = head_outputs(layer, x, memory, mask=mask)
    assert added.shape == (2, 6, 4, 4)
    output = layer(x, memory, mask=mask)
    np.testing.assert_allclose(added.sum(axis=-3) + layer.b_output, output, rtol=0, atol=1e-12)
    assert np.abs(added.mean(axis=-3) + layer.b_output - output).max() > 0.1


def test_what_one_head_adds_is_what_a_layer_of_that_head_alone_gives():
    layer, (x, memory) = odd_layer(biases=False), odd_inputs()
    added = head_outputs(layer, x, memory)
    for head in range(6):
        np.testing.assert_allclose(with_heads(layer, [head])(x, memory), added[head], atol=1e-12)


def test_head_outputs_of_self_attention_follow_is_causal():
    layer = MultiHeadAttention.init(np.random.default_rng(0), 6, num_heads=3)
    x = np.random.default_rng(1).standard_normal((5, 6))
    added = head_outputs(layer, x, is_causal=True)
    np.testing.assert_allclose(added.sum(axis=0), layer(x, is_causal=True), atol=1e-12)


def test_permuting_heads_together_with_their_rows_of_w_output_changes_nothing():
    layer, (x, memory) = odd_layer(), odd_inputs(2)
    order = [3, 0, 5, 1, 4, 2]
    permuted = with_heads(layer, order)
    output, weights = permuted(x, memory, return_weights=True)
    before, before_weights = layer(x, memory, return_weights=True)
    np.testing.assert_allclose(output, before, rtol=0, atol=1e-12)
    np.testing.assert_allclose(weights, before_weights[:, order])
    permuted.w_output = layer.w_output  # the heads moved, their rows did not
    assert np.abs(permuted(x, memory) - before).max() > 0.1


def test_a_pruned_layer_lacks_what_that_head_added():
    layer, (x, memory) = odd_layer(), odd_inputs()
    pruned = with_heads(layer, [0, 1, 3, 4, 5])
    assert pruned.num_heads == 5
    lost = head_outputs(layer, x, memory)[2]
    np.testing.assert_allclose(pruned(x, memory), layer(x, memory) - lost, rtol=0, atol=1e-12)


def test_a_key_bias_is_in_the_keys_though_no_output_shows_it():
    layer, (x, memory) = odd_layer(), odd_inputs()
    before, output = layer.keys_and_values(memory)[0], layer(x, memory)
    more = np.arange(18.0)
    layer.b_key += more
    added = layer.keys_and_values(memory)[0] - before
    np.testing.assert_allclose(added, more.reshape(6, 1, 3).repeat(6, axis=1))
    np.testing.assert_allclose(layer(x, memory), output)
    np.testing.assert_array_equal(with_heads(layer, [2]).b_key, layer.b_key[6:9])


@pytest.mark.parametrize("num_kv_heads", [1, 2, 3])
def test_grouped_heads_are_heads_whose_keys_and_values_are_repeated(num_kv_heads):
    """Consecutive query heads share: 0 and 1, 2 and 3, 4 and 5 for three key/value heads."""
    grouped, (x, memory) = odd_layer(6, num_kv_heads), odd_inputs(2)

    def repeated(array, width):
        pieces = array.reshape(*array.shape[:-1], num_kv_heads, width)
        return np.repeat(pieces, 6 // num_kv_heads, axis=-2).reshape(*array.shape[:-1], 6 * width)

    full = MultiHeadAttention(
        grouped.w_query,
        repeated(grouped.w_key, 3),
        repeated(grouped.w_value, 2),
        grouped.w_output,
        num_heads=6,
        b_query=grouped.b_query,
        b_key=repeated(grouped.b_key, 3),
        b_value=repeated(grouped.b_value, 2),
        b_output=grouped.b_output,
    )
    for ours, theirs in zip(
        grouped(x, memory, return_weights=True), full(x, memory, return_weights=True), strict=True
    ):
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-12)


@pytest.mark.parametrize("num_heads", [1, 4, 8, 16, 32])
def test_the_number_of_parameters_does_not_depend_on_the_number_of_heads(num_heads):
    """Base model: 4 · 512² (curriculum section 4.4)."""
    layer = MultiHeadAttention.init(None, 512, num_heads=num_heads)
    assert count_parameters(layer) == 1_048_576
    with_biases = MultiHeadAttention.init(None, 512, num_heads=num_heads, biases=True)
    assert count_parameters(with_biases) == 1_048_576 + 4 * 512


@pytest.mark.parametrize(("num_kv_heads", "kv_dim"), [(8, 512), (2, 128), (1, 64)])
def test_fewer_key_value_heads_save_parameters_of_keys_and_values_alone(num_kv_heads, kv_dim):
    layer = MultiHeadAttention.init(None, 512, num_heads=8, num_kv_heads=num_kv_heads)
    assert count_parameters(layer, depth=1) == {
        "w_query": 512 * 512,
        "w_key": 512 * kv_dim,
        "w_value": 512 * kv_dim,
        "w_output": 512 * 512,
    }


def test_parameters_are_the_layers_own_arrays_by_name():
    layer = odd_layer()
    found = named_parameters(layer)
    assert sorted(found) == sorted(
        f"{kind}_{name}" for kind in "wb" for name in ("query", "key", "value", "output")
    )
    before = layer(*odd_inputs())
    found["b_output"] += 1
    np.testing.assert_allclose(layer(*odd_inputs()), before + 1)


def test_merging_undoes_splitting_and_a_head_is_a_slice_of_every_token():
    x = np.random.default_rng(0).standard_normal((2, 5, 12))
    pieces = split_heads(x, 3)
    assert pieces.shape == (2, 3, 5, 4)
    for head in range(3):
        np.testing.assert_array_equal(pieces[:, head], x[..., 4 * head : 4 * head + 4])
    np.testing.assert_array_equal(merge_heads(pieces), x)


def test_a_reshape_alone_has_the_right_shape_and_the_wrong_tokens():
    x = np.random.default_rng(0).standard_normal((5, 12))
    wrong = x.reshape(3, 5, 4)
    assert wrong.shape == split_heads(x, 3).shape
    assert not np.allclose(wrong, split_heads(x, 3))
    assert not np.allclose(split_heads(x, 3).reshape(5, 12), x)  # and back without the transpose


@pytest.mark.parametrize(("num_heads", "num_kv_heads"), [(4, 4), (4, 2), (4, 1), (1, 1), (32, 32)])
def test_the_layer_keeps_the_eleven_laws(num_heads, num_kv_heads):
    layer = MultiHeadAttention.init(
        np.random.default_rng(1), 32, num_heads=num_heads, num_kv_heads=num_kv_heads
    )

    def lawful(x_q, x_kv=None, *, causal=False, keep_keys=None, use_pe=False):
        x = x_q + sinusoidal_positions(*x_q.shape[-2:]) if use_pe else x_q
        memory = x if x_kv is None else x_kv
        mask = None if keep_keys is None else keep_keys[:, None, None]
        output, weights = layer(x, memory, mask=mask, is_causal=causal, return_weights=True)
        key, _ = layer.keys_and_values(memory)
        every_head = np.repeat(key, num_heads // num_kv_heads, axis=1)
        return output, weights, scores(layer.queries(x), every_head)

    assert check_laws(lawful).all_hold, check_laws(lawful)


def test_steps_are_seen_in_the_order_in_which_they_happen():
    layer, (x, memory) = odd_layer(6, 2), odd_inputs(2)
    assert list(trace(layer, x, memory).items()) == [
        ("query", (2, 6, 4, 3)),
        ("key", (2, 2, 6, 3)),
        ("value", (2, 2, 6, 2)),
        ("weights", (2, 6, 4, 6)),
        ("heads", (2, 6, 4, 2)),
        ("output", (2, 4, 4)),
    ]


def test_two_heads_by_hand():
    """Token 0 scores (1, 0, 1) / √2 and (1, 0, 0) / √2 in two heads, (2, 0, 1) / 2 in one."""
    x = [[1, 0, 0, 1], [0, 1, 1, 0], [1, 1, 0, 0]]
    identity = np.eye(4)
    rows = {}
    for num_heads in (1, 2):
        layer = MultiHeadAttention(*4 * [identity], num_heads=num_heads)
        _, weights = layer(x, return_weights=True)
        rows[num_heads] = weights[:, 0].round(3).tolist()
    assert rows[2] == [[0.401, 0.198, 0.401], [0.503, 0.248, 0.248]]
    assert rows[1] == [[0.506, 0.186, 0.307]]


def test_float32_stays_float32_and_agrees_with_float64():
    layer = odd_layer()
    x, memory = odd_inputs(2)
    exact = layer(x, memory)
    for name, array in named_parameters(layer).items():
        setattr(layer, name, array.astype(np.float32))
    output, weights = layer(x.astype(np.float32), memory.astype(np.float32), return_weights=True)
    assert output.dtype == weights.dtype == np.float32
    np.testing.assert_allclose(output, exact, rtol=0, atol=2e-4)


def test_a_drawn_layer_keeps_the_variance_and_a_seed_its_numbers():
    layer = MultiHeadAttention.init(np.random.default_rng(3), 64, num_heads=4, num_kv_heads=2)
    again = MultiHeadAttention.init(np.random.default_rng(3), 64, num_heads=4, num_kv_heads=2)
    x = np.random.default_rng(4).standard_normal((200, 64))
    for name, array in named_parameters(layer).items():
        assert np.std(x @ array) == pytest.approx(1, abs=0.1), name
        np.testing.assert_array_equal(array, named_parameters(again)[name])
    different = {array[0, 0] for array in named_parameters(layer).values()}
    assert len(different) == 4


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: split_heads(np.ones((3, 10)), 4),
            "num_heads must divide the last axis; got num_heads 4 and x (3, 10) (last axis 10)",
        ),
        (
            lambda: split_heads(np.ones(4), 2),
            "x must have at least the axes (length, model_dim); got shape (4,)",
        ),
        (lambda: split_heads(np.ones((3, 4)), 0), "num_heads must be 1 or more; got 0"),
        (
            lambda: merge_heads(np.ones((3, 4))),
            "x must have at least the axes (num_heads, length, head_dim); got shape (3, 4)",
        ),
        (
            lambda: MultiHeadAttention.init(None, 10, num_heads=4),
            "num_heads must divide model_dim; got num_heads 4 and model_dim 10",
        ),
        (
            lambda: MultiHeadAttention.init(None, 12, num_heads=6, num_kv_heads=4),
            "num_heads must be a multiple of num_kv_heads; got num_heads 6 and num_kv_heads 4",
        ),
        (
            lambda: MultiHeadAttention(*4 * [np.ones((6, 6))], num_heads=4),
            "num_heads must divide the columns of w_query; got num_heads 4 and w_query (6, 6)",
        ),
        (
            lambda: MultiHeadAttention(*4 * [np.ones((6, 6))], num_heads=3, num_kv_heads=1),
            "w_key must have the shape (memory_dim, num_kv_heads * head_dim) = (6, 2); got (6, 6)",
        ),
        (
            lambda: MultiHeadAttention(
                np.eye(6), np.ones((5, 6)), np.eye(6), np.eye(6), num_heads=3
            ),
            "w_key must have the shape (memory_dim, num_kv_heads * head_dim) = (6, 6); got (5, 6)",
        ),
        (
            lambda: MultiHeadAttention(*3 * [np.eye(6)], np.ones((5, 6)), num_heads=3),
            "w_output must have the shape (num_heads * value_dim, output_dim) = (6, 6); got (5, 6)",
        ),
        (
            lambda: MultiHeadAttention(*4 * [np.eye(6)], num_heads=3, b_key=np.ones(5)),
            "b_key must have the shape (to_dim,) = (6,); got (5,)",
        ),
        (
            lambda: odd_layer()(np.ones((4, 5))),
            "x must have the shape (..., length, model_dim = 7); got (4, 5)",
        ),
        (
            lambda: odd_layer()(np.ones((4, 7))),
            "memory must have the shape (..., length, memory_dim = 5); got (4, 7)",
        ),
        (
            lambda: with_heads(odd_layer(), [0, 6]),
            "heads must be one or more of 0 … num_heads - 1 = 5; got [0, 6]",
        ),
        (
            lambda: with_heads(odd_layer(), [-1]),
            "heads must be one or more of 0 … num_heads - 1 = 5; got [-1]",
        ),
        (
            lambda: with_heads(odd_layer(), []),
            "heads must be one or more of 0 … num_heads - 1 = 5; got []",
        ),
        (
            lambda: with_heads(odd_layer(6, 2), [0]),
            "heads that share keys and values cannot be taken apart; got num_heads 6 and "
            "num_kv_heads 2",
        ),
    ],
)
def test_an_error_says_what_must_hold_and_what_was_given(call, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        call()


def test_a_head_that_is_no_integer_is_refused():
    with pytest.raises(TypeError, match=r"^each head must be an integer; got 1\.0$"):
        with_heads(odd_layer(), [1.0])
