"""Remember what a notebook was built from, so that only stale editions are built again.

The memory is a file in ``build/`` that is not committed; ``--check`` never asks it.
"""

import hashlib
import importlib.metadata
import json
import sys

LIBRARY_SUFFIXES = {".py", ".js", ".css", ".json", ".npz", ".safetensors"}
PACKAGES = ("numpy", "matplotlib", "ipywidgets", "ipython", "nbformat")


class Freshness:
    """Fingerprints of the inputs and the file of each edition.

    Parameters
    ----------
    memory : pathlib.Path
        The JSON file to keep them in, one folder below the project's root.
    inputs : list of pathlib.Path
        Folders that every notebook depends on: the library and the builder.
    """

    def __init__(self, memory, inputs):
        self._memory = memory
        files = sorted(
            path
            for folder in inputs
            for path in folder.rglob("*")
            if path.suffix in LIBRARY_SUFFIXES
        )
        versions = [importlib.metadata.version(package) for package in PACKAGES]
        self._common = _digest(files, sys.version, *versions)
        try:
            self._known = json.loads(memory.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._known = {}

    def holds(self, source, target):
        """Whether `target` is what the last build made of `source`, and nothing changed."""
        return target.exists() and self._known.get(self._name(target)) == self._print(
            source, target
        )

    def record(self, source, target):
        """Remember that `target` was just built from `source`."""
        self._known[self._name(target)] = self._print(source, target)
        self._memory.parent.mkdir(parents=True, exist_ok=True)
        self._memory.write_text(json.dumps(self._known, indent=1, sort_keys=True), "utf-8")

    def _name(self, target):
        return target.relative_to(self._memory.parent.parent).as_posix()

    def _print(self, source, target):
        return _digest([source, target], self._common)


def _digest(files, *texts):
    digest = hashlib.sha256("\0".join(texts).encode())
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
