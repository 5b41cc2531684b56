"""What a comparison says about itself; the browser says the same (``js/comparison_words.js``)."""

import numpy as np

from attention_lib.describe import names, weight

SHOWS = 0.005  # a smaller difference does not show in two decimals


def describe_comparison(comparison):
    """Say what A and B are, and where their weights differ most.

    Parameters
    ----------
    comparison : AttentionComparison

    Returns
    -------
    str
    """
    head_dim = comparison.query.shape[1]
    sides = [f"{side.upper()}: {describe_side(comparison.state[side], head_dim)}" for side in "ab"]
    found = describe_difference(
        (comparison.weights_a, comparison.weights_b),
        (comparison.mask_a, comparison.mask_b),
        comparison.tokens,
        comparison.key_tokens,
    )
    return "; ".join([*sides, found])


def describe_side(settings, head_dim):
    """Return a side's settings in a few words.

    Parameters
    ----------
    settings : dict
    head_dim : int

    Examples
    --------
    >>> describe_side({"score": "dot", "scaled": True, "temperature": 0.5, "mask": "causal"}, 4)
    'dot ÷ √4, temperature 0.5, causal'
    """
    scaled = settings["scaled"] and settings["score"] == "dot"
    parts = [f"{settings['score']} ÷ √{head_dim}" if scaled else settings["score"]]
    if settings["temperature"] != 1:
        parts.append(f"temperature {_plain(settings['temperature'])}")
    if settings["mask"] != "none":
        parts.append("custom mask" if settings["mask"] == "custom" else settings["mask"])
    return ", ".join(parts)


def describe_difference(weights, visible, query_tokens, key_tokens):
    """Say where two maps differ most.

    Parameters
    ----------
    weights : pair of ndarray, shape (query_len, key_len)
        Of A and of B.
    visible : pair of ndarray of bool, shape (query_len, key_len)
    query_tokens, key_tokens : sequence of str

    Returns
    -------
    str

    Examples
    --------
    >>> import numpy as np
    >>> a, b = np.array([[0.31, 0.69]]), np.array([[0.74, 0.26]])
    >>> describe_difference((a, b), (a > 0, b > 0), ["sat"], ["mat", "cat"])
    'largest difference: row sat: mat 0.31 → 0.74'
    """
    # Rounded, so that a tie reads the same on every machine: the first one wins.
    sizes = np.abs(weights[1] - weights[0]).round(9)
    if sizes.max() < SHOWS:
        return "A and B agree to two decimals"
    i, j = np.unravel_index(sizes.argmax(), sizes.shape)
    a, b = (weight(w[i, j], seen[i, j]) for w, seen in zip(weights, visible, strict=True))
    return f"largest difference: row {names(query_tokens)[i]}: {names(key_tokens)[j]} {a} → {b}"


def _plain(x):
    """Write a number as it was typed: all its decimals, at least one."""
    return f"{x:.15f}".rstrip("0").ljust(len(str(int(x))) + 2, "0")
