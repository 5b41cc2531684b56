"""A folded widget gives nothing away before it is opened, on the screen and in the snapshot."""

import pytest
from displayed import outputs_of, snapshot_of

from attention_lib.views.folded import SUMMARY
from attention_lib.widgets import heads_dial, rank_dial


@pytest.mark.parametrize("dial", [heads_dial, rank_dial])
def test_a_folded_snapshot_hides_everything_behind_its_summary(dial):
    widget = dial()
    assert widget.fold() is widget
    html = snapshot_of(widget)
    before, inside = html.split(f"<details><summary>{SUMMARY}</summary>")
    assert widget.sentence() in inside
    assert "<table" not in before and "<p>" not in before


def test_folding_changes_neither_the_sentence_nor_the_view():
    plain, folded = rank_dial(), rank_dial().fold()
    assert repr(folded) == repr(plain)
    assert [*outputs_of(folded)[1]] == [*outputs_of(plain)[1]]
    assert "<details><summary>" + SUMMARY not in snapshot_of(plain)


def test_the_page_and_python_ask_in_the_same_words():
    from attention_lib.widgets.base import STATIC

    assert SUMMARY in (STATIC / "explorable.js").read_text(encoding="utf-8")
