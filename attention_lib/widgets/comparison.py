"""``AttentionComparison``: the same queries, keys and values under two settings, A and B."""

import traitlets

from attention_lib.examples import SENTENCE, word_vectors
from attention_lib.widgets.base import STATIC, CourseWidget
from attention_lib.widgets.comparison_parts import ComparisonParts
from attention_lib.widgets.comparison_snapshot import snapshot
from attention_lib.widgets.comparison_state import (
    SHARED,
    SIDE_DEFAULTS,
    SIDES,
    clean_comparison,
    with_settings,
    with_words,
)
from attention_lib.widgets.comparison_text import describe_comparison
from attention_lib.widgets.editor_state import MAX_DIM
from attention_lib.widgets.editor_words import (
    MAX_TOKENS,
    clean_key_tokens,
    clean_tokens,
)
from attention_lib.widgets.resettable import Resettable


class AttentionComparison(ComparisonParts, Resettable, CourseWidget):
    """Show what one setting does: the same Q, K and V as A and as B, and B − A.

    Parameters
    ----------
    tokens : str or sequence of str, default "the cat sat on the mat"
        1 to 16 words.
    a, b : dict, optional
        What each side does with the shared numbers: ``score`` ("dot", "general",
        "additive" or "cosine"), ``scaled`` (divide dot products by
        ``sqrt(head_dim)``), ``temperature``, ``mask`` (a name or a matrix, True =
        may attend), ``window`` and ``padding``, as in `AttentionEditor`. What is
        left out of a dict is that of a scaled dot product without a mask. Without
        ``a`` and ``b`` this is A, and B is the same not scaled.
    query, key : array_like, shape (tokens, head_dim), optional
        Numbers from −10 to 10, kept to five decimals. Omitted ones are made from
        the words: the same word always gets the same numbers.
    value : array_like, shape (tokens, value_dim), optional
    key_tokens : str or sequence of str, optional
        The words of keys and values where they are not the queries'
        (cross-attention).
    head_dim : int, default 4
        1 to 8; the width of what is omitted.
    general : array_like, shape (head_dim, head_dim), optional
        The matrix of the general score.
    additive_v : array_like, shape (head_dim,), optional
        The vector of the additive score.
    present : bool, default False
        Large digits, for a wall.

    Attributes
    ----------
    query, key, value : ndarray
        What the screen shows. Assign a whole matrix to change it on both sides.
    weights_a, weights_b, difference : ndarray, shape (query_len, key_len)
        Computed by ``attention_lib``; ``difference`` is ``weights_b - weights_a``.
    output_a, output_b : ndarray, shape (query_len, value_dim)

    Raises
    ------
    ValueError
        If anything does not fit, in words; the last good state stays.

    Examples
    --------
    >>> comparison = AttentionComparison("the cat sat", b={"mask": "causal"})
    >>> comparison.difference.shape
    (3, 3)
    >>> comparison.sentence()
    'A: dot ÷ √4; B: dot ÷ √4, causal; largest difference: row the: the 0.15 → 1.00'
    """

    _esm = STATIC / "comparison.js"
    _css = STATIC / "comparison.css"

    present = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self,
        tokens=SENTENCE,
        a=None,
        b=None,
        *,
        query=None,
        key=None,
        value=None,
        key_tokens=None,
        head_dim=4,
        general=None,
        additive_v=None,
        present=False,
    ):
        tokens, key_tokens = _words(tokens, key_tokens)
        keys = tokens if key_tokens is None else key_tokens
        if isinstance(head_dim, bool) or head_dim not in range(1, MAX_DIM + 1):
            raise ValueError(
                f"head_dim must be a whole number from 1 to {MAX_DIM}; got {head_dim!r}"
            )
        words = {"query": (query, tokens), "key": (key, keys), "value": (value, keys)}
        defaults = {**SIDE_DEFAULTS, "padding": min(1, len(keys))}
        shape = len(tokens), len(keys)
        state = {
            "seq": 0,
            "tokens": tokens,
            "key_tokens": key_tokens,
            **{
                role: word_vectors(own, role, head_dim) if matrix is None else matrix
                for role, (matrix, own) in words.items()
            },
            "general": general,
            "additive_v": additive_v,
            "a": with_settings(defaults, {} if a is None else a, "a", shape),
            "b": with_settings(defaults, {"scaled": False} if b is None else b, "b", shape),
        }
        state = clean_comparison(state)
        super().__init__(state=state, present=present)

    @traitlets.validate("state")
    def _check_state(self, proposal):
        try:
            return clean_comparison(proposal["value"])
        except ValueError as error:  # of these alone traitlets restores the last good state
            raise traitlets.TraitError(str(error)) from None

    def sentence(self):
        """Return what A and B are, and where their weights differ most."""
        return describe_comparison(self)

    def snapshot(self):
        """Return W of A, W of B and B − A, and behind "show the steps" the rest."""
        return snapshot(self)

    def update(self, **fields):
        """Change several parts at once, as one step that can be undone.

        Parameters
        ----------
        **fields
            Any of ``tokens``, ``key_tokens``, ``query``, ``key``, ``value``,
            ``general``, ``additive_v``, and ``a`` or ``b`` with the settings to
            change; a setting that is not named stays.

        Raises
        ------
        ValueError
            If the result does not fit together; the last good state stays.
        """
        unknown = fields.keys() - SHARED - set(SIDES)
        if unknown:
            raise ValueError(f"a comparison has no {', '.join(sorted(unknown))}")
        words = _words(
            fields.get("tokens", self.state["tokens"]),
            fields.get("key_tokens", self.state["key_tokens"]),
        )
        state = with_words(self.state, *words)
        state |= {name: fields[name] for name in fields.keys() - {"tokens", "key_tokens", *SIDES}}
        shape = len(state["tokens"]), len(words[0] if words[1] is None else words[1])
        for side in fields.keys() & set(SIDES):
            state[side] = with_settings(state[side], fields[side], side, shape)
        self._change(clean_comparison({**state, "seq": self.state["seq"] + 1}))


def _words(tokens, key_tokens):
    return clean_tokens(tokens, MAX_TOKENS), clean_key_tokens(key_tokens, MAX_TOKENS)
