"""Write ``cards.md`` and ``glossary.md``: ``python notebooks/pages.py --help``."""

from _pages.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
