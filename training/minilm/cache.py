"""Write how MiniLM reads the shipped sentences: python -m training.minilm.cache."""

import json

import numpy as np
from safetensors.numpy import save

from attention_lib.models.minilm_encoder import HEADS, LAYERS
from attention_lib.models.minilm_store import SHA256, load_minilm
from attention_lib.models.packed_maps import pack
from attention_lib.models.shipped_readings import DATA, minilm_sentences


def all_scores(reading):
    """Return the scores of every head, (layers, num_heads, length, length)."""
    return np.array(
        [[reading.scores(layer, head) for head in range(HEADS)] for layer in range(LAYERS)]
    )


def main():
    """Read every sentence with the model and write the maps and the pieces."""
    maps, pieces = {}, []
    for place, text in enumerate(minilm_sentences()):
        reading = load_minilm().read(text)
        maps[f"{place}.packed"], maps[f"{place}.lowest"] = pack(all_scores(reading))
        pieces.append(reading.words)
    (DATA / "maps.safetensors").write_bytes(save(maps))
    lines = ",\n  ".join(json.dumps(words, ensure_ascii=False) for words in pieces)
    made_by = "python -m training.minilm.cache"
    (DATA / "pieces.json").write_text(
        f'{{\n "made_by": "{made_by}",\n "model_sha256": "{SHA256}",\n'
        f' "pieces": [\n  {lines}\n ]\n}}\n',
        encoding="utf-8",
    )
    size = (DATA / "maps.safetensors").stat().st_size
    print(f"{len(pieces)} sentences, {sum(map(len, pieces))} pieces, {size} bytes")


if __name__ == "__main__":
    main()
