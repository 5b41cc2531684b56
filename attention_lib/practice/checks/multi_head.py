"""Exercise ``multi_head_attention(x, w_query, w_key, w_value, w_output, num_heads)``: its cases."""

import numpy as np

from attention_lib.multihead import MultiHeadAttention
from attention_lib.practice.checks._alone import alone
from attention_lib.practice.checks._awkward import awkward
from attention_lib.practice.checks.multi_head_mistakes import ACCIDENTS, MISTAKES
from attention_lib.practice.diagnosis import check
from attention_lib.practice.exercise import Case, Exercise


def check_multi_head(function, *, seconds=2.0):
    """Check a learner's multi-head attention.

    Parameters
    ----------
    function : callable
        Called as ``multi_head_attention(x, w_query, w_key, w_value, w_output,
        num_heads)``: takes x (..., length, model_dim), with any batch axes or
        none, w_query and w_key (model_dim, num_heads · head_dim), w_value
        (model_dim, num_heads · value_dim) and w_output (num_heads · value_dim,
        output_dim); returns the output (..., length, output_dim) of multi-head
        self-attention. No mask.
    seconds : float, default 2.0
        Longest time for one call.

    Returns
    -------
    Report

    Notes
    -----
    Vaswani et al. (2017), section 3.2.2. There head_dim is model_dim /
    num_heads; here some matrices are wider or narrower, because what is cut is
    the projected vector, and its width is that of the matrix.

    Examples
    --------
    >>> def multi_head_attention(x, w_query, w_key, w_value, w_output, num_heads):
    ...     return x
    >>> check_multi_head(multi_head_attention).mistake
    'returns its input'
    """
    return check(EXERCISE, function, seconds)


def _solve(x, w_query, w_key, w_value, w_output, num_heads):
    return MultiHeadAttention(w_query, w_key, w_value, w_output, num_heads=num_heads)(x)


def _case(x, widths, num_heads, start):
    """Make a case of awkward numbers; ``widths`` are those of one query, one value and W_O."""
    head_dim, value_dim, output_dim = widths
    shapes = {
        "w_query": (x.shape[-1], num_heads * head_dim),
        "w_key": (x.shape[-1], num_heads * head_dim),
        "w_value": (x.shape[-1], num_heads * value_dim),
        "w_output": (num_heads * value_dim, output_dim),
    }
    # Halved, for with scores far apart every softmax is a maximum and much goes unseen.
    matrices = {
        name: awkward(*shape, start=start + 11 * i) / 2
        for i, (name, shape) in enumerate(shapes.items())
    }
    return Case({"x": x, **matrices, "num_heads": num_heads})


CASES = (
    Case(
        {
            "x": np.array([[1.0, 0.0, 0.0, 1.0], [0.0, 1.0, 1.0, 0.0], [1.0, 1.0, 0.0, 0.0]]),
            "w_query": np.array(
                [
                    [1.0, 0.0, 0.0, 2.0],
                    [0.0, 1.0, 1.0, 0.0],
                    [0.0, -1.0, 1.0, 0.0],
                    [0.0, 0.0, 0.0, 1.0],
                ]
            ),
            "w_key": np.array(
                [
                    [0.0, 1.0, 1.0, 0.0],
                    [1.0, 0.0, 0.0, 1.0],
                    [0.0, 0.0, -1.0, 0.0],
                    [2.0, 0.0, 0.0, 1.0],
                ]
            ),
            "w_value": np.array(
                [
                    [4.0, 0.0, 0.0, 1.0],
                    [0.0, 3.0, 1.0, 0.0],
                    [0.0, 0.0, 5.0, 0.0],
                    [1.0, 0.0, 0.0, 2.0],
                ]
            ),
            "w_output": np.array(
                [
                    [1.0, 0.0, 0.0, 1.0],
                    [0.0, 1.0, 0.0, 0.0],
                    [2.0, 0.0, 1.0, 0.0],
                    [0.0, 0.0, -1.0, 1.0],
                ]
            ),
            "num_heads": 2,
        }
    ),
    _case(awkward(5, 6), (2, 2, 6), 3, 3),
    _case(awkward(5, 4, start=6), (3, 2, 5), 2, 7),
    # Sizes are equal where only then a wrong order of axes gives numbers, not an error.
    _case(awkward(3, 6, start=2), (2, 2, 6), 3, 12),
    _case(awkward(4, 8, start=9), (4, 4, 8), 2, 1),
    _case(awkward(4, 3, start=14), (3, 2, 3), 1, 20),
    _case(awkward(2, 3, 4, start=5), (2, 2, 4), 2, 16),
    _case(awkward(2, 3, 4, 6, start=8), (1, 2, 5), 3, 24),
    _case(100 * awkward(3, 4, start=17), (2, 3, 4), 2, 30),
    Case(
        {
            "x": np.array([[1, 0, -1, 1], [0, 2, 1, -1], [1, 1, 0, 2]]),
            "w_query": np.array([[1, 0], [0, 1], [1, -1], [0, 0]]),
            "w_key": np.array([[0, 1], [1, 1], [0, -1], [1, 0]]),
            "w_value": np.array([[3, 0, 1, 5], [0, 4, 0, 1], [1, 0, 7, 0], [0, 2, 0, 6]]),
            "w_output": np.array([[1, 0, 2], [0, 1, 0], [3, 0, -1], [0, 2, 0]]),
            "num_heads": 2,
        }
    ),
)

EXERCISE = Exercise(
    name="multi_head",
    signature="multi_head_attention(x, w_query, w_key, w_value, w_output, num_heads)",
    solve=_solve,
    read=alone("output"),
    axes={
        "w_query": ("model_dim", "num_heads · head_dim"),
        "w_key": ("model_dim", "num_heads · head_dim"),
        "w_value": ("model_dim", "num_heads · value_dim"),
        "w_output": ("num_heads · value_dim", "output_dim"),
    },
    cases=CASES,
    mistakes=MISTAKES,
    accidents=ACCIDENTS,
    praise=(
        "Every head projects the whole vector, compares all tokens within its own few components "
        "and divides by √head_dim; W_O mixes what the heads have found. No sequence sees another."
    ),
)
