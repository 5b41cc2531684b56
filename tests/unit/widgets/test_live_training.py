"""Live training in Python: it runs beside the kernel, stops at once and keeps what was learned."""

import json
import threading
from dataclasses import replace
from unittest.mock import Mock

import numpy as np
import pytest
from displayed import first_message, outputs_of, snapshot_of
from html_page import Page
from test_editor_snapshot import KEPT_ATTRIBUTES, KEPT_TAGS

from attention_lib.models import heads_summary, train_pair, train_rooms
from attention_lib.models.learning import accuracy
from attention_lib.models.pair_task import STEPS as PAIR_STEPS
from attention_lib.views.heads_rows import rows_after
from attention_lib.widgets import LiveTraining
from attention_lib.widgets import live_training_run as run_module
from attention_lib.widgets.live_training_run import Run
from attention_lib.widgets.live_training_tasks import TASKS


@pytest.fixture
def gate(monkeypatch):
    """A trainer whose networks learn one report at a time, when the gate opens."""
    gate = threading.Semaphore(0)

    def train(heads, *, seed, steps, every):
        network, reports = train_pair(heads, seed=seed, steps=steps, every=every)

        def waiting():
            for report in reports:
                assert gate.acquire(timeout=20)
                yield report

        return network, waiting()

    monkeypatch.setitem(TASKS, "pair", replace(TASKS["pair"], train=train))
    yield gate
    for _ in range(2000):
        gate.release()


def finished(*arguments, **options):
    live = LiveTraining(*arguments, **options)
    live.train()
    assert live.wait(60)
    return live


def hear(live, **content):
    """Press a button, as the screen does."""
    live._handle_custom_msg(content, [])


def test_a_network_learns_what_it_would_learn_without_the_widget():
    live = finished("route", heads=(4,), seed=7, steps=40)
    network, lesson = train_rooms(4, seed=7, steps=40)
    list(lesson)
    for name, array in network.parameters.items():
        np.testing.assert_array_equal(live.networks[4].parameters[name], array)


def test_every_number_of_heads_is_trained_in_the_given_order():
    live = finished("pair", heads=(8, 1, 2), steps=20)
    assert list(live.networks) == [8, 1, 2]
    assert [network.num_heads for network in live.networks.values()] == [8, 1, 2]
    assert {(at.step, at.steps) for at in live.results.values()} == {(20, 20)}
    assert live.run["state"] == "done"
    assert live.spec["heads"] == [1, 2, 8] and live.spec["order"] == [8, 1, 2]


def test_after_all_its_steps_a_network_is_tested_on_new_examples(monkeypatch):
    monkeypatch.setattr(run_module, "TESTED_ON", 300)
    network, reports = train_pair(2, steps=PAIR_STEPS, seed=3, every=10)
    lesson = run_module.Lesson(network, (next(reports) for _ in range(3)), 3, ["first"])
    for _ in range(3):
        lesson.go_on()
    lesson.finish(test=True)
    examples = network.draw(300, np.random.default_rng(1_000_003))
    assert lesson.progress.accuracy == accuracy(network, examples)
    assert lesson.progress.step == 30


def test_after_fewer_steps_its_accuracy_is_measured_as_the_shipped_curves_are():
    live = finished("pair", heads=(1,), steps=120, seed=5)
    _, lesson = train_pair(1, seed=5, steps=120, every=10)
    last = [report.accuracy["first"] for report in lesson][-10:]  # a hundred steps
    assert live.results[1].accuracy["first"] == pytest.approx(np.mean(last))


def test_a_curve_has_a_point_for_every_fifty_steps_and_its_end():
    net = finished("pair", heads=(2,), steps=120).run["nets"]["2"]
    assert net["curve"]["step"] == [50, 100, 120]
    assert net["curve"]["loss"][0] > net["curve"]["loss"][-1]
    assert {name: len(shares) for name, shares in net["curve"]["accuracy"].items()} == {
        "previous": 3,
        "first": 3,
    }


