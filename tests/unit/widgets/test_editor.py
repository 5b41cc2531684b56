"""The editor from Python: what it takes, what it refuses and what it shows without a browser."""

import json
import subprocess
import sys

import numpy as np
import pytest
from displayed import VIEW, outputs_of

from attention_lib import scaled_dot_product_attention
from attention_lib.examples import word_vectors
from attention_lib.widgets import AttentionEditor
from attention_lib.widgets.base import STATIC

RNG = np.random.default_rng(0)
QUERY, KEY, VALUE = (RNG.uniform(-2, 2, (3, width)).round(2) for width in (4, 4, 2))
PROGRAMS = ("editor.js", "large.js", "editor.css")
CUSTOM = np.array([[1, 0, 1], [0, 0, 0], [1, 1, 1]], dtype=bool)


def an_editor(**changes):
    """Three words, head_dim 4, value_dim 2."""
    return AttentionEditor("the cat sat", **{"query": QUERY, "key": KEY, "value": VALUE, **changes})


# --- What it computes ---


def test_the_editor_shows_what_the_library_computes():
    editor = an_editor(mask=CUSTOM, scaled=False, temperature=2.5)
    output, weights = scaled_dot_product_attention(
        QUERY, KEY, VALUE, mask=CUSTOM, scale=1 / 2.5, return_weights=True
    )
    np.testing.assert_allclose(editor.scores, QUERY @ KEY.T / 2.5)
    np.testing.assert_allclose(editor.weights, weights)
    np.testing.assert_allclose(editor.output, output)
    assert editor.output.shape == (3, 2)
    assert not editor.weights[1].any()


def test_a_mask_by_name_hides_what_its_name_says():
    editor = an_editor()
    editor.mask = "causal"
    np.testing.assert_array_equal(editor.mask, np.tril(np.ones((3, 3), dtype=bool)))
    editor.update(mask="padding", padding=2)
    np.testing.assert_array_equal(editor.mask, [[True, False, False]] * 3)
    editor.update(mask="window", window=0)
    np.testing.assert_array_equal(editor.mask, np.eye(3, dtype=bool))
    editor.update(mask="window", window=1)
    near = [[True, True, False], [True, True, True], [False, True, True]]
    np.testing.assert_array_equal(editor.mask, near)
    editor.mask = "none"
    assert editor.mask.all()


def test_a_mask_row_is_broadcast_to_every_query():
    editor = an_editor(mask=[True, False, True])
    np.testing.assert_array_equal(editor.mask, [[True, False, True]] * 3)


def test_words_alone_get_the_same_numbers_every_time():
    one, other = AttentionEditor("a cat"), AttentionEditor(["a", "cat"])
    assert one.state == other.state
    np.testing.assert_array_equal(one.query, word_vectors(["a", "cat"], "query", 4))
    assert AttentionEditor("a cat", head_dim=3).query.shape == (2, 3)


# --- Assigning from Python ---


def test_an_assignment_is_one_step_and_keeps_what_reset_returns_to():
    editor = an_editor()
    start = editor.state
    editor.query = -QUERY
    editor.temperature = 2
    editor.update(mask="causal", scaled=False)
    assert editor.state["seq"] == 3
    assert editor.initial == start
    np.testing.assert_array_equal(editor.query, -QUERY)
    np.testing.assert_array_equal(editor.key, KEY)
    assert (editor.temperature, editor.scaled) == (2, False)


def test_an_update_of_several_parts_reaches_the_screen_as_one_change():
    editor = an_editor()
    seen = []
    editor.observe(lambda change: seen.append(change.new), "state")
    editor.update(tokens="a b", mask="causal", temperature=3)
    assert len(seen) == 1
    assert (seen[0]["tokens"], seen[0]["mask"], seen[0]["temperature"]) == (["a", "b"], "causal", 3)


@pytest.mark.parametrize("words", ["the cat", "the cat sat on it"])
@pytest.mark.parametrize("mask", ["none", "causal", "padding", "window", CUSTOM])
def test_other_words_can_be_assigned_whatever_the_mask(words, mask):
    editor = an_editor(mask=mask, padding=3)
    editor.tokens = words
    length = len(words.split())
    assert editor.weights.shape == (length, length)
    assert editor.output.shape == (length, 2)


