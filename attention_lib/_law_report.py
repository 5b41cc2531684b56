"""What a law says about a layer, and all laws as a table in plain text."""

import textwrap
from dataclasses import dataclass

NAME_WIDTH = 25
SENTENCE_WIDTH = 52
MARK = {True: "✔", False: "✘", None: "–"}


@dataclass(frozen=True)
class LawReport:
    """What one law says about one layer.

    Parameters
    ----------
    name : str
        The law's name.
    holds : bool or None
        None where the law does not apply.
    sentence : str
        What was done, what should have happened and what did.
    """

    name: str
    holds: bool | None
    sentence: str

    def __str__(self):
        return f"{MARK[self.holds]} {self.name}: {self.sentence}"


class LawTable(tuple):
    """The reports of `check_laws`, printed as a table.

    Examples
    --------
    >>> LawTable([LawReport("rows_sum_to_1", True, "Every row sums to 1.")])
    ✔ rows_sum_to_1            Every row sums to 1.
    1 law holds, 0 broken, 0 not applicable.
    """

    __slots__ = ()

    @property
    def broken(self):
        """Names of the laws that do not hold, in order."""
        return [report.name for report in self if report.holds is False]

    @property
    def all_hold(self):
        """Whether every law applies and holds."""
        return all(report.holds for report in self)

    def __repr__(self):
        verdicts = [report.holds for report in self]
        kept, broken, silent = (verdicts.count(verdict) for verdict in (True, False, None))
        held = "law holds" if kept == 1 else "laws hold"
        summary = f"{kept} {held}, {broken} broken, {silent} not applicable."
        return "\n".join([*map(_row, self), summary])


def _row(report):
    head = f"{MARK[report.holds]} {report.name:<{NAME_WIDTH}}"
    indent = " " * len(head)
    width = len(head) + SENTENCE_WIDTH
    return textwrap.fill(report.sentence, width, initial_indent=head, subsequent_indent=indent)
