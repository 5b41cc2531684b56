"""How MiniLM finds texts with heads switched off: every set of heads that was measured."""

import json
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import numpy as np

from attention_lib.models.retrieval import HEADS, LAYERS, TASKS, retrieval_pairs

BITS = LAYERS * HEADS


@cache
def pruning_results():
    """Return what was measured, as shipped.

    Returns
    -------
    mapping
        ``orders``: by name, in which order heads go, each as (layer, head), the least important
        first, the most important first or at random; ``every``: after how many heads of an order
        there is a state; ``states``: by key (`state_key`), what was found with that set of
        heads; ``floors``: by name, what was found without attention; ``importance``: for each
        layer and head, how much worse the 40 pairs that serve to choose are told apart without
        it; ``made_by``: the command. What was found is a dict from task to a boolean array, one
        for each pair.
    """
    path = files("attention_lib") / "data" / "pruning_results.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    raw["orders"] = {name: tuple(map(place, order)) for name, order in raw["orders"].items()}
    raw["importance"] = np.array(raw.pop("chosen")["importance"])
    for part in ("floors", "states"):
        raw[part] = {name: unpacked(found) for name, found in raw[part].items()}
    return MappingProxyType(raw)


def path_heads(order, off):
    """Return which heads are on when so many of an order are off.

    Parameters
    ----------
    order : sequence of (int, int)
        Layer and head, the first to go first.
    off : int

    Returns
    -------
    ndarray of bool, shape (6, 12)

    Examples
    --------
    >>> path_heads([(0, 1), (5, 11), (2, 2)], 2).sum(axis=1)
    array([11, 12, 12, 12, 12, 11])
    """
    heads = np.ones((LAYERS, HEADS), dtype=bool)
    for layer, head in order[:off]:
        heads[layer, head] = False
    return heads


def state_key(heads):
    """Name a set of heads: 18 hexadecimal digits, the lowest bit is layer 0, head 0.

    Parameters
    ----------
    heads : array_like of bool, shape (6, 12)

    Returns
    -------
    str

    Examples
    --------
    >>> state_key(path_heads([(0, 0), (0, 2)], 2))[-4:]
    'fffa'
    """
    return f"{_number(np.ravel(heads)):0{BITS // 4}x}"


def state_heads(key):
    """Return the set of heads that `state_key` named.

    Parameters
    ----------
    key : str

    Returns
    -------
    ndarray of bool, shape (6, 12)
    """
    return _bits(int(key, 16), BITS).reshape(LAYERS, HEADS)


def measured(heads):
    """Look up what was found with a set of heads.

    Parameters
    ----------
    heads : array_like of bool, shape (6, 12)

    Returns
    -------
    dict of str to ndarray of bool, or None
        None where that set was not measured.
    """
    return pruning_results()["states"].get(state_key(heads))


def place(number):
    """Return layer and head of a head's number, counted row by row."""
    return divmod(number, HEADS)


def packed(outcome):
    """Write what was found as one hexadecimal number for each task."""
    return [f"{_number(outcome[task]):x}" for task in TASKS]


def unpacked(numbers):
    """Read what `packed` wrote."""
    return {
        task: _bits(int(number, 16), len(retrieval_pairs(task)))
        for task, number in zip(TASKS, numbers, strict=True)
    }


def _number(bits):
    return sum(1 << i for i, bit in enumerate(bits) if bit)


def _bits(number, count):
    return np.array([number >> i & 1 for i in range(count)], dtype=bool)
