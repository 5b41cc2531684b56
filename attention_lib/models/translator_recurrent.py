"""GRU translators: one fixed vector for all words, or a new look at the source for each."""

import numpy as np

from attention_lib._arrays import float_array, integer, require_shape
from attention_lib.attention import softmax
from attention_lib.masks import apply_mask
from attention_lib.models.layers import gru, gru_cell, linear
from attention_lib.models.tokens import BOS, EOS, PAD, TARGET_PIECES, encode, read
from attention_lib.models.translation import Steps
from attention_lib.models.translator import Translator
from attention_lib.scoring import additive_score


class NoAttentionTranslator(Translator):
    """Encoder and decoder with nothing but one vector between them.

    Notes
    -----
    Sutskever et al. (2014) and Cho et al. (2014): the encoder's last state is
    all that the decoder ever learns about the source, however long it is.
    """

    def remember(self, source):
        """Read the source from both sides; keep annotations, mask and the fixed vector."""
        mask = source != PAD
        x = self.parameters["source_embedding.weight"][source]
        forward, last = gru(x, mask, self.parameters)
        backward, first = gru(x, mask, self.parameters, reverse=True)
        annotations = np.concatenate([forward, backward], axis=-1)  # (batch, source_len, 2 hidden)
        return {"annotations": annotations, "mask": mask, "fixed": np.hstack([last, first])}

    def begin(self, memory):
        """Return the state before the first word, (batch, hidden)."""
        return np.tanh(linear(memory["fixed"], self.parameters, "start"))

    def step(self, memory, state, pieces):
        """Write one word from the one before it, the state and a context."""
        context, maps = self.context(memory, state)
        return *self.write(context, state, pieces), maps

    def write(self, context, state, pieces):
        """Return the scores of all words, (batch, vocabulary), and the new state."""
        word = self.parameters["target_embedding.weight"][pieces]
        x = np.hstack([word, context]) @ self.parameters["decoder.weight_ih"].T
        x += self.parameters["decoder.bias_ih"]
        state = gru_cell(
            x, state, self.parameters["decoder.weight_hh"], self.parameters["decoder.bias_hh"]
        )
        return linear(np.hstack([state, context]), self.parameters, "output"), state

    def context(self, memory, state):
        """Return the same vector at every step."""
        return memory["fixed"], {}


class BahdanauTranslator(NoAttentionTranslator):
    """The same, but every word has its own weighted sum of the annotations.

    Notes
    -----
    Bahdanau et al. (2015), section 3: the state *before* the word asks. Simpler
    than there: the first state comes from both ends of the source, and the
    word is read off state and context by one matrix.
    """

    @property
    def score_parameters(self):
        """The three arrays of `additive_score`."""
        return {name: self.parameters[name] for name in ("w_query", "w_key", "v")}

    def context(self, memory, state):
        """Score every annotation against the state, and sum them by weight."""
        _, weights, context = self._look(memory, state)
        return context, {"alignment": weights[:, None]}  # one head

    def _look(self, memory, state):
        scores = additive_score(state[:, None], memory["annotations"], **self.score_parameters)
        weights = softmax(apply_mask(scores, memory["mask"][:, None]))  # (batch, 1, source_len)
        context = weights @ memory["annotations"]
        return scores[:, 0], weights[:, 0], context[:, 0]

    def steps(self, phrase):
        """Show all that happens inside while a phrase is translated.

        Parameters
        ----------
        phrase : str

        Returns
        -------
        Steps
            States, scores, weights and contexts word by word.

        Raises
        ------
        ValueError
            As `translate`.

        Examples
        --------
        >>> from attention_lib.models import load_translator
        >>> steps = load_translator("bahdanau").steps("eighty two")
        >>> [step.word for step in steps]
        ['zwei', 'und', 'achtzig']
        >>> steps.weights.shape, steps.annotations.shape
        ((3, 2), (2, 80))
        """
        words = read(phrase)
        target = self.translate(phrase).target
        memory = self.remember(encode([words]))
        state, looks = self.begin(memory), []
        for piece in [BOS, *map(TARGET_PIECES.index, target)]:
            looks.append([state, *self._look(memory, state)])
            _, state, _ = self.step(memory, state, np.array([piece]))
        states, scores, weights, contexts = (
            np.concatenate(part)[: len(target)] for part in zip(*looks, strict=True)
        )  # the last look wrote the end
        return Steps(
            source=words,
            target=target,
            annotations=memory["annotations"][0],
            states=states,
            scores=scores,
            weights=weights,
            contexts=contexts,
            **self.score_parameters,
        )

    def words_if(self, phrase, place, weights):
        """Tell which word would stand at a place, had the weights been others there.

        Parameters
        ----------
        phrase : str
        place : int
            Which target word, counted from 0; those before it are written as in
            `translate`.
        weights : array_like, shape (trials, source_len)
            One row for each trial; any numbers, also such that do not sum to 1.

        Returns
        -------
        tuple of str
            The word with the highest score in each trial; ``"<end>"`` where the
            translation would end.

        Raises
        ------
        ValueError
            If ``place`` is not in the translation, ``weights`` do not have that
            shape or are not finite, or the phrase cannot be translated.

        Notes
        -----
        A weight that can be changed without changing the word explains nothing
        about it; so this is how a map is put to the test.

        Examples
        --------
        >>> from attention_lib.models import load_translator
        >>> model = load_translator("bahdanau")
        >>> model.words_if("eighty two", 0, [[0, 1], [1, 0]])  # zwei und achtzig
        ('zwei', 'achtzig')
        """
        steps, place = self.steps(phrase), integer(place, "place")
        weights = float_array(weights, "weights")
        if not 0 <= place < len(steps):
            raise ValueError(f"place must be 0 to {len(steps) - 1} in {steps.target}; got {place}")
        require_shape(weights, "weights", trials=None, source_len=len(steps.source))
        if not np.isfinite(weights).all():
            raise ValueError("weights must be finite numbers")
        before = TARGET_PIECES.index(steps.target[place - 1]) if place else BOS
        state = np.repeat(steps.states[place][None], len(weights), axis=0)
        pieces = np.full(len(weights), before)
        scores, _ = self.write(weights @ steps.annotations, state, pieces)
        return tuple("<end>" if best == EOS else TARGET_PIECES[best] for best in scores.argmax(-1))
