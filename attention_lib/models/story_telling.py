"""Read a story and a question as a learner types them."""

import re

import numpy as np

from attention_lib.models.stories import (
    MOST,
    OBJECTS,
    PEOPLE,
    QUESTIONS,
    ROOMS,
    Stories,
)
from attention_lib.models.story_drawing import answers

FACT = re.compile(r"(\w+) (went to|took) the (\w+)\.?")
ASKED = {
    "where_object": re.compile(r"Where is the (\w+)\?"),
    "where_person": re.compile(r"Where is (\w+)\?"),
    "route": re.compile(r"Which way is it from (\w+) to (\w+)\?"),
    "same_room": re.compile(r"Are (\w+) and (\w+) in the same room\?"),
}
# What each kind of question can be asked about in the example: both people move more than once,
# and nobody else goes where they end.
EXAMPLE = (
    "Mary went to the kitchen",
    "John took the lamp",
    "John went to the garden",
    "Emma went to the office",
    "Mary went to the attic",
    "Paul took the book",
    "John went to the cellar",
    "Lucy went to the garden",
    "Paul went to the hall",
    "Adam went to the kitchen",
)
EXAMPLE_QUESTIONS = {
    "where_person": "Where is Mary?",
    "route": "Which way is it from Mary to John?",
    "same_room": "Are Mary and John in the same room?",
    "where_object": "Where is the book?",
}


def tell_story(facts, question):
    """Make a story and a question out of words.

    Parameters
    ----------
    facts : sequence of str
        1 to 12, the latest last: ``"Mary went to the kitchen"`` or ``"Paul took the book"``. The
        networks have learned from 6 to 12 facts.
    question : str
        As in the example, or ``"Where is Mary?"``, ``"Where is the book?"``,
        ``"Are Mary and John in the same room?"``.

    Returns
    -------
    Stories
        One.

    Raises
    ------
    TypeError
        If a fact or the question is no string.
    ValueError
        If there is no fact or too many, a sentence is of none of these forms, a name is not
        among those that the networks know, a question is about one person twice, or the story
        does not tell the answer.

    Examples
    --------
    >>> story = tell_story(
    ...     ["Mary went to the hall", "John went to the attic", "Mary went to the office"],
    ...     "Which way is it from Mary to John?",
    ... )
    >>> story.right_answer(0)
    'office → attic'
    """
    facts = [facts] if isinstance(facts, str) else list(facts)
    if not 1 <= len(facts) <= MOST:
        raise ValueError(f"facts must be 1 to {MOST} sentences; got {len(facts)}")
    told = np.array([_read_fact(fact) for fact in facts])
    person, thing = np.full((2, 1, MOST), -1)
    person[0, -len(facts) :], thing[0, -len(facts) :] = told.T
    name, asked = _read_question(question)
    kind, asked = np.array([QUESTIONS.index(name)]), np.array([asked])
    answer = answers(person, thing, kind, asked)
    if answer[0, 0] < 0:
        raise ValueError(f"the story must tell the answer; it does not say: {question}")
    return Stories(person, thing, kind, asked, answer)


def example_story(kind="route"):
    """Return a story of ten facts with one question, the same ten for every kind.

    Parameters
    ----------
    kind : str, default "route"
        Of question: *where_person*, *route*, *same_room* or *where_object*. The networks of one
        layer have not learned the last two, nor that somebody takes something: without
        *where_object* nobody does.

    Returns
    -------
    Stories
        One.

    Examples
    --------
    >>> story = example_story()
    >>> story.question(0), story.right_answer(0)
    ('Which way is it from Mary to John?', 'attic → cellar')
    """
    if kind not in EXAMPLE_QUESTIONS:
        raise ValueError(f"kind must be one of {', '.join(QUESTIONS)}; got {kind!r}")
    facts = [fact for fact in EXAMPLE if kind == "where_object" or "took" not in fact]
    return tell_story(facts, EXAMPLE_QUESTIONS[kind])


def _read_fact(fact):
    """Return (person, thing) as in `Stories`."""
    read = FACT.fullmatch(_line(fact, "a fact"))
    if read is None:
        raise ValueError(
            "a fact must read as 'Mary went to the kitchen' or 'Paul took the book'; "
            f"got {fact!r:.60}"
        )
    who, verb, what = read.groups()
    person = _place(who, PEOPLE, "person")
    if verb == "took":
        return person, len(ROOMS) + _place(what, OBJECTS, "object")
    return person, _place(what, ROOMS, "room")


def _read_question(question):
    """Return the kind and who or what is asked about, as in `Stories`."""
    words = _line(question, "a question")
    for kind, form in ASKED.items():
        read = form.fullmatch(words)
        if read is not None:
            known, sort = (OBJECTS, "object") if kind == "where_object" else (PEOPLE, "person")
            asked = [_place(name, known, sort) for name in read.groups()]
            if len(set(asked)) < len(asked):
                raise ValueError(f"a question must be about two different people; got {words!r}")
            return kind, (*asked, -1)[:2]
    forms = ", ".join(repr(form) for form in EXAMPLE_QUESTIONS.values())
    raise ValueError(f"a question must read as one of {forms}; got {question!r:.60}")


def _line(text, what):
    if not isinstance(text, str):
        raise TypeError(f"{what} must be a string; got {text!r:.60}")
    return " ".join(text.split())


def _place(name, known, sort):
    if name not in known:
        raise ValueError(f"a {sort} must be one of {', '.join(known)}; got {name!r:.60}")
    return known.index(name)
