"""Say where each head looks."""

from attention_lib.describe import number

NAMED_UP_TO = 4  # heads, each by itself


def told_looks(weights, rows, needed):
    """Say what each head looks at most.

    Parameters
    ----------
    weights : ndarray, shape (num_heads, rows)
    rows : sequence of str
    needed : set of int
        The rows that tell the answer.

    Returns
    -------
    str
        Each head by itself up to four of them; else how many look at what is needed.

    Examples
    --------
    >>> import numpy as np
    >>> weights = np.array([[0.1, 0.9], [0.75, 0.25]])
    >>> told_looks(weights, ["Oslo 3°", "Rome 20°"], {0})
    'head 1 looks most at “Rome 20°” (0.90), head 2 at “Oslo 3°” (0.75)'
    """
    # Rounded, so that a tie reads the same on every machine: the first one wins.
    most = weights.round(6).argmax(axis=1)
    if len(weights) == 1:
        return f"it looks most at “{rows[most[0]]}” ({number(weights[0, most[0]])})"
    if len(weights) <= NAMED_UP_TO:
        looks = [
            f"head {head + 1} {'looks most at' if head == 0 else 'at'} “{rows[place]}” "
            f"({number(weights[head, place])})"
            for head, place in enumerate(most)
        ]
        return ", ".join(looks)
    counts = {place: int((most == place).sum()) for place in sorted(needed)}
    looks = [f"{count} look most at “{rows[place]}”" for place, count in counts.items()]
    elsewhere = len(weights) - sum(counts.values())
    return f"of {len(weights)} heads, {', '.join([*looks, f'{elsewhere} elsewhere'])}"


def told_answer(answer, right):
    """Say what a network answers, and what is right.

    Parameters
    ----------
    answer, right : str

    Returns
    -------
    str

    Examples
    --------
    >>> told_answer("attic → hall", "attic → cellar")
    'answer: attic → hall (wrong; right is attic → cellar)'
    """
    verdict = "right" if answer == right else f"wrong; right is {right}"
    return f"answer: {answer} ({verdict})"
