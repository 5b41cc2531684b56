"""What a live training takes from its maker, and what it tells the screen."""

from attention_lib._arrays import count
from attention_lib.grad_heads import heads_that_fit
from attention_lib.views.heads_curve import stands_beside, vaswani_bleu
from attention_lib.widgets.live_training_tasks import shipped_runs

MODEL_DIM = 32
MOST_SEED = 999_999  # those of the tests' examples are larger


def several(heads):
    """Return numbers of heads that can be trained, or say what they must be."""
    listed = [heads_that_fit(number, MODEL_DIM) for number in heads]
    if not listed or len(set(listed)) < len(listed):
        raise ValueError(f"heads must hold different numbers, at least one; got {listed}")
    return tuple(listed)


def a_seed(seed):
    """Return a seed that can be shown and typed, or say what it must be."""
    seed = count(seed, "seed")
    if seed > MOST_SEED:
        raise ValueError(f"seed must be {MOST_SEED:,} or less; got {seed:,}")
    return seed


def spec_of(task, heads, steps):
    """Return what stays the same for the life of a widget.

    Parameters
    ----------
    task : Task
    heads : tuple of int
    steps : int

    Returns
    -------
    dict
        As ``js/training_types.js`` describes it.
    """
    return {
        "title": task.title,
        "explanation": task.explanation,
        "questions": [list(pair) for pair in task.questions.items()],
        "heads": sorted(heads),
        "order": list(heads),
        "width": MODEL_DIM,
        "length": max(task.steps, steps),
        "planned": steps,
        "most_loss": task.most_loss,
        # Early in the training results lie everywhere.
        "large_from": task.large_from if 2 * steps >= task.steps else 0,
        "most_seed": MOST_SEED,
        **shipped_runs(task, heads, steps),
    }


def told(seed, state, nets=None, error=""):
    """Return what the screen is told of a run."""
    return {"seed": seed, "state": state, "nets": nets or {}, "error": error}


def drawn_beside(beside):
    """Return the published figures that are drawn below; none where nothing is."""
    if not stands_beside(beside):
        return {}
    figures = vaswani_bleu()
    return {
        "title": "Vaswani et al. 2017, Table 3 (A) and base model",
        "unit": "BLEU",
        "note": "English–German translation, development set, one run each",
        "values": {str(heads): figure.value for heads, figure in figures.items()},
    }
