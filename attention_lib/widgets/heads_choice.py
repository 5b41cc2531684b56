"""What a learner chooses among the 72 heads, checked wherever it enters Python."""

import operator
import re
from collections.abc import Mapping

from attention_lib.models import PATTERNS

LAYERS, HEADS = 6, 12
MAX_PIECES = 128  # 72 maps of more would be megabytes
MAX_TEXT = 4000
NO_WORD = "a sentence must have at least one word; got none"
# Marks that would turn the words after them around, and halves of a character, which no message
# can carry. The model sees neither.
_UNSEEN = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def clean_choice(choice):
    """Return layer, head and pattern in a fixed order.

    Parameters
    ----------
    choice : dict
        ``layer``, ``head`` and ``pattern``, a name or None.

    Returns
    -------
    dict

    Raises
    ------
    ValueError
        If there is no such layer, head or pattern.
    """
    if not isinstance(choice, Mapping) or not choice.keys() >= {"layer", "head", "pattern"}:
        raise ValueError(f"a choice must have layer, head and pattern; got {choice!r:.60}")
    pattern = choice["pattern"]
    if pattern is not None and (not isinstance(pattern, str) or pattern not in PATTERNS):
        raise ValueError(f"pattern must be None or one of {', '.join(PATTERNS)}; got {pattern!r}")
    return {
        "layer": _whole(choice["layer"], LAYERS, "layer"),
        "head": _whole(choice["head"], HEADS, "head"),
        "pattern": pattern,
    }


def clean_request(request):
    """Return a request of the screen: a text to read, or a head to open in the editor.

    Parameters
    ----------
    request : dict
        ``seq``, and ``text`` or ``layer`` and ``head``; the first one, of Python, has neither.

    Returns
    -------
    dict

    Raises
    ------
    ValueError
        If it is none of these.
    """
    if not isinstance(request, Mapping) or not isinstance(request.get("seq"), int):
        raise ValueError(f"a request must have a whole number seq; got {request!r:.60}")
    if request["seq"] == 0:
        return {"seq": 0}
    if "text" in request:
        return {"seq": request["seq"], "text": str(request["text"])}
    chosen = clean_choice({"layer": None, "head": None, **request, "pattern": None})
    return {"seq": request["seq"], "layer": chosen["layer"], "head": chosen["head"]}


def clean_text(text):
    """Return a text that is worth reading.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        On one line, as the box on the screen shows it, and without marks of direction.

    Raises
    ------
    TypeError
        If it is no text.
    ValueError
        If there is no word, or far too many.
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be a string; got {text!r:.60}")
    if len(text) > MAX_TEXT:
        raise ValueError(f"a text must have at most {MAX_TEXT} characters; got {len(text)}")
    line = " ".join(_UNSEEN.sub("", text).split())
    if not line:
        raise ValueError(NO_WORD)
    return line


def _whole(value, count, name):
    try:
        whole = operator.index(value)
    except TypeError:
        whole = None
    if whole is None or isinstance(value, bool) or not 0 <= whole < count:
        raise ValueError(f"{name} must be a whole number from 0 to {count - 1}; got {value!r}")
    return whole
