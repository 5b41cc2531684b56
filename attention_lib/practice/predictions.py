"""Questions to answer before the observation, kept as data apart from the notebooks."""

import json
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Prediction:
    """A question with one right answer and a reason for every choice.

    Parameters
    ----------
    id : str
        Number of the notebook, a hyphen, a short name.
    prompt : str
    choices : dict of str to str
        Each choice and the feedback on it.
    answer : str
        One of the choices.
    explain : str
        What to take home, whichever choice was made.
    """

    id: str
    prompt: str
    choices: dict
    answer: str
    explain: str


@cache
def all_predictions():
    """Return every question by its id.

    Returns
    -------
    dict of str to Prediction
    """
    text = files("attention_lib.data").joinpath("predictions.json").read_text("utf-8")
    return {entry["id"]: Prediction(**entry) for entry in json.loads(text)}


def prediction(question_id):
    """Look up one question.

    Parameters
    ----------
    question_id : str

    Returns
    -------
    Prediction

    Raises
    ------
    KeyError
        If there is none; the message names the nearest ids.
    """
    known = all_predictions()
    if question_id not in known:
        near = ", ".join(get_close_matches(question_id, known)) or ", ".join(known)
        raise KeyError(f"no prediction is called {question_id!r}; near it: {near}")
    return known[question_id]
