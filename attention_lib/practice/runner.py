"""Call a learner's function once, whatever it does."""

import contextlib
import io
import traceback
import warnings
from dataclasses import dataclass

import numpy as np

from attention_lib.practice.deadline import Deadline, TimeUp

PRINTED = 400
MESSAGE = 200


@dataclass(frozen=True)
class Run:
    """What one call did.

    Parameters
    ----------
    value : object
        What came back; None if nothing did.
    error : BaseException or None
        What was raised.
    sentence : str
        The error in words; empty without one.
    edited : tuple of str
        Names of the inputs that the call changed.
    printed : str
        The first lines that it printed.
    """

    value: object = None
    error: BaseException | None = None
    sentence: str = ""
    edited: tuple = ()
    printed: str = ""


def run(function, arguments, options=None, *, seconds=2.0):
    """Call ``function`` on copies of its inputs and say what happened.

    Parameters
    ----------
    function : callable
    arguments : dict
        Name to value, passed by position in this order.
    options : dict, optional
        Passed by keyword.
    seconds : float
        Pure Python code that needs longer is stopped.

    Returns
    -------
    Run

    Notes
    -----
    Caught: every exception (also from recursion that never ends and from
    ``sys.exit``) and endless loops in Python code, see `Deadline`. Not caught,
    because nothing inside the process can: ``os._exit``, a crash in compiled
    code, an allocation that makes the system kill the process, a loop inside one
    C call, a wait for keyboard input. ``KeyboardInterrupt`` passes through, so
    the stop button works. Printed text is kept apart, warnings are silenced.
    """
    options = options or {}
    given = {**arguments, **options}
    copies = {name: _copy(value) for name, value in given.items()}
    deadline, printed, value, error = Deadline(seconds), _Printed(), None, None
    try:
        with _quiet(printed), deadline:
            value = function(
                *(copies[name] for name in arguments),
                **{name: copies[name] for name in options},
            )
    except (Exception, SystemExit, TimeUp) as caught:
        error = caught.with_traceback(caught.__traceback__.tb_next)
    return Run(
        value,
        error,
        _in_words(error, function) if error else "",
        tuple(name for name in given if not _same(given[name], copies[name])),
        printed.getvalue(),
    )


@contextlib.contextmanager
def _quiet(printed):
    with (
        contextlib.redirect_stdout(printed),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        yield


class _Printed(io.StringIO):
    def write(self, text):
        if self.tell() < PRINTED:  # an endless loop may print for seconds
            super().write(text[:PRINTED])
        return len(text)


def _copy(value):
    return value.copy() if isinstance(value, np.ndarray) else value


def _same(before, after):
    if not isinstance(before, np.ndarray):
        return True
    return (
        before.shape == after.shape
        and before.dtype == after.dtype
        and np.array_equal(before, after, equal_nan=before.dtype.kind == "f")
    )


def _in_words(error, function):
    where = _line_of(error, function)
    if isinstance(error, TimeUp):
        return (
            f"Your function was {error}{where}: a loop seems not to end. "
            "Look for a condition that never becomes false."
        )
    if isinstance(error, RecursionError):
        return (
            f"Your function calls itself without end{where}: "
            "a case that stops the recursion is missing."
        )
    if isinstance(error, SystemExit):
        return f"Your function calls exit(){where}; it must return its result instead."
    raised = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
    if len(raised) > MESSAGE:
        raised = raised[: MESSAGE - 1] + "…"
    return f"Your function raised {raised.rstrip('.')}{where}."


def _line_of(error, function):
    """Quote the learner's own line, by text: file names and numbers differ everywhere."""
    code = getattr(function, "__code__", None)
    lines = [
        frame.line
        for frame in traceback.extract_tb(error.__traceback__)
        if code is not None and frame.filename == code.co_filename and frame.line
    ]
    return f" (in the line `{lines[-1]}`)" if lines else ""
