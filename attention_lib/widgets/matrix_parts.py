"""What the editor and the comparison both let a learner read and assign: words, Q, K and V."""

import numpy as np

from attention_lib.widgets.editor_forward import additive_v, general_matrix


class MatrixParts:
    """The words and numbers of a state under their own names.

    A subclass gives ``_now``, the state, and ``update``.
    """

    @property
    def tokens(self):
        """The queries' words, a list of str; assign a string or a list to change them."""
        return list(self._now["tokens"])

    @tokens.setter
    def tokens(self, tokens):
        self.update(tokens=tokens)

    @property
    def query(self):
        """What each word looks for, shape (query_len, head_dim)."""
        return read_only(self._now["query"])

    @query.setter
    def query(self, matrix):
        self.update(query=matrix)

    @property
    def key(self):
        """What each word is matched on, shape (key_len, head_dim)."""
        return read_only(self._now["key"])

    @key.setter
    def key(self, matrix):
        self.update(key=matrix)

    @property
    def value(self):
        """What each word passes on, shape (key_len, value_dim)."""
        return read_only(self._now["value"])

    @value.setter
    def value(self, matrix):
        self.update(value=matrix)

    @property
    def general(self):
        """The matrix of the general score, shape (head_dim, head_dim); None resets it."""
        return read_only(general_matrix(self._now))

    @general.setter
    def general(self, matrix):
        self.update(general=matrix)

    @property
    def additive_v(self):
        """The vector of the additive score, shape (head_dim,); None resets it to ones."""
        return read_only(additive_v(self._now))

    @additive_v.setter
    def additive_v(self, v):
        self.update(additive_v=v)


def read_only(matrix):
    """Return a copy as an array into which nothing can be written."""
    matrix = np.array(matrix, dtype=float)
    # A write into this copy would change nothing on the screen: refuse it.
    matrix.flags.writeable = False
    return matrix
