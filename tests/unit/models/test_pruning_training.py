"""How heads are put in order, on a model small enough to know the right one."""

import json

import numpy as np
import pytest

from training.minilm import prune
from training.minilm.choose import choose, importance, keep_best, loss


class Adding:
    """Each head adds its own amount of what tells the right answer from the others."""

    def __init__(self, amounts):
        self.amounts = np.asarray(amounts, dtype=float).reshape(6, 12)
        self.calls = 0

    def vectors(self, texts, heads=None):
        self.calls += 1
        pairs = len(texts) // 2
        signal = (self.amounts * heads).sum()
        right = np.eye(pairs, pairs + 1) * signal
        right[:, -1] = 1  # what all texts share
        vectors = np.repeat(right, 2, axis=0)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


TEXTS = [f"text {i}" for i in range(10)]
AMOUNTS = np.random.default_rng(3).permutation(np.linspace(0.001, 0.01, 72))


def test_the_loss_falls_as_the_right_answers_come_nearer():
    heads = np.ones((6, 12), dtype=bool)
    losses = [loss(Adding(AMOUNTS * size), TEXTS, heads) for size in (0, 1, 3)]
    assert losses[0] == pytest.approx(np.log(5))  # five answers, all as near
    assert losses[0] > losses[1] > losses[2] > 0


def test_a_head_is_as_important_as_what_it_adds():
    grown = importance(Adding(AMOUNTS), TEXTS)
    np.testing.assert_array_equal(np.argsort(grown.ravel()), np.argsort(AMOUNTS))
    assert (grown > 0).all()


def test_a_head_that_is_off_has_no_importance():
    heads = np.ones((6, 12), dtype=bool)
    heads[2, 3:5] = False
    grown = importance(Adding(AMOUNTS), TEXTS, heads)
    np.testing.assert_array_equal(np.isnan(grown), ~heads)


@pytest.mark.parametrize("step", [6, 7])
def test_the_least_important_go_first_or_the_most_and_each_goes_once(step):
    least = choose(Adding(AMOUNTS), TEXTS, step=step, largest=False)
    most = choose(Adding(AMOUNTS), TEXTS, step=step, largest=True)
    np.testing.assert_array_equal(least, np.argsort(AMOUNTS))
    np.testing.assert_array_equal(most, np.argsort(-AMOUNTS))


def test_of_each_layer_the_best_head_is_kept():
    best = keep_best(Adding(AMOUNTS), TEXTS)
    assert best == [12 * row + int(np.argmax(AMOUNTS.reshape(6, 12)[row])) for row in range(6)]


@pytest.fixture
def small(monkeypatch):
    """A run over few states, with a model that computes nothing."""
    model = Adding(AMOUNTS)
    model.static_vectors = lambda texts: np.random.default_rng(0).normal(size=(len(texts), 7))
    monkeypatch.setattr(prune, "load_minilm", lambda: model)
    monkeypatch.setattr(prune, "SEEDS", 1)
    monkeypatch.setattr(prune, "EVERY", 36)
    return model


def test_what_the_file_holds_is_not_measured_again(small, tmp_path):
    file = tmp_path / "results.json"
    prune.main(["--file", str(file)])
    first, calls = file.read_text(encoding="utf-8"), small.calls
    held = json.loads(first)
    gone = list(held["states"])[5:8]
    held["states"] = {key: found for key, found in held["states"].items() if key not in gone}
    file.write_text(json.dumps(held), encoding="utf-8")
    prune.main(["--file", str(file)])
    assert small.calls == calls + len(gone)
    assert json.loads(file.read_text(encoding="utf-8")) == json.loads(first)


def test_results_of_other_texts_are_measured_anew(small, tmp_path):
    file = tmp_path / "results.json"
    prune.main(["--file", str(file)])
    held = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**held, "texts_sha256": "0" * 64}), encoding="utf-8")
    assert prune.read(file)["states"] == {}
