"""A Matplotlib figure that carries its own sentence.

JupyterLab gives a plain figure no alternative text; an HTML ``<img alt>`` keeps it.
"""

import base64
import io
import sys
from html import escape

import numpy as np

from attention_lib.describe import describe_matrix, describe_weights, number, weight
from attention_lib.views.colour import round_limit, scale, text_colour


class Picture:
    """A figure and the one sentence that says what to see in it.

    The sentence is the image's alternative text, the caption below it and the
    ``repr``, which is what nbval compares.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Drawn at once; later changes to it do not show.
    sentence : str

    Raises
    ------
    ValueError
        If the sentence is empty: a picture nobody can read aloud.
    """

    def __init__(self, figure, sentence):
        if not sentence.strip():
            raise ValueError("sentence must say what to see in the figure; got an empty string")
        self.figure = figure
        self.sentence = sentence
        self.png = _png(figure)

    def __repr__(self):
        return self.sentence

    def _repr_html_(self):
        data = base64.b64encode(self.png).decode("ascii")
        text = escape(self.sentence)
        return (
            f'<figure style="margin:4px 0"><img alt="{text}" style="max-width:100%;height:auto" '
            f'src="data:image/png;base64,{data}"><figcaption>{text}</figcaption></figure>'
        )


def weights_figure(weights, query_tokens, key_tokens=None, *, visible=None, title="weights"):
    """Draw attention weights as a heatmap, one row per query.

    Parameters
    ----------
    weights : array_like, shape (query_len, key_len)
    query_tokens : sequence of str, length query_len
    key_tokens : sequence of str, length key_len, optional
        ``query_tokens`` when omitted (self-attention).
    visible : array_like of bool, shape (query_len, key_len), optional
        False where a key is masked: drawn grey.
    title : str, default "weights"

    Returns
    -------
    Picture
    """
    keys = query_tokens if key_tokens is None else key_tokens
    figure = _heatmap(weights, query_tokens, keys, title, "weights", (0.0, 1.0), visible)
    return Picture(figure, f"{title}: {describe_weights(weights, query_tokens, keys)}")


def scores_figure(scores, query_tokens, key_tokens=None, *, title="scores"):
    """Draw signed scores as a heatmap, one row per query, 0 in the middle of the scale.

    Parameters
    ----------
    scores : array_like, shape (query_len, key_len)
    query_tokens : sequence of str, length query_len
    key_tokens : sequence of str, length key_len, optional
        ``query_tokens`` when omitted (self-attention).
    title : str, default "scores"

    Returns
    -------
    Picture
    """
    keys = query_tokens if key_tokens is None else key_tokens
    limit = round_limit(scores)
    figure = _heatmap(scores, query_tokens, keys, title, "signed", (-limit, limit))
    return Picture(figure, describe_matrix(scores, title))


def _heatmap(matrix, rows, columns, title, kind, limits, visible=None):
    # Imported here: a kernel that draws no figure stays 25 MB smaller.
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.figure import Figure

    matrix = np.asarray(matrix, dtype=float)
    if matrix.shape != (len(rows), len(columns)):
        raise ValueError(
            f"labels must fit the matrix; got {len(rows)} row labels and {len(columns)} "
            f"column labels for shape {matrix.shape}"
        )
    seen = np.ones(matrix.shape, dtype=bool) if visible is None else np.asarray(visible)
    colours = LinearSegmentedColormap.from_list(kind, scale(kind)).with_extremes(bad="#9e9e9e")
    figure = Figure(figsize=(1.6 + 0.62 * len(columns), 1.3 + 0.42 * len(rows)), layout="tight")
    axes = figure.add_subplot()
    matrix = np.ma.array(matrix, mask=~seen)
    image = axes.imshow(matrix, cmap=colours, vmin=limits[0], vmax=limits[1], aspect="auto")
    axes.set_xticks(range(len(columns)), [_plain(c) for c in columns])
    axes.set_yticks(range(len(rows)), [_plain(r) for r in rows])
    axes.set(title=title, xlabel="key →", ylabel="query ↓")
    axes.tick_params(length=0)
    figure.colorbar(image)
    write = weight if kind == "weights" else number
    backgrounds = image.to_rgba(matrix, bytes=True)[..., :3]
    for (i, j), x in np.ndenumerate(matrix.data):
        text = write(x) if seen[i, j] else weight(x, visible=False)
        axes.text(j, i, text, ha="center", va="center", color=text_colour(backgrounds[i, j]))
    return figure


def _plain(label):
    # An unescaped $ would be read as mathematics.
    return label.replace("$", r"\$")


def _png(figure):
    buffer = io.BytesIO()
    # No software version inside: the bytes depend on the picture alone.
    figure.savefig(buffer, format="png", dpi=100, metadata={"Software": None})
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(figure)
    return buffer.getvalue()
