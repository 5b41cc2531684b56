"""MiniLM-L6, a real pretrained model, in NumPy: text → pieces → six blocks → one vector."""

import numpy as np

from attention_lib.attention import scores
from attention_lib.models.minilm_encoder import (
    HEADS,
    LAYERS,
    Same,
    blocks_of,
    encode,
    norm,
)
from attention_lib.models.reading import Reading

LONGEST = 512  # pieces that the model has positions for


class MiniLM:
    """A BERT of 6 layers × 12 heads × 384, trained to give similar texts similar vectors.

    Parameters
    ----------
    stored : dict of str to ndarray
        Named as in Hugging Face's BERT.
    tokenizer : tokenizers.Tokenizer
        Cuts a text into pieces, at most 512, without padding.

    Notes
    -----
    sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0). Get it with `load_minilm`.
    """

    def __init__(self, stored, tokenizer):
        self.tokenizer = tokenizer
        self.blocks = blocks_of(stored)
        self.words = stored["embeddings.word_embeddings.weight"]
        # Every text is of type 0 here (type 1 is the second of a pair).
        first_type = stored["embeddings.token_type_embeddings.weight"][0]
        self.positions = stored["embeddings.position_embeddings.weight"] + first_type
        self.norm = tuple(stored[f"embeddings.LayerNorm.{part}"] for part in ("weight", "bias"))
        self._kept = None  # the last texts of `vectors`, and what each block made of them

    def read(self, text):
        """Read one text with all 72 heads.

        Parameters
        ----------
        text : str

        Returns
        -------
        Reading
            Of at most 512 pieces; ``truncated`` says whether there were more.
        """
        cut = self.pieces(text)
        maps = []
        self.hidden([cut.ids], watch=lambda *seen: maps.append([array[0] for array in seen]))
        query, key, weights = map(np.stack, zip(*maps, strict=True))
        return Reading(
            text,
            tuple(cut.tokens),
            weights,
            score_map=lambda layer, head: scores(query[layer, head], key[layer, head]),
            truncated=bool(cut.overflowing),
        )

    def vectors(self, texts, *, heads=None):
        """Return what each text means, as a vector of length 1.

        Parameters
        ----------
        texts : sequence of str
        heads : array_like of bool, shape (6, 12), optional
            False takes away what that head read; all are on when omitted.

        Returns
        -------
        ndarray, shape (len(texts), 384)
            The mean over the pieces of the last block, ``[CLS]`` and ``[SEP]`` included.

        Raises
        ------
        TypeError
            If ``texts`` is one string, or holds something else.
        ValueError
            If ``heads`` is not a boolean array of shape (6, 12).

        Notes
        -----
        What each block made of the last texts is kept: the same texts with other
        heads are computed from the first layer in which the heads differ.
        """
        heads = _all_on() if heads is None else _checked(heads)
        texts = _several(texts)
        if not texts:
            return np.zeros((0, self.words.shape[1]), dtype=self.words.dtype)
        order, groups, states = self._begun(texts, heads)
        for layer in range(len(states) - 1, LAYERS):
            states.append(encode(self.blocks[layer], states[-1], groups, heads=heads[layer]))
        self._kept = texts, heads, order, groups, states
        return _unit_means(states[-1], order, groups)

    def static_vectors(self, texts):
        """Return the mean of each text's word embeddings, of length 1: a bag of words.

        Parameters
        ----------
        texts : sequence of str

        Returns
        -------
        ndarray, shape (len(texts), 384)
            No block, no position, neither ``[CLS]`` nor ``[SEP]``; zeros for a text without words.
        """
        ids = [self.pieces(text).ids for text in _several(texts)]
        means = [self.words[text[1:-1]].sum(axis=0) for text in ids]
        means = np.array(means).reshape(-1, self.words.shape[1])
        return means / np.maximum(np.linalg.norm(means, axis=-1, keepdims=True), 1e-12)

    def pieces(self, text):
        """Cut a text into pieces: an encoding with ``ids``, ``tokens`` and ``overflowing``."""
        if not isinstance(text, str):
            raise TypeError(f"text must be a string; got {text!r:.60}")
        # Half of a surrogate pair is no character; it is left out, as other control marks are.
        return self.tokenizer.encode(text.encode("utf-8", "ignore").decode("utf-8"))

    def hidden(self, ids, *, watch=None):
        """Return the last block's tokens of equally long texts, one text after the other."""
        x, groups = self._embedded(ids)
        for block in self.blocks:
            x = encode(block, x, groups, watch=watch)
        return x

    def _embedded(self, ids):
        groups, start = [], 0
        lengths, counts = np.unique([len(text) for text in ids], return_counts=True)
        for length, texts in zip(lengths, counts, strict=True):
            groups.append(Same(slice(start, start + length * texts), int(length)))
            start += length * texts
        places = np.concatenate([np.arange(len(text)) for text in ids])
        x = self.words[np.concatenate(ids)] + self.positions[places]
        return norm(x, self.norm), groups

    def _begun(self, texts, heads):
        """Return the texts' order, groups and states, up to the first block that must be run."""
        kept = self._kept  # read once: another thread may replace it
        if kept and kept[0] == texts:
            _, before, order, groups, states = kept
            changed = np.flatnonzero((before != heads).any(axis=1))
            return order, groups, states[: changed[0] + 1] if changed.size else states
        ids = [self.pieces(text).ids for text in texts]
        order = np.argsort([len(text) for text in ids], kind="stable")
        x, groups = self._embedded([ids[place] for place in order])
        return order, groups, [x]


def _several(texts):
    if isinstance(texts, str):
        raise TypeError(f"texts must be a sequence of strings; got the string {texts!r:.60}")
    return tuple(texts)


def _all_on():
    return np.ones((LAYERS, HEADS), dtype=bool)


def _checked(heads):
    heads = np.array(heads)  # a copy: kept for the next call
    if heads.dtype != bool or heads.shape != (LAYERS, HEADS):
        raise ValueError(
            f"heads must be a boolean array of shape {(LAYERS, HEADS)} (layers, num_heads); "
            f"got {heads.dtype} of shape {heads.shape}"
        )
    return heads


def _unit_means(x, order, groups):
    means = np.concatenate(
        [x[tokens].reshape(-1, length, x.shape[-1]).mean(axis=1) for tokens, length in groups]
    )
    vectors = np.empty_like(means)
    vectors[order] = means / np.linalg.norm(means, axis=-1, keepdims=True)
    return vectors
