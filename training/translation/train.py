"""Train one translator from one seed; write its weights and its results.

From the root of the repository, in an environment with requirements-peers.txt:

    python -m training.translation.train bahdanau 0

writes build/translation/bahdanau-seed0.safetensors and .json.
"""

import argparse
import json
import platform
import time

import numpy as np
import torch
from safetensors.torch import save_file
from torch.nn import functional

from attention_lib.models import arithmetic
from attention_lib.models.tokens import BOS, EOS, PAD, TARGET_PIECES, encode
from training.translation.evaluate import evaluate
from training.translation.networks import NETWORKS
from training.translation.ship import BUILD

BATCH, WARM_UP, LEARNING_RATE = 64, 100, 3e-3
STEPS = {"no-attention-4x-longer": 4800}  # is it only a matter of time?


def train(network, seed, steps=1200):
    """Teach a network the training expressions with teacher forcing."""
    source, target = tensors(arithmetic.training())
    optimizer = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / WARM_UP, (steps - step) / (steps - WARM_UP))
    )
    generator = torch.Generator().manual_seed(seed)
    for _ in range(steps):
        rows = torch.randint(len(source), (BATCH,), generator=generator)
        loss = loss_of(network, shorten(source[rows]), shorten(target[rows]))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
    return loss.item()


def loss_of(network, source, target):
    """Return the mean cross-entropy of the next piece, <eos> included."""
    logits, _ = network(source, target[:, :-1])
    return functional.cross_entropy(logits.flatten(0, 1), target[:, 1:].flatten(), ignore_index=PAD)


def tensors(expressions):
    """Return source and target pieces; the target begins with <bos> and ends with <eos>."""
    source = encode([arithmetic.english(e).split() for e in expressions])
    german = [arithmetic.german(e).split() for e in expressions]
    target = np.full((len(german), max(map(len, german)) + 2), PAD)
    for row, words in zip(target, german, strict=True):
        row[: len(words) + 2] = [BOS, *map(TARGET_PIECES.index, words), EOS]
    return torch.from_numpy(source), torch.from_numpy(target)


def shorten(pieces):
    """Drop the columns that hold padding alone."""
    return pieces[:, : int((pieces != PAD).sum(dim=1).max())]


def run(model, seed, folder=BUILD):
    """Train, evaluate and write one model; return its row of results."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    network = NETWORKS[model]()
    began = time.process_time()
    loss = train(network, seed, STEPS.get(model, 1200))
    seconds = time.process_time() - began
    row = {
        "model": model,
        "seed": seed,
        "parameters": sum(p.numel() for p in network.parameters()),
        **evaluate(network.eval()),
        "last_loss": round(loss, 5),
        "cpu_seconds": round(seconds, 1),
        "versions": {"python": platform.python_version(), "torch": torch.__version__},
    }
    folder.mkdir(parents=True, exist_ok=True)
    metadata = {"trained": f"{model}, seed {seed}"}
    save_file(network.state_dict(), folder / f"{model}-seed{seed}.safetensors", metadata)
    text = json.dumps(row, indent=1)
    (folder / f"{model}-seed{seed}.json").write_text(text + "\n", encoding="utf-8")
    return row


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", choices=NETWORKS)
    parser.add_argument("seed", type=int)
    arguments = parser.parse_args()
    print(json.dumps(run(arguments.model, arguments.seed)))
