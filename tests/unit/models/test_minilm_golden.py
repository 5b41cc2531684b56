"""MiniLM in NumPy reads as transformers did when the golden file was made."""

from pathlib import Path

import numpy as np
import pytest
from golden.minilm_cases import LONG, ODD, PLAIN, TEXTS, TOLERANCE, WITH_MAPS, sample

from attention_lib.models import load_minilm

PATH = Path(__file__).parents[2] / "golden" / "minilm.npz"


@pytest.fixture(scope="module")
def golden():
    with np.load(PATH, allow_pickle=False) as file:
        return dict(file)


@pytest.fixture(scope="module")
def readings():
    return [load_minilm().read(text) for text in TEXTS]


def test_every_piece_is_transformers(golden, readings):
    ids = np.split(golden["ids"], golden["lengths"].cumsum()[:-1])
    for text, reading, expected in zip(TEXTS, readings, ids, strict=True):
        assert load_minilm().pieces(text).ids == expected.tolist(), text
        assert len(reading.words) == len(expected)


def test_weights_of_every_head_in_every_text_are_transformers(golden, readings):
    samples = np.array([sample(reading.weights) for reading in readings])
    assert samples.shape == (len(TEXTS), 6, 12, 3)
    np.testing.assert_allclose(samples, golden["samples"], rtol=0, atol=TOLERANCE)


@pytest.mark.parametrize("place", WITH_MAPS)
def test_whole_maps_are_transformers(place, golden, readings):
    expected = golden[f"{place}/maps"]
    assert readings[place].weights.shape == expected.shape
    np.testing.assert_allclose(readings[place].weights, expected, rtol=0, atol=TOLERANCE)


def test_sentence_vectors_are_transformers_whatever_they_are_read_with(golden):
    vectors = load_minilm().vectors(TEXTS)
    np.testing.assert_allclose(vectors, golden["vectors"], rtol=0, atol=TOLERANCE)


def test_a_text_of_more_than_512_pieces_is_cut_and_says_so(golden, readings):
    lengths = dict(zip(TEXTS, golden["lengths"], strict=True))
    assert [lengths[text] for text in LONG[:5]] == [64, 130, 511, 512, 512]
    for text, reading in zip(TEXTS, readings, strict=True):
        assert reading.truncated == (text in LONG[4:])
        assert reading.words[-1] == "[SEP]"
    assert "truncated" in repr(readings[TEXTS.index(LONG[4])])
    assert "truncated" not in repr(readings[TEXTS.index(LONG[3])])


def test_the_texts_are_many_and_of_many_kinds(golden):
    assert len(ODD) + len(PLAIN) >= 95
    assert len(set(TEXTS)) == len(TEXTS) > 100
    assert golden["lengths"].min() == 2  # nothing but [CLS] and [SEP]
    written = {character for text in ODD for character in text}
    for sign in "éßЛ中東한हש😀\u200d":
        assert sign in written or sign.lower() in {c.lower() for c in written}


def test_the_golden_file_stays_small():
    assert PATH.stat().st_size < 500_000
