"""The shipped translators translate, look where they say, and break at no known word."""

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attention_lib import additive_score, softmax
from attention_lib.models import TRANSLATORS, arithmetic, load_translator, store
from attention_lib.models.translator import Translator

ATTENDING = tuple(name for name in TRANSLATORS if name != "no-attention")
PHRASE = "five hundred and eighty two minus four divided by seven"
GERMAN = "fünf hundert zwei und achtzig minus vier geteilt durch sieben"
MAPS = {"bahdanau": {"alignment": 1}, "bahdanau-beside": {"alignment": 1}}
MAPS |= {f"transformer-{h}": {"layer 1": h, "layer 2": h} for h in (1, 2, 4)}


@pytest.mark.parametrize("name", TRANSLATORS)
def test_a_number_is_translated(name):
    assert load_translator(name).translate("eighty two").text == "zwei und achtzig"


@pytest.mark.parametrize("name", ATTENDING)
def test_a_long_phrase_is_translated(name):
    translation = load_translator(name).translate(f"  {PHRASE.upper()}. ")
    assert translation.source == tuple(PHRASE.split())
    assert translation.text == " ".join(translation.target) == GERMAN
    assert translation.ended


@pytest.mark.parametrize("name", ATTENDING)
def test_the_weights_say_where_each_word_came_from(name):
    translation = load_translator(name).translate(PHRASE)
    rows = (len(GERMAN.split()), len(PHRASE.split()))
    heads = {part: len(weights) for part, weights in translation.maps.items()}
    assert heads == MAPS[name]
    for weights in translation.maps.values():
        assert weights.shape[1:] == rows
        assert (weights >= 0).all()
        np.testing.assert_allclose(weights.sum(axis=-1), 1, atol=1e-12)
    last = list(translation.maps.values())[-1]
    np.testing.assert_array_equal(translation.weights, last.mean(axis=0))


@pytest.mark.parametrize("name", ["bahdanau", "transformer-1", "transformer-2", "transformer-4"])
def test_units_and_tens_are_found_where_they_swap(name):
    translation = load_translator(name).translate("two hundred and forty seven")
    assert translation.text == "zwei hundert sieben und vierzig"
    looked = dict(zip(translation.target, translation.weights.argmax(axis=-1), strict=True))
    assert (looked["sieben"], looked["vierzig"]) == (4, 3)


def test_the_translator_without_attention_looks_at_nothing():
    translation = load_translator("no-attention").translate(PHRASE)
    assert translation.weights is None
    assert translation.maps == {}


@pytest.mark.parametrize("name", TRANSLATORS)
def test_company_changes_no_translation(name):
    """Shorter phrases are padded when translated beside longer ones."""
    translator = load_translator(name)
    phrases = [
        arithmetic.english(arithmetic.held_out(k, 1, seed=11)[0]) for k in (1, 4, 2, 6, 3)
    ] + ["seven", "by and hundred"]
    for phrase, beside in zip(phrases, translator.translate_many(phrases), strict=True):
        alone = translator.translate(phrase)
        assert (beside.source, beside.target) == (alone.source, alone.target)
        assert beside.ended == alone.ended
        assert set(beside.maps) == set(alone.maps)
        for part, weights in beside.maps.items():
            assert weights.shape == alone.maps[part].shape
            np.testing.assert_allclose(weights, alone.maps[part], atol=1e-9)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.sampled_from(arithmetic.VOCABULARY), min_size=1, max_size=40))
def test_any_words_of_the_vocabulary_are_translated_somehow(words):
    for name in TRANSLATORS:
        translation = load_translator(name).translate(" ".join(words))
        assert set(translation.target) <= set(arithmetic.GERMAN_VOCABULARY)
        assert len(translation.target) <= 50
        for weights in translation.maps.values():
            assert weights.shape[1:] == (len(translation.target), len(words))
            assert np.isfinite(weights).all()


def test_a_translator_that_never_stops_is_cut_off_and_says_so():
    class Endless(Translator):
        def remember(self, source):
            return source

        def begin(self, memory):
            return None

        def step(self, memory, state, pieces):
            return np.eye(39)[[5] * len(memory)], state, {}

    translation = Endless("endless", "Endless", {}).translate("seven")
    assert len(translation.target) == 50
    assert not translation.ended


def test_no_phrases_give_no_translations():
    assert load_translator("bahdanau").translate_many([]) == []


def test_one_string_is_not_taken_for_many_phrases():
    with pytest.raises(TypeError, match="phrases must be a list of strings; got one string"):
        load_translator("bahdanau").translate_many("seven")


