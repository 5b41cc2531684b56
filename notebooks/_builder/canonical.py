"""Make an executed notebook say the same thing whenever and wherever it was executed."""

import base64
import re

from nbformat import NotebookNode

from _builder.source import NOTEBOOK_METADATA

VIEW = "application/vnd.jupyter.widget-view+json"
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# What PNG writers put in to say who wrote the file and when.
PNG_PROVENANCE = {b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf"}
INLINE_PNG = re.compile(r"(data:image/png;base64,)([A-Za-z0-9+/=\s]+)")


def canonicalise(notebook):
    """Remove from the outputs, in place, whatever differs from run to run.

    Parameters
    ----------
    notebook : NotebookNode
        Executed from top to bottom.

    Notes
    -----
    A saved widget view without its saved state shows "model not found" in a fresh clone and
    hides the table beside it, so views go and the rest of their bundle stays.
    """
    # Executing put in widget state and the Python version.
    notebook.metadata = NotebookNode(NOTEBOOK_METADATA)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for count, cell in enumerate(code, start=1):
        cell.execution_count = count
        cell.metadata.pop("execution", None)
        cell.outputs = _merge_streams(_canonical_outputs(cell.outputs, count))


def _canonical_outputs(outputs, count):
    kept = []
    for output in outputs:
        if output.output_type == "error":
            # The frames hold paths and line numbers of one machine.
            output.traceback = [f"{output.ename}: {output.evalue}"]
        elif "data" in output:
            output.data.pop(VIEW, None)
            output.metadata.pop(VIEW, None)
            if not output.data:
                continue
            _canonical_images(output.data)
        if output.output_type == "execute_result":
            output.execution_count = count
        kept.append(output)
    return kept


def _canonical_images(data):
    if "image/png" in data:
        data["image/png"] = _canonical_base64(data["image/png"])
    if "text/html" in data:
        data["text/html"] = INLINE_PNG.sub(
            lambda match: match[1] + _canonical_base64(match[2]), data["text/html"]
        )


def _canonical_base64(text):
    return base64.b64encode(without_provenance(base64.b64decode(text))).decode("ascii")


def without_provenance(png):
    """Drop the software name, dates and other text from a PNG file; the pixels stay.

    Parameters
    ----------
    png : bytes

    Returns
    -------
    bytes
        `png` itself when it is not a PNG file.
    """
    if not png.startswith(PNG_SIGNATURE):
        return png
    kept, start = [PNG_SIGNATURE], len(PNG_SIGNATURE)
    while start < len(png):
        # A chunk is a 4-byte length, a 4-byte name, the data and a 4-byte checksum.
        end = start + int.from_bytes(png[start : start + 4], "big") + 12
        if png[start + 4 : start + 8] not in PNG_PROVENANCE:
            kept.append(png[start:end])
        start = end
    return b"".join(kept)


def _merge_streams(outputs):
    """Join neighbouring writes to one stream: the kernel splits them by timing."""
    merged = []
    for output in outputs:
        last = merged[-1] if merged else None
        if (
            last
            and last.output_type == output.output_type == "stream"
            and (last.name == output.name)
        ):
            last.text += output.text
        else:
            merged.append(output)
    return merged
