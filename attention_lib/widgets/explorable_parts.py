"""What an explorable is made of: controls, and one frame for every state of theirs."""

from dataclasses import dataclass

import numpy as np

from attention_lib._arrays import float_array, rectangular

KINDS = ("radio", "range", "switch", "cycle")
PANEL_KINDS = ("weights", "layers", "owners")
MOST_LAYERS = 9  # each travels as one digit


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
        _require_sequences(self, "values", "texts")
        if not self.values:
            raise ValueError(f"{self.name} needs at least one value")
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
    matrix : array_like, shape (rows, columns)
        Kind "weights": 0 to 1. Kind "layers": the layer in which a row first
        sees a column, 1 to 9, 0 for never. Kind "owners": who owns a cell, from 1.
    rows, columns : sequence of str
    title : str
    visible : array_like of bool, shape (rows, columns), optional
        False where a key is masked; all True when omitted. Only kind "weights" has one.
    ends : sequence of str, optional
        One text for each row, shown beside it.
    end_title : str
    kind : {"weights", "layers", "owners"}
    axes : str
    row : int, optional
        Outlined while no other is pointed at.
    layers : int
        Kind "layers": only what is seen in so many layers is shown.
    nouns : tuple of (str, str)
        Kind "owners": what a column is, and what owns it.
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
    nouns: tuple = ()

    def __post_init__(self):
        if self.kind not in PANEL_KINDS:
            raise ValueError(f"kind must be one of {', '.join(PANEL_KINDS)}; got {self.kind!r}")
        shape, matrix = (len(self.rows), len(self.columns)), rectangular(self.matrix, "matrix")
        if matrix.shape != shape:
            raise ValueError(
                f"labels must fit the matrix; got {shape[0]} row labels and {shape[1]} "
                f"column labels for shape {matrix.shape}"
            )
        if self.ends and len(self.ends) != len(self.rows):
            raise ValueError(f"ends must be one text per row, {shape[0]}; got {len(self.ends)}")
        _require_sequences(self, "rows", "columns", "ends", "nouns")
        if len(self.nouns) != (2 if self.kind == "owners" else 0):
            raise ValueError(f"kind 'owners' alone needs 2 nouns; got {self.nouns!r:.60}")
        clean = {"weights": _weights, "layers": _layers, "owners": _owners}[self.kind]
        object.__setattr__(self, "matrix", clean(matrix))
        if self.visible is not None:
            object.__setattr__(self, "visible", _visible(self.visible, shape))

    @property
    def seen(self):
        """Where a row sees a column, shape (rows, columns); True = may attend."""
        if self.kind == "layers":
            return (self.matrix > 0) & (self.matrix <= self.layers)
        return np.ones(self.matrix.shape, bool) if self.visible is None else self.visible

    @property
    def shown(self):
        """The matrix, or for kind "layers" what is seen, shape (rows, columns)."""
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

    def __post_init__(self):
        _require_sequences(self, "panels", "sentence", "note", "lines")

    @property
    def text(self):
        """The sentence in one piece."""
        return " ".join(self.sentence)


def require_fit(frames):
    """Say so unless all frames have the same panels, but for what these show."""
    for frame in frames:
        if not isinstance(frame, Frame):
            raise TypeError(f"frame must return a Frame; got {type(frame).__name__}")
    looks = [
        [(p.kind, p.axes, p.end_title, p.row, *p.nouns) for p in frame.panels] for frame in frames
    ]
    for look in looks:
        if look != looks[0]:
            raise ValueError(
                "all frames must have panels of the same kind, axes, end_title, row and nouns; "
                f"got {looks[0]} and {look}"
            )


def _require_sequences(part, *names):
    for name in names:
        given = getattr(part, name)
        if not isinstance(given, tuple | list):
            raise TypeError(f"{name} must be a tuple or a list; got {given!r:.60}")


def _weights(matrix):
    matrix = float_array(matrix, "matrix")
    if not np.isfinite(matrix).all():
        raise ValueError("matrix must hold finite numbers")
    return matrix


def _layers(matrix):
    if matrix.dtype.kind not in "iu" or (matrix < 0).any() or (matrix > MOST_LAYERS).any():
        raise ValueError(
            f"matrix must hold layers, whole numbers from 0 to {MOST_LAYERS}; "
            f"got {matrix.tolist()!r:.60}"
        )
    return matrix


def _owners(matrix):
    if matrix.dtype.kind not in "iu" or (matrix < 1).any():
        raise ValueError(
            f"matrix must hold owners, whole numbers from 1; got {matrix.tolist()!r:.60}"
        )
    return matrix


def _visible(visible, shape):
    visible = rectangular(visible, "visible")
    if visible.dtype != bool or visible.shape != shape:
        raise ValueError(
            f"visible must be boolean of shape {shape}; "
            f"got {visible.dtype} of shape {visible.shape}"
        )
    return visible