def test_other_words_can_be_assigned_after_a_custom_mask_was_left_in_the_browser():
    editor = an_editor(mask=CUSTOM)
    editor.set_state({"state": {**editor.state, "mask": "causal", "seq": 1}})
    editor.tokens = "one two"
    np.testing.assert_array_equal(editor.mask, [[True, False], [True, True]])


def test_matrices_are_read_only_so_that_no_write_is_lost():
    editor = an_editor()
    for name in ("query", "key", "value"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(editor, name)[0, 0] = 5
    editor.query[1:].copy()[0, 0] = 9
    np.testing.assert_array_equal(editor.query, QUERY)


def test_the_editor_does_not_keep_the_callers_array():
    query = QUERY.copy()
    editor = an_editor(query=query)
    query[0, 0] = 7
    np.testing.assert_array_equal(editor.query, QUERY)


def test_two_editors_are_independent():
    one, other = AttentionEditor(), AttentionEditor()
    before = other.state
    one.mask = "causal"
    one.query = one.query + 1
    assert other.state == before
    assert other.initial is None
    other.temperature = 2
    assert other.initial == one.initial == before


def test_what_learners_loop_over_is_taken():
    editor = an_editor()
    for temperature in (2, np.float64(0.5), np.float32(0.5), np.int64(3), np.linspace(1, 2, 3)[1]):
        editor.temperature = temperature
        assert editor.temperature == float(temperature)
    editor.update(mask="window", window=np.int64(2))
    editor.query = QUERY.astype(np.float32).astype(np.float16)
    editor.key = np.arange(12).reshape(3, 4) - 5
    assert json.dumps(editor.state)


def test_a_state_from_the_browser_is_taken_over():
    editor = an_editor()
    state = json.loads(json.dumps(editor.state))
    state |= {"seq": 1, "temperature": 4, "mask": "custom", "custom": CUSTOM.astype(int).tolist()}
    state["query"][2][3] = -9.75
    editor.set_state({"state": state})
    assert editor.query[2, 3] == -9.75
    assert editor.temperature == 4
    np.testing.assert_array_equal(editor.mask, CUSTOM)
    assert editor.state["seq"] == 1


# --- Size ---


def test_a_state_of_6_words_and_4_dimensions_is_smaller_than_1_kb():
    everything = {"mask": np.ones((6, 6), dtype=bool), "temperature": 3.33, "scaled": False}
    rng = np.random.default_rng(0)
    typed = {role: rng.uniform(-10, 10, (6, 4)).round(2) for role in ("query", "key", "value")}
    computed = {role: rng.normal(size=(6, 4)) for role in ("query", "key", "value")}
    for editor in (
        AttentionEditor(**everything),
        AttentionEditor(**typed),
        AttentionEditor(**computed),
    ):
        assert len(json.dumps(editor.state)) < 1000


def test_a_saved_view_of_the_largest_editor_stays_below_50_kb():
    rng = np.random.default_rng(0)
    matrices = {role: rng.uniform(-10, 10, (16, 8)) for role in ("query", "key", "value")}
    editor = AttentionEditor(["wordlength"] * 16, **matrices)
    assert len(json.dumps(outputs_of(editor)).encode()) <= 50_000


# --- What is seen without a browser ---


def test_the_repr_is_one_stable_exact_sentence():
    editor = AttentionEditor(
        ["the", "cat"], query=[[1], [0]], key=[[0], [2]], value=[[1], [2]], scaled=False
    )
    assert (
        repr(editor) == "AttentionEditor: 2 queries by 2 keys; strongest: the attends to cat (0.88)"
    )
    again = AttentionEditor(
        ["the", "cat"], query=[[1], [0]], key=[[0], [2]], value=[[1], [2]], scaled=False
    )
    assert repr(again) == repr(editor) == str(editor)
    editor.mask = [[False, False], [True, True]]
    assert repr(editor) == (
        "AttentionEditor: 2 queries by 2 keys; strongest: cat attends to the (0.50); "
        "the has nothing to attend to"
    )


def test_the_snapshot_and_the_view_are_two_outputs():
    # In one output a trusted notebook without its kernel would show an error and no snapshot.
    editor = an_editor()
    snapshot, view = outputs_of(editor)
    assert set(snapshot) == {"text/html", "text/plain"}
    assert snapshot["text/plain"] == repr(editor)
    assert "Run All" in snapshot["text/html"]
    assert set(view) == {VIEW}
    assert view[VIEW]["model_id"] == editor.model_id


def test_the_display_follows_the_state():
    editor = an_editor()
    before = outputs_of(editor)[0]
    editor.mask = "causal"
    after = outputs_of(editor)[0]
    assert before["text/plain"] != after["text/plain"]
    assert before["text/html"] != after["text/html"]


# --- More words than anyone edits ---


@pytest.mark.parametrize("length", [17, 128])
def test_up_to_128_words_are_shown_and_not_edited(length):
    rng = np.random.default_rng(0)
    query, key, value = (rng.normal(size=(length, 12)).round(3) for _ in range(3))
    editor = AttentionEditor([f"w{i}" for i in range(length)], query, key, value, mask="causal")
    _, weights = scaled_dot_product_attention(
        query, key, value, is_causal=True, return_weights=True
    )
    np.testing.assert_allclose(editor.weights, weights)
    np.testing.assert_array_equal(editor.mask, np.tril(np.ones((length, length), dtype=bool)))
    assert repr(editor).startswith(
        f"AttentionEditor: {length} queries by {length} keys; strongest: "
    )
    with pytest.raises(ValueError, match=f"read-only; got {length} tokens"):
        editor.query = query
    sent = np.frombuffer(editor.large["weights"], "<f4").reshape(length, length)
    np.testing.assert_allclose(sent, weights, atol=1e-6)
    seen = np.frombuffer(editor.large["visible"], "u1").reshape(length, length)
    np.testing.assert_array_equal(seen, editor.mask)
    assert len(json.dumps(outputs_of(editor))) < 50_000


def test_many_words_bring_a_program_of_their_own_and_the_same_style_sheet():
    # anywidget keeps one style sheet for all widgets of a class, the one loaded last.
    large = AttentionEditor(["w"] * 17)
    made = [AttentionEditor("a b"), large, AttentionEditor()]
    programs = {name: (STATIC / name).read_text(encoding="utf-8") for name in PROGRAMS}
    for editor, name in zip(made, ["editor.js", "large.js", "editor.js"], strict=True):
        assert editor.get_state()["_esm"] == programs[name]
        assert editor.get_state()["_css"] == programs["editor.css"]
    assert isinstance(large, AttentionEditor)
    assert type(large).__name__ == "AttentionEditor"
    assert len(programs["large.js"]) < len(programs["editor.js"]) / 5


# --- Weight of the import ---


def test_importing_the_widgets_does_not_import_pyplot():
    code = (
        "import sys, attention_lib.widgets as w; e = w.AttentionEditor(); e.snapshot(); "
        "print(sorted(m for m in sys.modules if m.split('.')[0] == 'matplotlib'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_word_that_stays_keeps_its_numbers_and_its_mask():
    mask = np.array([[1, 0, 1], [0, 1, 1], [1, 1, 0]], dtype=bool)
    editor = AttentionEditor("the cat sat", head_dim=3, mask=mask)
    before = editor.query
    editor.tokens = "sat the dog"
    np.testing.assert_array_equal(editor.query[:2], before[[2, 0]])
    np.testing.assert_array_equal(editor.query[2], AttentionEditor("dog", head_dim=3).query[0])
    np.testing.assert_array_equal(editor.mask, [[0, 1, 1], [1, 1, 1], [1, 1, 1]])


@pytest.mark.parametrize("field", ["queries", "keys", "seq"])
def test_an_unknown_setting_is_named(field):
    editor = an_editor()
    with pytest.raises(ValueError, match=f"^an editor has no {field}$"):
        editor.update(**{field: 1})


def test_a_mask_of_zeros_and_ones_is_not_guessed():
    with pytest.raises(
        ValueError, match=r"(?s)mask must be a name or hold True .*\(dtype int64\)$"
    ):
        AttentionEditor("the cat", mask=np.array([[1, 0], [1, 1]]))