def test_stop_keeps_what_was_learned(gate):
    live = LiveTraining("pair", heads=(2, 4), steps=1500)
    live.train()
    for _ in range(3):
        gate.release()
    while not live.results or live.results[2].step < 30:
        pass
    live.stop()
    gate.release()
    assert live.wait(20)
    assert live.run["state"] == "stopped"
    assert list(live.networks) == [2]
    assert live.results[2].step in (30, 40)
    again, reports = train_pair(2, seed=0, steps=1500, every=10)
    for _ in range(live.results[2].step // 10):
        next(reports)
    for name, array in again.parameters.items():
        np.testing.assert_array_equal(live.networks[2].parameters[name], array)


def test_while_it_learns_no_second_run_begins_and_nothing_is_lost(gate):
    live = LiveTraining("pair", steps=500)
    live.train(seed=6)
    gate.release()
    with pytest.raises(RuntimeError, match=r"one run at a time; training from seed 6 is under way"):
        live.train()
    hear(live, do="train", seed=9)
    assert "one run at a time" in live.run["error"]
    assert live.seed == 6
    assert not live.wait(0)


def test_a_run_can_follow_at_once_when_the_last_was_stopped(gate):
    live = LiveTraining("pair", heads=(1,), steps=100)
    live.train(seed=6)
    live.stop()
    for _ in range(20):
        gate.release()
    live.train(seed=8)
    assert live.wait(60)
    assert (live.seed, live.run["state"]) == (8, "done")


def test_earlier_runs_stay_as_marks_under_their_seeds():
    live = finished("pair", heads=(1, 2), steps=20, seed=4)
    before = {heads: at.accuracy for heads, at in live.results.items()}
    live.train(seed=5)
    assert live.wait(60)
    (faint,) = live.earlier
    assert faint["seed"] == 4
    for heads, shares in before.items():
        assert faint["nets"][str(heads)]["accuracy"] == {k: round(v, 4) for k, v in shares.items()}
    live.train()  # the same seed, the same result
    assert live.wait(60)
    assert live.earlier[1]["nets"] == {
        heads: {name: net[name] for name in ("step", "finished", "accuracy")}
        for heads, net in live.run["nets"].items()
    }


def test_the_buttons_train_and_stop(gate):
    live = LiveTraining("pair", steps=500)
    hear(live, do="train", seed=12)
    assert (live.seed, live.run["state"]) == (12, "training")
    gate.release()
    hear(live, do="stop")
    for _ in range(3):
        gate.release()
    assert live.wait(20)
    assert live.run["state"] == "stopped"


@pytest.mark.parametrize("seed", [-1, 1_000_000, "seven", 2.5, None])
def test_a_seed_that_the_screen_should_not_send_is_answered_in_words(seed):
    live = LiveTraining("pair", steps=20, seed=3)
    hear(live, do="train", seed=seed)
    live.wait(20)
    if seed is None:
        assert live.seed == 3 and live.run["state"] == "done"
    else:
        assert live.run["error"].startswith("seed must be")
        assert live.run["state"] == "ready"


def test_what_goes_wrong_in_the_thread_is_shown():
    def train(heads, **options):
        raise FloatingPointError("overflow")

    told = []
    task = replace(TASKS["pair"], train=train)
    run = Run(task, (1,), seed=0, steps=9, test=True, tell=lambda: told.append(run.state))
    run.start()
    run.join(20)
    assert (run.state, run.error, told) == ("failed", "FloatingPointError: overflow", ["failed"])


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("can't start new thread")])
def test_a_run_that_could_not_begin_is_in_nobodys_way(monkeypatch, error):
    live = finished("pair", heads=(2,), steps=20, seed=4)
    with monkeypatch.context() as patch:
        patch.setattr(Run, "start", Mock(side_effect=error))
        with pytest.raises(type(error)):
            live.train(seed=5)
    assert (live.seed, live.run["state"], live.wait()) == (5, "ready", True)
    assert [run["seed"] for run in live.earlier] == [4]
    live.train(seed=6)
    assert live.wait(60)
    assert (live.seed, live.run["state"]) == (6, "done")


def test_two_widgets_learn_at_the_same_time_and_do_not_mix():
    one, other = LiveTraining("pair", heads=(2,), steps=60), LiveTraining("route", (4,), steps=60)
    one.train(seed=1)
    other.train(seed=2)
    assert one.wait(60) and other.wait(60)
    alone = finished("pair", heads=(2,), steps=60, seed=1)
    assert one.run == alone.run
    assert set(other.results[4].accuracy) == {"route", "where_person"}


def test_closing_the_widget_ends_its_training(gate):
    live = LiveTraining("pair", steps=1500)
    live.train()
    live.close()
    for _ in range(3):
        gate.release()
    assert live.wait(20)


