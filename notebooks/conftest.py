"""Make ``pytest --nbval notebooks/`` strict.

By itself nbval runs a cell without comparing it when its count is null, accepts an error cell
that raises nothing, and never looks at a picture. Here each of these is a failure.
"""

import base64
import io
import os
import re

import pytest

collect_ignore = ["build.py", "_builder", "pages.py", "_pages", "source"]
collect_ignore_glob = ["*.ipynb_checkpoints*"]

CELL_SECONDS = 60
NBVAL_DEFAULT_SECONDS = 2000
INLINE_PNG = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=\s]+)")
THUMBNAIL = (12, 12)
# Of 255, over the thumbnail. Matplotlib 3.8 and 3.11 draw one figure up to 5 apart; a bar 0.1
# higher is 18 or more. The pinned environment (ATTENTION_LOCK=1) draws the very same pixels.
SAME_PICTURE = 9.0


def pytest_configure(config):
    """Bound every cell, and build Matplotlib's font cache before a cell would report it."""
    if not config.getoption("nbval", default=False):
        return
    import matplotlib.font_manager  # noqa: F401

    if config.option.nbval_cell_timeout == NBVAL_DEFAULT_SECONDS:
        config.option.nbval_cell_timeout = CELL_SECONDS


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Add to nbval's comparison of one cell what it leaves out."""
    if not hasattr(item, "cell"):
        return (yield)
    _refuse_a_cell_that_would_not_be_compared(item)
    # nbval compares HTML as text, and so would compare an image by its compressed bytes.
    item.parent.sanitize_patterns[INLINE_PNG.pattern] = "(image)"
    result = yield
    if "raises-exception" in item.cell.metadata.get("tags", []):
        _require_the_same_error(item)
    if item.options["check"]:
        _require_the_same_pictures(item)
    return result


def _refuse_a_cell_that_would_not_be_compared(item):
    count, expected = item.cell.execution_count, item.cell_num + 1
    if count != expected:
        item.raise_cell_error(
            f"a committed notebook must have been run from top to bottom: execution count "
            f"{expected} expected here, got {count}"
        )
    if item.options["skip"]:
        item.raise_cell_error("no cell may be skipped: nbval-skip is not allowed")


def _require_the_same_error(item):
    committed, raised = _error(item.cell.outputs), _error(item.test_outputs)
    if committed is None or raised != committed:
        item.raise_cell_error(
            f"a cell tagged raises-exception must raise what is committed: {committed}; "
            f"it raised {raised}"
        )


def _error(outputs):
    for output in outputs:
        if output.output_type == "error":
            return f"{output.ename}: {output.evalue}"
    return None


def _require_the_same_pictures(item):
    committed, drawn = _pictures(item.cell.outputs), _pictures(item.test_outputs)
    if len(committed) != len(drawn):
        item.raise_cell_error(f"{len(committed)} pictures committed, {len(drawn)} drawn")
    for number, (before, now) in enumerate(zip(committed, drawn, strict=True), start=1):
        if before == now:
            continue
        distance = _distance(before, now)
        if distance > (0 if os.environ.get("ATTENTION_LOCK") == "1" else SAME_PICTURE):
            item.raise_cell_error(f"picture {number} changed: {distance:.1f} of 255 apart")


def _pictures(outputs):
    found = []
    for output in outputs:
        data = output.get("data", {})
        found += [data["image/png"]] if "image/png" in data else []
        found += INLINE_PNG.findall(data.get("text/html", ""))
    return [base64.b64decode(text) for text in found]


def _distance(before, now):
    """Compare decoded pixels: all of them under the lock, else two thumbnails."""
    import numpy as np
    from PIL import Image

    images = [Image.open(io.BytesIO(png)).convert("RGB") for png in (before, now)]
    if os.environ.get("ATTENTION_LOCK") != "1":
        images = [image.resize(THUMBNAIL, Image.Resampling.BOX) for image in images]
    elif images[0].size != images[1].size:
        return 255.0
    first, second = (np.asarray(image, dtype=float) for image in images)
    return float(np.abs(first - second).max())
