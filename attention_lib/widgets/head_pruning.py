"""``HeadPruning``: switch heads of a pretrained model off, and see what it still finds."""

import re
from functools import partial

import numpy as np
import traitlets

from attention_lib.models import load_minilm, minilm_installed
from attention_lib.models.pruning_results import BITS, measured, state_heads, state_key
from attention_lib.models.retrieval import HEADS, LAYERS, retrieve, shares
from attention_lib.widgets.base import STATIC
from attention_lib.widgets.foldable import Foldable
from attention_lib.widgets.head_pruning_snapshot import pruning_tables
from attention_lib.widgets.head_pruning_spec import counts, pruning_spec
from attention_lib.widgets.head_pruning_words import found_sentence

KEY = re.compile(f"[0-9a-f]{{{BITS // 4}}}")


class HeadPruning(Foldable):
    """Switch any of MiniLM's 6 × 12 heads off; two searches say what that costs.

    For each of 60 questions the model looks for the answer among all 60, for each of 100 titles
    for a sentence of the article among all 100. Sets of heads that were measured before are shown
    at once, also without a kernel; any other set needs the model (about one second).

    Parameters
    ----------
    heads : array_like of bool, shape (6, 12), optional
        False where a head is off at first; all are on when omitted.
    curves : bool, default True
        Draw what measured orders of pruning give. With False the learner is left to find out;
        assign True afterwards.
    worth : bool, default False
        Write on each head how many more or fewer texts are found without it alone.
    present : bool, default False
        Large digits, for a wall.

    Attributes
    ----------
    heads : ndarray of bool, shape (6, 12)
        Which are on. Assign another.
    accuracy : dict of str to attention_lib.models.retrieval.Share
        What is found with these heads: *questions* and *titles*.

    Raises
    ------
    ImportError
        If ``heads`` is a set that was not measured, and the model is not installed; the message
        has the command.
    ValueError
        If ``heads`` is not a boolean array of shape (6, 12).

    Examples
    --------
    >>> import numpy as np
    >>> HeadPruning(np.zeros((6, 12), dtype=bool)).heads.sum()
    np.int64(0)
    """

    _esm = STATIC / "pruning.js"
    _css = STATIC / "pruning.css"

    spec = traitlets.Dict(read_only=True).tag(sync=True)
    live = traitlets.Bool(read_only=True).tag(sync=True)
    state = traitlets.Unicode().tag(sync=True)
    answer = traitlets.Dict(read_only=True).tag(sync=True)
    curves = traitlets.Bool(True).tag(sync=True)
    worth = traitlets.Bool(False).tag(sync=True)
    present = traitlets.Bool(False).tag(sync=True)

    def __init__(self, heads=None, *, curves=True, worth=False, present=False):
        heads = np.ones((LAYERS, HEADS), dtype=bool) if heads is None else _checked(heads)
        self._outcome = _outcome(heads)
        key = state_key(heads)
        # Before the widget opens its channel: the browser gets all in its first message.
        self.set_trait("spec", pruning_spec())
        self.set_trait("live", minilm_installed())
        self.set_trait("answer", _answer(key, self._outcome))
        super().__init__(state=key, curves=curves, worth=worth, present=present)

    @property
    def heads(self):
        """Which heads are on; assign another set."""
        return state_heads(self.answer["state"])

    @heads.setter
    def heads(self, heads):
        heads = _checked(heads)
        outcome, key = _outcome(heads), state_key(heads)
        with self.hold_sync():
            self._show(key, outcome)
            self.state = key

    @property
    def accuracy(self):
        """What is found with these heads, by task."""
        return shares(self._outcome)

    def sentence(self):
        """Return how many heads are on and what is found with them, beside what needs none."""
        return found_sentence(int(self.heads.sum()), self.accuracy, without=self.curves)

    def snapshot(self):
        """Return the measured orders, the floors and each head's own worth, as tables."""
        return pruning_tables(self.heads, self.accuracy, curves=self.curves)

    @traitlets.validate("state")
    def _check_state(self, proposal):
        key = proposal["value"]
        if not KEY.fullmatch(key):
            raise traitlets.TraitError(f"a state must be {BITS // 4} digits; got {key!r:.80}")
        return key

    @traitlets.observe("state")
    def _follow_state(self, change):
        key, answer = change["new"], self.answer
        if not answer:
            return  # at first
        if key == answer["state"]:  # Python's own, or back from one that could not be measured
            self.set_trait("answer", {**answer, "problem": None})
            return
        try:
            self._show(key, _outcome(state_heads(key)))
        except (ImportError, ValueError) as error:
            problem = {"state": key, "text": str(error)}
            self.set_trait("answer", {**answer, "problem": problem})

    def _show(self, key, outcome):
        self._outcome = outcome
        self.set_trait("answer", _answer(key, outcome))


def _outcome(heads):
    """Return which pairs are found: as measured before, or else measured now."""
    known = measured(heads)
    return known or retrieve(partial(load_minilm().vectors, heads=heads))


def _answer(key, outcome):
    return {"state": key, "counts": counts(outcome), "problem": None}


def _checked(heads):
    heads = np.asarray(heads)
    if heads.dtype != bool or heads.shape != (LAYERS, HEADS):
        raise ValueError(
            f"heads must be a boolean array of shape {(LAYERS, HEADS)} (layers, num_heads); "
            f"got {heads.dtype} of shape {heads.shape}"
        )
    return heads
