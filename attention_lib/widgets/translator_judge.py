"""Compare a translation with the right one, word by word."""


def judge(target, reference):
    """Find the fewest changes that turn one sentence into another.

    Parameters
    ----------
    target : sequence of str
        What a model wrote.
    reference : sequence of str
        What is right.

    Returns
    -------
    pairs : list of (int, int)
        Places of the words that are right, in ``target`` and in ``reference``.
    missing : list of (int, int)
        A place in ``target`` and the place in ``reference`` of a word that should stand
        before it.

    Notes
    -----
    Levenshtein's distance: a wrong word, one too many and one too few cost the same. Where
    several ways are equally short, faults come as late as they can: a model that forgets
    one of many equal words is said to have stopped too early.

    Examples
    --------
    >>> judge(["zwei", "minus", "sechs"], ["zwei", "plus", "drei", "minus", "sechs"])
    ([(0, 0), (1, 3), (2, 4)], [(1, 1), (1, 2)])
    """
    cost = _costs(target, reference)
    pairs, missing = [], []
    i = j = 0
    while i < len(target) or j < len(reference):
        both = i < len(target) and j < len(reference)
        same = both and target[i] == reference[j]
        if both and cost[i][j] == cost[i + 1][j + 1] + (not same):
            pairs += [(i, j)] if same else []
            i, j = i + 1, j + 1
        elif j < len(reference) and cost[i][j] == cost[i][j + 1] + 1:
            missing.append((i, j))
            j += 1
        else:
            i += 1
    return pairs, missing


def _costs(target, reference):
    """Return the distance between what follows every two places, target_len + 1 lists."""
    cost = [list(range(len(reference), -1, -1))]
    for i, word in enumerate(reversed(target), start=1):
        below, row = cost[-1], [i]
        for j, right in enumerate(reversed(reference), start=2):
            swap = below[-j + 1] + (word != right)
            row.append(min(swap, below[-j] + 1, row[-1] + 1))
        cost.append(row[::-1])
    return cost[::-1]
