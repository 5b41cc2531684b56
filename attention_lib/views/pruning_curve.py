"""How many texts MiniLM still finds, against how many of its heads are off."""

import numpy as np

from attention_lib.models.pruning_results import BITS, measured, path_heads, pruning_results
from attention_lib.models.retrieval import TASKS, retrieval_pairs
from attention_lib.views.figure import Picture

LEAST, MOST, RANDOM = "least important first", "most important first", "at random"
# Okabe and Ito's colours, which colour-blind readers tell apart; marker and line differ too.
STYLES = {
    LEAST: {"color": "#0072b2", "marker": "o", "linestyle": "-"},
    RANDOM: {"color": "#444444", "marker": "s", "linestyle": ":"},
    MOST: {"color": "#c04d00", "marker": "X", "linestyle": "--"},
}
TOLD = (0, 12, 24, 36, 48, 60, 72)  # heads off, in the sentence
LINE_HEIGHT = 0.06  # of a label, on an axis of 1
THINGS = {"questions": "answers", "titles": "sentences"}


def pruning_curve():
    """Draw what is found when heads go, by the order in which they go, beside what needs none.

    Every black dot is one random order; a line joins their means.

    Returns
    -------
    Picture
    """
    curves = {task: curves_of(task) for task in TASKS}
    floors = {
        name: {task: outcome[task].mean() for task in TASKS}
        for name, outcome in pruning_results()["floors"].items()
    }
    return Picture(_figure(curves, floors), _sentence(curves, floors))


def curves_of(task):
    """Return what is found of one task, by order, at each measured number of heads off.

    Parameters
    ----------
    task : {"questions", "titles"}

    Returns
    -------
    dict of str to dict of int to ndarray
        Shares from 0 to 1: one for each order of that name.
    """
    results = pruning_results()
    named = {LEAST: [], RANDOM: [], MOST: []}
    for name, order in results["orders"].items():
        named[name if name in named else RANDOM].append(order)
    steps = range(0, BITS + 1, results["every"])
    return {
        name: {
            off: np.array([measured(path_heads(order, off))[task].mean() for order in orders])
            for off in steps
        }
        for name, orders in named.items()
    }


def _figure(curves, floors):
    # Imported here: a kernel that draws no figure stays 25 MB smaller.
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10.4, 4.2), layout="tight")
    panels = figure.subplots(1, len(curves), sharey=True)
    for axes, (task, by_order) in zip(panels, curves.items(), strict=True):
        _panel(axes, by_order)
        _draw_floors(axes, {name: shares[task] for name, shares in floors.items()})
        axes.set_title(f"{TASKS[task]} ({len(retrieval_pairs(task))})", fontsize=13)
        axes.set_xlabel("heads off", fontsize=12)
    panels[0].set_ylabel("found", fontsize=12)
    panels[0].set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    panels[-1].legend(fontsize=11, loc="upper right", title="heads go", title_fontsize=11)
    return figure


def _panel(axes, by_order):
    for name, shares in by_order.items():
        steps = list(shares)
        means = [shares[off].mean() for off in steps]
        axes.plot(steps, means, lw=2.2, ms=6, label=name, **STYLES[name])
    for off, each in by_order[RANDOM].items():
        axes.plot([off] * len(each), each, "k.", ms=3.5, zorder=3)
    axes.set(xlim=(-2, BITS + 2), ylim=(-0.02, 1.02), xticks=TOLD)
    axes.tick_params(labelsize=11)
    axes.grid(axis="y", color="#d8d8d8")
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)


def _draw_floors(axes, floors):
    """Draw what is found without attention, one name at each end: two may lie close together."""
    for i, (name, share) in enumerate(floors.items()):
        below = share > LINE_HEIGHT  # clear of the lines, which come from above
        axes.axhline(share, color="#666666", linestyle=(0, (1, 3)), lw=1.6)
        axes.text(
            -1 if i % 2 else BITS + 1,
            share + (-0.01 if below else 0.01),
            name,
            ha="left" if i % 2 else "right",
            va="top" if below else "bottom",
            fontsize=10,
            color="#444444",
        )


def _sentence(curves, floors):
    """Give every drawn order at each twelfth head, in whole percent."""
    told = []
    for task, by_order in curves.items():
        lines = [
            f"{name} {', '.join(_percent(by_order[name][off].mean()) for off in TOLD)}"
            for name in by_order
        ]
        beside = [f"by the {name} {_percent(shares[task])} %" for name, shares in floors.items()]
        told.append(
            f"{THINGS[task]} to {len(retrieval_pairs(task))} {task} found, in percent: "
            f"{'; '.join([*lines, *beside])}"
        )
    steps = f"{', '.join(map(str, TOLD[:-1]))} and {TOLD[-1]}"
    random = len(curves["questions"][RANDOM][0])
    return (
        f"With {steps} of MiniLM's heads off: {'. And '.join(told)}. "
        f"At random is the mean of {random} orders."
    )


def _percent(share):
    return str(int(100 * share + 0.5))
