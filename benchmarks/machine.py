"""The machine in a few words: figures mean little without it."""

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("jupyterlab", "ipykernel", "ipywidgets", "anywidget", "numpy", "matplotlib")


def description():
    """Return facts about processor, memory, system and software, one string each."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return [
        f"processor: {_processor()}, {cores} cores",
        f"memory: {_memory()}",
        f"system: {_system()}",
        f"Python {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in PACKAGES),
    ]


def load():
    """Return how many processes want a core, over the last minute, in words."""
    if not hasattr(os, "getloadavg"):
        return "unknown"
    return f"{os.getloadavg()[0]:.1f}"


def _processor():
    return _first(r"model name\s*: (.*)", "/proc/cpuinfo") or platform.processor() or "unknown"


def _memory():
    kilobytes = _first(r"MemTotal:\s*(\d+)", "/proc/meminfo")
    return f"{int(kilobytes) / 1e6:.0f} GB" if kilobytes else "unknown"


def _system():
    return _first(r'PRETTY_NAME="(.*)"', "/etc/os-release") or platform.system()


def _first(pattern, path):
    file = Path(path)
    found = re.search(pattern, file.read_text(encoding="utf-8")) if file.exists() else None
    return found and found[1]
