"""The trained translators and the results of their training, as shipped."""

import json
from difflib import get_close_matches
from functools import cache, partial
from importlib.resources import files

import numpy as np
from safetensors.numpy import load

from attention_lib.models.translator_recurrent import BahdanauTranslator, NoAttentionTranslator
from attention_lib.models.translator_transformer import TransformerTranslator

DATA = files("attention_lib") / "data"
_MAKERS = {
    "no-attention": partial(NoAttentionTranslator, title="GRU without attention"),
    "bahdanau": partial(BahdanauTranslator, title="GRU with Bahdanau attention"),
    "bahdanau-beside": partial(
        BahdanauTranslator, title="GRU with Bahdanau attention that points beside the word"
    ),
    "transformer-1": partial(TransformerTranslator, title="Transformer, 1 head", num_heads=1),
    "transformer-2": partial(TransformerTranslator, title="Transformer, 2 heads", num_heads=2),
    "transformer-4": partial(TransformerTranslator, title="Transformer, 4 heads", num_heads=4),
}
TRANSLATORS = tuple(_MAKERS)


@cache
def load_translator(name):
    """Load a trained translator; the same object at every call.

    Parameters
    ----------
    name : str
        One of ``TRANSLATORS``.

    Returns
    -------
    Translator

    Raises
    ------
    KeyError
        If there is none of that name; the message lists the nearest.

    Examples
    --------
    >>> load_translator("transformer-4")
    <Transformer, 4 heads: 46,631 parameters>
    """
    if name not in _MAKERS:
        near = get_close_matches(str(name), TRANSLATORS, cutoff=0.3) or TRANSLATORS
        raise KeyError(f"no translator is called {name!r}; near it: {', '.join(near)}")
    stored = load((DATA / "translators" / f"{name}.safetensors").read_bytes())
    # Stored in float32, run in float64: rounding then differs from machine to machine in the
    # 15th digit, not in the 5th.
    parameters = {part: array.astype(np.float64) for part, array in stored.items()}
    for array in parameters.values():
        array.flags.writeable = False  # every caller has the same arrays
    return _MAKERS[name](name=name, parameters=parameters)


def translation_results():
    """Return how every trained translator did, every seed, shipped or not.

    Returns
    -------
    dict
        ``rows``: one dict for each training run, with *model*, *seed*,
        *parameters*, *exact_match* (share of 300 held-out expressions by
        number of numbers), *alignment_accuracy*, *cpu_seconds*, *shipped* and
        more; ``made_by``: the command.
    """
    return json.loads((DATA / "translation_results.json").read_text(encoding="utf-8"))
