"""Take a typed phrase apart."""

import re
import unicodedata

# A number in digits, a word, or one sign; an apostrophe belongs to its word.
_PIECE = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\s\w]|_")
_COLON = re.compile(r"(?<=\S):(?!\w)")  # as in "minus: four"; others mean a division
_PUNCTUATION = set(".,;!?\"'()[]{}„“”‘’`…_")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-‐‑–](?=[^\W\d_])")  # between two letters


def split_words(phrase):
    """Split a typed phrase into lower-case words.

    Parameters
    ----------
    phrase : str

    Returns
    -------
    list of str
        Words, numbers in digits and signs such as "+"; punctuation is dropped,
        and hyphens inside words, and characters that cannot be seen.

    Raises
    ------
    TypeError
        If ``phrase`` is not a string.

    Examples
    --------
    >>> split_words("Eighty-two, (minus 1,000) + FOUR!")
    ['eighty', 'two', 'minus', '1,000', '+', 'four']
    """
    if not isinstance(phrase, str):
        raise TypeError(f"phrase must be a string; got {phrase!r:.60}")
    phrase = _HYPHEN.sub(" ", _COLON.sub(" ", _visible(phrase).lower()))
    return [piece for piece in _PIECE.findall(phrase) if piece not in _PUNCTUATION]


def _visible(phrase):
    """Drop zero-width marks and write each letter in one way: "ﬁ" as "fi", "u" and "¨" as "ü"."""
    seen = (letter for letter in phrase if unicodedata.category(letter) != "Cf")
    return unicodedata.normalize("NFKC", "".join(seen))
