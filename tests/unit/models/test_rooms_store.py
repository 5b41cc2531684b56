"""The shipped networks are those of the script, and do what their results say."""

import hashlib
import json

import numpy as np
import pytest

from attention_lib.models import heads_results, load_rooms, load_summary
from attention_lib.models.learning import accuracy
from attention_lib.models.rooms_store import DATA, shipped_networks
from training.heads import ship
from training.heads.points import begin, unseen

SHIPPED = shipped_networks()["networks"]
each = pytest.mark.parametrize("about", SHIPPED, ids=lambda about: about["name"])


def loaded(about):
    if about["kind"] == "rooms":
        return load_rooms(about["heads"], layers=about["layers"])
    return load_summary(about["heads"], per_word=about["per_word"])


def test_every_file_is_listed_and_all_that_is_planned_is_shipped():
    files = {path.name.removesuffix(".safetensors") for path in DATA.iterdir()}
    assert files - {"networks.json"} == {about["name"] for about in SHIPPED} == set(ship.SHIPPED)


@each
def test_a_file_is_small_and_the_one_that_was_written(about):
    content = (DATA / f"{about['name']}.safetensors").read_bytes()
    assert len(content) < 60_000
    assert hashlib.sha256(content).hexdigest() == about["sha256"]


@each
def test_a_loaded_network_is_what_the_list_says(about):
    network = loaded(about)
    assert (network.num_heads, network.layers) == (about["heads"], about["layers"])
    assert list(network.questions) == about["questions"]
    assert getattr(network, "per_word", None) == about.get("per_word")


@each
def test_a_loaded_network_answers_as_well_as_the_list_says(about):
    network = loaded(about)
    shares = accuracy(network, unseen(network, about["seed"]))
    assert shares == pytest.approx(about["accuracy"], abs=0.001)


@each
def test_a_shipped_network_is_a_start_among_the_results(about):
    """Rounded to 16 bits: a few answers may differ."""
    (row,) = (
        row
        for row in heads_results()["rows"]
        if all(row[name] == about[name] for name in ("experiment", "heads", "seed"))
    )
    assert about["accuracy"] == pytest.approx(row["accuracy"], abs=0.01)


def test_nobody_can_change_what_all_share():
    network = load_rooms(2)
    assert load_rooms(2) is network
    with pytest.raises(ValueError, match="read-only"):
        network.parameters["pieces"] += 1


@pytest.mark.parametrize(
    ("load", "says"),
    [
        (lambda: load_rooms(3), r"heads=3, layers=1; there are heads=1, layers=1; .*heads=32"),
        (lambda: load_rooms(8, layers=2), "heads=8, layers=2; .*heads=4, layers=2"),
        (lambda: load_summary(8), "heads=8, per_word=False; .*heads=4, per_word=True"),
    ],
)
def test_a_network_that_is_not_shipped_is_answered_with_those_that_are(load, says):
    with pytest.raises(KeyError, match=says):
        load()


def test_the_script_writes_what_the_store_reads(tmp_path, monkeypatch):
    """In a trial of two steps; the second run leaves the other kind alone."""
    monkeypatch.setattr(ship, "DATA", tmp_path)
    monkeypatch.setattr(ship, "begin", lambda *run: begin(*run, steps=2))
    names = ("rooms-2-heads", "summary-1-heads-per-word")
    monkeypatch.setattr(ship, "SHIPPED", {name: ship.SHIPPED[name] for name in names})
    ship.main(["--only", "rooms"])
    ship.main(["--only", "summary"])
    index = json.loads((tmp_path / "networks.json").read_text(encoding="utf-8"))
    assert {name: index[name] for name in index if name != "networks"} == {
        name: value for name, value in shipped_networks().items() if name != "networks"
    }
    monkeypatch.setattr("attention_lib.models.rooms_store.DATA", tmp_path)
    for load, about in zip(
        (lambda: load_rooms.__wrapped__(2), lambda: load_summary.__wrapped__(1, per_word=True)),
        index["networks"],
        strict=True,
    ):
        (as_shipped,) = (known for known in SHIPPED if known["name"] == about["name"])
        changed = {name for name in about if about[name] != as_shipped[name]}
        assert list(about) == list(as_shipped)
        assert changed == {"sha256", "accuracy"}
        network = load()
        trained, lesson = begin(about["experiment"], about["heads"], about["seed"], steps=2)
        list(lesson)
        for part, array in trained.parameters.items():
            np.testing.assert_allclose(network.parameters[part], array, rtol=1e-3, atol=1e-6)
