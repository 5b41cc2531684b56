"""The house stands on its floors: who may import whom, and what nobody may reach for.

Floors of ``attention_lib``: 0 the mathematics, 1 models and laws, 2 practice, 3 views,
4 widgets. A file imports from its own floor or a lower one.
"""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "attention_lib"
FLOORS = {"models": 1, "laws": 1, "_law_report": 1, "_law_run": 1, "reference_layer": 1}
FLOORS |= {"practice": 2, "views": 3, "widgets": 4}
# What each floor may import from outside, beside the standard library and the floors below.
OUTSIDE = {
    0: {"numpy"},
    1: {"safetensors", "tokenizers"},
    2: set(),
    3: {"matplotlib", "IPython"},
    4: {"anywidget", "ipywidgets", "traitlets"},
}
FORBIDDEN_MODULES = {
    *("urllib", "requests", "http", "httpx", "aiohttp", "socket", "ssl", "ftplib"),
    *("pickle", "dill", "joblib", "shelve", "marshal"),
}
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__", "import_module"}
CDN = re.compile(
    r"unpkg|jsdelivr|cdnjs|esm\.sh|esm\.run|skypack|jspm|fonts\.g|googleapis|\bcdn\.", re.IGNORECASE
)
REMOTE_JS = re.compile(
    r"\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts|"
    r"\beval\(|new Function\(|import\(\s*[\"'`]https?:"
)
TEXT_SUFFIXES = {".py", ".js", ".mjs", ".css", ".json", ".html", ".svg"}


def floor_of(name):
    """Return the floor of a dotted module name of the package."""
    parts = name.split(".")
    return FLOORS.get(parts[1], 0) if len(parts) > 1 else 0


