"""One head of the model as an ``AttentionEditor``."""

from attention_lib.models.factorise import narrowest
from attention_lib.widgets.editor import AttentionEditor
from attention_lib.widgets.editor_state import MAX_DIM, RANGE
from attention_lib.widgets.editor_words import MAX_TOKENS, MAX_WORD


def head_factors(reading, layer, head):
    """Return narrow queries and keys that give a head's weights, nearly.

    Parameters
    ----------
    reading : attention_lib.models.Reading
    layer, head : int
        From 0.

    Returns
    -------
    attention_lib.models.factorise.Factors
        Of the first 16 words: more cannot be edited.
    """
    scores = reading.scores(layer, head)[:MAX_TOKENS, :MAX_TOKENS]
    return narrowest(scores, most=MAX_DIM, largest=RANGE)


def head_editor(words, factors):
    """Return an editor whose weights are a head's, nearly.

    Parameters
    ----------
    words : sequence of str
    factors : attention_lib.models.factorise.Factors

    Returns
    -------
    AttentionEditor
        Its values are made from the words: the head's own have 32 numbers each.
    """
    shown = [_one_word(word) for word in words[: len(factors.query)]]
    return AttentionEditor(shown, factors.query, factors.key)


def opened_title(name, words, factors):
    """Say what an editor of a head shows, and how far it is from the head.

    Parameters
    ----------
    name : str
        Of the head.
    words : sequence of str
        All of the sentence.
    factors : attention_lib.models.factorise.Factors

    Returns
    -------
    str
    """
    shown, width = factors.query.shape
    part = "" if shown == len(words) else f" of the first {shown} of {len(words)} pieces"
    off = f"{factors.error:.3f}" if factors.error >= 0.0005 else "below 0.001"
    return (
        f"{name} in {width} dimension{'' if width == 1 else 's'}{part}. "
        f"Largest error of a weight: {off}. The head has 32 dimensions; this Q and K were "
        "found so that they give its weights. V is made up from the words."
    )


def _one_word(word):
    return "·".join(word.split())[:MAX_WORD] or "·"
