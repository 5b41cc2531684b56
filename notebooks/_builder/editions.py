"""Turn a source notebook into the editions that learners and instructors get."""

import ast
import copy
import posixpath
import re

from _builder.solutions import blank, reveal
from _builder.source import check_call

LINK = re.compile(
    r"""(\]\(\s*|^\[[^\]]+\]:\s*|\b(?:href|src)=["'])(?![a-z][a-z0-9+.-]*:|[#/])([^)"'\s]+)""",
    re.MULTILINE,
)
CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)


def learner_edition(notebook):
    """Blank the exercises."""
    edition = _finished_copy(notebook)
    for cell in _exercises(edition):
        cell.source = blank(cell.source)
    return edition


def solution_edition(notebook):
    """Keep the solutions, without markers; links are written from the folder one level down."""
    edition = _finished_copy(notebook)
    for cell in _exercises(edition):
        cell.source = reveal(cell.source)
    for cell in edition.cells:
        if cell.cell_type == "markdown":
            cell.source = _links_from_below(cell.source)
    return edition


def nbgrader_edition(notebook):
    """Keep the markers and add nbgrader's cell metadata, schema version 3."""
    edition = _finished_copy(notebook)
    for cell, original in zip(edition.cells, notebook.cells, strict=True):
        tags = cell.metadata.get("tags", [])
        if "exercise" in tags:
            cell.metadata["nbgrader"] = _nbgrader(cell.id, solution=True)
        elif "check" in tags:
            cell.source = _graded(cell.source)
            points = original.metadata["points"]
            cell.metadata["nbgrader"] = _nbgrader(cell.id, grade=True, locked=True, points=points)
    return edition


def _finished_copy(notebook):
    edition = copy.deepcopy(notebook)
    for cell in edition.cells:
        cell.metadata.pop("points", None)
    return edition


def _exercises(notebook):
    return [cell for cell in notebook.cells if "exercise" in cell.metadata.get("tags", [])]


def _links_from_below(markdown):
    def relink(match):
        return match[1] + posixpath.relpath(match[2], "solutions")

    parts = CODE.split(markdown)
    # Odd parts are code, where a link is an example and not a link.
    parts[::2] = [LINK.sub(relink, part) for part in parts[::2]]
    return "".join(parts)


def _graded(source):
    """Let a check fail the cell, showing the report that the learner saw.

    nbgrader gives full points to any other last value, so the report is displayed,
    not returned.
    """
    call = check_call(source)
    lines = source.split("\n")
    before = lines[: call.lineno - 1]
    check = ast.get_source_segment(source, call)
    after = ["display(report)", "assert report, report"]
    return "\n".join([*before, f"report = {check}", *after])


def _nbgrader(grade_id, *, grade=False, locked=False, solution=False, points=None):
    metadata = {
        "schema_version": 3,
        "grade": grade,
        "grade_id": grade_id,
        "locked": locked,
        "solution": solution,
        "task": False,
    }
    return metadata if points is None else {**metadata, "points": points}
