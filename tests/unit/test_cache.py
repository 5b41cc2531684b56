"""A key–value cache: each step equals the full pass, and its bytes."""

import re

import numpy as np
import pytest

from attention_lib import (
    DecoderBlock,
    KeyValueCache,
    MultiHeadAttention,
    Transformer,
    attend_memory,
    attend_step,
    cache_bytes,
    padding_mask,
    scaled_dot_product_attention,
)

KV_HEADS = [6, 3, 2, 1]  # of 6 query heads: multi-head, grouped, grouped, multi-query
CHUNKS = [[1] * 7, [3, 1, 1, 1, 1], [4, 3], [7], [1, 2, 0, 4]]  # a prompt, then steps
LLAMA = {"layers": 32, "head_dim": 128}


def layer_of(num_kv_heads, model_dim=12):
    rng = np.random.default_rng(num_kv_heads)
    layer = MultiHeadAttention.init(
        rng, model_dim, num_heads=6, num_kv_heads=num_kv_heads, biases=True
    )
    for name in ("b_query", "b_key", "b_value", "b_output"):
        getattr(layer, name)[:] = rng.standard_normal(len(getattr(layer, name)))
    return layer


def tokens(*shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape)


def in_chunks(x, chunks):
    return np.split(x, np.cumsum(chunks)[:-1], axis=-2)


@pytest.mark.parametrize("chunks", CHUNKS, ids=str)
@pytest.mark.parametrize("num_kv_heads", KV_HEADS)
def test_each_step_equals_the_full_causal_pass(num_kv_heads, chunks):
    layer, x, cache = layer_of(num_kv_heads), tokens(2, 7, 12), KeyValueCache()
    steps = []
    for new in in_chunks(x, chunks):
        steps.append(attend_step(layer, new, cache))
        assert steps[-1].shape == new.shape
    full = layer(x, is_causal=True)
    np.testing.assert_allclose(np.concatenate(steps, axis=-2), full, rtol=0, atol=1e-12)
    assert np.abs(layer(x) - full).max() > 0.1


def test_a_step_does_what_the_full_pass_does_for_an_unbatched_sequence():
    layer, x, cache = layer_of(2), tokens(5, 12), KeyValueCache()
    steps = [attend_step(layer, new, cache) for new in in_chunks(x, [1] * 5)]
    np.testing.assert_allclose(np.concatenate(steps), layer(x, is_causal=True), atol=1e-12)


def test_without_its_offset_a_lone_query_would_see_key_0_only():
    layer, x, cache = layer_of(6), tokens(5, 12), KeyValueCache()
    attend_step(layer, x, cache)
    query = layer.queries(x[-1:])
    _, weights = cache.attend(query, return_weights=True)
    assert (weights > 0).all()
    _, wrong = scaled_dot_product_attention(
        query, cache.key, cache.value, is_causal=True, return_weights=True
    )
    assert (wrong[..., 0] == 1).all()


@pytest.mark.parametrize("num_kv_heads", KV_HEADS)
def test_a_fixed_memory_is_asked_as_often_as_wanted_and_does_not_grow(num_kv_heads):
    layer, memory, x = layer_of(num_kv_heads), tokens(2, 3, 12, seed=1), tokens(2, 5, 12)
    mask = padding_mask(np.array([2, 3])[:, None], 3)
    cache = KeyValueCache()
    cache.append(*layer.keys_and_values(memory))
    for place in range(5):
        new = x[:, place : place + 1]
        output = attend_memory(layer, new, cache, mask=mask)
        expected = layer(x, memory, mask=mask)[:, place : place + 1]
        np.testing.assert_allclose(output, expected, rtol=0, atol=1e-12)
        assert len(cache) == 3
    np.testing.assert_allclose(  # more queries than keys, all at once, nothing hidden
        attend_memory(layer, x, cache), layer(x, memory), rtol=0, atol=1e-12
    )


def test_a_mask_hides_kept_tokens_too():
    layer, x, cache = layer_of(3), tokens(6, 12), KeyValueCache()
    cache.append(*layer.keys_and_values(x))
    mask = np.array([False, True, True, False, True, True])
    _, weights = cache.attend(layer.queries(x[-2:]), mask=mask, return_weights=True)
    assert (weights[..., ~mask] == 0).all()
    expected = layer(x, mask=mask, is_causal=True)[-2:]
    output = layer.mix(cache.attend(layer.queries(x[-2:]), mask=mask))
    np.testing.assert_allclose(output, expected, rtol=0, atol=1e-12)


