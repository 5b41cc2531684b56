"""What the course costs before anybody edits: import time, memory, bytes, a whole run."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import nbformat
from ipywidgets.embed import dependency_state
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient

from attention_lib.widgets import AttentionEditor
from benchmarks.figures import Figure

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted(ROOT.glob("notebooks/source/[0-9][0-9]_*.py"))

# NumPy and the library in one fresh process: each pair of times has met the same load.
IMPORTS = """
from time import perf_counter
start = perf_counter()
import numpy
between = perf_counter()
import attention_lib
print(between - start, perf_counter() - between)
"""
SHOW_EDITOR = "from attention_lib.widgets import AttentionEditor\nAttentionEditor()"


def measure(imports, runs, say):
    """Return the figures.

    Parameters
    ----------
    imports : int
        Fresh processes that import the library.
    runs : int
        Runs of each notebook.
    say : callable
        Given a line of progress now and then.
    """
    say(f"size: importing in {imports} fresh processes")
    figures = import_times(imports)
    say("size: memory of a kernel")
    figures += kernel_memory()
    figures += [saved_view(AttentionEditor(), "6 words × 4"), saved_view(_largest(), "16 × 8")]
    say(f"size: running each notebook {runs} times")
    built = [ROOT / "notebooks" / f"{source.stem}.ipynb" for source in SOURCES]
    return [*figures, *(notebook_time(notebook, runs) for notebook in built)]


def import_times(processes):
    """Return what `import attention_lib` adds to `import numpy`, median of fresh processes."""
    command = [sys.executable, "-c", IMPORTS]
    printed = [
        subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for _ in range(processes + 1)
    ][1:]  # the first may have had to compile
    numpy, library = zip(*(map(float, line.split()) for line in printed), strict=True)
    note = f"import numpy: {median(numpy) * 1000:.0f} ms"
    added = median(library) * 1000
    return [Figure("import attention_lib after numpy, p50", added, "ms", at_most=30, note=note)]


def kernel_memory():
    """Return the memory of a real kernel, bare and with a displayed editor."""
    name = "kernel that shows an editor, resident memory"
    if not Path("/proc/self/smaps_rollup").exists():
        return [Figure(name, None, "MB", at_most=75, note="needs Linux’s /proc")]
    with _kernel() as (client, process):
        _run(client, "1 + 1")
        bare, _ = _megabytes(process)
        _run(client, SHOW_EDITOR)
        resident, shared_out = _megabytes(process)
    note = f"bare kernel: {bare:.1f} MB; PSS {shared_out:.1f} MB"
    return [Figure(name, resident, "MB", at_most=75, note=note)]


@contextmanager
def _kernel():
    with tempfile.TemporaryDirectory() as folder:  # nobody's start-up files
        manager, client = start_new_kernel(
            env={**os.environ, "IPYTHONDIR": folder}, stderr=subprocess.DEVNULL
        )
        try:
            yield client, manager.provisioner.pid
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)


def _run(client, code):
    reply = client.execute_interactive(code, timeout=60, output_hook=lambda message: None)
    if reply["content"]["status"] != "ok":
        raise RuntimeError(f"the kernel must run {code!r}; it says {reply['content']['evalue']}")


def _megabytes(process):
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    kilobytes = dict(re.findall(r"^(\w+):\s+(\d+) kB", rollup, re.MULTILINE))
    return tuple(int(kilobytes[name]) * 1024 / 1e6 for name in ("Rss", "Pss"))


def saved_view(editor, name):
    """Return the bytes of one editor in a saved notebook or page, its program included."""
    state = dependency_state([editor], drop_defaults=False)
    kilobytes = len(json.dumps(state).encode()) / 1000
    return Figure(f"saved view of an editor, {name}", kilobytes, "kB", at_most=50)


def _largest():
    return AttentionEditor([f"word{place}" for place in range(16)], head_dim=8)


def notebook_time(path, runs):
    """Return how long a notebook takes from starting its kernel to the end, median."""
    number = path.stem.partition("_")[0]
    name = f"notebook {number} from top to bottom, p50"
    limit = 10 if number == "02" else 15
    if not path.exists():
        where = path.relative_to(ROOT).as_posix()
        return Figure(name, None, "s", at_most=limit, note=f"{where} is not built yet")
    seconds = [_run_notebook(path) for _ in range(runs)]
    note = f"slowest of {runs}: {max(seconds):.1f} s"
    return Figure(name, median(seconds), "s", at_most=limit, note=note)


def _run_notebook(path):
    notebook = nbformat.read(path, as_version=4)
    where = {"metadata": {"path": str(path.parent)}}
    begun = time.perf_counter()
    client = NotebookClient(notebook, timeout=60, store_widget_state=False, resources=where)
    client.execute(stderr=subprocess.DEVNULL)  # a cell that fails raises here
    return time.perf_counter() - begun
