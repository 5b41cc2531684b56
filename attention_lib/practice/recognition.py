"""Find the known mistake or accident that explains a learner's answers."""

import numpy as np


def attempt(exercise, function, case):
    """Return a trusted function's answer as named arrays, or the exception that it raised."""
    try:
        with np.errstate(all="ignore"):
            return exercise.read(case.call(function))
    except Exception as error:
        return error


def likely_mistake(exercise, answers, wrong):
    """Find the known mistake that explains the first wrong answer and most others.

    One wrong *value* has to agree: that two functions raise the same exception
    says little.

    Parameters
    ----------
    exercise : Exercise
    answers : list
        For every case a dict of named arrays or an exception.
    wrong : list of int
        Which of them are wrong; not empty.

    Returns
    -------
    mistake : Mistake or None
    complete : bool
        Whether it explains all answers.
    """
    best, most = None, 0
    for mistake in exercise.mistakes:
        for recreation in mistake.recreations:
            if not _agrees(exercise, recreation, answers, wrong[0]):
                continue  # most end here: one case instead of all
            agree = [_agrees(exercise, recreation, answers, i) for i in range(len(answers))]
            told = any(agree[i] and isinstance(answers[i], dict) for i in wrong)
            if told and sum(agree) > most:
                best, most = mistake, sum(agree)
    return best, most == len(answers)


def likely_accident(exercise, case, error):
    """Return the first known accident that explains an exception, or None."""
    known = (a for a in exercise.accidents if a.explains(error, case))
    return next(known, None)


def _agrees(exercise, recreation, answers, i):
    case = exercise.cases[i]
    return _agree(exercise, case, answers[i], attempt(exercise, recreation, case))


def _agree(exercise, case, got, known):
    if isinstance(got, dict) and isinstance(known, dict):
        return exercise.resembles(got, known)
    # A type says little: shapes that do not fit and `if array:` are both a ValueError.
    return type(got) is type(known) and (
        likely_accident(exercise, case, got) is likely_accident(exercise, case, known)
    )
