"""Whatever is typed is read, or refused in words that help."""

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
