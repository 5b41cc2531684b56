"""The browser reads every set of heads as Python wrote it, and draws what Python measured."""

import json
import subprocess

import numpy as np
import pytest
from node import ROOT, find_node

from attention_lib.models import pruning_results
from attention_lib.models.pruning_results import measured, path_heads, state_heads
from attention_lib.models.retrieval import shares
from attention_lib.widgets import HeadPruning


@pytest.fixture(scope="module")
def told():
    """What the widget's JavaScript makes of the shipped results."""
    done = subprocess.run(
        [find_node(), "tests/js/support/pruning.mjs"],
        input=json.dumps(HeadPruning().spec),
        capture_output=True,
        cwd=ROOT,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{done.stderr}\n(are the JavaScript tools there? npm ci)"
    return json.loads(done.stdout)


def test_every_set_of_heads_is_the_same_on_both_sides(told):
    states = pruning_results()["states"]
    assert len(told["told"]) == len(states)
    for (key, found), read in zip(states.items(), told["told"], strict=True):
        np.testing.assert_array_equal(read["heads"], state_heads(key).ravel())
        assert read["key"] == key
        assert read["howMany"] == f"{state_heads(key).sum()} of 72 heads on"
        assert read["percents"] == [share.percent for share in shares(found).values()]


def test_every_curve_passes_through_the_measured_states(told):
    results = pruning_results()
    for task, curves in zip(("questions", "titles"), told["curves"], strict=True):
        for order, points in zip(results["orders"].values(), curves, strict=True):
            assert {0, 6, 12, 66, 72} <= {point["off"] for point in points}
            for point in points:
                outcome = measured(path_heads(order, point["off"]))
                assert point["right"] == outcome[task].sum()


def test_a_heads_worth_is_what_is_found_without_it_alone(told):
    everything = measured(path_heads((), 0))
    for number, worth in enumerate(told["worths"]):
        alone = measured(path_heads([divmod(number, 12)], 1))
        change = sum(int(alone[task].sum()) - int(everything[task].sum()) for task in alone)
        assert worth == change
