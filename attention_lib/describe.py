"""Say what a matrix shows: the words behind every picture, table and ``repr``.

The widgets' JavaScript writes numbers and names by the same rules
(``attention_lib/widgets/js/format.js``).
"""

from decimal import ROUND_HALF_UP, Context, Decimal

import numpy as np

# Exact for every float: a tie goes up as in JavaScript, and 0.125 is 0.13 everywhere.
_EXACT = Context(prec=400, rounding=ROUND_HALF_UP)


def number(x, digits=2):
    """Write a number with a true minus sign, never in exponential form.

    Parameters
    ----------
    x : float
    digits : int, default 2

    Returns
    -------
    str

    Examples
    --------
    >>> number(-1.234), number(-0.001), number(float("-inf"))
    ('−1.23', '0.00', '−∞')
    """
    if np.isnan(x):
        return "NaN"
    if np.isinf(x):
        return "∞" if x > 0 else "−∞"
    text = f"{Decimal(abs(float(x))).quantize(Decimal(1).scaleb(-digits), context=_EXACT):f}"
    return f"−{text}" if x < 0 and float(text) else text


def weight(w, visible=True):
    """Write a weight: plain 0 only where the key is masked.

    Parameters
    ----------
    w : float
        0 to 1.
    visible : bool, default True
        Whether the query may attend to the key.

    Returns
    -------
    str

    Examples
    --------
    >>> weight(0.444), weight(0.001), weight(0.0, visible=False)
    ('0.44', '<.01', '0')
    """
    if not visible:
        return "0"
    return "<.01" if w < 0.005 else number(w)


def names(tokens):
    """Tell equal words apart by their place.

    Parameters
    ----------
    tokens : sequence of str

    Returns
    -------
    list of str

    Examples
    --------
    >>> names(["the", "cat", "saw", "the", "dog"])
    ['the (1)', 'cat', 'saw', 'the (4)', 'dog']
    """
    tokens = list(tokens)
    return [
        token if tokens.count(token) == 1 else f"{token} ({place})"
        for place, token in enumerate(tokens, start=1)
    ]


def describe_weights(weights, query_tokens, key_tokens=None):
    """Read an attention map in one sentence.

    Parameters
    ----------
    weights : array_like, shape (query_len, key_len)
    query_tokens : sequence of str, length query_len
    key_tokens : sequence of str, length key_len, optional
        ``query_tokens`` when omitted (self-attention).

    Returns
    -------
    str

    Examples
    --------
    >>> describe_weights([[0.9, 0.1], [0.0, 0.0]], ["cat", "sat"])
    '2 queries by 2 keys; strongest: cat attends to cat (0.90); sat has nothing to attend to'
    """
    queries = names(query_tokens)
    keys = names(query_tokens if key_tokens is None else key_tokens)
    weights = np.asarray(weights, dtype=float)
    if weights.shape != (len(queries), len(keys)):
        raise ValueError(
            f"weights must have shape (query_len, key_len) = ({len(queries)}, {len(keys)}) as "
            f"the tokens; got {weights.shape}"
        )
    parts = [f"{_count(len(queries), 'query', 'queries')} by {_count(len(keys), 'key', 'keys')}"]
    if np.nan_to_num(weights).any():
        # Rounded, so that a tie reads the same on every machine: the first one wins.
        i, j = np.unravel_index(np.nanargmax(weights.round(9)), weights.shape)
        parts.append(f"strongest: {queries[i]} attends to {keys[j]} ({weight(weights[i, j])})")
    empty = [queries[i] for i in np.flatnonzero(~weights.any(axis=1))]
    if empty:
        parts.append(
            f"{', '.join(empty)} {'has' if len(empty) == 1 else 'have'} nothing to attend to"
        )
    return "; ".join(parts)


def describe_matrix(matrix, name):
    """Give a matrix's size and range in one sentence.

    Parameters
    ----------
    matrix : array_like, shape (rows, columns)
    name : str

    Returns
    -------
    str

    Examples
    --------
    >>> describe_matrix([[1.0, -2.0, 0.5]], "scores")
    'scores: 1 row by 3 columns, from −2.00 to 1.00'
    """
    matrix = np.asarray(matrix, dtype=float)
    rows, columns = matrix.shape
    size = f"{name}: {_count(rows, 'row', 'rows')} by {_count(columns, 'column', 'columns')}"
    if matrix.size == 0:
        return size
    return f"{size}, from {number(np.nanmin(matrix))} to {number(np.nanmax(matrix))}"


def _count(n, one, many):
    return f"{n} {one if n == 1 else many}"
