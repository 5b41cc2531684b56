"""``Explorable``: every state computed once, one of them shown, the same in every place."""

import json
from itertools import groupby, product

import numpy as np
import pytest
from displayed import first_message, outputs_of, snapshot_of
from html_page import Page, contrast
from traitlets import TraitError

from attention_lib.widgets import (
    Explorable,
    axes_dial,
    cache_dial,
    heads_dial,
    rank_dial,
    shuffled_words,
    window_reach,
)
from attention_lib.widgets.explorable_parts import Control, Frame, Panel

CONTROLS = (
    Control("tilt", "Tilt", "radio", ("left", "right")),
    Control("steps", "Steps", "range", (0, 1, 2), ("none", "one", "two")),
    Control("hide", "hide the last key", "switch", (False, True)),
)
ROWS, COLUMNS = ("a", "b"), ("x", "y", "z")
FACTORIES = [axes_dial, shuffled_words, window_reach, heads_dial, cache_dial, rank_dial]
KEPT_TAGS = {"br", "div", "p", "em", "span", "table", "caption", "thead", "tbody", "tr", "th", "td"}


def matrix_of(tilt, steps, hide):
    weights = np.array([[0.5, 0.3, 0.2], [0.1, 0.2, 0.7]]) / (1 + steps)
    weights = weights if tilt == "left" else weights[:, ::-1]
    return np.where([True, True, not hide], weights, 0)


def small(calls=None, **options):
    def frame(tilt, steps, hide):
        if calls is not None:
            calls.append((tilt, steps, hide))
        visible = np.tile([True, True, not hide], (2, 1))
        panel = Panel(matrix_of(tilt, steps, hide), ROWS, COLUMNS, "W", visible)
        return Frame((panel,), ("Tilted", f"{tilt}.") if steps else ("Flat.",), lines=(("n", "1"),))

    return Explorable("Small", CONTROLS, frame, film=[{}, {"steps": 2}], **options)


def test_each_state_is_computed_exactly_once():
    calls = []
    small(calls)
    assert calls == list(product(("left", "right"), (0, 1, 2), (False, True)))


@pytest.mark.parametrize(("tilt", "steps", "hide"), [("left", 0, False), ("right", 2, True)])
def test_the_weights_belong_to_what_is_chosen(tilt, steps, hide):
    widget = small(choice={"tilt": tilt, "steps": steps, "hide": hide})
    np.testing.assert_array_equal(widget.weights, matrix_of(tilt, steps, hide))
    assert widget.frame is widget.frames[tilt, steps, hide]


def test_a_part_of_a_choice_changes_that_part_alone():
    widget = small(choice={"steps": 1, "hide": True})
    widget.choice = {"tilt": "right"}
    assert widget.choice == {"tilt": "right", "steps": 1, "hide": True}
    widget.choice = {"hide": False}
    assert widget.choice == {"tilt": "right", "steps": 1, "hide": False}


def test_numpy_numbers_choose_as_plain_ones_do_and_stay_json():
    widget = small()
    widget.choice = {"steps": np.int64(2), "hide": np.bool_(True)}
    assert json.loads(json.dumps(widget.choice)) == {"tilt": "left", "steps": 2, "hide": True}


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ({"tilt": "up"}, "tilt must be one of 'left', 'right'; got 'up'"),
        ({"steps": 3}, "steps must be one of 0, 1, 2; got 3"),
        ({"steps": True}, "steps must be one of 0, 1, 2; got True"),
        ({"hide": 1}, "hide must be one of False, True; got 1"),
        ({"tlit": "left"}, "choice has the names tilt, steps, hide; got tlit"),
    ],
)
def test_an_impossible_choice_is_refused_in_words_and_nothing_changes(choice, sentence):
    widget = small(choice={"steps": 1})
    with pytest.raises(TraitError) as refused:
        widget.choice = choice
    assert str(refused.value) == sentence
    assert widget.choice == {"tilt": "left", "steps": 1, "hide": False}
    with pytest.raises(ValueError, match=sentence.split(";")[0]):
        small(choice=choice)


