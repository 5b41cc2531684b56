"""The editor's state: one small JSON object, checked wherever it enters Python."""

import operator
from numbers import Real

import numpy as np

from attention_lib.widgets.editor_words import MAX_TOKENS, clean_key_tokens, clean_tokens

MAX_DIM = 8
RANGE = 10
DECIMALS = 5
TEMPERATURES = (0.1, 10)
MASKS = ("none", "causal", "padding", "window", "custom")
SCORES = ("dot", "general", "additive", "cosine")
FIELDS = {"seq", "tokens", "query", "key", "value", "scaled", "temperature", "mask", "window"}
FIELDS |= {"padding"}
SETTINGS = FIELDS - {"seq"} | {"key_tokens", "score", "general", "additive_v"}


def clean_state(state, max_tokens=MAX_TOKENS, max_dim=MAX_DIM):
    """Check a state and write it in its canonical form.

    Parameters
    ----------
    state : dict
        As described in ``js/types.js``.
    max_tokens, max_dim : int
        16 and 8 where it is to be edited; more where it is only shown.

    Returns
    -------
    dict
        Plain lists, strings, booleans and numbers, in a fixed order.

    Raises
    ------
    ValueError
        If anything does not fit; the message says what must hold and what was given.
    """
    if not isinstance(state, dict) or not state.keys() >= FIELDS:
        raise ValueError(f"a state must have {', '.join(sorted(FIELDS))}; got {state!r:.60}")
    tokens = clean_tokens(state["tokens"], max_tokens)
    key_tokens = clean_key_tokens(state.get("key_tokens"), max_tokens)
    head_dim = _width(state["query"], "query", "head_dim", max_dim)
    if _width(state["key"], "key", "head_dim", max_dim) != head_dim:
        raise ValueError(
            "query and key must have the same head_dim; got query "
            f"{np.shape(state['query'])} and key {np.shape(state['key'])}"
        )
    value_dim = _width(state["value"], "value", "value_dim", max_dim)
    key_len = len(tokens if key_tokens is None else key_tokens)
    keys = "tokens" if key_tokens is None else "key_tokens"
    mask = _one_of(state["mask"], MASKS, "mask")
    custom = state.get("custom")
    if mask == "custom" and custom is None:
        raise ValueError("mask 'custom' needs a boolean matrix: set editor.mask to the matrix")
    return {
        "seq": _whole(state["seq"], 0, 2**53, "seq"),
        "tokens": tokens,
        "key_tokens": key_tokens,
        "query": clean_matrix(
            state["query"], "query", ("tokens", "head_dim"), (len(tokens), head_dim)
        ),
        "key": clean_matrix(state["key"], "key", (keys, "head_dim"), (key_len, head_dim)),
        "value": clean_matrix(state["value"], "value", (keys, "value_dim"), (key_len, value_dim)),
        **_clean_score(state, head_dim),
        "scaled": bool(state["scaled"]),
        "temperature": _between(state["temperature"], *TEMPERATURES, "temperature"),
        "mask": mask,
        "window": _whole(state["window"], 0, max_tokens, "window"),
        "padding": _whole(state["padding"], 0, key_len, "padding"),
        "custom": None if custom is None else clean_custom(custom, (len(tokens), key_len)),
    }


def _clean_score(state, head_dim):
    """Return the score's name and its parameters; None stands for their defaults."""
    general, v = state.get("general"), state.get("additive_v")
    square = ("head_dim", "head_dim"), (head_dim, head_dim)
    return {
        "score": _one_of(state.get("score", "dot"), SCORES, "score"),
        "general": None if general is None else clean_matrix(general, "general", *square),
        "additive_v": None
        if v is None
        else clean_matrix(v, "additive_v", ("head_dim",), (head_dim,)),
    }


def clean_matrix(matrix, name, axes, shape):
    """Return an array as nested lists of finite numbers from −10 to 10."""
    array = _numbers(matrix, name)
    if array.shape != shape:
        axes = ", ".join(axes) + ("," if len(axes) == 1 else "")
        raise ValueError(f"{name} must have shape ({axes}) = {shape}; got {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must hold finite numbers; got {array[~np.isfinite(array)][0]}")
    if np.abs(array).max(initial=0) > RANGE:
        worst = array.flat[np.abs(array).argmax()]
        raise ValueError(f"{name} must stay between −{RANGE} and {RANGE}; got {worst:g}")
    # As in the browser; what is shown as typed can also be computed by hand.
    return (array.round(DECIMALS) + 0.0).tolist()


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
        raise ValueError(f"mask must hold True (may attend) and False only; got {mask!r:.60}")
    return array.astype(int).tolist()


def clean_goal(goal, query_len, key_len):
    """Return a goal whose parts are all there and whose cell exists."""
    if goal is None:
        return None
    if not isinstance(goal, dict):
        raise ValueError(f"goal must be a dict of text, query, key and a bound; got {goal!r:.60}")
    if not {"text", "query", "key"} <= goal.keys() or not {"above", "below"} & goal.keys():
        raise ValueError(
            "goal must have text, query, key and above or below; got " + ", ".join(sorted(goal))
        )
    for axis, length in {"query": query_len, "key": key_len}.items():
        _whole(goal[axis], 0, length - 1, f"goal's {axis}")
    for bound in {"above", "below"} & goal.keys():
        _between(goal[bound], 0, 1, f"goal's {bound}")
    return goal


def mask_fields(mask, query_len, key_len):
    """Return the state's fields for a mask given by name or as a matrix."""
    if isinstance(mask, str):
        return {"mask": mask, "custom": None}
    array = np.asarray(mask)
    if array.dtype != bool:
        raise ValueError(
            "mask must be a name or hold True (may attend) and False only; "
            f"got {mask!r:.60} (dtype {array.dtype})"
        )
    return {"mask": "custom", "custom": clean_custom(array, (query_len, key_len))}


def refitted(state, given):
    """Return the score's parameters that go back to their default, as queries have a new width."""
    shape = _numbers(state["query"], "query").shape
    return {
        name: None
        for name in ("general", "additive_v")
        if name not in given and state[name] is not None and len(state[name]) not in shape[1:]
    }


def is_wide(query):
    """Return whether a query has more dimensions than can be edited."""
    array = _numbers(query, "query")
    return array.ndim == 2 and array.shape[1] > MAX_DIM


def _numbers(matrix, name):
    try:
        return np.array(matrix, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be a matrix of numbers; got {matrix!r:.60}") from None


def _width(matrix, name, axis, most):
    array = _numbers(matrix, name)
    if array.ndim != 2 or not 1 <= array.shape[1] <= most:
        raise ValueError(
            f"{name} must have shape (tokens, {axis}) with {axis} 1 to {most}; got {array.shape}"
        )
    return array.shape[1]


def _one_of(value, allowed, name):
    if not isinstance(value, str) or value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(allowed)}; got {value!r}")
    return value


def _between(value, low, high, name):
    if isinstance(value, bool) or not isinstance(value, Real) or not low <= value <= high:
        raise ValueError(f"{name} must be a number from {low} to {high}; got {value!r}")
    return float(value)


def _whole(value, low, high, name):
    try:
        whole = (
            int(value) if isinstance(value, float) and value.is_integer() else operator.index(value)
        )
    except TypeError:
        whole = None
    if whole is None or isinstance(value, bool) or not low <= whole <= high:
        raise ValueError(f"{name} must be a whole number from {low} to {high}; got {value!r}")
    return whole
