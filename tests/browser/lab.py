"""The page object: a learner's JupyterLab, in the words a test would use."""

import ast
import json
import time

from . import files, scripts
from .window import OUTPUT, POLL, SIZE, Window

LIGHT, DARK = "JupyterLab Light", "JupyterLab Dark"
PATIENCE = 30_000  # milliseconds, Playwright's own; a desk has less


class Lab(Window):
    """One learner's browser window on a `JupyterServer`."""

    def __init__(self, browser, server, dead_proxy, **context_options):
        super().__init__(browser, server.url, dead_proxy, server.edition, **context_options)
        self.server = server
        self._opened = set()

    # --- opening -----------------------------------------------------------------------

    def write_notebook(self, name, *cells):
        """Write a notebook into the server's root; a string is a code cell."""
        return files.write(self.server.root / name, *cells)

    def open(self, name, *, view="doc", kernel=True, trusted=False):
        """Open a notebook as ``/doc/tree`` or ``/lab/tree`` and wait until it is usable.

        With ``kernel=False`` no kernel is started (the notebook opens in ``/lab``). A
        notebook is untrusted, as after a download, unless ``trusted=True`` signs it first.
        """
        self._opened.add(name)
        if trusted:
            self.server.trust(name)
        where = f"{view}/tree/{name}" if kernel else "lab"
        self.page.goto(f"{self.server.url}{where}?token={self.server.token}&reset")
        if not kernel:
            self.page.wait_for_function("() => window.jupyterapp")
            self.page.evaluate(scripts.OPEN_WITHOUT_KERNEL, name)
        self.until(scripts.NOTEBOOK_READY, kernel, timeout=60)
        return self

    def reload(self, *, fresh_kernel=False):
        """Load the page again, as after F5; with a fresh kernel, as on the next day."""
        if fresh_kernel:
            url = self.page.url
            self.page.goto("about:blank")
            self.server.end_sessions()
            self.page.goto(url)
        else:
            self.page.reload()
        self.until(scripts.NOTEBOOK_READY, True, timeout=60)

    def save(self):
        """Save the notebook to the server's disk."""
        self.command("docmanager:save")

    def saved(self, name):
        """Return the notebook on the server's disk, as a dictionary."""
        deadline = time.monotonic() + 5
        while True:
            try:
                return json.loads((self.server.root / name).read_text(encoding="utf-8"))
            except ValueError:  # the server is writing it just now
                if time.monotonic() > deadline:
                    raise
            self.page.wait_for_timeout(POLL)

    # --- running -----------------------------------------------------------------------

    def command(self, name, **args):
        """Execute one of JupyterLab's commands."""
        self.page.evaluate(scripts.COMMAND, [name, args])

    def run_all(self, *, timeout=120):
        """Run every cell and wait for the last."""
        self.command("notebook:run-all-cells")  # back at once where a cell fails
        self.page.evaluate(scripts.ALL_ANSWERED)
        self.wait_idle(timeout=timeout)

    def run_cell(self, index):
        """Run one cell and wait for it."""
        self.page.evaluate(scripts.RUN_CELL, index)
        self.wait_idle()

    def wait_idle(self, *, timeout=60):
        """Wait until no cell runs and the kernel is idle."""
        self.until(scripts.IDLE, timeout=timeout)

    def wait_drawn(self, *, timeout=15):
        """Wait until every widget output shows its view, and say which does not."""
        deadline = time.monotonic() + timeout
        while missing := self.undrawn():
            if time.monotonic() > deadline:
                raise AssertionError("every widget must draw:\n  " + "\n  ".join(missing))
            self.page.wait_for_timeout(POLL)

    # --- the kernel --------------------------------------------------------------------

    def kernel_eval(self, expression, *, run=""):
        """Return a Python expression's value in the notebook's kernel, through JSON.

        Arrays come back as lists. `run` holds statements to execute first. Neither enters
        the history, so execution counts stay as the learner's.
        """
        as_json = f"__import__('json').dumps({expression}, default=lambda a: a.tolist())"
        answer = self.page.evaluate(scripts.EXECUTE, [run, as_json])
        if "error" in answer:
            raise AssertionError(f"the kernel cannot evaluate {expression!r}: {answer['error']}")
        return json.loads(ast.literal_eval(answer["text"]))

    def kernel_run(self, statements):
        """Execute statements in the kernel, as if from another cell."""
        self.kernel_eval("None", run=statements)

    def wait_for_kernel(self, expression, expected, *, timeout=10):
        """Wait until `expression` has the value `expected` in the kernel.

        ipywidgets holds back the newest state until the kernel is idle, so one look may
        come too early.
        """
        deadline = time.monotonic() + timeout
        while (got := self.kernel_eval(expression)) != expected:
            if time.monotonic() > deadline:
                raise AssertionError(f"{expression} must become {expected!r}; it is {got!r}")
            self.page.wait_for_timeout(POLL)

    def lose_kernel(self):
        """End the kernel behind JupyterLab's back, which then notices and complains."""
        self.server.end_sessions(spare=self.server.kept - self._opened)
        self.page.evaluate("() => jupyterapp.serviceManager.kernels.refreshRunning()")
        self.until(scripts.NO_KERNEL)
        self.take_problems()

    # --- what the notebook holds -------------------------------------------------------

    def cells(self):
        """Return every cell as nbformat would save it, with ``trusted`` added."""
        return self.page.evaluate(scripts.CELLS)

    def cell_outputs(self, index=None):
        """Return the outputs of one cell, or the list of all code cells' outputs."""
        if index is not None:
            return self.cells()[index]["outputs"]
        return [cell["outputs"] for cell in self.cells() if cell["cell_type"] == "code"]

    def trusted(self):
        """Return True when JupyterLab trusts every code cell."""
        return all(cell["trusted"] for cell in self.cells() if cell["cell_type"] == "code")

    def errors_in_notebook(self):
        """Return a sentence for every cell that failed, did not run, or failed to fail."""
        found = []
        for number, cell in enumerate(self.cells()):
            if cell["cell_type"] == "code" and "".join(cell["source"]).strip():
                found += [f"cell {number}: {error}" for error in _errors_of(cell)]
        return found

    # --- what the learner sees ---------------------------------------------------------

    def cell(self, index):
        """Return the locator of a cell."""
        return self.page.locator(".jp-Notebook .jp-Cell").nth(index)

    def output(self, index):
        """Return the locator of a cell's outputs, in order."""
        return self.cell(index).locator(OUTPUT)

    def undrawn(self):
        """Return a sentence for every widget output that shows no view."""
        return self.page.evaluate(scripts.UNDRAWN, files.WIDGET)

    def set_theme(self, name):
        """Switch JupyterLab's theme (`LIGHT` or `DARK`) for this test only."""
        self.command("apputils:change-theme", theme=name)
        self.until(scripts.THEME_IS, name)

    def leave(self):
        """Leave JupyterLab as a learner does in the evening; return what was wrong until then.

        The window stays, and with it what the browser has already loaded and compiled.
        """
        self.page.wait_for_timeout(POLL)  # messages on their way arrive
        problems = self.take_problems()
        self.page.goto("about:blank")
        self.server.end_sessions(spare=self.server.kept - self._opened)
        self.take_problems()  # what leaving itself causes does not count
        self._opened.clear()
        self.set_viewport(**SIZE)
        self.page.emulate_media(reduced_motion="no-preference")
        self.page.set_default_timeout(PATIENCE)
        return problems

    def close(self):
        """Close the window and end its kernels; fail if anything was wrong."""
        try:
            super().close()
        finally:
            self.server.end_sessions(spare=self.server.kept - self._opened)


def _errors_of(cell):
    raised = [out for out in cell["outputs"] if out["output_type"] == "error"]
    may_raise = "raises-exception" in cell["metadata"].get("tags", [])
    if cell["execution_count"] is None:
        yield "has not run"
    if may_raise and not raised:
        yield "is tagged raises-exception and raises nothing"
    if not may_raise:
        yield from (f"{out['ename']}: {out['evalue']}" for out in raised)
