"""The editor's state: one small JSON object, checked wherever it enters Python."""

import numpy as np

from attention_lib.examples import word_vectors

MAX_TOKENS = 16
MAX_DIM = 8
MAX_WORD = 40
MAX_SHOWN = 128
RANGE = 10
TEMPERATURES = (0.1, 10)
MASKS = ("none", "causal", "padding", "window", "custom")


def clean_state(state):
    """Check a state and write it in its canonical form.

    Parameters
    ----------
    state : dict
        As described in ``js/types.js``.

    Returns
    -------
    dict
        Plain lists, strings, booleans and numbers, in a fixed order.

    Raises
    ------
    ValueError
        If anything does not fit; the message says what must hold and what was given.
    """
    tokens = clean_tokens(state["tokens"], MAX_TOKENS)
    head_dim = _width(state["query"], "query", "head_dim")
    if _width(state["key"], "key", "head_dim") != head_dim:
        raise ValueError(
            "query and key must have the same head_dim; got query "
            f"{np.shape(state['query'])} and key {np.shape(state['key'])}"
        )
    value_dim = _width(state["value"], "value", "value_dim")
    key_len = len(tokens)
    mask = _one_of(state["mask"], MASKS, "mask")
    custom = state.get("custom")
    if mask == "custom" and custom is None:
        raise ValueError("mask 'custom' needs a boolean matrix: set editor.mask to the matrix")
    return {
        "seq": int(state["seq"]),
        "tokens": tokens,
        "key_tokens": None,
        "query": clean_matrix(
            state["query"], "query", ("tokens", "head_dim"), (len(tokens), head_dim)
        ),
        "key": clean_matrix(state["key"], "key", ("tokens", "head_dim"), (key_len, head_dim)),
        "value": clean_matrix(
            state["value"], "value", ("tokens", "value_dim"), (key_len, value_dim)
        ),
        "scaled": bool(state["scaled"]),
        "temperature": _between(state["temperature"], *TEMPERATURES, "temperature"),
        "mask": mask,
        "window": _whole(state["window"], 0, MAX_TOKENS, "window"),
        "padding": _whole(state["padding"], 0, key_len, "padding"),
        "custom": None if custom is None else clean_custom(custom, (len(tokens), key_len)),
    }


def clean_tokens(tokens, most):
    """Return tokens as a list of strings; a string is split at white space."""
    tokens = tokens.split() if isinstance(tokens, str) else [str(token) for token in tokens]
    if not 1 <= len(tokens) <= most:
        raise ValueError(
            f"the editor takes 1 to {MAX_TOKENS} tokens, or shows up to {MAX_SHOWN} read-only; "
            f"got {len(tokens)}"
        )
    for token in tokens:
        if len(token) > MAX_WORD:
            raise ValueError(f"a token may have at most {MAX_WORD} characters; got {len(token)}")
    return tokens


def clean_matrix(matrix, name, axes, shape):
    """Return a matrix as nested lists of finite numbers from −10 to 10."""
    array = _numbers(matrix, name)
    if array.shape != shape:
        raise ValueError(f"{name} must have shape ({', '.join(axes)}) = {shape}; got {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must hold finite numbers; got {array[~np.isfinite(array)][0]}")
    if np.abs(array).max(initial=0) > RANGE:
        worst = array.flat[np.abs(array).argmax()]
        raise ValueError(f"{name} must stay between −{RANGE} and {RANGE}; got {worst:g}")
    return array.tolist()


def clean_custom(mask, shape):
    """Return a boolean mask as nested lists of 0 and 1, 1 = may attend."""
    array = np.asarray(mask)
    if array.shape != shape:
        try:
            array = np.broadcast_to(array, shape)
        except ValueError:
            raise ValueError(
                f"mask must broadcast to (query_len, key_len) = {shape}; got {array.shape}"
            ) from None
    if not np.isin(array, (0, 1)).all():
        raise ValueError("mask must hold True (may attend) and False only")
    return array.astype(int).tolist()


def clean_goal(goal, length):
    """Return a goal whose parts are all there and whose cell exists."""
    if goal is None:
        return None
    if not {"text", "query", "key"} <= goal.keys() or not {"above", "below"} & goal.keys():
        raise ValueError(
            "goal must have text, query, key and above or below; got " + ", ".join(sorted(goal))
        )
    if not (0 <= goal["query"] < length and 0 <= goal["key"] < length):
        raise ValueError(
            f"goal's query and key must be places 0 … {length - 1}; "
            f"got {goal['query']} and {goal['key']}"
        )
    return goal


def mask_fields(mask, length):
    """Return the state's fields for a mask given by name or as a matrix."""
    if isinstance(mask, str):
        return {"mask": mask, "custom": None}
    return {"mask": "custom", "custom": clean_custom(mask, (length, length))}


def resized(state, tokens):
    """Fit a state to a new number of words: earlier rows stay, new words get their numbers."""
    if len(tokens) == len(state["tokens"]):
        return {}
    rows = {}
    for role in ("query", "key", "value"):
        rows[role] = word_vectors(tokens, role, len(state[role][0]))
        kept = state[role][: len(tokens)]
        rows[role][: len(kept)] = kept
    # A custom mask was drawn for the old words.
    mask = "none" if state["mask"] == "custom" else state["mask"]
    return {**rows, "mask": mask, "padding": min(state["padding"], len(tokens))}


def _numbers(matrix, name):
    try:
        return np.array(matrix, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be a matrix of numbers; got {matrix!r:.60}") from None


def _width(matrix, name, axis):
    array = _numbers(matrix, name)
    if array.ndim != 2 or not 1 <= array.shape[1] <= MAX_DIM:
        raise ValueError(
            f"{name} must have shape (tokens, {axis}) with {axis} 1 to {MAX_DIM}; got {array.shape}"
        )
    return array.shape[1]


def _one_of(value, allowed, name):
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(allowed)}; got {value!r}")
    return value


def _between(value, low, high, name):
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ValueError(f"{name} must be a number from {low} to {high}; got {value!r}")
    return float(value)


def _whole(value, low, high, name):
    if isinstance(value, bool) or value != int(value) or not low <= value <= high:
        raise ValueError(f"{name} must be a whole number from {low} to {high}; got {value!r}")
    return int(value)
