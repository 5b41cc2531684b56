"""``axes_dial``: source × visibility × score, the three axes of every attention."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from attention_lib import (
    additive_score,
    attend,
    causal_mask,
    cosine_score,
    dot_score,
    general_score,
    local_attention,
    location_score,
    predicted_centres,
    scaled_dot_score,
    window_mask,
)
from attention_lib.describe import number
from attention_lib.widgets.dials_axes_text import (
    SCORES,
    SOURCES,
    VISIBLE,
    note_of,
    sentence_of,
    warning_of,
)
from attention_lib.widgets.explorable import Explorable
from attention_lib.widgets.explorable_parts import Control, Frame, Panel

ENGLISH = ("the", "red", "car", "is", "beautiful")
FRENCH = ("la", "voiture", "rouge", "est", "très", "belle")
WINDOW, HALF_WIDTH = 1, 2

# What a trained model would have learned, set by hand so that a word and its translation
# agree. Features: article, noun, colour, verb, degree, praise.
FEATURES = {
    "the": (2.5, 0, 0, 0, 0, 0),
    "red": (0, 0.4, 2.5, 0, 0, 0),
    "car": (0, 2.5, 0.3, 0, 0, 0),
    "is": (0, 0, 0, 2.5, 0, 0.3),
    "beautiful": (0, 0, 0, 0, 0.1, 2.5),
    "la": (2.5, 0.4, 0, 0, 0, 0),
    "voiture": (0, 2.5, 0.3, 0, 0, 0),
    "rouge": (0, 0.6, 2.5, 0, 0, 0),
    "est": (0, 0, 0, 2.5, 0, 0),
    "très": (0, 0, 0, 0, 2.5, 0.6),
    "belle": (0, 0.4, 0, 0, 0.3, 2.5),
}
DIM = 6
NOUN, COLOUR = 1, 2


@dataclass(frozen=True)
class Layer:
    """A trained layer's parameters, set by hand.

    Parameters
    ----------
    keys : tuple of str
    w_query : ndarray, shape (DIM, DIM)
        What each kind of word looks for.
    places : tuple of float
        Where among the keys each kind of word is expected, for location and local-p.
    """

    keys: tuple
    w_query: np.ndarray
    places: tuple


# In self-attention everything looks for the noun, and the noun for its colour.
PARTNER = np.zeros((DIM, DIM))
PARTNER[[0, 2, 3, 5], NOUN] = 1
PARTNER[NOUN, COLOUR] = 1
PARTNER[4, 5] = 1
LAYERS = {
    "self": Layer(ENGLISH, PARTNER, (0.4, 2, 1, 3, 4, 4)),
    "cross": Layer(FRENCH, np.eye(DIM), (0.4, 1, 2, 3, 4, 5)),
}
# general: besides its own kind, a noun matches a colour and a colour a noun.
RELATED = np.eye(DIM)
RELATED[[NOUN, COLOUR], [COLOUR, NOUN]] = 0.8
# additive: per feature one wide and one steep unit, which together fire where both agree.
WIDE, STEEP = 0.12, 1.2
ADDITIVE_W = np.hstack([WIDE * np.eye(DIM), STEEP * np.eye(DIM)])
ADDITIVE_V = np.repeat([10.25, -3.0], DIM)


def axes_dial(**choice):
    """Turn the three axes of attention, and watch one heatmap follow.

    Parameters
    ----------
    **choice
        What is chosen at first: ``source`` ("self", "cross"), ``visible``
        ("all", "causal", "window", "local-p") and ``score`` ("dot",
        "scaled dot", "general", "additive", "cosine", "location").

    Returns
    -------
    Explorable

    Examples
    --------
    >>> dial = axes_dial(source="cross", score="additive")
    >>> dial.weights.shape
    (5, 6)
    """
    controls = (
        Control("source", "Keys and values from", "radio", *_options(SOURCES)),
        Control("visible", "A query sees", "radio", *_options(VISIBLE)),
        Control("score", "A score is", "radio", *_options(SCORES)),
    )
    film = (
        {"source": "self", "visible": "all", "score": "scaled dot"},
        {"source": "cross", "visible": "all", "score": "additive"},
        {"source": "cross", "visible": "local-p", "score": "general"},
        {"source": "cross", "visible": "causal", "score": "scaled dot"},
    )
    start = {"score": "scaled dot", **choice}
    return Explorable("Three axes of attention", controls, _frame, film=film, choice=start)


def _options(texts):
    return tuple(texts), tuple(texts.values())


def _frame(source, visible, score):
    layer = LAYERS[source]
    x, memory = vectors(ENGLISH), vectors(layer.keys)
    weights, seen = weights_of(layer, x @ layer.w_query, memory, visible, score)
    centres = _centres(layer, x @ layer.w_query) if visible == "local-p" else None
    sums = tuple(number(total) for total in weights.sum(axis=1))
    return Frame(
        panels=(
            Panel(
                weights, ENGLISH, layer.keys, "W weights, from vectors set by hand", seen, sums, "Σ"
            ),
        ),
        sentence=sentence_of(source, visible, score),
        note=note_of(source, visible, score, _listed(centres)),
        warning=warning_of(source, visible, layer.keys[len(ENGLISH) :]),
    )


def vectors(words):
    """Return the hand-made vectors of words, shape (len(words), DIM)."""
    return np.array([FEATURES[word] for word in words], dtype=float)


def weights_of(layer, query, key, visible, score):
    """Return weights and visible, both (query_len, key_len), of one state of the dial."""
    rule = _score(layer, score)
    size = (len(query), len(key))
    if visible == "local-p":
        centres = _centres(layer, query)
        _, weights = local_attention(
            query, key, key, half_width=HALF_WIDTH, centres=centres, score=rule, return_weights=True
        )
        return weights, np.abs(np.arange(size[1]) - centres[:, None]) <= HALF_WIDTH
    mask = {
        "all": np.ones(size, dtype=bool),
        "causal": causal_mask(*size),
        "window": window_mask(*size, before=WINDOW),
    }[visible]
    return attend(query, key, key, score=rule, mask=mask, return_weights=True)[1], mask


def _score(layer, name):
    places = np.arange(len(layer.keys))
    # From the query's kind alone: the nearer to the expected place, the higher.
    by_place = -0.6 * np.abs(places - np.array(layer.places)[:, None])
    return {
        "dot": dot_score,
        "scaled dot": scaled_dot_score,
        "general": partial(general_score, matrix=RELATED / np.sqrt(DIM)),
        "additive": partial(additive_score, w_query=ADDITIVE_W, w_key=ADDITIVE_W, v=ADDITIVE_V),
        "cosine": cosine_score,
        "location": partial(location_score, matrix=by_place),
    }[name]


def _centres(layer, query):
    share = np.clip(np.array(layer.places) / len(layer.keys), 0.01, 0.99)
    # v·tanh(q) is about the logit of the expected place's share.
    return predicted_centres(
        query, matrix=np.eye(DIM), v=np.log(share / (1 - share)), key_len=len(layer.keys)
    )


def _listed(centres):
    if centres is None:
        return ""
    pairs = zip(ENGLISH, centres, strict=True)
    return ", ".join(f"{word} {number(centre, 1)}" for word, centre in pairs)
