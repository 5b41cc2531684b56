"""What every committed notebook must keep to: one function per rule.

Each rule takes a notebook and its path, and yields one sentence per fault.
"""

import ast
import re

from IPython.core.inputtransformer2 import TransformerManager
from notebook_text import (
    ALT,
    HTML_LINK,
    IMG,
    MARKDOWN_IMAGE,
    MARKDOWN_LINK,
    PICTURES,
    bundles,
    code_cells,
    headings,
    output_texts,
    shown_html,
    unresolved,
)

MAX_BYTES = 1_500_000
MAX_CELLS = 70
MAX_CODE_LINES = 15
MAX_COLUMNS = 79
TAGS = {
    "raises-exception",
    "nbval-ignore-output",
    "check",
    "exercise",
    "hide-input",
    "long",
}
ONCE = {"nbval-ignore-output", "long"}
METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}
# nbval cannot compare what these show, and updates are not saved.
FORBIDDEN_NAMES = {
    *("Output", "interact", "interact_manual", "interactive", "interactive_output"),
    *("clear_output", "update_display", "display_id"),
}
MACHINE_PATH = re.compile(
    r"/(?:home|root|Users|tmp|var|opt|usr|private|work|mnt|builds)/\w|\b[A-Za-z]:\\\w|"
    r"site-packages|ipykernel_\d| at 0x[0-9a-f]{4}"
)
STRIPPED = re.compile(r"<(script|style|iframe|svg|link|object|embed)\b", re.IGNORECASE)


def counts_run_from_one(notebook, path):
    counts = [cell.execution_count for cell in code_cells(notebook)]
    if counts != list(range(1, len(counts) + 1)):
        yield f"execution counts must be 1 to {len(counts)}; got {counts}"
    for number, cell in enumerate(code_cells(notebook), start=1):
        for output in cell.outputs:
            if output.get("execution_count", number) != number:
                yield f"cell {number} holds the result of run {output.execution_count}"


def headings_are_an_outline(notebook, path):
    levels = [level for level, _ in headings(notebook)]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"one H1 must come first; heading levels are {levels}"
    for above, (level, text) in zip(levels, headings(notebook)[1:], strict=False):
        if level > above + 1:
            yield f"heading {text!r} skips from level {above} to {level}"


def every_picture_has_words(notebook, path):
    for text in shown_html(notebook):
        for tag in IMG.findall(text):
            if not ALT.search(tag):
                yield f"needs alt text: {tag[:60]}"
        for alt, target in MARKDOWN_IMAGE.findall(text):
            if not alt.strip():
                yield f"needs alt text: ![]({target[:60]})"
    for cell, data in bundles(notebook):
        found = PICTURES & set(data)
        if found and not any(ALT.search(tag) for tag in IMG.findall(data.get("text/html", ""))):
            yield f"cell {cell.id}: {found.pop()} must come with an <img alt> in text/html"


def nothing_uncomparable_is_used(notebook, path):
    for cell in code_cells(notebook):
        transformed = TransformerManager().transform_cell(cell.source)
        if transformed.count("get_ipython(") > cell.source.count("get_ipython("):
            yield f"cell {cell.id}: no magics or shell commands"
        for node in ast.walk(ast.parse(transformed)):
            names = {getattr(node, key, None) for key in ("id", "attr", "arg", "name")}
            for name in names & FORBIDDEN_NAMES:
                yield f"cell {cell.id}: {name} cannot be compared by nbval"


def relative_links_resolve(notebook, path):
    for text in shown_html(notebook):
        markdown = [a or b for a, b in MARKDOWN_LINK.findall(text)]
        for target in [*markdown, *HTML_LINK.findall(text)]:
            if not re.match(r"[a-z][a-z0-9+.-]*:", target):
                yield from unresolved(target, notebook, path)


def outputs_name_no_machine(notebook, path):
    for cell in code_cells(notebook):
        for text in output_texts(cell.outputs):
            found = MACHINE_PATH.search(re.sub(r"base64,[A-Za-z0-9+/=]+", "", text))
            if found:
                line = text[max(0, found.start() - 20) : found.end() + 30]
                yield f"cell {cell.id}: a path or address of one machine: {line!r}"


