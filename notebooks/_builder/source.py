"""Read a py:percent source into a notebook with stable cell ids and minimal metadata."""

import ast
import hashlib
import re
from collections import Counter

import jupytext
from nbformat import NotebookNode

from _builder.solutions import regions

NOTEBOOK_METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}


class BuildError(Exception):
    """A source that cannot be built; the message says where and why."""


def read_source(path):
    """Read one source file.

    Parameters
    ----------
    path : pathlib.Path
        A py:percent file called ``NN_name.py``.

    Returns
    -------
    NotebookNode
        Not executed; solutions still between their markers; ids and tags in place.

    Raises
    ------
    BuildError
        If a cell has a malformed solution region or check.
    """
    number = path.stem.split("_")[0]
    notebook = jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent")
    notebook.metadata = NotebookNode(NOTEBOOK_METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    seen = Counter()
    for position, cell in enumerate(notebook.cells, start=1):
        try:
            _read_cell(cell)
            key = _cell_key(cell)
        except ValueError as error:
            raise BuildError(f"{path.name}, cell {position}, {error}") from error
        seen[key] += 1
        repeat = f"-{seen[key]}" if seen[key] > 1 else ""
        cell.id = f"{number}-{key}{repeat}"
    return notebook


def _read_cell(cell):
    tags = list(cell.metadata.get("tags", []))
    if cell.cell_type != "code":
        if "BEGIN SOLUTION" in cell.source:
            raise ValueError("line 1: only a code cell may hold a solution")
    elif bool(regions(cell.source)) != ("exercise" in tags):
        if "exercise" in tags:
            raise ValueError("line 1: a cell tagged exercise must hold a solution region")
        tags.append("exercise")
    kept = {"tags": tags} if tags else {}
    if "check" in tags:
        kept["points"] = cell.metadata.get("points", 1)
    if "hide-input" in tags:
        kept["jupyter"] = {"source_hidden": True}
    cell.metadata = NotebookNode(kept)


def _cell_key(cell):
    """Name a cell by its own content alone, so that editing another cell leaves it be."""
    tags = cell.metadata.get("tags", [])
    if "exercise" in tags:
        return _slug(_first_definition(cell.source))
    if "check" in tags:
        return _slug(ast.unparse(check_call(cell.source).value.func).rpartition(".")[2])
    content = f"{cell.cell_type}\n{cell.source}"
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def _first_definition(source):
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            return node.name
    raise ValueError("line 1: an exercise must define a function or a class")


def check_call(source):
    """Return the syntax node of a check cell's last line, which must be a call.

    Parameters
    ----------
    source : str

    Returns
    -------
    ast.Expr

    Raises
    ------
    ValueError
        If the last line is anything else: nothing could then be graded.
    """
    body = ast.parse(source).body
    last = body[-1] if body else None
    is_call = isinstance(last, ast.Expr) and isinstance(last.value, ast.Call)
    if not is_call or last.col_offset:
        raise ValueError("last line: a cell tagged check must end with the call of its check")
    return last


def _slug(name):
    return re.sub(r"[^A-Za-z0-9_-]", "-", name)[:48]
