"""What a check says: a state, a sentence, and the smallest input that shows it."""

import textwrap
from dataclasses import dataclass

import numpy as np

NOT_STARTED = "not started"
NOT_YET = "not yet"
PASSED = "passed"
MARK = {NOT_STARTED: "○", NOT_YET: "✘", PASSED: "✔"}
WIDTH = 79


@dataclass(frozen=True, repr=False, eq=False)
class Report:
    """The answer of one check, in words; true when the exercise is solved.

    Parameters
    ----------
    exercise : str
        Name of the function that was asked for.
    state : {"not started", "not yet", "passed"}
    sentence : str
        What is right or which mistake is likely, and why it matters.
    mistake : str, optional
        Short name of the recognised mistake; None where none was recognised.
    shown : tuple of (str, object)
        Labelled values of the smallest input that shows it: the input, what
        was expected, what came.

    Examples
    --------
    >>> Report("causal_mask", "not yet", "The mask is inverted.", shown=(("query_len", 2),))
    ✘ causal_mask: not yet. The mask is inverted.
      query_len  2
    """

    exercise: str
    state: str
    sentence: str
    mistake: str | None = None
    shown: tuple = ()

    def __post_init__(self):
        if self.state not in MARK:
            raise ValueError(f"state must be one of {', '.join(MARK)}; got {self.state!r}")

    def __bool__(self):
        return self.state == PASSED

    def __repr__(self):
        headline = f"{MARK[self.state]} {self.exercise}: {self.state}. {self.sentence}"
        lines = textwrap.wrap(headline, WIDTH, subsequent_indent="  ", break_on_hyphens=False)
        indent = max((len(label) for label, _ in self.shown), default=0)
        for label, value in self.shown:
            first, *rest = as_text(value, WIDTH - indent - 4).splitlines() or [""]
            lines.append(f"  {label:<{indent}}  {first}")
            lines += [" " * (indent + 4) + line for line in rest]
        return "\n".join(lines)


def as_text(value, width=WIDTH):
    """Write a value as it is shown to a learner: arrays rounded, the same on every machine."""
    if isinstance(value, str):
        return "\n".join(textwrap.fill(line, width) for line in value.splitlines())
    array = np.asarray(value)
    if array.dtype.kind == "f":
        array = array.astype(float).round(4) + 0.0  # no -0.0
    with np.printoptions(
        precision=4, suppress=True, floatmode="maxprec", sign="-", nanstr="nan",
        infstr="inf", threshold=60, edgeitems=3, linewidth=width,
    ):  # fmt: skip
        return np.array2string(array, separator=", ")
