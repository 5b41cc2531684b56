"""How trained networks answered, by the number of heads: every start, as shipped."""

import json
from importlib.resources import files

import numpy as np

SOLVED = 0.95  # of the questions right


def heads_results():
    """Return the result of every training run of the heads experiments.

    Returns
    -------
    dict
        ``rows``: one dict for each run, with *experiment*, *heads*, *seed*, *steps*,
        *parameters*, *accuracy* (share of right answers to ``examples`` new examples, by kind of
        question), *curve* (the same share while it learned, over every ``curve_every`` steps),
        *last_loss*, *cpu_seconds* and *versions*; ``made_by``: the command.
    """
    path = files("attention_lib") / "data" / "heads_results.json"
    return json.loads(path.read_text(encoding="utf-8"))


def heads_summary(experiment="route", question="route", rows=None):
    """Sum up one experiment by the number of heads.

    Parameters
    ----------
    experiment : str, default "route"
        As in the rows.
    question : str, default "route"
        As in a row's *accuracy*.
    rows : list of dict, optional
        Those of `heads_results` when omitted.

    Returns
    -------
    dict of int to dict
        For each number of heads: *runs*, *mean*, *std* (of the runs, n - 1), *low*, *high*, and
        *solved*, how many runs answered at least 95 % rightly.

    Raises
    ------
    KeyError
        If there is no such experiment, or it does not ask that; the message lists what there is.

    Examples
    --------
    >>> summary = heads_summary()
    >>> summary[1]["solved"], summary[4]["solved"] == summary[4]["runs"]
    (0, True)
    """
    starts = heads_starts(experiment, question, rows)
    return {heads: summed_up(shares) for heads, shares in starts.items()}


def heads_starts(experiment="route", question="route", rows=None):
    """Return the share of right answers of every start, by the number of heads.

    Parameters
    ----------
    experiment, question : str, default "route"
    rows : list of dict, optional
        As for `heads_summary`.

    Returns
    -------
    dict of int to list of float

    Raises
    ------
    KeyError
        As `heads_summary`.

    Examples
    --------
    >>> max(heads_starts()[1]) < 0.25
    True
    """
    rows = heads_results()["rows"] if rows is None else rows
    asked = {(row["experiment"], name) for row in rows for name in row["accuracy"]}
    if (experiment, question) not in asked:
        listed = "; ".join(f"{name}: {about}" for name, about in sorted(asked))
        raise KeyError(f"no results for {question!r} in {experiment!r}; there are {listed}")
    starts = {}
    for row in sorted(rows, key=lambda row: row["heads"]):
        if row["experiment"] == experiment:
            starts.setdefault(row["heads"], []).append(row["accuracy"][question])
    return starts


def summed_up(shares):
    """Sum up the starts of one number of heads, as `heads_summary` tells.

    Parameters
    ----------
    shares : sequence of float

    Returns
    -------
    dict

    Examples
    --------
    >>> summed_up([0.5, 0.96, 1.0])["solved"]
    2
    """
    shares = np.array(shares)
    return {
        "runs": len(shares),
        "mean": float(shares.mean()),
        "std": float(shares.std(ddof=1)) if len(shares) > 1 else 0.0,
        "low": float(shares.min()),
        "high": float(shares.max()),
        "solved": int((shares >= SOLVED).sum()),
    }
