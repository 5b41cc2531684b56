"""Wrong answers to ``content_scores`` that its check can name."""

import numpy as np

from attention_lib.attention import softmax
from attention_lib.practice.checks._np_dot import at_and_np_dot
from attention_lib.practice.exercise import Accident, Mistake
from attention_lib.scoring import general_score


def solve(state, memory, matrix):
    """Score every state against every memory vector."""
    return general_score(state, memory, matrix=matrix)


def _afterwards(change):
    return lambda state, memory, matrix: change(solve(state, memory, matrix), state, memory)


def _unit(x):
    return x / np.linalg.norm(x, axis=-1, keepdims=True)


MISTAKES = (
    Mistake(
        "memory not read",
        "The scores are computed from the state alone: they say which place to read, whatever "
        "stands there. That is the tutorial's bug. Compare with the memory: … @ memory.T.",
        (
            lambda state, memory, matrix: (state @ matrix)[:, : len(memory)],
            lambda state, memory, matrix: state @ matrix,
            lambda state, memory, matrix: state[:, : len(memory)],
            lambda state, memory, matrix: np.resize(state @ matrix, (len(state), len(memory))),
        ),
    ),
    Mistake(
        "state not read",
        "The scores are the same for every state: they are computed from the memory alone. Then "
        "every word written would look at the same place.",
        (
            lambda state, memory, matrix: np.tile((memory @ matrix.T).sum(-1), (len(state), 1)),
            lambda state, memory, matrix: np.tile(memory.sum(-1), (len(state), 1)),
        ),
    ),
    Mistake(
        "matrix left out",
        "The matrix is not used: this is a plain dot product, which needs equal widths and cannot "
        "learn what to compare.",
        at_and_np_dot(lambda state, memory, matrix: state @ memory.T),
    ),
    Mistake(
        "matrix transposed",
        "The matrix is transposed. Its rows belong to the state and its columns to the memory: "
        "state @ matrix @ memory.T.",
        at_and_np_dot(lambda state, memory, matrix: state @ matrix.T @ memory.T),
    ),
    Mistake(
        "result transposed",
        "The scores have the shape (source_len, target_len). Rows belong to the states, which "
        "ask, columns to the memory.",
        (lambda *given: solve(*given).T,),
    ),
    Mistake(
        "step by step",
        "State t is compared with memory vector t alone. Every state meets every memory vector: "
        "a whole matrix of scores.",
        (
            lambda state, memory, matrix: ((state @ matrix) * memory).sum(-1),
            lambda state, memory, matrix: np.diag(np.diag(solve(state, memory, matrix))),
        ),
    ),
    Mistake(
        "scaled",
        "The scores are divided by the root of a width. The general score has no scale: the "
        "matrix can learn any factor.",
        (
            _afterwards(lambda scores, state, memory: scores / np.sqrt(state.shape[-1])),
            _afterwards(lambda scores, state, memory: scores / np.sqrt(memory.shape[-1])),
        ),
    ),
    Mistake(
        "softmaxed already",
        "These are softmax weights. Asked for are the scores before the softmax, so that a mask "
        "can still hide some.",
        (
            _afterwards(lambda scores, state, memory: softmax(scores)),
            _afterwards(lambda scores, state, memory: softmax(scores, axis=0)),
        ),
    ),
    Mistake(
        "tanh",
        "The scores go through tanh. The general score is a plain bilinear form; a tanh belongs to "
        "the additive score.",
        (
            _afterwards(lambda scores, state, memory: np.tanh(scores)),
            lambda state, memory, matrix: np.tanh(state @ matrix) @ memory.T,
        ),
    ),
    Mistake(
        "normalised",
        "The vectors are brought to length 1 first: that is a cosine. In the general score the "
        "lengths count.",
        (
            lambda state, memory, matrix: _unit(state @ matrix) @ _unit(memory).T,
            lambda state, memory, matrix: _unit(state) @ matrix @ _unit(memory).T,
        ),
    ),
    Mistake(
        "context instead of scores",
        "This is the averaged memory, the output of attention. Asked for are the scores alone, "
        "(target_len, source_len).",
        (lambda state, memory, matrix: softmax(solve(state, memory, matrix)) @ memory,),
    ),
)

ACCIDENTS = tuple(
    Accident(
        "the inner sizes differ",
        ValueError,
        says,
        "In a product the last size on the left must equal the first on the right: state "
        "(target_len, state_dim) @ matrix (state_dim, memory_dim) @ memory.T (memory_dim, "
        "source_len).",
    )
    for says in ("matmul: ", "not aligned")
)
