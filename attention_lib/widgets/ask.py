"""Ask a prediction of the course, by its id."""

from attention_lib.practice.predictions import prediction
from attention_lib.widgets.predict import Predict


def ask(question_id, observe=None):
    """Ask first, then reveal.

    Parameters
    ----------
    question_id : str
        As in ``data/predictions.json``.
    observe : callable, optional
        Draws what there is to see after the commitment.

    Returns
    -------
    Predict

    Raises
    ------
    KeyError
        If there is no such question.
    """
    question = prediction(question_id)
    return Predict(
        question.prompt,
        question.choices,
        question.answer,
        observe=observe,
        explain=question.explain,
    )
