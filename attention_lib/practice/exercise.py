"""What a check knows: inputs, the right answer, and wrong answers it can name."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Case:
    """One input.

    Parameters
    ----------
    arguments : dict
        Name to value, passed by position.
    options : dict
        Name to value, passed by keyword.
    """

    arguments: dict
    options: dict = field(default_factory=dict)

    @property
    def given(self):
        """All inputs by name, as they are shown."""
        return tuple({**self.arguments, **self.options}.items())

    def call(self, function):
        """Return ``function``'s answer to this case."""
        return function(*self.arguments.values(), **self.options)


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that the check recognises.

    Parameters
    ----------
    name : str
    message : str
        What is likely wrong and how that can be seen: a sentence or two.
    recreations : tuple of callable
        Functions that make this mistake, each in its own way.
    """

    name: str
    message: str
    recreations: tuple


def _always(case):
    return True


@dataclass(frozen=True)
class Accident:
    """An exception whose cause the check can name.

    Parameters
    ----------
    name : str
    error : type
        What is raised.
    says : str
        Part of the exception's own text; empty where the type is enough.
    message : str
        What the exception comes from and how to avoid it.
    when : callable
        ``(case) -> bool``: the inputs for which this cause is the likely one.
    """

    name: str
    error: type
    says: str
    message: str
    when: Callable = _always

    def explains(self, error, case):
        """Tell whether this is what raised ``error`` for ``case``."""
        return isinstance(error, self.error) and self.says in str(error) and self.when(case)


def close(got, expected):
    """Tell whether two answers agree up to float32 rounding; NaN agrees with NaN."""
    return got.keys() == expected.keys() and all(
        got[name].shape == expected[name].shape
        and np.allclose(got[name], expected[name], rtol=1e-4, atol=1e-5, equal_nan=True)
        for name in expected
    )


def _nothing(value):
    return ""


@dataclass(frozen=True)
class Exercise:
    """An exercise and what its check knows about it.

    Parameters
    ----------
    name : str
        The function that the learner writes.
    signature : str
        How it is called, as the notebook shows it.
    solve : callable
        The right answer.
    read : callable
        Turns what came back into a dict of named arrays, or raises ValueError
        with a sentence for the learner.
    axes : dict
        Name of an input or a result to its axis names, for messages.
    cases : tuple of Case
        Smallest and simplest first.
    mistakes : tuple of Mistake
    praise : str
        What a right answer has shown.
    accidents : tuple of Accident
        The first that explains an exception is the one that is told.
    remark : callable
        ``(value) -> str``: what to add for a right answer in this form, if anything.
    passes : callable
        ``(got, expected) -> bool``.
    resembles : callable
        ``(got, wrong) -> bool``: whether an answer looks like a known wrong one.
    """

    name: str
    signature: str
    solve: Callable
    read: Callable
    axes: dict
    cases: tuple
    mistakes: tuple
    praise: str
    accidents: tuple = ()
    remark: Callable = _nothing
    passes: Callable = close
    resembles: Callable = close


def read_numbers(value, name):
    """Return a returned value as an array of real numbers or booleans.

    Parameters
    ----------
    value : object
    name : str
        What to call it in the message.

    Raises
    ------
    ValueError
        In a learner's words, if it is not one.
    """
    try:
        array = np.asarray(value)
    except Exception:
        raise ValueError(
            f"`{name}` must be a rectangular array; its rows have different lengths "
            "or its entries are not numbers."
        ) from None
    if array.dtype.kind not in "biuf":
        kind = type(value).__name__
        what = f"complex numbers ({kind})" if array.dtype.kind == "c" else f"`{kind}`"
        raise ValueError(f"`{name}` must be an array of real numbers; got {what}.")
    return array
