"""What a learner reads of an editor and assigns to it."""

from attention_lib.widgets.editor_forward import attend, score_function, visible
from attention_lib.widgets.matrix_parts import MatrixParts


class EditorParts(MatrixParts):
    """Every part of an editor's state under its own name.

    A subclass gives ``_now``, the state, and ``update``.
    """

    @property
    def key_tokens(self):
        """The words of keys and values, a list of str; None: the same words (self-attention)."""
        own = self._now["key_tokens"]
        return own if own is None else list(own)

    @key_tokens.setter
    def key_tokens(self, key_tokens):
        self.update(key_tokens=key_tokens)

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
