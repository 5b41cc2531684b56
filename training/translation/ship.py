"""Copy the chosen weights into the package and gather every result in one file.

From the root of the repository, when all is trained (all.py does it by itself):

    python -m training.translation.ship
"""

import json
from pathlib import Path

from safetensors.numpy import load_file, save_file

from attention_lib.models import arithmetic, load_translator

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "translation"
DATA = ROOT / "attention_lib" / "data"
COUNT = 300  # held-out expressions of each length
# Seed 0 of each. "bahdanau-beside": of the starts whose map points beside every fifth word,
# the one that translates best.
SHIPPED = {
    "no-attention": ("no-attention", 0),
    "bahdanau": ("bahdanau", 0),
    "bahdanau-beside": ("bahdanau", 2),
    "transformer-1": ("transformer-1", 0),
    "transformer-2": ("transformer-2", 0),
    "transformer-4": ("transformer-4", 0),
}
TITLES = {  # of what is trained only to compare with
    "no-attention-4x": "GRU without attention, 4 times the parameters",
    "no-attention-4x-longer": "GRU without attention, 4 times the parameters and the steps",
    "transformer-1-one-layer": "Transformer, 1 head, 1 layer",
    "transformer-2-one-layer": "Transformer, 2 heads, 1 layer",
    "transformer-4-one-layer": "Transformer, 4 heads, 1 layer",
}


def ship():
    """Write attention_lib/data/translators and translation_results.json."""
    for name, (model, seed) in SHIPPED.items():
        source = BUILD / f"{model}-seed{seed}.safetensors"
        target = DATA / "translators" / f"{name}.safetensors"
        metadata = {"trained": f"{model}, seed {seed}"}  # one entry: safetensors shuffles several
        save_file(load_file(source), target, metadata)
        target.chmod(0o644)
    results = {
        "made_by": "python -m training.translation.all",
        "held_out_per_length": COUNT,
        "trained_up_to": arithmetic.TRAINED_UP_TO,
        "titles": {name: load_translator(name).title for name in SHIPPED} | TITLES,
        "rows": sorted(rows(), key=lambda row: (order(row["model"]), row["seed"])),
    }
    text = json.dumps(results, indent=1, ensure_ascii=False)
    (DATA / "translation_results.json").write_text(text + "\n", encoding="utf-8")


def rows():
    """Yield the result of every run, with the name it is shipped under or None."""
    names = {run: name for name, run in SHIPPED.items()}
    for path in BUILD.glob("*.json"):
        row = json.loads(path.read_text(encoding="utf-8"))
        name = names.get((row["model"], row["seed"]))
        yield row | {"shipped": name is not None, "shipped_as": name}


def order(model):
    """Sort as shipped, then what is only compared with, as its titles."""
    models = [model for model, _ in SHIPPED.values()]
    return [*models, *TITLES].index(model)


if __name__ == "__main__":
    ship()
