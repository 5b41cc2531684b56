"""A notebook with its widgets' state, or an exported page, stays small: each view below 50 kB."""

import json

import pytest
from ipywidgets.embed import dependency_state

from attention_lib.widgets import AttentionComparison, AttentionEditor, Translator

LONGEST = " plus ".join(["nine hundred and ninety nine"] * 6)
SHOWN = {
    "editor": lambda: AttentionEditor(mask="causal"),
    "comparison": lambda: AttentionComparison(b={"mask": "causal"}),
    "translator": Translator,
    "translator of a long phrase": lambda: Translator(LONGEST, ("bahdanau", "transformer-4")),
}


@pytest.mark.parametrize("shown", SHOWN.values(), ids=SHOWN)
def test_a_saved_view_holds_its_program_and_stays_small(shown):
    widget = shown()
    saved = json.dumps(dependency_state([widget], drop_defaults=False))
    assert json.dumps(widget._esm) in saved
    assert json.dumps(widget._css) in saved
    assert len(saved) < 50_000
