"""A widget that can be folded, so that it does not give away the prediction above it."""

import traitlets

from attention_lib.views.folded import SUMMARY
from attention_lib.widgets.base import CourseWidget
from attention_lib.widgets.snapshot import show


class Foldable(CourseWidget):
    """A course widget that stays closed until the learner opens it.

    Attributes
    ----------
    folded : bool
        Whether the next view, and the snapshot, begin closed; see `fold`.
    """

    folded = traitlets.Bool(False).tag(sync=True)

    def fold(self):
        """Fold the views to come; what is on the screen already stays.

        Returns
        -------
        Foldable
            The widget itself, so that a cell can end with ``rank_dial().fold()``.
        """
        self.folded = True
        return self

    def _ipython_display_(self):
        if not self.folded:
            super()._ipython_display_()
            return
        inside = f"<details><summary>{SUMMARY}</summary>{self._still()}</details>"
        show(self, self._repr_mimebundle_(), inside)
