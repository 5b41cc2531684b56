"""Where a question must look, and where it does."""

import numpy as np

from attention_lib.models.stories import QUESTIONS, ROOMS
from attention_lib.models.story_drawing import draw_stories, last_move, last_place

SHARED_SEED = 2_000_000  # of the stories that every network is compared on


def evidence(stories):
    """Return the facts that tell the answer.

    Parameters
    ----------
    stories : Stories

    Returns
    -------
    ndarray of int, shape (batch, 2)
        Columns of ``stories.person``: where the first person went last, and the second; for
        *where_object* who took it last, and where that person went last. -1 where one fact is
        enough.

    Examples
    --------
    >>> from attention_lib.models.story_telling import example_story
    >>> story = example_story()
    >>> [story.facts(0)[place - 12] for place in evidence(story)[0]]
    ['Mary went to the attic', 'John went to the cellar']
    """
    person, thing = stories.person, stories.thing
    first, second = stories.asked.T
    found = np.stack([last_move(person, thing, first), last_move(person, thing, second)], axis=1)
    objects = np.flatnonzero(stories.kind == QUESTIONS.index("where_object"))
    if objects.size:
        person, thing = person[objects], thing[objects]
        taken = last_place(thing == len(ROOMS) + first[objects, None])
        holder = person[np.arange(len(objects)), taken]
        found[objects] = np.stack([taken, last_move(person, thing, holder)], axis=1)
    return found


def looking_share(network, question="route", *, layer=-1, number=2000):
    """Return how much of its weight each head gives to the facts that tell the answer.

    Parameters
    ----------
    network : RoomsNetwork
    question : str, default "route"
        A kind of question.
    layer : int, default -1
        The last one.
    number : int, default 2000
        Of stories; every network looks at the same ones.

    Returns
    -------
    ndarray, shape (num_heads, 2)
        Mean weight of the question on the first fact of `evidence`, and on the second (not a
        number for *where_person*, which needs one).

    Raises
    ------
    ValueError
        If the network has not learned such questions.

    Examples
    --------
    >>> from attention_lib.models.rooms_store import load_rooms
    >>> looking_share(load_rooms(2)).shape
    (2, 2)
    """
    if question not in network.questions:
        raise ValueError(
            f"question must be one that the network learned, {', '.join(network.questions)}; "
            f"got {question!r}"
        )
    stories = draw_stories(number, rng=SHARED_SEED, questions=(question,))
    weights = network.weights(stories)[layer][:, :, -1]  # of the question, (batch, heads, 13)
    places = evidence(stories)[:, None]
    shares = np.take_along_axis(weights, np.maximum(places, 0), axis=-1).mean(axis=0)
    return np.where((places >= 0).all(axis=0), shares, np.nan)
