"""What the pruning widget's browser side knows before anything is asked: every measured state."""

from attention_lib.models.minilm_store import COMMAND
from attention_lib.models.pruning_results import (
    HEADS,
    measured,
    path_heads,
    pruning_results,
)
from attention_lib.models.retrieval import TASKS, shares
from attention_lib.widgets.head_pruning_words import THINGS, published_lines


def pruning_spec():
    """Return the measured states, orders and floors, the published figures and the command.

    Returns
    -------
    dict
    """
    results = pruning_results()
    everything = measured(path_heads((), 0))
    tasks = [
        {"name": name, "title": title, "of": everything[name].size, "things": THINGS[name]}
        for name, title in TASKS.items()
    ]
    floors = [
        {"title": title, "right": [share.right for share in shares(found).values()]}
        for title, found in results["floors"].items()
    ]
    orders = {
        name: [layer * HEADS + head for layer, head in order]
        for name, order in results["orders"].items()
    }
    return {
        "tasks": tasks,
        "floors": floors,
        "orders": orders,
        "every": results["every"],
        "states": {key: counts(found) for key, found in results["states"].items()},
        "published": published_lines(),
        "command": COMMAND,
    }


def counts(outcome):
    """Count what is found, and compare it with what all heads find.

    Parameters
    ----------
    outcome : dict of str to ndarray of bool

    Returns
    -------
    list of [int, int, int]
        For each task: found; found with all heads, but not now; the other way round.
    """
    everything = measured(path_heads((), 0))
    return [
        [
            int(outcome[task].sum()),
            int((everything[task] & ~outcome[task]).sum()),
            int((outcome[task] & ~everything[task]).sum()),
        ]
        for task in TASKS
    ]
