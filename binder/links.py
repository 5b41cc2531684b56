"""Write every link that names the public repository: ``make links``.

Owner and repository are named once, in ``pyproject.toml`` (``[project.urls]``, Repository).
This script writes what follows from it between two markers in the files of ``BLOCKS``;
``--check`` only tells which block is stale.
"""

import argparse
import re
import sys
import tomllib
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[1]


def main(arguments=None):
    """Write the blocks, or with ``--check`` return 1 when one is stale."""
    parser = argparse.ArgumentParser(description="Write the links to the public repository.")
    parser.add_argument("--check", action="store_true", help="write nothing, tell what is stale")
    check = parser.parse_args(arguments).check

    stale = []
    for name, blocks in BLOCKS.items():
        before = (ROOT / name).read_text(encoding="utf-8")
        after = before
        for block, lines in blocks.items():
            after = replaced(after, block, lines(), name)
        if after != before:
            stale.append(name)
            if not check:
                (ROOT / name).write_text(after, encoding="utf-8")
    if stale:
        print(f"{'stale, run `make links`' if check else 'wrote'}: {', '.join(stale)}")
    return int(check and bool(stale))


def badges():
    """Return the badges that open the course on Binder and show its tests."""
    web = repository()
    return [
        f"[![Open the course on Binder](https://mybinder.org/badge_logo.svg)]({binder_link()})",
        f"[![Tests]({web}/actions/workflows/ci.yml/badge.svg?branch=main)]"
        f"({web}/actions/workflows/ci.yml)",
    ]


def clone():
    """Return the commands that bring the course to one's own machine."""
    return [
        "```sh",
        f"git clone {repository()}.git",
        f"cd {repository().split('/')[-1]}",
        "```",
    ]


def citation():
    """Return the lines of CITATION.cff that say which version this is and where it lives."""
    return [f"version: {version()}", f"repository-code: {repository()}"]


BLOCKS = {
    "README.md": {"links": badges, "clone": clone},
    "CITATION.cff": {"links": citation},
}


def repository():
    """Return the public repository's address."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project["urls"]["Repository"].removesuffix("/")


def binder_link():
    """Return the address at which Binder opens the course's first notebook.

    It names the version's tag: a branch would make Binder build anew after each commit.
    """
    owner_and_name = repository().removeprefix("https://github.com/")
    landing = quote(f"lab/tree/{first_notebook()}")
    return f"https://mybinder.org/v2/gh/{owner_and_name}/v{version()}?urlpath={landing}"


def first_notebook():
    """Return the path, from the repository's root, of the notebook that comes first."""
    return min((ROOT / "notebooks").glob("[0-9]*.ipynb")).relative_to(ROOT).as_posix()


def version():
    """Return the version in ``attention_lib/__init__.py``, without importing it."""
    text = (ROOT / "attention_lib/__init__.py").read_text(encoding="utf-8")
    return re.search(r'^__version__ = "([^"]+)"', text, re.MULTILINE)[1]


def replaced(text, block, lines, name):
    """Return ``text`` with ``lines`` between the lines ``BLOCK:begin`` and ``BLOCK:end``."""
    marks = rf"(?ms)^([^\n]*\b{block}:begin\b[^\n]*\n).*?(^[^\n]*\b{block}:end\b)"
    found = len(re.findall(marks, text))
    if found != 1:
        raise ValueError(f"{name} must have one block {block}:begin … {block}:end; found {found}")
    body = "".join(f"{line}\n" for line in lines)
    return re.sub(marks, lambda match: match[1] + body + match[2], text)


if __name__ == "__main__":
    sys.exit(main())
