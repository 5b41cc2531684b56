"""What learning live costs, and how our forward and backward passes compare with PyTorch's."""

import json
import os
import subprocess
from pathlib import Path
from time import process_time

import numpy as np

from attention_lib.models.pair_task import train_pair
from attention_lib.models.rooms import train_rooms
from benchmarks.figures import Figure

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / ".venv-peers/bin/python"  # `make test-peers` makes it
LESSONS = {
    "pair task, 2 heads": lambda: train_pair(2),
    "rooms, 1 head": lambda: train_rooms(1),
    "rooms, 32 heads": lambda: train_rooms(32),
}
# Ours divided by PyTorch's; nothing is asked of the rest.
AT_MOST = {"rooms": 1.2, "pair": 1.2, "MiniLM, 16 tokens": 1.0}
DOES = {"rooms": "forward + backward", "pair": "forward + backward", "MiniLM": "one sentence read"}


def measure(turns, say, peers=PEERS):
    """Return the figures.

    Parameters
    ----------
    turns : int
        How often each contestant is timed against PyTorch.
    say : callable
        Given a line of progress now and then.
    peers : Path
        The Python that has PyTorch.
    """
    say(f"learning: {len(LESSONS)} whole lessons, then {turns} turns against PyTorch")
    return [*map(lesson_time, LESSONS), *against_torch(turns, peers)]


def lesson_time(name):
    """Return the processor's time of one live run, the whole lesson."""
    begun = process_time()
    _, lesson = LESSONS[name]()
    (*_, last) = lesson
    note = f"{last.steps} steps"
    return Figure(f"live run, {name}", process_time() - begun, "s", at_most=6, note=note)


def against_torch(turns, peers):
    """Return our time divided by PyTorch's for each contest, medians of turns on one thread."""
    if not Path(peers).exists():
        note = "PyTorch is not installed: make test-peers"
        return [Figure("ours ÷ PyTorch", None, "×", at_most=1.2, note=note)]
    command = [str(peers), "-m", "benchmarks.against_torch", str(turns)]
    single = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        command, cwd=ROOT, env=single, stdout=subprocess.PIPE, text=True, check=True
    )
    contests = json.loads(done.stdout.splitlines()[-1])
    return [ratio(name, *times) for name, times in contests.items()]


def ratio(name, ours, theirs):
    """Return one contest: the ratio of the medians, with both beside it."""
    ours, theirs = float(np.median(ours)), float(np.median(theirs))
    limit = AT_MOST.get(name, AT_MOST.get(name.split(",")[0]))
    note = f"{ours:.2f} ms against {theirs:.2f} ms"
    does = DOES[name.split(",")[0]]
    title = f"{name}, {does}: ours ÷ PyTorch"
    return Figure(title, ours / theirs, "×", at_most=limit, note=note)
