"""The public repository is named once, and everything about the project follows from it."""

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from binder import links

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_links_to_the_repository_are_current(capsys):
    assert links.main(["--check"]) == 0, capsys.readouterr().out


def test_the_repository_is_named_in_one_place_only():
    name = links.repository().removeprefix("https://github.com/")
    assert re.fullmatch(r"[\w.-]+/[\w.-]+", name)
    elsewhere = []
    for path in texts():
        text = path.read_text(encoding="utf-8")
        for block in links.BLOCKS.get(path.relative_to(ROOT).as_posix(), ()):
            text = links.replaced(text, block, [], path.name)
        if name in text:
            elsewhere.append(path.relative_to(ROOT).as_posix())
    assert elsewhere == ["pyproject.toml"]


def texts():
    """Yield the text files of the repository, without what was installed or built."""
    kinds = {
        ".cff",
        ".ipynb",
        ".js",
        ".json",
        ".md",
        ".mjs",
        ".py",
        ".toml",
        ".txt",
        ".yml",
        "",
    }
    for top in sorted(ROOT.iterdir()):
        if top.name in {".git", "build", "dist", "node_modules"} or top.name.startswith(".venv"):
            continue
        paths = sorted(top.rglob("*")) if top.is_dir() else [top]
        yield from (
            path
            for path in paths
            if path.is_file()
            and path.suffix in kinds
            and "cache" not in str(path.relative_to(ROOT))
        )


def test_a_block_is_replaced_and_the_rest_is_kept():
    text = "before\n<!-- links:begin by a script -->\nold\n<!-- links:end -->\nafter\n"
    new = links.replaced(text, "links", ["new \\1", "newer"], "a file")
    assert new == text.replace("old\n", "new \\1\nnewer\n")
    assert links.replaced(new, "links", ["new \\1", "newer"], "a file") == new


def test_a_missing_block_is_refused():
    with pytest.raises(ValueError, match=r"a file must have one block clone:begin … .* found 0"):
        links.replaced("no marks\n", "clone", [], "a file")


def test_the_citation_can_be_read_and_names_this_version():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    assert citation["version"] == importlib.metadata.version("attention-lib")
    assert citation["license"] == PROJECT["license"]
    assert citation["repository-code"] == PROJECT["urls"]["Repository"]


def test_the_changelog_tells_of_this_version():
    version = importlib.metadata.version("attention-lib")
    assert f"\n## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
