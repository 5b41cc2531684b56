"""What all translators share: read a phrase, write the likeliest word again and again."""

from types import MappingProxyType

import numpy as np

from attention_lib.models.tokens import BOS, EOS, LIMIT, PAD, TARGET_PIECES, encode, read
from attention_lib.models.translation import Translation


class Translator:
    """English spoken arithmetic to German; a subclass says how one word is written.

    Parameters
    ----------
    name : str
        As in ``TRANSLATORS``.
    title : str
    parameters : dict of str to ndarray
        PyTorch's names and shapes.

    Notes
    -----
    A subclass has ``remember(source) -> memory`` (the encoder, once per
    phrase), ``begin(memory) -> state`` and ``step(memory, state, pieces) ->
    logits, state, maps``.
    """

    def __init__(self, name, title, parameters):
        self.name = name
        self.title = title
        self._parameters = dict(parameters)

    def __repr__(self):
        return f"<{self.title}: {self.num_parameters:,} parameters>"

    def __getattr__(self, name):
        if name in ("steps", "words_if"):
            raise AttributeError(
                f"{name} needs the model 'bahdanau' or 'bahdanau-beside'; this is {self.name!r}"
            )
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    @property
    def parameters(self):
        """All that was learned, by PyTorch's names; read-only, as every caller has the same."""
        return MappingProxyType(self._parameters)

    @property
    def num_parameters(self):
        """How many numbers were learned."""
        return sum(array.size for array in self.parameters.values())

    def translate(self, phrase):
        """Translate a phrase.

        Parameters
        ----------
        phrase : str
            English words of the vocabulary, at most 40.

        Returns
        -------
        Translation

        Raises
        ------
        UnknownWords
            If a word is not in the vocabulary: a ValueError that names the nearest.
        ValueError
            If there is no word, or more than 40.

        Examples
        --------
        >>> from attention_lib.models import load_translator
        >>> load_translator("bahdanau").translate("eighty two divided by seven").text
        'zwei und achtzig geteilt durch sieben'
        """
        return self.translate_many([phrase])[0]

    def translate_many(self, phrases):
        """Translate many phrases at once, which takes far less time than one by one.

        Parameters
        ----------
        phrases : sequence of str

        Returns
        -------
        list of Translation

        Raises
        ------
        TypeError
            If ``phrases`` is one string, or holds something else.
        ValueError
            As `translate`, for the first phrase that cannot be read.
        """
        if isinstance(phrases, str):
            raise TypeError(f"phrases must be a list of strings; got one string: {phrases!r:.60}")
        sentences = [read(phrase) for phrase in phrases]
        if not sentences:
            return []
        target, maps = self._greedy(encode(sentences))
        return [
            _unpack(words, pieces, {name: part[row] for name, part in maps.items()})
            for row, (words, pieces) in enumerate(zip(sentences, target, strict=True))
        ]

    def _greedy(self, source):
        """Return pieces (batch, steps) and maps (batch, num_heads, steps, source_len)."""
        memory = self.remember(source)
        state = self.begin(memory)
        piece = np.full(len(source), BOS)
        ended = np.zeros(len(source), dtype=bool)
        target, rows = [], []
        while len(target) < LIMIT and not ended.all():
            logits, state, maps = self.step(memory, state, piece)
            piece = np.where(ended, PAD, logits.argmax(axis=-1))
            ended |= piece == EOS
            target.append(piece)
            rows.append(maps)
        joined = {name: np.stack([row[name] for row in rows], axis=2) for name in rows[0]}
        return np.stack(target, axis=1), joined


def _unpack(words, pieces, maps):
    """Cut one translation where it ends, and its maps at the end of the source too."""
    ends = np.flatnonzero(pieces == EOS)
    length = ends[0] if ends.size else len(pieces)
    return Translation(
        source=words,
        target=tuple(TARGET_PIECES[piece] for piece in pieces[:length]),
        maps={name: part[:, :length, : len(words)] for name, part in maps.items()},
        ended=bool(ends.size),
    )
