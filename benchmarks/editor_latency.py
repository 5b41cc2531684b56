"""From key press to changed screen: the editor against a slider and a Matplotlib figure."""

import socket
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from benchmarks.contest import (
    COUNT_UPDATES,
    MEASURED,
    SETUP,
    TIME_EMPTY_FRAME,
    TIME_NEXT_KEY,
    UPDATES,
)
from benchmarks.figures import Figure, percentile
from tests.browser.chromium import running_chromium
from tests.browser.editor_page import EditorPage
from tests.browser.lab import Lab
from tests.browser.server import JupyterServer

SIZES = (6, 16)
DRAG_SECONDS = 2
SETTLE = 30  # milliseconds in which the last edit's echo from the kernel dies away


class Editor:
    """The editor of `size` words; Alt+Shift+arrow changes one number of K by 1.

    A key's number changes every row of the weights: the most work that one edit can cause.
    """

    keys = ("Alt+Shift+ArrowUp", "Alt+Shift+ArrowDown")
    selector = ""

    def __init__(self, size):
        self.name = "editor"
        self.size = size
        self.source = f"AttentionEditor(words({size}))"

    def find(self, lab, index):
        """Find the cell to change and the matrix to watch."""
        page = EditorPage(lab, lab.output(index).locator(".att-editor"))
        self.handle, self.watched = page.cell("key", 0, 0), page.grid("weights")


class Rival:
    """A slider and a figure, in colours only or with a number in every cell."""

    keys = ("PageUp", "PageDown")  # JupyterLab keeps the arrow keys to itself
    selector = "img"

    def __init__(self, size, *, numbers):
        self.name = "Matplotlib, with numbers" if numbers else "Matplotlib, colours only"
        self.size = size
        self.source = f"rival({size}, numbers={numbers})"

    def find(self, lab, index):
        """Find the slider's handle and the output area to watch."""
        cell = lab.cell(index)
        self.handle, self.watched = cell.locator(".noUi-handle"), cell.locator(".jp-OutputArea")


def measure(edits, say):
    """Return the figures of one run in JupyterLab, and the browser's version.

    Parameters
    ----------
    edits : int
        Key presses per contestant, taken in turns.
    say : callable
        Given a line of progress now and then.
    """
    contestants = [
        contestant
        for size in SIZES
        for contestant in (Editor(size), Rival(size, numbers=False), Rival(size, numbers=True))
    ]
    say("latency: starting JupyterLab and Chromium")
    with _notebook_of(contestants) as lab:
        times, empty = _press_keys(lab, contestants, edits, say)
        say("latency: dragging")
        rates = {each: _drag(lab, each) for each in contestants}
        browser = f"Chromium {lab.context.browser.version}"
    figures = [figure for size in SIZES for figure in _judged(size, times, rates)]
    return [*figures, _control(empty)], browser


@contextmanager
def _notebook_of(contestants):
    with (
        tempfile.TemporaryDirectory() as folder,
        running_chromium() as browser,
        socket.socket() as held,
    ):
        held.bind(("127.0.0.1", 0))  # bound and never listening: requests to elsewhere end here
        server = JupyterServer("lab46", Path(folder) / "server")
        try:
            lab = Lab(browser, server, f"http://127.0.0.1:{held.getsockname()[1]}")
            lab.write_notebook("contest.ipynb", SETUP, *(each.source for each in contestants))
            lab.open("contest.ipynb").run_all()
            lab.wait_drawn()
            if errors := lab.errors_in_notebook():
                raise RuntimeError("the contest's cells must run:\n  " + "\n  ".join(errors))
            lab.page.mouse.move(2, 2)
            for index, contestant in enumerate(contestants, 1):
                contestant.find(lab, index)
            yield lab
            lab.close()
        finally:
            server.stop()


def _press_keys(lab, contestants, edits, say):
    times = {each: [] for each in contestants}
    empty = []
    for turn in range(-2, edits):  # two turns to warm up
        for each in contestants:
            taken = _press(lab, each, each.keys[turn % 2])
            if turn >= 0:
                times[each].append(taken)
        lab.page.wait_for_timeout(SETTLE)
        empty.append(lab.page.evaluate(TIME_EMPTY_FRAME))
        if turn >= 0 and (turn + 1) % 10 == 0:
            say(f"latency: {turn + 1} of {edits} edits each")
    return times, empty


def _press(lab, contestant, key):
    """Return milliseconds from one key press to the changed DOM, and to the frame after it."""
    contestant.handle.focus()
    lab.wait_idle()
    lab.page.wait_for_timeout(SETTLE)
    contestant.watched.first.evaluate(TIME_NEXT_KEY, contestant.selector)
    lab.page.keyboard.press(key)
    return lab.page.evaluate(MEASURED)


def _drag(lab, contestant):
    """Return how often per second the drawing changes while the number is dragged."""
    contestant.handle.scroll_into_view_if_needed()
    box = contestant.handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = lab.page.mouse
    mouse.move(x, y)
    mouse.down()
    contestant.watched.first.evaluate(COUNT_UPDATES, contestant.selector)
    begun = time.perf_counter()
    step = 0
    while time.perf_counter() - begun < DRAG_SECONDS:
        step += 1
        mouse.move(x + 20 + 60 * abs(step / 15 % 2 - 1), y)  # back and forth, by 4 pixels
    updates = lab.page.evaluate(UPDATES) / (time.perf_counter() - begun)
    mouse.up()
    mouse.move(2, 2)
    lab.wait_idle()
    return updates


def _judged(size, times, rates):
    editor, *rivals = [each for each in times if each.size == size]
    drawn = {each: [sample[0] for sample in times[each]] for each in (editor, *rivals)}
    middle = {each: percentile(samples, 50) for each, samples in drawn.items()}
    at = f"{size}×{size}"
    for each in (editor, *rivals):
        slow = f"p95 {percentile(drawn[each], 95):.1f} ms"
        yield Figure(f"{at} key press → DOM, p50: {each.name}", middle[each], "ms", note=slow)
    for rival in rivals:
        ratio = middle[rival] / middle[editor]
        yield Figure(f"{at} how much faster than {rival.name}, p50", ratio, "×", at_least=40)
    frames = [sample[1] for sample in times[editor]]
    half = f"p50 {percentile(frames, 50):.1f} ms"
    late = percentile(frames, 95)
    yield Figure(f"{at} presented frame, p95: editor", late, "ms", at_most=33, note=half)
    for each in (editor, *rivals):
        yield Figure(f"{at} updates while dragging: {each.name}", rates[each], "per s")


def _control(empty):
    half = f"p50 {percentile(empty, 50):.1f} ms"
    late = percentile(empty, 95)
    return Figure("presented frame, p95: one digit, no editor", late, "ms", note=half)
