"""One thread for many small products: waking a second costs more than it brings.

With several threads, as OpenBLAS starts them by itself, a step of training takes many times the
processor's time wherever another program wants a core too.
"""

import ctypes
import threading
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np

_LOCK = threading.Lock()
_inside, _before = 0, 1  # how many blocks run, and the number of threads before the first


@contextmanager
def one_thread():
    """Let NumPy's OpenBLAS use one thread inside a ``with`` block, in all Python threads.

    Where NumPy brings another library, or none, nothing changes.
    """
    _enter()
    try:
        yield
    finally:
        _leave()


def _enter():
    global _inside, _before
    get, let = _openblas()
    with _LOCK:
        if _inside == 0:
            _before = get()
            let(1)
        _inside += 1


def _leave():
    global _inside
    _, let = _openblas()
    with _LOCK:
        _inside -= 1
        if _inside == 0:
            let(_before)


@cache
def _openblas():
    """Return OpenBLAS's functions that get and set the number of threads."""
    home = Path(np.__file__).parent
    folders = home.with_name("numpy.libs"), home / ".dylibs"  # Linux and Windows, macOS
    for path in (path for folder in folders for path in folder.glob("*openblas*")):
        library = ctypes.CDLL(str(path))  # loaded already: the same one
        for end in ("64_", ""):
            try:
                names = (f"scipy_openblas_{verb}_num_threads{end}" for verb in ("get", "set"))
                return tuple(getattr(library, name) for name in names)
            except AttributeError:
                continue
    return lambda: 1, lambda number: None
