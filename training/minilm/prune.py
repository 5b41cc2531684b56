"""Switch heads of MiniLM off, one by one and many at a time, and keep what it still finds.

From the root of the repository, in the developers' environment:

    python -m training.minilm.prune                     # what is missing
    python -m training.minilm.prune --file trial.json   # somewhere else, from nothing

Results go to attention_lib/data/pruning_results.json. Kill it at any time: what the file holds is
not measured again, unless the texts have changed.
"""

import argparse
import hashlib
import json
import os
import platform
from functools import partial
from pathlib import Path

for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):  # before NumPy loads
    os.environ.setdefault(_variable, "1")

import numpy as np  # noqa: E402

from attention_lib.models.minilm_store import load_minilm  # noqa: E402
from attention_lib.models.pruning_results import packed, path_heads, place, state_key  # noqa: E402
from attention_lib.models.retrieval import (  # noqa: E402
    HEADS,
    LAYERS,
    retrieval_pairs,
    retrieve,
)
from attention_lib.models.retrieval_floors import word_overlap, word_vectors  # noqa: E402
from training.minilm.choose import choose, importance, keep_best  # noqa: E402

DATA = Path(__file__).resolve().parents[2] / "attention_lib" / "data"
EVERY = 6  # heads between two states of an order
SEEDS = 8  # random orders
LEAST, MOST = "least important first", "most important first"


def main(arguments=None):
    """Measure what is missing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--file", type=Path, default=DATA / "pruning_results.json")
    options = parser.parse_args(arguments)
    model = load_minilm()
    results = read(options.file)
    for part, made in chosen(model):
        if part not in results["chosen"]:
            results["chosen"][part] = made()
            write(results, options.file)
            print(part, flush=True)
    results["orders"] = orders(results["chosen"])
    results["floors"] = {name: packed(retrieve(f)) for name, f in floors(model).items()}
    wanted = {state_key(heads): heads for heads in states(results)}
    # Sorted from the first layer on: neighbours share layers, which the model does not run again.
    for key in sorted(wanted, key=lambda key: wanted[key].tolist()):
        if key not in results["states"]:
            vectors = partial(model.vectors, heads=wanted[key])
            results["states"][key] = packed(retrieve(vectors))
            write(results, options.file)
    write(results, options.file)
    print(f"{len(results['states'])} states are there", flush=True)


def chosen(model):
    """Yield what is decided on the 40 pairs that serve for nothing else, by name."""
    texts = [text for pair in retrieval_pairs("choosing") for text in pair]
    yield "importance", lambda: importance(model, texts).round(4).tolist()
    yield "best of its layer", lambda: keep_best(model, texts)
    yield LEAST, lambda: choose(model, texts, step=EVERY, largest=False)
    yield MOST, lambda: choose(model, texts, step=EVERY, largest=True)


def orders(decided):
    """Return every order in which heads go, by name, as heads' numbers from 0."""
    found = {name: decided[name] for name in (LEAST, MOST)}
    for seed in range(SEEDS):
        order = np.random.default_rng(seed).permutation(LAYERS * HEADS)
        found[f"random, seed {seed}"] = order.tolist()
    return found


def floors(model):
    """Return what makes vectors without attention, by name."""
    return {
        "words in common": word_overlap,
        "mean of word vectors": partial(word_vectors, model=model),
    }


def states(results):
    """Yield every set of heads that is measured."""
    numbers = np.arange(LAYERS * HEADS).reshape(LAYERS, HEADS)
    every = numbers.ravel()
    for order in results["orders"].values():
        yield from (off(order[:count]) for count in range(0, every.size + 1, EVERY))
    first = results["orders"][LEAST]  # this one at every step
    yield from (off(first[:count]) for count in range(every.size + 1))
    yield from (off([head]) for head in every)
    yield from (off(row) for row in numbers)
    yield from (off(column) for column in numbers.T)
    best = results["chosen"]["best of its layer"]
    yield from (off(set(row) - {keep}) for row, keep in zip(numbers.tolist(), best, strict=True))
    yield off(set(every.tolist()) - set(best))


def off(numbers):
    """Return the set of heads without those that are numbered."""
    gone = [place(number) for number in numbers]
    return path_heads(gone, len(gone))


def read(file):
    """Return the results of these texts; none when there is no file, or it is of others."""
    texts = hashlib.sha256((DATA / "retrieval.json").read_bytes()).hexdigest()
    held = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    if held.get("texts_sha256") == texts:
        return held
    return {
        "made_by": "python -m training.minilm.prune",
        "versions": {"python": platform.python_version(), "numpy": np.__version__},
        "texts_sha256": texts,
        "every": EVERY,
        "chosen": {},
        "orders": {},
        "floors": {},
        "states": {},
    }


def write(results, file):
    """Replace a results file in one move, so that no kill leaves half of one."""
    lines = ",\n".join(f"{json.dumps(name)}: {_text(part)}" for name, part in results.items())
    half = file.with_suffix(".half")
    half.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    half.replace(file)


def _text(part):
    """Write one entry on each line."""
    if not isinstance(part, dict) or not part:
        return json.dumps(part)
    entries = ",\n".join(f"{json.dumps(name)}: {json.dumps(part[name])}" for name in part)
    return f"{{\n{entries}\n}}"


if __name__ == "__main__":
    main()