def test_what_was_kept_never_changes():
    layer, x, cache = layer_of(2), tokens(2, 7, 12), KeyValueCache()
    assert (len(cache), cache.key, cache.value, cache.nbytes) == (0, None, None, 0)
    key, value = layer.keys_and_values(x)
    for length, new in enumerate(in_chunks(x, [1] * 7), start=1):
        attend_step(layer, new, cache)
        assert len(cache) == length
        np.testing.assert_allclose(cache.key, key[..., :length, :], rtol=0, atol=1e-14)
        np.testing.assert_allclose(cache.value, value[..., :length, :], rtol=0, atol=1e-14)


def test_the_cache_holds_a_copy_of_what_it_was_given():
    cache, key, value = KeyValueCache(), np.ones((2, 1, 3)), np.ones((2, 1, 4))
    cache.append(key, value)
    key[:] = 7
    assert (cache.key == 1).all()


def test_room_is_doubled_so_that_long_texts_are_not_copied_at_every_step():
    cache, moves, room = KeyValueCache(), 0, None
    for step in range(200):
        cache.append(np.full((1, 1, 2), step), np.full((1, 1, 3), -step))
        moves += cache._key is not room
        room = cache._key
    assert moves <= 9  # 1, 2, 4, …, 256
    np.testing.assert_array_equal(cache.key[0, :, 1], np.arange(200))
    np.testing.assert_array_equal(cache.value[0, :, 2], -np.arange(200))


def test_the_dtype_is_kept_and_widened_when_a_wider_one_comes():
    cache = KeyValueCache()
    for length in (2, 1):  # leaves room for one more
        cache.append(*2 * [np.ones((1, length, 3), np.float32)])
    assert (cache.key.dtype, cache.nbytes) == (np.float32, 2 * 3 * 3 * 4)
    cache.append(np.full((1, 1, 3), 1 / 3), np.ones((1, 1, 3)))
    assert cache.key.dtype == cache.value.dtype == np.float64
    assert cache.key[0, :, 0].tolist() == [1, 1, 1, 1 / 3]


def test_a_narrower_dtype_does_not_narrow_what_was_kept():
    cache = KeyValueCache()
    cache.append(*2 * [np.full((1, 1, 3), 1 / 3)])
    cache.append(*2 * [np.ones((1, 2, 3), np.float32)])  # no room: the arrays move
    assert cache.key.dtype == cache.value.dtype == np.float64
    assert cache.key[0, :, 0].tolist() == [1 / 3, 1, 1]


@pytest.mark.parametrize("num_kv_heads", KV_HEADS)
def test_the_bytes_counted_are_the_bytes_kept(num_kv_heads):
    layer, cache = layer_of(num_kv_heads), KeyValueCache()
    for _ in range(5):
        attend_step(layer, tokens(3, 1, 12), cache)
    assert cache.nbytes == cache_bytes(
        layers=1, kv_heads=num_kv_heads, head_dim=2, tokens=5, bytes_per_number=8, batch=3
    )


@pytest.mark.parametrize(
    ("kv_heads", "tokens", "expected"),
    [
        (32, 1, 524_288),  # curriculum section 4.4
        (32, 4096, 2_147_483_648),
        (8, 4096, 536_870_912),
        (1, 4096, 67_108_864),
        (32, 32_768, 17_179_869_184),
        (8, 32_768, 4_294_967_296),
    ],
)
def test_the_cache_of_a_known_model(kv_heads, tokens, expected):
    """32 layers, head_dim 128, float16: per token, then 4 096 and 32 768 tokens."""
    assert cache_bytes(**LLAMA, kv_heads=kv_heads, tokens=tokens) == expected


def test_every_factor_counts_once_and_a_large_cache_does_not_overflow():
    base = {"layers": 3, "kv_heads": 2, "head_dim": 5, "tokens": 7, "batch": 1}
    one = cache_bytes(**base)
    assert one == 2 * 3 * 2 * 5 * 7 * 2
    for name, size in base.items():
        assert cache_bytes(**base | {name: 3 * size}) == 3 * one, name
    assert cache_bytes(**base, bytes_per_number=4) == 2 * one
    assert cache_bytes(**LLAMA, kv_heads=32, tokens=10**15) == 524_288 * 10**15


