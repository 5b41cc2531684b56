"""``pytest --nbval notebooks/`` with the committed conftest: every planted fault turns it red.

Each fault is one cell of one notebook, so that a single kernel tries them all.
"""

import base64
import importlib.util
import io
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from PIL import Image

ROOT = Path(__file__).parents[2]
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
DRAW = """from IPython.display import HTML, Image as Show
import base64, io
from PIL import Image
def draw(level, html=True, alt="a dark bar"):
    file = io.BytesIO()
    picture = Image.new("L", (30, 20), 250)
    picture.paste(level, (5, 0, 15, 20))
    picture.save(file, "png")
    if not html:
        return Show(data=file.getvalue())
    data = base64.b64encode(file.getvalue()).decode()
    return HTML(f'<img alt="{alt}" src="data:image/png;base64,{data}">')"""


def png(level, **options):
    file = io.BytesIO()
    picture = Image.new("L", (30, 20), 250)
    picture.paste(level, (5, 0, 15, 20))
    picture.save(file, "png", **options)
    return base64.b64encode(file.getvalue()).decode()


def prints(text):
    return [new_output("stream", name="stdout", text=text + "\n")]


def shows(level, alt="a dark bar", **options):
    html = f'<img alt="{alt}" src="data:image/png;base64,{png(level, **options)}">'
    data = {"text/plain": "<IPython.core.display.HTML object>", "text/html": html}
    return [new_output("execute_result", data=data)]


def shows_bare(level):
    data = {"text/plain": "<IPython.core.display.Image object>", "image/png": png(level)}
    return [new_output("execute_result", data=data)]


def raises(message):
    return [new_output("error", ename="IndexError", evalue=message, traceback=[])]


ERROR = "list index out of range"
SENTENCE = "print('cat attends to sat (0.44)')"
# Name: source, committed outputs, tags, what the report must say.
FAULTS = {
    "a changed number": (SENTENCE, prints("cat attends to sat (0.45)"), [], "0.45"),
    "a changed sentence": (SENTENCE, prints("cat attends to the (0.44)"), [], "outputs differ"),
    "a missing output": (SENTENCE, [], [], "Unexpected output fields"),
    "an output no longer made": ("x = 1", prints("cat"), [], "Missing output fields"),
    "a null count": (SENTENCE, [], [], "execution count 6 expected here, got None"),
    "a count out of order": (
        SENTENCE,
        prints("cat attends to sat (0.44)"),
        [],
        "execution count 7 expected here, got 9",
    ),
    "a silent error cell": ("x = 1", [], ["raises-exception"], "it raised None"),
    "an error no longer raised": ("x = 1", raises(ERROR), ["raises-exception"], "Missing output"),
    "another error message": ("[1][5]", raises("no"), ["raises-exception"], "outputs differ"),
    "another error hidden by a tag": (
        "[1][5]",
        raises("no"),
        ["raises-exception", "nbval-ignore-output"],
        "it raised IndexError: list index out of range",
    ),
    "an untagged error": ("[1][5]", raises(ERROR), [], "caused an exception"),
    "a skipped cell": (SENTENCE, [], ["nbval-skip"], "nbval-skip is not allowed"),
    "a changed alt text": ("draw(40)", shows(40, "a light bar"), [], "outputs differ"),
    "a changed picture": ("draw(40)", shows(90), [], "picture 1 changed"),
    "a changed bare picture": ("draw(40, html=False)", shows_bare(90), [], "picture 1 changed"),
}
CLEAN = {
    "text": (SENTENCE, prints("cat attends to sat (0.44)"), []),
    "picture": ("draw(40)", shows(40), []),
    "the same pixels in other bytes": ("draw(40)", shows(40, compress_level=0), []),
    "bare picture": ("draw(40, html=False)", shows_bare(40), []),
    "error": ("[1][5]", raises(ERROR), ["raises-exception"]),
    "a widget without its saved view": (
        "import ipywidgets; ipywidgets.IntSlider(3)",
        [new_output("execute_result", data={"text/plain": "IntSlider(value=3)"})],
        [],
    ),
    "a bundle of nothing but a view": (
        "from IPython.display import display; display({"
        "'application/vnd.jupyter.widget-view+json': {'model_id': '1f'}}, raw=True)",
        [],
        [],
    ),
    "a shade lighter": ("draw(40)", shows(43), []),
}


