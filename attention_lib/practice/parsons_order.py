"""Judge an order of lines: the first that cannot stay where it is, and why."""

from dataclasses import dataclass

from attention_lib.practice.line_flow import must_keep_order, read_line


@dataclass(frozen=True)
class Fault:
    """The first line of an order that cannot stay.

    Parameters
    ----------
    place : int
        From 0.
    why : str
        One or two sentences; empty if no line was chosen there.
    """

    place: int
    why: str


def first_fault(task, order):
    """Return what is wrong with an order, or None if it is right so far.

    Parameters
    ----------
    task : ParsonsTask
    order : sequence of str
        Lines of the task; an empty string where none was chosen.

    Returns
    -------
    Fault or None

    Raises
    ------
    ValueError
        If a line is neither one of the task's lines nor a distractor.

    Notes
    -----
    An order is right if every two lines of which one writes a name that the other reads
    or writes stand as in the task, and blocks hold the same lines: then each name has the
    same value wherever it is read, as in a schedule without conflicts.
    """
    for place, code in enumerate(order):
        if code and code not in task.lines and code not in task.distractors:
            raise ValueError(f"a line must be one of the task {task.id!r}; got {code!r}")
        if not code or (why := _why_not(task, list(order[:place]), code)):
            return Fault(place, why if code else "")
    return None


def right_orders(task):
    """Yield every right order of a task's lines, its own first.

    Parameters
    ----------
    task : ParsonsTask

    Yields
    ------
    tuple of str
    """
    yield from _continued(task, ())


def _continued(task, begun):
    if len(begun) == len(task.lines):
        yield begun
    for code in task.lines:
        if not _why_not(task, list(begun), code):
            yield from _continued(task, (*begun, code))


def _why_not(task, above, code):
    """Return why a line cannot follow the right lines above, or an empty string."""
    if code in task.distractors:
        return task.distractors[code]
    if code in above:
        return f"It stands in line {above.index(code) + 1} already."
    missing = [line for line in _before(task, code) if line not in above]
    if missing:
        return _too_early(task, above, code, missing)
    for line, head in task.blocks().items():
        if head in above and line not in (*above, code) and _closes(code, head):
            return f"The block of “{head.strip()}” still lacks a line: “{line.strip()}”."
    return ""


def _before(task, code):
    """Return the lines that must stand above a line."""
    lines, here = list(task.lines), read_line(code)
    return [
        line
        for line in lines[: lines.index(code)]
        if must_keep_order(read_line(line), here) or task.blocks()[code] == line
    ]


def _closes(code, head):
    return read_line(code).indent <= read_line(head).indent


def _too_early(task, above, code, missing):
    here = read_line(code)
    if here.leaves:
        return f"Nothing below it would be run, and “{missing[0].strip()}” is still to come."
    if task.blocks()[code] in missing:
        return f"It is indented: it belongs below “{task.blocks()[code].strip()}”."
    made = next((line for line in missing if read_line(line).writes & here.reads), None)
    if made is None:
        return _still_needed(here, read_line(missing[0]))
    name = min(read_line(made).writes & here.reads)
    if name in task.given() or any(name in read_line(line).writes for line in above):
        return f"It reads {name}, and “{made.strip()}” has to change {name} first."
    return f"It reads {name}, which no line above it has made."


def _still_needed(here, other):
    code = other.code.strip()
    if names := here.writes & other.reads:
        return f"It changes {min(names)}, which “{code}” has to read as it was."
    if names := here.writes & other.writes:
        return f"It writes {min(names)}, and “{code}” would write over that."
    return f"“{code}” decides whether it is run, so that comes first."
