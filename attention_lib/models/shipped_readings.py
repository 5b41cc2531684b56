"""What MiniLM looked at in a few sentences, as shipped: the same on every machine."""

import json
from functools import cache
from importlib.resources import files

from safetensors.numpy import load

from attention_lib.attention import softmax
from attention_lib.models.minilm_store import COMMAND, MiniLMNotInstalled, load_minilm
from attention_lib.models.packed_maps import unpack
from attention_lib.models.reading import Reading

DATA = files("attention_lib") / "data" / "minilm"


def minilm_sentences():
    """Return the sentences that can be read without the model.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> minilm_sentences()[0]
    'the cat saw the dog and the dog ran'
    """
    return tuple(sentence["text"] for sentence in annotated_sentences())


@cache
def annotated_sentences():
    """Return the shipped sentences, each a dict of its *text* and what belongs together in it."""
    return json.loads((DATA / "sentences.json").read_text(encoding="utf-8"))["sentences"]


def read_sentence(text):
    """Read a sentence with MiniLM, or recall how it was read.

    Parameters
    ----------
    text : str

    Returns
    -------
    Reading
        Of a shipped sentence always the shipped one, so that every machine shows
        the same numbers; capitals and spaces do not matter, as for the model.

    Raises
    ------
    MiniLMNotInstalled
        An ImportError, if the sentence is not shipped and the model is not
        installed; the message has the command and the shipped sentences.

    Examples
    --------
    >>> read_sentence("Attention is all you need.").words
    ('[CLS]', 'attention', 'is', 'all', 'you', 'need', '.', '[SEP]')
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be a string; got {text!r:.60}")
    place = _places().get(_plain(text))
    if place is not None:
        return _shipped(place)
    try:
        return load_minilm().read(text)
    except MiniLMNotInstalled:
        listed = "\n    ".join(minilm_sentences())
        raise MiniLMNotInstalled(
            f"MiniLM must be installed to read {text!r:.60}: run\n    {COMMAND}\n"
            f"Without it there are these sentences:\n    {listed}"
        ) from None


def _plain(text):
    return " ".join(text.lower().split())


@cache
def _places():
    return {_plain(text): place for place, text in enumerate(minilm_sentences())}


@cache
def _maps():
    return load((DATA / "maps.safetensors").read_bytes())


@cache
def _pieces():
    return json.loads((DATA / "pieces.json").read_text(encoding="utf-8"))["pieces"]


@cache
def _shipped(place):
    scores = unpack(_maps()[f"{place}.packed"], _maps()[f"{place}.lowest"])
    weights = softmax(scores)
    for array in (scores, weights):
        array.flags.writeable = False  # every caller has the same arrays
    return Reading(
        minilm_sentences()[place],
        tuple(_pieces()[place]),
        weights,
        score_map=lambda layer, head: scores[layer, head],
        source="shipped",
    )
