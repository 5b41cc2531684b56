"""``AttentionEditor``: edit queries, keys and values, and watch attention follow."""

import numpy as np
import traitlets

from attention_lib import scores
from attention_lib.describe import describe_weights
from attention_lib.examples import SENTENCE, word_vectors
from attention_lib.views.colour import round_limit
from attention_lib.views.table import matrix_table, weights_table
from attention_lib.widgets.base import STATIC, CourseWidget
from attention_lib.widgets.editor_forward import attend, large_view, scale, visible
from attention_lib.widgets.editor_state import (
    MAX_DIM,
    MAX_SHOWN,
    MAX_TOKENS,
    SETTINGS,
    clean_goal,
    clean_state,
    clean_tokens,
    is_wide,
    mask_fields,
    with_tokens,
)

# More cells would make a saved notebook heavier than 50 kB for each editor.
MAX_STEP_CELLS = 240


class AttentionEditor(CourseWidget):
    """Edit Q, K and V; scores, mask, weights and output follow in the same paint.

    Parameters
    ----------
    tokens : str or sequence of str, default "the cat sat on the mat"
        1 to 16 words. Up to 128 are shown, read-only.
    query, key : array_like, shape (tokens, head_dim), optional
        Numbers from −10 to 10, kept to five decimals. Omitted ones are made from
        the words: the same word always gets the same numbers.
    value : array_like, shape (tokens, value_dim), optional
    head_dim : int, default 4
        1 to 8; the width of what is omitted.
    mask : str or array_like of bool, default "none"
        "none", "causal", "padding", "window", or a matrix, True = may attend.
    window : int, default 1
        Visible positions on each side, for mask "window".
    padding : int, default 1
        Padded keys at the end, for mask "padding".
    scaled : bool, default True
        Divide the scores by ``sqrt(head_dim)``.
    temperature : float, default 1.0
        0.1 to 10; divides the scores once more.
    goal : dict, optional
        A task whose success is shown: ``text``, ``query`` and ``key`` (row and
        column of the weights) and ``above`` or ``below``.
    present : bool, default False
        Large digits, for a wall.

    Attributes
    ----------
    query, key, value : ndarray
        What the screen shows. Assign a whole matrix to change it.
    mask : ndarray of bool, shape (tokens, tokens)
    scores, weights, output : ndarray
        Computed by ``attention_lib`` from the above.

    Raises
    ------
    ValueError
        If anything does not fit, in words; the last good state stays.

    Examples
    --------
    >>> editor = AttentionEditor("the cat sat", mask="causal")
    >>> editor.weights.shape
    (3, 3)
    >>> editor
    AttentionEditor: 3 queries by 3 keys; strongest: the attends to the (1.00)
    """

    _esm = STATIC / "editor.js"
    _css = STATIC / "editor.css"

    state = traitlets.Dict().tag(sync=True)
    initial = traitlets.Dict().tag(sync=True)
    goal = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)
    large = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)
    present = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self,
        tokens=SENTENCE,
        query=None,
        key=None,
        value=None,
        *,
        head_dim=4,
        mask="none",
        window=1,
        padding=1,
        scaled=True,
        temperature=1.0,
        goal=None,
        present=False,
    ):
        tokens = clean_tokens(tokens, MAX_SHOWN)
        if isinstance(head_dim, bool) or head_dim not in range(1, MAX_DIM + 1):
            raise ValueError(
                f"head_dim must be a whole number from 1 to {MAX_DIM}; got {head_dim!r}"
            )
        given = {"query": query, "key": key, "value": value}
        state = {
            "seq": 0,
            "tokens": tokens,
            **{
                role: word_vectors(tokens, role, head_dim) if matrix is None else matrix
                for role, matrix in given.items()
            },
            "scaled": scaled,
            "temperature": temperature,
            "window": window,
            "padding": min(padding, len(tokens)) if isinstance(padding, int) else padding,
            **mask_fields(mask, len(tokens)),
        }
        if len(tokens) > MAX_TOKENS or is_wide(state["query"]):
            state = clean_state(state, MAX_SHOWN, MAX_SHOWN)
            super().__init__(large=large_view(state))
            self._fixed = state
            return
        self._fixed = None
        state = clean_state(state)
        super().__init__(
            state=state, initial=state, goal=clean_goal(goal, len(tokens)), present=present
        )

    @traitlets.validate("state")
    def _check_state(self, proposal):
        if not proposal["value"] and self.large is not None:
            return {}
        try:
            return clean_state(proposal["value"])
        except ValueError as error:  # of these alone traitlets restores the last good state
            raise traitlets.TraitError(str(error)) from None

    @traitlets.validate("goal")
    def _check_goal(self, proposal):
        try:
            return clean_goal(proposal["value"], len(self.state["tokens"]))
        except ValueError as error:
            raise traitlets.TraitError(str(error)) from None

    def sentence(self):
        """Return the map's size and its strongest weight."""
        return describe_weights(self.weights, self.tokens)

    def snapshot(self):
        """Return W as a table, and behind "show the steps" everything it follows from."""
        if self._fixed is not None:  # 128 × 128 cells would be a page of their own
            return ""
        weights = weights_table(self.weights, self.tokens, visible=self.mask, title="W weights")
        matrices = [
            self._inputs("query", "Q query", "query ↓ / dimension →", ("query", "key")),
            self._inputs("key", "K key", "key ↓ / dimension →", ("query", "key")),
            self._inputs("value", "V value", "key ↓ / dimension →", ("value",)),
            matrix_table(self.scores, self.tokens, self.tokens, title="S scores"),
            self._inputs("output", "O output", "query ↓ / dimension →", ("value",)),
        ]
        if sum(table.matrix.size for table in matrices) > MAX_STEP_CELLS:
            return weights._repr_html_()
        tables = "".join(table._repr_html_() for table in matrices)
        steps = f"<details><summary>show the steps</summary>{tables}</details>"
        return weights._repr_html_() + steps

    def _inputs(self, name, title, axes, scale):
        limit = round_limit(*(getattr(self, other) for other in scale))
        return matrix_table(getattr(self, name), self.tokens, title=title, axes=axes, limit=limit)

    @property
    def tokens(self):
        """The words, a list of str; assign a string or a list to change them."""
        return list(self._now["tokens"])

    @tokens.setter
    def tokens(self, tokens):
        self.update(tokens=tokens)

    @property
    def query(self):
        """What each word looks for, shape (tokens, head_dim)."""
        return self._matrix("query")

    @query.setter
    def query(self, matrix):
        self.update(query=matrix)

    @property
    def key(self):
        """What each word is matched on, shape (tokens, head_dim)."""
        return self._matrix("key")

    @key.setter
    def key(self, matrix):
        self.update(key=matrix)

    @property
    def value(self):
        """What each word passes on, shape (tokens, value_dim)."""
        return self._matrix("value")

    @value.setter
    def value(self, matrix):
        self.update(value=matrix)

    @property
    def mask(self):
        """Which query may attend to which key, shape (tokens, tokens); True = may attend."""
        return visible(self._now)

    @mask.setter
    def mask(self, mask):
        self.update(mask=mask)

    @property
    def scaled(self):
        """Whether scores are divided by ``sqrt(head_dim)``."""
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
        """Every query compared with every key, before the mask, shape (tokens, tokens)."""
        return scores(self.query, self.key, scale=scale(self._now))

    @property
    def weights(self):
        """The scores' softmax over the keys, shape (tokens, tokens)."""
        return attend(self._now)[1]

    @property
    def output(self):
        """The values' weighted averages, shape (tokens, value_dim)."""
        return attend(self._now)[0]

    @property
    def _now(self):
        return self.state if self._fixed is None else self._fixed

    def _matrix(self, name):
        matrix = np.array(self._now[name], dtype=float)
        # A write into this copy would change nothing on the screen: refuse it.
        matrix.flags.writeable = False
        return matrix

    def update(self, **fields):
        """Change several parts at once, as one step that can be undone.

        Parameters
        ----------
        **fields
            Any of ``tokens``, ``query``, ``key``, ``value``, ``mask``,
            ``scaled``, ``temperature``, ``window``, ``padding``.

        Raises
        ------
        ValueError
            If the result does not fit together; the last good state stays.
        """
        if self._fixed is not None:
            raise ValueError(
                f"with more than {MAX_TOKENS} tokens or {MAX_DIM} dimensions the editor is "
                f"read-only; got {len(self.tokens)} tokens"
            )
        unknown = fields.keys() - SETTINGS
        if unknown:
            raise ValueError(f"an editor has no {', '.join(sorted(unknown))}")
        tokens = clean_tokens(fields.get("tokens", self.tokens), MAX_TOKENS)
        fields = {**with_tokens(self.state, tokens), **fields, "tokens": tokens}
        if "mask" in fields:
            fields |= mask_fields(fields["mask"], len(tokens))
        self.state = clean_state({**self.state, **fields, "seq": self.state["seq"] + 1})
