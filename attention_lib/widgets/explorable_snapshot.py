"""A few frames of an explorable as HTML tables, for where no widget can run."""

from html import escape
from itertools import groupby

from attention_lib.describe import weight
from attention_lib.views.colour import colour, text_colour
from attention_lib.views.table import CELL, HEAD, MASKED

MOST_LAYERS = 6
# Far apart in brightness, so that neighbours differ in grey too; as in explorable_frames.js.
OWNER_SHADES = (0.15, 0.75, 0.4, 1.0)
NARROW = "padding:1px 6px;text-align:center"


def filmstrip(frames):
    """Show frames one below the other, each with its sentence.

    Parameters
    ----------
    frames : sequence of Frame

    Returns
    -------
    str
        HTML of tables and inline styles.
    """
    return "".join(_still(frame) for frame in frames)


def layer_colour(layer):
    """Return the colour of the layer in which something is first seen: 1 is the brightest."""
    return colour("weights", 1 - (layer - 1) / MOST_LAYERS)


def owner_colour(owner):
    """Return the colour of what an owner holds: it differs from its neighbours'."""
    return colour("weights", OWNER_SHADES[(owner - 1) % len(OWNER_SHADES)])


def _still(frame):
    said = [frame.text, *frame.note, *([f"⚠ {frame.warning}"] if frame.warning else [])]
    return f"{''.join(map(_table, frame.panels))}<p>{escape(' '.join(said))}</p>"


def _table(panel):
    row = _cells if panel.kind == "weights" else _runs
    body = "".join(
        f'<tr><th style="{HEAD}right">{escape(name)}</th>{row(panel, i)}{_end(panel, i)}</tr>'
        for i, name in enumerate(panel.rows)
    )
    return (
        '<table style="display:inline-table;border-collapse:separate;border-spacing:2px;'
        'margin:4px 16px 4px 0;font-variant-numeric:tabular-nums">'
        f'<caption style="text-align:left;font-weight:600">{escape(panel.title)}<br>'
        f'<span style="font-weight:400">({escape(panel.axes)})</span></caption>'
        f"{_heads(panel)}<tbody>{body}</tbody></table>"
    )


def _heads(panel):
    names = [*panel.columns, *([panel.end_title] if panel.ends else [])]
    cells = "".join(f'<th style="{HEAD}center">{escape(name)}</th>' for name in names)
    return f"<thead><tr><td></td>{cells}</tr></thead>"


def _end(panel, i):
    return f'<td style="{CELL}">{escape(panel.ends[i])}</td>' if panel.ends else ""


def _cells(panel, i):
    return "".join(
        _cell(CELL, colour("weights", w), weight(w))
        if seen
        else f'<td style="{CELL};{MASKED}">0</td>'
        for w, seen in zip(panel.matrix[i], panel.seen[i], strict=True)
    )


def _runs(panel, i):
    """Return one cell for each run of equal numbers: 256 cells would weigh 20 kB."""
    paint = layer_colour if panel.kind == "layers" else owner_colour
    cells = []
    for number, run in groupby((panel.matrix[i] * panel.seen[i]).tolist()):
        span = f' colspan="{len(list(run))}"'
        if number:
            cells.append(_cell(NARROW, paint(number), str(number), span))
        else:
            cells.append(f'<td style="{NARROW};{MASKED}"{span}>·</td>')
    return "".join(cells)


def _cell(style, rgb, text, span=""):
    look = f"background:#{bytes(rgb).hex()};color:{text_colour(rgb)}"
    return f'<td style="{style};{look}"{span}>{text}</td>'
