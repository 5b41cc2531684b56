"""A map of weights is put to the test: change the weights, and see whether the word changes."""

import numpy as np
import pytest

from attention_lib.models import load_translator

PHRASE = "five hundred and eighty two minus forty one"


@pytest.fixture(params=["bahdanau", "bahdanau-beside"])
def model(request):
    return load_translator(request.param)


def test_the_models_own_weights_give_the_models_own_words(model):
    steps = model.steps(PHRASE)
    for place, word in enumerate(steps.target):
        assert model.words_if(PHRASE, place, steps.weights[place][None]) == (word,)


def test_all_weight_on_another_tens_word_writes_that_one(model):
    words = PHRASE.split()
    place = model.steps(PHRASE).target.index("achtzig")
    trials = np.eye(len(words))[[words.index("forty"), words.index("eighty")]]
    assert model.words_if(PHRASE, place, trials) == ("vierzig", "achtzig")


def test_the_beside_model_writes_its_und_wherever_it_looks():
    model = load_translator("bahdanau-beside")
    place = model.steps(PHRASE).target.index("und")
    everywhere = np.vstack([np.eye(8), np.full((1, 8), 1 / 8)])
    assert set(model.words_if(PHRASE, place, everywhere)) == {"und"}


def test_trials_are_independent_of_each_other(model):
    trials = np.random.default_rng(3).dirichlet(np.ones(8), size=5)
    alone = tuple(model.words_if(PHRASE, 4, row[None])[0] for row in trials)
    assert model.words_if(PHRASE, 4, trials) == alone


def test_a_place_outside_the_translation_is_named(model):
    with pytest.raises(ValueError, match=r"place must be 0 to 2 .* got 3"):
        model.words_if("eighty two", 3, [[0, 1]])


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_weights_that_are_not_finite_are_refused(model, bad):
    with pytest.raises(ValueError, match="weights must be finite numbers"):
        model.words_if("eighty two", 0, [[0, 1], [bad, 0]])


def test_weights_of_another_length_are_refused_with_both_sizes(model):
    with pytest.raises(ValueError, match=r"weights .*source_len.*got \(1, 3\)"):
        model.words_if("eighty two", 0, [[0, 0, 1]])
