"""Stories as the network sees them: one token for each fact, and one for the question."""

import numpy as np

from attention_lib.models.stories import MOST, OBJECTS, PEOPLE, QUESTIONS, ROOMS

# A token is the sum of its pieces' vectors; this is where each sort begins in their table.
PERSON = 0
THING = PERSON + len(PEOPLE)  # rooms, then objects
PLACE = THING + len(ROOMS) + len(OBJECTS)  # of the fact in the story, counted from its end
KIND = PLACE + MOST
FIRST = KIND + len(QUESTIONS)  # person asked about first, or object
SECOND = FIRST + len(PEOPLE) + len(OBJECTS)
PIECES = SECOND + len(PEOPLE)


def pieces(stories, dtype):
    """Return which pieces each token is made of.

    Parameters
    ----------
    stories : Stories

    Returns
    -------
    counts : ndarray, shape (batch, 13, PIECES)
        1 for each piece of a token, otherwise 0: times the table it gives the tokens. The
        question is the last.
    mask : ndarray of bool, shape (batch, 1, 1, 13)
        True at facts and question.
    """
    counts = np.zeros((len(stories), MOST + 1, PIECES), dtype=dtype)
    row, place = np.nonzero(stories.mask)
    counts[row, place, PERSON + stories.person[row, place]] = 1
    counts[row, place, THING + stories.thing[row, place]] = 1
    counts[row, place, PLACE + place] = 1
    first = stories.asked[:, 0] + FIRST
    first[stories.kind == QUESTIONS.index("where_object")] += len(PEOPLE)
    every = np.arange(len(stories))
    counts[every, -1, KIND + stories.kind] = 1
    counts[every, -1, first] = 1
    both = np.flatnonzero(stories.asked[:, 1] >= 0)
    counts[both, -1, SECOND + stories.asked[both, 1]] = 1
    mask = np.concatenate([stories.mask, np.ones((len(stories), 1), dtype=bool)], axis=1)
    return counts, mask[:, None, None]
