"""Write translators.npz: what PyTorch makes of every phrase with the shipped weights.

Run it in an environment with requirements-peers.txt: python tests/golden/make_translators_golden.py
"""

import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1])]

from golden.translators_cases import MARGIN, PHRASES, WITH_MAPS  # noqa: E402

from attention_lib.models import TRANSLATORS  # noqa: E402
from attention_lib.models.tokens import BOS, EOS, LIMIT, PAD, encode, read  # noqa: E402

WEIGHTS = HERE.parents[1] / "attention_lib" / "data" / "translators"


def shipped_network(name):
    """Return the PyTorch network, as trained, with the weights that the package carries."""
    from safetensors.torch import load_file

    from training.translation.networks import NETWORKS

    network = NETWORKS[name.removesuffix("-beside")]()
    network.load_state_dict(load_file(WEIGHTS / f"{name}.safetensors"))
    return network.eval()


def torch_translations(network):
    """Yield of each phrase the pieces before <eos>, the maps of their rows, the smallest margin."""
    import torch  # here, so that test collection can read this file without PyTorch

    from training.translation.networks import greedy

    sentences = [read(phrase) for phrase in PHRASES]
    source = torch.from_numpy(encode(sentences))
    target = greedy(network, source, LIMIT)
    with torch.no_grad():
        begin = torch.full((len(target), 1), BOS)
        logits, maps = network(source, torch.cat([begin, target], dim=1)[:, :-1])
    best = logits.topk(2).values.numpy()
    for row, (words, pieces) in enumerate(zip(sentences, target.numpy(), strict=True)):
        length = list(pieces).index(EOS) if EOS in pieces else len(pieces)
        cut = {name: part[row, :, :length, : len(words)].numpy() for name, part in maps.items()}
        margins = best[row, : length + 1, 0] - best[row, : length + 1, 1]
        yield pieces[:length], cut, float(margins.min())


def answers(name):
    """Yield the arrays of one translator: all pieces, which are sure, and some maps."""
    network = shipped_network(name).double()  # as our translators compute
    pieces = np.full((len(PHRASES), LIMIT), PAD, dtype=np.int8)
    sure = np.zeros(len(PHRASES), dtype=bool)
    for place, (target, maps, margin) in enumerate(torch_translations(network)):
        pieces[place, : len(target)] = target
        sure[place] = margin >= MARGIN
        for part, weights in maps.items() if place in WITH_MAPS else ():
            yield f"{name}/{place}/{part}", weights.astype(np.float32)
    yield f"{name}/pieces", pieces
    yield f"{name}/sure", sure


def main():
    """Write the golden file beside this script."""
    import torch

    path = HERE / "translators.npz"
    golden = {key: array for name in TRANSLATORS for key, array in answers(name)}
    np.savez_compressed(path, **golden)
    print(f"{len(golden)} arrays by PyTorch {torch.__version__}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
