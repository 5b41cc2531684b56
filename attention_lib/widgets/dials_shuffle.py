"""``shuffled_words``: what self-attention notices when the words change places."""

import numpy as np

from attention_lib import (
    alibi_bias,
    causal_mask,
    rotary,
    scaled_dot_product_attention,
    sinusoidal_positions,
)
from attention_lib.describe import number
from attention_lib.examples import word_vectors
from attention_lib.widgets.explorable import Explorable
from attention_lib.widgets.explorable_parts import Control, Frame, Panel

WORDS = ("the", "dog", "bites", "the", "man")
NAMES = ("the₁", "dog", "bites", "the₂", "man")
# Each order lists places of the sentence above; the first shuffle changes who bites.
ORDERS = ((0, 1, 2, 3, 4), (0, 4, 2, 3, 1), (4, 3, 2, 1, 0), (2, 0, 4, 1, 3), (3, 1, 4, 2, 0))
POSITIONS = {
    "off": "off",
    "sinusoidal": "sinusoidal",
    "rotary": "rotary",
    "alibi": "ALiBi",
    "causal": "off + causal mask",
}
IN_WORDS = {
    "off": "No positions:",
    "sinusoidal": "Sinusoidal positions:",
    "rotary": "Rotary positions:",
    "alibi": "ALiBi:",
    "causal": "No positions, but a causal mask:",
}
DIM = 4
ALIBI_HEADS = 8  # the first of eight heads has the slope 1/2
SAME = 1e-9

_rng = np.random.default_rng(190)
W_QUERY, W_KEY, W_VALUE = (_rng.normal(0, 0.55, (DIM, DIM)).round(1) for _ in range(3))


def shuffled_words(**choice):
    """Shuffle the words of a sentence, with and without positions.

    Parameters
    ----------
    **choice
        What is chosen at first: ``positions`` ("off", "sinusoidal", "rotary",
        "alibi", "causal") and ``order`` (0 to 4, 0 is the original).

    Returns
    -------
    Explorable
        Its ``weights`` belong to the order that is shown.

    Notes
    -----
    Without positions :math:`f(PX) = P f(X)`: the layer is equivariant, not
    invariant. A causal mask breaks this even without positions.

    Examples
    --------
    >>> shuffled_words(positions="off", order=1).weights.shape
    (5, 5)
    """
    controls = (
        Control("positions", "Positions", "radio", tuple(POSITIONS), tuple(POSITIONS.values())),
        Control(
            "order",
            "Order of the words",
            "cycle",
            tuple(range(len(ORDERS))),
            ("Shuffle the words", "Original"),
        ),
    )
    film = (
        {"positions": "off", "order": 1},
        {"positions": "sinusoidal", "order": 1},
        {"positions": "alibi", "order": 2},
    )
    return Explorable(
        "Shuffle the words: does self-attention notice?", controls, _frame, film=film, choice=choice
    )


def self_attention(words, positions):
    """Return output (words, DIM) and weights of one layer, the words in the order given."""
    x = word_vectors(words, "word", DIM)
    if positions == "sinusoidal":
        x = x + sinusoidal_positions(*x.shape)
    query, key, value = x @ W_QUERY, x @ W_KEY, x @ W_VALUE
    mask = None
    if positions == "rotary":
        query, key = rotary(query), rotary(key)
    elif positions == "alibi":
        mask = alibi_bias(len(words), num_heads=ALIBI_HEADS)[0]
    elif positions == "causal":
        mask = causal_mask(len(words))
    return scaled_dot_product_attention(query, key, value, mask=mask, return_weights=True)


def _frame(positions, order):
    places = list(ORDERS[order])
    output, weights = self_attention(WORDS, positions)
    new_output, new_weights = self_attention([WORDS[place] for place in places], positions)
    # Compared word by word: new row i belongs to the word that stood at places[i].
    moved = np.abs(new_output - output[places]).max(axis=1)
    reweighted = np.abs(new_weights - weights[np.ix_(places, places)]).max()
    visible = causal_mask(len(WORDS)) if positions == "causal" else None
    names = tuple(NAMES[place] for place in places)
    return Frame(
        panels=(
            Panel(weights, NAMES, NAMES, "original: the dog bites the man", visible),
            Panel(
                new_weights,
                names,
                names,
                "now: " + " ".join(WORDS[place] for place in places),
                visible,
                tuple(number(change) for change in moved),
                "Δ output",
            ),
        ),
        sentence=_sentence(positions, order, moved.max()),
        note=_note(positions),
        lines=(
            ("largest change of a weight", number(reweighted)),
            ("largest change of an output", number(moved.max())),
        ),
    )


def _sentence(positions, order, change):
    return (IN_WORDS[positions], *_finding(positions, order, change))


def _finding(positions, order, change):
    if order == 0:
        return ("the original order. Press “Shuffle the words”.",)
    if change > SAME:
        return (
            f"the order counts. Outputs of the same words change by up to {number(change)};",
            "it is no longer the same numbers in other places.",
        )
    if positions == "alibi":
        return (
            "nothing changed. Read backwards, every distance is what it was,",
            "and in both directions ALiBi knows distances only.",
        )
    return (
        "the same numbers have moved with their words.",
        f"Each word's output is unchanged (largest change {number(change)}):",
        "this layer cannot tell who bites whom.",
    )


def _note(positions):
    if positions == "off":
        return ("Equivariant: shuffled words give shuffled outputs. Even the₁ and the₂ are equal.",)
    if positions == "causal":
        return (
            "A word sees itself and those before it; after a shuffle these are others.",
            "So even without positions a decoder is not blind to order.",
        )
    if positions == "alibi":
        return (
            "Each score loses half of the distance |i − j|;",
            "here in both directions, as in an encoder.",
        )
    if positions == "rotary":
        return ("Each query and key is turned by an angle that grows with its position.",)
    return ("A vector of sines and cosines is added to each word: another place, other numbers.",)
