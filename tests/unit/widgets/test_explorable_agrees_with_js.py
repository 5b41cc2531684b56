"""What the browser unpacks and writes is what Python computed, in every state."""

import json
import subprocess

import numpy as np
import pytest
from node import ROOT, find_node

from attention_lib.describe import weight
from attention_lib.widgets import (
    axes_dial,
    cache_dial,
    heads_dial,
    rank_dial,
    shuffled_words,
    window_reach,
)
from attention_lib.widgets.explorable_snapshot import layer_colour, owner_colour


def shown_by_javascript(spec):
    done = subprocess.run(
        [find_node(), "tests/js/support/explorable.mjs"],
        input=json.dumps(spec),
        capture_output=True,
        cwd=ROOT,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{done.stderr}\n(are the JavaScript tools there? npm ci)"
    return json.loads(done.stdout)


def expected_text(panel, i, j):
    if panel.kind != "weights":
        return str(panel.matrix[i, j]) if panel.seen[i, j] else ""
    return weight(panel.matrix[i, j], visible=panel.seen[i, j])


def expected_colour(panel, i, j):
    if not panel.seen[i, j]:
        return ""
    paint = {"layers": layer_colour, "owners": owner_colour}[panel.kind]
    rgb = paint(panel.matrix[i, j])
    return f"rgb({' '.join(map(str, rgb))})"


@pytest.mark.parametrize(
    "factory", [axes_dial, shuffled_words, window_reach, heads_dial, cache_dial, rank_dial]
)
def test_every_state_reads_the_same_on_both_sides(factory):
    widget = factory()
    states = shown_by_javascript(widget.spec)
    assert len(states) == len(widget.frames)
    for (values, frame), state in zip(widget.frames.items(), states, strict=True):
        assert tuple(state["choice"].values()) == values
        assert state["sentence"] == frame.text
        assert state["note"] == " ".join(frame.note)
        assert state["warning"] == frame.warning
        assert [tuple(line) for line in state["lines"]] == list(frame.lines)
        for panel, drawn in zip(frame.panels, state["panels"], strict=True):
            assert drawn["title"] == panel.title
            assert (drawn["rows"], drawn["columns"]) == (list(panel.rows), list(panel.columns))
            assert (drawn["ends"], drawn["end"]) == (list(panel.ends), panel.end_title)
            np.testing.assert_array_equal(drawn["masked"], ~panel.seen)
            assert drawn["texts"] == [
                [expected_text(panel, i, j) for j in range(len(panel.columns))]
                for i in range(len(panel.rows))
            ]
            if panel.kind != "weights":  # these travel with 5 decimals: a shade may differ by 1
                assert drawn["colours"] == [
                    [expected_colour(panel, i, j) for j in range(len(panel.columns))]
                    for i in range(len(panel.rows))
                ]
