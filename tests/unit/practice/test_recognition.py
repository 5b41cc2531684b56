"""A re-created mistake is taken for itself alone, in every exercise."""

import importlib
import pkgutil

import pytest

from attention_lib.practice import checks
from attention_lib.practice.diagnosis import check

MODULES = [
    importlib.import_module(m.name)
    for m in pkgutil.iter_modules(checks.__path__, checks.__name__ + ".")
]
EXERCISES = [module.EXERCISE for module in MODULES if hasattr(module, "EXERCISE")]
RECREATIONS = [
    pytest.param(exercise, mistake, recreation, id=f"{exercise.name}: {mistake.name} {number}")
    for exercise in EXERCISES
    for mistake in exercise.mistakes
    for number, recreation in enumerate(mistake.recreations)
]


@pytest.mark.parametrize(("exercise", "mistake", "recreation"), RECREATIONS)
def test_a_recreated_mistake_is_recognised_as_itself_and_completely(exercise, mistake, recreation):
    report = check(exercise, recreation)
    assert (report.state, report.mistake) == ("not yet", mistake.name)
    assert not report.sentence.startswith("One thing first")


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_every_check_is_exported_and_passes_the_right_answer(exercise):
    assert getattr(checks, f"check_{exercise.name}")(exercise.solve).state == "passed"


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_no_mistake_of_an_exercise_has_the_name_or_the_words_of_another(exercise):
    known = exercise.mistakes + exercise.accidents
    words = {m.name: m.message for m in known}
    assert len(set(words.values())) == len(words)
    assert len({m.name for m in exercise.mistakes}) == len(exercise.mistakes) >= 6
