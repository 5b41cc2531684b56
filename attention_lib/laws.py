"""Eleven laws of attention: each edits the input of a layer and watches the output.

A law takes ``layer(x_q, x_kv=None, *, causal, keep_keys, use_pe) -> (output,
weights, scores)`` with tokens of width 32, as `reference_layer` describes it,
and returns a `LawReport`. Tokens and positions are counted from 0. Two results
count as the same when ``np.allclose(..., atol=1e-8)``; NaN equals nothing.
"""

import functools

import numpy as np

from attention_lib._law_report import LawReport, LawTable
from attention_lib._law_run import NotReturnedError, UnusableError, add, moved, run, same
from attention_lib.reference_layer import MODEL_DIM, layer_from_attention, reference_layer

__all__ = [
    "LAWS",
    "LawReport",
    "LawTable",
    "T_neq_S_shapes",
    "batch_independence",
    "check_laws",
    "cross_sees_every_source",
    "kv_permutation",
    "layer_from_attention",
    "logit_std_is_1",
    "no_future_leak",
    "order_matters_with_PE",
    "padding_is_inert",
    "past_is_used",
    "reference_layer",
    "rows_sum_to_1",
    "weights_depend_on_keys",
]

LAWS = {}  # name -> law, in the order in which they are defined below

_rng = np.random.default_rng(7)
TOKENS = _rng.standard_normal((3, 6, MODEL_DIM))  # unequal batch, lengths and width
MEMORY = _rng.standard_normal((3, 5, MODEL_DIM))
MEMORY_OF_6 = _rng.standard_normal((3, 6, MODEL_DIM))
MANY_TOKENS = _rng.standard_normal((64, 16, MODEL_DIM))


def check_laws(layer):
    """Run all eleven laws on a layer.

    Parameters
    ----------
    layer : callable
        See the top of this module; `layer_from_attention` makes one from a
        bare attention function.

    Returns
    -------
    LawTable
        One `LawReport` for each law, in the order of `LAWS`; prints as a table.

    Examples
    --------
    >>> check_laws(reference_layer).broken
    []
    """
    return LawTable(law(layer) for law in LAWS.values())


def _law(check):
    """Register ``check(layer) -> (holds, sentence)`` and report whatever it meets."""

    @functools.wraps(check)
    def law(layer):
        try:
            holds, sentence = check(layer)
        except NotReturnedError as missing:
            holds, sentence = None, str(missing)
        except UnusableError as reason:
            holds, sentence = False, str(reason)
        return LawReport(check.__name__, holds, sentence)

    LAWS[check.__name__] = law
    return law


@_law
def rows_sum_to_1(layer):
    """Every query's weights are 0 or more and sum to 1 over the keys."""
    weights = run(layer, TOKENS, causal=True).weights
    sums = weights.sum(axis=-1)
    if np.isnan(weights).any():
        query = np.flatnonzero(np.isnan(sums).any(axis=(0, 1)))[0]
        return False, f"The weights of query {query} are NaN; each row must sum to 1."
    if weights.min() < 0:
        return False, f"No weight may be negative, but the smallest is {weights.min():.2g}."
    if not same(sums, np.ones_like(sums)):
        worst = sums.flat[np.abs(sums - 1).argmax()]
        return False, f"A query's weights must sum to 1, but one row sums to {worst:.2g}."
    return True, "No weight is negative and each query's weights sum to 1."


@_law
def no_future_leak(layer):
    """With a causal mask, editing the last tokens leaves all earlier outputs alone."""
    before = run(layer, TOKENS, causal=True).output
    after = run(layer, add(TOKENS, [4, 5], 1), causal=True).output
    what = "1 was added to tokens 4 and 5, the future of tokens 0–3, whose outputs"
    if same(before[:, :4], after[:, :4]):
        return True, f"{what} stayed the same: no query sees its future."
    return False, f"{what} {moved(before[:, :4], after[:, :4])}: a query sees its future."


@_law
def past_is_used(layer):
    """With a causal mask, editing token 0 changes the output of token 3."""
    before = run(layer, TOKENS, causal=True).output[:, 3]
    after = run(layer, add(TOKENS, [0], 1), causal=True).output[:, 3]
    what = "1 was added to token 0 and the output of token 3"
    if same(before, after):
        return False, f"{what} stayed the same: a query does not see its past."
    return True, f"{what} {moved(before, after)}: a query sees its past."


