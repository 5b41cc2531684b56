"""The reach of a window: every cell and every number equals what passing notes would give."""

from itertools import product

import numpy as np
import pytest

from attention_lib.widgets import window_reach
from attention_lib.widgets.dials_reach import LENGTH, first_layers, reach_mask

DIAL = window_reach()
STATES = list(product(range(5), (False, True), (False, True)))  # window, causal, global token


def may_look(i, j, window, causal, global_token):
    near = abs(i - j) <= window or (global_token and 0 in (i, j))
    return near and (j <= i or not causal)


def knowledge(window, causal, global_token, layers):
    """Pass notes: in each layer everyone reads what those in sight knew before it."""
    known = [{i} for i in range(LENGTH)]
    for _ in range(layers):
        known = [
            set().union(
                *(known[j] for j in range(LENGTH) if may_look(i, j, window, causal, global_token))
            )
            for i in range(LENGTH)
        ]
    return known


def lines(window, layers, causal, global_token):
    return dict(DIAL.frames[window, layers, causal, global_token].lines)


@pytest.mark.parametrize(("window", "causal", "global_token"), STATES)
def test_what_is_seen_equals_passing_notes(window, causal, global_token):
    for layers in range(1, 7):
        known = knowledge(window, causal, global_token, layers)
        frame = DIAL.frames[window, layers, causal, global_token]
        (panel,) = frame.panels
        assert [set(np.flatnonzero(row)) for row in panel.seen] == known
        np.testing.assert_array_equal(panel.shown, panel.seen)
        assert frame.text.endswith(f"position 8 can have seen {len(known[8])} of 16 inputs.")


@pytest.mark.parametrize(("window", "causal", "global_token"), STATES)
def test_a_cell_names_the_first_layer_that_sees(window, causal, global_token):
    first = first_layers(reach_mask(window, causal, global_token))
    known = [knowledge(window, causal, global_token, layers) for layers in range(7)]
    for i, j in product(range(LENGTH), repeat=2):
        seeing = [layers for layers in range(1, 7) if j in known[layers][i]]
        assert first[i, j] == (seeing[0] if seeing else 0)


def test_away_from_the_edges_it_sees_1_plus_twice_layers_times_window():
    for window, layers in product(range(5), range(1, 7)):
        inputs = 1 + 2 * layers * window
        assert lines(window, layers, False, False)["seen through windows"].startswith(
            f"1 + 2 · {layers * window} = {inputs}"
        )
        counts = DIAL.frames[window, layers, False, False].panels[0].seen.sum(axis=1)
        inner = range(layers * window, LENGTH - layers * window)
        assert all(counts[i] == inputs for i in inner)


def test_a_causal_window_reaches_back_only():
    for window, layers in product(range(5), range(1, 7)):
        text = lines(window, layers, True, False)
        assert text["reach of the windows"] == f"{layers} · {window} = {layers * window} back"
        seen = DIAL.frames[window, layers, True, False].panels[0].seen
        assert seen[LENGTH - 1].sum() == min(1 + layers * window, LENGTH)
        assert not np.triu(seen, 1).any()


@pytest.mark.parametrize(("window", "causal", "global_token"), STATES)
def test_the_counted_scores_are_those_of_one_layer(window, causal, global_token):
    pairs = list(product(range(LENGTH), repeat=2))
    computed = sum(may_look(i, j, window, causal, global_token) for i, j in pairs)
    full = sum(j <= i or not causal for i, j in pairs)
    shown = {
        lines(window, layers, causal, global_token)["scores in each layer"] for layers in (1, 6)
    }
    assert shown == {f"{computed} instead of {full}"}


@pytest.mark.parametrize(("window", "causal", "global_token"), STATES)
def test_the_layers_to_see_everything_are_enough_and_no_fewer(window, causal, global_token):
    text = lines(window, 1, causal, global_token)["layers to see everything"]
    goal = [set(range(i + 1 if causal else LENGTH)) for i in range(LENGTH)]
    if text == "never":
        assert knowledge(window, causal, global_token, 30) != goal
    else:
        assert knowledge(window, causal, global_token, int(text.split()[0])) == goal
        assert knowledge(window, causal, global_token, int(text.split()[0]) - 1) != goal


def test_a_global_token_connects_everyone_in_two_layers_unless_causal():
    assert {lines(w, 1, False, True)["layers to see everything"] for w in range(5)} == {"2"}
    for window, layers in product(range(5), range(1, 7)):
        with_token = DIAL.frames[window, layers, True, True].panels[0].seen
        without = DIAL.frames[window, layers, True, False].panels[0].seen
        assert not (with_token ^ without)[:, 1:].any()  # it passes on nothing but itself
        assert with_token[:, 0].all()
