"""``cache_dial``: what a key–value cache weighs, and who shares its heads."""

from dataclasses import dataclass

import numpy as np

from attention_lib.cache import cache_bytes
from attention_lib.published import published
from attention_lib.widgets.dials_text import grouped
from attention_lib.widgets.explorable import Explorable
from attention_lib.widgets.explorable_parts import Control, Frame, Panel

HEADS = 32  # query heads of every model here
KV_HEADS = (32, 8, 4, 1)
TOKENS = (1024, 4096, 16_384, 32_768, 131_072)
ROOM = 10 * 10**9  # bytes, for the line that asks how many tokens fit
WAYS = {
    32: "32: one each (multi-head)",
    8: "8: groups of 4 (grouped-query)",
    4: "4: groups of 8 (grouped-query)",
    1: "1: shared by all (multi-query)",
}


@dataclass(frozen=True)
class Size:
    """A model's size; ``own``: who in it has how many key/value heads."""

    ids: tuple
    name: str
    own: dict

    @property
    def layers(self):
        """Layers, as published."""
        return int(published(f"{self.ids[0]}-layers").value)

    @property
    def head_dim(self):
        """Numbers in one key, as published."""
        return int(published(f"{self.ids[0]}-dim").value) // HEADS


MODELS = {
    "8b": Size(
        ("llama-3-8b", "llama-2-7b"),
        "Llama 3 8B, Llama 2 7B",
        {32: "Llama 2 7B has 32.", 8: "Llama 3 8B has 8."},
    ),
    "1b": Size(("llama-3.2-1b",), "Llama 3.2 1B", {8: "Llama 3.2 1B has 8."}),
}


def cache_dial(**choice):
    """Share key/value heads, lengthen the text, and read what the cache takes.

    Parameters
    ----------
    **choice
        What is chosen at first: ``model`` ("8b", "1b"), ``kv_heads`` (32, 8, 4,
        1) and ``tokens`` (1024, 4096, 16384, 32768, 131072).

    Returns
    -------
    Explorable
        Its ``weights`` hold the number, from 1, of the head that each of the 32
        query heads uses, shape (3, 32): for queries, keys and values.

    Notes
    -----
    The bytes are `attention_lib.cache_bytes` with 2 bytes a number; the sizes
    are quoted from a stored version of code that builds these models
    (``published("llama-3-8b-layers")``).

    Examples
    --------
    >>> cache_dial(kv_heads=8).weights[1, [0, 3, 4, 31]]
    array([1, 1, 2, 8])
    """
    names = tuple(size.name for size in MODELS.values())
    controls = (
        Control("model", "Model", "radio", tuple(MODELS), names),
        Control("kv_heads", "Key/value heads", "radio", KV_HEADS, tuple(WAYS.values())),
        Control("tokens", "Text", "range", TOKENS, tuple(map(_tokens, TOKENS))),
    )
    film = ({"kv_heads": 32}, {"kv_heads": 8}, {"kv_heads": 1})
    start = {"tokens": 4096, **choice}
    return Explorable("Key–value cache", controls, _frame, film=film, choice=start)


def _frame(model, kv_heads, tokens):
    size = MODELS[model]
    each = cache_bytes(layers=size.layers, kv_heads=kv_heads, head_dim=size.head_dim)
    return Frame(
        panels=(_panel(kv_heads),),
        sentence=(*_sharing(kv_heads), *_weighing(each, tokens)),
        note=_note(size, kv_heads),
        lines=_lines(size, kv_heads, each, tokens),
    )


def _panel(kv_heads):
    query = np.arange(HEADS)
    used = query // (HEADS // kv_heads)
    return Panel(
        np.array([query, used, used]) + 1,
        ("queries", "keys", "values"),
        tuple(str(head + 1) for head in query),
        f"What each of the {HEADS} query heads uses",
        kind="owners",
        axes="what it uses ↓ / query head →",
        nouns=("query head", "head"),
    )


def _sharing(kv_heads):
    if kv_heads == HEADS:
        return (f"{HEADS} key/value heads: every query head has its own.",)
    if kv_heads == 1:
        return (f"1 key/value head: all {HEADS} query heads read it.",)
    return (f"{kv_heads} key/value heads: groups of {HEADS // kv_heads} query heads share one.",)


def _weighing(each, tokens):
    whole = _gb(each * tokens)
    return (f"Each token keeps {grouped(each)} bytes,", f"{_tokens(tokens)} keep {whole}.")


def _note(size, kv_heads):
    own = size.own.get(kv_heads)
    return (
        *((own,) if own else ()),
        f"Queries are not shared: there are {HEADS} weight maps in every layer.",
        "Weights are never kept.",
    )


def _lines(size, kv_heads, each, tokens):
    less = HEADS // kv_heads
    heads = f"{kv_heads} head{'s' if kv_heads > 1 else ''}"
    product = f"2 (K, V) · {size.layers} layers · {heads} · {size.head_dim} numbers · 2 bytes"
    return (
        ("for each token", f"{product} = {grouped(each)}"),
        (f"for {_tokens(tokens)}", _gb(each * tokens)),
        (f"beside {HEADS} key/value heads", f"{less} times less" if less > 1 else "the same"),
        ("tokens that fit in 10 GB", grouped(ROOM // each)),
    )


def _tokens(tokens):
    return f"{grouped(tokens)} tokens"


def _gb(size):
    """Write bytes as GB of 10⁹ bytes, three figures."""
    gb = size / 1e9
    return f"{gb:.2f} GB" if gb >= 1 else f"{gb:.3f} GB"
