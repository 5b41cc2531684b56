"""A story in words is the story the network reads."""

import numpy as np
import pytest

from attention_lib.models import example_story, load_rooms, tell_story
from attention_lib.models.rooms import QUESTIONS, draw_stories

FACTS = ("Mary went to the hall", "John took the lamp", "John went to the attic")


def test_a_story_that_is_told_again_is_the_same():
    stories = draw_stories(400, rng=2)
    for row in range(len(stories)):
        told = tell_story(stories.facts(row), stories.question(row))
        for name, array in vars(stories[row : row + 1]).items():
            np.testing.assert_array_equal(vars(told)[name], array, name)


def test_spaces_and_a_full_stop_do_not_matter():
    plain = tell_story(FACTS, "Where is John?")
    typed = tell_story([f"  {fact.replace(' ', '  ')}. " for fact in FACTS], " Where is  John? ")
    assert plain.facts(0) == typed.facts(0) == FACTS
    assert typed.right_answer(0) == "attic"


def test_a_network_answers_a_story_that_was_typed():
    people = ("Mary", "John", "Mary", "Emma", "Paul", "John", "Lucy")
    rooms = ("hall", "attic", "office", "garden", "cellar", "kitchen", "hall")
    facts = [f"{who} went to the {room}" for who, room in zip(people, rooms, strict=True)]
    story = tell_story(facts, "Which way is it from John to Mary?")
    assert story.right_answer(0) == "kitchen → office"
    np.testing.assert_array_equal(load_rooms(2).answer(story), story.answer)


@pytest.mark.parametrize("kind", QUESTIONS)
def test_every_kind_has_an_example_that_a_network_was_trained_for(kind):
    story = example_story(kind)
    assert QUESTIONS[story.kind[0]] == kind
    assert 6 <= len(story.facts(0)) <= 12
    assert (story.thing.max() > 5) == (kind == "where_object")
    np.testing.assert_array_equal(load_rooms(4, layers=2).answer(story), story.answer)


def test_the_examples_ask_about_one_story():
    """Only where an object is asked about does somebody take one."""
    moves = [fact for fact in example_story("where_object").facts(0) if "took" not in fact]
    for kind in QUESTIONS[:3]:
        assert list(example_story(kind).facts(0)) == moves


@pytest.mark.parametrize(
    ("facts", "question", "says"),
    [
        ((), "Where is Mary?", "facts must be 1 to 12 sentences; got 0"),
        (FACTS * 5, "Where is Mary?", "facts must be 1 to 12 sentences; got 15"),
        (["Mary goes home"], "Where is Mary?", "'Paul took the book'; got 'Mary goes home'"),
        (["Max went to the hall"], "Where is Max?", "person must be one of Mary, .*; got 'Max'"),
        (["Mary went to the roof"], "Where is Mary?", "room must be one of .*; got 'roof'"),
        (["Mary took the hall"], "Where is Mary?", "object must be one of book, .*; got 'hall'"),
        (FACTS, "Who is Mary?", "one of 'Where is Mary\\?', .*; got 'Who is Mary\\?'"),
        (FACTS, "Where is the hall?", "object must be one of .*; got 'hall'"),
        (FACTS, "Are Mary and Mary in the same room?", "two different people; got 'Are Mary and"),
        (FACTS, "Where is Emma?", "must tell the answer; it does not say: Where is Emma\\?"),
        (FACTS, "Where is the book?", "it does not say: Where is the book"),
        (FACTS, "Which way is it from Mary to Lucy?", "it does not say: Which way"),
    ],
)
def test_what_cannot_be_read_or_answered_says_why(facts, question, says):
    with pytest.raises(ValueError, match=says):
        tell_story(facts, question)


@pytest.mark.parametrize(
    ("facts", "question", "says"),
    [
        ([*FACTS, None], "Where is Mary?", "a fact must be a string; got None"),
        (FACTS, 7, "a question must be a string; got 7"),
    ],
)
def test_what_is_no_text_is_no_story(facts, question, says):
    with pytest.raises(TypeError, match=says):
        tell_story(facts, question)


def test_an_unknown_kind_of_example_is_answered_with_those_there_are():
    with pytest.raises(ValueError, match=r"kind must be one of where_person, .*; got 'why'"):
        example_story("why")
