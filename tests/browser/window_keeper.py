"""A window that stays from test to test, while every test loads JupyterLab in it anew."""


class WindowKeeper:
    """Keeps a window in each edition: the browser loads and compiles JupyterLab once."""

    def __init__(self, new_lab):
        self._new_lab = new_lab  # from an edition to a window on it
        self._windows = {}

    def ready(self, edition):
        """Return the window of an edition; nothing is open in it."""
        if edition not in self._windows:
            self._windows[edition] = self._new_lab(edition)
        return self._windows[edition]

    def take_back(self, lab, *, trusted):
        """Leave JupyterLab and return what was wrong; the next test may get another window.

        Without `trusted`, or after any problem, the window is closed for good.
        """
        if lab.is_closed():
            self._forget(lab)
            return []
        problems = lab.leave()
        if problems or not trusted:
            self._forget(lab)
            lab.close()
        return problems

    def close(self):
        """Close the windows."""
        for lab in list(self._windows.values()):
            self._forget(lab)
            lab.close()

    def _forget(self, lab):
        self._windows = {name: kept for name, kept in self._windows.items() if kept is not lab}
