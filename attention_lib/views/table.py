"""A matrix as an HTML table: readable on GitHub, untrusted, exported, by a screen reader.

Only inline styles: JupyterLab's sanitizer strips style sheets, SVG and ARIA
from untrusted outputs.
"""

from dataclasses import dataclass
from html import escape

import numpy as np

from attention_lib.describe import describe_matrix, describe_weights, number, weight
from attention_lib.views.colour import colour, round_limit, text_colour

# Short, for they stand in every cell of every saved notebook.
MASKED = "background:repeating-linear-gradient(45deg,#e0e0e0 0 4px,#bdbdbd 4px 5px);color:#000"
CELL = "padding:3px 7px;text-align:center"
HEAD = "padding:3px 7px;font-weight:500;text-align:"


@dataclass(frozen=True, repr=False)
class MatrixTable:
    """A matrix to display as a coloured table.

    Parameters
    ----------
    matrix : ndarray, shape (rows, columns)
    rows, columns : sequence of str
        Their labels.
    title : str
    axes : str
        What runs down and what runs across, as ``"query ↓ / key →"``.
    kind : {"weights", "signed"}
        Fixed colours for 0…1, or symmetric ones about 0.
    visible : ndarray of bool, shape (rows, columns), optional
        False where a key is masked.
    limit : float, optional
        End of the signed colour scale; a round one when omitted.
    """

    matrix: np.ndarray
    rows: tuple
    columns: tuple
    title: str
    axes: str
    kind: str = "signed"
    visible: np.ndarray | None = None
    limit: float | None = None

    def __repr__(self):
        if self.kind == "weights":
            return f"{self.title}: {describe_weights(self.matrix, self.rows, self.columns)}"
        return describe_matrix(self.matrix, self.title)

    def _repr_html_(self):
        head = "".join(f'<th style="{HEAD}center">{escape(c)}</th>' for c in self.columns)
        body = "".join(
            f'<tr><th style="{HEAD}right">{escape(row)}</th>'
            + "".join(self._cell(i, j) for j in range(len(self.columns)))
            + "</tr>"
            for i, row in enumerate(self.rows)
        )
        return (
            '<table style="border-collapse:separate;border-spacing:2px;margin:4px 16px 4px 0;'
            'font-variant-numeric:tabular-nums">'
            f'<caption style="text-align:left;font-weight:600">{escape(self.title)} '
            f'<span style="font-weight:400">({escape(self.axes)})</span></caption>'
            f"<thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>"
        )

    def _cell(self, i, j):
        x = self.matrix[i, j]
        if self.visible is not None and not self.visible[i, j]:
            return f'<td style="{CELL};{MASKED}">{"0" if self.kind == "weights" else "−∞"}</td>'
        at = x if self.kind == "weights" else (x / self._limit() + 1) / 2
        text = weight(x) if self.kind == "weights" else number(x)
        if not np.isfinite(x):
            return f'<td style="{CELL};{MASKED}">{text}</td>'
        rgb = colour(self.kind, at)
        style = f"background:#{bytes(rgb).hex()};color:{text_colour(rgb)}"
        return f'<td style="{CELL};{style}">{text}</td>'

    def _limit(self):
        return round_limit(self.matrix) if self.limit is None else self.limit


def weights_table(weights, query_tokens, key_tokens=None, *, visible=None, title="weights"):
    """Show attention weights as a table, one row per query.

    Parameters
    ----------
    weights : array_like, shape (query_len, key_len)
    query_tokens : sequence of str, length query_len
    key_tokens : sequence of str, length key_len, optional
        ``query_tokens`` when omitted (self-attention).
    visible : array_like of bool, shape (query_len, key_len), optional
        False where a key is masked: drawn hatched.
    title : str, default "weights"

    Returns
    -------
    MatrixTable

    Raises
    ------
    ValueError
        If the labels do not fit the matrix.
    """
    keys = query_tokens if key_tokens is None else key_tokens
    return _table(
        weights, query_tokens, keys, title, "query ↓ / key →", kind="weights", visible=visible
    )


def matrix_table(matrix, rows, columns=None, *, title, axes="query ↓ / key →", limit=None):
    """Show signed numbers (queries, keys, values, scores, outputs) as a table.

    Parameters
    ----------
    matrix : array_like, shape (rows, columns)
    rows : sequence of str
    columns : sequence of str, optional
        1, 2, … when omitted.
    title : str
    axes : str, default "query ↓ / key →"
    limit : float, optional
        End of the colour scale; a round one when omitted.

    Returns
    -------
    MatrixTable

    Raises
    ------
    ValueError
        If the labels do not fit the matrix.
    """
    if columns is None:
        columns = [str(c + 1) for c in range(np.shape(matrix)[-1])]
    return _table(matrix, rows, columns, title, axes, limit=limit)


def _table(matrix, rows, columns, title, axes, visible=None, **options):
    matrix = np.array(matrix, dtype=float)
    if matrix.shape != (len(rows), len(columns)):
        raise ValueError(
            f"labels must fit the matrix; got {len(rows)} row labels and {len(columns)} "
            f"column labels for shape {matrix.shape}"
        )
    if options.get("limit") is not None and not options["limit"] > 0:
        raise ValueError(f"limit must be above 0; got {options['limit']}")
    if visible is not None:
        visible = np.array(visible, dtype=bool)
        if visible.shape != matrix.shape:
            raise ValueError(
                f"visible must have the shape of the matrix {matrix.shape}; got {visible.shape}"
            )
    return MatrixTable(matrix, tuple(rows), tuple(columns), title, axes, visible=visible, **options)
