"""The results file holds every start, says what its rows say, and survives a kill."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from attention_lib.models.heads_results import heads_results, heads_summary
from training.heads import all as command
from training.heads.points import EXPERIMENTS, measure, runs

RESULTS = heads_results()
ROWS = RESULTS["rows"]
MANY = (1, 2, 4, 8, 16, 32)
FEW = {  # starts; a run takes half a minute
    "all questions, two layers": 3,
    "route, five times the steps": 3,
    "route, four times the steps": 5,
}
ROOT = Path(__file__).parents[3]


def rows(experiment, heads):
    return [row for row in ROWS if (row["experiment"], row["heads"]) == (experiment, heads)]


def shares(experiment, heads, question):
    return [row["accuracy"][question] for row in rows(experiment, heads)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: "-".join(map(str, command.key(row))))
def test_a_row_is_complete(row):
    assert list(row) == [
        *("experiment", "heads", "seed", "steps", "parameters", "accuracy", "curve"),
        *("last_loss", "cpu_seconds", "versions"),
    ]
    assert set(row["curve"]) == set(row["accuracy"])
    for name, curve in row["curve"].items():
        assert len(curve) == row["steps"] / RESULTS["curve_every"]
        assert all(0 <= share <= 1 for share in [*curve, row["accuracy"][name]])
        # The last step on new examples, and the last hundred steps on theirs, say much the same.
        assert row["accuracy"][name] == pytest.approx(curve[-1], abs=0.15)
    assert 0 < row["cpu_seconds"] < 600
    assert row["steps"] == EXPERIMENTS[row["experiment"]].get("steps", row["steps"])


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_every_seed_of_every_point_is_there_once(experiment):
    assert RESULTS["made_by"] == "python -m training.heads.all"
    for heads in EXPERIMENTS[experiment]["heads"]:
        seeds = [row["seed"] for row in rows(experiment, heads)]
        assert seeds == list(range(len(seeds))), heads  # none is left out
        assert len(seeds) >= FEW.get(experiment, 10)


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_the_parameters_do_not_depend_on_the_heads(experiment):
    counts = {row["parameters"] for row in ROWS if row["experiment"] == experiment}
    assert len(counts) == 1


def test_too_few_heads_fail_and_too_many_do_worse():
    """The inverted U of the route question: no start of one kind does as well as another's."""
    by_heads = {heads: shares("route", heads, "route") for heads in MANY}
    assert max(by_heads[1]) < 0.25
    assert min(by_heads[4] + by_heads[8]) > 0.97
    assert max(by_heads[32]) < min(by_heads[8])
    assert np.mean(by_heads[32]) < np.mean(by_heads[16]) < np.mean(by_heads[8])


def test_heads_of_one_dimension_learn_late_more_than_badly():
    """Four times the steps bring 32 heads where 4 heads were before, and no further."""
    four, many = (shares("route, four times the steps", heads, "route") for heads in (4, 32))
    assert max(shares("route", 32, "route")) < 0.98 < min(many)
    assert np.mean(many) == pytest.approx(np.mean(shares("route", 4, "route")), abs=0.005)
    assert np.median(many) < np.median(four)


def test_one_fact_is_found_with_any_number_of_heads():
    assert min(row["accuracy"]["where_person"] for h in MANY for row in rows("route", h)) > 0.97


def test_another_layer_replaces_heads():
    one = shares("route, two layers", 1, "route")
    assert np.mean(one) > 0.95
    assert min(one) > 0.9 > 0.25 > max(shares("route", 1, "route"))


def test_heads_do_not_replace_another_layer():
    one_layer = [s for h in (1, 2, 4, 8) for s in shares("all questions", h, "where_object")]
    assert max(one_layer) < 0.55
    assert min(shares("all questions, two layers", 8, "where_object")) > 0.9


def test_one_vector_for_two_words_needs_two_heads_and_spare_heads_make_it_sure():
    one, two = (shares("summary, one vector", h, "both") for h in (1, 2))
    spare = [s for h in (4, 8) for s in shares("summary, one vector", h, "both")]
    assert max(one) < 0.9 < 0.95 < min(spare)
    assert min(two) < 0.3  # some starts fail, most do not
    assert np.median(two) > 0.95
    for row in rows("summary, one vector", 1):  # what is lost is the other word
        assert max(row["accuracy"]["highest"], row["accuracy"]["lowest"]) > 0.7


def test_a_query_for_each_word_needs_one_head():
    one = shares("summary, a query per word", 1, "both")
    others = [s for h in (2, 4, 8) for s in shares("summary, a query per word", h, "both")]
    assert np.sort(one)[-len(one) + 1 :].min() > 0.95  # all starts but one
    assert min(others) > 0.95


