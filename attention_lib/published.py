"""Figures from papers and popular code, each with its source and how it was verified."""

import difflib
import functools
import json
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files

DATA = files("attention_lib") / "data" / "published.json"


@dataclass(frozen=True)
class Published:
    """One published figure.

    Parameters
    ----------
    id : str
    source : str
        Authors and title, or the repository and its thread or file.
    year : int or None
        None for living documents.
    version : str or None
        Short commit hash of the stored version that was read.
    section, table, row : str or None
        Where it stands; at least one of section and table.
    column : str
        What was measured, or on what.
    value : float or str
    unit : str or None
    mark : {"V", "T"}
        V: read in the source's own text. T: read in a transcription.
    note : str
        How it was verified.
    text : str
        The value as printed in the source, trailing zeros included.
    """

    id: str
    source: str
    year: int | None
    version: str | None
    section: str | None
    table: str | None
    row: str | None
    column: str
    value: float | str
    unit: str | None
    mark: str
    note: str
    text: str

    def cite(self):
        """Return source, place and value as one phrase, marked if from a transcription.

        Returns
        -------
        str

        Examples
        --------
        >>> published("britz-additive-1024").cite()  # doctest: +ELLIPSIS
        'Britz et al., ... dimensions, newstest2013: 22.10 BLEU (from a transcription)'
        """
        when = f" ({self.year})" if self.year else ""
        when += f" (a stored version, {self.version})" if self.version else ""
        places = (self.section, self.table, self.row, self.column)
        where = ", ".join(place for place in places if place)
        unit = f" {self.unit}" if self.unit else ""
        doubt = " (from a transcription)" if self.mark == "T" else ""
        return f"{self.source}{when}, {where}: {self.text}{unit}{doubt}"


def published(figure_id):
    """Look up one published figure.

    Parameters
    ----------
    figure_id : str
        As in ``data/published.json``.

    Returns
    -------
    Published

    Raises
    ------
    KeyError
        If there is no such figure; the message lists similar ids.

    Examples
    --------
    >>> published("britz-multiplicative-1024").value
    18.22
    """
    figures = all_published()
    if figure_id not in figures:
        near = difflib.get_close_matches(str(figure_id), figures, n=3, cutoff=0.3)
        hint = f"similar: {', '.join(near)}" if near else "see data/published.json"
        raise KeyError(f"no published figure has the id {figure_id!r}; {hint}")
    return figures[figure_id]


def published_table(source, table):
    """Return the figures of one table, in its own order.

    Parameters
    ----------
    source : str
        How the source begins: the first author, as in ``"Luong"``.
    table : str
        As in ``data/published.json``.

    Returns
    -------
    dict of str to dict of str to Published
        By row, then by column; a row may lack a column.

    Raises
    ------
    KeyError
        If there is no such table; the message lists those that there are.

    Examples
    --------
    >>> rows = published_table("Luong", "Table 4")
    >>> [figure.text for figure in rows["local-p (general)"].values()]
    ['5.9', '19.0', '20.9']
    """
    rows = {}
    for figure in all_published().values():
        if figure.table == table and figure.source.startswith(source):
            rows.setdefault(figure.row, {})[figure.column] = figure
    if not rows:
        raise KeyError(f"no published table {table!r} of {source!r}; there are {_tables()}")
    return rows


@functools.cache
def all_published():
    """Return every published figure by its id.

    Returns
    -------
    dict of str to Published
    """
    entries = json.loads(DATA.read_text(encoding="utf-8"), parse_float=Decimal)
    figures = {entry["id"]: Published(**entry | _value(entry["value"])) for entry in entries}
    if len(figures) != len(entries):
        raise ValueError("published.json: every id must be used once")
    return figures


def _tables():
    """Name every table that a figure comes from, once."""
    figures = [figure for figure in all_published().values() if figure.table]
    return "; ".join(
        dict.fromkeys(f"{f.source.split()[0].rstrip(',')}: {f.table}" for f in figures)
    )


def _value(value):
    """Keep the digits as printed beside the number that computes."""
    if value == "-inf":
        return {"value": float("-inf"), "text": "−inf"}
    text = str(value).lower().replace("e+", "e").replace("-", "−")
    if isinstance(value, str):
        return {"value": value, "text": value}
    return {"value": float(value), "text": text}
