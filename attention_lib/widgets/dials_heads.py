"""``heads_dial``: more heads cut the same matrices into narrower pieces."""

import numpy as np

from attention_lib.published import published
from attention_lib.widgets.dials_text import grouped
from attention_lib.widgets.explorable import Explorable
from attention_lib.widgets.explorable_parts import Control, Frame, Panel

MODEL_DIM = 512
HEADS = (1, 2, 4, 8, 16, 32)
CELL = 16  # columns that one cell of the picture stands for
MATRICES = ("W_Q", "W_K", "W_V", "W_O")
PAPER = {1: "h1", 4: "h4", 8: "base", 16: "h16", 32: "h32"}  # rows of Vaswani's Table 3 (A)


def heads_dial(**choice):
    """Cut the four matrices of attention into more and more heads.

    Parameters
    ----------
    **choice
        What is chosen at first: ``heads`` (1, 2, 4, 8, 16, 32) and ``table_3``
        (bool: whether the note quotes Vaswani's Table 3; False at first, so
        that a prediction can come before it).

    Returns
    -------
    Explorable
        Its ``weights`` hold the number of the head, from 1, that owns a block of
        16 columns (rows of W_O), shape (4, 32).

    Notes
    -----
    :math:`d_k = d_{model} / h`, so the parameters stay :math:`4 d_{model}^2`
    (Vaswani et al., 2017, section 3.2.2; without biases).

    Examples
    --------
    >>> dial = heads_dial(heads=4)
    >>> dial.weights[0, [0, 7, 8, 31]]
    array([1, 1, 2, 4])
    """
    controls = (
        Control("heads", "Heads", "range", HEADS, tuple(map(_heads, HEADS))),
        Control("table_3", "show Vaswani's Table 3 (A)", "switch", (False, True)),
    )
    film = ({"heads": 1}, {"heads": 8}, {"heads": 32})
    start = {"heads": 8, **choice}
    return Explorable("How heads share the columns", controls, _frame, film=film, choice=start)


def owners(heads):
    """Return which head, from 1, owns each block of columns, shape (MODEL_DIM // CELL,)."""
    head_dim = MODEL_DIM // heads
    return np.arange(0, MODEL_DIM, CELL) // head_dim + 1


def _frame(heads, table_3):
    blocks = owners(heads)
    panel = Panel(
        np.tile(blocks, (len(MATRICES), 1)),
        MATRICES,
        tuple(str(block + 1) for block in range(len(blocks))),
        f"Which head owns what: {_heads(heads)}",
        kind="owners",
        axes=f"matrix ↓ / blocks of {CELL} columns (in W_O: of {CELL} rows) →",
        nouns=("block", "head"),
    )
    return Frame(
        panels=(panel,),
        sentence=_sentence(heads),
        note=_published(heads) if table_3 else _note(heads),
        lines=_lines(heads),
    )


def _sentence(heads):
    head_dim = MODEL_DIM // heads
    if heads == 1:
        return (
            f"1 head: it owns all {MODEL_DIM} columns, and each word gets one row of weights.",
            _frozen(),
        )
    return (
        f"{heads} heads: each owns {head_dim} columns of W_Q, W_K and W_V",
        f"and {head_dim} rows of W_O. Each word gets {heads} rows of weights.",
        _frozen(),
    )


def _frozen():
    return f"The parameters stay {grouped(4 * MODEL_DIM**2)}."


def _note(heads):
    if heads == 1:
        return ("One head has one row of weights for all that a word needs.",)
    if heads == max(HEADS):
        return ("Many questions for each word, each asked with few numbers: which count is best?",)
    return ("More heads ask more questions, each with fewer numbers.",)


def _published(heads):
    if heads not in PAPER:
        return (f"Vaswani's Table 3 has no row for {_heads(heads)}.",)
    row = "base model" if heads == 8 else "row (A)"
    bleu, perplexity = (published(f"vaswani-{PAPER[heads]}-{unit}") for unit in ("bleu", "ppl"))
    return (
        f"Vaswani's Table 3, {row} with {_heads(heads)}: {bleu.text} BLEU,",
        f"perplexity {perplexity.text} (development set, one run).",
    )


def _lines(heads):
    head_dim = MODEL_DIM // heads
    return (
        ("numbers in a query or key", f"d_k = {MODEL_DIM} / {heads} = {head_dim}"),
        ("weight maps", str(heads)),
        ("parameters", f"4 · {MODEL_DIM}² = {grouped(4 * MODEL_DIM**2)}"),
        ("products for each pair", f"{heads} · {head_dim} = {heads * head_dim}"),
    )


def _heads(heads):
    return f"{heads} head{'s' if heads > 1 else ''}"