def nothing_of_a_widget_is_saved(notebook, path):
    if "widgets" in notebook.metadata:
        yield "widget state must not be saved"
    for cell, data in bundles(notebook):
        for mime in data:
            if mime.startswith("application/vnd.jupyter.widget"):
                yield f"cell {cell.id}: {mime} must not be saved"


def code_fits_the_eye(notebook, path):
    for cell in code_cells(notebook):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        if len(lines) > MAX_CODE_LINES and "long" not in cell.metadata.get("tags", []):
            yield f"cell {cell.id}: {len(lines)} lines of code, at most {MAX_CODE_LINES}"
        for line in lines:
            if len(line) > MAX_COLUMNS:
                yield f"cell {cell.id}: {len(line)} columns, at most {MAX_COLUMNS}: {line}"


def cells_are_few_and_filled(notebook, path):
    if len(notebook.cells) > MAX_CELLS:
        yield f"{len(notebook.cells)} cells, at most {MAX_CELLS}"
    for cell in notebook.cells:
        if not cell.source.strip():
            yield f"cell {cell.id} is empty"
        if cell.cell_type == "raw" or cell.get("attachments"):
            yield f"cell {cell.id} must be code or Markdown, without attachments"


def tags_are_known(notebook, path):
    used = [tag for cell in notebook.cells for tag in cell.metadata.get("tags", [])]
    for tag in sorted(set(used)):
        if tag not in TAGS:
            yield f"tag {tag!r} is none of {', '.join(sorted(TAGS))}"
        elif tag in ONCE and used.count(tag) > 1:
            yield f"tag {tag!r} is used {used.count(tag)} times, at most once"
    for cell in code_cells(notebook):
        if re.search(r"#\s*(NBVAL_|PYTEST_VALIDATE)", cell.source):
            yield f"cell {cell.id}: tags steer nbval, comments do not"


def errors_are_announced(notebook, path):
    for cell in code_cells(notebook):
        raised = any(output.output_type == "error" for output in cell.outputs)
        tagged = "raises-exception" in cell.metadata.get("tags", [])
        if raised != tagged:
            yield f"cell {cell.id}: {'raises' if raised else 'does not raise'}, tagged otherwise"
        if any(output.get("name") == "stderr" for output in cell.outputs):
            yield f"cell {cell.id}: writes to stderr"


def metadata_is_minimal(notebook, path):
    if notebook.metadata != METADATA or (notebook.nbformat, notebook.nbformat_minor) != (4, 5):
        yield f"notebook metadata must be {METADATA} in format 4.5; got {notebook.metadata}"
    for cell in notebook.cells:
        kept = {key: value for key, value in cell.metadata.items() if key != "tags"}
        if kept not in ({}, {"jupyter": {"source_hidden": True}}):
            yield f"cell {cell.id}: metadata {kept}"


def the_file_is_small(notebook, path):
    size = path.stat().st_size
    if size > MAX_BYTES:
        yield f"{size} bytes, at most {MAX_BYTES}"


def everything_is_inside(notebook, path):
    for text in shown_html(notebook):
        if re.search(r"""!\[[^\]]*\]\(\s*https?:|<img[^>]*src\s*=\s*["'](?:https?:|//)""", text):
            yield "an image from another site: it breaks offline and when the site changes"
        found = STRIPPED.search(text)
        if found:
            yield f"<{found[1]}> is removed from untrusted notebooks"


def no_marker_is_left(notebook, path):
    for cell in notebook.cells:
        if re.search(r"(BEGIN|END) (SOLUTION|HIDDEN TESTS)", cell.source):
            yield f"cell {cell.id}: a solution marker is for sources"


RULES = [
    counts_run_from_one,
    headings_are_an_outline,
    every_picture_has_words,
    nothing_uncomparable_is_used,
    relative_links_resolve,
    outputs_name_no_machine,
    nothing_of_a_widget_is_saved,
    code_fits_the_eye,
    cells_are_few_and_filled,
    tags_are_known,
    errors_are_announced,
    metadata_is_minimal,
    the_file_is_small,
    everything_is_inside,
    no_marker_is_left,
]