def test_the_weights_cannot_be_written_into():
    widget = small()
    with pytest.raises(ValueError, match="read-only"):
        widget.weights[0, 0] = 1


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: Control("a", "A", "dial", (1, 2)), "kind must be one of radio, range"),
        (lambda: Control("a", "A", "range", (1, 2), ("one",)), "a needs 2 texts; got 1"),
        (lambda: Control("a", "A", "cycle", (1, 2, 3)), "a needs 2 texts; got 0"),
        (lambda: Panel(np.zeros((2, 3)), COLUMNS, ROWS, "W"), "got 3 row labels and 2 column"),
        (lambda: Panel(np.zeros((2, 3)), ROWS, COLUMNS, "W", ends="1"), "one text per row, 2"),
    ],
)
def test_parts_that_do_not_fit_are_refused_in_words(build, sentence):
    with pytest.raises(ValueError, match=sentence):
        build()


def test_equal_texts_labels_and_matrices_are_packed_once():
    spec = small().spec
    assert len(spec["texts"]) == len(set(spec["texts"]))
    assert spec["labels"] == [["a", "b"], ["x", "y", "z"], []]
    assert len(spec["matrices"]) == 12

    constant = Frame((Panel(np.eye(2, 3), ROWS, COLUMNS, "W"),), ("Always.",))
    same = Explorable("Same", CONTROLS, lambda **_: constant, film=[{}])
    assert (len(same.spec["frames"]), same.spec["order"]) == (1, [0] * 12)


def test_in_plain_text_it_is_the_sentence_of_what_is_shown():
    widget = small()
    assert repr(widget) == "Explorable: Flat."
    widget.choice = {"steps": 2, "tilt": "right"}
    assert repr(widget) == "Explorable: Tilted right."


@pytest.mark.parametrize("factory", FACTORIES)
def test_it_shows_a_snapshot_and_then_the_live_view(factory):
    widget = factory()
    snapshot, view = outputs_of(widget)
    assert snapshot["text/plain"] == repr(widget)
    assert list(view) == ["application/vnd.jupyter.widget-view+json"]


@pytest.mark.parametrize("factory", FACTORIES)
def test_a_saved_view_stays_below_50_kb(factory):
    state = factory().get_state()
    assert {"_esm", "_css", "spec"} <= state.keys()
    assert len(json.dumps(state)) < 50_000
    assert len(snapshot_of(factory())) < 30_000


@pytest.mark.parametrize("factory", FACTORIES)
def test_the_snapshot_needs_nothing_that_a_sanitizer_strips(factory):
    page = Page(snapshot_of(factory()))
    assert set(page.tags) <= KEPT_TAGS
    assert {name for _, name, _ in page.attributes} <= {"style", "class", "colspan"}


@pytest.mark.parametrize("factory", FACTORIES)
def test_all_text_on_the_snapshots_cells_can_be_read(factory):
    cells = [c for table in Page(snapshot_of(factory())).tables for row in table for c in row]
    painted = [cell for cell in cells if "background:#" in cell.style]
    assert len(painted) > 40
    assert min(contrast(*cell.colours) for cell in painted) >= 4.5


def test_the_snapshot_tells_each_of_its_frames_in_words_and_numbers():
    widget = small()
    page = Page(snapshot_of(widget))
    assert "Flat." in page.text
    assert "Tilted left." in page.text
    shown = [[[c.text for c in row[1:]] for row in table[1:]] for table in page.tables]
    assert shown == [
        [["0.50", "0.30", "0.20"], ["0.10", "0.20", "0.70"]],
        [["0.17", "0.10", "0.07"], ["0.03", "0.07", "0.23"]],
    ]
    assert page.captions == ["W(query ↓ / key →)"] * 2


def test_words_are_shown_as_they_are():
    nasty = ("</td><script>", "&amp;")
    panel = Panel(np.eye(2), nasty, nasty, "<b>W</b>", np.eye(2, dtype=bool), nasty, "<i>")
    frame = Frame((panel,), ("<img src=x>",), ("<u>note</u>",), "<s>")
    page = Page(Explorable("x", CONTROLS, lambda **_: frame, film=[{}]).snapshot())
    assert set(page.tags) <= KEPT_TAGS
    assert [row[0].text for row in page.tables[0][1:]] == list(nasty)
    assert "<img src=x> <u>note</u> ⚠ <s>" in page.text


