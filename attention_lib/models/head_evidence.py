"""Whether the heads keep their habits in hundreds of sentences that nobody picked by hand."""

import json

import numpy as np

from attention_lib.models.shipped_readings import DATA

_MAPS = ("weight", "same_distance", "other", "right")


def head_evidence(name):
    """Return what a pattern measured over 300 generated sentences, none of them shipped.

    Parameters
    ----------
    name : str
        ``"determiner-noun"``, ``"verb-object"``, ``"object-verb"``, ``"first-mention"`` or
        ``"pronoun-name"``.

    Returns
    -------
    dict
        *weight*: the mean over all cells for each head, (layers, num_heads); *same_distance*: as
        far away, from any word of the same sentences; *cells*, *sentences*, *example*. For
        ``"pronoun-name"`` also *other*, the mean weight at the name of the other gender, and
        *right*, the share of sentences with more weight at the right name.

    Raises
    ------
    KeyError
        If the pattern was not measured; the message lists those that were.

    Examples
    --------
    >>> evidence = head_evidence("pronoun-name")
    >>> print(evidence["right"][1, 3].round(2), evidence["right"].mean().round(2))
    0.94 0.53
    """
    patterns = _results()["patterns"]
    if name not in patterns:
        raise KeyError(f"{name!r} was not measured in other sentences; {', '.join(patterns)} were")
    return {
        key: np.array(value) if key in _MAPS else value for key, value in patterns[name].items()
    }


def pronoun_pairs():
    """Return for twelve pairs of sentences, the famous one first, how many heads find what "it" is.

    Returns
    -------
    list of dict
        *texts*, *first_noun_heads*, *moved_rightly*, *moved_wrongly* as in `PronounPair`, and
        *right_in_both*: (layers, num_heads), True where a head looks at the right noun in both.
    """
    return [
        {**pair, "right_in_both": np.array(pair["right_in_both"], dtype=bool)}
        for pair in _results()["pairs"]
    ]


def _results():
    return json.loads((DATA / "patterns.json").read_text(encoding="utf-8"))
