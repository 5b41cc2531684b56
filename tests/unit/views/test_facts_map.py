"""In the first of two layers facts look at facts: the network's own weights, told in words."""

import numpy as np
import pytest

from attention_lib.models import example_story, load_rooms, tell_story
from attention_lib.models.rooms import draw_stories
from attention_lib.views import Picture, facts_map


def drawn(picture):
    return np.asarray(picture.figure.axes[0].images[0].get_array())


def test_every_fact_is_a_row_and_a_column_of_the_first_layer():
    network = load_rooms(4, layers=2)
    stories = draw_stories(30, rng=6, questions=("where_object",))
    shortest = int(stories.mask.sum(axis=1).argmin())
    story = stories[shortest : shortest + 1]
    facts = story.facts(0)
    assert len(facts) < 12
    picture = facts_map(network, story, head=3)
    weights = network.weights(story)[0][0, 2]
    np.testing.assert_array_equal(drawn(picture), weights[12 - len(facts) :, 12 - len(facts) :])
    labels = [label.get_text() for label in picture.figure.axes[0].get_yticklabels()]
    assert labels == [f"{n} {text}" for n, text in enumerate((*facts, "the question"), start=1)]
    np.testing.assert_allclose(drawn(picture).sum(axis=1), 1)


def test_who_took_it_looks_where_they_went():
    picture = facts_map(load_rooms(1, layers=2))
    assert isinstance(picture, Picture)
    assert repr(picture) == (
        "In layer 1, head 1, “6 Paul took the book” looks most at “9 Paul went to the hall” "
        "(1.00), “9 Paul went to the hall” looks most at “6 Paul took the book” (0.75)."
    )


def test_a_fact_that_looks_at_itself_is_said_to():
    story = tell_story(
        [fact for fact in example_story("where_object").facts(0) if "Emma" not in fact]
        + ["Emma went to the office"],
        "Where is Emma?",
    )
    assert "“10 Emma went to the office” looks most at itself (" in repr(
        facts_map(load_rooms(1, layers=2), story)
    )


@pytest.mark.parametrize(
    ("layers", "options", "says"),
    [
        (1, {}, "must have two layers: in a single one only the question looks"),
        (2, {"head": 5}, "head must be 1 to 4; got 5"),
        (2, {"head": 0}, "head must be 1 to 4; got 0"),
        (2, {"story": draw_stories(3, rng=0)}, "story must be one story; got 3"),
    ],
)
def test_what_cannot_be_drawn_says_why(layers, options, says):
    with pytest.raises(ValueError, match=says):
        facts_map(load_rooms(4, layers=layers), **options)


@pytest.mark.parametrize("head", [2.0, "2", np.array([1, 2])])
def test_a_head_is_a_whole_number(head):
    with pytest.raises(TypeError, match="head must be an integer; got"):
        facts_map(load_rooms(4, layers=2), head=head)
