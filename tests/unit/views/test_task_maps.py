"""Maps of stories and tables: the network's own weights, every fact in words, no false verdict."""

import numpy as np
import pytest
from matplotlib.text import Text

from attention_lib.models import (
    example_story,
    example_table,
    load_rooms,
    load_summary,
    tell_story,
    tell_table,
)
from attention_lib.models.rooms import RoomsNetwork, draw_stories, in_words
from attention_lib.models.summary_tables import draw_tables
from attention_lib.models.summary_task import SummaryNetwork
from attention_lib.views import Picture, story_map, summary_map


def panels_of(picture):
    return [axes for axes in picture.figure.axes if axes.images]


def drawn(axes):
    """Return the weights of a panel, a row for each fact."""
    return np.asarray(axes.images[0].get_array())


def rows_of(picture):
    return [label.get_text() for label in panels_of(picture)[0].get_yticklabels()]


@pytest.mark.parametrize(("num_heads", "layers"), [(2, 1), (32, 1), (4, 2)])
def test_a_story_map_shows_the_weights_of_the_question_in_every_layer(num_heads, layers):
    network = load_rooms(num_heads, layers=layers)
    story = draw_stories(30, rng=4, questions=("route",))[11:12]
    picture = story_map(network, story)
    facts = len(story.facts(0))
    assert facts < 12
    assert len(panels_of(picture)) == layers
    for axes, weights in zip(panels_of(picture), network.weights(story), strict=True):
        assert drawn(axes).shape == (facts + 1, num_heads)
        np.testing.assert_array_equal(drawn(axes), weights[0, :, -1, 12 - facts :].T)
    plain = tuple(row.removeprefix("▶ ") for row in rows_of(picture))
    assert plain == (*story.facts(0), "(the question itself)")


@pytest.mark.parametrize(
    ("kind", "arrows"),
    [
        ("where_person", ["Mary went to the attic"]),
        ("route", ["Mary went to the attic", "John went to the cellar"]),
        ("where_object", ["Paul took the book", "Paul went to the hall"]),
    ],
)
def test_arrows_and_bold_mark_the_facts_that_tell_the_answer(kind, arrows):
    picture = story_map(load_rooms(4, layers=2), example_story(kind))
    marked = [row.removeprefix("▶ ") for row in rows_of(picture) if row.startswith("▶")]
    assert marked == arrows
    labels = panels_of(picture)[0].get_yticklabels()
    assert [label.get_fontweight() == "bold" for label in labels] == [
        label.get_text().startswith("▶") for label in labels
    ]


@pytest.mark.parametrize(("num_heads", "written"), [(8, True), (32, False)])
def test_few_heads_have_their_numbers_and_many_their_colours_alone(num_heads, written):
    (axes,) = panels_of(story_map(load_rooms(num_heads)))
    assert [text.get_text() for text in axes.texts] == (
        [_two_digits(weight) for weight in drawn(axes).ravel()] if written else []
    )
    ticks = [int(label.get_text()) for label in axes.get_xticklabels()]
    assert {1, num_heads} <= set(ticks)


def _two_digits(weight):
    return "<.01" if weight < 0.005 else f"{weight:.2f}"


def test_one_head_sees_one_fact_and_two_heads_both():
    one, two = (story_map(load_rooms(num_heads)) for num_heads in (1, 2))
    question = "Which way is it from Mary to John?"
    assert one.sentence == (
        f"{question} 1 head: it looks most at “Mary went to the attic” (0.96); "
        "answer: attic → hall (wrong; right is attic → cellar)."
    )
    assert two.sentence == (
        f"{question} 2 heads: head 1 looks most at “Mary went to the attic” (0.97), head 2 at "
        "“John went to the cellar” (0.98); answer: attic → cellar (right)."
    )


def test_many_heads_are_counted():
    network = load_rooms(32)
    most = network.weights(example_story())[-1][0, :, -1, 4:].argmax(axis=1)
    counts = [int((most == place).sum()) for place in (3, 4)]
    assert (
        f"of 32 heads, {counts[0]} look most at “Mary went to the attic”, {counts[1]} look most "
        f"at “John went to the cellar”, {32 - sum(counts)} elsewhere"
    ) in story_map(network).sentence


