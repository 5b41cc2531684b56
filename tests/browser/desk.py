"""A notebook that stays open from test to test; every test lays out its own cells."""

import shutil

from .editor_page import EditorPage
from .lab import LIGHT
from .window import SIZE

NAME = "desk.ipynb"
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

    def __init__(self, lab, name=NAME):
        self.lab = lab
        self.name = name
        self.page = lab.page
        self.page.set_default_timeout(10_000)  # milliseconds; opening brings its own

    def open(self, **how):
        """Open an empty notebook with a kernel."""
        self.lab.write_notebook(self.name, "1 + 1")
        self.lab.open(self.name, **how)
        return self

    def lay(self, *cells):
        """Replace the notebook's cells and run them all."""
        self.page.mouse.move(2, 2)
        self.page.evaluate(LAY_OUT, list(cells))
        self.lab.run_all()
        if errors := self.lab.errors_in_notebook():
            raise AssertionError("every cell must run:\n  " + "\n  ".join(errors))

    def save_as(self, name, *cells):
        """Run `cells`, save, and leave a copy called `name`: a notebook of yesterday.

        The server has signed it, as everything that it saves for its own learner.
        """
        self.lay(*cells)
        self.lab.save()
        root = self.lab.server.root
        return shutil.copy(root / self.name, root / name)

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
        return any(session["path"] == self.name for session in sessions)


class DeskKeeper:
    """Keeps desks open, in each edition and view: opening one costs more than most tests do."""

    def __init__(self, new_lab):
        self._new_lab = new_lab  # from an edition to a window on it
        self._desks = {}

    def ready(self, edition, view="doc"):
        """Return the desk of an edition and view, opened anew where its kernel is gone."""
        desk = self._desks.get((edition, view))
        if desk and not desk.has_kernel():
            self.drop(desk)
            desk = None
        return desk or self._open(edition, view)

    def _open(self, edition, view):
        name = NAME if view == "doc" else f"{view}-{NAME}"
        desk = self._desks[edition, view] = Desk(self._new_lab(edition), name)
        desk.open(view=view)
        desk.lab.server.kept.add(name)
        return desk

    def drop(self, desk):
        """Close a desk that no further test may trust, whatever it has to say."""
        desk.lab.take_problems()
        self._close(desk)

    def close(self):
        """Close the windows."""
        for desk in list(self._desks.values()):
            self._close(desk)

    def _close(self, desk):
        self._desks = {key: kept for key, kept in self._desks.items() if kept is not desk}
        desk.lab.server.kept.discard(desk.name)
        desk.lab.close()
