"""The few words and matrices that all notebooks share."""

import numpy as np

SENTENCE = ("the", "cat", "sat", "on", "the", "mat")

# d_k = 4, so that √d_k = 2 and every number fits on paper.
HAND_QUERY = np.array([[1.0, 1, 1, 1]])
HAND_KEY = np.array([[1.0, 1, 0, 0], [2, 1, 1, 0], [0, 0, 0, 0]])
HAND_VALUE = np.array([[10.0, 0], [0, 10], [5, 5]])

# Three tokens whose scores are symmetric and whose weights are not.
TRAP_TOKENS = ("red", "green", "blue")
TRAP_QUERY = np.array([[1.0, 0], [0, 1], [1, 1]])
TRAP_KEY = np.array([[0.0, 1], [1, 0], [1, 1]])

_FNV_OFFSET, _FNV_PRIME, _WORD = 0x811C9DC5, 0x01000193, 0xFFFFFFFF


def word_vectors(tokens, role, size):
    """Give every word its own numbers: the same word, the same numbers, everywhere.

    They stand for what a trained model would have learned, and mean nothing.

    Parameters
    ----------
    tokens : sequence of str
    role : {"query", "key", "value"}
    size : int
        Numbers per word.

    Returns
    -------
    ndarray, shape (len(tokens), size)
        Multiples of 0.1 from −2.0 to 2.0.

    Notes
    -----
    FNV-1a of ``role:word`` seeds mulberry32; 32-bit arithmetic, so that the
    widgets' JavaScript (``widgets/js/words.js``) gives the same numbers.

    Examples
    --------
    >>> word_vectors(["cat", "cat"], "query", 3).shape
    (2, 3)
    """
    return np.array([_word_vector(token, role, size) for token in tokens]).reshape(-1, size)


def _word_vector(word, role, size):
    seed = _FNV_OFFSET
    for byte in f"{role}:{word}".encode():
        seed = (seed ^ byte) * _FNV_PRIME & _WORD
    numbers = []
    for _ in range(size):
        seed = (seed + 0x6D2B79F5) & _WORD
        t = (seed ^ seed >> 15) * (seed | 1) & _WORD
        t ^= (t + ((t ^ t >> 7) * (t | 61) & _WORD)) & _WORD
        numbers.append(((t ^ t >> 14) * 41 // 2**32 - 20) / 10)
    return numbers