def test_an_interrupt_while_waiting_stops_the_training(gate, monkeypatch):
    live = LiveTraining("pair", steps=1500)
    live.train()
    with monkeypatch.context() as patch:
        patch.setattr(live._run, "join", lambda timeout: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            live.wait()
    for _ in range(3):
        gate.release()
    assert live.wait(20)
    assert live.run["state"] == "stopped"


def test_the_screen_gets_every_shipped_start():
    spec = LiveTraining().spec
    summary = heads_summary()
    for heads in (1, 2, 4, 8, 16, 32):
        ends = spec["points"][str(heads)]["route"]["ends"]
        assert np.mean(ends) == pytest.approx(summary[heads]["mean"])
        assert len(ends) == summary[heads]["runs"]
    early = LiveTraining(steps=300).spec
    assert early["when"] == "in steps 201 to 300"
    assert early["points"]["8"]["route"]["ends"] == [
        row["accuracy"]["route"] for row in rows_after("route", 300) if row["heads"] == 8
    ]


def test_steps_that_were_not_measured_stand_beside_no_result():
    live = LiveTraining(steps=30)
    assert {len(point["route"]["ends"]) for point in live.spec["points"].values()} == {0}
    assert "%" not in repr(live)


def test_all_is_in_the_first_message():
    state = first_message(LiveTraining, "pair", beside="vaswani", seed=11)
    assert state["run"] == {"seed": 11, "state": "ready", "nets": {}, "error": ""}
    assert state["spec"]["title"] and state["published"]["values"]["32"] == 25.4
    del state["layout"]  # another widget
    assert len(json.dumps(state)) < 50_000


def test_a_finished_run_with_its_history_saves_small():
    live = finished("route", steps=10, beside="vaswani")
    curve = {"step": [1000] * 20, "loss": [1.234] * 20, "accuracy": {"route": [0.123] * 20}}
    nets = {heads: {**net, "curve": curve} for heads, net in live.run["nets"].items()}
    live.set_trait("run", {**live.run, "nets": nets})
    for _ in range(15):
        live._keep_earlier()
    assert len(live.earlier) == 10
    assert len(json.dumps(live.get_state())) < 50_000


def test_beside_can_be_assigned_and_taken_back():
    live = LiveTraining()
    assert (live.beside, live.published) == (None, {})
    live.beside = "vaswani"
    assert live.beside == "vaswani"
    assert live.published["values"] == {"1": 24.9, "4": 25.5, "8": 25.8, "16": 25.8, "32": 25.4}
    live.beside = None
    assert live.published == {}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"task": "translation"}, "task must be one of pair, route; got 'translation'"),
        ({"heads": ()}, "heads must hold different numbers, at least one; got"),
        ({"heads": (2, 2)}, "heads must hold different numbers"),
        ({"heads": (3,)}, "num_heads must divide model_dim 32; got 3"),
        ({"seed": -4}, "seed must be 0 or more; got -4"),
        ({"seed": 2_000_000}, "seed must be 999,999 or less; got 2,000,000"),
        ({"steps": 0}, "steps must be 1 or more; got 0"),
        ({"beside": "michel"}, 'beside must be None or "vaswani"'),
    ],
)
def test_what_cannot_be_trained_is_refused(wrong, says):
    with pytest.raises(ValueError, match=says):
        LiveTraining(**wrong)


def test_the_sentence_never_depends_on_what_was_trained_here():
    live = LiveTraining("pair", steps=40)
    before = repr(live), live.snapshot()
    live.train(seed=3)
    assert live.wait(60)
    assert (repr(live), live.snapshot()) == before
    assert repr(live).startswith("LiveTraining: Two tokens from one vector: train networks with 1,")


def test_the_pair_tasks_sentence_counts_the_starts_that_learned_both():
    rows = rows_after("pair, position-only")
    learned = {
        heads: [min(row["accuracy"].values()) >= 0.95 for row in rows if row["heads"] == heads]
        for heads in (1, 2)
    }
    assert sum(learned[1]) == 0 and all(learned[2])
    text = f"1 head in 0 of {len(learned[1])} starts, 2 heads in {len(learned[2])} of"
    assert text in LiveTraining("pair").sentence()


def test_unknown_results_stay_unknown_until_they_are_asked_for():
    live = LiveTraining(shipped=False)
    assert "%" not in live.sentence() + live.snapshot().replace("padding", "")
    live.shipped = True
    assert "16.5 %" in live.sentence() and "16.5 %" in live.snapshot()


@pytest.mark.parametrize("task", ["pair", "route"])
def test_the_snapshot_is_a_table_of_the_shipped_starts_for_any_sanitizer(task):
    live = LiveTraining(task, beside="vaswani")
    page = Page(snapshot_of(live))
    assert set(page.tags) <= KEPT_TAGS
    assert {name for _, name, _ in page.attributes} <= KEPT_ATTRIBUTES
    assert "Training needs a running kernel." in snapshot_of(live)
    cells = {row[0].text: [cell.text for cell in row[1:]] for row in page.tables[0]}
    assert cells["32"][-1] == "25.4" and cells["1"][0] == "32"
    assert len({len(row) for row in cells.values()}) == 1


def test_it_shows_its_snapshot_and_then_its_view():
    shown = outputs_of(LiveTraining("pair"))
    assert "att-snapshot" in shown[0]["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in shown[1]
