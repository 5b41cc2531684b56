"""Three tasks in one table: right answers, by the number of heads.

Only inline styles: JupyterLab's sanitizer strips style sheets from untrusted outputs.
"""

from dataclasses import dataclass
from html import escape
from itertools import groupby

from attention_lib.models.task_results import task_results
from attention_lib.views.heads_words import percent, told

HEAD = "padding:4px 8px;font-weight:600;text-align:"
LINE = "border-top:1px solid #9e9e9e;vertical-align:top"
CELL = f"padding:4px 8px;text-align:center;white-space:nowrap;{LINE}"
SIDE = f"padding:4px 8px;font-weight:400;text-align:left;{LINE}"
CAPTION = "Right answers, by the number of heads"
KEY = "mean over the starts; lowest to highest, in %; how many starts reach 95 %; –: not trained"


@dataclass(frozen=True, repr=False)
class TaskTable:
    """Results of several tasks, to display as a table.

    Parameters
    ----------
    rows : list of TaskResults
    """

    rows: list

    def __repr__(self):
        lines = [f"{row.task}, {row.setting}: {_told(row.summary)}" for row in self.rows]
        return "\n".join([f"{CAPTION}.", *lines])

    def _repr_html_(self):
        columns = sorted({heads for row in self.rows for heads in row.summary})
        head = "".join(f'<th scope="col" style="{HEAD}center">{heads}</th>' for heads in columns)
        body = "".join(
            f'<tr><th scope="rowgroup" colspan="{len(columns) + 1}" style="{HEAD}left;'
            f'padding-top:10px">{escape(task.capitalize())}</th></tr>'
            + "".join(_row(row, columns) for row in rows)
            for task, rows in groupby(self.rows, key=lambda row: row.task)
        )
        return (
            '<table style="border-collapse:collapse;margin:4px 16px 4px 0;'
            'font-variant-numeric:tabular-nums">'
            f'<caption style="text-align:left;font-weight:600">{CAPTION} '
            f'<span style="font-weight:400">({KEY})</span></caption>'
            f'<thead><tr><th scope="col" style="{HEAD}left">heads</th>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table>"
        )


def task_table():
    """Show what the number of heads did in question answering, translation and summarization.

    Returns
    -------
    TaskTable
        From the results files: for every setting and number of heads the mean over all starts,
        the range, and how many starts answer at least 95 % rightly.
    """
    return TaskTable(task_results())


def _row(row, columns):
    cells = "".join(
        f'<td style="{CELL}">{_cell(row.summary[heads]) if heads in row.summary else "–"}</td>'
        for heads in columns
    )
    return f'<tr><th scope="row" style="{SIDE}">{escape(row.setting)}</th>{cells}</tr>'


def _cell(about):
    solved = f"{about['solved']} of {about['runs']}"
    lines = (escape(text) for text in (percent(about["mean"]), _between(about), solved))
    return "<b>{}</b><br>{}<br>{}".format(*lines)


def _between(about):
    low, high = percent(about["low"]), percent(about["high"])
    return low if low == high else f"{low}–{high}".replace(" %", "")


def _told(summary):
    solved = ", ".join(f"{about['solved']} of {about['runs']}" for about in summary.values())
    return f"{told(summary)}; starts that reach 95 %: {solved}."
