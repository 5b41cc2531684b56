"""The grammar says every number right in both languages, and knows which word is which."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attention_lib.models import arithmetic
from attention_lib.models.arithmetic import Expression

# Worth of every word, written down a second time, so that each speller can be read back.
UNITS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen
"""
EINER = """
    null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn
    fünfzehn sechzehn siebzehn achtzehn neunzehn
"""
ENGLISH = {word: n for n, word in enumerate(UNITS.split())}
ENGLISH |= {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}
ENGLISH |= {"seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100}
GERMAN = {word: n for n, word in enumerate(EINER.split())}
GERMAN |= {"ein": 1, "zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60}
GERMAN |= {"siebzig": 70, "achtzig": 80, "neunzig": 90, "hundert": 100}
OPERATORS = {"plus": "plus", "minus": "minus", "times": "mal", "divided": "geteilt", "by": "durch"}

EXPRESSIONS = st.integers(1, 6).flatmap(
    lambda k: st.builds(
        Expression,
        st.tuples(*[st.integers(0, 999)] * k),
        st.tuples(*[st.sampled_from(sorted(arithmetic.OPERATORS))] * (k - 1)),
    )
)


def worth(words, values, joint):
    """Add up the words of a number; what stands before a hundred multiplies it."""
    total = 0
    for word in words:
        if word != joint:
            total = total * 100 if values[word] == 100 else total + values[word]
    return total


def test_every_number_reads_back_in_both_languages():
    for n in range(1000):
        english = arithmetic.english_number(n)
        german = [word for word, _ in arithmetic.german_number(n)]
        assert worth(english, ENGLISH, "and") == n
        assert worth(german, GERMAN, "und") == n


def test_no_two_numbers_sound_alike():
    for speak in (arithmetic.english, arithmetic.german):
        assert len({speak(Expression((n,))) for n in range(1000)}) == 1000


@pytest.mark.parametrize(
    ("n", "english", "german"),
    [
        (0, "zero", "null"),
        (1, "one", "eins"),
        (16, "sixteen", "sechzehn"),
        (17, "seventeen", "siebzehn"),
        (21, "twenty one", "ein und zwanzig"),
        (30, "thirty", "dreißig"),
        (67, "sixty seven", "sieben und sechzig"),
        (100, "one hundred", "ein hundert"),
        (101, "one hundred and one", "ein hundert eins"),
        (111, "one hundred and eleven", "ein hundert elf"),
        (121, "one hundred and twenty one", "ein hundert ein und zwanzig"),
        (582, "five hundred and eighty two", "fünf hundert zwei und achtzig"),
        (770, "seven hundred and seventy", "sieben hundert siebzig"),
    ],
)
def test_a_number_is_said_as_people_say_it(n, english, german):
    assert arithmetic.english(Expression((n,))) == english
    assert arithmetic.german(Expression((n,))) == german


def test_eins_stands_last_and_ein_before_another_word():
    for n in range(1000):
        words = arithmetic.german(Expression((n,))).split()
        assert "eins" not in words[:-1]
        assert words[-1] != "ein"


def test_every_word_said_is_in_the_vocabulary_and_every_word_of_it_is_said():
    said = [Expression((n,)) for n in range(1000)]
    said += [Expression((1, 2), (operator,)) for operator in arithmetic.OPERATORS]
    english = {word for expression in said for word in arithmetic.english(expression).split()}
    german = {word for expression in said for word in arithmetic.german(expression).split()}
    assert english == set(arithmetic.VOCABULARY)
    assert german == set(arithmetic.GERMAN_VOCABULARY)
    assert len(arithmetic.VOCABULARY) == len(english) == 35
    assert len(arithmetic.GERMAN_VOCABULARY) == len(german) == 36


SPELLERS = (
    arithmetic.english_number,
    arithmetic.german_number,
    lambda n: Expression((7, n), ["plus"]),
)


@pytest.mark.parametrize("spell", SPELLERS)
@pytest.mark.parametrize("n", [-1, 1000, 2**61])
def test_a_number_outside_the_grammar_is_refused(spell, n):
    with pytest.raises(ValueError, match=f"from 0 to 999; got {n}"):
        spell(n)


@pytest.mark.parametrize("spell", SPELLERS)
@pytest.mark.parametrize("n", [2.5, 5.0, np.float64(5), Fraction(5), "seven", None])
def test_a_number_that_is_no_integer_is_refused(spell, n):
    with pytest.raises(TypeError, match="a number must be an integer; got"):
        spell(n)


@pytest.mark.parametrize(
    ("numbers", "operators", "sentence"),
    [
        ((5, 7), ("over",), "operators are plus, minus, times, divided by; got 'over'"),
        ((5, 7), (None,), "operators are plus, .* got None"),
        ((5, 7), (), "an operator between each two; got numbers 2 and operators 0"),
        ((5,), ("plus",), "got numbers 1 and operators 1"),
        ((), (), "got numbers 0 and operators 0"),
    ],
)
def test_an_expression_that_cannot_be_said_is_refused(numbers, operators, sentence):
    with pytest.raises(ValueError, match=sentence):
        Expression(numbers, operators)


def test_one_string_is_not_taken_for_the_operators():
    with pytest.raises(TypeError, match="operators must be a tuple of strings; got 'plus'"):
        Expression((5, 7), "plus")


def test_lists_and_numpy_integers_make_the_same_expression():
    assert Expression(list(np.array([582, 4])), ["times"]) == Expression((582, 4), ("times",))
    assert hash(Expression([582, 4], ["times"])) == hash(Expression((582, 4), ("times",)))


@given(EXPRESSIONS)
def test_every_aligned_pair_is_a_true_translation(expression):
    source = arithmetic.english(expression).split()
    target = arithmetic.german(expression).split()
    for word, place in zip(target, arithmetic.alignment(expression), strict=True):
        if place is None:
            assert word == "und"
        elif source[place] in OPERATORS:
            assert word == OPERATORS[source[place]]
        else:
            assert GERMAN[word] == ENGLISH[source[place]]


@given(EXPRESSIONS)
def test_every_english_word_but_and_is_rendered_once(expression):
    source = arithmetic.english(expression).split()
    places = [place for place in arithmetic.alignment(expression) if place is not None]
    assert sorted(places) == [i for i, word in enumerate(source) if word != "and"]


def test_units_and_tens_swap():
    assert arithmetic.alignment(Expression((582, 31), ("times",))) == (
        *(0, 1, 4, None, 3),
        *(5, 7, None, 6),
    )


@given(EXPRESSIONS)
def test_what_is_said_can_be_read(expression):
    spoken = arithmetic.english(expression)
    assert arithmetic.parse(spoken) == expression
    assert arithmetic.parse(spoken.replace(" and ", " ").upper() + "!") == expression
    assert arithmetic.reference(spoken) == arithmetic.german(expression)


@pytest.mark.parametrize(
    "phrase",
    [
        *("", "and", "plus", "five plus", "times two", "two two", "five hundred and"),
        *(
            "five plus minus two",
            "divided by",
            "five divided two",
            "five by two",
            "one hundred hundred",
        ),
        *("five | six", "five banana", "5 plus 2", "twenty ten", "zero hundred", "fivehundred"),
    ],
)
def test_what_is_no_expression_has_no_reference(phrase):
    assert arithmetic.reference(phrase) is None


@pytest.fixture(scope="module")
def trained():
    return arithmetic.training()


@pytest.mark.parametrize(("k", "seed"), [(1, 0), (2, 0), (2, 1), (3, 0), (4, 0), (6, 1)])
def test_nothing_held_out_is_ever_trained(k, seed, trained):
    drawn = arithmetic.held_out(k, 300, seed)
    assert len(set(drawn)) == 300
    assert {len(expression.numbers) for expression in drawn} == {k}
    assert not set(trained) & set(drawn)
    assert not set(arithmetic.training(500, seed=1)) & set(drawn)


def test_the_training_data_are_what_the_results_say(trained):
    assert len(set(trained)) == 5000
    assert {len(expression.numbers) for expression in trained} == {1, 2, 3, 4}
    assert not any(map(arithmetic.is_held_out, trained))
    words = {arithmetic.english(expression) for expression in trained}
    assert {"seven", "ninety", "nineteen"} <= words  # a single word is vocabulary
    assert 0.3 < sum(arithmetic.is_held_out(Expression((n,))) for n in range(1000)) / 1000 < 0.5


def test_draws_repeat_with_their_seed_and_differ_with_another():
    first = arithmetic.held_out(3, 20, seed=5)
    assert arithmetic.held_out(3, 20, seed=5) == first
    assert arithmetic.held_out(3, 20, seed=6) != first


@pytest.mark.parametrize(
    ("arguments", "error", "sentence"),
    [
        ((0, 5), ValueError, "k must be 1 or more; got 0"),
        ((2, -1), ValueError, "count must be 0 or more; got -1"),
        ((2.0, 3), TypeError, "k must be an integer; got 2.0"),
        ((2, 3.0), TypeError, "count must be an integer; got 3.0"),
    ],
)
def test_a_draw_counts_whole_numbers_and_expressions(arguments, error, sentence):
    with pytest.raises(error, match=sentence):
        arithmetic.held_out(*arguments)


def test_more_than_exist_cannot_be_held_out():
    with pytest.raises(ValueError, match="400 distinct expressions were asked for; only"):
        arithmetic.held_out(1, 400)
