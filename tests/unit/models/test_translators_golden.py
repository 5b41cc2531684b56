"""Our translators answer as PyTorch did with the same weights when the golden file was made."""

from pathlib import Path

import numpy as np
import pytest
from golden.translators_cases import PHRASES, TOLERANCE, TYPED, WITH_MAPS

from attention_lib.models import TRANSLATORS, arithmetic, load_translator
from attention_lib.models.tokens import PAD, TARGET_PIECES

PATH = Path(__file__).parents[2] / "golden" / "translators.npz"


@pytest.fixture(scope="module")
def golden():
    with np.load(PATH, allow_pickle=False) as file:
        return dict(file)


def words(pieces):
    return tuple(TARGET_PIECES[piece] for piece in pieces if piece != PAD)


@pytest.mark.parametrize("name", TRANSLATORS)
def test_every_word_is_pytorchs(name, golden):
    ours = load_translator(name).translate_many(PHRASES)
    compared = 0
    for translation, pieces, sure in zip(
        ours, golden[f"{name}/pieces"], golden[f"{name}/sure"], strict=True
    ):
        if sure:
            assert translation.target == words(pieces), translation.source
            compared += 1
    assert compared >= 150


@pytest.mark.parametrize("name", [name for name in TRANSLATORS if name != "no-attention"])
def test_every_attention_weight_is_pytorchs(name, golden):
    translator = load_translator(name)
    for place in WITH_MAPS:
        maps = translator.translate(PHRASES[place]).maps
        expected = {
            key.rpartition("/")[2]: weights
            for key, weights in golden.items()
            if key.startswith(f"{name}/{place}/")
        }
        assert set(maps) == set(expected) != set()
        for part, weights in maps.items():
            assert weights.shape == expected[part].shape
            np.testing.assert_allclose(weights, expected[part], rtol=0, atol=TOLERANCE)


def test_the_translator_without_attention_has_no_maps(golden):
    assert load_translator("no-attention").translate("seven").maps == {}
    assert not any(key.startswith("no-attention/0/") for key in golden)


def test_the_phrases_reach_every_word_and_beyond_what_was_trained():
    spoken = {word for phrase in PHRASES for word in phrase.split()}
    assert spoken == set(arithmetic.VOCABULARY)
    lengths = [len(phrase.split()) for phrase in PHRASES]
    assert min(lengths) == 1
    assert max(lengths) == 40
    assert sum(arithmetic.parse(phrase) is None for phrase in TYPED) >= 4


def test_the_translators_differ_so_that_a_wrong_file_would_be_seen(golden):
    answers = [golden[f"{name}/pieces"].tobytes() for name in TRANSLATORS]
    assert len(set(answers)) == len(TRANSLATORS)


def test_the_golden_file_stays_small():
    assert PATH.stat().st_size < 400_000
