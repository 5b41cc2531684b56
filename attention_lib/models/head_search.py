"""Which heads of MiniLM follow a pattern, in the shipped sentences or in any others."""

from typing import NamedTuple

import numpy as np

from attention_lib.models.head_patterns import cell_values, pattern_cells, require_pattern
from attention_lib.models.minilm_encoder import HEADS, LAYERS
from attention_lib.models.shipped_readings import minilm_sentences, read_sentence


class FoundHead(NamedTuple):
    """One head, and how far it follows the pattern."""

    layer: int
    head: int
    value: float

    @property
    def label(self):
        """``L0H2``: as in the literature, counted from 0."""
        return f"L{self.layer}H{self.head}"


def heads_values(name, sentences=None):
    """Return how far every head follows a pattern over many sentences.

    Parameters
    ----------
    name : str
        One of `PATTERNS`.
    sentences : iterable of str, optional
        The shipped ones when omitted.

    Returns
    -------
    ndarray, shape (layers, num_heads)
        Mean over all cells of all sentences, each cell once; NaN if no
        sentence has such a cell.

    Raises
    ------
    KeyError
        If there is no such pattern.
    """
    require_pattern(name)
    texts = _several(sentences)
    values = np.concatenate([cell_values(read_sentence(text), name) for text in texts], axis=-1)
    return values.mean(axis=-1) if values.shape[-1] else np.full(values.shape[:2], np.nan)


def find_heads(name, sentences=None):
    """Rank the heads by how far they follow a pattern.

    Parameters
    ----------
    name : str
        One of `PATTERNS`.
    sentences : iterable of str, optional
        The shipped ones when omitted.

    Returns
    -------
    list of FoundHead
        Named tuples *layer*, *head*, *value*, the best first.

    Raises
    ------
    KeyError
        If there is no such pattern.
    TypeError
        If the sentences are one string.
    ValueError
        If no sentence has what the pattern is about.

    Examples
    --------
    >>> find_heads("previous")[0].label
    'L0H2'
    """
    values = heads_values(name, sentences)
    if np.isnan(values).any():
        raise ValueError(f"the sentences must have a pair for {name!r}; got none")
    best = np.argsort(-values, axis=None, kind="stable")
    places = zip(*np.unravel_index(best, values.shape), strict=True)
    return [FoundHead(int(layer), int(head), float(values[layer, head])) for layer, head in places]


def weight_as_far_away(reading, query, key):
    """Return each head's mean weight of any word at the word as far from it as key from query.

    Parameters
    ----------
    reading : Reading
    query, key : int
        Places of two words; without [CLS] and [SEP], which are no words.

    Returns
    -------
    ndarray, shape (layers, num_heads)
    """
    words = reading.weights[:, :, 1:-1, 1:-1]
    return words.diagonal(key - query, axis1=2, axis2=3).mean(axis=-1)


def at_same_distance(name, sentences=None):
    """Return how much the heads look as far away as the pattern does, from any word.

    Parameters
    ----------
    name : str
        One of `PATTERNS`.
    sentences : iterable of str, optional
        The shipped ones when omitted.

    Returns
    -------
    ndarray, shape (layers, num_heads)
        For each cell of the pattern, the mean weight of the words of its sentence at the
        word that lies at the same distance, in the same direction; NaN if no
        sentence has such a cell. A head that knows grammar has much more on the
        pattern (`heads_values`) than this.

    Raises
    ------
    KeyError
        If there is no such pattern.
    """
    require_pattern(name)
    texts = _several(sentences)
    readings = map(read_sentence, texts)
    means = [
        weight_as_far_away(reading, query, key)
        for reading in readings
        for query, key in pattern_cells(reading, name)
    ]
    return np.mean(means, axis=0) if means else np.full((LAYERS, HEADS), np.nan)


def _several(sentences):
    """Return the sentences, or the shipped ones; one string would be read letter by letter."""
    if sentences is None:
        return minilm_sentences()
    if isinstance(sentences, str):
        raise TypeError(f"sentences must be a list of strings; got the string {sentences!r:.60}")
    texts = tuple(sentences)
    if not texts:
        raise ValueError("sentences must hold at least one; got none")
    return texts


def heads_mean(name, sentences=None):
    """Return the mean of all heads for a pattern: what a good head is to be compared with.

    Parameters
    ----------
    name : str
        One of `PATTERNS`.
    sentences : iterable of str, optional
        The shipped ones when omitted.

    Returns
    -------
    float
    """
    return float(heads_values(name, sentences).mean())
