"""Read a notebook as its rules need it: prose, headings, links, outputs."""

import re
from pathlib import Path
from urllib.parse import unquote

import nbformat

PICTURES = {"image/png", "image/jpeg", "image/gif", "image/svg+xml"}
FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.DOTALL | re.MULTILINE)
INLINE_CODE = re.compile(r"`[^`\n]*`")
HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*\s*$", re.MULTILINE)
TARGET = r"((?:[^()\s]|\([^()\s]*\))+)"
MARKDOWN_IMAGE = re.compile(r"!\[([^\]]*)\]\(\s*" + TARGET)
MARKDOWN_LINK = re.compile(r"\]\(\s*" + TARGET + r"|^\[[^\]]+\]:\s*(\S+)", re.MULTILINE)
HTML_LINK = re.compile(r"""\b(?:href|src)\s*=\s*["']([^"']*)["']""")
IMG = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
ALT = re.compile(r"""\balt\s*=\s*(?:"[^"]*[^"\s][^"]*"|'[^']*[^'\s][^']*')""")


def read(path):
    return nbformat.read(Path(path), as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(cell):
    """Return the Markdown of a cell without its code."""
    return INLINE_CODE.sub("", FENCE.sub("", cell.source))


def headings(notebook):
    """Return (level, text) of every heading, in order."""
    texts = [FENCE.sub("", c.source) for c in notebook.cells if c.cell_type == "markdown"]
    return [(len(marks), text) for source in texts for marks, text in HEADING.findall(source)]


def bundles(notebook):
    for cell in code_cells(notebook):
        for output in cell.outputs:
            if "data" in output:
                yield cell, output.data


def shown_html(notebook):
    """Return every text that a page would treat as HTML: Markdown and HTML outputs."""
    texts = [prose(cell) for cell in notebook.cells if cell.cell_type == "markdown"]
    return texts + [data["text/html"] for _, data in bundles(notebook) if "text/html" in data]


def unresolved(target, notebook, path):
    """Yield a sentence if a relative link of a notebook leads nowhere."""
    if not target or target.startswith("/"):
        yield f"link {target!r} must be relative or have a scheme"
        return
    name, _, fragment = unquote(target).partition("#")
    file = path.parent / name if name else path
    if name and not file.exists():
        yield f"link to {name}, which does not exist"
    elif fragment and file.suffix == ".ipynb":
        linked = notebook if file == path else read(file)
        if fragment not in anchors(linked):
            yield f"link to #{fragment}, which is no heading of {file.name}"


def anchors(notebook):
    """Return the anchors JupyterLab makes: a heading's text with hyphens for spaces."""
    plain = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text) for _, text in headings(notebook)]
    shown = [re.sub(r"(?<!\\)[*`]|(?<!\w)_|_(?!\w)", "", text) for text in plain]
    return {re.sub(r"\\([^\w\s])", r"\1", text).replace(" ", "-") for text in shown}


def output_texts(outputs):
    """Yield every text of some outputs, pictures excepted."""
    for output in outputs:
        yield from (output.get(key, "") for key in ("text", "evalue"))
        yield from output.get("traceback", [])
        for mime, data in output.get("data", {}).items():
            if mime not in PICTURES:
                yield str(data)


def leaked_solutions(source, learner):
    """Yield every solution of a source file that can be read in its learner edition.

    One line of a solution may well be taught elsewhere, so a single line counts only in an
    exercise; several lines in a row count anywhere.
    """
    everywhere = "\n".join(_stripped(cell.source) for cell in learner.cells)
    exercises = "\n".join(
        _stripped(cell.source)
        for cell in code_cells(learner)
        if "exercise" in cell.metadata.get("tags", [])
    )
    for block in re.findall(r"### BEGIN SOLUTION\n(.*?)\n\s*### END SOLUTION", source, re.DOTALL):
        solution = _stripped(block)
        if solution in (everywhere if "\n" in solution else exercises):
            yield solution


def _stripped(text):
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