def test_the_snapshots_runs_of_layers_stand_under_their_inputs():
    page = Page(snapshot_of(window_reach()))
    spans = iter(int(value) for _, name, value in page.attributes if name == "colspan")
    for table, state in zip(page.tables, [(2, 1, 0), (2, 3, 0), (2, 2, 1)], strict=True):
        window, layers, global_token = state
        panel = window_reach().frames[window, layers, False, bool(global_token)].panels[0]
        assert [cell.text for cell in table[0][1:]] == list(panel.columns)
        for row, cells in zip(panel.matrix * panel.seen, table[1:], strict=True):
            runs = [(layer, len(list(run))) for layer, run in groupby(row.tolist())]
            assert [cell.text for cell in cells[1:]] == [str(layer or "·") for layer, _ in runs]
            assert [next(spans) for _ in runs] == [length for _, length in runs]


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ({5: 1}, "choice has the names tilt, steps, hide; got 5"),
        ({5: 1, None: 2}, "choice has the names tilt, steps, hide; got 5, None"),
        ([1], r"choice must be a dict with the names tilt, steps, hide; got \[1\]"),
    ],
)
def test_names_that_are_no_strings_are_refused_in_words(choice, sentence):
    with pytest.raises(ValueError, match=sentence):
        small(choice=choice)
    if isinstance(choice, dict):
        with pytest.raises(TraitError, match=sentence):
            small().choice = choice


def test_what_was_computed_once_cannot_be_assigned():
    widget = small()
    spec, frames = widget.spec, widget.frames
    with pytest.raises(TraitError, match="read-only"):
        widget.spec = {}
    with pytest.raises(AttributeError):
        widget.frames = {}
    with pytest.raises(TypeError):
        widget.frames["left", 0, False] = None
    assert (widget.spec, widget.frames) == (spec, frames)


def test_the_browsers_first_message_holds_every_frame():
    state = first_message(small, choice={"steps": 2})
    assert len(state["spec"]["order"]) == 12
    assert state["choice"] == {"tilt": "left", "steps": 2, "hide": False}


def owned(matrix, nouns=("column", "head"), **options):
    return Panel(matrix, ROWS, COLUMNS, "O", kind="owners", nouns=nouns, **options)


def test_owners_are_packed_as_they_are_with_their_nouns():
    frame = Frame((owned([[1, 1, 2], [3, 32, 32]]),), ("Owned.",))
    widget = Explorable("Owned", CONTROLS, lambda **_: frame, film=[{}])
    assert widget.spec["matrices"] == [[[1, 1, 2], [3, 32, 32]]]
    assert widget.spec["panels"][0]["nouns"] == ["column", "head"]
    np.testing.assert_array_equal(widget.weights, [[1, 1, 2], [3, 32, 32]])


def test_the_snapshots_runs_of_owners_differ_from_their_neighbours():
    frame = Frame((owned([[1, 1, 2], [4, 5, 5]]),), ("Owned.",))
    page = Page(snapshot_of(Explorable("Owned", CONTROLS, lambda **_: frame, film=[{}])))
    (table,) = page.tables
    assert [[cell.text for cell in row[1:]] for row in table[1:]] == [["1", "2"], ["4", "5"]]
    for row in table[1:]:
        one, two = (cell.colours[0] for cell in row[1:])
        assert contrast(one, two) > 1.5  # in grey too
    spans = [int(value) for _, name, value in page.attributes if name == "colspan"]
    assert spans == [2, 1, 1, 2]


def layers(matrix, **options):
    return Panel(matrix, ROWS, COLUMNS, "R", kind="layers", layers=2, **options)


