"""What the number of heads did in three tasks, gathered from the results files."""

from dataclasses import dataclass

from attention_lib.models.heads_results import heads_starts, summed_up
from attention_lib.models.store import translation_results

LONGEST = 4  # numbers in the longest phrase that the translators were trained on
ONE_LAYER = "-one-layer"  # how the name of such a Transformer ends; the others have two


@dataclass(frozen=True)
class TaskResults:
    """One setting of one task.

    Parameters
    ----------
    task : str
    setting : str
        What is asked, and of what network.
    starts : dict of int to list of float
        The share of right answers of every start, by the number of heads.
    """

    task: str
    setting: str
    starts: dict

    @property
    def summary(self):
        """The same, summed up as `heads_summary` does."""
        return {heads: summed_up(shares) for heads, shares in self.starts.items()}


def task_results():
    """Gather what the number of heads did in question answering, translation and summarization.

    Returns
    -------
    list of TaskResults

    Examples
    --------
    >>> for row in task_results():
    ...     print(f"{row.task}, {row.setting}: {list(row.summary)} heads")
    question answering, two facts at once: [1, 2, 4, 8, 16, 32] heads
    question answering, two facts at once, four times the steps: [4, 32] heads
    question answering, two facts at once, two layers: [1, 8] heads
    question answering, two facts at once, taught all four questions: [1, 2, 4, 8] heads
    question answering, one fact after the other: [1, 2, 4, 8] heads
    question answering, one fact after the other, two layers: [1, 4, 8] heads
    translation, four numbers, one layer: [1, 2, 4] heads
    translation, four numbers, two layers: [1, 2, 4] heads
    summarization, one vector for two words: [1, 2, 4, 8] heads
    summarization, a query per word: [1, 2, 4, 8] heads
    """
    answering, pairs, chain = "question answering", "two facts at once", "one fact after the other"
    four, deep = "all questions", "all questions, two layers"
    settings = [
        (answering, pairs, "route", "route"),
        (answering, f"{pairs}, four times the steps", "route, four times the steps", "route"),
        (answering, f"{pairs}, two layers", "route, two layers", "route"),
        (answering, f"{pairs}, taught all four questions", four, "route"),
        (answering, chain, four, "where_object"),
        (answering, f"{chain}, two layers", deep, "where_object"),
        ("summarization", "one vector for two words", "summary, one vector", "both"),
        ("summarization", "a query per word", "summary, a query per word", "both"),
    ]
    rows = [
        TaskResults(task, setting, heads_starts(experiment, question))
        for task, setting, experiment, question in settings
    ]
    translated = [
        TaskResults("translation", f"four numbers, {depth}", translation_starts(layers=layers))
        for layers, depth in ((1, "one layer"), (2, "two layers"))
    ]
    return [*rows[:-2], *translated, *rows[-2:]]


def translation_starts(numbers=LONGEST, layers=2):
    """Return how often the Transformers translate a held-out phrase without any mistake.

    Parameters
    ----------
    numbers : int, default 4
        In a phrase: 1 to 6. Nothing longer than four was trained.
    layers : int, default 2
        Of the encoder, and of the decoder: 1 or 2.

    Returns
    -------
    dict of int to list of float
        Of every start, by the number of heads.

    Raises
    ------
    KeyError
        If there are no results for so many numbers or layers.

    Examples
    --------
    >>> [len(shares) for shares in translation_starts().values()]
    [3, 3, 3]
    """
    rows = [
        {
            "experiment": f"translation, {1 if row['model'].endswith(ONE_LAYER) else 2}-layer",
            "heads": int(row["model"].removeprefix("transformer-").removesuffix(ONE_LAYER)),
            "accuracy": row["exact_match"],
        }
        for row in translation_results()["rows"]
        if row["model"].startswith("transformer-")
    ]
    return heads_starts(f"translation, {layers}-layer", str(numbers), rows)
