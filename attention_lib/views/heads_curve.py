"""How right the trained networks are, against how many heads they have."""

from attention_lib.models import heads_summary
from attention_lib.published import published
from attention_lib.views.figure import Picture
from attention_lib.views.heads_drawing import heads_figure
from attention_lib.views.heads_rows import rows_after, when
from attention_lib.views.heads_words import told, told_bleu

ROUTE, PAIR = "route", "pair, position-only"
QUESTIONS = {
    "route": (ROUTE, "both rooms right"),
    "where_person": (ROUTE, "room right"),
    "previous": (PAIR, "previous token right"),
    "first": (PAIR, "first token right"),
}
# The base model has 8 heads, and is the row that the others of Table 3 (A) are compared with.
VASWANI = {
    1: "vaswani-h1-bleu",
    4: "vaswani-h4-bleu",
    8: "vaswani-base-bleu",
    16: "vaswani-h16-bleu",
    32: "vaswani-h32-bleu",
}


def heads_curve(question="route", beside=None, *, steps=None):
    """Draw the accuracy of every start against the number of heads, and the mean.

    Parameters
    ----------
    question : {"route", "where_person", "previous", "first"}, default "route"
        The first two of the rooms, the others of the position-only pair task.
    beside : {None, "vaswani"}, default None
        ``"vaswani"`` draws Table 3 (A) of Vaswani et al. (2017) below, over the same numbers of
        heads and with an axis of its own.
    steps : int, optional
        Draw the accuracy after so many steps, a multiple of 100, and not that of the whole
        training: how many heads learn fastest.

    Returns
    -------
    Picture
        Its sentence gives every mean and range.

    Raises
    ------
    ValueError
        If the question, the steps, or what is to stand beside, is not among these.
    """
    if question not in QUESTIONS:
        raise ValueError(f"question must be one of {', '.join(QUESTIONS)}; got {question!r}")
    experiment, asked = QUESTIONS[question]
    others = vaswani_bleu() if stands_beside(beside) else {}
    rows = rows_after(experiment, steps)
    asked = f"{asked} {when(rows, steps)}"
    summary = heads_summary(experiment, question, rows)
    starts = {
        heads: [row["accuracy"][question] for row in rows if row["heads"] == heads]
        for heads in summary
    }
    # Early in the training, and in the pair task, results lie everywhere.
    near_all = experiment == ROUTE and 2 * (steps or rows[0]["steps"]) >= rows[0]["steps"]
    figure = heads_figure(starts, summary, asked, others=others, large_near_all=near_all)
    sentence = f"{asked.capitalize()}, {told(summary)}."
    return Picture(figure, f"{sentence} {told_bleu(others)}" if others else sentence)


def stands_beside(beside):
    """Return whether Vaswani's table is wanted, and refuse what is not known."""
    if beside not in (None, "vaswani"):
        raise ValueError(f'beside must be None or "vaswani"; got {beside!r:.60}')
    return beside == "vaswani"


def vaswani_bleu():
    """Return the BLEU of Vaswani et al. (2017), Table 3 (A) and base, by the number of heads.

    Returns
    -------
    dict of int to Published
    """
    return {heads: published(name) for heads, name in VASWANI.items()}
