"""Patterns name the right cells, and the ranking finds a head that was made to follow one."""

import numpy as np
import pytest

from attention_lib.models import (
    PATTERNS,
    Reading,
    at_same_distance,
    find_heads,
    heads_mean,
    heads_values,
    minilm_sentences,
    pattern_cells,
    pattern_scores,
    read_sentence,
)
from attention_lib.models.shipped_readings import annotated_sentences

DOGS = "the cat saw the dog and the dog ran"  # [CLS] the cat saw the dog and the dog ran [SEP]
GIFT = "Mary gave John a red book and he smiled."
GRAMMAR = [name for name, pattern in PATTERNS.items() if pattern.kind == "grammar"]


def pairs(text, name):
    reading = read_sentence(text)
    return [
        (reading.words[query], reading.words[key]) for query, key in pattern_cells(reading, name)
    ]


@pytest.mark.parametrize(
    ("name", "first", "count"),
    [
        ("previous", (2, 1), 8),
        ("next", (1, 2), 8),
        ("itself", (1, 1), 9),
        ("cls", (1, 0), 9),
        ("sep", (1, 10), 9),
        ("first-mention", (8, 5), 1),
        ("uniform", None, 0),
        ("verb-object", None, 0),
    ],
)
def test_a_pattern_names_its_cells(name, first, count):
    cells = pattern_cells(read_sentence(DOGS), name)
    assert len(cells) == count
    assert cells[:1] == ([first] if first else [])


def test_words_that_belong_together_are_found_in_a_marked_sentence():
    assert pairs(GIFT, "determiner-noun") == [("a", "book")]
    assert pairs(GIFT, "verb-object") == [("gave", "book")]
    assert pairs(GIFT, "object-verb") == [("book", "gave")]
    assert pairs(GIFT, "pronoun-name") == [("he", "john")]
    assert pairs(GIFT, "pronoun-other") == [("he", "mary")]


def test_a_word_that_occurs_twice_is_the_one_that_was_marked():
    wrote = read_sentence("My sister wrote a long book about a famous book.")
    assert pattern_cells(wrote, "determiner-noun") == [(4, 6), (8, 10)]
    assert pattern_cells(wrote, "first-mention") == [(10, 6)]
    old = read_sentence("The old bank stood near the bank of the wide river.")
    assert pattern_cells(old, "determiner-noun") == [(1, 3), (9, 11)]


def test_a_little_word_or_a_mark_has_no_first_mention():
    assert pairs("Time flies like an arrow; fruit flies like a banana.", "first-mention") == [
        ("flies", "flies"),
        ("like", "like"),
    ]
    assert pairs("To be or not to be, that is the question.", "first-mention") == []


@pytest.mark.parametrize("name", GRAMMAR)
def test_every_mark_is_as_far_away_as_its_pattern_says(name):
    least = {"determiner-noun": 2, "verb-object": 3, "object-verb": 3}.get(name, 1)
    distances = [
        key - query
        for text in minilm_sentences()
        for query, key in pattern_cells(read_sentence(text), name)
    ]
    assert len(distances) >= 8
    forward = name in ("determiner-noun", "verb-object")
    assert all((d if forward else -d) >= least for d in distances)


def test_every_marked_sentence_marks_words_that_it_has():
    kinds = {"text", "noun", "object", "name"}
    for marks in annotated_sentences():
        assert set(marks) <= kinds
        for kind in set(marks) - {"text"}:
            words = read_sentence(marks["text"]).words
            for mark in [word for group in marks[kind] for word in group]:
                assert mark.partition("#")[0] in words


def made_up(cells):
    """Return a reading of DOGS in which head (4, 9) looks at these cells and nowhere else."""
    words = read_sentence(DOGS).words
    weights = np.full((6, 12, 11, 11), 1 / 11)
    weights[4, 9] = np.eye(11)[[dict(cells).get(query, 0) for query in range(11)]]
    return Reading(DOGS, words, weights, score_map=None)


@pytest.mark.parametrize("name", ["previous", "next", "itself", "sep", "first-mention"])
def test_a_head_that_follows_a_pattern_scores_1_and_one_that_looks_everywhere_its_share(name):
    scores = pattern_scores(made_up(pattern_cells(read_sentence(DOGS), name)), name)
    assert scores.shape == (6, 12)
    assert scores[4, 9] == 1
    np.testing.assert_allclose(np.delete(scores.ravel(), 4 * 12 + 9), 1 / 11)