def test_both_ways_of_asking_have_the_same_parameters():
    counts = {row["parameters"] for row in ROWS if row["experiment"].startswith("summary")}
    assert len(counts) == 1


def test_one_head_with_positions_alone_answers_one_of_two_questions():
    for row in rows("pair, position-only", 1):
        worse, better = sorted(row["accuracy"].values())
        assert worse < 0.6
        assert better > 0.95
    others = [row for h in (2, 4, 8) for row in rows("pair, position-only", h)]
    others += [row for h in (1, 2, 4, 8) for row in rows("pair, content-aware", h)]
    assert min(min(row["accuracy"].values()) for row in others) > 0.97


def test_the_row_of_a_start_can_be_made_again():
    """On this machine or another: sums may round differently, so the outcome is compared."""
    (kept,) = (row for row in rows("pair, position-only", 2) if row["seed"] == 1)
    again = measure("pair, position-only", 2, 1, steps=300)
    assert again["parameters"] == kept["parameters"]
    for name, curve in again["curve"].items():
        np.testing.assert_allclose(curve, kept["curve"][name][:3], atol=0.1)


def test_the_summary_is_counted_from_the_rows():
    made_up = [
        {"experiment": "e", "heads": heads, "accuracy": {"q": share}}
        for heads, share in [(4, 0.95), (1, 0.2), (4, 0.5), (4, 0.94), (1, 0.3)]
    ]
    summary = heads_summary("e", "q", made_up)
    assert list(summary) == [1, 4]
    assert summary[4]["mean"] == pytest.approx(0.79666667)
    assert summary[4]["std"] == pytest.approx(0.25696952)
    assert [summary[4][name] for name in ("runs", "low", "high", "solved")] == [3, 0.5, 0.95, 1]
    assert summary[1]["solved"] == 0


@pytest.mark.parametrize(("experiment", "question"), [("rout", "route"), ("route", "first")])
def test_an_unknown_experiment_is_answered_with_what_there_is(experiment, question):
    with pytest.raises(KeyError, match=r"pair, position-only: first.*route: where_person"):
        heads_summary(experiment, question)


def test_one_seed_of_every_point_comes_before_the_second_of_any():
    assert runs(["route"], 2) == [("route", h, seed) for seed in (0, 1) for h in MANY]
    assert len(runs(list(EXPERIMENTS))) > 100


# --- the command, on runs of a few steps ---

PAIR = "pair, position-only"


def test_a_run_that_is_there_is_not_made_again(tmp_path, capsys):
    file = tmp_path / "results.json"
    command.train_missing([(PAIR, 1, 0), (PAIR, 2, 0)], file, steps=3)
    first = {command.key(row): row for row in command.read(file)}
    command.train_missing([(PAIR, 1, 0), (PAIR, 2, 0), (PAIR, 2, 1)], file, steps=3)
    later = {command.key(row): row for row in command.read(file)}
    assert list(later) == [(PAIR, 1, 0), (PAIR, 2, 0), (PAIR, 2, 1)]
    assert first.items() <= later.items()  # with the very seconds it took
    assert "2 of 3 results are there" in capsys.readouterr().out


def test_two_processes_find_what_one_finds(tmp_path):
    wanted = [(PAIR, heads, seed) for heads in (1, 4) for seed in (0, 1)]
    command.train_missing(wanted, tmp_path / "one.json", jobs=1, steps=3)
    command.train_missing(wanted, tmp_path / "two.json", jobs=2, steps=3)
    one, two = (
        [{k: v for k, v in row.items() if k != "cpu_seconds"} for row in command.read(file)]
        for file in (tmp_path / "one.json", tmp_path / "two.json")
    )
    assert one == two


def test_a_kill_costs_only_what_was_under_way(tmp_path):
    file = tmp_path / "results.json"
    line = [sys.executable, "-m", "training.heads.all", "--only", PAIR, "--seeds", "3"]
    line += ["--jobs", "1", "--steps", "150", "--file", str(file)]
    running = subprocess.Popen(line, cwd=ROOT, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    running.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
    assert running.wait() != 0  # it was killed, not done
    kept = command.read(file)
    assert 1 <= len(kept) < 12
    json.loads(file.read_text(encoding="utf-8"))
    subprocess.run(line, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    rows_after = command.read(file)
    assert [command.key(row) for row in rows_after] == sorted(runs([PAIR], 3))
    assert all(row in rows_after for row in kept)


def test_a_trial_may_not_stand_among_the_results(capsys):
    with pytest.raises(SystemExit):
        command.main(["--steps", "5", "--seeds", "1"])
    assert "--steps needs --file" in capsys.readouterr().err
