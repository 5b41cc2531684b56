"""A comparison's state: what both sides share, and the settings of A and of B.

Each side is an editor's state; whatever the editor can check or change is done there.
"""

from contextlib import contextmanager

import numpy as np

from attention_lib.widgets.editor_state import clean_state, mask_fields
from attention_lib.widgets.editor_words import with_tokens

SIDES = ("a", "b")
SIDE_DEFAULTS = {
    "score": "dot",
    "scaled": True,
    "temperature": 1.0,
    "mask": "none",
    "window": 1,
    "padding": 1,
    "custom": None,
}
SHARED = {"tokens", "key_tokens", "query", "key", "value", "general", "additive_v"}
SETTINGS = SIDE_DEFAULTS.keys() - {"custom"}


def side_of(state, side):
    """Return one side as an editor's state."""
    return {name: part for name, part in state.items() if name not in SIDES} | state[side]


def clean_comparison(state):
    """Check a state and write it in its canonical form.

    Parameters
    ----------
    state : dict
        As described in ``js/comparison_types.js``.

    Returns
    -------
    dict
        Plain lists, strings, booleans and numbers, in a fixed order.

    Raises
    ------
    ValueError
        If anything does not fit; the message says what must hold and what was
        given, and for a setting of which side.
    """
    if not isinstance(state, dict) or not all(isinstance(state.get(side), dict) for side in SIDES):
        raise ValueError(f"a comparison's state must have a and b; got {state!r:.60}")
    # What is shared is wrong for both: its message names no side.
    shared = clean_state(side_of(state | {"a": SIDE_DEFAULTS | {"padding": 0}}, "a"))
    shared = {name: part for name, part in shared.items() if name not in SIDE_DEFAULTS}
    sides = {}
    for side in SIDES:
        with _naming(side):
            cleaned = clean_state({**shared, **state[side]})
        sides[side] = {name: cleaned[name] for name in SIDE_DEFAULTS}
    return {**shared, **sides}


def with_settings(settings, changes, side, shape):
    """Return a side's settings after some of them were given by a caller.

    Parameters
    ----------
    settings, changes : dict
        What holds and what is to change; a mask by name or as a matrix.
    side : {"a", "b"}
    shape : tuple of int
        (query_len, key_len).

    Raises
    ------
    ValueError
        If a change is none that a side can make.
    """
    if not isinstance(changes, dict):
        raise ValueError(f"{side} must be a dict of settings; got {changes!r:.60}")
    unknown = changes.keys() - SETTINGS
    if unknown:
        raise ValueError(
            f"{side} may hold {', '.join(sorted(SETTINGS))}; got {', '.join(map(str, unknown))}"
        )
    if "mask" in changes:
        with _naming(side):
            changes = {**changes, **mask_fields(changes["mask"], *shape)}
    return {**settings, **changes}


def settings_given(settings):
    """Return a side's settings as a caller gives them: a drawn mask as its matrix."""
    given = {name: settings[name] for name in SIDE_DEFAULTS if name in SETTINGS}
    if settings["mask"] == "custom":
        given["mask"] = np.array(settings["custom"], dtype=bool)
    return given


def with_words(state, tokens, key_tokens):
    """Return the shared fields and both sides for new words, which keep their numbers."""
    fields = {}
    for side in SIDES:
        one = side_of(state, side)
        changed = one | with_tokens(one, tokens, key_tokens)
        fields[side] = {name: changed[name] for name in SIDE_DEFAULTS}
    shared = {name: part for name, part in changed.items() if name not in SIDE_DEFAULTS}
    return {**shared, **fields}


@contextmanager
def _naming(side):
    """Say in a message which side it is about."""
    try:
        yield
    except ValueError as error:
        raise ValueError(f"{side}: {error}") from None
