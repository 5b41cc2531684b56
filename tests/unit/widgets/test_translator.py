"""The translator in Python: what is asked, what is answered, what is judged, what is refused."""

import dataclasses
import json
from itertools import product

import numpy as np
import pytest
from displayed import first_message
from traitlets import TraitError

from attention_lib.models import TRANSLATORS, UnknownWords, arithmetic, load_translator
from attention_lib.models import translation_results as results
from attention_lib.widgets import Translator
from attention_lib.widgets.translator import EXAMPLES
from attention_lib.widgets.translator_answer import decoded
from attention_lib.widgets.translator_judge import judge

BOTH = ["no-attention", "bahdanau"]
LONGEST = " divided by ".join(["nine hundred and ninety nine"] * 6)


def ask(translator, phrase, models=BOTH):
    """Ask as the screen does."""
    translator.request = {
        "seq": translator.request["seq"] + 1,
        "phrase": phrase,
        "models": list(models),
    }
    return translator.answer


@pytest.mark.parametrize("phrase", list(EXAMPLES.values()))
def test_the_screen_gets_what_the_models_say(phrase):
    translator = Translator(phrase)
    for name, side in zip(BOTH, translator.answer["sides"], strict=True):
        alone = load_translator(name).translate(phrase)
        assert tuple(side["words"]) == alone.target == translator.translations[name].target
        assert side["title"] == load_translator(name).title
    (layer,) = translator.answer["sides"][1]["maps"]
    np.testing.assert_allclose(
        decoded(layer["heads"]), translator.translations["bahdanau"].weights, atol=5.01e-5
    )
    assert translator.answer["sides"][0]["maps"] == []


def test_the_examples_show_what_they_are_called():
    counts = [len(arithmetic.parse(phrase).numbers) for phrase in EXAMPLES.values()]
    assert counts == [2, 3, 4, 6]
    trained = results()["trained_up_to"]
    assert dict(zip(EXAMPLES, counts, strict=True))["as long as trained"] == trained
    right = {
        name: [Translator(phrase).answer["sides"][side]["wrong"] for phrase in EXAMPLES.values()]
        for side, name in enumerate(BOTH)
    }
    assert right["bahdanau"][:3] == [[], [], []]  # attention carries it as far as it was trained
    assert right["no-attention"][0] == [] and right["no-attention"][2] != []


@pytest.mark.parametrize("name", TRANSLATORS)
def test_every_shipped_model_can_stand_on_the_right_with_all_its_heads(name):
    translator = Translator(EXAMPLES["short"], ("no-attention", name))
    shown = {m["title"]: m["heads"] for m in translator.answer["sides"][1]["maps"]}
    maps = translator.translations[name].maps
    assert list(shown) == list(reversed(maps))
    for title, heads in maps.items():
        for one, weights in zip(shown[title], heads, strict=True):
            np.testing.assert_allclose(decoded([one]), weights, atol=5.01e-5)


def test_the_first_map_of_a_transformer_is_what_stands_for_its_weights():
    translator = Translator("eighty two minus four", ("transformer-2", "transformer-4"))
    for side in translator.answer["sides"]:
        weights = translator.translations[side["name"]].weights
        np.testing.assert_allclose(decoded(side["maps"][0]["heads"]), weights, atol=5.01e-5)


def test_of_a_very_long_phrase_the_last_layer_is_shown():
    translator = Translator(LONGEST, ("bahdanau", "transformer-4"))
    (layer,) = translator.answer["sides"][1]["maps"]
    assert (layer["title"], len(layer["heads"])) == ("layer 2", 4)
    np.testing.assert_allclose(
        decoded(layer["heads"]), translator.translations["transformer-4"].weights, atol=5.01e-5
    )


