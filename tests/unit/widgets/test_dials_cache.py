"""The cache's dial: its bytes are those of a real cache, its groups those of grouped queries."""

from itertools import product

import numpy as np
import pytest

from attention_lib import KeyValueCache, MultiHeadAttention
from attention_lib.published import published
from attention_lib.widgets import cache_dial
from attention_lib.widgets.dials_cache import HEADS, KV_HEADS, MODELS, TOKENS

DIAL = cache_dial()
SIZES = {"8b": (32, 128), "1b": (16, 64)}  # layers, numbers in a key


def lines(model, kv_heads, tokens):
    return dict(DIAL.frames[model, kv_heads, tokens].lines)


def plain(text):
    return text.replace("\u00a0", "")


@pytest.mark.parametrize(("model", "kv_heads"), list(product(MODELS, KV_HEADS)))
def test_the_bytes_are_those_that_a_cache_keeps(model, kv_heads):
    layers, head_dim = SIZES[model]
    cache = KeyValueCache()
    for _ in range(3):
        token = np.ones((kv_heads, 1, head_dim), dtype=np.float16)
        cache.append(token, token)
    each = layers * cache.nbytes // 3 // (cache.key.itemsize // 2)
    for tokens in TOKENS:
        shown = lines(model, kv_heads, tokens)
        assert plain(shown["for each token"]).endswith(f"= {each}")
        whole = each * tokens / 1e9
        written = DIAL.frames[model, kv_heads, tokens].text.split(" keep ")[1]
        assert abs(float(written.removesuffix(" GB.")) - whole) <= 0.005
        assert int(plain(shown["tokens that fit in 10 GB"])) == 10**10 // each


def test_the_known_sizes_come_out():
    texts = {
        (4096, 32): "2.15 GB",
        (4096, 8): "0.537 GB",
        (4096, 1): "0.067 GB",
        (32_768, 32): f"{published('rasbt-cache-mha').text} GB",
        (32_768, 8): f"{published('rasbt-cache-gqa').text} GB",
    }
    for (tokens, kv_heads), text in texts.items():
        assert DIAL.frames["8b", kv_heads, tokens].text.endswith(f"keep {text}.")


@pytest.mark.parametrize("kv_heads", KV_HEADS)
def test_query_heads_read_the_heads_that_the_layer_gives_them(kv_heads):
    rng = np.random.default_rng(0)
    head_dim = 3
    layer = MultiHeadAttention.init(rng, HEADS * head_dim, num_heads=HEADS, num_kv_heads=kv_heads)
    x = rng.normal(size=(4, HEADS * head_dim))
    queries, keys, values = DIAL.frames["8b", kv_heads, 4096].panels[0].matrix
    np.testing.assert_array_equal(queries, np.arange(1, HEADS + 1))
    np.testing.assert_array_equal(values, keys)
    # The same layer, each query head with a copy of the head that the picture names.
    columns = (np.arange(head_dim) + head_dim * (keys[:, None] - 1)).ravel()
    whole = MultiHeadAttention(
        layer.w_query,
        layer.w_key[:, columns],
        layer.w_value[:, columns],
        layer.w_output,
        num_heads=HEADS,
    )
    np.testing.assert_allclose(whole(x), layer(x), atol=1e-12)


def test_fewer_key_value_heads_take_that_many_times_less():
    for model, tokens in product(MODELS, TOKENS):
        beside = [lines(model, kv, tokens)["beside 32 key/value heads"] for kv in KV_HEADS]
        assert beside == ["the same", "4 times less", "8 times less", "32 times less"]


def test_who_has_how_many_heads_is_said_of_published_models_only():
    said = {(model, kv): own for model, size in MODELS.items() for kv, own in size.own.items()}
    assert set(said.values()) == {
        "Llama 2 7B has 32.",
        f"Llama 3 8B has {published('llama-3-8b-kv-heads').text}.",
        f"Llama 3.2 1B has {published('llama-3.2-1b-kv-heads').text}.",
    }
    assert all(own.endswith(f" has {kv_heads}.") for (_, kv_heads), own in said.items())
    for (model, kv_heads, _), frame in DIAL.frames.items():
        first = frame.note[0]
        assert first == said.get((model, kv_heads), first)
        assert (" has " in first) == ((model, kv_heads) in said)


def test_the_two_models_that_share_a_size_have_it():
    for size in MODELS.values():
        for own in size.ids:
            assert published(f"{own}-layers").value == size.layers
            assert published(f"{own}-heads").value == HEADS
            assert published(f"{own}-dim").value == HEADS * size.head_dim
