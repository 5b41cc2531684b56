"""Three tasks side by side: every start a dot, against the number of heads."""

import numpy as np

from attention_lib.models.task_results import task_results
from attention_lib.views.figure import Picture
from attention_lib.views.heads_words import percent, plural

SHOWN = (
    ("question answering", "two facts at once"),
    ("question answering", "two facts at once, four times the steps"),
    ("translation", "four numbers, one layer"),
    ("translation", "four numbers, two layers"),
    ("summarization", "one vector for two words"),
    ("summarization", "a query per word"),
)
ACCENT, GREY = "#c04d00", "#444444"
WIDTH = 0.22  # that the dots of one number of heads take to either side


def task_curves():
    """Draw question answering, translation and summarization against the number of heads.

    Returns
    -------
    Picture
        A row of two panels for each task; every dot is a start, a bar is the mean. Its sentence
        gives every mean; `task_table` has the ranges.
    """
    rows = {(row.task, row.setting): row for row in task_results()}
    return curves_picture([rows[name] for name in SHOWN])


def curves_picture(rows):
    """Draw settings of tasks; as `task_curves`, of given ones.

    Parameters
    ----------
    rows : list of TaskResults
        An even number.

    Returns
    -------
    Picture
    """
    told = "; ".join(f"{row.task}, {row.setting}: {_told(row.summary)}" for row in rows)
    return Picture(_figure(rows), f"Right answers, mean over the starts: {told}.")


def _told(summary):
    return ", ".join(
        f"{plural(heads)} {percent(about['mean'])}"
        + (f" ({about['solved']} of {about['runs']} reach 95 %)" if _uneven(about) else "")
        for heads, about in summary.items()
    )


def _uneven(about):
    """Whether some starts succeed and others fail, which a mean alone would hide."""
    return 0 < about["solved"] < about["runs"]


def _figure(rows):
    # Imported here: a kernel that draws no figure stays 25 MB smaller.
    from matplotlib.figure import Figure

    columns = sorted({heads for row in rows for heads in row.starts})
    figure = Figure(figsize=(8.4, 2.4 * len(rows) / 2), layout="tight")
    panels = figure.subplots(len(rows) // 2, 2, sharex=True, sharey=True, squeeze=False)
    for axes, row in zip(panels.flat, rows, strict=True):
        axes.set_title(f"{row.task.capitalize()}:\n{row.setting}", fontsize=11.5, loc="left")
        for heads, shares in row.starts.items():
            _draw_starts(axes, columns.index(heads), shares)
        _note_missing(axes, [columns.index(heads) for heads in columns if heads not in row.starts])
        axes.grid(axis="y", color="#d8d8d8")
        axes.set_axisbelow(True)
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(labelsize=10.5, labelbottom=True)
    axes.set_xlim(-0.5, len(columns) - 0.5)
    axes.set_xticks(range(len(columns)), [str(heads) for heads in columns])
    axes.set_ylim(-0.03, 1.06)
    axes.set_yticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
    for axes in panels[-1]:
        axes.set_xlabel("heads", fontsize=11.5)
    axes.text(1, 0.08, "dot: one start; bar: mean", ha="right", fontsize=10.5,
              transform=axes.transAxes)  # fmt: skip
    return figure


def _draw_starts(axes, at, shares):
    spread = np.linspace(-WIDTH, WIDTH, len(shares)) if len(shares) > 1 else np.zeros(1)
    axes.plot([at - 0.32, at + 0.32], [np.mean(shares)] * 2, "-", color=ACCENT, lw=4)
    axes.plot(at + spread, shares, ".", color=GREY, ms=6, zorder=5)


def _note_missing(axes, places):
    """Say it in the middle of every gap, never over what is trained."""
    gaps = np.split(places, np.flatnonzero(np.diff(places) > 1) + 1) if places else []
    for gap in gaps:
        axes.text(np.mean(gap), 0.5, "not trained", ha="center", va="center", color=GREY,
                  fontsize=10.5, bbox={"facecolor": "white", "edgecolor": "none"})  # fmt: skip
