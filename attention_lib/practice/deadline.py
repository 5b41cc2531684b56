"""Stop Python code that runs for too long: without threads, signals or processes."""

import math
import sys
import time


class TimeUp(BaseException):
    """Raised in the code that used up its time; no ``except Exception`` catches it."""

    def __init__(self, deadline):
        super().__init__(f"stopped after {deadline.seconds:g} seconds")
        self._deadline = deadline

    def __del__(self):
        # Python drops a tracer that raises. If a bare `except:` swallowed this
        # exception, the tracer goes back in, to raise again outside that block.
        self._deadline.resume(sys._getframe(1))


class Deadline:
    """Let the ``with`` body run for so many seconds, then raise `TimeUp` inside it.

    Parameters
    ----------
    seconds : float
        Above 0; wall-clock time.

    Notes
    -----
    A tracer (`sys.settrace`) looks at the clock before every bytecode of the
    functions called in the body, so it works in Jupyter's main thread, in any
    other thread, under pytest, on Windows and in the browser. A tracer that was
    there before (a debugger, coverage) pauses and is put back.

    It sees Python code only: one long call into C (``list(itertools.repeat(0))``,
    a huge matrix product, ``input()``, ``time.sleep``) is stopped when it returns,
    which may be never. Other threads that the body starts are not stopped.
    """

    def __init__(self, seconds):
        if not (math.isfinite(seconds) and seconds > 0):
            raise ValueError(f"seconds must be a finite number above 0; got {seconds}")
        self.seconds = seconds
        self._home = None

    def __enter__(self):
        self._home = sys._getframe(1)
        self._previous = sys.gettrace()
        self._end = time.monotonic() + self.seconds
        sys.settrace(self._trace)
        return self

    def __exit__(self, *exception):
        sys.settrace(self._previous)
        self._home = None

    def resume(self, frame):
        """Trace ``frame`` and its callers again, up to the ``with`` body."""
        if self._home is None:
            return
        while frame is not None and frame is not self._home:
            self._watch(frame)
            frame = frame.f_back
        sys.settrace(self._trace)

    def _trace(self, frame, event, argument):
        if frame.f_code.co_filename == __file__:  # not in __exit__ and __del__
            return None
        if time.monotonic() > self._end:
            raise TimeUp(self)
        return self._watch(frame)

    def _watch(self, frame):
        # Lines are not enough: `while True: pass` never changes its line.
        frame.f_trace_opcodes = True
        frame.f_trace = self._trace
        return self._trace
