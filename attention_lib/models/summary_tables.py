"""Tables of temperatures to sum up in two words: where it was highest, and where lowest."""

from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real

import numpy as np

from attention_lib._arrays import count

CITIES = (
    *("Oslo", "Rome", "Cairo", "Lima", "Tokyo", "Delhi"),
    *("Paris", "Quito", "Perth", "Miami", "Sofia", "Dakar"),
)
ROWS = 8  # of a table
COLDEST, HOTTEST = -9, 30
WORDS = ("highest", "lowest")


@dataclass(frozen=True)
class Tables:
    """A batch of tables.

    Parameters
    ----------
    city : ndarray of int, shape (batch, 8)
        Places in ``CITIES``, no two equal in a table.
    value : ndarray of int, shape (batch, 8)
        Degrees, no two equal in a table.
    """

    city: np.ndarray
    value: np.ndarray

    def __len__(self):
        return len(self.city)

    def __getitem__(self, rows):
        """Return some of the tables; ``rows`` is a slice or an array."""
        return Tables(self.city[rows], self.value[rows])

    @property
    def places(self):
        """Which row of each table is the highest, and which the lowest: int, (batch, 2)."""
        return np.stack([self.value.argmax(axis=1), self.value.argmin(axis=1)], axis=1)

    @property
    def answer(self):
        """Cities of the highest and the lowest value: places in ``CITIES``, (batch, 2)."""
        return np.take_along_axis(self.city, self.places, axis=1)

    def rows(self, table):
        """Write one table row by row.

        Parameters
        ----------
        table : int

        Returns
        -------
        tuple of str

        Examples
        --------
        >>> tell_table({"Oslo": -3, "Rome": 17}).rows(0)
        ('Oslo −3°', 'Rome 17°')
        """
        return tuple(
            f"{CITIES[city]} {value}°".replace("-", "−")
            for city, value in zip(self.city[table], self.value[table], strict=True)
        )

    def right_answer(self, table):
        """Say the right summary of one table.

        Parameters
        ----------
        table : int

        Returns
        -------
        str
        """
        return in_words(self.answer[table])


def in_words(answer):
    """Say a summary.

    Parameters
    ----------
    answer : sequence of int
        Two places in ``CITIES``.

    Returns
    -------
    str

    Examples
    --------
    >>> in_words([1, 0])
    'highest Rome, lowest Oslo'
    """
    return ", ".join(f"{word} {CITIES[city]}" for word, city in zip(WORDS, answer, strict=True))


def draw_tables(number, *, rng):
    """Draw tables: eight of the twelve cities, and eight different temperatures.

    Parameters
    ----------
    number : int
    rng : numpy.random.Generator or int

    Returns
    -------
    Tables

    Examples
    --------
    >>> draw_tables(2, rng=0).right_answer(1)
    'highest Cairo, lowest Delhi'
    """
    number = count(number, "number", at_least=1)
    rng = np.random.default_rng(rng)

    def different(first, last):
        every = np.tile(np.arange(first, last + 1), (number, 1))
        return rng.permuted(every, axis=1)[:, :ROWS]

    return Tables(different(0, len(CITIES) - 1), different(COLDEST, HOTTEST))


def tell_table(values):
    """Make one table.

    Parameters
    ----------
    values : dict of str to int
        Degrees, -9 to 30, of 2 to 12 cities. The networks have learned from 8.

    Returns
    -------
    Tables
        One.

    Raises
    ------
    TypeError
        If ``values`` is no dict.
    ValueError
        If there are fewer than two rows, a city is unknown, a value is not a whole number from
        -9 to 30, or two values are equal: then neither is the highest.

    Examples
    --------
    >>> tell_table({"Oslo": -3, "Rome": 17, "Cairo": 24}).right_answer(0)
    'highest Cairo, lowest Oslo'
    """
    if not isinstance(values, Mapping):
        raise TypeError(f"values must be a dict of cities and degrees; got {values!r:.60}")
    if len(values) < len(WORDS):
        raise ValueError(f"values must hold at least {len(WORDS)} cities; got {len(values)}")
    for city, value in values.items():
        if city not in CITIES:
            raise ValueError(f"a city must be one of {', '.join(CITIES)}; got {city!r:.60}")
        if not isinstance(value, Real) or value not in range(COLDEST, HOTTEST + 1):
            raise ValueError(
                f"a value must be a whole number from {COLDEST} to {HOTTEST}; "
                f"got {value!r:.60} for {city}"
            )
    if len(set(values.values())) < len(values):
        raise ValueError(f"no two values may be equal; got {', '.join(map(str, values.values()))}")
    cities = [CITIES.index(city) for city in values]
    return Tables(np.array([cities]), np.array([list(values.values())], dtype=int))


def example_table():
    """Return one table: the highest value and the lowest stand neither first nor last.

    Returns
    -------
    Tables
        One.

    Examples
    --------
    >>> example_table().right_answer(0)
    'highest Cairo, lowest Oslo'
    """
    values = {"Paris": 12, "Lima": 19, "Oslo": -4, "Tokyo": 8}
    return tell_table(values | {"Delhi": 23, "Cairo": 29, "Sofia": 3, "Rome": 16})
