"""Stories have the answers that a reader would give, and a network learns to give them."""

from itertools import islice

import numpy as np
import pytest
from slopes import worst_error

from attention_lib.models.learning import accuracy
from attention_lib.models.rooms import QUESTIONS, RoomsNetwork, draw_stories, in_words, train_rooms
from attention_lib.models.stories import Stories
from attention_lib.models.story_drawing import answers
from attention_lib.models.story_pieces import pieces

HEADS = (1, 2, 4, 8, 16, 32)


def read_and_answer(facts, question):
    """Answer as a reader would, from the words alone."""
    room, holder = {}, {}
    for fact in facts:
        who, verb, *_, what = fact.split()
        if verb == "went":
            room[who] = what
        else:
            holder[what] = who
    words = question.rstrip("?").split()
    if words[:2] == ["Which", "way"]:
        return f"{room[words[-3]]} → {room[words[-1]]}"
    if words[0] == "Are":
        return "yes" if room[words[1]] == room[words[3]] else "no"
    return room[holder[words[-1]] if "the" in words else words[-1]]


@pytest.fixture(scope="module")
def stories():
    return draw_stories(2000, rng=0)


def test_every_answer_is_the_one_a_reader_gives(stories):
    for row in range(len(stories)):
        told = read_and_answer(stories.facts(row), stories.question(row))
        assert stories.right_answer(row) == told, (stories.facts(row), stories.question(row))


def test_stories_have_six_to_twelve_facts_and_end_before_the_question(stories):
    lengths = stories.mask.sum(axis=1)
    assert (lengths.min(), lengths.max()) == (6, 12)
    assert (np.diff(stories.mask.astype(int), axis=1) >= 0).all()  # what is absent comes first


def test_no_answer_is_likely_enough_to_be_guessed(stories):
    for kind, name in enumerate(QUESTIONS):
        rows = stories.kind == kind
        assert abs(rows.mean() - 1 / 4) < 0.04
        _, times = np.unique(stories.answer[rows], axis=0, return_counts=True)
        highest = {"same_room": 0.57, "route": 0.07}.get(name, 0.25)
        assert times.max() / rows.sum() < highest


def test_nobody_takes_anything_unless_it_is_asked_about():
    simple = draw_stories(200, rng=1, questions=("route", "where_person"))
    assert simple.thing.max() == 5
    assert set(simple.kind) == {0, 1}
    assert (draw_stories(200, rng=1, questions=("where_object",)).thing > 5).any()


def test_the_later_fact_counts_and_a_thing_goes_where_its_holder_goes():
    person = np.array([[0, 1, 0, 1, 0, 1]])
    thing = np.array([[2, 7, 8, 3, 4, 8]])  # 8: an object that both take, the other one last
    asked = np.array([[2, -1], [0, -1], [0, 1], [0, 1], [3, -1]])
    kinds = [QUESTIONS.index(name) for name in ("where_object", "where_person", "route")]
    found = answers(
        person.repeat(5, axis=0),
        thing.repeat(5, axis=0),
        np.array([*kinds, QUESTIONS.index("same_room"), kinds[0]]),
        asked,
    )
    # Nobody took the last object: the story does not tell.
    assert found.tolist() == [[3, -1], [4, -1], [4, 3], [7, -1], [-1, -1]]


def test_the_same_seed_tells_the_same_stories():
    one, two, other = (draw_stories(20, rng=seed) for seed in (5, 5, 6))
    assert all(np.array_equal(a, b) for a, b in zip(vars(one).values(), vars(two).values()))  # noqa: B905
    assert not np.array_equal(one.person, other.person)


def test_stories_can_be_cut(stories):
    part = stories[3:7]
    assert isinstance(part, Stories)
    assert len(part) == 4
    assert part.facts(1) == stories.facts(4)
    assert stories[np.array([8, 2])].question(0) == stories.question(8)


@pytest.mark.parametrize("questions", [(), ("route", "why"), "route"])
def test_unknown_questions_are_refused_with_a_list(questions):
    for ask in (
        lambda: draw_stories(3, rng=0, questions=questions),
        lambda: RoomsNetwork(2, questions=questions, rng=0),
    ):
        with pytest.raises(ValueError, match="must be some of where_person, route, same_room"):
            ask()


@pytest.mark.parametrize(("num_heads", "layers"), [(1, 1), (4, 2), (32, 1), (2, 3)])
def test_the_whole_way_back_agrees_with_finite_differences(num_heads, layers):
    rng = np.random.default_rng(3)
    network = RoomsNetwork(num_heads, layers=layers, questions=QUESTIONS, rng=rng, dtype=float)
    for array in network.parameters.values():
        array += 0.1 * rng.normal(size=array.shape)  # gains are not 1, shifts and biases not 0
    examples = network.draw(7, rng)
    _, gradients, _ = network.loss_and_gradients(examples)
    assert set(gradients) == set(network.parameters)
    found = [gradients[name] for name in network.parameters]
    loss = lambda: network.loss_and_gradients(examples)[0]  # noqa: E731
    arrays = network.parameters.values()
    # A small step: a larger one would cross a bend of the feed-forward part.
    assert worst_error(loss, arrays, found, rng, directions=1, step=1e-5) < 1e-7


