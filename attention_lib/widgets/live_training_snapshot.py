"""The live training where no kernel runs: what the shipped runs came to, in words and numbers."""

from html import escape

from attention_lib.models import heads_summary
from attention_lib.models.heads_results import SOLVED
from attention_lib.views.heads_curve import vaswani_bleu
from attention_lib.views.heads_rows import when
from attention_lib.views.heads_words import percent, plural, told, told_bleu
from attention_lib.widgets.live_training_tasks import shipped_rows

CELL = "padding:2px 10px;text-align:right"


def said(task, heads, steps, *, shipped, beside):
    """Say what is trained and, if it may be known, what the shipped runs came to.

    Parameters
    ----------
    task : Task
    heads : sequence of int
    steps : int
        That each network learns.
    shipped : bool
    beside : str or None

    Returns
    -------
    str
    """
    listed = ", ".join(str(number) for number in heads)
    some = "head" if tuple(heads) == (1,) else "heads"
    heading = f"{task.title}: train networks with {listed} {some}, {steps:,} steps each."
    rows = _rows(task, heads, steps) if shipped else []
    parts = []
    if rows:
        for question, asked in task.questions.items():
            summary = heads_summary(task.experiment, question, rows)
            parts.append(f"{asked.capitalize()} {when(rows, steps)}, {told(summary)}.")
        both = _all_learned(rows)
        if len(task.questions) > 1 and both:
            points = ", ".join(f"{plural(n)} in {k} of {of} starts" for n, (k, of) in both.items())
            parts.append(f"Both learned: {points}.")
    if beside:
        parts.append(told_bleu(vaswani_bleu()))
    return " ".join([heading, *parts])


def results_table(task, heads, steps, *, shipped, beside):
    """Return the shipped runs as an HTML table.

    Parameters
    ----------
    task : Task
    heads : sequence of int
    steps : int
        That each network learns.
    shipped : bool
        False leaves the results out: the learner is to find out.
    beside : str or None

    Returns
    -------
    str
    """
    bleu = vaswani_bleu() if beside else {}
    rows = _rows(task, heads, steps) if shipped else []
    asked = task.questions if rows else {}
    summaries = {name: heads_summary(task.experiment, name, rows) for name in asked}
    titles = ["heads", "d_k"]
    for name in summaries:
        titles += [f"{asked[name]} {when(rows, steps)}, mean", "lowest to highest", "starts ≥ 95 %"]
    titles += ["BLEU, Vaswani et al. 2017, Table 3 (A) and base"] if bleu else []
    lines = [
        [str(number), str(32 // number) if number in heads else "", *_cells(summaries, number)]
        + ([bleu[number].text if number in bleu else ""] if bleu else [])
        for number in sorted({*heads, *bleu})
    ]
    head = "".join(f'<th style="{CELL}">{escape(title)}</th>' for title in titles)
    body = "".join(
        "<tr>" + "".join(f'<td style="{CELL}">{escape(text)}</td>' for text in line) + "</tr>"
        for line in lines
    )
    return (
        f"<p>{escape(task.title)}. {escape(task.explanation)} "
        "Training needs a running kernel.</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cells(summaries, number):
    cells = []
    for summary in summaries.values():
        about = summary.get(number)
        cells += (
            ["", "", ""]
            if about is None
            else [
                percent(about["mean"]),
                f"{percent(about['low'])} to {percent(about['high'])}",
                f"{about['solved']} of {about['runs']}",
            ]
        )
    return cells


def _rows(task, heads, steps):
    return [row for row in shipped_rows(task, steps) if row["heads"] in heads]


def _all_learned(rows):
    """Count the starts that learned everything asked, by the number of heads."""
    learned = {}
    for row in rows:
        learned.setdefault(row["heads"], []).append(min(row["accuracy"].values()) >= SOLVED)
    return {number: (sum(learned[number]), len(learned[number])) for number in sorted(learned)}
