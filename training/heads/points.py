"""What is measured: every experiment, its points and how one run of it is made."""

import platform
import time

import numpy as np

from attention_lib.models.learning import accuracy
from attention_lib.models.pair_task import train_pair
from attention_lib.models.rooms import QUESTIONS, train_rooms
from attention_lib.models.summary_task import train_summary

EXAMPLES = 4000  # new ones, that a trained network is tested on
EVERY = 100  # steps between two points of the learning curve
EXPERIMENTS = {
    "route": {"heads": (1, 2, 4, 8, 16, 32), "seeds": 20},
    "pair, position-only": {"heads": (1, 2, 4, 8), "seeds": 10},
    "pair, content-aware": {"heads": (1, 2, 4, 8), "seeds": 10},
    "route, two layers": {"heads": (1, 8), "seeds": 10, "layers": 2},
    "all questions": {
        "heads": (1, 2, 4, 8),
        "seeds": 10,
        "questions": QUESTIONS,
        "steps": 3000,
    },
    "all questions, two layers": {
        "heads": (1, 4, 8),
        "seeds": 10,
        "layers": 2,
        "questions": QUESTIONS,
        "steps": 3000,
    },
    "route, five times the steps": {"heads": (1,), "seeds": 10, "steps": 5000},
    "route, four times the steps": {"heads": (4, 32), "seeds": 10, "steps": 4000},
    "summary, one vector": {"heads": (1, 2, 4, 8), "seeds": 10},
    "summary, a query per word": {"heads": (1, 2, 4, 8), "seeds": 10},
}


def runs(experiments, seeds=None):
    """List (experiment, heads, seed) in the order in which they are worth having.

    Parameters
    ----------
    experiments : sequence of str
    seeds : int, optional
        How many of each; as in ``EXPERIMENTS`` when omitted.

    Returns
    -------
    list of tuple
        One seed of every point before the second seed of any.
    """
    listed = [
        (name, heads, seed)
        for name in experiments
        for heads in EXPERIMENTS[name]["heads"]
        for seed in range(seeds or EXPERIMENTS[name]["seeds"])
    ]
    return sorted(listed, key=lambda run: (experiments.index(run[0]), run[2], run[1]))


def measure(experiment, heads, seed, steps=None):
    """Train one network from one seed, and test it.

    Parameters
    ----------
    experiment : str
    heads, seed : int
    steps : int, optional
        Fewer, for a trial; as planned when omitted.

    Returns
    -------
    dict
        One row of the results.
    """
    network, lesson = begin(experiment, heads, seed, steps)
    began = time.process_time()
    reports = list(lesson)
    seconds = time.process_time() - began
    examples = unseen(network, seed)
    return {
        "experiment": experiment,
        "heads": heads,
        "seed": seed,
        "steps": reports[-1].steps,
        "parameters": network.num_parameters,
        "accuracy": {name: round(share, 4) for name, share in accuracy(network, examples).items()},
        "curve": {
            name: [round(report.accuracy[name], 3) for report in reports]
            for name in network.questions
        },
        "last_loss": round(reports[-1].loss, 4),
        "cpu_seconds": round(seconds, 2),
        "versions": {"python": platform.python_version(), "numpy": np.__version__},
    }


def begin(experiment, heads, seed, steps=None):
    """Return the new network of a run, and its lesson.

    Parameters
    ----------
    experiment : str
    heads, seed : int
    steps : int, optional
        As planned when omitted.

    Returns
    -------
    network
    lesson : iterator of Progress
    """
    point = EXPERIMENTS[experiment]
    options = {"every": EVERY}
    options |= {name: point[name] for name in ("layers", "questions", "steps") if name in point}
    if steps is not None:
        options["steps"] = steps
    if experiment.startswith("pair"):
        content_aware = experiment.endswith("content-aware")
        return train_pair(heads, content_aware=content_aware, seed=seed, **options)
    if experiment.startswith("summary"):
        per_word = experiment.endswith("a query per word")
        return train_summary(heads, per_word=per_word, seed=seed, **options)
    return train_rooms(heads, seed=seed, **options)


def unseen(network, seed):
    """Draw the examples that a network trained from a seed is tested on."""
    # Another generator than training's: no seed of ours is that large.
    return network.draw(EXAMPLES, np.random.default_rng(1_000_000 + seed))
