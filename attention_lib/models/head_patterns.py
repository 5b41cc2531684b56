"""What a head may do: which pairs of pieces a pattern names, and how much weight lies there."""

from dataclasses import dataclass

import numpy as np

from attention_lib.models.shipped_readings import annotated_sentences

# A second mention of one of these says nothing of what the sentence is about.
_LITTLE_WORDS = frozenset(
    {
        "a",
        "an",
        "the",
        "and",
        "or",
        "not",
        "to",
        "of",
        "in",
        "on",
        "at",
        "by",
        "for",
        "that",
        "this",
    }
    | {"i", "you", "he", "she", "it", "me", "my", "is", "are", "was", "were", "be"}
)


@dataclass(frozen=True)
class HeadPattern:
    """A habit that a head may have.

    Parameters
    ----------
    name : str
        As in `PATTERNS`.
    title : str
        "previous word", as on a button.
    explanation : str
        One sentence: whose weight at whom is averaged.
    kind : {"place", "special", "word", "spread", "grammar"}
        ``"grammar"`` needs words marked by hand: the shipped sentences only.
    """

    name: str
    title: str
    explanation: str
    kind: str


_LISTED = (
    HeadPattern("previous", "previous word", "Each word at the word before it.", "place"),
    HeadPattern("next", "next word", "Each word at the word after it.", "place"),
    HeadPattern("itself", "itself", "Each word at itself.", "place"),
    HeadPattern("cls", "[CLS]", "Each word at [CLS], the mark at the beginning.", "special"),
    HeadPattern("sep", "[SEP]", "Each word at [SEP], the mark at the end.", "special"),
    HeadPattern("first-mention", "first mention", "A repeated word at its first mention.", "word"),
    HeadPattern(
        "uniform",
        "everywhere equally",
        "How evenly each word looks at all: 1 = the same weight everywhere (normalised entropy).",
        "spread",
    ),
    HeadPattern(
        "determiner-noun",
        "the → noun",
        "“a” or “the” at its noun, with an adjective between them.",
        "grammar",
    ),
    HeadPattern(
        "verb-object", "verb → object", "A verb at its object, 3 or more pieces later.", "grammar"
    ),
    HeadPattern(
        "object-verb", "object → verb", "An object at its verb, 3 or more pieces before.", "grammar"
    ),
    HeadPattern(
        "pronoun-name", "he, she → name", "“he” or “she” at the name of that gender.", "grammar"
    ),
    HeadPattern(
        "pronoun-other",
        "he, she → other name",
        "“he” or “she” at the name of the other gender: to compare.",
        "grammar",
    ),
)
PATTERNS = {pattern.name: pattern for pattern in _LISTED}


def pattern_cells(reading, name):
    """Return the cells of a map that a pattern names.

    Parameters
    ----------
    reading : Reading
    name : str
        One of `PATTERNS`.

    Returns
    -------
    list of (int, int)
        Who looks, at whom; ``[]`` where the text has no such pair, and for
        ``"uniform"``, which is about whole rows.

    Raises
    ------
    KeyError
        If there is no such pattern.

    Examples
    --------
    >>> from attention_lib.models import read_sentence
    >>> pattern_cells(read_sentence("the cat saw the dog and the dog ran"), "first-mention")
    [(8, 5)]
    """
    require_pattern(name)
    words = range(1, len(reading.words) - 1)  # without [CLS] and [SEP]
    if name in _PLACES:
        return [(i, i + _PLACES[name]) for i in words if i + _PLACES[name] in words]
    if name in ("cls", "sep"):
        return [(i, 0 if name == "cls" else len(reading.words) - 1) for i in words]
    if name == "first-mention":
        return [(i, first) for i in words if (first := _first(reading.words, i)) < i]
    return _marked(reading).get(name, [])


_PLACES = {"previous": -1, "next": 1, "itself": 0}


def _first(words, place):
    """Return where a word is mentioned first; its own place for a little word or a mark."""
    word = words[place]
    telling = word.isalpha() and word not in _LITTLE_WORDS
    return words.index(word) if telling else place


def _marked(reading):
    """Return the cells of each grammar pattern in a shipped sentence, {} for any other text."""
    marks = next((s for s in annotated_sentences() if s["text"] == reading.text), {})

    def cells(kind, query, key):
        return [
            (_place(reading.words, group[query]), _place(reading.words, group[key]))
            for group in marks.get(kind, ())
        ]

    return {
        "determiner-noun": cells("noun", 0, 1),
        "verb-object": cells("object", 0, 1),
        "object-verb": cells("object", 1, 0),
        "pronoun-name": cells("name", 0, 1),
        "pronoun-other": cells("name", 0, 2),
    }


def _place(words, mark):
    """Return where "book#2", the second "book", stands."""
    word, _, which = mark.partition("#")
    return [i for i, found in enumerate(words) if found == word][int(which or 1) - 1]


def pattern_scores(reading, name):
    """Return how far every head follows a pattern in one text.

    Parameters
    ----------
    reading : Reading
    name : str
        One of `PATTERNS`.

    Returns
    -------
    ndarray, shape (layers, num_heads)
        Mean weight of the cells that `pattern_cells` names; NaN where there is
        none. For ``"uniform"`` the entropy of the words' rows over that of a
        row that is everywhere alike.

    Raises
    ------
    KeyError
        If there is no such pattern.
    """
    values = cell_values(reading, name)
    if not values.shape[-1]:
        return np.full(values.shape[:2], np.nan)
    return values.mean(axis=-1)


def cell_values(reading, name):
    """Return what `pattern_scores` averages, (layers, num_heads, cells)."""
    cells = pattern_cells(reading, name)
    if name == "uniform":
        return _evenness(reading.weights[:, :, 1:-1])
    query, key = np.array(cells, dtype=int).reshape(-1, 2).T
    return reading.weights[:, :, query, key]


def _evenness(weights):
    logs = np.log(np.where(weights > 0, weights, 1))  # 0 log 0 counts as 0
    return -(weights * logs).sum(axis=-1) / np.log(weights.shape[-1])


def require_pattern(name):
    """Raise a KeyError that lists the patterns, if there is none of that name."""
    if name not in PATTERNS:
        raise KeyError(f"no pattern is called {name!r}; there are {', '.join(PATTERNS)}")
