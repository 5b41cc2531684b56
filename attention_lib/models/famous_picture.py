"""A famous picture of attention, in which "it" finds its noun, and whether MiniLM draws it."""

from typing import NamedTuple

import numpy as np

from attention_lib.models.head_search import FoundHead
from attention_lib.models.shipped_readings import read_sentence

FAMOUS = "The animal didn't cross the street because it was too {}."
HARDLY = 0.01  # of the weight at the two nouns: less than this is no move


class PronounPair(NamedTuple):
    """Two sentences that differ in the last word, and thereby in what "it" is.

    Parameters
    ----------
    texts : tuple of str
        In the first one "it" is the first noun, in the second one the second.
    looks : ndarray, shape (2, layers, num_heads, 2)
        In each sentence, each head's weight of "it" at the first noun and at the second.
    first_noun_heads : tuple of int
        In each sentence, how many heads look more at the first noun than at the second.
    moved_rightly, moved_wrongly : int
        Heads in which the first noun's share of the two is larger, or smaller, by
        more than .01 in the first sentence.
    right_in_both : tuple of FoundHead
        Look more at the right noun in either sentence; *value*: how much the share moves.
    """

    texts: tuple
    looks: np.ndarray
    first_noun_heads: tuple
    moved_rightly: int
    moved_wrongly: int
    right_in_both: tuple


def famous_picture():
    """Look where "it" looks when the animal is tired, and when the street is wide.

    Returns
    -------
    PronounPair
        If attention showed what "it" is, most heads would look more at "animal"
        in "... because it was too tired", and at "street" in "... too wide".

    Notes
    -----
    The sentences, and the picture of one head of another, larger model, are from
    Uszkoreit's announcement of the Transformer (Google Research, 31 August 2017).

    Examples
    --------
    >>> famous_picture().first_noun_heads
    (36, 37)
    """
    texts = tuple(FAMOUS.format(word) for word in ("tired", "wide"))
    return pronoun_pair(texts, "animal", "street")


def pronoun_pair(texts, first, second):
    """Compare where "it" looks in two sentences.

    Parameters
    ----------
    texts : tuple of two str
        Each with "it", in the first one for the noun ``first``, in the second one for ``second``.
    first, second : str
        Nouns of one piece, each in both sentences.

    Returns
    -------
    PronounPair
    """
    looks = np.array([_looks_of_it(read_sentence(text), first, second) for text in texts])
    share = looks[..., 0] / looks.sum(axis=-1)
    moved = share[0] - share[1]
    right = np.argwhere((share[0] > 0.5) & (share[1] < 0.5))
    return PronounPair(
        tuple(texts),
        looks,
        tuple(int(part.sum()) for part in share > 0.5),
        int((moved > HARDLY).sum()),
        int((moved < -HARDLY).sum()),
        tuple(FoundHead(int(lay), int(head), float(moved[lay, head])) for lay, head in right),
    )


def _looks_of_it(reading, first, second):
    it, *nouns = map(reading.words.index, ("it", first, second))
    return reading.weights[:, :, it][..., nouns]
