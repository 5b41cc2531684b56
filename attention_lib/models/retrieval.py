"""Find the text that belongs to another: what MiniLM's heads are worth, counted."""

import json
from functools import cache, partial
from importlib.resources import files
from itertools import chain
from math import sqrt
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from attention_lib.models.minilm_store import load_minilm

TASKS = MappingProxyType({"questions": "question → answer", "titles": "title → sentence"})
LAYERS, HEADS = 6, 12


class Share(NamedTuple):
    """So many right answers of so many.

    Parameters
    ----------
    right, of : int

    Examples
    --------
    >>> print(Share(45, 60))
    45 of 60 (75 % ± 6)
    """

    right: int
    of: int

    @property
    def value(self):
        """From 0 to 1."""
        return self.right / self.of

    @property
    def standard_error(self):
        """How far the share of other texts like these would typically lie from this one.

        As if two more answers were right and two more wrong: else it would be 0 where all are.
        """
        value = (self.right + 2) / (self.of + 4)
        return sqrt(value * (1 - value) / (self.of + 4))

    @property
    def percent(self):
        """In whole percent, with its standard error."""
        # Half a percent up, as the browser rounds.
        value, error = (int(100 * x + 0.5) for x in (self.value, self.standard_error))
        return f"{value} % ± {error}"

    def __str__(self):
        return f"{self.right} of {self.of} ({self.percent})"


@cache
def retrieval_pairs(task):
    """Return texts that belong together.

    Parameters
    ----------
    task : {"questions", "titles", "choosing"}
        60 questions and their answers, four on each subject; 100 titles and a sentence from
        the article; 40 others of both kinds, which serve only to choose the heads that go first.

    Returns
    -------
    tuple of (str, str)

    Examples
    --------
    >>> retrieval_pairs("titles")[0]
    ('Bridge opens two years late', 'On Monday cars crossed the river for the first time.')
    """
    text = (files("attention_lib") / "data" / "retrieval.json").read_text(encoding="utf-8")
    return tuple(map(tuple, json.loads(text)[task]))


def retrieve(vectors):
    """Look for the right text among all of its task: the one with the nearest vector.

    Parameters
    ----------
    vectors : callable
        ``vectors(texts)`` returns an array (len(texts), width), each row of length 1.

    Returns
    -------
    dict of str to ndarray of bool
        For each of ``TASKS``, which pairs were found. A tie is not found.
    """
    every = [retrieval_pairs(task) for task in TASKS]
    # All in one call: the model keeps what its lower layers made of the last texts.
    made = vectors(list(chain.from_iterable(chain(*every))))
    bounds = np.cumsum([2 * len(pairs) for pairs in every])[:-1]
    parts = np.split(np.asarray(made), bounds)
    return {task: found(part) for task, part in zip(TASKS, parts, strict=True)}


def found(vectors):
    """Return which pairs are each other's nearest.

    Parameters
    ----------
    vectors : ndarray, shape (2 * pairs, width)
        Question, answer, question, answer, …

    Returns
    -------
    ndarray of bool, shape (pairs,)
        Whether the answer lies nearer to its question than any other answer does.
    """
    similarity = vectors[::2] @ vectors[1::2].T
    right = similarity.diagonal().copy()
    np.fill_diagonal(similarity, -np.inf)
    return right > similarity.max(axis=1)


def shares(outcome):
    """Count what was found.

    Parameters
    ----------
    outcome : dict of str to ndarray of bool
        As from `retrieve`.

    Returns
    -------
    dict of str to Share
    """
    return {task: Share(int(right.sum()), right.size) for task, right in outcome.items()}


def retrieval_accuracy(heads=None):
    """Measure MiniLM with some of its heads switched off.

    Parameters
    ----------
    heads : array_like of bool, shape (6, 12), optional
        False takes away what that head read; all are on when omitted.

    Returns
    -------
    dict of str to Share
        For each of ``TASKS``.

    Raises
    ------
    ImportError
        If the model is not installed; the message has the command.
    ValueError
        If ``heads`` is not a boolean array of shape (6, 12).
    """
    return shares(retrieve(partial(load_minilm().vectors, heads=heads)))