def test_a_verdict_is_true_whatever_the_network_has_learned():
    stories = draw_stories(6, rng=8, questions=("route",))
    verdicts = []
    for network in (load_rooms(1), load_rooms(8), RoomsNetwork(2, rng=0)):
        for row in (1, 4):
            story = stories[row : row + 1]
            answer, right = in_words(network.answer(story)[0]), story.right_answer(0)
            said = "(right)" if answer == right else f"(wrong; right is {right})"
            assert story_map(network, story).sentence.endswith(f"answer: {answer} {said}.")
            verdicts.append(answer == right)
    assert len(set(verdicts)) == 2


@pytest.mark.parametrize("per_word", [False, True])
def test_a_summary_map_has_a_panel_for_every_question(per_word):
    network = load_summary(2, per_word=per_word)
    table = draw_tables(9, rng=3)[5:6]
    picture = summary_map(network, table)
    titles = [axes.get_title() for axes in panels_of(picture)]
    assert titles == (
        ["“highest”, 2 heads", "“lowest”, 2 heads"]
        if per_word
        else ["one vector for both, 2 heads"]
    )
    for axes, weights in zip(panels_of(picture), network.weights(table)[0], strict=True):
        np.testing.assert_array_equal(drawn(axes), weights.T)
    plain = tuple(row.removeprefix("▶ ") for row in rows_of(picture))
    assert plain == (*table.rows(0), "(the question itself)")
    marked = {place for place, row in enumerate(rows_of(picture)) if row.startswith("▶")}
    assert marked == {int(table.value.argmax()), int(table.value.argmin())}


def test_asked_for_each_word_one_head_finds_both_and_asked_once_it_does_not():
    once, each = (summary_map(load_summary(1, per_word=way)) for way in (False, True))
    right = example_table().right_answer(0)
    assert f"(wrong; right is {right})." in once.sentence
    assert each.sentence == (
        "Which is highest, which lowest? “highest”, 1 head: it looks most at “Cairo 29°” (1.00); "
        "“lowest”, 1 head: it looks most at “Oslo −4°” (1.00); "
        "answer: highest Cairo, lowest Oslo (right)."
    )


def test_a_table_of_the_learners_own_is_drawn():
    table = tell_table({"Rome": 30, "Oslo": -9, "Lima": 12})
    picture = summary_map(SummaryNetwork(1, per_word=False, rng=0), table)
    assert rows_of(picture) == ["▶ Rome 30°", "▶ Oslo −9°", "Lima 12°", "(the question itself)"]


@pytest.mark.parametrize(
    "picture",
    [
        lambda: story_map(load_rooms(1)),
        lambda: story_map(load_rooms(32)),
        lambda: story_map(load_rooms(4, layers=2), example_story("same_room")),
        lambda: summary_map(load_summary(1)),
        lambda: summary_map(load_summary(4, per_word=True)),
    ],
)
def test_no_word_leaves_the_picture_or_covers_another(picture):
    picture = picture()
    assert isinstance(picture, Picture)
    assert repr(picture) == picture.sentence
    figure = picture.figure
    figure.canvas.draw()
    texts = [text for text in figure.findobj(Text) if text.get_text() and text.get_visible()]
    boxes = [text.get_window_extent() for text in texts]
    for text, box in zip(texts, boxes, strict=True):
        assert box.x0 >= 0, text.get_text()
        assert box.y0 >= 0, text.get_text()
        assert box.x1 <= figure.bbox.width, text.get_text()
        assert box.y1 <= figure.bbox.height, text.get_text()
    for place, box in enumerate(boxes):
        covered = [texts[other].get_text() for other in range(place) if box.overlaps(boxes[other])]
        assert not covered, (texts[place].get_text(), covered)


def test_more_than_one_story_or_table_is_refused():
    with pytest.raises(ValueError, match="story must be one story; got 3"):
        story_map(load_rooms(2), draw_stories(3, rng=0, questions=("route",)))
    with pytest.raises(ValueError, match="table must be one table; got 2"):
        summary_map(load_summary(2), draw_tables(2, rng=0))


def test_a_question_that_the_network_has_not_learned_is_refused():
    with pytest.raises(ValueError, match=r"where_person, route; got where_object: Where is the b"):
        story_map(load_rooms(2), example_story("where_object"))


def test_a_fact_of_a_sort_that_the_network_has_not_learned_is_refused():
    facts = example_story("where_object").facts(0)
    story = tell_story(facts, "Where is Mary?")
    with pytest.raises(ValueError, match="no fact in which somebody takes something: this network"):
        story_map(load_rooms(2), story)
    assert story_map(load_rooms(1, layers=2), story).sentence.endswith("answer: attic (right).")