def test_the_left_map_is_named_as_the_same_map_would_be_on_the_right():
    named = {
        name: Translator("eighty two minus four", (name, "bahdanau")).answer["sides"][0]["maps"]
        for name in TRANSLATORS
    }
    assert {name: [shown["title"] for shown in maps] for name, maps in named.items()} == {
        "no-attention": [],
        "bahdanau": ["alignment"],
        "bahdanau-beside": ["alignment"],
        "transformer-1": ["layer 2"],
        "transformer-2": ["layer 2, mean of 2 heads"],
        "transformer-4": ["layer 2, mean of 4 heads"],
    }


def test_a_request_is_answered_under_its_own_number():
    translator = Translator()
    translator.request = {"seq": 41, "phrase": "ninety one plus six", "models": BOTH}
    assert translator.answer["seq"] == 41
    assert translator.answer["problem"] is None
    assert translator.answer["sides"][1]["words"] == ["ein", "und", "neunzig", "plus", "sechs"]
    assert translator.phrase == "ninety one plus six"
    assert translator.translations["bahdanau"].text == "ein und neunzig plus sechs"


def test_an_unknown_word_is_named_with_its_neighbours_and_the_last_translation_stays():
    translator = Translator("ninety one plus six")
    before, translations = translator.answer, translator.translations
    answer = ask(translator, "fivve plus zzzzz")
    assert answer["problem"]["text"] == "Not in the vocabulary: fivve, zzzzz."
    nearest = dict(answer["problem"]["nearest"])
    assert nearest["fivve"][0] == "five"
    assert nearest["zzzzz"] == []
    assert {**answer, "seq": 0, "problem": None} == before
    assert translator.translations == translations
    assert translator.phrase == "ninety one plus six"
    assert ask(translator, "five plus six")["problem"] is None


def test_of_many_unknown_words_the_first_three_are_named():
    answer = ask(Translator("six"), "sixx hundrad and fiftty minuss fouur")
    text = "Not in the vocabulary: sixx, hundrad, fiftty and 2 more."
    assert answer["problem"]["text"] == text
    assert [word for word, _ in answer["problem"]["nearest"]] == ["sixx", "hundrad", "fiftty"]


@pytest.mark.parametrize("unreadable", ["ninety onne plus six", ""])
def test_a_model_chosen_while_the_phrase_cannot_be_read_translates_the_last_one(unreadable):
    translator = Translator("ninety one plus six")
    ask(translator, unreadable)
    answer = ask(translator, unreadable, ["no-attention", "transformer-2"])
    assert answer["problem"]["text"] and answer["seq"] == translator.request["seq"] == 2
    alone = load_translator("transformer-2").translate("ninety one plus six")
    assert answer["phrase"] == translator.phrase == "ninety one plus six"
    assert answer["sides"][1]["words"] == list(alone.target)
    assert translator.models == ("no-attention", "transformer-2")
    assert translator.translations["transformer-2"].target == alone.target
    assert translator.request["phrase"] == unreadable
    assert ask(translator, "six", translator.models)["problem"] is None


@pytest.mark.parametrize("phrase", ["", "  ", "five " * 41, "five" * 500])
def test_a_phrase_that_is_empty_or_too_long_is_refused_in_words(phrase):
    translator = Translator()
    answer = ask(translator, phrase)
    assert answer["problem"]["text"]
    assert len(answer["problem"]["text"]) < 200
    assert answer["source"] == EXAMPLES["short"].split()


def test_from_python_a_bad_phrase_is_an_error_and_the_last_good_state_stays():
    translator = Translator("ninety one plus six")
    with pytest.raises(UnknownWords, match="banana"):
        translator.phrase = "five plus banana"
    assert translator.phrase == "ninety one plus six"
    assert translator.answer["problem"] is None
    with pytest.raises(UnknownWords, match="banana"):
        Translator("banana")


def test_phrase_and_models_can_be_assigned_and_the_screen_is_told():
    translator = Translator("six")
    translator.phrase = "seven"
    assert translator.answer["source"] == ["seven"]
    assert translator.answer["seq"] == translator.request["seq"] == 1
    translator.models = ("bahdanau", "transformer-2")
    assert translator.models == ("bahdanau", "transformer-2")
    assert list(translator.translations) == ["bahdanau", "transformer-2"]
    assert translator.request["models"] == ["bahdanau", "transformer-2"]


