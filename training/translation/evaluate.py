"""What is measured of a trained translator: exact match by length, and its alignment."""

import torch

from attention_lib.models import arithmetic
from attention_lib.models.tokens import BOS, EOS, LIMIT, TARGET_PIECES, encode
from training.translation.networks import greedy
from training.translation.ship import COUNT

LENGTHS = range(1, 7)


def evaluate(network):
    """Return exact match by number of numbers, and where the maps of right translations point."""
    exact, distances = {}, []
    for k in LENGTHS:
        right = []
        for expression, words, weights in translate(network, arithmetic.held_out(k, COUNT)):
            right.append(" ".join(words) == arithmetic.german(expression))
            if right[-1] and weights is not None and k <= arithmetic.TRAINED_UP_TO:
                distances += pointing(arithmetic.alignment(expression), weights)
        exact[str(k)] = round(sum(right) / COUNT, 4)
    return {
        "exact_match": exact,
        "exact_match_of_training_data": fitted(network),
        "alignment_accuracy": share(distances, 0),
        "beside": share(distances, 1),
    }


def fitted(network):
    """Return exact match on as many of the longest expressions that it was trained on."""
    longest = [e for e in arithmetic.training() if len(e.numbers) == arithmetic.TRAINED_UP_TO]
    right = [
        " ".join(words) == arithmetic.german(expression)
        for expression, words, _ in translate(network, longest[:COUNT])
    ]
    return round(sum(right) / len(right), 4)


def pointing(gold, weights):
    """Return, for each German word with an English one, how far off the largest weight lies."""
    rows = zip(gold, weights, strict=True)
    return [abs(int(row.argmax()) - place) for place, row in rows if place is not None]


def share(distances, wanted):
    """Return the share of one distance; None where nothing points."""
    return round(distances.count(wanted) / len(distances), 4) if distances else None


@torch.no_grad()
def translate(network, expressions):
    """Yield (expression, words, weights); weights (target_len, source_len) or None."""
    sentences = [arithmetic.english(expression).split() for expression in expressions]
    source = torch.from_numpy(encode(sentences))
    target = greedy(network, source, LIMIT)
    begin = torch.full((len(source), 1), BOS)
    _, maps = network(source, torch.cat([begin, target], dim=1)[:, :-1])
    last = [*maps.values()][-1].mean(dim=1) if maps else [None] * len(source)
    for expression, sentence, row, weights in zip(
        expressions, sentences, target.tolist(), last, strict=True
    ):
        length = row.index(EOS) if EOS in row else len(row)
        words = [TARGET_PIECES[piece] for piece in row[:length]]
        yield expression, words, None if weights is None else weights[:length, : len(sentence)]
