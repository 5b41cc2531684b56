"""``window_reach``: how far small windows see when layers are stacked."""

import numpy as np

from attention_lib import (
    causal_mask,
    combine_masks,
    receptive_field,
    window_and_global_mask,
    window_mask,
)
from attention_lib.widgets.explorable import Explorable
from attention_lib.widgets.explorable_parts import Control, Frame, Panel

LENGTH = 16
ROW = 8  # the position that the sentence speaks of
WINDOWS = range(5)
LAYERS = range(1, 7)


def window_reach(**choice):
    """Widen a window, stack layers, and see which inputs each position can know.

    Parameters
    ----------
    **choice
        What is chosen at first: ``window`` (0 to 4 positions on each side),
        ``layers`` (1 to 6), ``causal`` and ``global_token`` (bool).

    Returns
    -------
    Explorable
        Its ``weights`` are boolean, (16, 16): what a position can have seen.

    Examples
    --------
    >>> reach = window_reach(window=2, layers=3)
    >>> int(reach.weights[8].sum())
    13
    """
    controls = (
        Control("window", "Window", "range", tuple(WINDOWS), tuple(map(_away, WINDOWS))),
        Control("layers", "Layers", "range", tuple(LAYERS), tuple(map(_layers, LAYERS))),
        Control("causal", "causal", "switch", (False, True)),
        Control("global_token", "global token at 0", "switch", (False, True)),
    )
    film = (
        {"window": 2, "layers": 1},
        {"window": 2, "layers": 3},
        {"window": 2, "layers": 2, "global_token": True},
    )
    start = {"window": 1, **choice}
    return Explorable("Reach of a window", controls, _frame, film=film, choice=start)


def reach_mask(window, causal, global_token):
    """Return who may attend to whom in one layer, shape (LENGTH, LENGTH)."""
    if global_token:
        near = window_and_global_mask(LENGTH, before=window, global_positions=[0])
    else:
        near = window_mask(LENGTH, before=window)
    return combine_masks(near, causal_mask(LENGTH)) if causal else near


def first_layers(mask):
    """Return the layer in which each position first sees each input; 0 for later or never."""
    first = np.zeros(mask.shape, dtype=int)
    for layers in reversed(LAYERS):
        first[receptive_field(mask, layers)] = layers
    return first


def layers_to_see_all(mask, causal):
    """Return how many layers let everyone see everything allowed, or None for never."""
    goal = causal_mask(LENGTH) if causal else np.ones((LENGTH, LENGTH), dtype=bool)
    for layers in range(1, LENGTH):
        if (receptive_field(mask, layers) == goal).all():
            return layers
    return None


def _frame(window, layers, causal, global_token):
    mask = reach_mask(window, causal, global_token)
    names = tuple(str(place) for place in range(LENGTH))
    panel = Panel(
        first_layers(mask),
        names,
        names,
        "What a position can have seen",
        kind="layers",
        axes="position ↓ / input →",
        layers=layers,
        row=ROW,
    )
    return Frame(
        panels=(panel,),
        sentence=_sentence(panel.seen[ROW].sum(), window, layers, causal, global_token),
        note=_note(causal, global_token),
        lines=_lines(mask, window, layers, causal),
    )


def _sentence(count, window, layers, causal, global_token):
    where = "before each position" if causal else "on each side"
    return (
        f"A window of {window} {where}{' and a global token' if global_token else ''}:",
        f"after {_layers(layers)}, position {ROW} can have seen",
        f"{count} of {LENGTH} inputs.",
    )


def _note(causal, global_token):
    if global_token and causal:
        return (
            "Under the causal mask the global token has itself seen nothing but itself:",
            "it can pass nothing on.",
        )
    if global_token:
        return (
            "The global token sees everyone and is seen by everyone:",
            "through it, two layers connect any two positions.",
        )
    if causal:
        return ("The reach grows into the past only.",)
    return ("Each layer adds one window on each side: what a neighbour knew is passed on.",)


def _lines(mask, window, layers, causal):
    sides, where = (1, "back") if causal else (2, "on each side")
    reach = layers * window
    inputs = 1 + sides * reach
    where_from = " away from edges" if inputs <= LENGTH else f", more than the {LENGTH} there are"
    allowed = LENGTH * (LENGTH + 1) // 2 if causal else LENGTH**2
    needed = layers_to_see_all(mask, causal)
    return (
        ("reach of the windows", f"{layers} · {window} = {reach} {where}"),
        ("seen through windows", f"1 + {'' if causal else '2 · '}{reach} = {inputs}{where_from}"),
        ("scores in each layer", f"{mask.sum()} instead of {allowed}"),
        ("layers to see everything", _needed(needed, causal)),
    )


def _needed(layers, causal):
    if layers is None:
        return "never"
    return f"{layers} (all that came before)" if causal else str(layers)


def _away(window):
    return f"up to {window} away" if window else "only itself"


def _layers(layers):
    return f"{layers} layer{'s' if layers > 1 else ''}"
