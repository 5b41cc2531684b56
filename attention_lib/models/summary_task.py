"""A small network that sums up a table in two words, to see when it needs several heads.

Asked once, one vector has to carry both words. Asked for each word, as a decoder asks, a vector
carries one.
"""

import numpy as np

from attention_lib.grad_loss import cross_entropy
from attention_lib.models.learning import learn
from attention_lib.models.question_network import QuestionNetwork
from attention_lib.models.summary_tables import (
    CITIES,
    COLDEST,
    HOTTEST,
    WORDS,
    draw_tables,
)

STEPS, BATCH = 1200, 128
# A token is the sum of its pieces' vectors; this is where each sort begins in their table.
VALUE = len(CITIES)
WORD = VALUE + HOTTEST - COLDEST + 1
PIECES = WORD + len(WORDS)


class SummaryNetwork(QuestionNetwork):
    """A Transformer of one layer: a table in, "highest CITY, lowest CITY" out.

    Parameters
    ----------
    num_heads : int
        Divides 32. The number of parameters depends neither on it nor on ``per_word``.
    per_word : bool
        False: one question for both words, so one vector has to answer both. True: a question
        for each word, which looks and is answered by itself.
    rng : numpy.random.Generator or int
        Draws the parameters.
    dtype : dtype, default float32
        Of parameters and computation.

    Raises
    ------
    ValueError
        If ``num_heads`` does not divide 32.

    Notes
    -----
    `QuestionNetwork` says what it is made of. The rows have no positions: their order means
    nothing.

    Examples
    --------
    >>> SummaryNetwork(2, per_word=False, rng=0)
    <SummaryNetwork: one vector for two words, 2 heads of 16, 11,000 parameters>
    """

    questions = (*WORDS, "both")

    def __init__(self, num_heads, *, per_word, rng, dtype=np.float32):
        self.per_word = bool(per_word)
        outputs = len(WORDS) * len(CITIES)
        super().__init__(num_heads, layers=1, pieces=PIECES, outputs=outputs, rng=rng, dtype=dtype)

    def __repr__(self):
        asked = "a query per word" if self.per_word else "one vector for two words"
        heads = self._heads_in_words()
        return f"<SummaryNetwork: {asked}, {heads}, {self.num_parameters:,} parameters>"

    def draw(self, number, rng):
        """Draw tables; see `draw_tables`."""
        return draw_tables(number, rng=rng)

    def answer(self, tables):
        """Sum up every table.

        Parameters
        ----------
        tables : Tables

        Returns
        -------
        ndarray of int, shape (batch, 2)
            Places in ``CITIES``, as ``tables.answer``.
        """
        return self._read(tables)[0].argmax(axis=-1)

    def weights(self, tables):
        """Return where each question looks.

        Parameters
        ----------
        tables : Tables

        Returns
        -------
        ndarray, shape (batch, questions, num_heads, rows + 1)
            One question, or one for each word; the rows of the table, then the question itself.
        """
        (kept,) = self._read(tables)[1]["blocks"]
        weights = kept["heads"]["weights"][:, :, 0]
        return weights.reshape(len(tables), -1, *weights.shape[1:])

    def loss_and_gradients(self, tables):
        """Go forward and back through the whole network.

        Parameters
        ----------
        tables : Tables

        Returns
        -------
        loss : float
            Mean cross-entropy of the two words.
        gradients : dict of str to ndarray
        right : dict of str to ndarray of bool
            *highest*, *lowest*, and *both* at once.
        """
        logits, kept = self._read(tables)
        loss, grad = cross_entropy(logits, tables.answer)
        found = logits.argmax(axis=-1) == tables.answer
        right = dict(zip(WORDS, found.T, strict=True)) | {"both": found.all(axis=1)}
        return loss, self._backward(self._spread(grad), kept), right

    def _read(self, tables):
        """Return logits (batch, 2, cities) and all that the way back needs."""
        counts = pieces(tables, self.per_word, self.parameters["pieces"].dtype)
        logits, kept = self._forward(counts, None)
        if not self.per_word:
            return logits.reshape(len(tables), len(WORDS), len(CITIES)), kept
        # Each question is answered with the columns of its own word.
        logits = logits.reshape(len(tables), len(WORDS), len(WORDS), len(CITIES))
        return np.stack([logits[:, word, word] for word in range(len(WORDS))], axis=1), kept

    def _spread(self, grad):
        """Return the derivative by what came out of the network: 0 at what was not read."""
        if not self.per_word:
            return grad.reshape(len(grad), -1)
        spread = np.zeros((len(grad), len(WORDS), *grad.shape[1:]), dtype=grad.dtype)
        for word in range(len(WORDS)):
            spread[:, word, word] = grad[:, word]
        return spread.reshape(len(grad) * len(WORDS), -1)


def pieces(tables, per_word, dtype):
    """Return which pieces each token is made of.

    Parameters
    ----------
    tables : Tables
    per_word : bool
        True: every table is given once for each word, and asked for that word.

    Returns
    -------
    ndarray, shape (batch, rows + 1, PIECES) or (2 · batch, rows + 1, PIECES)
        1 for each piece of a token, otherwise 0. The question is the last.
    """
    number, rows = tables.city.shape
    counts = np.zeros((number, rows + 1, PIECES), dtype=dtype)
    table, row = np.indices(tables.city.shape)
    counts[table, row, tables.city] = 1
    counts[table, row, VALUE + tables.value - COLDEST] = 1
    if not per_word:
        counts[:, -1, WORD:] = 1  # one question about everything
        return counts
    counts = counts.repeat(len(WORDS), axis=0)
    for word in range(len(WORDS)):
        counts[word :: len(WORDS), -1, WORD + word] = 1
    return counts


def train_summary(num_heads, *, per_word=False, seed=0, steps=STEPS, every=50):
    """Train a network to sum up tables, live.

    Parameters
    ----------
    num_heads : int
    per_word : bool, default False
    seed : int, default 0
        Draws the parameters and then the tables.
    steps : int, default 1200
        Of 128 tables each, Adam 3e-3.
    every : int, default 50

    Returns
    -------
    network : SummaryNetwork
        Changed by every step of the lesson.
    lesson : iterator of Progress
        Draw from it to train; stop at any time.

    Examples
    --------
    >>> network, lesson = train_summary(2, steps=20, every=10)
    >>> [(progress.step, sorted(progress.accuracy)) for progress in lesson]
    [(10, ['both', 'highest', 'lowest']), (20, ['both', 'highest', 'lowest'])]
    """
    rng = np.random.default_rng(seed)
    network = SummaryNetwork(num_heads, per_word=per_word, rng=rng)
    return network, learn(network, rng, steps=steps, batch=BATCH, every=every)
