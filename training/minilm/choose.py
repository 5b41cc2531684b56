"""Which heads matter least: how much worse right and wrong texts are told apart without them."""

import numpy as np

from attention_lib.models.pruning_results import place
from attention_lib.models.retrieval import HEADS, LAYERS

SHARPNESS = 20  # of cosines, in the softmax that the model was trained with


def loss(model, texts, heads):
    """Return −log of the softmax weight that the right answer gets among all, on average.

    Parameters
    ----------
    model : MiniLM
    texts : list of str
        Question, answer, question, answer, …
    heads : ndarray of bool, shape (6, 12)

    Returns
    -------
    float
    """
    vectors = model.vectors(texts, heads=heads).astype(np.float64)
    similar = SHARPNESS * (vectors[::2] @ vectors[1::2].T)
    similar -= similar.max(axis=1, keepdims=True)
    weights = np.log(np.exp(similar).sum(axis=1)) - similar.diagonal()
    return float(weights.mean())


def importance(model, texts, heads=None):
    """Return how much the loss grows when one more head goes.

    Parameters
    ----------
    model : MiniLM
    texts : list of str
    heads : ndarray of bool, shape (6, 12), optional
        Which are on before; all when omitted.

    Returns
    -------
    ndarray, shape (6, 12)
        NaN for a head that is off already.
    """
    heads = np.ones((LAYERS, HEADS), dtype=bool) if heads is None else heads
    before = loss(model, texts, heads)
    grown = np.full(heads.shape, np.nan)
    # From the last layer to the first: the model keeps the layers below the one that changes.
    for layer, head in np.argwhere(heads)[::-1]:
        without = heads.copy()
        without[layer, head] = False
        grown[layer, head] = loss(model, texts, without) - before
    return grown


def choose(model, texts, *, step, largest):
    """Put the heads in the order in which they go, importance measured anew at each step.

    Parameters
    ----------
    model : MiniLM
    texts : list of str
    step : int
        How many go at once.
    largest : bool
        The most important first.

    Returns
    -------
    list of int
        Heads' numbers, counted row by row.
    """
    heads = np.ones((LAYERS, HEADS), dtype=bool)
    order = []
    while heads.any():
        grown = importance(model, texts, heads).ravel()
        by_size = np.argsort(-grown if largest else grown, kind="stable")  # NaN last
        going = by_size[: min(step, int(heads.sum()))].tolist()
        for number in going:
            heads[place(number)] = False
        order += going
    return order


def keep_best(model, texts):
    """Return, for each layer, the head whose layer does best with it alone.

    Parameters
    ----------
    model : MiniLM
    texts : list of str

    Returns
    -------
    list of int
        Heads' numbers, counted row by row.
    """
    best = []
    for layer in range(LAYERS):
        left = []
        for head in range(HEADS):
            heads = np.ones((LAYERS, HEADS), dtype=bool)
            heads[layer] = np.arange(HEADS) == head
            left.append(loss(model, texts, heads))
        best.append(layer * HEADS + int(np.argmin(left)))
    return best
