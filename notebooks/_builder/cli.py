"""The command line: build what is stale, check everything, or write nbgrader's edition."""

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from _builder.compare import (
    difference,
    to_text,
    without_outputs,
    without_unsteady_outputs,
)
from _builder.editions import learner_edition, nbgrader_edition, solution_edition
from _builder.execute import execute
from _builder.freshness import Freshness
from _builder.source import BuildError, read_source

NOTEBOOKS = Path(__file__).resolve().parent.parent
NBGRADER = NOTEBOOKS.parent / "build" / "nbgrader" / "source" / "attention"


@dataclass
class Edition:
    """One notebook to write: from which source, by which function, to which file."""

    source: Path
    make: callable
    target: Path
    name: str

    def unexecuted(self):
        """Make the edition without outputs."""
        return self.make(read_source(self.source))

    def executed(self):
        """Make the edition, run it beside its target, and return its text."""
        notebook = self.unexecuted()
        execute(notebook, self.target.parent, name=self.name)
        return to_text(notebook)


def main(arguments=None):
    """Run the builder and return its exit code."""
    options = _options(arguments)
    try:
        editions = _editions(options.notebooks, options.names)
        if options.nbgrader:
            _write_nbgrader(editions, options.nbgrader)
            return 0
        return _check(editions, options) if options.check else _build(editions, options)
    except BuildError as error:
        print("failed", flush=True)
        print(f"error: {error}", file=sys.stderr)
        return 1


def _options(arguments):
    parser = argparse.ArgumentParser(
        prog="python notebooks/build.py",
        description="Build the learner and solution editions from notebooks/source.",
    )
    add = parser.add_argument
    add("names", nargs="*", metavar="NN", help="notebooks to build, as 02 (default: all)")
    add("--check", action="store_true", help="write nothing; exit 1 if a notebook is stale")
    add("--force", action="store_true", help="build fresh editions too")
    add(
        "--nbgrader",
        nargs="?",
        type=Path,
        const=NBGRADER,
        metavar="DIR",
        help=f"write the nbgrader source edition instead (default DIR: {_shown(NBGRADER)})",
    )
    add("--notebooks", type=Path, default=NOTEBOOKS, help="another notebooks folder")
    return parser.parse_args(arguments)


def _editions(notebooks, names):
    sources = sorted((notebooks / "source").glob("[0-9][0-9]_*.py"))
    unknown = [name for name in names if not any(_matches(path, name) for path in sources)]
    if unknown or not sources:
        there = ", ".join(path.stem for path in sources) or "nothing"
        asked = " ".join(unknown) or "NN_name.py"
        raise BuildError(f"notebooks/source must hold {asked}; it holds {there}")
    chosen = [path for path in sources if not names or any(_matches(path, name) for name in names)]
    return [
        Edition(path, make, folder / f"{path.stem}.ipynb", f"{path.stem} ({label})")
        for path in chosen
        for label, make, folder in (
            ("learner", learner_edition, notebooks),
            ("solution", solution_edition, notebooks / "solutions"),
        )
    ]


def _matches(path, name):
    return name in {path.stem, path.stem.split("_")[0]}


def _build(editions, options):
    builder = Path(__file__).parent
    memory = options.notebooks.parent / "build" / "notebooks.json"
    freshness = Freshness(memory, [options.notebooks.parent / "attention_lib", builder])
    for step, edition in enumerate(editions, start=1):
        _say(step, editions, edition.name)
        if not options.force and freshness.holds(edition.source, edition.target):
            print("fresh")
            continue
        started = time.perf_counter()
        edition.target.parent.mkdir(exist_ok=True)
        _write(edition.target, edition.executed())
        freshness.record(edition.source, edition.target)
        print(f"built in {time.perf_counter() - started:.1f} s")
    return 0


def _check(editions, options):
    stale, first = _orphans(options), ""
    for step, edition in enumerate(editions, start=1):
        _say(step, editions, edition.name)
        found = _staleness(edition)
        print("stale" if found else "fresh")
        if found:
            stale.append(_shown(edition.target))
            first = first or found
    if stale:
        print(first, f"stale: {', '.join(stale)}", sep="\n")
        print("mend it with: python notebooks/build.py, and commit the result")
    return 1 if stale else 0


def _staleness(edition):
    if not edition.target.exists():
        return f"{_shown(edition.target)} does not exist"
    committed = edition.target.read_bytes().decode("utf-8")
    if "\r" in committed:
        return f"{_shown(edition.target)} must have Unix line endings"
    try:
        inputs = without_outputs(committed)
    except ValueError as error:
        return f"{_shown(edition.target)} is not a notebook: {error}"
    # Most stale notebooks are found without a kernel: their source changed.
    quick = difference(inputs, to_text(edition.unexecuted()))
    return quick or difference(*map(without_unsteady_outputs, (committed, edition.executed())))


def _orphans(options):
    if options.names:
        return []
    folders = (options.notebooks, options.notebooks / "solutions")
    sources = {path.stem for path in (options.notebooks / "source").glob("*.py")}
    found = [path for folder in folders for path in sorted(folder.glob("*.ipynb"))]
    return [f"{_shown(path)} (no source)" for path in found if path.stem not in sources]


def _write_nbgrader(editions, folder):
    folder.mkdir(parents=True, exist_ok=True)
    sources = sorted({edition.source for edition in editions})
    for step, source in enumerate(sources, start=1):
        target = folder / f"{source.stem}.ipynb"
        _say(step, sources, f"{source.stem} (nbgrader)")
        _write(target, to_text(nbgrader_edition(read_source(source))))
        print(_shown(target))


def _write(path, text):
    path.write_text(text, encoding="utf-8", newline="\n")


def _say(step, steps, name):
    print(f"[{step}/{len(steps)}] {name}: ", end="", flush=True)


def _shown(path):
    path, here = Path(path).resolve(), Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)
