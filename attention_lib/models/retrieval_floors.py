"""What finds the right text without any attention: words alone, in whatever order."""

import re
from collections import Counter

import numpy as np


def word_overlap(texts):
    """Make vectors whose product is how many words two texts share, rare words counting more.

    Parameters
    ----------
    texts : sequence of str

    Returns
    -------
    ndarray, shape (len(texts), number of different words)
        Rows of length 1 (of 0 without words).
    """
    bags, rarity = _bags(texts)
    place = {word: i for i, word in enumerate(rarity)}
    vectors = np.zeros((len(bags), len(place)))
    for row, bag in zip(vectors, bags, strict=True):
        for word in bag:
            row[place[word]] += rarity[word]
    return _unit(vectors)


def word_vectors(texts, model):
    """Average the vectors that a model has for each word by itself, rare words counting more.

    Parameters
    ----------
    texts : sequence of str
    model : MiniLM
        Of which the static word vectors alone are used: no attention, no order.

    Returns
    -------
    ndarray, shape (len(texts), 384)
        Rows of length 1.

    Notes
    -----
    What all texts have in common is taken off: it tells none of them from another.
    """
    bags, rarity = _bags(texts)
    vector = dict(zip(rarity, model.static_vectors(list(rarity)), strict=True))
    means = np.array([sum(rarity[word] * vector[word] for word in bag) for bag in bags])
    vectors = _unit(means)
    return _unit(vectors - vectors.mean(axis=0))


def _bags(texts):
    """Return each text's words, and of each word how rare it is: 0 where every text has it."""
    bags = [re.findall(r"[^\W_]+", text.lower()) for text in texts]
    counts = Counter(word for bag in bags for word in set(bag))
    return bags, {word: np.log(len(bags) / count) for word, count in counts.items()}


def _unit(vectors):
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)
