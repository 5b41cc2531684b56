"""The question bank: what interviewers ask, with answer, number, trap and a check that runs."""

import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

LEVELS = ("basic", "intermediate", "advanced", "beyond")
MARKS = {
    "V": "read in the source",
    "T": "read in a transcription",
    "N": "computed here",
    "A": "algebra",
    "R": "from memory: kept, never shown",
}


@dataclass(frozen=True, kw_only=True)
class Question:
    """An interview question and what a good answer holds.

    Parameters
    ----------
    id : str
    level : {"basic", "intermediate", "advanced", "beyond"}
    notebook : int
        Where it is explained, 1 to 4.
    question, answer : str
        The answer in a sentence or two, to be said first.
    source : str
        With its section.
    mark : {"V", "T", "N", "A", "R"}
        How the source was verified; see ``MARKS``.
    why, number, trade_off, check, trap : str
        The other points of a spoken answer, and the follow-up that catches people;
        empty in questions that are held back.
    code : str
        Python that verifies the answer, with ``np``, ``al`` and a generator ``rng``;
        empty where there is nothing to compute.
    seed : int or None
        Its number on the page that the course began from.
    """

    id: str
    level: str
    notebook: int
    question: str
    answer: str
    source: str
    mark: str
    why: str = ""
    number: str = ""
    trade_off: str = ""
    check: str = ""
    trap: str = ""
    code: str = ""
    seed: int | None = None

    @property
    def held_back(self):
        """Whether it rests on memory alone, so that it may not be shown."""
        return self.mark == "R"


def questions(*, level=None, notebook=None, held_back=False):
    """Return the questions of the bank, those of the seed's page first.

    Parameters
    ----------
    level : {"basic", "intermediate", "advanced", "beyond"}, optional
    notebook : int, optional
    held_back : bool, default False
        Add the questions that rest on memory alone; they are never shown to learners.

    Returns
    -------
    tuple of Question

    Raises
    ------
    ValueError
        If there is no such level.

    Examples
    --------
    >>> [question.seed for question in questions()[:5]]
    [1, 2, 3, 4, None]
    """
    if level is not None and level not in LEVELS:
        raise ValueError(f"level must be one of {', '.join(LEVELS)}; got {level!r}")
    return tuple(
        question
        for question in _bank()
        if level in (None, question.level)
        and notebook in (None, question.notebook)
        and (held_back or not question.held_back)
    )


def question(question_id):
    """Look up one question that may be shown.

    Parameters
    ----------
    question_id : str

    Returns
    -------
    Question

    Raises
    ------
    KeyError
        If there is none; the message names the nearest ids.
    ValueError
        If the question is held back.
    """
    known = {entry.id: entry for entry in _bank()}
    if question_id not in known:
        near = get_close_matches(str(question_id), known) or known
        raise KeyError(f"no question is called {question_id!r}; near it: {', '.join(near)}")
    if known[question_id].held_back:
        raise ValueError(
            f"a question that is shown must rest on more than memory; got {question_id!r}, "
            "which is held back"
        )
    return known[question_id]


@cache
def _bank():
    text = (files("attention_lib") / "data" / "questions.toml").read_text(encoding="utf-8")
    bank = [Question(**entry) for entry in tomllib.loads(text)["question"]]
    return tuple(sorted(bank, key=lambda question: question.seed or len(bank)))  # stable
