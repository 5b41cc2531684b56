"""Whatever a learner's function does, the check answers with a sentence."""

import itertools
import re
import sys
import threading
import time

import numpy as np
import pytest

from attention_lib.attention import softmax
from attention_lib.practice import Report, check_stable_softmax
from attention_lib.practice.deadline import Deadline, TimeUp
from attention_lib.practice.runner import run


def untouched(x, axis=-1): ...


def unfinished(x, axis=-1):
    raise NotImplementedError


@pytest.mark.parametrize("function", [untouched, unfinished, lambda x, axis=-1: (..., ...)])
def test_a_blank_exercise_is_not_started(function):
    report = check_stable_softmax(function)
    assert report.state == "not started"
    assert "replace `...`" in report.sentence
    assert not report


def raises(x, axis=-1):
    return x.no_such_method()


def recurses(x, axis=-1):
    return recurses(x, axis)


def leaves(x, axis=-1):
    sys.exit("enough")


def branch_without_return(x, axis=-1):  # noqa: RET503
    if x.ndim == 1:
        return softmax(x, axis)


def ragged(x, axis=-1):
    return [[0.5, 0.5], [1.0]]


def text(x, axis=-1):
    return "weights"


def generator(x, axis=-1):
    return (e for e in x)


def complex_numbers(x, axis=-1):
    return softmax(x, axis) * 1j


def wrong_shape(x, axis=-1):
    return softmax(x, axis)[..., None]


def nan_everywhere(x, axis=-1):
    return x * np.nan


def edits_its_input(x, axis=-1):
    x -= 0 * x if x.dtype.kind == "i" else x.max(axis=axis, keepdims=True)
    return softmax(x, axis)


def hostile_message(x, axis=-1):
    raise ValueError("\n".join(["<script>"] * 500))


SURVIVED = {
    raises: "raised AttributeError: 'numpy.ndarray' object has no attribute 'no_such_method'",
    recurses: "calls itself without end",
    leaves: "calls exit()",
    branch_without_return: "one of its branches has no `return`",
    ragged: "its rows have different lengths",
    text: "must be an array of real numbers; got `str`",
    generator: "must be an array of real numbers; got `generator`",
    complex_numbers: "got complex numbers",
    wrong_shape: "must have the shape (3,); got (3, 1)",
    nan_everywhere: "holds NaN (3 of 3 entries)",
    edits_its_input: "edits its input `x` in place",
    hostile_message: "raised",
}


@pytest.mark.parametrize("function", SURVIVED, ids=lambda function: function.__name__)
def test_every_accident_gets_a_sentence(function):
    report = check_stable_softmax(function)
    assert report.state == "not yet"
    assert SURVIVED[function] in report.sentence
    assert len(repr(report)) < 1500


def test_the_line_that_failed_is_quoted_without_a_path():
    sentence = check_stable_softmax(raises).sentence
    assert "(in the line `return x.no_such_method()`)" in sentence
    assert ".py" not in sentence


def test_an_error_comes_with_the_shapes_and_numbers_it_was_given():
    def along_axis_0_only(x, axis=-1):
        if x.ndim > 1 and axis == 0:
            raise RuntimeError("enough")
        return softmax(x, axis)

    assert "It was given x of shape (3,)." in check_stable_softmax(raises).sentence
    sentence = check_stable_softmax(along_axis_0_only).sentence
    assert "RuntimeError: enough (in the line `raise RuntimeError" in sentence
    assert "It was given x of shape (2, 3), axis = 0." in sentence


def test_what_it_printed_before_failing_is_shown(capsys):
    def noisy(x, axis=-1):
        print("x is", x.shape)
        return -x

    shown = dict(check_stable_softmax(noisy).shown)
    assert shown["printed"] == "x is (3,)"
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (untouched(np.ones(2)), "Give the check the function itself"),
        (lambda x: softmax(x), "must be callable as stable_softmax(x, axis=-1)"),
        (lambda: None, "must be callable as stable_softmax(x, axis=-1)"),
    ],
    ids=["its result", "no axis", "no arguments"],
)
def test_a_wrong_thing_to_check_gets_a_sentence(given, says):
    assert says in check_stable_softmax(given).sentence


