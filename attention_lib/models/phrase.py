"""Take a typed phrase apart."""

import re

# A number in digits, a word, or one sign; an apostrophe belongs to its word.
_PIECE = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\s\w]|_")
_PUNCTUATION = set(".,;:!?\"'()[]{}„“”‘’`…_")
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
        and hyphens inside words.

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
        raise TypeError(f"phrase must be a string; got {phrase!r}")
    pieces = _PIECE.findall(_HYPHEN.sub(" ", phrase.lower()))
    return [piece for piece in pieces if piece not in _PUNCTUATION]
