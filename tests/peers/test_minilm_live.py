"""MiniLM in NumPy against transformers with the same weights: every piece, map and vector."""

import numpy as np
import pytest
import torch
from golden.make_minilm_golden import peer, peer_reading
from golden.minilm_cases import LONG, ODD, PLAIN, TEXTS, TOLERANCE

from attention_lib.models import load_minilm, minilm_sentences, read_sentence

torch.set_num_threads(1)  # small matrices gain nothing from more


@pytest.fixture(scope="module")
def theirs():
    return peer()


@pytest.mark.parametrize("texts", [ODD, PLAIN, LONG], ids=["odd", "plain", "long"])
def test_every_piece_weight_and_vector_is_transformers(theirs, texts):
    model = load_minilm()
    vectors = model.vectors(texts)
    for text, ours in zip(texts, vectors, strict=True):
        ids, maps, vector = peer_reading(*theirs, text)
        reading = model.read(text)
        assert model.pieces(text).ids == ids.tolist(), text
        assert list(reading.words) == theirs[0].convert_ids_to_tokens(ids)
        np.testing.assert_allclose(reading.weights, maps, rtol=0, atol=TOLERANCE)
        np.testing.assert_allclose(ours, vector, rtol=0, atol=TOLERANCE)


def test_the_texts_are_at_least_a_hundred():
    assert len(TEXTS) >= 100


@pytest.mark.parametrize("text", minilm_sentences())
def test_a_shipped_reading_is_transformers_within_its_16_bits(theirs, text):
    _, maps, _ = peer_reading(*theirs, text)
    np.testing.assert_allclose(read_sentence(text).weights, maps, rtol=0, atol=5e-5)


@pytest.mark.parametrize("heads", [0, 5], ids=["no head", "five heads of each layer"])
def test_heads_that_are_off_read_nothing_in_transformers_too(theirs, heads):
    """There, what a head read is set to 0 where it enters the output's matrix."""
    texts = ["The small dog saw a river.", "Nobody minded."]
    keep = np.arange(12) * 7 % 12 < heads  # not the first ones
    network = theirs[1]
    hooks = [
        layer.attention.output.dense.register_forward_pre_hook(
            lambda _, given: (given[0] * torch.from_numpy(np.repeat(keep, 32)),)
        )
        for layer in network.encoder.layer
    ]
    try:
        expected = [peer_reading(*theirs, text)[2] for text in texts]
    finally:
        for hook in hooks:
            hook.remove()
    ours = load_minilm().vectors(texts, heads=np.tile(keep, (6, 1)))
    np.testing.assert_allclose(ours, expected, rtol=0, atol=TOLERANCE)
