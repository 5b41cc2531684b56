"""What an explorable is made of: controls, and one frame for every state of theirs."""

from dataclasses import dataclass

import numpy as np

KINDS = ("radio", "range", "switch", "cycle")


@dataclass(frozen=True)
class Control:
    """One thing to choose, by a native control.

    Parameters
    ----------
    name : str
        Its key in ``Explorable.choice``.
    label : str
    kind : {"radio", "range", "switch", "cycle"}
        Radio buttons, a slider, a checkbox (values False, True), or a button
        that goes on to the next value, beside one that goes back to the first.
    values : tuple of str, int or bool
    texts : tuple of str, optional
        How the values are written; as they are when omitted. For "cycle": the
        two buttons.
    """

    name: str
    label: str
    kind: str
    values: tuple
    texts: tuple = ()

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}; got {self.kind!r}")
        needed = 2 if self.kind == "cycle" else len(self.values)
        if (self.kind == "cycle" or self.texts) and len(self.texts) != needed:
            raise ValueError(f"{self.name} needs {needed} texts; got {len(self.texts)}")

    def clean(self, value):
        """Return the one of ``values`` that is meant, or raise ValueError."""
        truth = isinstance(value, bool | np.bool_)
        for own in self.values:
            if isinstance(own, bool) == truth and own == value:
                return own
        known = ", ".join(map(repr, self.values))
        raise ValueError(f"{self.name} must be one of {known}; got {value!r}")


@dataclass(frozen=True, eq=False)
class Panel:
    """One heatmap of a frame.

    Parameters
    ----------
    matrix : ndarray, shape (rows, columns)
        Kind "weights": 0 to 1. Kind "layers": the layer in which a row first
        sees a column, 0 for never.
    rows, columns : sequence of str
    title : str
    visible : ndarray of bool, shape (rows, columns), optional
        False where a key is masked; all True when omitted. Kind "layers" needs none.
    ends : sequence of str, optional
        One text for each row, shown beside it.
    end_title : str
    kind : {"weights", "layers"}
    axes : str
    row : int, optional
        Outlined while no other is pointed at.
    layers : int
        Kind "layers": only what is seen in so many layers is shown.
    """

    matrix: np.ndarray
    rows: tuple
    columns: tuple
    title: str
    visible: np.ndarray | None = None
    ends: tuple = ()
    end_title: str = ""
    kind: str = "weights"
    axes: str = "query ↓ / key →"
    layers: int = 0
    row: int | None = None

    def __post_init__(self):
        shape = (len(self.rows), len(self.columns))
        if np.shape(self.matrix) != shape:
            raise ValueError(
                f"labels must fit the matrix; got {shape[0]} row labels and {shape[1]} "
                f"column labels for shape {np.shape(self.matrix)}"
            )
        if self.ends and len(self.ends) != len(self.rows):
            raise ValueError(f"ends must be one text per row, {shape[0]}; got {len(self.ends)}")

    @property
    def seen(self):
        """Where a row sees a column, shape (rows, columns); True = may attend."""
        if self.kind == "layers":
            return (self.matrix > 0) & (self.matrix <= self.layers)
        return np.ones(self.matrix.shape, bool) if self.visible is None else self.visible

    @property
    def shown(self):
        """The weights, or for kind "layers" what is seen, shape (rows, columns)."""
        return self.seen if self.kind == "layers" else self.matrix


@dataclass(frozen=True)
class Frame:
    """What an explorable shows in one state.

    Parameters
    ----------
    panels : tuple of Panel
    sentence : tuple of str
        Read one after the other; what many frames share is kept once.
    note : tuple of str
        What else is worth knowing.
    warning : str
        Why this state is impossible or odd.
    lines : tuple of (str, str)
        Names and figures.
    """

    panels: tuple
    sentence: tuple
    note: tuple = ()
    warning: str = ""
    lines: tuple = ()

    @property
    def text(self):
        """The sentence in one piece."""
        return " ".join(self.sentence)
