"""Draw stories at random, and work out the right answers."""

import numpy as np

from attention_lib._arrays import count
from attention_lib.models.stories import (
    ANSWERS,
    FEWEST,
    MOST,
    OBJECTS,
    PEOPLE,
    QUESTIONS,
    ROOMS,
    Stories,
)

YES, NO = ANSWERS.index("yes"), ANSWERS.index("no")


def draw_stories(number, *, rng, questions=QUESTIONS):
    """Draw stories with questions that have an answer.

    Parameters
    ----------
    number : int
    rng : numpy.random.Generator or int
    questions : sequence of str, default ``QUESTIONS``
        Which kinds are asked, each as likely as the others.

    Returns
    -------
    Stories
        6 to 12 facts each; about half of the *same_room* answers are yes. Objects are taken in
        one fact of three, and only where *where_object* is among the questions.

    Raises
    ------
    ValueError
        If a kind of question is unknown, or there is none.

    Examples
    --------
    >>> stories = draw_stories(3, rng=0)
    >>> stories.question(1), stories.right_answer(1)
    ('Are John and Paul in the same room?', 'no')
    """
    number = count(number, "number", at_least=1)
    questions = known_questions(questions)
    rng = np.random.default_rng(rng)
    kinds = rng.choice([QUESTIONS.index(name) for name in questions], size=number)
    stories = _draw(kinds, "where_object" in questions, rng)
    while (unanswered := stories.answer[:, 0] < 0).any():
        again = _draw(kinds[unanswered], "where_object" in questions, rng)
        for name, array in vars(again).items():
            getattr(stories, name)[unanswered] = array
    return stories


def known_questions(questions):
    """Return kinds of question as a tuple, or say which there are."""
    if isinstance(questions, str) or not questions or not set(questions) <= set(QUESTIONS):
        raise ValueError(f"questions must be some of {', '.join(QUESTIONS)}; got {questions!r}")
    return tuple(questions)


def _draw(kind, with_objects, rng):
    """Draw a story for each question; some questions have no answer in theirs."""
    size = (len(kind), MOST)
    absent = np.arange(MOST) < MOST - rng.integers(FEWEST, MOST + 1, size=(len(kind), 1))
    person = np.where(absent, -1, rng.integers(len(PEOPLE), size=size))
    thing = rng.integers(len(ROOMS), size=size)
    if with_objects:
        taken = rng.random(size) < 1 / 3
        thing[taken] = len(ROOMS) + rng.integers(len(OBJECTS), size=taken.sum())
    thing[absent] = -1
    asked = rng.permuted(np.tile(np.arange(len(PEOPLE)), (len(kind), 1)), axis=1)[:, :2]
    about_object = kind == QUESTIONS.index("where_object")
    asked[about_object, 0] = rng.integers(len(OBJECTS), size=about_object.sum())
    asked[about_object | (kind == QUESTIONS.index("where_person")), 1] = -1
    _bring_together(person, thing, kind, asked, rng)
    return Stories(person, thing, kind.copy(), asked, answers(person, thing, kind, asked))


def _bring_together(person, thing, kind, asked, rng):
    """Let the two people of some *same_room* questions end in one room.

    One in six is there by chance; two in five more make it half of them.
    """
    met = (kind == QUESTIONS.index("same_room")) & (rng.random(len(kind)) < 2 / 5)
    room, place = (_last_room(person, thing, asked[:, 0]), last_move(person, thing, asked[:, 1]))
    met &= (room >= 0) & (place >= 0)
    thing[met, place[met]] = room[met]


def answers(person, thing, kind, asked):
    """Work the answers out from the facts.

    Parameters
    ----------
    person, thing, kind, asked : ndarray of int
        As in `Stories`.

    Returns
    -------
    ndarray of int, shape (batch, 2)
        As in `Stories`; the first is -1 where the story does not tell.
    """
    rooms = _last_room(person, thing, asked[:, 0]), _last_room(person, thing, asked[:, 1])
    taken = last_place(thing == asked[:, :1] + len(ROOMS))
    holder = np.where(taken < 0, -1, person[np.arange(len(person)), taken])
    told = (rooms[0] >= 0) & (rooms[1] >= 0)
    answer = np.full((len(kind), 2), -1)
    for name, first in (
        ("where_person", rooms[0]),
        ("route", np.where(told, rooms[0], -1)),
        ("same_room", np.where(told, np.where(rooms[0] == rooms[1], YES, NO), -1)),
        ("where_object", _last_room(person, thing, holder)),
    ):
        rows = kind == QUESTIONS.index(name)
        answer[rows, 0] = first[rows]
    route = told & (kind == QUESTIONS.index("route"))
    answer[route, 1] = rooms[1][route]
    return answer


def _last_room(person, thing, who):
    """Return the room that a person of each story went to last; -1 for none."""
    place = last_move(person, thing, who)
    return np.where(place < 0, -1, thing[np.arange(len(thing)), place])


def last_move(person, thing, who):
    """Return the place of the fact that tells where a person of each story is; -1 for none."""
    return last_place((person == who[:, None]) & (thing >= 0) & (thing < len(ROOMS)))


def last_place(where):
    """Return the last place of each row, (batch, facts), that is True; -1 for none."""
    place = where.shape[1] - 1 - where[:, ::-1].argmax(axis=1)
    return np.where(where.any(axis=1), place, -1)
