"""Train the networks whose maps the notebooks show, and write them into the package.

From the root of the repository, in the developers' environment:

    python -m training.heads.ship                   # all of them: under a minute of one core
    python -m training.heads.ship --only summary    # one kind

Each is a start that heads_results.json has a row for, so its outcome can be compared.
"""

import argparse
import hashlib
import json
import os
from pathlib import Path

for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):  # before NumPy loads
    os.environ.setdefault(_variable, "1")

import numpy as np  # noqa: E402
from safetensors.numpy import save  # noqa: E402

from attention_lib.models.learning import accuracy  # noqa: E402
from training.heads.points import EXAMPLES, begin, unseen  # noqa: E402

DATA = Path(__file__).resolve().parents[2] / "attention_lib" / "data" / "rooms"
SEED = 0  # the first of each, whatever it learned
SHIPPED = {  # name of the file: kind, experiment, heads
    **{f"rooms-{heads}-heads": ("rooms", "route", heads) for heads in (1, 2, 4, 8, 32)},
    **{
        f"rooms-{heads}-heads-2-layers": ("rooms", "all questions, two layers", heads)
        for heads in (1, 4)
    },
    **{
        f"summary-{heads}-heads-one-vector": ("summary", "summary, one vector", heads)
        for heads in (1, 2, 4)
    },
    **{
        f"summary-{heads}-heads-per-word": ("summary", "summary, a query per word", heads)
        for heads in (1, 2, 4)
    },
}


def main(arguments=None):
    """Train and write what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=("rooms", "summary"))
    options = parser.parse_args(arguments)
    index = DATA / "networks.json"
    known = json.loads(index.read_text(encoding="utf-8"))["networks"] if index.exists() else []
    made = {about["name"]: about for about in known}
    for name, (kind, experiment, heads) in SHIPPED.items():
        if options.only in (None, kind):
            made[name] = {"name": name, "kind": kind} | ship(name, experiment, heads)
            print(name, made[name]["accuracy"], flush=True)
    lines = ",\n  ".join(json.dumps(made[name]) for name in SHIPPED if name in made)
    head = f'{{\n "made_by": "python -m training.heads.ship",\n "examples": {EXAMPLES},\n'
    index.write_text(f'{head} "networks": [\n  {lines}\n ]\n}}\n', encoding="utf-8")


def ship(name, experiment, heads):
    """Train one network, write its file, and return what is to be known of it."""
    network, lesson = begin(experiment, heads, SEED)
    for _ in lesson:
        pass
    halves = {part: array.astype(np.float16) for part, array in network.parameters.items()}
    stored = save(halves, {"trained": f"{experiment}, {heads} heads, seed {SEED}"})
    (DATA / f"{name}.safetensors").write_bytes(stored)
    network.parameters = {part: array.astype(np.float64) for part, array in halves.items()}
    about = {"heads": heads, "layers": network.layers, "questions": network.questions}
    if hasattr(network, "per_word"):
        about["per_word"] = network.per_word
    return about | {
        "experiment": experiment,
        "seed": SEED,
        "sha256": hashlib.sha256(stored).hexdigest(),
        "accuracy": {
            name: round(share, 4)
            for name, share in accuracy(network, unseen(network, SEED)).items()
        },
    }


if __name__ == "__main__":
    main()