@pytest.mark.parametrize("models", [("bahdanau",), ("bahdanau", "gpt"), ("no-attention",) * 3])
def test_models_must_be_two_that_are_shipped(models):
    with pytest.raises(ValueError, match=r"models must be two of no-attention, .*; got"):
        Translator(models=models)


@pytest.mark.parametrize(
    "request_", [{}, {"seq": 1}, {"seq": 1, "phrase": "six", "models": ["x", "y"]}]
)
def test_a_request_that_does_not_fit_changes_nothing(request_):
    translator = Translator("six")
    before = translator.answer
    with pytest.raises(TraitError, match="a request must fit"):
        translator.request = request_
    assert translator.answer == before


def test_half_an_expression_is_translated_but_not_judged():
    answer = ask(Translator(), "five hundred and")
    assert answer["reference"] is None and answer["numbers"] is None
    for side in answer["sides"]:
        assert (side["wrong"], side["missing"]) == ([], [])
        assert side["gold"] == [None] * len(side["words"])


def test_the_true_word_of_each_right_german_word_is_the_grammars():
    phrase = "two hundred and sixty one times five"
    side = Translator(phrase).answer["sides"][1]
    assert side["words"] == ["zwei", "hundert", "ein", "und", "sechzig", "mal", "fünf"]
    assert side["gold"] == [0, 1, 4, None, 3, 5, 6]


def test_the_true_words_are_found_where_and_was_left_out():
    side = Translator("two hundred sixty one times five").answer["sides"][1]
    typed = ["two", "hundred", "sixty", "one", "times", "five"]
    renders = {"zwei": 0, "hundert": 1, "ein": 3, "sechzig": 2, "mal": 4, "fünf": 5}
    marked = [pair for pair in zip(side["words"], side["gold"], strict=True) if pair[1] is not None]
    assert len(marked) >= 3
    assert [(word, typed[place]) for word, place in marked] == [
        (word, typed[renders[word]]) for word, _ in marked
    ]


@pytest.mark.parametrize(
    ("target", "reference", "right", "missing"),
    [
        ("a b c", "a b c", [0, 1, 2], []),
        ("a x c", "a b c", [0, 2], []),
        ("a c", "a b c", [0, 1], ["b"]),
        ("a b", "a b a b", [0, 1], ["a", "b"]),
        ("a b x c", "a b c", [0, 1, 3], []),
        ("", "a b", [], ["a", "b"]),
        ("x y z", "", [], []),
        ("4 und 9 plus 6 und 9", "4 und 3 plus 2 und 9", [0, 1, 3, 5, 6], []),
    ],
)  # fmt: skip
def test_a_translation_is_judged_by_its_fewest_faults(target, reference, right, missing):
    target, reference = target.split(), reference.split()
    pairs, gaps = judge(target, reference)
    assert [word for word, _ in pairs] == right
    assert [reference[place] for _, place in gaps] == missing
    assert all(target[word] == reference[place] for word, place in pairs)


def test_of_equal_words_the_last_ones_are_called_missing():
    assert judge(["a", "b"], ["a", "b", "a", "b"]) == ([(0, 0), (1, 1)], [(2, 2), (2, 3)])


def test_judged_faults_are_the_distance_between_the_sentences():
    rng = np.random.default_rng(0)
    for _ in range(200):
        one, other = (list(rng.choice(list("abc"), rng.integers(0, 7))) for _ in range(2))
        pairs, gaps = judge(one, other)
        assert len(one) - len(pairs) + len(gaps) == distance(one, other)


def test_each_side_tells_how_often_it_is_right():
    sides = Translator().answer["sides"]
    for side in sides:
        shipped = [row for row in results()["rows"] if row.get("shipped_as") == side["name"]]
        assert side["held_out"] == shipped[0]["exact_match"]


