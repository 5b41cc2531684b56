"""Draw where each head looks: what there is to read from top to bottom, a column for each head."""

import numpy as np

from attention_lib.describe import weight
from attention_lib.views.colour import scale, text_colour

WRITTEN_UP_TO = 8  # heads, with a number in every cell
ROW, WIDE, NARROW, MARGIN = 0.36, 0.58, 0.2, 0.5  # inches


def looking_figure(panels, rows, marked, title):
    """Draw one heatmap for each layer or each word, side by side.

    Parameters
    ----------
    panels : dict of str to ndarray, shape (num_heads, rows)
        Weights, by what stands over the panel.
    rows : sequence of str
        What can be looked at.
    marked : set of int
        The rows that are needed: bold, after an arrow.
    title : str

    Returns
    -------
    matplotlib.figure.Figure
    """
    # Imported here: a kernel that draws no figure stays 25 MB smaller.
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.figure import Figure

    colours = LinearSegmentedColormap.from_list("weights", scale("weights"))
    num_heads = len(next(iter(panels.values())))
    column = WIDE if num_heads <= WRITTEN_UP_TO else NARROW
    labels = 0.085 * max(map(len, rows)) + 0.4
    width = labels + len(panels) * (column * num_heads + MARGIN) + 1
    size = (max(width, 0.1 * max(map(len, title.splitlines()))), ROW * len(rows) + 1.7)
    figure = Figure(figsize=size, layout="constrained")
    figure.suptitle(title, fontsize=12)
    every = figure.subplots(1, len(panels), sharey=True, squeeze=False)[0]
    for axes, (name, weights) in zip(every, panels.items(), strict=True):
        image = axes.imshow(weights.T, cmap=colours, vmin=0, vmax=1, aspect="auto")
        _label(axes, name, num_heads)
        if num_heads <= WRITTEN_UP_TO:
            _write(axes, image, weights.T)
    every[0].set_yticks(range(len(rows)), _row_labels(rows, marked), fontsize=11)
    for place in marked:
        every[0].get_yticklabels()[place].set_fontweight("bold")
    figure.colorbar(image, ax=list(every), label="weight")
    return figure


def _row_labels(rows, marked):
    return [f"▶ {row}" if place in marked else row for place, row in enumerate(rows)]


def _label(axes, name, num_heads):
    axes.set_title(name, fontsize=11)
    every = 1 if num_heads <= WRITTEN_UP_TO else 4
    ticks = sorted({0, *range(every - 1, num_heads, every)})
    axes.set_xticks(ticks, [str(tick + 1) for tick in ticks])
    axes.set_xlabel("head", fontsize=11)
    axes.tick_params(length=0)


def _write(axes, image, weights):
    backgrounds = image.to_rgba(weights, bytes=True)[..., :3]
    for (i, j), x in np.ndenumerate(weights):
        colour = text_colour(backgrounds[i, j])
        axes.text(j, i, weight(x), ha="center", va="center", color=colour, fontsize=10)
