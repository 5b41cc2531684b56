"""The 72 heads where no widget can run: a small picture of all, one head as a table."""

from html import escape

import numpy as np

from attention_lib.describe import describe_weights, weight
from attention_lib.models import PATTERNS, pattern_scores
from attention_lib.views.table import MatrixTable, weights_table
from attention_lib.widgets.heads_codes import everywhere
from attention_lib.widgets.heads_overview import overview_png

MAX_TABLE = 16  # pieces; a table of more would make a saved notebook heavy


def describe(reading, layer, head, pattern):
    """Say what is read, where one head looks, and which head fits a pattern best.

    Parameters
    ----------
    reading : attention_lib.models.Reading
    layer, head : int
    pattern : str or None

    Returns
    -------
    str
    """
    looks = describe_weights(reading.weights[layer, head].round(6), reading.words)
    said = f"“{reading.text:.80}”, L{layer}H{head}: {looks}"
    return said if pattern is None else f"{said}; {_best(reading, pattern)}"


def snapshot_html(reading, layer, head, pattern):
    """Return a picture of all heads, the large one as a table, and all by a pattern's values.

    Parameters
    ----------
    reading : attention_lib.models.Reading
    layer, head : int
    pattern : str or None

    Returns
    -------
    str
    """
    parts = [_picture(reading)]
    if len(reading.words) <= MAX_TABLE:
        title = f"L{layer}H{head}"
        table = weights_table(reading.weights[layer, head], reading.words, title=title)
        parts.append(table._repr_html_())
    if pattern is not None:
        parts.append(_values_table(reading, pattern)._repr_html_())
    return "".join(parts)


def _best(reading, pattern):
    title, values, where = _measured(reading, pattern)
    layer, head = np.unravel_index(np.nanargmax(values.round(6)), values.shape)
    return (
        f"{title}{where}: best L{layer}H{head} ({weight(values[layer, head])}), "
        f"mean of all heads {weight(np.nanmean(values))}"
    )


def _measured(reading, pattern):
    """Return a pattern's title and its value in every head: here, else in all sentences."""
    title, values = PATTERNS[pattern].title, pattern_scores(reading, pattern)
    if np.isnan(values).all():
        return title, everywhere(pattern), " (not in this sentence; over all shipped ones)"
    return title, values, ""


def _values_table(reading, pattern):
    title, values, where = _measured(reading, pattern)
    layers, heads = values.shape
    return MatrixTable(
        values,
        tuple(f"L{layer}" for layer in range(layers)),
        tuple(f"H{head}" for head in range(heads)),
        f"{title}{where}",
        "layer ↓ / head →",
        kind="weights",
    )


def _picture(reading):
    layers, heads = reading.weights.shape[:2]
    alt = f"All {layers} × {heads} heads over “{reading.text:.80}”: one small map each"
    return (
        f"<p>All {layers * heads} heads, layers from top to bottom, heads from left to right:<br>"
        f'<img alt="{escape(alt)}" src="data:image/png;base64,{overview_png(reading.weights)}" '
        'style="width:100%;max-width:760px;image-rendering:pixelated"></p>'
    )
