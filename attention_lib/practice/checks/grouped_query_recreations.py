"""Grouped-query attention, right and with one step exchanged or broken."""

import numpy as np

from attention_lib.attention import softmax


def in_blocks(shared, times):
    """Repeat each key/value head for ``times`` neighbouring query heads: 0 0 1 1."""
    return np.repeat(shared, times, axis=0)


def in_turns(shared, times):
    """Repeat the row of key/value heads: 0 1 0 1."""
    return np.tile(shared, (times, 1, 1))


def head_dim(query, value):
    """Return the size whose root divides the scores."""
    return query.shape[-1]


def attend(query, key, value, *, size=head_dim, normalise=softmax):
    """Attend head by head; as many heads, or one to share, in all three arrays."""
    scores = query @ key.swapaxes(-1, -2) / float(size(query, value)) ** 0.5
    weights = normalise(scores)
    return weights @ value, weights


def grouped(*, keys=in_blocks, values=None, **steps):
    """Return grouped-query attention with one step exchanged.

    Parameters
    ----------
    keys, values : callable
        ``(shared, times) -> one array per query head``; ``values`` is ``keys``
        when omitted.
    **steps : callable
        As for `attend`.
    """
    values = keys if values is None else values

    def attends(query, key, value):
        times = len(query) // len(key)
        return attend(query, keys(key, times), values(value, times), **steps)[0]

    return attends


def afterwards(change):
    """Return ``change(output, num_kv_heads)`` of the right output."""
    return lambda query, key, value: change(grouped()(query, key, value), len(key))


def by_groups(output, num_kv_heads):
    """Give every group an axis: (num_kv_heads, group, query_len, value_dim)."""
    return output.reshape(num_kv_heads, -1, *output.shape[1:])


def reading(which):
    """Return attention in which head h reads the key/value head ``which(h, H, G)``."""

    def attends(query, key, value):
        reads = [which(head, len(query), len(key)) for head in range(len(query))]
        found = [attend(query[h], key[g], value[g])[0] for h, g in enumerate(reads)]
        return np.stack(found)

    return attends


def every_pair(query, key, value):
    """Let every query head read every key/value head: (H, G, query_len, value_dim)."""
    return attend(query[:, None], key, value)[0]


def one_memory(query, key, value):
    """Join the key/value heads to one long memory that every query head reads."""
    return attend(query, key.reshape(-1, key.shape[-1]), value.reshape(-1, value.shape[-1]))[0]


def shared_queries(choose, times):
    """Return attention with one query per group, its output repeated if ``times``.

    Parameters
    ----------
    choose : callable
        ``(queries of each group) -> (num_kv_heads, query_len, head_dim)``.
    times : bool
    """

    def attends(query, key, value):
        found = attend(choose(by_groups(query, len(key))), key, value)[0]
        return in_blocks(found, len(query) // len(key)) if times else found

    return attends


def without_group_axis(query, key, value):
    """Line up the key/value heads with the members of a group."""
    found, _ = attend(by_groups(query, len(key)), key, value)
    return found.reshape(-1, *found.shape[2:])


def without_group_axis_by_number(query, key, value):
    """Do the same and insist on the number of heads: an error where there are more."""
    return without_group_axis(query, key, value).reshape(*query.shape[:2], value.shape[-1])
