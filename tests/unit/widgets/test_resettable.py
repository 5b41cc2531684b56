"""What Reset returns to: kept from the first change on, and never twice."""

import json

import numpy as np
import pytest
import traitlets
from ipywidgets.embed import dependency_state

from attention_lib.widgets import AttentionComparison, AttentionEditor

WIDGETS = [AttentionEditor, AttentionComparison]
SIZES = [(6, 4), (16, 8)]


@pytest.fixture(params=WIDGETS)
def widget(request):
    return request.param("the cat sat", head_dim=2)


def edited(state, seq):
    """What the browser sends after one number was typed."""
    first, *others = state["query"]
    return {**state, "seq": seq, "query": [[7.0, *first[1:]], *others]}


def test_before_the_first_change_the_state_is_kept_once(widget):
    assert widget.initial is None
    with pytest.raises(ValueError, match="head_dim"):
        widget.query = [[1, 2, 3]] * 3
    assert widget.initial is None


def test_python_keeps_what_the_widget_began_with(widget):
    start = widget.state
    widget.query = -widget.query
    widget.update(tokens="a dog", value=np.ones((2, 5)))
    assert widget.initial == start


@pytest.mark.parametrize("sends_initial", [True, False])
def test_so_does_an_edit_in_the_browser(widget, sends_initial):
    start = widget.state
    message = {"initial": start} if sends_initial else {}
    widget.set_state({**message, "state": edited(start, 1)})
    assert (widget.state["query"][0][0], widget.initial) == (7, start)
    widget.set_state({"state": {**start, "seq": 2}})  # Undo
    widget.key = -widget.key
    assert widget.initial == start


def test_an_edit_that_python_refuses_leaves_both(widget):
    start = widget.state
    bad = {**start, "seq": 1, "query": [[1, 2, 3]]}
    with pytest.raises(traitlets.TraitError, match="head_dim"):
        widget.set_state({"initial": start, "state": bad})
    assert (widget.state, widget.initial) == (start, None)


def test_a_screen_that_python_refuses_gets_the_last_good_state_back(widget, monkeypatch):
    messages = []
    monkeypatch.setattr(widget, "_send", lambda message, buffers=None: messages.append(message))
    start = widget.state
    with pytest.raises(traitlets.TraitError, match="head_dim"):
        widget.set_state({"initial": start, "state": {**start, "query": [[1, 2, 3]]}})
    assert messages[-1]["method"] == "update"
    assert messages[-1]["state"] == {"state": start, "initial": None}
    widget.set_state({"state": edited(start, 1)})  # the next edit starts from there
    assert widget.state["query"][0][0] == 7


def test_an_assignment_reaches_the_screen_in_one_message(widget, monkeypatch):
    messages = []
    monkeypatch.setattr(widget, "_send", lambda message, buffers=None: messages.append(message))
    start = widget.state
    widget.update(query=-widget.query)
    assert [message["method"] for message in messages] == ["update"]
    assert messages[0]["state"] == {"state": widget.state, "initial": start}
    widget.update(query=-widget.query)
    assert messages[1]["state"] == {"state": widget.state}


@pytest.mark.parametrize(("words", "head_dim"), SIZES)
@pytest.mark.parametrize("kind", WIDGETS)
def test_a_saved_view_with_its_program_stays_below_50_kb(kind, words, head_dim):
    assert bytes_saved(kind, words, head_dim) < 50_000


@pytest.mark.parametrize(("words", "head_dim"), SIZES)
def test_so_does_an_editors_after_an_edit(words, head_dim):
    assert bytes_saved(AttentionEditor, words, head_dim, edit=True) < 50_000


def bytes_saved(kind, words, head_dim, *, edit=False):
    widget = kind([f"word{place}" for place in range(words)], head_dim=head_dim)
    if edit:
        widget.query = -widget.query
    return len(json.dumps(dependency_state([widget], drop_defaults=False)).encode())