def test_the_number_of_heads_does_not_change_the_number_of_parameters():
    assert len({RoomsNetwork(h, rng=0).num_parameters for h in HEADS}) == 1
    one, many = (RoomsNetwork(h, rng=4).parameters for h in (1, 8))
    for name, array in one.items():  # nor where a seed begins
        np.testing.assert_array_equal(array, many[name])


def test_one_head_cannot_read_two_facts_where_four_can():
    """Both read one; the same stories, steps, seed and number of parameters."""
    shares = {}
    for num_heads in (1, 4):
        network, lesson = train_rooms(num_heads, steps=700)
        list(lesson)
        shares[num_heads] = accuracy(network, network.draw(600, np.random.default_rng(77)))
    assert min(share["where_person"] for share in shares.values()) > 0.9
    assert shares[1]["route"] < 0.4
    assert shares[4]["route"] > 0.9


def test_a_lesson_that_is_left_keeps_what_was_learned():
    network, lesson = train_rooms(2, steps=100_000, every=25)
    reports = list(islice(lesson, 8))
    lesson.close()
    assert reports[-1].accuracy["where_person"] > reports[0].accuracy["where_person"] + 0.3
    kept = accuracy(network, network.draw(500, np.random.default_rng(77)))
    assert kept["where_person"] > 0.6


def test_what_is_counted_right_is_what_is_answered():
    network, lesson = train_rooms(2, questions=QUESTIONS, steps=60)
    list(lesson)
    examples = network.draw(400, np.random.default_rng(2))
    right = np.array([
        in_words(answer) == examples.right_answer(row)
        for row, answer in enumerate(network.answer(examples))
    ])  # fmt: skip
    shares = accuracy(network, examples)
    assert list(shares) == list(QUESTIONS)
    for kind, name in enumerate(QUESTIONS):
        assert shares[name] == right[examples.kind == kind].mean()


def test_the_question_looks_at_facts_and_at_nothing_absent():
    network = RoomsNetwork(4, layers=2, rng=0)
    examples = network.draw(9, np.random.default_rng(2))
    first, last = network.weights(examples)
    assert first.shape == (9, 4, 13, 13)
    assert last.shape == (9, 4, 1, 13)
    np.testing.assert_allclose(last.sum(axis=-1), 1, rtol=1e-6)
    absent = np.flatnonzero(~examples.mask[0])
    assert absent.size
    assert not last[0][..., absent].any()
    assert not first[0][..., absent].any()


def test_what_is_absent_changes_no_answer():
    """A short story answered alone or beside a long one, with all its facts, is the same."""
    network = RoomsNetwork(2, questions=QUESTIONS, rng=0, dtype=float)
    examples = network.draw(30, np.random.default_rng(2))
    together = network.weights(examples)[-1]
    for row in range(30):
        alone = network.weights(examples[row : row + 1])[-1]
        np.testing.assert_allclose(alone[0], together[row], atol=1e-12)


def test_every_part_of_a_story_reaches_the_network():
    """Two stories that differ in one fact, or in who is asked about first, are told apart."""
    network = RoomsNetwork(2, rng=0, dtype=float)
    examples = network.draw(40, np.random.default_rng(2))
    row = int(np.flatnonzero((examples.kind == 1) & examples.mask[:, 1])[0])
    before = network.loss_and_gradients(examples[row : row + 1])[0]
    for name, change in (
        ("person", lambda a: np.concatenate([a[:, :-1], (a[:, -1:] + 1) % 6], axis=1)),
        ("thing", lambda a: np.concatenate([a[:, :-1], (a[:, -1:] + 1) % 6], axis=1)),
        ("asked", lambda a: a[:, ::-1]),
        ("kind", lambda a: 0 * a),
    ):
        parts = vars(examples[row : row + 1])
        changed = Stories(**parts | {name: change(parts[name])})
        assert abs(network.loss_and_gradients(changed)[0] - before) > 1e-6, name


def test_no_two_questions_are_one_token():
    """An object asked about has pieces of its own, not those of a person."""
    examples = draw_stories(3000, rng=4)
    counts, _ = pieces(examples, float)
    told_apart = {
        (examples.kind[row], *examples.asked[row]): counts[row, -1].tobytes()
        for row in range(len(examples))
    }
    assert len(told_apart) == 6 + 30 + 30 + 4
    assert len(set(told_apart.values())) == len(told_apart)
    persons, things = (examples.kind == 0), (examples.kind == QUESTIONS.index("where_object"))
    shared = counts[persons, -1].any(axis=0) & counts[things, -1].any(axis=0)
    assert not shared.any()
