"""The trained rooms and summary networks, as shipped."""

import json
from functools import cache
from importlib.resources import files

import numpy as np
from safetensors.numpy import load

from attention_lib.models.rooms import RoomsNetwork
from attention_lib.models.summary_task import SummaryNetwork

DATA = files("attention_lib") / "data" / "rooms"


@cache
def load_rooms(num_heads, layers=1):
    """Load a network that answers questions about stories; the same object at every call.

    Parameters
    ----------
    num_heads : int
        1, 2, 4, 8 or 32; with two layers 1 or 4.
    layers : int, default 1
        The networks of one layer learned *where_person* and *route*, those of two layers all
        four kinds of question.

    Returns
    -------
    RoomsNetwork
        Its parameters cannot be changed; `train_rooms` begins one that can be trained.

    Raises
    ------
    KeyError
        If none with so many heads and layers is shipped; the message lists those that are.

    Examples
    --------
    >>> load_rooms(4)
    <RoomsNetwork: 1 layer, 4 heads of 8, 10,544 parameters>
    """
    about = _about("rooms", heads=num_heads, layers=layers)
    network = RoomsNetwork(num_heads, layers=layers, questions=about["questions"], rng=0)
    network.parameters = _parameters(about["name"])
    return network


@cache
def load_summary(num_heads, per_word=False):
    """Load a network that sums up a table in two words; the same object at every call.

    Parameters
    ----------
    num_heads : int
        1, 2 or 4.
    per_word : bool, default False
        False: one vector answers both words. True: a query for each word.

    Returns
    -------
    SummaryNetwork
        Its parameters cannot be changed; `train_summary` begins one that can be trained.

    Raises
    ------
    KeyError
        If none with so many heads is shipped; the message lists those that are.

    Examples
    --------
    >>> load_summary(1, per_word=True)
    <SummaryNetwork: a query per word, 1 head of 32, 11,000 parameters>
    """
    about = _about("summary", heads=num_heads, per_word=per_word)
    network = SummaryNetwork(num_heads, per_word=per_word, rng=0)
    network.parameters = _parameters(about["name"])
    return network


def shipped_networks():
    """Return what is known of the shipped networks.

    Returns
    -------
    dict
        ``networks``: one dict for each, with *name* (of its file), *kind*, *heads*, *layers*,
        *questions* and, for a summary, *per_word*; the *experiment* and *seed* of its row in
        `heads_results`; *sha256* of the file; and *accuracy*, measured again with what is in the
        file, on the same new ``examples``. ``made_by``: the command.
    """
    return json.loads((DATA / "networks.json").read_text(encoding="utf-8"))


def _about(kind, **wanted):
    """Return what is known of one network, or say which there are."""
    shipped = [about for about in shipped_networks()["networks"] if about["kind"] == kind]
    for about in shipped:
        if all(about[name] == value for name, value in wanted.items()):
            return about
    listed = "; ".join(_told({name: about[name] for name in wanted}) for about in shipped)
    raise KeyError(f"no {kind} network is shipped with {_told(wanted)}; there are {listed}")


def _told(wanted):
    return ", ".join(f"{name}={value}" for name, value in wanted.items())


def _parameters(name):
    stored = load((DATA / f"{name}.safetensors").read_bytes())
    # Stored in float16, run in float64: rounding then differs from machine to machine in the
    # 15th digit, not in the third.
    parameters = {part: array.astype(np.float64) for part, array in stored.items()}
    for array in parameters.values():
        array.flags.writeable = False  # every caller has the same arrays
    return parameters
