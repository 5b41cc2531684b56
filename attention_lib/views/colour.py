"""Colour scales that mean the same in every view.

Weights: viridis, 0 to 1. Signed values: the middle 80 % of RdBu, symmetric
about 0. The stops stand in ``data/colours.json``, which the widgets' JavaScript
reads too.
"""

import json
from functools import cache
from importlib.resources import files

import numpy as np


@cache
def scale(kind):
    """Return the stops of a scale.

    Parameters
    ----------
    kind : {"weights", "signed"}

    Returns
    -------
    tuple of str
        Equally spaced colours, ``#rrggbb``.
    """
    text = files("attention_lib.data").joinpath("colours.json").read_text("utf-8")
    return tuple(json.loads(text)[kind])


def colour(kind, at):
    """Interpolate a scale.

    Parameters
    ----------
    kind : {"weights", "signed"}
    at : float
        Place along the scale, 0 to 1; values outside are clipped.

    Returns
    -------
    tuple of int
        Red, green and blue, 0 to 255.
    """
    stops = np.array([_rgb(stop) for stop in scale(kind)])
    place = np.clip(at, 0, 1) * (len(stops) - 1)
    below = min(int(place), len(stops) - 2)
    mixed = stops[below] + (stops[below + 1] - stops[below]) * (place - below)
    return tuple(int(channel + 0.5) for channel in mixed)


def text_colour(rgb):
    """Choose black or white text, whichever contrasts more with a background.

    Parameters
    ----------
    rgb : sequence of int
        The background, 0 to 255.

    Returns
    -------
    {"#000", "#fff"}

    Notes
    -----
    WCAG 2.2 relative luminance; at 0.179 both contrast equally, at 4.58 to 1.
    """
    linear = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb]
    luminance = np.dot([0.2126, 0.7152, 0.0722], linear)
    return "#000" if luminance > 0.179 else "#fff"


def round_limit(*matrices):
    """Return the smallest of 1, 2, 5, 10, 20, 50, … that holds every finite value.

    Parameters
    ----------
    *matrices : array_like

    Returns
    -------
    float
    """
    values = np.concatenate([np.ravel(matrix) for matrix in matrices])
    largest = np.abs(values[np.isfinite(values)]).max(initial=0)
    limit, step = 1.0, 0
    while limit < largest:
        limit = (1.0, 2.0, 5.0)[step % 3] * 10.0 ** (step // 3)
        step += 1
    return limit


def _rgb(stop):
    return [int(stop[i : i + 2], 16) for i in (1, 3, 5)]
