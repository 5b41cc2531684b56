"""A clock for those who want one: it counts up, and nothing happens at any time."""

import threading
import time
from contextvars import copy_context

import ipywidgets as widgets

SECOND = 1.0
LONGEST = 600  # seconds: nobody is still speaking, and the kernel has better things to do


class Clock(widgets.HBox):
    """A button, and the time since it was pressed.

    Notes
    -----
    Nothing runs before `toggle` is clicked or `start` called. The time is not announced:
    a screen reader reads it when asked (``role="timer"``).
    """

    def __init__(self):
        self.toggle = widgets.Button(layout=widgets.Layout(width="auto"))
        self.reading = widgets.HTML()
        super().__init__([self.toggle, self.reading])
        self._halt = None
        self._lock = threading.RLock()  # an observer of the reading may stop it
        self.toggle.on_click(self._toggle)
        self.clear()

    @property
    def running(self):
        """Whether it counts."""
        return self._halt is not None and not self._halt.is_set()

    def start(self):
        """Count from 0."""
        self.stop()
        self._began, self._halt = time.monotonic(), threading.Event()
        self.toggle.description = "Stop the clock"
        self._show(self._halt)
        # Some kernels (ipykernel 7.0) find the way to the screen in the context alone.
        context = copy_context()
        counting = threading.Thread(
            target=context.run, args=(self._count, self._halt), name="a clock", daemon=True
        )
        counting.start()

    def stop(self):
        """Stop counting; the time stays to be read."""
        if not self.running:
            return
        self._show(self._halt)
        with self._lock:  # the thread writes no more after this
            self._halt.set()
        self.toggle.description = "Start a clock"

    def clear(self):
        """Stop, and show no time."""
        self.stop()
        self.toggle.description = "Start a clock"
        self.reading.value = ""

    def _toggle(self, _button):
        if self.running:
            self.stop()
        else:
            self.start()

    def _count(self, halt):
        began = self._began
        while not halt.wait(SECOND - (time.monotonic() - began) % SECOND):
            self._show(halt)
            if time.monotonic() - began > LONGEST:
                self.stop()

    def _show(self, halt):
        minutes, seconds = divmod(int(time.monotonic() - self._began), 60)
        with self._lock:
            if not halt.is_set():
                self.reading.value = f'<span role="timer">{minutes}:{seconds:02}</span>'
