"""Cross-attention masks, right and wrong, built from a rule for one pair of positions."""

import numpy as np


def full(visible):
    """Return a function of the exercise's arguments that applies a rule everywhere.

    Parameters
    ----------
    visible : callable
        ``(length, target, source, source_len) -> bool`` for broadcasting arrays:
        length (batch, 1, 1), target positions (target_len, 1), source positions
        (source_len,).

    Returns
    -------
    callable
        Returns the mask (batch, target_len, source_len).
    """

    def build(source_lengths, target_len, source_len):
        target, source = np.arange(target_len)[:, None], np.arange(source_len)
        mask = visible(source_lengths[:, None, None], target, source, source_len)
        return np.broadcast_to(mask, (len(source_lengths), target_len, source_len))

    return build


def seen_through(build, view):
    """Return ``build`` with its mask changed by ``view``."""
    return lambda *given: view(build(*given))


def one_row(visible):
    """Return a rule's masks in full and as one row for all targets: (batch, 1, source_len)."""
    return full(visible), seen_through(full(visible), lambda mask: mask[:, :1])


def one_sentence(visible):
    """Return a rule's masks in full and, if all sentences share it, with one or no batch axis."""
    views = (lambda mask: mask[:1], lambda mask: mask[0])
    return full(visible), *(seen_through(full(visible), view) for view in views)


def right(length, target, source, source_len):
    """See the real words, and these alone."""
    return source < length


def stretched_without_axis(source_lengths, target_len, source_len):
    """Stretch (batch, source_len) to three axes: the sentences become targets."""
    mask = np.arange(source_len) < source_lengths[:, None]
    return np.broadcast_to(mask, (len(source_lengths), target_len, source_len))


def tiled(source_lengths, target_len, source_len):
    """Write the rows of all sentences one after the other, as often as there are targets."""
    mask = np.arange(source_len) < source_lengths[:, None]
    return np.tile(mask, (target_len, 1)).reshape(len(mask), target_len, source_len)


def with_lengths(choose):
    """Return the right mask for the lengths ``choose(target_len, source_len)`` in their places."""
    return lambda source_lengths, target_len, source_len: full(right)(
        source_lengths, *choose(target_len, source_len)
    )


def square_causal(source_lengths, target_len, source_len):
    """Give every sentence the target's own causal mask: (batch, target_len, target_len)."""
    causal = np.tri(target_len, dtype=bool)
    return np.repeat(causal[None], len(source_lengths), axis=0)


def square_causal_beside_padding(source_lengths, target_len, source_len):
    """Hide padding in a mask for the target alone, which fits only where the lengths agree."""
    padding = np.arange(source_len) < source_lengths[:, None, None]
    return np.tri(target_len, dtype=bool) & padding


def square_causal_and_padding(source_lengths, target_len, source_len):
    """Hide padding in the target's own causal mask as well."""
    return full(lambda length, target, source, _: (source <= target) & (source < length))(
        source_lengths, target_len, target_len
    )