@pytest.mark.parametrize("order", ["post", "pre"])
@pytest.mark.parametrize("cross", [True, False])
def test_a_decoder_block_steps_as_it_runs(order, cross):
    rng = np.random.default_rng(0)
    block = DecoderBlock.init(rng, 12, 20, cross=cross, order=order, num_heads=6, num_kv_heads=2)
    x, memory = tokens(2, 6, 12), tokens(2, 4, 12, seed=1) if cross else None
    mask = padding_mask(np.array([3, 4])[:, None], 4) if cross else None
    cache = block.begin(memory)
    steps = [block.step(new, cache, memory_mask=mask) for new in in_chunks(x, [2, 1, 1, 1, 1])]
    full = block(x, memory, memory_mask=mask)
    np.testing.assert_allclose(np.concatenate(steps, axis=1), full, rtol=0, atol=1e-12)


@pytest.mark.parametrize("order", ["post", "pre"])
@pytest.mark.parametrize("kind", ["encoder-decoder", "decoder-only"])
def test_a_whole_transformer_writes_word_by_word_what_it_scores_at_once(kind, order):
    model = Transformer.init(
        np.random.default_rng(0),
        vocabulary=11,
        model_dim=12,
        hidden_dim=20,
        num_layers=3,
        kind=kind,
        order=order,
        num_heads=6,
        num_kv_heads=3,
    )
    rng = np.random.default_rng(1)
    source, target = rng.integers(0, 11, (2, 5)), rng.integers(0, 11, (2, 7))
    if kind == "decoder-only":
        full, caches, keep = model(target), model.begin(), None
    else:
        keep = np.arange(5) < np.array([[5], [3]])
        full = model(source, target, keep=keep)
        caches = model.begin(model.encode(source, keep=keep))
    steps = [model.step(new, caches, keep=keep) for new in np.split(target, [3, 4, 5, 6], axis=1)]
    np.testing.assert_allclose(np.concatenate(steps, axis=1), full, rtol=0, atol=1e-11)
    assert [len(cache.written) for cache in caches] == [7, 7, 7]


def filled():
    """Three tokens, and room for four."""
    cache = KeyValueCache()
    for length in (2, 1):
        cache.append(np.ones((2, length, 3)), np.ones((2, length, 4)))
    return cache


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: filled().append(np.ones((2, 1, 5)), np.ones((2, 1, 4))),
            "key must have the axes of those kept, but for its length; "
            "got key (2, 1, 5) and kept (2, 3, 3)",
        ),
        (  # one head is not broadcast over those kept
            lambda: filled().append(np.ones((1, 1, 3)), np.ones((1, 1, 4))),
            "key must have the axes of those kept, but for its length; "
            "got key (1, 1, 3) and kept (2, 3, 3)",
        ),
        (
            lambda: filled().append(np.ones((2, 1, 3)), np.ones((2, 1, 1))),
            "value must have the axes of those kept, but for its length; "
            "got value (2, 1, 1) and kept (2, 3, 4)",
        ),
        (
            lambda: filled().append(np.ones((2, 1, 3)), np.ones((2, 2, 4))),
            "key and value must have the same key_len; got key (2, 1, 3) (key_len 1) "
            "and value (2, 2, 4) (key_len 2)",
        ),
        (
            lambda: KeyValueCache().attend(np.ones((2, 1, 3))),
            "append the keys and values of the queries' own tokens first; "
            "got 1 queries and 0 tokens kept",
        ),
        (  # an empty memory cannot be asked either
            lambda: KeyValueCache().attend(np.ones((2, 1, 3)), is_causal=False),
            "append the keys and values of the queries' own tokens first; "
            "got 1 queries and 0 tokens kept",
        ),
        (
            lambda: filled().attend(np.ones((2, 4, 3))),
            "append the keys and values of the queries' own tokens first; "
            "got 4 queries and 3 tokens kept",
        ),
        (
            lambda: cache_bytes(layers=-1, kv_heads=2, head_dim=4),
            "layers must be 0 or more; got -1",
        ),
    ],
)
def test_an_error_says_what_must_hold_and_what_was_given(call, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        call()


def test_a_refused_append_leaves_the_cache_as_it_was():
    cache = filled()
    with pytest.raises(ValueError, match="value must have the axes"):
        cache.append(np.zeros((2, 1, 3)), np.ones((2, 1, 1)))
    assert len(cache) == 3
    assert (cache.key == 1).all()


def test_half_a_layer_is_refused():
    with pytest.raises(TypeError, match=r"^layers must be an integer; got 1\.5$"):
        cache_bytes(layers=1.5, kv_heads=2, head_dim=4)
