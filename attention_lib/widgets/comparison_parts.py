"""What a learner reads of a comparison and assigns to it."""

from attention_lib.widgets.comparison_state import settings_given, side_of
from attention_lib.widgets.editor_forward import attend, score_function, visible
from attention_lib.widgets.editor_words import key_words
from attention_lib.widgets.matrix_parts import MatrixParts


class ComparisonParts(MatrixParts):
    """Every part of a comparison's state, and what follows from it on each side.

    A subclass gives ``state`` and ``update``.
    """

    @property
    def _now(self):
        return self.state

    @property
    def key_tokens(self):
        """The words of keys and values, a list of str; assign None for the queries'."""
        return list(key_words(self.state))

    @key_tokens.setter
    def key_tokens(self, tokens):
        self.update(key_tokens=tokens)

    @property
    def a(self):
        """The settings of A; assign a dict of those to change."""
        return settings_given(self.state["a"])

    @a.setter
    def a(self, settings):
        self.update(a=settings)

    @property
    def b(self):
        """The settings of B; assign a dict of those to change."""
        return settings_given(self.state["b"])

    @b.setter
    def b(self, settings):
        self.update(b=settings)

    @property
    def mask_a(self):
        """Which query may attend to which key in A, shape (query_len, key_len)."""
        return visible(self._side("a"))

    @property
    def scores_a(self):
        """Every query compared with every key by A, before its mask."""
        return score_function(self._side("a"))(self.query, self.key)

    @property
    def weights_a(self):
        """The softmax of A's scores, shape (query_len, key_len)."""
        return attend(self._side("a"))[1]

    @property
    def output_a(self):
        """The values averaged by A's weights, shape (query_len, value_dim)."""
        return attend(self._side("a"))[0]

    @property
    def mask_b(self):
        """Which query may attend to which key in B, shape (query_len, key_len)."""
        return visible(self._side("b"))

    @property
    def scores_b(self):
        """Every query compared with every key by B, before its mask."""
        return score_function(self._side("b"))(self.query, self.key)

    @property
    def weights_b(self):
        """The softmax of B's scores, shape (query_len, key_len)."""
        return attend(self._side("b"))[1]

    @property
    def output_b(self):
        """The values averaged by B's weights, shape (query_len, value_dim)."""
        return attend(self._side("b"))[0]

    @property
    def difference(self):
        """Weights of B minus weights of A, shape (query_len, key_len)."""
        return self.weights_b - self.weights_a

    def _side(self, side):
        return side_of(self.state, side)
