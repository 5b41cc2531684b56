"""Look into what is made of parts: its parameters by name, and what passes through it."""

import numpy as np

from attention_lib._arrays import float_array


def named_parameters(part):
    """Collect every array that a layer, block or model is made of.

    Parameters
    ----------
    part : object
        Such as `MultiHeadAttention`, `EncoderBlock` or `Transformer`.

    Returns
    -------
    dict of str to ndarray
        Dotted names in the order of definition, as ``encoder.0.feed_forward.w_inner``.
        The arrays themselves, not copies; one that is used twice is listed once,
        under its first name.

    Examples
    --------
    >>> from attention_lib import LayerNorm
    >>> list(named_parameters(LayerNorm.init(4)))
    ['gain', 'bias']
    """
    seen, found = set(), {}
    for name, array in _arrays_in(part):
        if id(array) not in seen:
            seen.add(id(array))
            found[name] = array
    return found


def count_parameters(part, *, depth=None):
    """Count the numbers that a layer, block or model learns.

    Parameters
    ----------
    part : object
        As for `named_parameters`.
    depth : int, optional
        Return a dict instead: the counts of what the first ``depth`` words of
        the dotted names stand for.

    Returns
    -------
    int or dict of str to int

    Examples
    --------
    >>> from attention_lib import FeedForward
    >>> layer = FeedForward.init(None, 512, 2048)
    >>> count_parameters(layer)
    2099712
    >>> count_parameters(layer, depth=1)
    {'w_inner': 1048576, 'b_inner': 2048, 'w_outer': 1048576, 'b_outer': 512}
    """
    sizes = {name: array.size for name, array in named_parameters(part).items()}
    if depth is None:
        return sum(sizes.values())
    counts = {}
    for name, size in sizes.items():
        short = ".".join(name.split(".")[:depth])
        counts[short] = counts.get(short, 0) + size
    return counts


def trace(model, *tokens, **options):
    """Run a model and list the shape of everything it computes.

    Parameters
    ----------
    model : callable
        `Transformer`, a block, `MultiHeadAttention` or `FeedForward`.
    *tokens, **options
        What the model is called with.

    Returns
    -------
    dict of str to tuple of int
        Name of the step → shape, in order of execution.

    Examples
    --------
    >>> from attention_lib import MultiHeadAttention
    >>> rng = np.random.default_rng(0)
    >>> layer = MultiHeadAttention.init(rng, 6, num_heads=3, num_kv_heads=1)
    >>> for name, shape in trace(layer, np.ones((4, 6)), np.ones((5, 6))).items():
    ...     print(name, shape)
    query (3, 4, 2)
    key (1, 5, 2)
    value (1, 5, 2)
    weights (3, 4, 5)
    heads (3, 4, 2)
    output (4, 6)
    """
    shapes = {}

    def note(name, array):
        shapes[name] = array.shape

    model(*tokens, watch=note, **options)
    return shapes


def draw_matrix(rng, from_dim, to_dim):
    """Draw a matrix that keeps the variance of what it maps; without ``rng``, zeros to count.

    The zeros take no memory, so that the parameters of any model can be counted.
    """
    if rng is None:
        return np.broadcast_to(0.0, (from_dim, to_dim))
    return rng.standard_normal((from_dim, to_dim)) / np.sqrt(from_dim)


def require_tokens(x, name, dim, dim_name="model_dim"):
    """Return ``x`` as floats, or say that it must have the axes (..., length, dim)."""
    x = float_array(x, name)
    if x.ndim < 2 or x.shape[-1] != dim:
        raise ValueError(
            f"{name} must have the shape (..., length, {dim_name} = {dim}); got {x.shape}"
        )
    return x


def unwatched(name, array):
    """Let a step pass unseen: what ``watch`` is unless something else is given."""


def within(watch, part):
    """Return a ``watch`` that puts the name of a part before what happens in it."""
    if watch is unwatched:
        return unwatched
    return lambda name, array: watch(f"{part}.{name}", array)


def _arrays_in(part, name=""):
    """Yield (dotted name, array), depth first."""
    if isinstance(part, np.ndarray):
        yield name, part
    elif isinstance(part, list | tuple):
        for place, item in enumerate(part):
            yield from _arrays_in(item, f"{name}.{place}")
    elif hasattr(part, "__dict__"):
        for attribute, item in vars(part).items():
            yield from _arrays_in(item, f"{name}.{attribute}".lstrip("."))