def test_warnings_as_errors_do_not_reach_the_learner():
    report = check_stable_softmax(lambda x, axis=-1: np.exp(x) / np.exp(x).sum(axis))
    assert "Warning" not in repr(report)


def spins(x, axis=-1):
    while True:
        pass


def spins_on_one_line(x, axis=-1):
    while True: pass  # noqa: E701  # fmt: skip


def counts(x, axis=-1):
    return sum(1 for _ in itertools.count())


def collects(x, axis=-1):
    return [0 for _ in iter(int, 1) if _]


def swallows_exceptions(x, axis=-1):
    while True:
        try:  # noqa: SIM105
            softmax(x)
        except Exception:
            pass


def swallows_everything(x, axis=-1):
    while True:
        try:  # noqa: SIM105
            softmax(x)
        except:  # noqa: E722
            pass


def prints_forever(x, axis=-1):
    while True:
        print("still here")


ENDLESS = [
    spins, spins_on_one_line, counts, collects,
    swallows_exceptions, swallows_everything, prints_forever,
]  # fmt: skip


@pytest.mark.parametrize("function", ENDLESS, ids=lambda function: function.__name__)
def test_an_endless_loop_is_stopped_and_explained(function):
    report = check_stable_softmax(function, seconds=0.2)
    assert report.state == "not yet"
    assert "stopped after 0.2 seconds" in report.sentence
    assert "a loop seems not to end" in report.sentence
    assert len(repr(report)) < 1500


def test_an_endless_loop_is_stopped_in_another_thread_too():
    reports = []
    worker = threading.Thread(
        target=lambda: reports.append(check_stable_softmax(spins, seconds=0.2))
    )
    worker.start()
    worker.join(timeout=30)
    assert "stopped after" in reports[0].sentence


def test_the_stop_button_still_stops():
    def interrupted(x, axis=-1):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check_stable_softmax(interrupted)


@pytest.mark.parametrize("function", [softmax, spins, raises, swallows_everything])
def test_a_tracer_that_was_there_is_put_back(function):
    def tracer(frame, event, argument):
        return None

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        run(function, {"x": np.array([2.0, 1.0])}, seconds=0.2)
        assert sys.gettrace() is tracer
    finally:
        sys.settrace(before)


def test_code_after_a_deadline_runs_as_long_as_it_likes():
    def slow():
        end = time.monotonic() + 0.2
        while time.monotonic() < end:
            pass
        return "done"

    with pytest.raises(TimeUp), Deadline(0.05):
        slow()
    assert slow() == "done"


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf")])
def test_a_deadline_needs_a_positive_time(seconds):
    with pytest.raises(ValueError, match="above 0; got"):
        check_stable_softmax(softmax, seconds=seconds)


def test_the_inputs_of_the_check_survive_a_function_that_edits_them():
    x = np.array([3.0, 1.0, 2.0])

    def sorts(x):
        x.sort()
        return x

    result = run(sorts, {"x": x})
    assert result.edited == ("x",)
    np.testing.assert_array_equal(x, [3, 1, 2])
    assert check_stable_softmax(edits_its_input).state == "not yet"
    assert check_stable_softmax(softmax).state == "passed"


def test_a_report_is_the_same_text_at_every_run():
    first, second = (repr(check_stable_softmax(nan_everywhere)) for _ in range(2))
    assert first == second
    assert not re.search(r"0x[0-9a-f]+", first)
    assert all(len(line) <= 79 for line in first.splitlines())


def test_a_report_says_its_state_in_words_and_by_a_mark():
    assert repr(check_stable_softmax(softmax)).startswith("✔ stable_softmax: passed.")
    assert repr(check_stable_softmax(untouched)).startswith("○ stable_softmax: not started.")
    assert repr(check_stable_softmax(raises)).startswith("✘ stable_softmax: not yet.")


def test_a_report_refuses_an_unknown_state():
    with pytest.raises(ValueError, match="state must be one of not started, not yet, passed"):
        Report("stable_softmax", "maybe", "Who knows.")
