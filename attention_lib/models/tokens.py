"""From what a learner types to piece numbers, and back; what cannot be read is named."""

from difflib import get_close_matches

import numpy as np

from attention_lib.models.expression import GERMAN_VOCABULARY, VOCABULARY
from attention_lib.models.phrase import split_words
from attention_lib.models.spelling import english_number

SPECIAL = ("<pad>", "<bos>", "<eos>")
PAD, BOS, EOS = range(3)
SOURCE_PIECES = (*SPECIAL, *VOCABULARY)
TARGET_PIECES = (*SPECIAL, *GERMAN_VOCABULARY)
LONGEST = 40  # words in the longest expression of six numbers
LIMIT = 50  # words after which a translator that does not end is cut off
LONGEST_QUOTE = 60  # characters of what was typed in a message
SIGNS = {"plus": "+", "minus": "-−–—", "times": "*×·x", "divided by": "/÷:∶⁄"}
ARTICLE = {"a": ("one",)}  # "a hundred and five"


class UnknownWords(ValueError):  # noqa: N818 — says what it holds, as KeyError does
    """A phrase holds words that the translators have never seen.

    Attributes
    ----------
    unknown : dict of str to tuple of str
        Each unknown word and the known words nearest to it, perhaps none.
    """

    def __init__(self, unknown):
        self.unknown = unknown
        super().__init__("; ".join(_sentence(word, near) for word, near in unknown.items()))

    def __reduce__(self):
        return type(self), (self.unknown,)  # an exception's own way would hand over the message


def read(phrase):
    """Split a typed phrase into words that the translators know.

    Parameters
    ----------
    phrase : str
        Case, punctuation and hyphens between words do not matter.

    Returns
    -------
    tuple of str

    Raises
    ------
    TypeError
        If ``phrase`` is not a string.
    UnknownWords
        If a word is not in the vocabulary: a ValueError with the nearest words.
    ValueError
        If there is no word, or more than 40.

    Examples
    --------
    >>> read("Eighty-two, minus FOUR!")
    ('eighty', 'two', 'minus', 'four')
    """
    words = tuple(split_words(phrase))
    if not words:
        raise ValueError(
            f"a phrase needs at least one word, such as 'seven'; got {_quoted(phrase)}"
        )
    if len(words) > LONGEST:
        raise ValueError(
            f"a phrase may have at most {LONGEST} words, enough for six numbers; got {len(words)}"
        )
    unknown = {word: _nearest(word) for word in words if word not in VOCABULARY}
    if unknown:
        raise UnknownWords(unknown)
    return words


def encode(sentences):
    """Turn sentences into piece numbers, padded at the right.

    Parameters
    ----------
    sentences : sequence of sequence of str
        English words.

    Returns
    -------
    ndarray of int, shape (batch, source_len)
    """
    pieces = np.full((len(sentences), max(map(len, sentences))), PAD)
    for row, words in zip(pieces, sentences, strict=True):
        row[: len(words)] = [SOURCE_PIECES.index(word) for word in words]
    return pieces


def _nearest(word):
    if word.isdecimal() and len(word) <= 3:
        return (" ".join(english_number(int(word))),)
    operators = tuple(operator for operator, signs in SIGNS.items() if word in signs)
    if operators or word in ARTICLE:
        return operators or ARTICLE[word]
    if len(word) > LONGEST_QUOTE:
        return ()
    return tuple(get_close_matches(word, VOCABULARY, n=3, cutoff=0.5))


def _sentence(word, near):
    hint = "no known word is near"
    if near:
        hint = f"did you mean {' or '.join(map(repr, near))}?"
    elif word[0].isdecimal():
        hint = "numbers go from 0 to 999, in words such as 'seven'"
    return f"the translators do not know {_quoted(word)}: {hint}"


def _quoted(text):
    return repr(text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…")
