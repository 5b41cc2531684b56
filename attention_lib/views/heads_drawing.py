"""The figure of ``heads_curve``: every start a dot, a bar for the mean."""

import numpy as np

from attention_lib.views.heads_words import percent

ACCENT, GREY, BLUE = "#c04d00", "#444444", "#0072b2"
WIDTH, BAR = 0.19, 0.23  # of the dots and the mean of one number of heads, to either side
LARGE_FROM = 0.9
SCALE = (-0.5, 0.0, LARGE_FROM, 1.0, 1.5), (-0.2, 0.0, 0.38, 1.0, 4.1)  # share, its place
KEY = "dot: one start; bar: mean"
LABEL = {
    "textcoords": "offset points",
    "fontsize": 12,
    "fontweight": "bold",
    "bbox": {"facecolor": "white", "edgecolor": "none", "pad": 1, "alpha": 0.8},
    "zorder": 6,
}


def heads_figure(starts, summary, asked, *, others, large_near_all):
    """Draw the starts of every number of heads, and published figures below them.

    Parameters
    ----------
    starts : dict of int to list of float
        The share of right answers of every start, by the number of heads.
    summary : dict of int to dict
        As `heads_summary` returns it.
    asked : str
        What the share is of.
    others : dict of int to Published
        Empty where nothing stands below.
    large_near_all : bool
        Give most of the axis to the last tenth: there almost every result lies.

    Returns
    -------
    matplotlib.figure.Figure
    """
    # Imported here: a kernel that draws no figure stays 25 MB smaller.
    from matplotlib.figure import Figure

    columns = sorted({*starts, *others})
    place = {heads: at for at, heads in enumerate(columns)}
    heights = [4.0, 2.4][: 2 if others else 1]
    figure = Figure(figsize=(8.4, sum(heights)), layout="tight")
    panels = figure.subplots(len(heights), sharex=True, height_ratios=heights, squeeze=False)[:, 0]
    (_large_near_all if large_near_all else _plain)(panels[0])
    panels[0].set_ylabel(asked, fontsize=12)
    _draw_starts(panels[0], place, starts, summary)
    if others:
        _draw_bleu(panels[1], place, others)
    for panel in panels:
        panel.tick_params(labelsize=11)
        panel.grid(axis="y", color="#d8d8d8")
        panel.set_axisbelow(True)
        panel.spines[["top", "right"]].set_visible(False)
    panels[-1].set_xticks(range(len(columns)), [str(heads) for heads in columns])
    panels[-1].set_xlabel("heads, at the same number of parameters", fontsize=12)
    panels[-1].set_xlim(-0.5, len(columns) - 0.3)
    return figure


def _draw_starts(axes, place, starts, summary):
    means = [about["mean"] for about in summary.values()]
    axes.plot([place[heads] for heads in summary], means, "-", color=ACCENT, lw=2.4, zorder=2)
    for heads, shares in starts.items():
        x, mean = place[heads], summary[heads]["mean"]
        spread = np.linspace(-WIDTH, WIDTH, len(shares)) if len(shares) > 1 else [0]
        axes.plot(x + np.array(spread), shares, ".", color=GREY, ms=6, zorder=5)
        axes.plot([x - BAR, x + BAR], [mean, mean], "-", color=ACCENT, lw=4, zorder=4)
        axes.annotate(percent(mean), color=ACCENT, **LABEL, **_label_place(axes, x, mean, shares))


def _label_place(axes, x, mean, shares):
    """Stand where no dot is: beside the bar or, where neighbours are as high, below all dots."""
    if axes.get_yscale() == "linear":
        return {"xy": (x + BAR, mean), "xytext": (5, 0), "ha": "left", "va": "center"}
    if mean < LARGE_FROM:
        return {"xy": (x, max(shares)), "xytext": (0, 8), "ha": "center", "va": "bottom"}
    return {"xy": (x, min(shares)), "xytext": (0, -8), "ha": "center", "va": "top"}


def _plain(axes):
    axes.set_ylim(0, 1.05)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    _note(axes, KEY)


def _large_near_all(axes):
    axes.set_yscale("function", functions=(_stretch, _shrink))
    axes.set_ylim(0, 1.012)
    axes.set_yticks([0, 0.5, 0.9, 0.95, 1], ["0 %", "50 %", "90 %", "95 %", "100 %"])
    axes.axhspan(0, LARGE_FROM, color="#f2f2f2", zorder=0)
    _note(axes, f"{KEY}\ngrey: drawn smaller")


def _note(axes, text):
    axes.text(0.985, 0.05, text, transform=axes.transAxes, ha="right", linespacing=1.5, fontsize=11)


def _stretch(share):
    return np.interp(share, *SCALE)


def _shrink(place):
    return np.interp(place, *reversed(SCALE))


def _draw_bleu(axes, place, others):
    at, values = [place[heads] for heads in others], [figure.value for figure in others.values()]
    axes.plot(at, values, "--", color=BLUE, lw=2, marker="D", ms=9)
    for x, figure in zip(at, others.values(), strict=True):
        place = {"xy": (x, figure.value), "xytext": (0, -11), "ha": "center", "va": "top"}
        axes.annotate(figure.text, color=BLUE, **LABEL, **place)
    axes.set_ylim(24.4, 26.0)
    axes.set_yticks([24.5, 25, 25.5, 26])
    axes.set_ylabel("BLEU", fontsize=12)
    axes.set_title(
        "Vaswani et al. 2017, Table 3 (A) and base: English–German, development set",
        loc="left",
        fontsize=11.5,
    )
