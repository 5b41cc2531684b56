"""The glossary: what each term means, how it is written, and what it is called in the code."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, kw_only=True)
class Term:
    """A term of the notebooks.

    Parameters
    ----------
    term, definition : str
        The definition in one sentence.
    notebook : int
        Where it is explained, 1 to 4.
    section : str
        The heading there, with its number.
    symbol : str
        In formulas; empty where there is none.
    code : tuple of str
        Names in attention_lib; empty where there are none.
    shape : str
        Of the array, without axes of a batch; empty for what is no array.
    """

    term: str
    definition: str
    notebook: int
    section: str
    symbol: str = ""
    code: tuple = ()
    shape: str = ""


@cache
def glossary():
    """Return the terms in alphabetical order.

    Returns
    -------
    tuple of Term

    Examples
    --------
    >>> next(term.code for term in glossary() if term.symbol == "d_k")
    ('head_dim',)
    """
    text = (files("attention_lib") / "data" / "glossary.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(text)["term"]
    return tuple(Term(**{**entry, "code": tuple(entry.get("code", ()))}) for entry in entries)
