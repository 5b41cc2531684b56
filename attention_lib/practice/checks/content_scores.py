"""Exercise ``content_scores(state, memory, matrix)``: its cases."""

import numpy as np

from attention_lib.practice.checks._alone import alone
from attention_lib.practice.checks._awkward import awkward
from attention_lib.practice.checks.content_scores_mistakes import ACCIDENTS, MISTAKES, solve
from attention_lib.practice.diagnosis import check
from attention_lib.practice.exercise import Case, Exercise


def check_content_scores(function, *, seconds=2.0):
    """Check a learner's ``content_scores(state, memory, matrix)``.

    Parameters
    ----------
    function : callable
        Takes state (target_len, state_dim), memory (source_len, memory_dim) and
        matrix (state_dim, memory_dim); returns the scores (target_len,
        source_len), ``state · matrix · memory`` for every pair.
    seconds : float, default 2.0
        Longest time for one call.

    Returns
    -------
    Report

    Notes
    -----
    The "general" score of Luong et al. (2015), section 3.1. A stored version of
    PyTorch's translation tutorial computed its weights from the decoder alone;
    what is in the memory never entered them.

    Examples
    --------
    >>> def content_scores(state, memory, matrix):
    ...     return (state @ matrix)[:, : len(memory)]
    >>> check_content_scores(content_scores).mistake
    'memory not read'
    """
    return check(EXERCISE, function, seconds)


def _case(target_len, source_len, state_dim, memory_dim, start):
    return Case(
        {
            "state": awkward(target_len, state_dim, start=start),
            "memory": awkward(source_len, memory_dim, start=start + 9),
            "matrix": awkward(state_dim, memory_dim, start=start + 17) / 2,
        }
    )


CASES = (
    Case(
        {
            "state": np.array([[1.0, 0.0], [0.0, 2.0]]),
            "memory": np.array(
                [[1.0, 0.0, 1.0], [0.0, 2.0, 0.0], [-1.0, 1.0, 3.0], [0.5, 0.0, 0.0]]
            ),
            "matrix": np.array([[1.0, -1.0, 0.0], [0.5, 0.0, 2.0]]),
        }
    ),
    _case(3, 5, 4, 2, 0),
    # Sizes are equal where only then a wrong product gives numbers, not an error.
    _case(2, 5, 3, 3, 4),
    _case(4, 4, 2, 5, 13),
    _case(3, 2, 2, 4, 22),
    _case(1, 3, 5, 3, 30),
    _case(4, 4, 4, 4, 6),
)

EXERCISE = Exercise(
    name="content_scores",
    signature="content_scores(state, memory, matrix)",
    solve=solve,
    read=alone("scores"),
    axes={
        "state": ("target_len", "state_dim"),
        "memory": ("source_len", "memory_dim"),
        "matrix": ("state_dim", "memory_dim"),
        "scores": ("target_len", "source_len"),
    },
    cases=CASES,
    mistakes=MISTAKES,
    accidents=ACCIDENTS,
    praise=(
        "Every state is compared with what every memory vector holds: shuffle the memory, and the "
        "scores move along with it."
    ),
)
