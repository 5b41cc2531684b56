"""Write notebooks as text, and say where a committed one differs from a fresh build."""

import difflib
import os
import re

import nbformat

from _builder.canonical import INLINE_PNG

PNG_LINE = re.compile(r'("image/png": )"[^"]*"')
DIFF_LINES = 40


def to_text(notebook):
    """Write a notebook as it is committed: sorted keys, Unix line endings."""
    nbformat.validate(notebook)
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def without_outputs(text):
    """Return the notebook text with every output and execution count removed."""
    notebook = nbformat.reads(text, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return nbformat.writes(notebook)


def without_unsteady_outputs(text):
    """Return the notebook text without the outputs of cells tagged ``nbval-ignore-output``.

    They show what differs from run to run, such as times; nbval does not compare them either.
    """
    notebook = nbformat.reads(text, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code" and "nbval-ignore-output" in cell.metadata.get("tags", []):
            cell.outputs = []
    return to_text(notebook)


def difference(committed, fresh):
    """Compare two notebook texts.

    Pixels count only when ``ATTENTION_LOCK=1`` says that this is the pinned environment:
    other versions of NumPy, Matplotlib or a font draw slightly other pixels.

    Returns
    -------
    str
        The first hunk of a unified diff; empty when the two agree.
    """
    if os.environ.get("ATTENTION_LOCK") != "1":
        committed, fresh = _without_pixels(committed), _without_pixels(fresh)
    lines = difflib.unified_diff(
        committed.splitlines(), fresh.splitlines(), "committed", "fresh build", lineterm=""
    )
    hunk = []
    for line in lines:
        if line.startswith("@@") and any(kept.startswith("@@") for kept in hunk):
            break
        hunk.append(line[:200])
    return "\n".join(hunk[:DIFF_LINES])


def _without_pixels(text):
    return PNG_LINE.sub(r'\1"pixels"', INLINE_PNG.sub(r"\1pixels", text))
