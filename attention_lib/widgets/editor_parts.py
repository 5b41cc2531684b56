"""What a learner reads of an editor and assigns to it."""

import numpy as np

from attention_lib.widgets.editor_forward import (
    additive_v,
    attend,
    general_matrix,
    score_function,
    visible,
)


class EditorParts:
    """Every part of an editor's state under its own name.

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
    def key_tokens(self):
        """The words of keys and values, a list of str; None: the same words (self-attention)."""
        own = self._now["key_tokens"]
        return own if own is None else list(own)

    @key_tokens.setter
    def key_tokens(self, key_tokens):
        self.update(key_tokens=key_tokens)

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
    def mask(self):
        """Which query may attend to which key, shape (query_len, key_len); True = may attend."""
        return visible(self._now)

    @mask.setter
    def mask(self, mask):
        self.update(mask=mask)

    @property
    def window(self):
        """How many positions on each side the mask "window" leaves visible."""
        return self._now["window"]

    @window.setter
    def window(self, window):
        self.update(window=window)

    @property
    def padding(self):
        """How many keys at the end the mask "padding" hides."""
        return self._now["padding"]

    @padding.setter
    def padding(self, padding):
        self.update(padding=padding)

    @property
    def score(self):
        """How queries are compared with keys: "dot", "general", "additive" or "cosine"."""
        return self._now["score"]

    @score.setter
    def score(self, score):
        self.update(score=score)

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

    @property
    def scaled(self):
        """Whether dot products are divided by ``sqrt(head_dim)``; other scores never are."""
        return self._now["scaled"]

    @scaled.setter
    def scaled(self, scaled):
        self.update(scaled=scaled)

    @property
    def temperature(self):
        """What divides the scores once more, 0.1 to 10."""
        return self._now["temperature"]

    @temperature.setter
    def temperature(self, temperature):
        self.update(temperature=temperature)

    @property
    def scores(self):
        """Every query compared with every key, before the mask, shape (query_len, key_len)."""
        return score_function(self._now)(self.query, self.key)

    @property
    def weights(self):
        """The scores' softmax over the keys, shape (query_len, key_len)."""
        return attend(self._now)[1]

    @property
    def output(self):
        """The values' weighted averages, shape (query_len, value_dim)."""
        return attend(self._now)[0]


def read_only(matrix):
    """Return a copy as an array into which nothing can be written."""
    matrix = np.array(matrix, dtype=float)
    # A write into this copy would change nothing on the screen: refuse it.
    matrix.flags.writeable = False
    return matrix
