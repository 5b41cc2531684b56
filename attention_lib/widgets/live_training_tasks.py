"""What can be trained live, and what the shipped runs of the same training came to."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from attention_lib.models import train_pair, train_rooms
from attention_lib.models.pair_task import STEPS as PAIR_STEPS
from attention_lib.models.rooms import STEPS as ROOMS_STEPS
from attention_lib.views.heads_rows import rows_after, when


@dataclass(frozen=True)
class Task:
    """One experiment that a learner can repeat.

    Parameters
    ----------
    title : str
    explanation : str
        What is asked, and what makes it hard.
    train : callable
        ``train(heads, seed=, steps=, every=) -> network, lesson``.
    steps : int
        Of a whole run.
    experiment : str
        Its name among the shipped results.
    questions : dict of str to str
        What is drawn: names as in a network's accuracy, and as the learner reads them.
    heads : tuple of int
        Whose training shows it all.
    most_loss : float
        Where the axis of the loss ends.
    large_from : float, default 0
        Shares above are drawn larger, where most results lie; 0 for an even axis.
    """

    title: str
    explanation: str
    train: Callable
    steps: int
    experiment: str
    questions: dict
    heads: tuple
    most_loss: float
    large_from: float = 0


TASKS = {
    "pair": Task(
        title="Two tokens from one vector",
        explanation=(
            "Eight random tokens. From one output vector the network names two of them: the "
            "previous token and the first. Queries and keys see only the positions."
        ),
        train=train_pair,
        steps=PAIR_STEPS,
        experiment="pair, position-only",
        questions={"previous": "previous token right", "first": "first token right"},
        heads=(1, 2),
        most_loss=5.0,
    ),
    "route": Task(
        title="From Mary to John: two facts at once",
        explanation=(
            "A story of 6 to 12 facts, and a question such as “from Mary to John?”. The answer is "
            "two rooms, so one position must read two facts in one layer."
        ),
        train=train_rooms,
        steps=ROOMS_STEPS,
        experiment="route",
        questions={"route": "both rooms right"},
        heads=(1, 2, 4, 8, 16, 32),
        most_loss=2.5,
        large_from=0.9,
    ),
}


def shipped_rows(task, steps):
    """Return the shipped rows of one task after some steps; none where that was not measured.

    Parameters
    ----------
    task : Task
    steps : int

    Returns
    -------
    list of dict
    """
    try:
        return rows_after(task.experiment, steps)
    except ValueError:
        return []


def shipped_runs(task, heads, steps):
    """Return the shipped results of one task, as far as there are any.

    Parameters
    ----------
    task : Task
    heads : sequence of int
    steps : int
        That a network learns here.

    Returns
    -------
    dict
        *steps* at which the curves were measured, *parameters* of every network, *when* the
        results were, and *points*: for each number of heads, as a string, and each question the
        number of *starts*, their *ends* (one share each, after ``steps``) and whole learning
        *curves*: lowest, mean and highest or, where several things are asked, one for each start,
        for then the mean is nobody's.
    """
    rows = rows_after(task.experiment)
    points = {
        str(number): {
            question: _starts(
                [row for row in rows if row["heads"] == number],
                [row for row in shipped_rows(task, steps) if row["heads"] == number],
                question,
                each=len(task.questions) > 1,
            )
            for question in task.questions
        }
        for number in heads
        if any(row["heads"] == number for row in rows)
    }
    every = task.steps // len(rows[0]["curve"][next(iter(task.questions))])
    return {
        "steps": list(range(every, task.steps + 1, every)),
        "parameters": rows[0]["parameters"],
        "when": when(rows, steps) if steps % every == 0 else f"after {steps} steps",
        "points": points,
    }


def _starts(rows, ended, question, *, each):
    curves = np.array([row["curve"][question] for row in rows])
    drawn = (
        curves if each else np.array([curves.min(axis=0), curves.mean(axis=0), curves.max(axis=0)])
    )
    return {
        "starts": len(rows),
        "ends": [row["accuracy"][question] for row in ended],
        "curves": drawn.round(2).tolist(),
    }
