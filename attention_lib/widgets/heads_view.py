"""``AttentionHeads``: all 72 heads of a pretrained model over any sentence, one of them large."""

import traitlets
from ipywidgets import widget_serialization

from attention_lib.models import (
    MiniLMNotInstalled,
    minilm_installed,
    minilm_sentences,
    read_sentence,
)
from attention_lib.models.minilm_store import COMMAND
from attention_lib.widgets.base import STATIC, CourseWidget
from attention_lib.widgets.editor import AttentionEditor
from attention_lib.widgets.heads_choice import (
    MAX_PIECES,
    NO_WORD,
    clean_choice,
    clean_request,
    clean_text,
)
from attention_lib.widgets.heads_codes import cells, described, found, packed
from attention_lib.widgets.heads_editor import head_editor, head_factors, opened_title
from attention_lib.widgets.heads_parts import HeadsParts, or_trait_error
from attention_lib.widgets.heads_snapshot import describe, snapshot_html

SENTENCE = "the cat saw the dog and the dog ran"
INSTALL = f"run  %{COMMAND}  in a cell (87 MB), then this cell again."
HINT = f"Choose a sentence from the list. To read your own as well, {INSTALL}"


class AttentionHeads(HeadsParts, CourseWidget):
    """See what each of MiniLM's 6 × 12 heads looks at while it reads a sentence.

    Parameters
    ----------
    text : str, default "the cat saw the dog and the dog ran"
        A shipped sentence (`attention_lib.models.minilm_sentences`), or any other once the
        model is installed; at most 128 pieces.
    layer : int, default 0
        0 to 5.
    head : int, default 2
        0 to 11; the one that stands large.
    pattern : str, optional
        A name from ``attention_lib.models.PATTERNS``: every head is measured by it.
    present : bool, default False
        Large digits, for a wall.

    Attributes
    ----------
    text, layer, head, pattern
        What the screen shows; assign another.
    reading : attention_lib.models.Reading
        The sentence in pieces, and all 72 maps.
    weights : ndarray, shape (length, length)
        Of the head that stands large.
    factor_error : float
        How far its `editor` is from it: the largest difference between two weights.

    Raises
    ------
    ImportError
        If the sentence is not shipped and the model is not installed; the message says how.
    ValueError
        If the sentence is empty or too long, or there is no such layer, head or pattern;
        what was shown stays.
    """

    _esm = STATIC / "heads.js"
    _css = STATIC / "heads.css"

    request = traitlets.Dict().tag(sync=True)
    answer = traitlets.Dict(read_only=True).tag(sync=True)
    maps = traitlets.Bytes(read_only=True).tag(sync=True)
    found = traitlets.Bytes(read_only=True).tag(sync=True)
    patterns = traitlets.List(read_only=True).tag(sync=True)
    sentences = traitlets.List(read_only=True).tag(sync=True)
    hint = traitlets.Unicode(read_only=True).tag(sync=True)
    opened = traitlets.Instance(AttentionEditor, allow_none=True, read_only=True).tag(
        sync=True, **widget_serialization
    )
    present = traitlets.Bool(False).tag(sync=True)

    def __init__(self, text=SENTENCE, layer=0, head=2, pattern=None, *, present=False):
        choice = clean_choice({"layer": layer, "head": head, "pattern": pattern})
        # Before the widget opens its channel: the browser gets all in its first message.
        self._read(text, 0)
        self.set_trait("patterns", described())
        self.set_trait("sentences", list(minilm_sentences()))
        self.set_trait("hint", "" if minilm_installed() else HINT)
        super().__init__(choice=choice, request={"seq": 0}, present=present)

    @property
    def text(self):
        """The sentence that is read; assign another."""
        return self.reading.text

    @text.setter
    def text(self, text):
        seq = self.answer["seq"] + 1
        with self.hold_sync():
            self._read(text, seq)

    @property
    def weights(self):
        """What the head that stands large looks at, shape (length, length)."""
        return self.reading.weights[self.layer, self.head]

    @property
    def factor_error(self):
        """The largest difference between a weight of the head and of its `editor`."""
        return self._factors_of(self.layer, self.head).error

    def editor(self):
        """Return the head that stands large as an editor.

        Returns
        -------
        AttentionEditor
            Of the first 16 pieces, with queries and keys of at most 8 dimensions that give
            the head's weights nearly; the values are made from the words.
        """
        return head_editor(self.reading.words, self._factors_of(self.layer, self.head))

    def sentence(self):
        """Return what is read, what the large head does, and which head fits the pattern best."""
        return describe(self.reading, self.layer, self.head, self.pattern)

    def snapshot(self):
        """Return the large head as a table, and all heads by how well they fit the pattern."""
        return snapshot_html(self.reading, self.layer, self.head, self.pattern)

    @traitlets.validate("request")
    def _check_request(self, proposal):
        return or_trait_error(clean_request, proposal["value"])

    @traitlets.observe("request")
    def _follow_request(self, change):
        request = change["new"]
        if request["seq"] == 0:
            return
        with self.hold_sync():
            try:
                if "text" in request:
                    self._read(request["text"], request["seq"])
                else:
                    self._open(request)
            except MiniLMNotInstalled:
                self._refuse(request, f"Not in the list. To read your own sentences, {INSTALL}")
            except ValueError as error:
                self._refuse(request, str(error))

    def _refuse(self, request, problem):
        """Stay with what was read."""
        self.set_trait("answer", {**self.answer, "seq": request["seq"], "problem": problem})

    def _read(self, text, seq):
        reading = read_sentence(clean_text(text))
        if len(reading.words) <= 2:  # [CLS] and [SEP]: the model skips what cannot be seen
            raise ValueError(NO_WORD)
        if len(reading.words) > MAX_PIECES:
            raise ValueError(
                f"the widget shows up to {MAX_PIECES} pieces; this text has {len(reading.words)}"
                f"{' or more' if reading.truncated else ''}"
            )
        self.reading, self._factors = reading, {}
        self.set_trait("maps", packed(reading.weights))
        self.set_trait("found", found(reading))
        answer = {"text": reading.text, "words": list(reading.words), "cells": cells(reading)}
        self.set_trait("answer", {"seq": seq, "problem": None, "opened": None, **answer})

    def _open(self, request):
        layer, head = request["layer"], request["head"]
        factors = self._factors_of(layer, head)
        title = opened_title(f"L{layer}H{head}", self.reading.words, factors)
        before = self.opened
        self.set_trait("opened", head_editor(self.reading.words, factors))
        opened = {"layer": layer, "head": head, "title": title}
        self.set_trait(
            "answer", {**self.answer, "seq": request["seq"], "problem": None, "opened": opened}
        )
        if before is not None:
            before.close()

    def _factors_of(self, layer, head):
        if (layer, head) not in self._factors:
            self._factors[layer, head] = head_factors(self.reading, layer, head)
        return self._factors[layer, head]