def test_whether_that_is_told_is_part_of_the_saved_state_and_can_be_changed():
    assert Translator("six").get_state()["curve"] is True
    translator = Translator("six", curve=False)
    assert translator.get_state()["curve"] is False
    told = "of unseen phrases right"
    assert told not in translator.snapshot() + repr(translator)
    translator.curve = True
    assert translator.snapshot().count(told) == 2


@pytest.mark.parametrize("models", list(product(TRANSLATORS, repeat=2)))
def test_the_longest_phrase_makes_a_light_page(models):
    translator = Translator(LONGEST, models)
    assert len(translator.answer["source"]) == 40
    saved = translator.get_state()
    assert {"_esm", "_css", "answer", "request"} <= set(saved)
    assert len(json.dumps(saved)) < 50_000
    assert len(translator.snapshot().encode()) < 50_000


def test_the_sentence_is_stable_and_says_who_is_right():
    translator = Translator("eighty two minus four")
    assert repr(translator) == repr(Translator("eighty two minus four"))
    assert repr(translator).startswith("Translator: “eighty two minus four”; GRU without attention")
    assert "“zwei und achtzig minus vier” (right)" in repr(translator)
    assert "wrong)" in repr(Translator(EXAMPLES["as long as trained"]))


def distance(one, other):
    if not one or not other:
        return len(one) + len(other)
    return min(
        distance(one[1:], other[1:]) + (one[0] != other[0]),
        distance(one[1:], other) + 1,
        distance(one, other[1:]) + 1,
    )


def test_of_a_number_outside_the_grammar_it_is_said_which_are_inside():
    answer = ask(Translator(), "12345 plus one")
    assert answer["problem"]["text"] == "Not in the vocabulary: 12345. Numbers go from 0 to 999."
    answer = ask(Translator(), "7 plus one")  # which has a nearest word
    assert answer["problem"]["text"] == "Not in the vocabulary: 7."


@pytest.mark.parametrize(
    "models", [None, 5, "bahdanau", "ab", [["bahdanau"], ["bahdanau"]], ("bahdanau", None), ()]
)
def test_models_that_are_no_pair_of_names_are_refused_in_words(models):
    translator = Translator("ninety one plus six")
    for give in (
        lambda: Translator(models=models),
        lambda: setattr(translator, "models", models),
    ):
        with pytest.raises(ValueError, match="models must be two of no-attention, bahdanau") as no:
            give()
        assert str(no.value).endswith(f"got {models!r}")
    assert translator.models == ("no-attention", "bahdanau")


@pytest.mark.parametrize("name", ["answer", "choices", "vocabulary", "examples"])
def test_what_the_kernel_answers_cannot_be_assigned(name):
    translator = Translator("ninety one plus six")
    before = getattr(translator, name)
    with pytest.raises(TraitError, match="read-only"):
        setattr(translator, name, type(before)())
    assert getattr(translator, name) == before != type(before)()
    assert translator.phrase == "ninety one plus six"


def test_the_browsers_first_message_holds_the_answer():
    state = first_message(Translator, "ninety one plus six")
    assert state["answer"]["source"] == ["ninety", "one", "plus", "six"]
    assert state["request"]["phrase"] == "ninety one plus six"
    assert state["examples"]
    assert len(state["choices"]) == len(TRANSLATORS)


def test_a_translation_that_was_cut_off_is_said_to_be(monkeypatch):
    whole = load_translator("bahdanau").translate("six plus two")
    cut = dataclasses.replace(whole, ended=False)
    sides = []
    for translation in (whole, cut):
        monkeypatch.setattr(
            "attention_lib.widgets.translator.translate",
            lambda phrase, models, made=translation: dict.fromkeys(models, made),
        )
        translator = Translator("six plus two")
        sides.append(translator.answer["sides"][1])
        assert ("cut off, it never stopped" in translator.sentence()) is not translation.ended
        assert ("✗ cut off, it never stopped" in translator.snapshot()) is not translation.ended
    assert [side.get("ended") for side in sides] == [None, False]
