"""What was measured, what it should be, and the table that says whether it is."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Figure:
    """One measured number.

    Parameters
    ----------
    name : str
    value : float or None
        None where it could not be measured; then `note` says why.
    unit : str
        Written after the number.
    at_most, at_least : float, optional
        The target; a figure without one is there to be looked at.
    note : str, default ""
    """

    name: str
    value: float | None
    unit: str
    at_most: float | None = None
    at_least: float | None = None
    note: str = ""

    @property
    def target(self):
        """The target in words, or an empty string."""
        if self.at_most is not None:
            return f"≤ {self.at_most:g} {self.unit}"
        return "" if self.at_least is None else f"≥ {self.at_least:g} {self.unit}"

    @property
    def verdict(self):
        """Whether the target is met, judged before rounding; empty where there is none."""
        if not self.target:
            return ""
        if self.value is None:
            return "not measured"
        kept = self.value <= self.at_most if self.at_least is None else self.value >= self.at_least
        return "met" if kept else "**missed**"

    @property
    def text(self):
        """The number as it is printed, with its note."""
        number = "–" if self.value is None else f"{self.value:.{self._digits}f} {self.unit}"
        return f"{number} ({self.note})" if self.note else number

    @property
    def _digits(self):
        return 2 if self.unit == "×" and self.value < 10 else 1  # 1.2 × is not 1.16 ×


def percentile(samples, percent):
    """Return the value that `percent` of the samples do not exceed, between two linearly."""
    return float(np.percentile(samples, percent))


def table(figures):
    """Return figures as a Markdown table, one row each."""
    rows = [("Figure", "Measured", "Target", ""), ("---",) * 4]
    rows += [(each.name, each.text, each.target, each.verdict) for each in figures]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def report(sections, machine, how):
    """Return a results page: the machine, then a heading and a table for each section.

    Parameters
    ----------
    sections : dict of str to list of Figure
    machine, how : list of str
        Facts about the machine, and about the run.
    """
    facts = "\n".join(f"- {fact}" for fact in [*machine, *how])
    parts = [f"## {title}\n\n{table(figures)}" for title, figures in sections.items()]
    return "\n".join(["# Results\n", f"Written by `python -m benchmarks`.\n\n{facts}\n", *parts])
