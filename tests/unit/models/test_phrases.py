"""Whatever is typed is read, or refused in words that help."""

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attention_lib.models import UnknownWords, arithmetic, load_translator
from attention_lib.models.tokens import read


@pytest.mark.parametrize(
    "phrase",
    [
        *("eighty two minus four", "EIGHTY two\tminus\n four ", "Eighty-two, minus four!"),
        *("“eighty‑two” (minus) … four.", "eighty two; minus: four?", "eighty–two minus four"),
    ],
)
def test_case_punctuation_and_hyphens_do_not_matter(phrase):
    assert read(phrase) == ("eighty", "two", "minus", "four")


@pytest.mark.parametrize(
    "phrase",
    [
        *(
            "\ufeffeighty two minus four",
            "eigh\u200bty two\u200f minus four",
            "eighty\u00ad two minus four",
        ),
        *("ｅｉｇｈｔｙ two minus ｆｏｕｒ", "𝐄𝐢𝐠𝐡𝐭𝐲 two minus four", "eighty－two minus four"),
    ],
)
def test_what_looks_the_same_is_read_the_same(phrase):
    assert read(phrase) == ("eighty", "two", "minus", "four")


def test_a_ligature_is_its_letters_and_a_composed_letter_its_parts():
    assert read("ﬁve") == ("five",)
    for phrase in ("fu\u0308nf", "f\u00fcnf"):
        with pytest.raises(UnknownWords) as caught:
            read(phrase)
        assert list(caught.value.unknown) == ["f\u00fcnf"]


@pytest.mark.parametrize(
    ("phrase", "unknown"),
    [
        ("five plus banana", {"banana": ()}),
        ("fiv plus sevn", {"fiv": "five", "sevn": "seven"}),
        ("eightty two", {"eightty": "eighty"}),
        ("582 minus four", {"582": "five hundred and eighty two"}),
        ("5+7", {"5": "five", "+": "plus", "7": "seven"}),
        ("five - two", {"-": "minus"}),
        ("six × two ÷ three", {"×": "times", "÷": "divided by"}),
        ("six/two*three", {"/": "divided by", "*": "times"}),
        ("1,000 plus one", {"1,000": ()}),
        ("3.5", {"3.5": ()}),
        ("0007", {"0007": ()}),
        ("fünf plus two", {"fünf": None}),
        ("two $ 🦆", {"$": (), "🦆": ()}),
        ("seven's", {"seven's": "seven"}),
        ("ten : two", {":": "divided by"}),
        ("10:2", {"10": "ten", ":": "divided by", "2": "two"}),
        ("five x two", {"x": "times"}),
        ("a hundred and five", {"a": "one"}),
        ("five — two—one", {"—": "minus"}),
    ],
)
def test_an_unknown_word_is_named_with_the_nearest(phrase, unknown):
    with pytest.raises(UnknownWords) as caught:
        read(phrase)
    found = caught.value.unknown
    assert list(found) == list(unknown)
    for word, nearest in unknown.items():
        assert repr(word) in str(caught.value)
        if isinstance(nearest, str):
            assert found[word][0] == nearest
            assert repr(nearest) in str(caught.value)
        elif nearest == ():
            assert found[word] == ()
    assert set(caught.value.unknown) == set(unknown)


@pytest.mark.parametrize("number", ["1000", "12345", "1,000", "3.5", "9" * 5000])
def test_of_a_number_outside_the_grammar_it_is_said_which_are_inside(number):
    with pytest.raises(UnknownWords, match=r"numbers go from 0 to 999, in words") as caught:
        read(f"{number} plus one")
    assert list(caught.value.unknown) == [number]


def test_no_message_quotes_more_than_a_line():
    for phrase in ("z" * 100_000, "9" * 100_000, "." * 100_000):
        with pytest.raises(ValueError) as caught:
            read(phrase)
        assert "…" in str(caught.value)
        assert len(str(caught.value)) < 200
    with pytest.raises(TypeError) as caught:
        read(["five"] * 1000)
    assert len(str(caught.value)) < 200


def test_unknown_words_travel_to_another_process_and_can_be_copied():
    with pytest.raises(UnknownWords) as caught:
        read("fiv plus banana")
    for other in (pickle.loads(pickle.dumps(caught.value)), copy.copy(caught.value)):
        assert isinstance(other, UnknownWords)
        assert (other.unknown, str(other)) == (caught.value.unknown, str(caught.value))


def test_an_unknown_word_is_a_value_error_in_one_sentence():
    with pytest.raises(ValueError, match="do not know 'sevn': did you mean 'seven'") as caught:
        load_translator("bahdanau").translate("five plus sevn")
    assert isinstance(caught.value, UnknownWords)


@pytest.mark.parametrize("phrase", ["", "   ", "...", "?!\n"])
def test_a_phrase_without_words_is_refused(phrase):
    with pytest.raises(ValueError, match="needs at least one word"):
        read(phrase)


def test_forty_words_are_read_and_one_more_is_refused():
    assert len(read("seven " * 40)) == 40
    with pytest.raises(ValueError, match="at most 40 words, enough for six numbers; got 41"):
        read("seven " * 41)


def test_forty_words_are_enough_for_six_numbers_and_no_more():
    expressions = arithmetic.held_out(6, 300)
    assert max(len(arithmetic.english(e).split()) for e in expressions) <= 40
    longest = arithmetic.Expression((999,) * 6, ("divided by",) * 5)
    assert len(read(arithmetic.english(longest))) == 40


@pytest.mark.parametrize("phrase", [None, 7, ["five"], b"five"])
def test_a_phrase_that_is_no_string_is_refused(phrase):
    with pytest.raises(TypeError, match="phrase must be a string"):
        read(phrase)


def test_a_pasted_page_is_refused_at_once():
    with pytest.raises(ValueError, match="at most 40 words"):
        read("the quick brown fox " * 5000)
    with pytest.raises(UnknownWords):
        read("9" * 5000)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused(text):
    try:
        words = read(text)
    except ValueError:
        return
    assert set(words) <= set(arithmetic.VOCABULARY)
