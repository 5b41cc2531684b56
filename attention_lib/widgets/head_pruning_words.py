"""What the pruning widget says in words, of its own state and of the papers' results."""

import numpy as np

from attention_lib.models.pruning_results import BITS, measured, pruning_results
from attention_lib.models.retrieval import HEADS, LAYERS, shares
from attention_lib.published import published

THINGS = {"questions": "answers", "titles": "sentences"}


def found_sentence(on, accuracy, *, without=True):
    """Say how many heads are on and what is found, beside what needs no head.

    Parameters
    ----------
    on : int
        Heads.
    accuracy : dict of str to Share
    without : bool, default True
        Whether to tell what is left when all heads are off.

    Returns
    -------
    str
    """
    found = " and ".join(
        f"{share.right} of {share.of} {THINGS[task]} ({share.percent})"
        for task, share in accuracy.items()
    )
    none = {"with no head": measured(np.zeros((LAYERS, HEADS), dtype=bool))} if without else {}
    floors = {f"by the {name}": outcome for name, outcome in pruning_results()["floors"].items()}
    beside = [
        f"{name} {' and '.join(str(share.right) for share in shares(outcome).values())}"
        for name, outcome in (none | floors).items()
    ]
    return "; ".join([f"With {on} of {BITS} heads on, MiniLM finds {found}", *beside])


def published_lines():
    """Return what is done here, and what two papers found when they pruned their models.

    Returns
    -------
    list of str
    """
    text = {name: published(name).text for name in _QUOTED}
    return [line.format(**{name.replace("-", "_"): text[name] for name in text}) for line in _LINES]


_QUOTED = (
    "michel-heads",
    "michel-significant",
    "michel-keep-one-cross-6",
    "michel-prunable-translation",
    "michel-prunable-bert",
    "voita-heads",
    "voita-pruned",
    "voita-pruned-loss",
)
_LINES = (
    "Here heads are switched off after training, and nothing is trained again.",
    "Michel et al. (2019), one head at a time: of {michel_heads} heads in the encoder of a "
    "translation model, {michel_significant} change BLEU significantly when they go.",
    "The same, many at a time: up to {michel_prunable_translation} % of the translation model's "
    "heads and up to {michel_prunable_bert} % of BERT's go without noticeable loss; but with one "
    "head left in the last layer between encoder and decoder, BLEU changes by "
    "{michel_keep_one_cross_6} (all these figures from a transcription).",
    "Voita et al. (2019): with {voita_pruned} of {voita_heads} encoder heads pruned, translation "
    "loses {voita_pruned_loss} BLEU.",
)
