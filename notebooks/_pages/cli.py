"""The command line: write the pages, or check that they are what would be written."""

import argparse
from pathlib import Path

from _pages.cards import cards_page
from _pages.glossary import glossary_page

NOTEBOOKS = Path(__file__).resolve().parent.parent
PAGES = {"cards.md": cards_page, "glossary.md": glossary_page}


def main(arguments=None):
    """Write the pages, or with ``--check`` return 1 when one is stale."""
    options = _options(arguments)
    stale = []
    for name, page in PAGES.items():
        path, fresh = options.folder / name, page().encode("utf-8")
        if not path.exists() or path.read_bytes() != fresh:
            stale.append(name)
            if not options.check:
                path.write_bytes(fresh)  # not as text: Windows would change the line ends
    if stale:
        print(f"{'stale, run `make notebooks`' if options.check else 'wrote'}: {', '.join(stale)}")
    return int(options.check and bool(stale))


def _options(arguments):
    parser = argparse.ArgumentParser(
        prog="python notebooks/pages.py",
        description="Write the cards and the glossary from attention_lib/data.",
    )
    parser.add_argument("--check", action="store_true", help="write nothing, tell what is stale")
    parser.add_argument("--folder", type=Path, default=NOTEBOOKS, help="another folder to write to")
    return parser.parse_args(arguments)
