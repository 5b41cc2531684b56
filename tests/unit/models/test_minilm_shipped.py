"""The shipped sentences: the same numbers with and without the model, and near the model's."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from attention_lib import softmax
from attention_lib.models import load_minilm, minilm_sentences, minilm_store, read_sentence
from attention_lib.models.packed_maps import pack, unpack
from attention_lib.models.shipped_readings import DATA

WITHOUT = Path(__file__).parents[2] / "without_minilm"


@pytest.mark.parametrize("text", minilm_sentences())
def test_a_shipped_reading_is_the_models(text):
    shipped, read = read_sentence(text), load_minilm().read(text)
    assert (shipped.source, read.source) == ("shipped", "model")
    assert (shipped.text, shipped.words, shipped.truncated) == (text, read.words, False)
    np.testing.assert_allclose(shipped.weights, read.weights, rtol=0, atol=5e-5)
    np.testing.assert_allclose(shipped.weights.sum(axis=-1), 1, atol=1e-12)


def test_three_printed_decimals_are_the_models():
    """But for a weight that lies between two of them, and is then off by one in the last."""
    wrong = total = 0
    for text in minilm_sentences():
        shipped, read = read_sentence(text).weights, load_minilm().read(text).weights
        wrong += (shipped.round(3) != read.astype(float).round(3)).sum()
        total += shipped.size
    assert wrong / total < 0.003


@pytest.mark.parametrize(("layer", "head"), [(0, 2), (3, 1), (5, 11)])
def test_shipped_scores_are_the_models_but_for_the_shift_of_each_row(layer, head):
    text = minilm_sentences()[1]
    shipped = read_sentence(text)
    assert shipped.scores(layer, head).shape == (16, 16)
    np.testing.assert_allclose(softmax(shipped.scores(layer, head)), shipped.weights[layer, head])
    model = load_minilm().read(text).scores(layer, head)
    centred = [
        scores - scores.mean(axis=-1, keepdims=True)
        for scores in (shipped.scores(layer, head), model)
    ]
    np.testing.assert_allclose(*centred, rtol=0, atol=2e-3)


def test_the_sentences_are_many_and_short():
    sentences = minilm_sentences()
    assert len(set(sentences)) == len(sentences) >= 20
    assert max(len(text.split()) for text in sentences) <= 12
    assert sum(text.lower().split().count("bank") + text.count("bank.") >= 2 for text in sentences)


def test_capitals_and_spaces_find_the_same_shipped_sentence():
    plain = read_sentence("the cat saw the dog and the dog ran")
    assert read_sentence("  The CAT saw the dog\nand the dog ran ") is plain
    assert read_sentence("The cat saw the dog and the dog ran.").source == "model"


def test_a_shipped_reading_cannot_be_changed():
    reading = read_sentence(minilm_sentences()[0])
    for array in (reading.weights, reading.scores(1, 2)):
        with pytest.raises(ValueError, match="read-only"):
            array[..., 0] = 0


def test_only_text_is_read():
    with pytest.raises(TypeError, match="text must be a string; got None"):
        read_sentence(None)


def without_minilm(code):
    environment = {**os.environ, "PYTHONPATH": str(WITHOUT)}
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    ).stdout


def test_without_the_model_a_shipped_sentence_is_read_all_the_same():
    code = (
        "from attention_lib.models import read_sentence\n"
        "reading = read_sentence('Attention is all you need.')\n"
        "print(reading, float(reading.weights.sum(where=reading.weights > 0.5)))"
    )
    reading = read_sentence("Attention is all you need.")
    expected = f"{reading} {float(reading.weights.sum(where=reading.weights > 0.5))}"
    assert without_minilm(code) == expected + "\n"


def test_without_the_model_the_error_has_the_command_and_the_sentences():
    code = (
        "from attention_lib.models import read_sentence\n"
        "try: read_sentence('Something new.')\n"
        "except ImportError as error: print(type(error).__name__, error)"
    )
    said = without_minilm(code)
    assert said.startswith("MiniLMNotInstalled MiniLM must be installed to read 'Something new.'")
    assert minilm_store.COMMAND in said
    assert all(text in said for text in minilm_sentences())


def test_packed_scores_give_the_same_weights_whatever_their_shift():
    rng = np.random.default_rng(0)
    scores = rng.normal(0, 8, size=(2, 3, 4, 5)) + 100 * rng.random((2, 3, 4, 1))
    packed, lowest = pack(scores)
    assert (packed.dtype, packed.shape, lowest.shape) == (np.uint16, (2, 3, 4, 5), (2, 3))
    np.testing.assert_allclose(softmax(unpack(packed, lowest)), softmax(scores), atol=5e-5)


def test_the_shipped_files_are_small_and_name_their_model():
    assert (DATA / "maps.safetensors").stat().st_size < 700_000
    pieces = json.loads((DATA / "pieces.json").read_text(encoding="utf-8"))
    assert pieces["model_sha256"] == minilm_store.SHA256
    assert "Apache License 2.0" in (DATA / "README.md").read_text(encoding="utf-8")
