"""Where a trained network looks when it answers, head by head."""

from attention_lib.models.looking import evidence
from attention_lib.models.stories import MOST, QUESTIONS, ROOMS, in_words
from attention_lib.models.story_telling import example_story
from attention_lib.models.summary_tables import WORDS, example_table
from attention_lib.models.summary_tables import in_words as said
from attention_lib.views.figure import Picture
from attention_lib.views.heads_words import plural
from attention_lib.views.task_drawing import looking_figure
from attention_lib.views.task_words import told_answer, told_looks


def story_map(network, story=None):
    """Draw where the question looks: facts from top to bottom, a column for each head.

    Parameters
    ----------
    network : RoomsNetwork
        As ``models.load_rooms`` returns it, or one that was just trained.
    story : Stories, optional
        One, as ``models.tell_story`` makes it; ``models.example_story()`` when omitted.

    Returns
    -------
    Picture
        An arrow marks the facts that tell the answer. With several layers there is a panel for
        each. Up to eight heads have numbers in their cells.

    Raises
    ------
    ValueError
        If there is more than one story, or the network has not learned such a question or such
        facts.
    """
    story = example_story() if story is None else story
    if len(story) != 1:
        raise ValueError(f"story must be one story; got {len(story)}")
    _must_have_learned(network, story)
    absent = MOST - story.mask.sum()
    rows = (*story.facts(0), "(the question itself)")
    needed = {int(place - absent) for place in evidence(story)[0] if place >= 0}
    looks = [weights[0, :, -1, absent:] for weights in network.weights(story)]
    names = [plural(network.num_heads)]
    if len(looks) > 1:
        names = [f"{names[0]}, layer {layer + 1}" for layer in range(len(looks))]
    question = story.question(0)
    answer = told_answer(in_words(network.answer(story)[0]), story.right_answer(0))
    return _picture(question, dict(zip(names, looks, strict=True)), rows, needed, answer)


def summary_map(network, table=None):
    """Draw where a question about a table looks: rows from top to bottom, a column for each head.

    Parameters
    ----------
    network : SummaryNetwork
        As ``models.load_summary`` returns it, or one that was just trained.
    table : Tables, optional
        One, as ``models.tell_table`` makes it; ``models.example_table()`` when omitted.

    Returns
    -------
    Picture
        An arrow marks the highest row and the lowest. A network with a query for each word has a
        panel for each.

    Raises
    ------
    ValueError
        If there is more than one table.
    """
    table = example_table() if table is None else table
    if len(table) != 1:
        raise ValueError(f"table must be one table; got {len(table)}")
    names = [f"“{word}”" for word in WORDS] if network.per_word else ["one vector for both"]
    panels = {
        f"{name}, {plural(network.num_heads)}": looks
        for name, looks in zip(names, network.weights(table)[0], strict=True)
    }
    rows = (*table.rows(0), "(the question itself)")
    needed = {int(place) for place in table.places[0]}
    answer = told_answer(said(network.answer(table)[0]), table.right_answer(0))
    return _picture("Which is highest, which lowest?", panels, rows, needed, answer)


def _picture(question, panels, rows, needed, answer):
    told = "; ".join(f"{name}: {told_looks(looks, rows, needed)}" for name, looks in panels.items())
    figure = looking_figure(panels, rows, needed, f"{question}\n{answer}")
    return Picture(figure, f"{question} {told}; {answer}.")


def _must_have_learned(network, story):
    asked = QUESTIONS[story.kind[0]]
    if asked not in network.questions:
        raise ValueError(
            f"the network must have learned such a question, {', '.join(network.questions)}; "
            f"got {asked}: {story.question(0)}"
        )
    if "where_object" not in network.questions and story.thing.max() >= len(ROOMS):
        raise ValueError(
            "the story must have no fact in which somebody takes something: this network has "
            f"learned {', '.join(network.questions)} alone"
        )
