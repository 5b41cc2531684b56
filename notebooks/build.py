"""Build the notebooks from ``notebooks/source``: ``python notebooks/build.py --help``."""

import sys

from _builder.cli import main

if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot show √ shows a question mark instead of failing.
        stream.reconfigure(errors="replace")
    raise SystemExit(main())
