"""The translator where no widget can run: tables of plain HTML, light however long the phrase."""

from html import escape

import numpy as np

from attention_lib.describe import weight
from attention_lib.views.colour import colour, text_colour
from attention_lib.views.table import weights_table
from attention_lib.widgets.translator_answer import decoded

MAX_FULL_CELLS = 240  # of all maps; more of them would make a saved notebook heavy
MAX_LIT_CELLS = 200
WORD = "padding:2px 8px;text-align:left;vertical-align:top"
SIDEWAYS = "writing-mode:vertical-rl;font-weight:500;padding:2px 0"
WRONG = "text-decoration:underline wavy"


def verdict(side, reference):
    """Judge one translation in a few words.

    Parameters
    ----------
    side : dict
        As in an answer.
    reference : list of str or None

    Returns
    -------
    str

    Examples
    --------
    >>> verdict({"wrong": [1, 4], "missing": [[3, "plus"]]}, ["zwei", "plus"])
    '2 words wrong, 1 missing'
    """
    if not side.get("ended", True):
        return "cut off, it never stopped"
    if reference is None:
        return "not a whole expression"
    wrong, missing = len(side["wrong"]), len(side["missing"])
    faults = [f"{wrong} word{'s' if wrong > 1 else ''} wrong"] if wrong else []
    faults += [f"{missing} missing"] if missing else []
    return ", ".join(faults) or "right"


def track_record(side, numbers):
    """Say how often a model is right on phrases as long as this one.

    Parameters
    ----------
    side : dict
        As in an answer.
    numbers : int or None
        How many numbers the phrase has.

    Returns
    -------
    str
        Empty where that is not known.

    Examples
    --------
    >>> track_record({"held_out": {"1": 1.0, "2": 0.996}}, 2)
    'with 2 numbers: >99 % of unseen phrases right'
    """
    share = side["held_out"].get(str(numbers))
    if share is None:
        return ""
    kind = f"{numbers} number{'' if numbers == 1 else 's'}"
    return f"with {kind}: {_percent(share)} of unseen phrases right"


def translations_table(answer, *, curve):
    """Return both translations beside the phrase, wrong words marked.

    Parameters
    ----------
    answer : dict
    curve : bool
        Whether to say how often each model is right on phrases of this length.

    Returns
    -------
    str
    """
    rows = [("English", escape(" ".join(answer["source"])), "")]
    if answer["reference"] is not None:
        rows.append(("German", escape(" ".join(answer["reference"])), "by the grammar"))
    for side in answer["sides"]:
        judged = verdict(side, answer["reference"])
        bad = side["wrong"] or side["missing"] or not side.get("ended", True)
        mark = "✗ " if bad else "✓ " if judged == "right" else ""
        record = track_record(side, answer["numbers"]) if curve else ""
        rows.append((side["title"], _words(side), mark + judged + (record and f"; {record}")))
    body = "".join(
        f'<tr><th style="{WORD}">{escape(name)}</th><td style="{WORD}">{words}</td>'
        f'<td style="{WORD}">{escape(note)}</td></tr>'
        for name, words, note in rows
    )
    return f"<table><tbody>{body}</tbody></table>"


def map_tables(sides, source):
    """Return the first map of each translation, folded where they are large.

    Parameters
    ----------
    sides : list of dict
    source : list of str

    Returns
    -------
    str
        Empty where no model has attention.
    """
    maps = [
        (f"alignment, {side['title']}", decoded(side["maps"][0]["heads"]), side["words"])
        for side in sides
        if side["maps"]
    ]
    if not maps:
        return ""
    if sum(weights.size for _, weights, _ in maps) <= MAX_FULL_CELLS:
        return "".join(
            weights_table(weights, words, source, title=title)._repr_html_()
            for title, weights, words in maps
        )
    lit = MAX_LIT_CELLS // len(maps)
    tables = "".join(
        _light_table(weights, words, source, title, lit) for title, weights, words in maps
    )
    return f"<details><summary>show the alignment</summary>{tables}</details>"


def _percent(share):
    # Rounded as the screen rounds: half a percent up, and 0 or 100 only where it is exactly that.
    if 0 < share < 0.005:
        return "<1 %"
    return ">99 %" if 0.995 <= share < 1 else f"{int(100 * share + 0.5)} %"


def _words(side):
    missing = {}
    for place, word in side["missing"]:
        missing.setdefault(place, []).append(word)
    shown = []
    for place in range(len(side["words"]) + 1):
        shown += [f"<em>[{escape(word)} is missing]</em>" for word in missing.get(place, [])]
        if place < len(side["words"]):
            word = escape(side["words"][place])
            wrong = place in side["wrong"]
            shown.append(f'<span style="{WRONG}">✗{word}</span>' if wrong else word)
    return " ".join(shown)


def _light_table(weights, rows, columns, title, lit):
    """Draw only the weights that stand out, the `lit` strongest."""
    least = max(0.005, float(np.sort(weights, axis=None)[::-1][:lit][-1]))
    head = "".join(f'<th style="{SIDEWAYS}">{escape(word)}</th>' for word in columns)
    body = "".join(
        f"<tr><th>{escape(word)}</th>{''.join(_light_cell(w, least) for w in row)}</tr>"
        for word, row in zip(rows, weights, strict=True)
    )
    note = f"query ↓ / key →; empty: below {weight(max(least, 0.01))}"
    return (
        f"<table><caption>{escape(title)} ({escape(note)})</caption>"
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _light_cell(w, least):
    if w < least:
        return "<td></td>"
    rgb = colour("weights", w)
    style = f"background:#{bytes(rgb).hex()};color:{text_colour(rgb)}"
    return f'<td style="{style}">{weight(w).removeprefix("0")}</td>'