@pytest.mark.parametrize("name", ["bahdanau", "bahdanau-beside"])
def test_the_steps_are_those_of_the_translation(name):
    translator = load_translator(name)
    steps, translation = translator.steps(PHRASE), translator.translate(PHRASE)
    assert (steps.source, steps.target) == (translation.source, translation.target)
    np.testing.assert_allclose(steps.weights, translation.weights, atol=1e-9)


def test_the_steps_can_be_computed_again_by_hand():
    steps = load_translator("bahdanau").steps(PHRASE)
    scores = additive_score(
        steps.states, steps.annotations, w_query=steps.w_query, w_key=steps.w_key, v=steps.v
    )
    np.testing.assert_allclose(steps.scores, scores, atol=1e-12)
    np.testing.assert_allclose(steps.weights, softmax(scores), atol=1e-12)
    np.testing.assert_allclose(steps.contexts, steps.weights @ steps.annotations, atol=1e-12)


def test_the_state_that_asks_is_the_one_before_the_word():
    """The first query knows the whole phrase and no German word; it must follow from the start."""
    translator = load_translator("bahdanau")
    steps = translator.steps("eighty two")
    fixed = np.concatenate([steps.annotations[-1, :40], steps.annotations[0, 40:]])
    start = translator.parameters["start.weight"] @ fixed + translator.parameters["start.bias"]
    np.testing.assert_allclose(steps.states[0], np.tanh(start), atol=1e-12)


def test_the_steps_go_word_by_word():
    steps = load_translator("bahdanau").steps("eighty two")
    assert len(steps) == 3
    assert [step.word for step in steps] == ["zwei", "und", "achtzig"]
    assert steps.annotations.shape == (2, 80)
    for i, step in enumerate(steps):
        np.testing.assert_array_equal(step.state, steps.states[i])
        np.testing.assert_array_equal(step.scores, steps.scores[i])
        np.testing.assert_array_equal(step.weights, steps.weights[i])
        np.testing.assert_array_equal(step.context, steps.contexts[i])


def test_a_translator_is_loaded_once_and_cannot_be_changed_by_a_caller():
    translator = load_translator("bahdanau")
    assert load_translator("bahdanau") is translator
    with pytest.raises(ValueError, match="read-only"):
        translator.parameters["v"][0] = 1


@pytest.mark.parametrize("name", TRANSLATORS)
def test_a_translator_says_what_it_is(name):
    translator = load_translator(name)
    assert translator.name == name
    assert repr(translator) == f"<{translator.title}: {translator.num_parameters:,} parameters>"
    assert len({load_translator(other).title for other in TRANSLATORS}) == len(TRANSLATORS)


def test_an_unknown_translator_is_named_with_the_nearest():
    with pytest.raises(KeyError, match="called 'bahdanou'; near it: bahdanau"):
        load_translator("bahdanou")
    with pytest.raises(KeyError, match="near it: no-attention, bahdanau"):
        load_translator("♥")


def test_each_weight_file_is_small_and_belongs_to_a_translator():
    files = {path.name: path for path in (store.DATA / "translators").iterdir()}
    assert set(files) == {f"{name}.safetensors" for name in TRANSLATORS}
    assert max(path.stat().st_size for path in files.values()) < 250_000


@pytest.mark.parametrize("name", TRANSLATORS)
def test_nobody_can_change_what_a_shared_model_has_learned(name):
    model = load_translator(name)
    part, array = next(iter(model.parameters.items()))
    with pytest.raises(AttributeError):
        model.parameters.clear()
    with pytest.raises(TypeError):
        model.parameters[part] = array * 2
    with pytest.raises(ValueError, match="read-only"):
        array[...] = 0
    assert load_translator(name).translate("eighty two").text == "zwei und achtzig"


def test_a_model_travels_to_another_process():
    model = pickle.loads(pickle.dumps(load_translator("bahdanau")))
    assert model.translate("eighty two").text == "zwei und achtzig"


@pytest.mark.parametrize("name", ["no-attention", "transformer-2"])
@pytest.mark.parametrize("method", ["steps", "words_if"])
def test_what_only_bahdanau_attention_has_is_refused_by_that_name(name, method):
    model = load_translator(name)
    with pytest.raises(AttributeError, match=f"{method} needs the model 'bahdanau'.*'{name}'"):
        getattr(model, method)
    assert not hasattr(model, "no_such_thing")


def test_a_slice_of_the_steps_is_a_list_of_steps():
    steps = load_translator("bahdanau").steps(PHRASE)
    assert [step.word for step in steps[1:4]] == list(steps.target[1:4])
    assert [step.word for step in steps[::-2]] == list(steps.target[::-2])
    np.testing.assert_array_equal(steps[1:4][2].weights, steps.weights[3])
