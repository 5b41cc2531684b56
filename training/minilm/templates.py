"""Many sentences of a few shapes, none of them shipped, to see whether heads keep their habits.

Every word is one piece for MiniLM, so the place of a word is its number plus 1, for [CLS].
"""

from typing import NamedTuple

MEN = ["David", "James", "Robert", "Michael", "Henry", "George"]
WOMEN = ["Sarah", "Laura", "Alice", "Jane", "Julia", "Helen"]
DETERMINERS = ["the", "a", "this", "that"]
ADJECTIVES = ["tall", "happy", "strange", "heavy", "quiet", "bright", "brown", "cheap", "new"]
NOUNS = [
    "horse",
    "table",
    "garden",
    "soldier",
    "bridge",
    "lamp",
    "chair",
    "child",
    "ship",
    "picture",
]
VERBS = ["found", "watched", "carried", "cleaned", "loved", "lost", "moved", "described", "drew"]
SUBJECTS = ["We", "They", "Nobody", "Somebody", "Everyone", "You"]
TAILS = ["last week", "before lunch", "in the morning", "again", "without help", "at home"]
MEETINGS = ["thanked", "called", "asked", "followed", "visited", "helped", "trusted", "warned"]
LINKS = ["because", "before", "after", "when", "while", "and"]
DEEDS = ["was late", "had won", "felt lonely", "left early", "knew the answer", "came home"]
HAPPENINGS = ["was old", "fell over", "looked small", "made us laugh", "had a name"]


class Marked(NamedTuple):
    """A sentence, and pairs of places: who looks, at whom, and perhaps at whom rather not."""

    text: str
    cells: list


def _choose(rng, words):
    return words[rng.integers(len(words))]


def _finished(words, *cells):
    places = [tuple(place + 1 for place in cell) for cell in cells]
    text = " ".join(words)
    return Marked(text[0].upper() + text[1:] + ".", places)


def _phrase(rng, adjectives):
    """Return a determiner, some different adjectives and a noun."""
    chosen = rng.choice(ADJECTIVES, adjectives, replace=False)
    return [_choose(rng, DETERMINERS), *map(str, chosen), _choose(rng, NOUNS)]


def determiner_noun(rng):
    """Return: this tall horse watched a happy quiet child."""
    first, second = (_phrase(rng, rng.integers(1, 3)) for _ in range(2))
    start = len(first) + 1
    return _finished(
        [*first, _choose(rng, VERBS), *second],
        (0, len(first) - 1),
        (start, start + len(second) - 1),
    )


def verb_object(rng):
    """Return: they carried a heavy table last week."""
    thing = _phrase(rng, rng.integers(1, 3))
    words = [_choose(rng, SUBJECTS), _choose(rng, VERBS), *thing]
    return _finished(words + _choose(rng, TAILS).split(), (1, len(words) - 1))


def object_verb(rng):
    """Return the same with who looks at whom turned around."""
    marked = verb_object(rng)
    return Marked(marked.text, [cell[::-1] for cell in marked.cells])


def first_mention(rng):
    """Return: we saw a horse near that bridge and the horse fell over."""
    noun, other = rng.choice(NOUNS, 2, replace=False)
    near = ["near", _choose(rng, DETERMINERS), str(other)]
    words = [_choose(rng, SUBJECTS), _choose(rng, VERBS), "a", str(noun), *near]
    told = ["and", "the", str(noun), *_choose(rng, HAPPENINGS).split()]
    return _finished(words + told, (len(words) + 2, 3))


def pronoun_name(rng):
    """Return: Laura warned Henry before he left early; in either order, he or she."""
    names = [_choose(rng, MEN), _choose(rng, WOMEN)]
    man_first, he = rng.integers(0, 2, size=2)
    pair = names if man_first else names[::-1]
    right = pair.index(names[0] if he else names[1])
    words = [pair[0], _choose(rng, MEETINGS), pair[1], _choose(rng, LINKS), "he" if he else "she"]
    places = [0, 2]
    cell = (4, places[right], places[1 - right])
    return _finished(words + _choose(rng, DEEDS).split(), cell)


SHAPES = {
    "determiner-noun": determiner_noun,
    "verb-object": verb_object,
    "object-verb": object_verb,
    "first-mention": first_mention,
    "pronoun-name": pronoun_name,
}

# What "it" is depends on the last word: with the first it is the first noun, else the second.
PAIRS = (
    ("animal", "didn't cross", "street", "tired", "wide"),
    ("ball", "didn't fit in", "box", "big", "small"),
    ("book", "didn't fit on", "shelf", "tall", "low"),
    ("knife", "couldn't cut", "bread", "dull", "hard"),
    ("truck", "couldn't pass", "bridge", "heavy", "weak"),
    ("rope", "couldn't hold", "piano", "thin", "heavy"),
    ("horse", "couldn't jump", "fence", "tired", "high"),
    ("lamp", "couldn't light", "room", "weak", "large"),
    ("bird", "couldn't break", "nut", "young", "hard"),
    ("drill", "couldn't enter", "wall", "short", "thick"),
    ("ship", "couldn't enter", "harbor", "large", "narrow"),
    ("wind", "couldn't move", "tree", "weak", "heavy"),
)
