"""A notebook that stays open for a whole module; every test lays out its own cells."""

from .editor_page import EditorPage
from .lab import LIGHT

NAME = "desk.ipynb"
SIZE = {"width": 1280, "height": 900}
IMPORT = "from attention_lib.widgets import AttentionEditor\n"
AFTER = "after = 1"

_PANEL = "const panel = window.jupyterapp.shell.currentWidget;"
LAY_OUT = f"""async (cells) => {{ {_PANEL}
  const model = panel.context.model;
  model.fromJSON({{ ...model.toJSON(), cells: cells.map((source, i) => ({{
    id: `cell-${{i}}`, cell_type: 'code', source, metadata: {{}},
    outputs: [], execution_count: null,
  }})) }});
  panel.content.activeCellIndex = 0;
  document.activeElement?.blur();
}}"""

STANDING = f"""() => {{ {_PANEL}
  return {{
    cells: panel.content.widgets.map(({{ model }}) => [
      model.sharedModel.getSource(), model.executionCount]),
    active: panel.content.activeCellIndex,
    mode: panel.content.mode,
    selected: panel.content.selectedCells.map((cell) => panel.content.widgets.indexOf(cell)),
  }};
}}"""


class Desk:
    """Where a test puts an editor: cells in a live notebook."""

    def __init__(self, lab):
        self.lab = lab
        self.page = lab.page
        self.page.set_default_timeout(10_000)  # milliseconds; opening brings its own

    def open(self, **how):
        """Open an empty notebook with a kernel."""
        self.lab.write_notebook(NAME, "1 + 1")
        self.lab.open(NAME, **how)
        return self

    def lay(self, *cells):
        """Replace the notebook's cells and run them all."""
        self.page.mouse.move(2, 2)
        self.page.evaluate(LAY_OUT, list(cells))
        self.lab.run_all()
        assert self.lab.errors_in_notebook() == []

    def show(self, call="AttentionEditor()"):
        """Show a new editor, called `editor` in the kernel, with another cell below."""
        self.lay(f"{IMPORT}editor = {call}\neditor", AFTER)
        return self.editor(0)

    def editor(self, index):
        """Return the editor in the output of a cell."""
        root = self.lab.output(index).locator(".att-editor")
        root.wait_for()
        return EditorPage(self.lab, root)

    def standing(self):
        """Return what keys could have done to the notebook: cells, counts, selection, mode."""
        return self.page.evaluate(STANDING)

    def tidy_up(self):
        """Undo what a test did to the window itself."""
        self.page.emulate_media(reduced_motion="no-preference")
        if self.page.viewport_size != SIZE:
            self.lab.set_viewport(**SIZE)
        if self.page.evaluate("document.body.dataset.jpThemeName") != LIGHT:
            self.lab.set_theme(LIGHT)

    def has_kernel(self):
        """Return False once another test's end has ended this notebook's kernel."""
        sessions = self.lab.server.request("GET", "api/sessions")
        return any(session["path"] == NAME for session in sessions)


class DeskKeeper:
    """Keeps one desk open from test to test: opening it costs more than most tests do."""

    def __init__(self, new_lab):
        self._new_lab = new_lab
        self._desk = None

    def ready(self):
        """Return the desk, opened anew where its kernel is gone."""
        if self._desk and not self._desk.has_kernel():
            self._desk.lab.take_problems()  # what losing the kernel caused
            self.close()
        if not self._desk:
            self._desk = Desk(self._new_lab())
            self._desk.open()
        return self._desk

    def close(self):
        """Close the desk's window."""
        if self._desk:
            self._desk.lab.close()
        self._desk = None
