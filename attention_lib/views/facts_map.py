"""Where the facts themselves look before the question reads them: what a second layer is for."""

from attention_lib._arrays import integer
from attention_lib.describe import number
from attention_lib.models.looking import evidence
from attention_lib.models.stories import MOST
from attention_lib.models.story_telling import example_story
from attention_lib.views.figure import Picture, weights_figure


def facts_map(network, story=None, *, head=1):
    """Draw where every fact looks in the first of several layers, for one head.

    Parameters
    ----------
    network : RoomsNetwork
        Of two layers or more, as ``models.load_rooms(1, layers=2)``.
    story : Stories, optional
        One; ``models.example_story("where_object")`` when omitted.
    head : int, default 1
        The first is 1.

    Returns
    -------
    Picture
        One row for each fact and the question, who look; the columns have the same numbers. Its
        sentence says where the facts look that tell the answer.

    Raises
    ------
    ValueError
        If the network has one layer, in which no fact looks; if it has no such head; or if there
        is more than one story.
    """
    story = example_story("where_object") if story is None else story
    if len(story) != 1:
        raise ValueError(f"story must be one story; got {len(story)}")
    if network.layers < 2:
        raise ValueError(
            "the network must have two layers: in a single one only the question looks"
        )
    head = integer(head, "head")
    if head not in range(1, network.num_heads + 1):
        raise ValueError(f"head must be 1 to {network.num_heads}; got {head!r}")
    absent = MOST - story.mask.sum()
    weights = network.weights(story)[0][0, head - 1, absent:, absent:]
    facts = story.facts(0)
    rows = [f"{place} {fact}" for place, fact in enumerate((*facts, "the question"), start=1)]
    columns = [str(place) for place in range(1, len(rows) + 1)]
    needed = [int(place - absent) for place in evidence(story)[0] if place >= 0]
    drawn = weights_figure(weights, rows, columns, title=f"layer 1, head {head}")
    return Picture(drawn.figure, _sentence(weights, rows, needed, head))


def _sentence(weights, rows, needed, head):
    looks = []
    for place in needed:
        # Rounded, so that a tie reads the same on every machine: the first one wins.
        most = int(weights[place].round(6).argmax())
        where = "itself" if most == place else f"“{rows[most]}”"
        looks.append(f"“{rows[place]}” looks most at {where} ({number(weights[place, most])})")
    return f"In layer 1, head {head}, {', '.join(looks)}."
