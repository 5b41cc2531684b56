"""Attention a second time, in plain Python loops, to compare the library with.

The mathematics (`attend`) knows only floats and lists; NumPy appears below it, to take
arrays apart and put them together again.
"""

import math

import numpy as np


def attend(query, key, value, visible, bias, scale, softcap):
    """Return (output, weights) of one head as lists of rows."""
    output, weights = [], []
    for i, one_query in enumerate(query):
        scores = []
        for j, one_key in enumerate(key):
            score = scale * math.fsum(a * b for a, b in zip(one_query, one_key, strict=True))
            if softcap is not None:
                score = softcap * math.tanh(score / softcap)
            scores.append(score + bias[i][j] if visible[i][j] else -math.inf)
        row = softmax(scores)
        weights.append(row)
        output.append(
            [math.fsum(w * v for w, v in zip(row, column, strict=True)) for column in value]
        )
    return output, weights


def softmax(scores):
    """Return the weights of one row; all 0 where nothing is visible."""
    peak = max(scores, default=-math.inf)
    if peak == -math.inf:
        return [0.0] * len(scores)
    parts = [math.exp(score - peak) for score in scores]
    total = math.fsum(parts)
    return [part / total for part in parts]


def attend_arrays(
    query,
    key,
    value,
    *,
    mask=None,
    is_causal=False,
    query_offset=0,
    scale=None,
    softcap=None,
):
    """Loop over all leading axes; query head h reads key/value head h // group."""
    (query_len, head_dim), key_len = query.shape[-2:], key.shape[-2]
    leading = query.shape[:-2]
    group = query.shape[-3] // key.shape[-3] if query.ndim > 2 else 1
    scale = 1 / math.sqrt(head_dim) if scale is None else scale
    mask = np.ones(1, dtype=bool) if mask is None else np.asarray(mask)
    mask = np.broadcast_to(mask, (*leading, query_len, key_len))
    output = np.zeros((*leading, query_len, value.shape[-1]))
    weights = np.zeros((*leading, query_len, key_len))
    for index in np.ndindex(*leading):
        shared = (*index[:-1], index[-1] // group) if index else ()
        visible, bias = [], []
        for i in range(query_len):
            row = mask[index][i].tolist()
            is_seen = [
                (entry is not False and entry != -math.inf)
                and (not is_causal or j <= i + query_offset)
                for j, entry in enumerate(row)
            ]
            visible.append(is_seen)
            bias.append([0.0 if isinstance(entry, bool) else entry for entry in row])
        columns = value[shared].T.astype(float).tolist()
        output[index], weights[index] = attend(
            query[index].astype(float).tolist(),
            key[shared].astype(float).tolist(),
            columns,
            visible,
            bias,
            scale,
            softcap,
        )
    return output, weights
