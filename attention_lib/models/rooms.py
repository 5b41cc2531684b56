"""A small network that answers questions about stories, to see how many heads they need.

The question looks at the facts once in every layer, and only its own vector is read.
"""

import numpy as np

from attention_lib._arrays import count
from attention_lib.grad import bias_backward, linear_backward
from attention_lib.grad_heads import heads_that_fit
from attention_lib.grad_loss import cross_entropy
from attention_lib.models.learning import learn
from attention_lib.models.rooms_block import (
    MODEL_DIM,
    block,
    block_backward,
    draw_parameters,
    norm,
    norm_backward,
)
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


class RoomsNetwork:
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
    Blocks with the norm first, width 32, 64 inside the feed-forward part, and no biases in the
    attention. In the last layer only the question asks: nothing else is read.

    Examples
    --------
    >>> RoomsNetwork(4, rng=0)
    <RoomsNetwork: 1 layer, 4 heads of 8, 10,544 parameters>
    """

    def __init__(self, num_heads, *, layers=1, questions=SIMPLE, rng, dtype=np.float32):
        self.num_heads = heads_that_fit(num_heads, MODEL_DIM)
        self.layers = count(layers, "layers", at_least=1)
        self.questions = known_questions(questions)
        drawn = draw_parameters(PIECES, self.layers, 2 * len(ANSWERS), np.random.default_rng(rng))
        self.parameters = {name: array.astype(dtype) for name, array in drawn.items()}

    def __repr__(self):
        layers = f"{self.layers} layer{'' if self.layers == 1 else 's'}"
        heads = f"{self.num_heads} head{'' if self.num_heads == 1 else 's'}"
        return (
            f"<RoomsNetwork: {layers}, {heads} of {MODEL_DIM // self.num_heads}, "
            f"{self.num_parameters:,} parameters>"
        )

    @property
    def num_parameters(self):
        """How many numbers are learned."""
        return sum(array.size for array in self.parameters.values())

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
        logits, _ = self._forward(stories)
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
        return [kept["heads"]["weights"] for kept in self._forward(stories)[1]["blocks"]]

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
        logits, kept = self._forward(stories)
        loss, grad = cross_entropy(logits, stories.answer)
        found = ((logits.argmax(axis=-1) == stories.answer) | (stories.answer < 0)).all(axis=1)
        right = {name: found[stories.kind == QUESTIONS.index(name)] for name in self.questions}
        return loss, self._backward(grad, kept), right

    def _forward(self, stories):
        """Return logits (batch, 2, answers) and all that the way back needs."""
        counts, mask = pieces(stories, self.parameters["pieces"].dtype)
        x, blocks = counts @ self.parameters["pieces"], []
        for layer in range(self.layers):
            x, kept = block(
                x,
                self.parameters,
                self.num_heads,
                name=f"{layer}.",
                mask=mask,
                last=layer == self.layers - 1,
            )
            blocks.append(kept)
        normed, kept = norm(x[:, 0], self.parameters, "norm_answer")
        logits = normed @ self.parameters["w_answer"] + self.parameters["b_answer"]
        kept = {"counts": counts, "blocks": blocks, "norm": kept, "normed": normed}
        return logits.reshape(len(stories), 2, len(ANSWERS)), kept

    def _backward(self, grad, kept):
        gradients = {}
        grad = grad.reshape(len(grad), -1)
        by_normed, gradients["w_answer"] = linear_backward(
            grad, kept["normed"], self.parameters["w_answer"]
        )
        gradients["b_answer"] = bias_backward(grad)
        grad, gains = norm_backward(by_normed, kept["norm"], self.parameters, "norm_answer")
        gradients |= gains
        grad = grad[:, None]  # of the question alone
        for layer in reversed(range(self.layers)):
            grad, more = block_backward(
                grad, kept["blocks"][layer], self.parameters, name=f"{layer}."
            )
            gradients |= more
        counts = kept["counts"].reshape(-1, PIECES)
        gradients["pieces"] = counts.T @ grad.reshape(-1, MODEL_DIM)
        return gradients


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
