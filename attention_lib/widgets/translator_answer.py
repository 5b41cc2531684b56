"""What the translator widget shows of a phrase: two translations, judged, with their maps."""

import re

import numpy as np

from attention_lib.models import arithmetic, load_translator, translation_results
from attention_lib.widgets.translator_judge import judge

UNIT = 10_000  # weights travel as whole ten-thousandths
MAX_CELLS = 600  # of a map; above, a saved view has room for the last layer only


def translate(phrase, models):
    """Translate a phrase with every model.

    Parameters
    ----------
    phrase : str
        As typed.
    models : sequence of str
        Names from ``attention_lib.models.TRANSLATORS``.

    Returns
    -------
    dict of str to attention_lib.models.Translation

    Raises
    ------
    attention_lib.models.UnknownWords
        If a word is outside the vocabulary.
    ValueError
        If there is no word, or too many.
    """
    return {name: load_translator(name).translate(phrase) for name in models}


def answer(phrase, models, translations):
    """Describe translations in plain lists, strings and numbers, for the screen.

    Parameters
    ----------
    phrase : str
        As typed.
    models : sequence of str
        Which of the translations stand left and right.
    translations : dict of str to attention_lib.models.Translation

    Returns
    -------
    dict
        As described in ``js/translator_types.js``, without ``seq`` and ``problem``.
    """
    words = translations[models[0]].source
    expression = arithmetic.parse(" ".join(words))
    return {
        "phrase": phrase,
        "source": list(words),
        "reference": None if expression is None else arithmetic.german(expression).split(),
        "numbers": None if expression is None else len(expression.numbers),
        "sides": [
            _side(translations[name], words, expression)
            | {"name": name, "title": load_translator(name).title, "held_out": _held_out(name)}
            | {"maps": maps(translations[name])}
            for name, maps in zip(models, (_mean_map, _all_maps), strict=True)
        ],
    }


def decoded(heads):
    """Return the weights of a map as it travels, the mean over its heads.

    Parameters
    ----------
    heads : sequence of str
        Each: rows between semicolons, base-36 ten-thousandths between commas, nothing for 0,
        ``*12,`` for twelve commas.

    Returns
    -------
    ndarray, shape (target_len, source_len)
    """
    cells = [
        [[int(n or "0", 36) for n in row.split(",")] for row in _unfolded(head).split(";")]
        for head in heads
    ]
    return np.mean(cells, axis=0) / UNIT


def _side(translation, words, expression):
    target = list(translation.target)
    side = {"words": target, "wrong": [], "missing": [], "gold": [None] * len(target)}
    side |= {} if translation.ended else {"ended": False}
    return side if expression is None else side | _judged(target, words, expression)


def _judged(target, words, expression):
    """Compare a translation with the grammar's: wrong words, missing ones, who renders whom."""
    reference = arithmetic.german(expression).split()
    pairs, missing = judge(target, reference)
    renders, places = arithmetic.alignment(expression), _places(words, expression)
    gold = [None] * len(target)
    for word, place in pairs:
        gold[word] = None if renders[place] is None else places[renders[place]]
    right = {word for word, _ in pairs}
    return {
        "gold": gold,
        "wrong": [word for word in range(len(target)) if word not in right],
        "missing": [[word, reference[place]] for word, place in missing],
    }


def _places(words, expression):
    """Return, for each word of an expression's full English, its place in what was typed."""
    places, at = [], 0
    for word in arithmetic.english(expression).split():
        found = at < len(words) and words[at] == word
        places.append(at if found else None)  # "and" may be left out
        at += found
    return places


def _held_out(name):
    """Return the share of held-out phrases that come out right, by how many numbers they have."""
    rows = translation_results()["rows"]
    return next((row["exact_match"] for row in rows if row.get("shipped_as") == name), {})


def _mean_map(translation):
    """Return the map that stands for a model: the last layer's, the mean over its heads."""
    if translation.weights is None or not translation.target:
        return []
    title, heads = list(translation.maps.items())[-1]
    title += f", mean of {len(heads)} heads" if len(heads) > 1 else ""
    return [{"title": title, "heads": [_encoded(translation.weights)]}]


def _all_maps(translation):
    """Return every layer's heads, the last layer first."""
    if not translation.target:
        return []
    layers = list(reversed(translation.maps.items()))
    if len(translation.target) * len(translation.source) > MAX_CELLS:
        layers = layers[:1]
    return [
        {"title": title, "heads": [_encoded(head) for head in heads]} for title, heads in layers
    ]


def _encoded(weights):
    # Most weights are almost 0: written as nothing, a long phrase stays a light page.
    units = np.rint(weights * UNIT).astype(int).tolist()
    rows = [",".join(np.base_repr(n, 36) if n else "" for n in row) for row in units]
    return re.sub(r",{3,}", lambda commas: f"*{len(commas[0])},", ";".join(rows))


def _unfolded(text):
    return re.sub(r"\*(\d+),", lambda run: "," * int(run[1]), text)