def imports(tree, package):
    """Yield the full name of everything a module imports, wherever in the file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base]).strip(".")
            # `from attention_lib import laws` imports a module, not only a name of floor 0.
            yield from (f"{base}.{alias.name}" for alias in node.names)


def faults(source, module, is_package=False):
    """Return what is wrong with the imports and calls of one module, in sentences."""
    tree = ast.parse(source)
    package = module if is_package else module.rpartition(".")[0]
    floor = floor_of(module)
    outside = set().union(*(OUTSIDE[below] for below in range(floor + 1)))
    found = []
    for name in imports(tree, package):
        top = name.split(".")[0]
        if top == "attention_lib":
            if floor_of(name) > floor:
                found.append(f"floor {floor} imports {name} of floor {floor_of(name)}")
        elif top in FORBIDDEN_MODULES:
            found.append(f"imports {top}")
        elif top not in outside and top not in sys.stdlib_module_names:
            found.append(f"floor {floor} imports {top}")
    return found + list(_forbidden_calls(tree))


def _forbidden_calls(tree):
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        owner = getattr(function, "value", None)
        name = getattr(function, "id", None) or getattr(function, "attr", None)
        # re.compile is a method call, the built-in compile is not.
        if name in FORBIDDEN_CALLS and (owner is None or name != "compile"):
            yield f"calls {name}"
        for keyword in node.keywords:
            if keyword.arg == "allow_pickle" and getattr(keyword.value, "value", True):
                yield "calls a loader with allow_pickle"


def module_name(path, root=ROOT):
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_module_imports_only_from_its_own_floor_and_below(path):
    source = path.read_text("utf-8")
    assert faults(source, module_name(path), path.name == "__init__.py") == []


@pytest.mark.parametrize(
    ("module", "source", "sentence"),
    [
        ("attention_lib.masks", "import matplotlib.pyplot as plt", "floor 0 imports matplotlib"),
        ("attention_lib.masks", "def f():\n    import ipywidgets", "floor 0 imports ipywidgets"),
        ("attention_lib.masks", "from attention_lib import laws", "laws of floor 1"),
        ("attention_lib.masks", "from .practice import checks", "practice.checks of floor 2"),
        ("attention_lib.masks", "from . import views", "views of floor 3"),
        ("attention_lib.laws", "import attention_lib.practice", "practice of floor 2"),
        ("attention_lib.models.a", "from ..views import b", "views.b of floor 3"),
        ("attention_lib.practice.a", "import IPython.display", "floor 2 imports IPython"),
        ("attention_lib.practice.a", "from matplotlib import cm", "floor 2 imports matplotlib"),
        ("attention_lib.views.a", "import attention_lib.widgets.b", "widgets.b of floor 4"),
        ("attention_lib.views.a", "import ipywidgets", "floor 3 imports ipywidgets"),
        ("attention_lib.widgets.a", "import torch", "floor 4 imports torch"),
        ("attention_lib.widgets.a", "import notebooks.build", "floor 4 imports notebooks"),
        ("attention_lib.widgets.a", "from urllib.request import urlopen", "imports urllib"),
        ("attention_lib.models.a", "import pickle", "imports pickle"),
        ("attention_lib.models.a", "np.load(f, allow_pickle=True)", "with allow_pickle"),
        ("attention_lib.practice.a", "exec(text)", "calls exec"),
        ("attention_lib.practice.a", "importlib.import_module('x')", "calls import_module"),
        ("attention_lib.practice.a", "compile(text, '', 'eval')", "calls compile"),
    ],
)
def test_a_module_on_the_wrong_floor_is_found(module, source, sentence):
    assert any(sentence in fault for fault in faults(source, module))


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("attention_lib.practice.a", "from attention_lib.laws import LAWS\nimport re"),
        ("attention_lib.practice.a", "re.compile('x')\nnp.load(f, allow_pickle=False)"),
        ("attention_lib.widgets.a", "from attention_lib.views import table\nimport anywidget"),
        ("attention_lib.models.a", "from . import b\nfrom ..masks import causal_mask"),
    ],
)
def test_a_module_on_its_floor_is_left_alone(module, source):
    assert faults(source, module) == []


def text_files():
    return [path for path in sorted(PACKAGE.rglob("*")) if path.suffix in TEXT_SUFFIXES]


def test_nothing_in_the_library_names_a_cdn():
    named = {
        str(path.relative_to(ROOT)): found[0]
        for path in text_files()
        if (found := CDN.search(path.read_text("utf-8")))
    }
    assert named == {}
    assert CDN.search('import d3 from "https://cdn.jsdelivr.net/npm/d3"')


def test_no_script_reaches_for_the_network_or_runs_text():
    scripts = [path for path in text_files() if path.suffix in {".js", ".mjs"}]
    assert scripts
    reaching = {path.name: REMOTE_JS.findall(path.read_text("utf-8")) for path in scripts}
    assert {name: found for name, found in reaching.items() if found} == {}
    assert REMOTE_JS.search("await import('https://example.org/a.js')")


def python_files():
    parts = ("attention_lib", "benchmarks", "binder", "tests")
    return [path for part in parts for path in sorted((ROOT / part).rglob("*.py"))]


def test_nothing_imports_the_notebooks():
    importing = [
        path.relative_to(ROOT).as_posix()
        for path in python_files()
        for name in imports(ast.parse(path.read_text("utf-8")), "")
        if name.split(".")[0] == "notebooks"
    ]
    assert importing == []


def loaded_after(statement):
    """Return the top-level modules that a fresh interpreter has after a statement."""
    code = f"import sys; {statement}; print(*{{name.split('.')[0] for name in sys.modules}})"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(ran.stdout.split())


def test_the_mathematics_the_laws_and_the_checks_load_without_any_display():
    low = [module_name(path) for path in MODULES if floor_of(module_name(path)) <= 2]
    assert {"attention_lib", "attention_lib.laws", "attention_lib.practice"} <= set(low)
    loaded = loaded_after(f"import {', '.join(low)}")
    assert "numpy" in loaded
    assert not loaded & {"matplotlib", "ipywidgets", "anywidget", "IPython", "traitlets"}


def test_importing_the_library_adds_numpy_and_itself_alone():
    added = loaded_after("import attention_lib") - loaded_after("import numpy")
    assert {name for name in added if name not in sys.stdlib_module_names} == {"attention_lib"}