@_law
def kv_permutation(layer):
    """Memory is a set: its order does not matter where no positions are added."""
    before = run(layer, TOKENS, MEMORY_OF_6).output
    after = run(layer, TOKENS, MEMORY_OF_6[:, [3, 0, 5, 1, 4, 2]]).output
    what = "The memory tokens were put in another order and the outputs"
    if same(before, after):
        return True, f"{what} stayed the same: keys and values travel together."
    return False, (
        f"{what} {moved(before, after)}: a weight depends on where a memory token stands, "
        "not on what it is."
    )


@_law
def T_neq_S_shapes(layer):  # noqa: N802
    """Six queries can read a memory of five tokens."""
    output = run(layer, TOKENS, MEMORY).output
    return True, f"6 queries read a memory of 5 tokens; the output has shape {output.shape}."


@_law
def cross_sees_every_source(layer):
    """In cross-attention every query sees the last memory token."""
    before = run(layer, TOKENS, MEMORY_OF_6).output
    after = run(layer, TOKENS, add(MEMORY_OF_6, [5], 1)).output
    blind = [query for query in range(6) if same(before[:, query], after[:, query])]
    what = "1 was added to the last memory token and the output of"
    if blind:
        noun, which = "query" if len(blind) == 1 else "queries", ", ".join(map(str, blind))
        return False, f"{what} {noun} {which} stayed the same: not all of it is visible."
    return True, f"{what} every query changed: all of the memory is visible."


@_law
def weights_depend_on_keys(layer):
    """Editing a memory token changes the weights, not only what is averaged."""
    before = run(layer, TOKENS, MEMORY_OF_6).weights
    edited = MEMORY_OF_6.copy()
    edited[:, 2] *= -3
    after = run(layer, TOKENS, edited).weights
    what = "Memory token 2 was multiplied by −3 and the weights"
    if same(before, after):
        return False, f"{what} stayed the same: the keys never enter the scores."
    return True, f"{what} {moved(before, after)}: the keys enter the scores."


@_law
def logit_std_is_1(layer):
    """On standard normal input the scaled scores have standard deviation 1 (± 0.15)."""
    spread = run(layer, MANY_TOKENS).scores.std()
    what = f"On standard normal tokens the scores have standard deviation {spread:.2f}"
    if abs(spread - 1) <= 0.15:
        return True, f"{what}, near 1: softmax is neither one-hot nor flat."
    return False, f"{what}; dividing by √head_dim should bring it near 1."


@_law
def padding_is_inert(layer):
    """Editing hidden memory tokens changes nothing."""
    keep_keys = np.ones((3, 6), dtype=bool)
    keep_keys[:, 4:] = False
    before = run(layer, TOKENS, MEMORY_OF_6, keep_keys=keep_keys).output
    edited = add(MEMORY_OF_6, [4, 5], 5)
    after = run(layer, TOKENS, edited, keep_keys=keep_keys).output
    what = "5 was added to the hidden memory tokens 4 and 5 and the outputs"
    if same(before, after):
        return True, f"{what} stayed the same: padding changes nothing."
    return False, f"{what} {moved(before, after)}: padding is visible."


@_law
def order_matters_with_PE(layer):  # noqa: N802
    """With positions, swapping two tokens does more than swap their outputs."""
    swap = [1, 0, 2, 3, 4, 5]
    swapped_after = run(layer, TOKENS, use_pe=True).output[:, swap]
    swapped_before = run(layer, TOKENS[:, swap], use_pe=True).output
    what = "Tokens 0 and 1 were swapped before a layer with positions and the outputs"
    if same(swapped_after, swapped_before):
        return False, f"{what} were only swapped too: the layer cannot tell their order."
    change = moved(swapped_after, swapped_before)
    return True, f"{what}, swapped back, {change}: order matters."


@_law
def batch_independence(layer):
    """Sequences of one batch do not see each other, nor where they stand in it."""
    order = [2, 0, 1]
    reordered_after = run(layer, TOKENS, use_pe=True).output[order]
    reordered_before = run(layer, TOKENS[order], use_pe=True).output
    what = "The batch was put in another order and each sequence's output"
    if same(reordered_after, reordered_before):
        return True, f"{what} stayed the same: sequences do not mix."
    change = moved(reordered_after, reordered_before)
    return False, f"{what} {change}: it depends on the rest of the batch."
