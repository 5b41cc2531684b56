"""What a pretrained model looked at while it read one text."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False, repr=False)
class Reading:
    """A text in pieces, and where each of MiniLM's heads looked.

    Parameters
    ----------
    text : str
    words : tuple of str
        The pieces, from ``[CLS]`` to ``[SEP]``; ``##`` marks the rest of a word.
    weights : ndarray, shape (layers, num_heads, length, length)
        Row: who looks; column: at whom.
    score_map : callable
        ``score_map(layer, head)`` gives the scores that `scores` returns.
    truncated : bool, default False
        The text had more pieces than the model can read; the rest is not here.
    source : {"model", "shipped"}, default "model"
    """

    text: str
    words: tuple
    weights: np.ndarray
    score_map: Callable
    truncated: bool = False
    source: str = "model"

    def scores(self, layer, head):
        """Return what one head's softmax got.

        Parameters
        ----------
        layer, head : int
            From 0.

        Returns
        -------
        ndarray, shape (length, length)
            Scaled; from the shipped data each row is shifted as a whole, which
            the softmax does not see.
        """
        return self.score_map(layer, head)

    def __repr__(self):
        text = self.text if len(self.text) <= 40 else f"{self.text[:39]}…"
        layers, heads = self.weights.shape[:2]
        cut = ", truncated" if self.truncated else ""
        return (
            f"<Reading of {text!r}: {len(self.words)} pieces{cut}, {layers} layers × {heads} heads>"
        )
