"""What every widget of the course shares: a sentence, a snapshot, a stable ``repr``."""

from html import escape
from pathlib import Path

import anywidget

from attention_lib.widgets.snapshot import show

STATIC = Path(__file__).parent / "static"


class CourseWidget(anywidget.AnyWidget):
    """A widget that still says something where no widget can run.

    A subclass gives ``sentence()`` and ``snapshot()``.
    """

    def __repr__(self):
        return f"{type(self).__name__}: {self.sentence()}"

    def sentence(self):
        """Return what the widget shows, in one sentence that depends on its state alone."""
        raise NotImplementedError

    def snapshot(self):
        """Return what the widget shows as HTML of tables, ``<details>`` and inline styles."""
        raise NotImplementedError

    def _still(self):
        """Return the snapshot and its sentence, as a saved notebook shows them."""
        return f"{self.snapshot()}<p>{escape(self.sentence())}</p>"

    def _ipython_display_(self):
        show(self, self._repr_mimebundle_(), self._still())
