"""The benchmarks' own arithmetic and words; no timing is asserted."""

import json

import pytest
from ipywidgets.embed import dependency_state

from attention_lib.models import TRANSLATORS
from attention_lib.models.pair_task import train_pair
from attention_lib.widgets import AttentionEditor
from attention_lib.widgets.base import STATIC
from benchmarks import __main__ as command
from benchmarks import editor_latency, heads_drawing, learning, size, translation
from benchmarks.figures import Figure, percentile, report, table


def test_half_of_the_samples_lie_at_or_below_p50_and_nearly_all_below_p95():
    samples = [40, 10, 30, 20, 1000]
    assert percentile(samples, 50) == 30
    assert percentile(samples, 95) == pytest.approx(40 + 0.8 * 960)


@pytest.mark.parametrize(
    ("value", "limits", "verdict"),
    [
        (33.0, {"at_most": 33}, "met"),
        (33.04, {"at_most": 33}, "**missed**"),  # printed as 33.0, and still too much
        (40.0, {"at_least": 40}, "met"),
        (39.96, {"at_least": 40}, "**missed**"),
        (None, {"at_most": 33}, "not measured"),
        (None, {"at_least": 40}, "not measured"),
        (7.0, {}, ""),
    ],
)
def test_a_target_is_judged_before_rounding_and_never_without_a_value(value, limits, verdict):
    assert Figure("frame", value, "ms", **limits).verdict == verdict


def test_what_was_not_measured_says_why():
    figure = Figure("memory", None, "MB", at_most=75, note="needs Linux")
    assert (
        table([figure]).splitlines()[-1] == "| memory | – (needs Linux) | ≤ 75 MB | not measured |"
    )


def test_the_report_names_the_machine_and_every_figure():
    sections = {"Speed": [Figure("frame", 12.34, "ms", at_most=33)], "Size": [Figure("x", 5, "kB")]}
    text = report(sections, ["processor: P-7"], ["Chromium 9"])
    assert "- processor: P-7\n- Chromium 9\n" in text
    assert "## Speed\n\n| Figure" in text
    assert "| frame | 12.3 ms | ≤ 33 ms | met |" in text
    assert "| x | 5.0 kB |  |  |" in text


def test_how_much_faster_is_the_ratio_of_the_medians_at_the_same_size():
    editor, plain = editor_latency.Editor(6), editor_latency.Rival(6, numbers=False)
    other = editor_latency.Editor(16)
    times = {
        editor: [(2, 10), (4, 20), (90, 30)],
        plain: [(200, 0), (100, 0), (300, 0)],
        other: [(1, 1)],
    }
    figures = {
        each.name: each for each in editor_latency._judged(6, times, dict.fromkeys(times, 9))
    }
    ratio = figures["6×6 how much faster than Matplotlib, colours only, p50"]
    assert (ratio.value, ratio.target) == (50, "≥ 40 ×")
    frame = figures["6×6 presented frame, p95: editor"]
    assert (frame.value, frame.target) == (pytest.approx(29), "≤ 33 ms")


@pytest.mark.parametrize(("words", "head_dim"), [(6, 4), (16, 8)])
def test_a_saved_view_holds_the_whole_program_and_stays_below_50_kilobytes(words, head_dim):
    editor = AttentionEditor([f"word{place}" for place in range(words)], head_dim=head_dim)
    saved = json.dumps(dependency_state([editor], drop_defaults=False))
    for file in ("editor.js", "editor.css"):
        assert json.dumps((STATIC / file).read_text(encoding="utf-8")) in saved
    figure = size.saved_view(editor, "any")
    assert figure.value == len(saved.encode()) / 1000
    assert figure.verdict == "met"


def test_a_notebook_that_is_not_built_is_reported_not_run():
    missing = size.ROOT / "notebooks" / "99_missing.ipynb"
    figure = size.notebook_time(missing, 3)
    assert figure.name == "notebook 99 from top to bottom, p50"
    assert figure.verdict == "not measured"
    assert figure.note == "notebooks/99_missing.ipynb is not built yet"


def test_the_import_is_timed_in_fresh_processes():
    (figure,) = size.import_times(2)
    assert figure.value > 0
    assert figure.target == "≤ 30 ms"


def test_every_shipped_translator_and_the_widget_are_timed_against_twenty_milliseconds():
    figures = translation.measure(1, lambda line: None)
    assert [figure.name.split(",")[0] for figure in figures] == [*TRANSLATORS, "Translator"]
    assert {figure.target for figure in figures} == {"≤ 20 ms"}
    assert all(figure.value > 0 for figure in figures)


def test_a_live_run_is_a_whole_lesson_judged_against_six_seconds(monkeypatch):
    assert {lesson()[0].num_heads for lesson in learning.LESSONS.values()} == {1, 2, 32}
    monkeypatch.setattr(learning, "LESSONS", {"short": lambda: train_pair(4, steps=30)})
    figure = learning.lesson_time("short")
    assert figure.value > 0
    assert (figure.name, figure.target) == ("live run, short", "≤ 6 s")
    assert figure.note == "30 steps"


def test_our_time_is_divided_by_pytorchs_and_judged_by_the_contest():
    figure = learning.ratio("rooms, 4 heads", [3.0, 9.0, 2.4], [2.0, 2.5, 1.0])
    assert (figure.value, figure.verdict) == (1.5, "**missed**")
    assert figure.note == "3.00 ms against 2.00 ms"
    assert "forward + backward" in figure.name
    figure = learning.ratio("rooms, 1 head", [2.39], [2.0])
    assert (figure.verdict, figure.text) == ("met", "1.20 × (2.39 ms against 2.00 ms)")
    assert learning.ratio("MiniLM, 16 tokens", [10.1], [10.0]).verdict == "**missed**"
    assert learning.ratio("MiniLM, 128 tokens", [10.1], [10.0]).target == ""


def test_the_contests_come_from_the_python_that_has_pytorch(tmp_path):
    peers = tmp_path / "python"
    peers.write_text(
        '#!/bin/sh\n[ "$*" = "-m benchmarks.against_torch 3" ] || exit 1\n'
        """echo loading; echo '{"pair, 2 heads": [[1, 3], [8, 8]]}'\n"""
    )
    peers.chmod(0o755)
    (figure,) = learning.against_torch(3, peers)
    assert (figure.value, figure.target) == (0.25, "≤ 1.2 ×")
    (missing,) = learning.against_torch(3, tmp_path / "nowhere")
    assert missing.verdict == "not measured"
    assert "make test-peers" in missing.note


@pytest.mark.parametrize(("arguments", "kept"), [([], False), (["--quick"], True)])
def test_only_a_full_run_writes_the_results(monkeypatch, tmp_path, capsys, arguments, kept):
    results = tmp_path / "results.md"
    results.write_text("earlier", encoding="utf-8")
    monkeypatch.setattr(command, "RESULTS", results)
    monkeypatch.setattr("sys.argv", ["benchmarks", *arguments])
    speed = ([Figure("frame", 12.3, "ms", at_most=33)], "Chromium 9")
    monkeypatch.setattr(editor_latency, "measure", lambda *_: speed)
    for module in (translation, heads_drawing, learning):
        monkeypatch.setattr(module, "measure", lambda *_: [])
    monkeypatch.setattr(size, "measure", lambda *_: [Figure("view", 41, "kB", at_most=50)])
    command.main()
    printed = capsys.readouterr().out
    assert "| frame | 12.3 ms | ≤ 33 ms | met |" in printed
    assert results.read_text(encoding="utf-8") == ("earlier" if kept else printed[1:-1])
