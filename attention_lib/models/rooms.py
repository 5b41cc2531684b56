"""A small network that answers questions about stories, to see how many heads they need.

The question looks at the facts once in every layer, and only its own vector is read.
"""

import numpy as np

from attention_lib.grad_loss import cross_entropy
from attention_lib.models.learning import learn
from attention_lib.models.question_network import QuestionNetwork
from attention_lib.models.stories import ANSWERS, QUESTIONS, Stories, in_words
from attention_lib.models.story_drawing import draw_stories, known_questions
from attention_lib.models.story_pieces import PIECES, pieces

__all__ = [
    "QUESTIONS",
    "SIMPLE",
    "RoomsNetwork",
    "Stories",
    "draw_stories",
    "in_words",
    "train_rooms",
]

STEPS, BATCH = 1000, 128
SIMPLE = ("where_person", "route")


class RoomsNetwork(QuestionNetwork):
    """A Transformer without a decoder: facts and question in, up to two words out.

    Parameters
    ----------
    num_heads : int
        Divides 32. The number of parameters does not depend on it.
    layers : int, default 1
    questions : sequence of str, default ("where_person", "route")
        What `draw` asks.
    rng : numpy.random.Generator or int
        Draws the parameters.
    dtype : dtype, default float32
        Of parameters and computation; float32 takes about half the time of float64.

    Raises
    ------
    ValueError
        If ``num_heads`` does not divide 32, ``layers`` is less than 1, or a kind of question is
        unknown.

    Notes
    -----
    `QuestionNetwork` says what it is made of.

    Examples
    --------
    >>> RoomsNetwork(4, rng=0)
    <RoomsNetwork: 1 layer, 4 heads of 8, 10,544 parameters>
    """

    def __init__(self, num_heads, *, layers=1, questions=SIMPLE, rng, dtype=np.float32):
        self.questions = known_questions(questions)
        super().__init__(
            num_heads,
            layers=layers,
            pieces=PIECES,
            outputs=2 * len(ANSWERS),
            rng=rng,
            dtype=dtype,
        )

    def __repr__(self):
        layers = f"{self.layers} layer{'' if self.layers == 1 else 's'}"
        heads = self._heads_in_words()
        return f"<RoomsNetwork: {layers}, {heads}, {self.num_parameters:,} parameters>"

    def draw(self, number, rng):
        """Draw stories with the questions of this network; see `draw_stories`."""
        return draw_stories(number, rng=rng, questions=self.questions)

    def answer(self, stories):
        """Answer every question.

        Parameters
        ----------
        stories : Stories

        Returns
        -------
        ndarray of int, shape (batch, 2)
            Places in ``ANSWERS``, as ``stories.answer``; -1 where no second word was asked for.
        """
        logits, _ = self._read(stories)
        return np.where(stories.answer < 0, -1, logits.argmax(axis=-1))

    def weights(self, stories):
        """Return where the question looks.

        Parameters
        ----------
        stories : Stories

        Returns
        -------
        list of ndarray
            For each layer (batch, num_heads, query_len, 13): the facts, then the question itself.
            ``query_len`` is 13, and 1 in the last layer.
        """
        return [kept["heads"]["weights"] for kept in self._read(stories)[1]["blocks"]]

    def loss_and_gradients(self, stories):
        """Go forward and back through the whole network.

        Parameters
        ----------
        stories : Stories

        Returns
        -------
        loss : float
            Mean cross-entropy of the words asked for.
        gradients : dict of str to ndarray
        right : dict of str to ndarray of bool
            For each kind of question; both words of a *route* must be right.
        """
        logits, kept = self._read(stories)
        loss, grad = cross_entropy(logits, stories.answer)
        found = ((logits.argmax(axis=-1) == stories.answer) | (stories.answer < 0)).all(axis=1)
        right = {name: found[stories.kind == QUESTIONS.index(name)] for name in self.questions}
        return loss, self._backward(grad.reshape(len(stories), -1), kept), right

    def _read(self, stories):
        """Return logits (batch, 2, answers) and all that the way back needs."""
        logits, kept = self._forward(*pieces(stories, self.parameters["pieces"].dtype))
        return logits.reshape(len(stories), 2, len(ANSWERS)), kept


def train_rooms(num_heads, *, layers=1, questions=SIMPLE, seed=0, steps=STEPS, every=50):
    """Train a network to answer questions, live.

    Parameters
    ----------
    num_heads : int
    layers : int, default 1
    questions : sequence of str, default ("where_person", "route")
    seed : int, default 0
        Draws the parameters and then the stories.
    steps : int, default 1000
        Of 128 stories each, Adam 3e-3.
    every : int, default 50

    Returns
    -------
    network : RoomsNetwork
        Changed by every step of the lesson.
    lesson : iterator of Progress
        Draw from it to train; stop at any time.

    Examples
    --------
    >>> network, lesson = train_rooms(2, steps=20, every=10)
    >>> [(progress.step, sorted(progress.accuracy)) for progress in lesson]
    [(10, ['route', 'where_person']), (20, ['route', 'where_person'])]
    """
    rng = np.random.default_rng(seed)
    network = RoomsNetwork(num_heads, layers=layers, questions=questions, rng=rng)
    return network, learn(network, rng, steps=steps, batch=BATCH, every=every)
