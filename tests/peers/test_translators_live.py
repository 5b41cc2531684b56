"""Our translators against the PyTorch networks that were trained, with the shipped weights."""

import numpy as np
import pytest
import torch
from golden.make_translators_golden import shipped_network, torch_translations
from golden.translators_cases import FLOAT32, MARGIN, PHRASES, TOLERANCE

from attention_lib.models import TRANSLATORS, arithmetic, load_translator, translation_results
from attention_lib.models.tokens import EOS, LIMIT, PAD, TARGET_PIECES
from training.translation.evaluate import evaluate
from training.translation.networks import greedy
from training.translation.train import loss_of, tensors

torch.set_num_threads(1)  # small matrices gain nothing from more


@pytest.mark.parametrize("precision", [torch.float64, torch.float32], ids=str)
@pytest.mark.parametrize("name", TRANSLATORS)
def test_every_word_and_every_weight_are_pytorchs(name, precision):
    """Long, untrained phrases magnify the rounding of float32; hence its wider tolerance."""
    network, translator = shipped_network(name).to(precision), load_translator(name)
    tolerance = TOLERANCE if precision is torch.float64 else FLOAT32
    sure = 0
    for phrase, (pieces, maps, margin) in zip(PHRASES, torch_translations(network), strict=True):
        if margin < MARGIN:
            continue
        sure += 1
        ours = translator.translate(phrase)
        assert ours.target == tuple(TARGET_PIECES[piece] for piece in pieces)
        assert set(ours.maps) == set(maps)
        for part, weights in maps.items():
            np.testing.assert_allclose(ours.maps[part], weights, rtol=0, atol=tolerance)
    assert sure >= 150


@pytest.mark.parametrize("name", TRANSLATORS)
def test_the_shipped_weights_have_the_results_of_their_row(name):
    (row,) = (row for row in translation_results()["rows"] if row["shipped_as"] == name)
    measured = evaluate(shipped_network(name))
    for k, share in measured["exact_match"].items():
        assert share == pytest.approx(row["exact_match"][k], abs=1.1 / 300)
    if row["alignment_accuracy"] is not None:
        assert measured["alignment_accuracy"] == pytest.approx(row["alignment_accuracy"], abs=0.003)


@pytest.mark.parametrize("name", TRANSLATORS)
def test_padding_changes_nothing_in_the_networks_either(name):
    """Training pads its batches: a network must not learn from that."""
    network = shipped_network(name)
    source, _ = tensors(arithmetic.held_out(4, 5) + arithmetic.held_out(1, 5))
    together = greedy(network, source, LIMIT)
    for row, padded in zip(together, source, strict=True):
        (alone,) = greedy(network, padded[padded != PAD][None], LIMIT)
        assert row[row != PAD].tolist() == alone[alone != PAD].tolist()


def test_teacher_forcing_shows_every_word_the_one_before_it():
    source, target = tensors([arithmetic.Expression((21,)), arithmetic.Expression((582,))])
    words = [[TARGET_PIECES[piece] for piece in row] for row in target]
    assert words[0][:5] == ["<bos>", "ein", "und", "zwanzig", "<eos>"]
    assert words[1][-1] == "<eos>"
    assert (source[0] != PAD).sum() == 2
    assert (target[:, 0] == target[0, 0]).all()
    assert (target == EOS).sum() == 2
    with torch.no_grad():
        assert loss_of(shipped_network("bahdanau"), source, target) < 0.05
