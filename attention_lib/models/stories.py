"""Who is where: stories of people, rooms and objects, and four kinds of question about them.

Every fact is one token, so what a question needs is plain to see in the weights: one fact for
*where_person*, two at once for *route* and *same_room*, one after the other for *where_object*.
"""

from dataclasses import dataclass

import numpy as np

PEOPLE = ("Mary", "John", "Emma", "Paul", "Lucy", "Adam")
ROOMS = ("kitchen", "garden", "office", "cellar", "attic", "hall")
OBJECTS = ("book", "lamp", "apple", "ball")
QUESTIONS = ("where_person", "route", "same_room", "where_object")
ANSWERS = (*ROOMS, "yes", "no")
FEWEST, MOST = 6, 12  # facts in a story


@dataclass(frozen=True)
class Stories:
    """A batch of stories, one question about each, and the right answers.

    Parameters
    ----------
    person, thing : ndarray of int, shape (batch, 12)
        The facts, the last one in the last column: who, and where to (0–5: a room) or what was
        taken (6–9: an object). Shorter stories begin with -1.
    kind : ndarray of int, shape (batch,)
        Of question, a place in ``QUESTIONS``.
    asked : ndarray of int, shape (batch, 2)
        Two people; one and -1 for *where_person*; an object (0–3) and -1 for *where_object*.
    answer : ndarray of int, shape (batch, 2)
        Places in ``ANSWERS``; the second is -1 unless a *route* was asked.
    """

    person: np.ndarray
    thing: np.ndarray
    kind: np.ndarray
    asked: np.ndarray
    answer: np.ndarray

    def __len__(self):
        return len(self.kind)

    def __getitem__(self, rows):
        """Return some of the stories; ``rows`` is a slice or an array."""
        return Stories(**{name: array[rows] for name, array in vars(self).items()})

    @property
    def mask(self):
        """True where there is a fact, (batch, 12)."""
        return self.person >= 0

    def facts(self, row):
        """Tell one story, fact by fact.

        Parameters
        ----------
        row : int

        Returns
        -------
        tuple of str

        Examples
        --------
        >>> from attention_lib.models.rooms import draw_stories
        >>> draw_stories(3, rng=0).facts(1)[-2:]
        ('Mary took the lamp', 'Adam went to the garden')
        """
        return tuple(
            _fact(person, thing)
            for person, thing in zip(self.person[row], self.thing[row], strict=True)
            if person >= 0
        )

    def question(self, row):
        """Say what is asked about one story.

        Parameters
        ----------
        row : int

        Returns
        -------
        str
        """
        first, second = self.asked[row]
        kind = QUESTIONS[self.kind[row]]
        if kind == "where_object":
            return f"Where is the {OBJECTS[first]}?"
        if kind == "where_person":
            return f"Where is {PEOPLE[first]}?"
        if kind == "route":
            return f"Which way is it from {PEOPLE[first]} to {PEOPLE[second]}?"
        return f"Are {PEOPLE[first]} and {PEOPLE[second]} in the same room?"

    def right_answer(self, row):
        """Say the right answer to the question about one story.

        Parameters
        ----------
        row : int

        Returns
        -------
        str
        """
        return in_words(self.answer[row])


def in_words(answer):
    """Say an answer.

    Parameters
    ----------
    answer : sequence of int
        Two places in ``ANSWERS``; the second is -1 where only one was asked for.

    Returns
    -------
    str

    Examples
    --------
    >>> in_words([0, 4]), in_words([6, -1])
    ('kitchen → attic', 'yes')
    """
    return " → ".join(ANSWERS[place] for place in answer if place >= 0)


def _fact(person, thing):
    if thing < len(ROOMS):
        return f"{PEOPLE[person]} went to the {ROOMS[thing]}"
    return f"{PEOPLE[person]} took the {OBJECTS[thing - len(ROOMS)]}"