@pytest.mark.parametrize(
    ("build", "error", "sentence"),
    [
        (lambda: Control("a", "A", "radio", "xy"), TypeError, "values must be a tuple or a list"),
        (lambda: Control("a", "A", "radio", (1, 2), "xy"), TypeError, "texts must be a tuple"),
        (lambda: Control("a", "A", "radio", ()), ValueError, "a needs at least one value"),
        (
            lambda: Panel(np.zeros((2, 3)), ROWS, COLUMNS, "W", kind="weightz"),
            ValueError,
            "kind must be one of weights, layers, owners; got 'weightz'",
        ),
        (lambda: Panel(np.zeros((2, 3)), "ab", COLUMNS, "W"), TypeError, "rows must be a tuple"),
        (
            lambda: Panel(np.zeros((2, 3)), ROWS, COLUMNS, "W", ends="ab"),
            TypeError,
            "ends must be a tuple or a list; got 'ab'",
        ),
        (
            lambda: Panel([[0.1, np.nan, 0], [0, 1, 0]], ROWS, COLUMNS, "W"),
            ValueError,
            "matrix must hold finite numbers",
        ),
        (lambda: Panel([[1, 2, 3], [1]], ROWS, COLUMNS, "W"), ValueError, "must be rectangular"),
        (
            lambda: Panel(np.zeros((2, 3)), ROWS, COLUMNS, "W", np.ones((3, 2), dtype=bool)),
            ValueError,
            r"visible must be boolean of shape \(2, 3\); got bool of shape \(3, 2\)",
        ),
        (
            lambda: Panel(np.zeros((2, 3)), ROWS, COLUMNS, "W", np.ones((2, 3))),
            ValueError,
            "visible must be boolean .* got float64",
        ),
        (lambda: layers([[0, 10, 1], [2, 0, 3]]), ValueError, "whole numbers from 0 to 9"),
        (lambda: layers([[0, -1, 1], [2, 0, 3]]), ValueError, "whole numbers from 0 to 9"),
        (lambda: layers(np.eye(2, 3)), ValueError, "whole numbers from 0 to 9"),
        (lambda: owned([[0, 1, 1], [2, 1, 3]]), ValueError, "owners, whole numbers from 1"),
        (lambda: owned(np.eye(2, 3) + 1), ValueError, "owners, whole numbers from 1"),
        (lambda: owned([[1, 1, 1], [2, 1, 3]], ()), ValueError, r"needs 2 nouns; got \(\)"),
        (lambda: layers([[1, 1, 1], [2, 1, 3]], nouns=("a", "b")), ValueError, "alone needs 2"),
        (lambda: Frame((), "Flat."), TypeError, "sentence must be a tuple or a list; got 'Flat.'"),
        (lambda: Frame((), ("Flat.",), "No."), TypeError, "note must be a tuple"),
        (lambda: Frame(layers([[0, 9, 1], [2, 0, 3]]), ()), TypeError, "panels must be a tuple"),
    ],
)
def test_an_authors_mistake_is_named_where_it_is_made(build, error, sentence):
    with pytest.raises(error, match=sentence):
        build()


def test_lists_do_as_well_as_arrays():
    panel = Panel([[0.5, 0.5, 0], [1, 0, 0]], [*ROWS], [*COLUMNS], "W", [[True] * 3, [False] * 3])
    widget = Explorable("L", CONTROLS, lambda **_: Frame([panel], ["Always."]), film=[{}])
    np.testing.assert_array_equal(widget.weights, [[0.5, 0.5, 0], [1, 0, 0]])
    assert widget.spec["matrices"] == [[[50_000, 50_000, 0], [-1, -1, -1]]]


def test_two_controls_of_one_name_are_refused():
    with pytest.raises(ValueError, match="each control must have its own name; got tilt, tilt"):
        Explorable("x", [CONTROLS[0]] * 2, lambda **_: None, film=[])


def test_frames_that_do_not_belong_together_are_refused():
    def frame(tilt, **_):
        return Frame((Panel(np.eye(2, 3), ROWS, COLUMNS, "W"),) * (1 + (tilt == "right")), ())

    with pytest.raises(ValueError, match="all frames must have panels of the same kind"):
        Explorable("x", CONTROLS, frame, film=[{}])

    def renamed(tilt, **_):
        return Frame((owned([[1, 1, 2], [1, 2, 2]], ("column", f"{tilt} head")),), ())

    with pytest.raises(ValueError, match=r"end_title, row and nouns; got .*left head.*right head"):
        Explorable("x", CONTROLS, renamed, film=[{}])
    with pytest.raises(TypeError, match="frame must return a Frame; got ndarray"):
        Explorable("x", CONTROLS, lambda **_: np.eye(2), film=[{}])
