"""Run a notebook from top to bottom and refuse what a committed notebook must not hold."""

import re

import matplotlib.font_manager  # noqa: F401  (a missing font cache is built here, not in a cell)
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from _builder.canonical import canonicalise
from _builder.source import BuildError

CELL_SECONDS = 60
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
ADDRESS = re.compile(r"[^\n]* at 0x[0-9a-f]+[^\n]*")


def execute(notebook, folder, *, name):
    """Execute a notebook in place and make its outputs canonical.

    Parameters
    ----------
    notebook : NotebookNode
    folder : pathlib.Path
        Working directory of the kernel.
    name : str
        What to call the notebook in errors.

    Raises
    ------
    BuildError
        If a cell fails, takes more than a minute, writes to stderr, shows a memory address,
        or is tagged ``raises-exception`` and does not raise.
    """
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        kernel_name=notebook.metadata.kernelspec.name,
        resources={"metadata": {"path": str(folder)}},
        store_widget_state=False,
        record_timing=False,
        # The kernel warns, to this terminal, that its loopback ports are not encrypted.
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
    )
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        raise BuildError(f"{name}: {COLOUR.sub('', str(error))}") from error
    for cell in notebook.cells:
        if cell.cell_type == "code":
            _refuse(cell, name)
    canonicalise(notebook)


def _refuse(cell, name):
    where = f"{name}, cell {cell.id}"
    kinds = {output.output_type for output in cell.outputs}
    if "raises-exception" in cell.metadata.get("tags", []) and "error" not in kinds:
        raise BuildError(f"{where}: tagged raises-exception, but nothing is raised")
    for output in cell.outputs:
        if output.get("name") == "stderr":
            # Warnings carry paths; a learner who sees one thinks something broke.
            raise BuildError(f"{where}: must not write to stderr:\n{output.text}")
        plain = output.get("data", {}).get("text/plain", "") + output.get("text", "")
        address = ADDRESS.search(plain)
        if address:
            raise BuildError(f"{where}: an address changes at every run: {address[0]}")
