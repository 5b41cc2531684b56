"""The pruning widget where no widget can run: what was measured, as plain tables."""

from html import escape

import numpy as np

from attention_lib.models.pruning_results import BITS, measured, path_heads, pruning_results
from attention_lib.models.retrieval import HEADS, LAYERS, TASKS, shares
from attention_lib.views.table import CELL, HEAD, MASKED
from attention_lib.widgets.head_pruning_words import published_lines

STEPS = (0, 12, 24, 36, 48, 60, 72)  # heads that are off, in the table of orders


def pruning_tables(heads, accuracy, *, curves):
    """Return what is found with these heads, and with the measured orders of pruning.

    Parameters
    ----------
    heads : ndarray of bool, shape (6, 12)
    accuracy : dict of str to Share
    curves : bool
        Whether to show the orders and the papers' figures; else what is chosen and the floors.

    Returns
    -------
    str
        HTML of tables, ``<details>`` and inline styles.
    """
    found = {f"{int(heads.sum())} of {BITS} heads on": accuracy}
    floors = pruning_results()["floors"]
    found |= {f"{name}, no head": shares(outcome) for name, outcome in floors.items()}
    rows = [(name, [str(share) for share in each.values()]) for name, each in found.items()]
    tables = _table("right texts found", TASKS.values(), rows)
    if not heads.all():
        tables += _details("which heads are off", _grid(heads))
    if curves:
        tables += "".join(_orders_table(task, title) for task, title in TASKS.items())
        lines = "".join(f"<li>{escape(line)}</li>" for line in published_lines())
        tables += _details("what papers report", f"<ul>{lines}</ul>")
    return tables


def _orders_table(task, title):
    """Return how many are found of one task, by order and by how many heads are off."""
    orders = pruning_results()["orders"]
    found = {
        name: [int(measured(path_heads(order, off))[task].sum()) for off in STEPS]
        for name, order in orders.items()
    }
    drawn = [found.pop(name) for name in list(found) if name.startswith("random")]
    rows = [(name, map(str, each)) for name, each in found.items()]
    rows.append((f"at random, mean of {len(drawn)}", (f"{x:.1f}" for x in np.mean(drawn, axis=0))))
    caption = f"{title}: found when so many heads are off"
    return _table(caption, map(str, STEPS), rows)


def _grid(heads):
    body = "".join(
        f'<tr><th style="{HEAD}right">L{layer}</th>'
        + "".join(
            f'<td style="{CELL}">on</td>' if on else f'<td style="{CELL};{MASKED}">off</td>'
            for on in heads[layer]
        )
        + "</tr>"
        for layer in range(LAYERS)
    )
    names = "".join(f'<th style="{HEAD}center">H{head}</th>' for head in range(HEADS))
    return f"<table><thead><tr><td></td>{names}</tr></thead><tbody>{body}</tbody></table>"


def _table(caption, columns, rows):
    head = "".join(f'<th style="{HEAD}center">{escape(name)}</th>' for name in columns)
    body = "".join(
        f'<tr><th style="{HEAD}right">{escape(name)}</th>'
        + "".join(f'<td style="{CELL}">{escape(text)}</td>' for text in texts)
        + "</tr>"
        for name, texts in rows
    )
    return (
        '<table style="font-variant-numeric:tabular-nums">'
        f'<caption style="text-align:left;font-weight:600">{escape(caption)}</caption>'
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _details(summary, inside):
    return f"<details><summary>{escape(summary)}</summary>{inside}</details>"
