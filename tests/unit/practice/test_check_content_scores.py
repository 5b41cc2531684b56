"""Every wrong score gets its own explanation; every right one passes."""

import numpy as np
import pytest
from explained import assert_own_explanation

from attention_lib.practice import check_content_scores
from attention_lib.practice.checks.content_scores import EXERCISE


def pair_by_pair(score):
    """Write a score of one state and one memory vector out for all pairs."""

    def content_scores(state, memory, matrix):
        return np.array([[score(s, m, matrix) for m in memory] for s in state])

    return content_scores


def bilinear(s, m, matrix):
    return sum(s[a] * matrix[a][b] * m[b] for a in range(len(s)) for b in range(len(m)))


right = pair_by_pair(bilinear)


def by_einsum(state, memory, matrix):
    return np.einsum("td,de,se->ts", state, matrix, memory)


def memory_first(state, memory, matrix):
    return state @ (memory @ matrix.T).T


def nested_lists(state, memory, matrix):
    return right(state, memory, matrix).tolist()


def exponentials(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cosine(s, m, matrix):
    projected = s @ matrix
    return projected @ m / np.linalg.norm(projected) / np.linalg.norm(m)


def place_only(state, memory, matrix):
    return state @ matrix[:, : len(memory)]


WRONG = {
    "memory not read": (place_only, "say which place to read"),
    "state not read": (
        lambda state, memory, matrix: np.array([memory.sum(axis=1)] * len(state)),
        "the same for every state",
    ),
    "matrix left out": (lambda state, memory, matrix: state.dot(memory.T), "plain dot product"),
    "matrix transposed": (
        lambda state, memory, matrix: state @ (memory @ matrix).T,
        "Its rows belong to the state",
    ),
    "result transposed": (
        lambda state, memory, matrix: memory @ matrix.T @ state.T,
        "(source_len, target_len)",
    ),
    "step by step": (
        lambda state, memory, matrix: np.einsum("td,de,te->t", state, matrix, memory),
        "memory vector t alone",
    ),
    "scaled": (
        lambda state, memory, matrix: right(state, memory, matrix) / memory.shape[1] ** 0.5,
        "has no scale",
    ),
    "softmaxed already": (lambda *given: exponentials(right(*given)), "before the softmax"),
    "tanh": (lambda *given: np.tanh(by_einsum(*given)), "belongs to the additive score"),
    "normalised": (pair_by_pair(cosine), "that is a cosine"),
    "context instead of scores": (
        lambda state, memory, matrix: exponentials(right(state, memory, matrix)) @ memory,
        "the averaged memory",
    ),
    "the inner sizes differ": (lambda state, memory, matrix: state @ matrix @ memory, "memory.T"),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_each_wrong_score_gets_its_own_explanation(mistake):
    function, says = WRONG[mistake]
    report = check_content_scores(function)
    assert_own_explanation(report, EXERCISE, mistake, says)


def test_every_known_score_mistake_is_made_by_an_attempt():
    assert {m.name for m in (*EXERCISE.mistakes, *EXERCISE.accidents)} == WRONG.keys()


@pytest.mark.parametrize("function", [right, by_einsum, memory_first, nested_lists])
def test_right_scores_written_differently_pass(function):
    assert check_content_scores(function).state == "passed"


def test_untouched_scores_are_not_started():
    assert check_content_scores(lambda state, memory, matrix: None).state == "not started"


def test_an_unknown_wrong_score_gets_an_honest_sentence():
    report = check_content_scores(lambda *given: right(*given) ** 2)
    assert report.mistake is None
    assert "None of the mistakes that this check can name" in report.sentence
