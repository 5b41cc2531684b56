"""One expression of spoken arithmetic, in English and in German, word by word."""

import re
from dataclasses import dataclass
from functools import cache

from attention_lib.models.phrase import split_words
from attention_lib.models.spelling import (
    ENGLISH_NUMBER_WORDS,
    GERMAN_NUMBER_WORDS,
    english_number,
    german_number,
    within_grammar,
)

OPERATORS = {"plus": "plus", "minus": "minus", "times": "mal", "divided by": "geteilt durch"}
VOCABULARY = (*ENGLISH_NUMBER_WORDS, *" ".join(OPERATORS).split())
GERMAN_VOCABULARY = (*GERMAN_NUMBER_WORDS, *" ".join(OPERATORS.values()).split())


@dataclass(frozen=True)
class Expression:
    """Numbers with an operator between each two.

    Parameters
    ----------
    numbers : tuple of int
        Each 0 to 999.
    operators : tuple of str
        English, one fewer than numbers.

    Raises
    ------
    TypeError
        If a number is not an integer, or one string is given for the operators.
    ValueError
        If there is no number, one is outside 0 … 999, an operator is unknown, or there
        are not as many as needed.
    """

    numbers: tuple
    operators: tuple = ()

    def __post_init__(self):
        if isinstance(self.operators, str):
            raise TypeError(f"operators must be a tuple of strings; got {self.operators!r:.60}")
        numbers, operators = tuple(map(within_grammar, self.numbers)), tuple(self.operators)
        unknown = [operator for operator in operators if operator not in tuple(OPERATORS)]
        if unknown:
            raise ValueError(f"operators are {', '.join(OPERATORS)}; got {unknown[0]!r:.60}")
        if len(operators) + 1 != len(numbers):
            raise ValueError(
                "an expression needs a number, and an operator between each two; "
                f"got numbers {len(numbers)} and operators {len(operators)}"
            )
        object.__setattr__(self, "numbers", numbers)  # frozen for all others
        object.__setattr__(self, "operators", operators)


def english(expression):
    """Say an expression in English.

    Parameters
    ----------
    expression : Expression

    Returns
    -------
    str

    Examples
    --------
    >>> english(Expression((582, 4), ("divided by",)))
    'five hundred and eighty two divided by four'
    """
    return " ".join(
        word
        for operator, number in _operands(expression)
        for word in (*operator.split(), *english_number(number))
    )


def german(expression):
    """Say an expression in German.

    Parameters
    ----------
    expression : Expression

    Returns
    -------
    str

    Examples
    --------
    >>> german(Expression((582, 4), ("divided by",)))
    'fünf hundert zwei und achtzig geteilt durch vier'
    """
    return " ".join(word for word, _ in _german_pieces(expression))


def alignment(expression):
    """Name the English word that each German word renders.

    Parameters
    ----------
    expression : Expression

    Returns
    -------
    tuple of int or None
        For each word of ``german(expression)`` a place in ``english(expression)``;
        None for *und*.

    Examples
    --------
    >>> alignment(Expression((82, 4), ("divided by",)))  # zwei und achtzig geteilt durch vier
    (1, None, 0, 2, 3, 4)
    """
    return tuple(place for _, place in _german_pieces(expression))


def reference(phrase):
    """Translate a typed phrase by the grammar.

    Parameters
    ----------
    phrase : str
        English words, as typed; *and* after *hundred* may be missing, as Americans leave it out.

    Returns
    -------
    str or None
        German; None where the phrase is not a well-formed expression.

    Examples
    --------
    >>> reference("five hundred eighty two minus four")
    'fünf hundert zwei und achtzig minus vier'
    >>> reference("five hundred and minus")
    """
    expression = parse(phrase)
    return None if expression is None else german(expression)


def parse(phrase):
    """Read a typed phrase.

    Parameters
    ----------
    phrase : str

    Returns
    -------
    Expression or None
        None where the phrase is not well-formed.

    Examples
    --------
    >>> parse("one hundred and seven times zero")
    Expression(numbers=(107, 0), operators=('times',))
    """
    parts = re.split(rf"\b({'|'.join(OPERATORS)})\b", " ".join(split_words(phrase)))
    numbers = tuple(_number_of().get(words.strip()) for words in parts[::2])
    return None if None in numbers else Expression(numbers, tuple(parts[1::2]))


def _operands(expression):
    """Return every number with the operator before it, "" before the first."""
    return zip(("", *expression.operators), expression.numbers, strict=True)


def _german_pieces(expression):
    """Return (word, place of its English word) of every German word."""
    pieces, place = [], 0
    for operator, number in _operands(expression):
        words = OPERATORS.get(operator, "").split()
        pieces += [(word, place + i) for i, word in enumerate(words)]
        place += len(words)
        pieces += [(word, None if at is None else place + at) for word, at in german_number(number)]
        place += len(english_number(number))
    return pieces


@cache
def _number_of():
    """Return spoken number → number, with and without "and"."""
    spoken = {" ".join(english_number(n)): n for n in range(1000)}
    return spoken | {words.replace(" and ", " "): n for words, n in spoken.items()}
