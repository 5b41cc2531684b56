"""``AttentionEditor``: edit queries, keys and values, and watch attention follow."""

import traitlets

from attention_lib.describe import describe_weights
from attention_lib.examples import SENTENCE, word_vectors
from attention_lib.widgets.base import STATIC, CourseWidget
from attention_lib.widgets.editor_forward import large_view
from attention_lib.widgets.editor_parts import EditorParts
from attention_lib.widgets.editor_snapshot import snapshot_html
from attention_lib.widgets.editor_state import (
    MAX_DIM,
    SETTINGS,
    clean_goal,
    clean_state,
    is_wide,
    mask_fields,
    refitted,
)
from attention_lib.widgets.editor_words import (
    MAX_SHOWN,
    MAX_TOKENS,
    clean_key_tokens,
    clean_tokens,
    with_tokens,
)
from attention_lib.widgets.resettable import Resettable

# The read-only picture of many words. It shares editor.css: anywidget keeps one style
# sheet for all widgets of one class.
LARGE = STATIC / "large.js"


class AttentionEditor(EditorParts, Resettable, CourseWidget):
    """Edit Q, K and V; scores, mask, weights and output follow in the same paint.

    Parameters
    ----------
    tokens : str or sequence of str, default "the cat sat on the mat"
        1 to 16 words. Up to 128 are shown, read-only.
    query : array_like, shape (tokens, head_dim), optional
        Numbers from −10 to 10, kept to five decimals. Omitted ones are made from
        the words: the same word always gets the same numbers.
    key : array_like, shape (key_tokens, head_dim), optional
    value : array_like, shape (key_tokens, value_dim), optional
    key_tokens : str or sequence of str, optional
        The words of keys and values, 1 to 16: cross-attention. Those of the
        queries when omitted: self-attention.
    head_dim : int, default 4
        1 to 8; the width of what is omitted.
    score : {"dot", "general", "additive", "cosine"}
        How a query is compared with a key: `dot_score`, `general_score`,
        `additive_score` with the identity for both matrices, `cosine_score`.
    general : array_like, shape (head_dim, head_dim), optional
        Of the general score; by default 1 on the diagonal and 0.5 to its right.
    additive_v : array_like, shape (head_dim,), optional
        Of the additive score; by default ones.
    mask : str or array_like of bool, default "none"
        "none", "causal", "padding", "window", or a matrix, True = may attend.
    window : int, default 1
        Visible positions on each side, for mask "window".
    padding : int, default 1
        Padded keys at the end, for mask "padding".
    scaled : bool, default True
        Divide dot products by ``sqrt(head_dim)``. It leaves the other scores
        alone: a cosine stays within −1 and 1, and a learned matrix or vector can
        hold any factor.
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
    key_tokens : list of str or None
        None in self-attention; assign words, or None, to switch.
    mask : ndarray of bool, shape (query_len, key_len)
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
        key_tokens=None,
        head_dim=4,
        score="dot",
        general=None,
        additive_v=None,
        mask="none",
        window=1,
        padding=1,
        scaled=True,
        temperature=1.0,
        goal=None,
        present=False,
    ):
        tokens = clean_tokens(tokens, MAX_SHOWN)
        key_tokens = clean_key_tokens(key_tokens, MAX_SHOWN)
        keys = tokens if key_tokens is None else key_tokens
        if isinstance(head_dim, bool) or head_dim not in range(1, MAX_DIM + 1):
            raise ValueError(
                f"head_dim must be a whole number from 1 to {MAX_DIM}; got {head_dim!r}"
            )
        words = {"query": tokens, "key": keys, "value": keys}
        given = {"query": query, "key": key, "value": value}
        state = {
            "seq": 0,
            "tokens": tokens,
            "key_tokens": key_tokens,
            **{
                role: word_vectors(words[role], role, head_dim) if matrix is None else matrix
                for role, matrix in given.items()
            },
            "score": score,
            "general": general,
            "additive_v": additive_v,
            "scaled": scaled,
            "temperature": temperature,
            "window": window,
            "padding": min(padding, len(keys)) if isinstance(padding, int) else padding,
            **mask_fields(mask, len(tokens), len(keys)),
        }
        if max(len(tokens), len(keys)) > MAX_TOKENS or is_wide(state["query"]):
            state = clean_state(state, MAX_SHOWN, MAX_SHOWN)
            super().__init__(_esm=LARGE.read_text(encoding="utf-8"), large=large_view(state))
            self._fixed = state
            return
        self._fixed = None
        state = clean_state(state)
        goal = clean_goal(goal, len(tokens), len(keys))
        super().__init__(state=state, goal=goal, present=present)

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
            return clean_goal(proposal["value"], len(self.state["query"]), len(self.state["key"]))
        except ValueError as error:
            raise traitlets.TraitError(str(error)) from None

    def sentence(self):
        """Return the map's size and its strongest weight."""
        return describe_weights(self.weights, self.tokens, self.key_tokens)

    def snapshot(self):
        """Return W as a table, and behind "show the steps" everything it follows from."""
        if self._fixed is not None:  # 128 × 128 cells would be a page of their own
            return ""
        return snapshot_html(self, self.state)

    @property
    def _now(self):
        return self.state if self._fixed is None else self._fixed

    def update(self, **fields):
        """Change several parts at once, as one step that can be undone.

        Parameters
        ----------
        **fields
            Any of ``tokens``, ``key_tokens``, ``query``, ``key``, ``value``, ``mask``,
            ``score``, ``general``, ``additive_v``, ``scaled``, ``temperature``,
            ``window``, ``padding``.

        Raises
        ------
        ValueError
            If the result does not fit together; the last good state stays.
        """
        if self._fixed is not None:
            most = max(len(self.tokens), len(self.key_tokens or ()))
            raise ValueError(
                f"with more than {MAX_TOKENS} tokens or {MAX_DIM} dimensions the editor is "
                f"read-only; got {most} tokens"
            )
        unknown = fields.keys() - SETTINGS
        if unknown:
            raise ValueError(f"an editor has no {', '.join(sorted(unknown))}")
        now = self.state
        tokens = clean_tokens(fields.get("tokens", now["tokens"]), MAX_TOKENS)
        key_tokens = clean_key_tokens(fields.get("key_tokens", now["key_tokens"]), MAX_TOKENS)
        words = with_tokens(now, tokens, key_tokens)
        state = {**now, **words, **fields, "tokens": tokens, "key_tokens": key_tokens}
        if "mask" in fields:
            state |= mask_fields(fields["mask"], len(words["query"]), len(words["key"]))
        state |= refitted(state, fields)
        self._change(clean_state({**state, "seq": now["seq"] + 1}))
