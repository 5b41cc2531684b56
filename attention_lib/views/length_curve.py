"""How often the translators are right, against the length of what they translate."""

from statistics import mean
from textwrap import fill

from attention_lib.models import translation_results
from attention_lib.views.figure import Picture

# Okabe and Ito's colours, which colour-blind readers tell apart; marker and line differ too.
STYLES = (
    {"color": "#c04d00", "marker": "X", "linestyle": "--"},
    {"color": "#0072b2", "marker": "o", "linestyle": "-"},
    {"color": "#00795a", "marker": "s", "linestyle": "-."},
    {"color": "#994488", "marker": "^", "linestyle": ":"},
    {"color": "#444444", "marker": "D", "linestyle": (0, (5, 1, 1, 1, 1, 1))},
)
LINE_HEIGHT = 0.073  # of a label, on an axis of 1


def length_curve(names=("no-attention", "bahdanau", "transformer-4")):
    """Draw exact match on held-out phrases against how many numbers a phrase has.

    Every black dot is one trained model (one seed); a line joins the means.

    Parameters
    ----------
    names : sequence of str, default ("no-attention", "bahdanau", "transformer-4")
        One to five models of ``attention_lib.models.translation_results()``, also those
        that are trained only to compare with.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If a model has no results, or there are none or more than five.
    """
    results = translation_results()
    if not 1 <= len(names) <= len(STYLES):
        raise ValueError(f"names must hold 1 to {len(STYLES)} models; got {len(names)}")
    shares = {name: _shares(results["rows"], name) for name in names}
    curves = {results["titles"][name]: shares[name] for name in shares}
    trained = results["trained_up_to"]
    return Picture(_figure(curves, trained), _sentence(curves, trained))


def _shares(rows, name):
    """Return, for every number of numbers, the exact match of every seed."""
    matches = [row["exact_match"] for row in rows if row["model"] == name]
    if not matches:
        known = ", ".join(dict.fromkeys(row["model"] for row in rows))
        raise ValueError(f"names must be among {known}; got {name!r}")
    return {int(k): [match[k] for match in matches] for k in matches[0]}


def _figure(curves, trained):
    # Imported here: a kernel that draws no figure stays 25 MB smaller.
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8.4, 4.2), layout="tight")
    axes = figure.add_subplot()
    counts = sorted(next(iter(curves.values())))
    _longer_than_trained(axes, trained + 0.5, counts[-1] + 0.5)
    for shares, style in zip(curves.values(), STYLES, strict=False):
        axes.plot(counts, [mean(shares[k]) for k in counts], lw=2.4, ms=8, **style)
        for k in counts:
            axes.plot([k] * len(shares[k]), shares[k], "k.", ms=5, zorder=3)
    _label_lines(axes, curves, counts[-1])
    axes.set(xlim=(counts[0] - 0.4, counts[-1] + 0.5), ylim=(-0.04, 1.04), xticks=counts)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    axes.set_xlabel("numbers in the phrase", fontsize=12)
    axes.set_ylabel("held-out phrases all right", fontsize=12)
    axes.tick_params(labelsize=11)
    axes.grid(axis="y", color="#d8d8d8")
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    return figure


def _longer_than_trained(axes, start, end):
    axes.axvspan(start, end, facecolor="#f2f2f2", edgecolor="#d8d8d8", hatch="//", lw=0, zorder=0)
    axes.text((start + end) / 2, 1.06, "longer than trained", ha="center", fontsize=12)
    axes.text(1, 0.04, "black dot: one seed", fontsize=11)


def _label_lines(axes, curves, longest):
    """Name each line at its end, lowest first, every label clear of the one below."""
    ends = {title: mean(shares[longest]) for title, shares in curves.items()}
    top = -1.0
    for title in sorted(curves, key=ends.get):
        label = fill(title, 21)
        half = LINE_HEIGHT * (label.count("\n") + 1) / 2
        middle = max(ends[title], top + half)
        top = middle + half
        colour = STYLES[list(curves).index(title)]["color"]
        axes.annotate(
            label,
            xy=(longest, ends[title]),
            xytext=(longest + 0.7, middle),
            arrowprops={"arrowstyle": "-", "color": colour, "shrinkB": 7, "relpos": (0, 0.5)},
            va="center",
            color=colour,
            fontsize=12,
            fontweight="bold",
        )


def _sentence(curves, trained):
    """Give the mean of every point, and of how many seeds."""
    counts = sorted(next(iter(curves.values())))
    told = []
    for title, shares in curves.items():
        points = ", ".join(_percent(mean(shares[k])) for k in counts)
        seeds = len(shares[counts[0]])
        told.append(f"{title} {points} ({seeds} seed{'s' if seeds > 1 else ''})")
    return (
        f"Held-out phrases of {counts[0]} to {counts[-1]} numbers that come out all right, "
        f"mean over the seeds: {'; '.join(told)}. Longer than trained: "
        f"more than {trained} numbers."
    )


def _percent(share):
    if 0 < share < 0.005:
        return "<1 %"
    return ">99 %" if 0.995 <= share < 1 else f"{round(100 * share)} %"