def test_a_repeated_comma_or_a_repeated_ending_is_no_repeated_word():
    words = ("[CLS]", "walk", "##ing", ",", "talk", "##ing", ",", "walk", "[SEP]")
    reading = Reading("walking, talking, walk", words, np.ones((6, 12, 9, 9)) / 9, score_map=None)
    assert pattern_cells(reading, "first-mention") == [(7, 1)]


def test_evenness_is_about_words_and_not_about_the_marks_at_the_ends():
    reading = made_up([])
    reading.weights[:, :, [0, 10]] = np.eye(11)[[0, 0]]
    scores = pattern_scores(reading, "uniform")
    np.testing.assert_allclose(np.delete(scores.ravel(), 4 * 12 + 9), 1)


def test_evenness_is_1_everywhere_alike_and_0_at_one_place():
    scores = pattern_scores(made_up([]), "uniform")
    assert scores[4, 9] == 0
    np.testing.assert_allclose(np.delete(scores.ravel(), 4 * 12 + 9), 1)


def test_a_text_without_such_a_pair_has_no_score():
    assert np.isnan(pattern_scores(read_sentence(DOGS), "pronoun-name")).all()
    assert np.isnan(heads_values("verb-object", [DOGS])).all()
    assert np.isnan(at_same_distance("verb-object", [DOGS])).all()
    with pytest.raises(ValueError, match="a pair for 'verb-object'; got none"):
        find_heads("verb-object", [DOGS])


@pytest.mark.parametrize("ask", [find_heads, heads_values, heads_mean, at_same_distance])
def test_an_unknown_pattern_is_told_which_there_are(ask):
    with pytest.raises(KeyError, match="no pattern is called 'noun'; there are previous, next"):
        ask("noun")
    with pytest.raises(KeyError, match="no pattern is called 'noun'"):
        pattern_scores(read_sentence(DOGS), "noun")


@pytest.mark.parametrize("ask", [find_heads, heads_values, heads_mean, at_same_distance])
def test_one_string_is_not_read_letter_by_letter_and_no_sentence_has_no_answer(ask):
    with pytest.raises(TypeError, match="sentences must be a list of strings; got the string"):
        ask("previous", DOGS)
    with pytest.raises(ValueError, match="sentences must hold at least one; got none"):
        ask("previous", [])


@pytest.mark.parametrize("name", PATTERNS)
def test_heads_are_ranked_from_the_most_to_the_least(name):
    found = find_heads(name)
    values = [head.value for head in found]
    assert values == sorted(values, reverse=True)
    assert len({head[:2] for head in found}) == 72
    assert heads_mean(name) == pytest.approx(np.mean(values))
    assert found[0].value == heads_values(name)[found[0].layer, found[0].head]
    assert found[0].label == f"L{found[0].layer}H{found[0].head}"


def test_every_pair_counts_once_however_many_its_sentence_has():
    texts = [GIFT, "My sister wrote a long book about a famous book."]
    first, second = (pattern_scores(read_sentence(text), "determiner-noun") for text in texts)
    np.testing.assert_allclose(
        heads_values("determiner-noun", texts), (first + 2 * second) / 3, rtol=1e-12
    )


@pytest.mark.parametrize(
    ("name", "label", "least"),
    [
        ("previous", "L0H2", 0.99),
        ("next", "L1H8", 0.6),
        ("determiner-noun", "L3H1", 0.5),
        ("object-verb", "L2H0", 0.3),
        ("first-mention", "L2H9", 0.4),
        ("pronoun-name", "L1H3", 0.3),
    ],
)
def test_the_heads_of_this_model_that_are_worth_showing(name, label, least):
    best = find_heads(name)[0]
    assert best.label == label
    assert best.value > least > 3 * heads_mean(name)


@pytest.mark.parametrize("name", ["determiner-noun", "verb-object", "object-verb"])
def test_grammar_is_more_than_distance(name):
    best = find_heads(name)[0]
    assert best.value > 2.5 * at_same_distance(name)[best.layer, best.head]


def test_at_the_same_distance_is_the_mean_of_the_words_diagonal():
    reading = read_sentence("The doctor wrote a very short note.")
    expected = np.mean([reading.weights[3, 1, i, i + 4] for i in range(1, 5)])
    control = at_same_distance("verb-object", [reading.text])
    assert control[3, 1] == pytest.approx(expected)
