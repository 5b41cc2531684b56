"""Train every translator from every seed, and keep every result.

From the root of the repository, in an environment with requirements-peers.txt:

    python -m training.translation.all

Results that exist in build/translation are skipped, so it can be stopped and run again.
"""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from training.translation.ship import BUILD, ship

SEEDS = {  # the shipped ones first
    "bahdanau": range(8),
    "no-attention": range(3),
    "transformer-4": range(3),
    "transformer-1": range(3),
    "transformer-2": range(3),
    "no-attention-4x": range(1),
    "no-attention-4x-longer": range(1),
    "transformer-1-one-layer": range(8),
    "transformer-2-one-layer": range(8),
    "transformer-4-one-layer": range(8),
}
PROCESSES = 2


def main():
    """Train what is missing, two processes at a time, then ship."""
    runs = [(model, seed) for seed in range(8) for model in SEEDS if seed in SEEDS[model]]
    missing = [(model, seed) for model, seed in runs if not result(model, seed).exists()]
    with ThreadPoolExecutor(PROCESSES) as pool:
        for line in pool.map(train, missing):
            print(line, flush=True)
    ship()


def train(run):
    """Run train.py for one model and seed in its own process."""
    model, seed = run
    command = [sys.executable, "-m", "training.translation.train", model, str(seed)]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.rstrip()


def result(model, seed):
    """Return the path of one run's results."""
    return BUILD / f"{model}-seed{seed}.json"


if __name__ == "__main__":
    main()
