"""What a translator hands back."""

from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True, eq=False)
class Translation:
    """One phrase, its translation and where the translator looked.

    Parameters
    ----------
    source : tuple of str
    target : tuple of str
    maps : dict of str to ndarray, shape (num_heads, target_len, source_len)
        Attention weights by name, from the first layer to the last; empty for
        the translator without attention. The row that wrote the end is left out.
    ended : bool
        False if the translator had not stopped by itself when it was cut off.
    """

    source: tuple
    target: tuple
    maps: dict = field(repr=False)
    ended: bool = True

    @property
    def text(self):
        """The German words as one string."""
        return " ".join(self.target)

    @property
    def weights(self):
        """Weights (target_len, source_len): the mean over the heads of the last map, or None."""
        return list(self.maps.values())[-1].mean(axis=0) if self.maps else None


@dataclass(frozen=True, eq=False)
class Step:
    """How Bahdanau attention wrote one word; shapes as in `Steps`, without target_len."""

    word: str
    state: np.ndarray
    scores: np.ndarray
    weights: np.ndarray
    context: np.ndarray


@dataclass(frozen=True, eq=False)
class Steps:
    """Everything Bahdanau attention computes for a phrase; iterating gives one `Step` a word.

    An index gives one `Step`, a slice a list of them.

    Parameters
    ----------
    source, target : tuple of str
    annotations : ndarray, shape (source_len, annotation_dim)
        The encoder's h_j: keys and values at once.
    states : ndarray, shape (target_len, state_dim)
        s_{i−1}, the decoder's state *before* word i: the queries.
    scores, weights : ndarray, shape (target_len, source_len)
    contexts : ndarray, shape (target_len, annotation_dim)
        c_i, the weighted sums.
    w_query : ndarray, shape (state_dim, hidden)
    w_key : ndarray, shape (annotation_dim, hidden)
    v : ndarray, shape (hidden,)
        What `additive_score` needs to give the scores again.
    """

    source: tuple
    target: tuple
    annotations: np.ndarray = field(repr=False)
    states: np.ndarray = field(repr=False)
    scores: np.ndarray = field(repr=False)
    weights: np.ndarray = field(repr=False)
    contexts: np.ndarray = field(repr=False)
    w_query: np.ndarray = field(repr=False)
    w_key: np.ndarray = field(repr=False)
    v: np.ndarray = field(repr=False)

    def __len__(self):
        return len(self.target)

    def __getitem__(self, i):
        if isinstance(i, slice):
            return [self[place] for place in range(len(self))[i]]
        return Step(
            self.target[i], self.states[i], self.scores[i], self.weights[i], self.contexts[i]
        )