def write(path, planted):
    cells = [new_code_cell(DRAW)]
    for source, outputs, tags, *_ in planted.values():
        cells.append(new_code_cell(source, outputs=outputs, metadata={"tags": tags}))
    for count, cell in enumerate(cells, start=1):
        cell.execution_count = count
    names = [None, *planted]
    if "a null count" in planted:
        cells[names.index("a null count")].execution_count = None
        cells[names.index("a count out of order")].execution_count = 9
    path.parent.mkdir(exist_ok=True)
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": KERNEL}), path)


def nbval(root, *, lock):
    """Run the command that learners run, and return the report of every cell."""
    environment = {**os.environ, "ATTENTION_LOCK": "1" if lock else ""}
    report = root / "report.xml"
    command = ["-m", "pytest", "--nbval", "notebooks/", f"--junitxml={report}", "--color=no"]
    subprocess.run([sys.executable, *command], cwd=root, env=environment, capture_output=True)
    return {
        (Path(case.get("classname").replace(".ipynb", "")).name, case.get("name")): "".join(
            failure.get("message", "") + (failure.text or "") for failure in case
        )
        for case in ElementTree.parse(report).iter("testcase")
    }


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = tmp_path_factory.mktemp("strict")
    write(root / "notebooks/clean.ipynb", CLEAN)
    shutil.copy(ROOT / "notebooks/conftest.py", root / "notebooks")
    shutil.copy(ROOT / "pyproject.toml", root)
    for hidden in ("build.py", "source/02_a.py", "_builder/b.py"):
        path = root / "notebooks" / hidden
        path.parent.mkdir(exist_ok=True)
        path.write_text("import a_package_that_learners_do_not_have\n", "utf-8")
    shutil.copytree(root / "notebooks", root / "pinned/notebooks")
    shutil.copy(ROOT / "pyproject.toml", root / "pinned")
    write(root / "notebooks/faulty.ipynb", FAULTS)
    write(root / "notebooks/.ipynb_checkpoints/faulty-checkpoint.ipynb", FAULTS)
    return root


@pytest.fixture(scope="module")
def reports(root):
    return nbval(root, lock=False)


def of_notebook(reports, name):
    return [text for (notebook, _), text in reports.items() if notebook.endswith(name)]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_turns_nbval_red(reports, fault):
    report = of_notebook(reports, "faulty")[list(FAULTS).index(fault) + 1]
    assert FAULTS[fault][3] in report


def test_a_clean_notebook_is_green(reports):
    assert of_notebook(reports, "clean") == [""] * (len(CLEAN) + 1)


def test_only_notebooks_are_collected(reports):
    notebooks = {notebook.split(".")[-1] for notebook, _ in reports}
    assert notebooks == {"clean", "faulty"}
    assert len(reports) == len(CLEAN) + len(FAULTS) + 2


def test_a_shade_is_a_failure_only_under_the_lock(root):
    pinned = of_notebook(nbval(root / "pinned", lock=True), "clean")
    assert list(CLEAN)[-1] == "a shade lighter"
    assert pinned[:-1] == [""] * len(CLEAN)
    assert "picture 1 changed: 3.0 of 255" in pinned[-1]


@pytest.mark.parametrize(("given", "used"), [(2000, 60), (5, 5)])
def test_every_cell_is_bounded_to_a_minute_unless_asked_otherwise(given, used):
    path = ROOT / "notebooks/conftest.py"
    spec = importlib.util.spec_from_file_location("notebooks_conftest", path)
    conftest = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(conftest)
    option = SimpleNamespace(nbval_cell_timeout=given)
    config = SimpleNamespace(option=option, getoption=lambda name, default: True)
    conftest.pytest_configure(config)
    assert option.nbval_cell_timeout == used
