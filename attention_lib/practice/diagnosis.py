"""Compare a learner's answers with the right one and with every known wrong one."""

import inspect
import math

import numpy as np

from attention_lib.practice.recognition import attempt, likely_accident, likely_mistake
from attention_lib.practice.report import NOT_STARTED, NOT_YET, PASSED, Report
from attention_lib.practice.runner import run


def check(exercise, function, seconds=2.0):
    """Run a learner's function on every case and say what it shows.

    Parameters
    ----------
    exercise : Exercise
    function : callable
        The learner's.
    seconds : float
        Longest time for one call.

    Returns
    -------
    Report
    """
    if refusal := _not_callable_so(exercise, function):
        return Report(exercise.name, NOT_YET, refusal)
    runs = []
    for case in exercise.cases:
        runs.append(run(function, case.arguments, case.options, seconds=seconds))
        if _untouched(runs[0]):
            return _not_started(exercise)
        if runs[-1].error is not None and not isinstance(runs[-1].error, Exception):
            return _report(exercise, case, runs[-1], runs[-1].sentence)
    answers = [_answer(exercise, result) for result in runs]
    expected = [attempt(exercise, exercise.solve, case) for case in exercise.cases]
    wrong = [
        i
        for i, (got, right) in enumerate(zip(answers, expected, strict=True))
        if not (isinstance(got, dict) and exercise.passes(got, right))
    ]
    if wrong:
        return _not_yet(exercise, runs, answers, expected, wrong)
    for case, result in zip(exercise.cases, runs, strict=True):
        if result.edited:
            return _report(exercise, case, result, _in_place(result.edited[0]))
    remark = exercise.remark(runs[0].value)
    return Report(exercise.name, PASSED, f"{exercise.praise} {remark}".rstrip())


def _not_callable_so(exercise, function):
    if not callable(function):
        return (
            f"Give the check the function itself, without calling it: "
            f"check_{exercise.name}({exercise.name}); got a value of type "
            f"`{type(function).__name__}`."
        )
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None  # some compiled functions have none
    for case in exercise.cases:
        try:
            case.call(signature.bind)
        except TypeError:
            name = getattr(function, "__name__", exercise.name)
            return f"It must be callable as {exercise.signature}; yours is {name}{signature}."
    return None


def _untouched(first):
    if isinstance(first.error, NotImplementedError):
        return True
    value = first.value if isinstance(first.value, tuple) else (first.value,)
    blank = all(item is None or item is Ellipsis for item in value)
    return first.error is None and bool(value) and blank


def _not_started(exercise):
    return Report(
        exercise.name,
        NOT_STARTED,
        "The function returns nothing yet: replace `...` with your own lines. "
        "(If you have written some, the last one must be a `return`.)",
    )


def _answer(exercise, result):
    """Return a dict of arrays, or whatever stands in its way as an exception."""
    if result.error is not None:
        return result.error
    if result.value is None:
        return ValueError(
            "For this input your function returns None: one of its branches has no `return`."
        )
    try:
        return exercise.read(result.value)
    except ValueError as problem:
        return problem


def _not_yet(exercise, runs, answers, expected, wrong):
    mistake, complete = likely_mistake(exercise, answers, wrong)
    first = wrong[0]
    got, right, case = answers[first], expected[first], exercise.cases[first]
    raised, shown = runs[first].sentence, ()
    if isinstance(got, dict):
        shown = _differing(exercise, got, right)
    elif mistake is not None:  # otherwise the sentence says it
        shown = (("got", raised or str(got)),)
    if mistake is not None:
        sentence = mistake.message if complete else f"One thing first: {mistake.message}"
    elif isinstance(got, dict):
        sentence = _difference(exercise, got, right)
    elif raised:
        mistake = likely_accident(exercise, case, got)
        sentence = f"{raised} {_given(exercise, case)} {mistake.message if mistake else ''}"
    else:
        sentence = str(got)
    return _report(exercise, case, runs[first], sentence.rstrip(), mistake, shown)


def _given(exercise, case):
    return f"It was given {', '.join(_size(exercise, *pair) for pair in case.given)}."


def _size(exercise, name, value):
    if not isinstance(value, np.ndarray):
        return f"{name} = {value}"
    axes = exercise.axes.get(name)
    if axes is None:
        return f"{name} of shape {value.shape}"
    sizes = ", ".join(f"{axis} {size}" for axis, size in zip(axes, value.shape, strict=True))
    return f"{name} ({sizes})"


def _difference(exercise, got, expected):
    unknown = (
        "None of the mistakes that this check can name gives your result. "
        "Work through the input below by hand and compare step by step."
    )
    for name, right in expected.items():
        if got[name].shape != right.shape:
            axes = exercise.axes.get(name)
            meaning = f"({', '.join(axes)}) = {right.shape}" if axes else f"{right.shape}"
            return f"`{name}` must have the shape {meaning}; got {got[name].shape}."
    for name, right in expected.items():
        lost = np.isnan(got[name]).sum() if got[name].dtype.kind == "f" else 0
        if lost and not np.isnan(right).any():
            share = f"{lost} of {math.prod(right.shape)}"
            return f"`{name}` holds NaN ({share} entries) where it must hold numbers. {unknown}"
    return unknown


def _differing(exercise, got, expected):
    """Return the first wrong result beside the right one; what follows from it stays out."""
    for name, right in expected.items():
        if not exercise.passes({name: got[name]}, {name: right}):
            label = "" if len(expected) == 1 else f" {name}"
            return ((f"expected{label}", right), (f"got{label}", got[name]))
    return ()


def _in_place(name):
    return (
        f"The values are right, but the function edits its input `{name}` in place, so the "
        f"caller's array changes too. Make a new array: `{name} = {name} - …` "
        f"instead of `{name} -= …`."
    )


def _report(exercise, case, result, sentence, mistake=None, shown=()):
    if result.printed.strip():
        shown = (*shown, ("printed", result.printed.strip()))
    return Report(
        exercise.name,
        NOT_YET,
        sentence,
        mistake.name if mistake else None,
        (*((label, "None" if v is None else v) for label, v in case.given), *shown),
    )
