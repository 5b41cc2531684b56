"""Spell 0 to 999 in English and in German, and say which word came from which."""

from attention_lib._arrays import integer

# fmt: off
_UNITS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_EINS = [
    "null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn",
    "elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn",
    "neunzehn",
]
_ZEHNER = [
    "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig",
]
# fmt: on

ENGLISH_NUMBER_WORDS = (*_UNITS, *_TENS, "hundred", "and")
GERMAN_NUMBER_WORDS = (*_EINS, "ein", *_ZEHNER, "hundert", "und")


def english_number(n):
    """Spell a number as the British say it, one piece per word.

    Parameters
    ----------
    n : int
        0 to 999.

    Returns
    -------
    list of str

    Raises
    ------
    TypeError
        If ``n`` is not an integer.
    ValueError
        If ``n`` is outside 0 … 999.

    Examples
    --------
    >>> english_number(582)
    ['five', 'hundred', 'and', 'eighty', 'two']
    """
    hundreds, rest = _split(n)
    words = [_UNITS[hundreds], "hundred"] if hundreds else []
    if hundreds and not rest:
        return words
    words += ["and"] if hundreds else []
    if rest < 20:
        return [*words, _UNITS[rest]]
    words.append(_TENS[rest // 10 - 2])
    return [*words, _UNITS[rest % 10]] if rest % 10 else words


def german_number(n):
    """Spell a number in German pieces, each with the place of the English word it renders.

    Parameters
    ----------
    n : int
        0 to 999.

    Returns
    -------
    list of (str, int or None)
        The word, and its place in ``english_number(n)``; None for *und*, which
        renders no English word ("and" stands elsewhere, and vanishes).

    Raises
    ------
    TypeError
        If ``n`` is not an integer.
    ValueError
        If ``n`` is outside 0 … 999.

    Examples
    --------
    The units come before the tens:

    >>> german_number(582)
    [('fünf', 0), ('hundert', 1), ('zwei', 4), ('und', None), ('achtzig', 3)]
    >>> german_number(121)  # *eins* stands alone or last, else it is *ein*
    [('ein', 0), ('hundert', 1), ('ein', 4), ('und', None), ('zwanzig', 3)]
    """
    hundreds, rest = _split(n)
    words = [(_ein(hundreds), 0), ("hundert", 1)] if hundreds else []
    if hundreds and not rest:
        return words
    place = 3 if hundreds else 0  # after "five hundred and"
    if rest < 20:
        return [*words, (_EINS[rest], place)]
    if rest % 10:
        words += [(_ein(rest % 10), place + 1), ("und", None)]
    return [*words, (_ZEHNER[rest // 10 - 2], place)]


def _ein(digit):
    return "ein" if digit == 1 else _EINS[digit]


def _split(n):
    return divmod(within_grammar(n), 100)


def within_grammar(n):
    """Return ``n`` as an int, or say that it must be one from 0 to 999."""
    n = integer(n, "a number")
    if n not in range(1000):
        raise ValueError(f"a number must be an integer from 0 to 999; got {n}")
    return n
