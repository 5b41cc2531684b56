"""A widget's state and, from its first change on, the one that Reset returns to."""

import traitlets


class Resettable(traitlets.HasTraits):
    """A widget that remembers the state it began with.

    ``initial`` stays None while that is what ``state`` holds: a saved notebook
    keeps nothing twice. The browser fills it in like this (``js/store.js``).
    """

    state = traitlets.Dict().tag(sync=True)
    initial = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)

    @traitlets.observe("state")
    def _keep_initial(self, change):
        if change.old and self.initial is None:
            self.initial = change.old

    def set_state(self, sync_data):
        """Take what the browser sends; where that is refused, send it what holds instead."""
        try:
            super().set_state(sync_data)
        except traitlets.TraitError:
            self.send_state(["state", "initial"])  # else every later edit would be refused too
            raise

    def _change(self, state):
        with self.hold_sync():  # both in one message: the screen never sees one without the other
            self.state = state
