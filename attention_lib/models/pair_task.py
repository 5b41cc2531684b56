"""The pair task: from one vector, tell both the previous and the first token of a sequence.

Small enough to train while a learner watches, and one head with positions alone cannot do it: its
single row of weights has to serve both questions.
"""

import math

import numpy as np

from attention_lib.grad import embedding_backward, linear_backward, sum_to
from attention_lib.grad_heads import heads, heads_backward, heads_that_fit
from attention_lib.grad_loss import cross_entropy
from attention_lib.models.learning import learn

LENGTH, VOCABULARY, MODEL_DIM = 8, 10, 32
STEPS, BATCH = 1500, 64
QUESTIONS = ("previous", "first")


class PairNetwork:
    """One attention layer and two read-outs; no mask, bias, residual or norm.

    Parameters
    ----------
    num_heads : int
        Divides 32. The number of parameters, 5,312, does not depend on it.
    content_aware : bool, default False
        False: queries and keys see positions only, values tokens only. True: all three see both.
    rng : numpy.random.Generator or int
        Draws the parameters, normal with standard deviation 0.5 (tables) or 1/√32 (matrices).

    Raises
    ------
    ValueError
        If ``num_heads`` does not divide 32.

    Examples
    --------
    >>> PairNetwork(2, rng=0)
    <PairNetwork: 2 heads of 16, position-only routing, 5,312 parameters>
    """

    questions = QUESTIONS

    def __init__(self, num_heads, *, content_aware=False, rng):
        self.num_heads = heads_that_fit(num_heads, MODEL_DIM)
        self.content_aware = content_aware
        draw = np.random.default_rng(rng).normal
        spread = 1 / math.sqrt(MODEL_DIM)
        self.parameters = {
            "tokens": draw(scale=0.5, size=(VOCABULARY, MODEL_DIM)),
            "positions": draw(scale=0.5, size=(LENGTH, MODEL_DIM)),
        }
        for name in ("w_query", "w_key", "w_value", "w_output"):
            self.parameters[name] = draw(scale=spread, size=(MODEL_DIM, MODEL_DIM))
        for name in QUESTIONS:
            self.parameters[name] = draw(scale=spread, size=(MODEL_DIM, VOCABULARY))

    def __repr__(self):
        routing = "content-aware" if self.content_aware else "position-only"
        plural = "head" if self.num_heads == 1 else "heads"
        return (
            f"<PairNetwork: {self.num_heads} {plural} of {MODEL_DIM // self.num_heads}, "
            f"{routing} routing, {self.num_parameters:,} parameters>"
        )

    @property
    def num_parameters(self):
        """How many numbers are learned."""
        return sum(array.size for array in self.parameters.values())

    def draw(self, number, rng):
        """Draw sequences of tokens, (number, 8), each token as likely as any other."""
        return rng.integers(VOCABULARY, size=(number, LENGTH))

    def weights(self, tokens):
        """Return who looks where.

        Parameters
        ----------
        tokens : array_like of int, shape (batch, 8)

        Returns
        -------
        ndarray, shape (num_heads, 8, 8) or (batch, num_heads, 8, 8)
            Without the batch axis for position-only routing: all sequences share them.
        """
        return self._mix(np.asarray(tokens))[1]["weights"]

    def predict(self, tokens):
        """Answer both questions at every position.

        Parameters
        ----------
        tokens : array_like of int, shape (batch, 8)

        Returns
        -------
        dict of str to ndarray of int, shape (batch, 8)
            *previous* and *first*.
        """
        mixed, _ = self._mix(np.asarray(tokens))
        return {name: (mixed @ self.parameters[name]).argmax(axis=-1) for name in QUESTIONS}

    def loss_and_gradients(self, tokens):
        """Go forward and back through the whole network.

        Parameters
        ----------
        tokens : ndarray of int, shape (batch, 8)

        Returns
        -------
        loss : float
            Sum of the two mean cross-entropies.
        gradients : dict of str to ndarray
        right : dict of str to ndarray of bool, shape (batch, 6)
            Only from the third position on, where the previous and the first token differ in
            place.
        """
        mixed, kept = self._mix(tokens)
        loss, gradients, right, grad_mixed = 0.0, {}, {}, 0.0
        for name, target in answers(tokens).items():
            logits = mixed @ self.parameters[name]
            part, grad = cross_entropy(logits, target)
            grad_x, gradients[name] = linear_backward(grad, mixed, self.parameters[name])
            grad_mixed = grad_mixed + grad_x
            loss += part
            right[name] = (logits.argmax(axis=-1) == target)[:, 2:]
        return loss, gradients | self._mix_backward(grad_mixed, kept, tokens), right

    def _mix(self, tokens):
        x, positions = self.parameters["tokens"][tokens], self.parameters["positions"]
        sees = [x + positions] * 3 if self.content_aware else (positions, positions, x)
        return heads(*sees, self.parameters, self.num_heads)

    def _mix_backward(self, grad, kept, tokens):
        by_query, by_key, by_value, gradients = heads_backward(grad, kept, self.parameters)
        by_place, by_token = by_query + by_key, by_value
        if self.content_aware:
            by_token = by_place = by_place + by_value
        gradients["positions"] = sum_to(by_place, (LENGTH, MODEL_DIM))
        gradients["tokens"] = embedding_backward(by_token, tokens, VOCABULARY)
        return gradients


def answers(tokens):
    """Return what is asked at every position: the token before it, and the first.

    Parameters
    ----------
    tokens : ndarray of int, shape (batch, length)

    Returns
    -------
    dict of str to ndarray of int, shape (batch, length)
        Nothing stands before the first token: it is its own *previous*.

    Examples
    --------
    >>> {name: row.tolist() for name, row in answers(np.array([[7, 3, 5]])).items()}
    {'previous': [[7, 7, 3]], 'first': [[7, 7, 7]]}
    """
    previous = np.concatenate([tokens[:, :1], tokens[:, :-1]], axis=1)
    return {"previous": previous, "first": np.broadcast_to(tokens[:, :1], tokens.shape)}


def train_pair(num_heads, *, content_aware=False, seed=0, steps=STEPS, every=50):
    """Train a network on the pair task, live.

    Parameters
    ----------
    num_heads : int
    content_aware : bool, default False
    seed : int, default 0
        Draws the parameters and then the sequences.
    steps : int, default 1500
        Of 64 sequences each, Adam 3e-3.
    every : int, default 50

    Returns
    -------
    network : PairNetwork
        Changed by every step of the lesson.
    lesson : iterator of Progress
        Draw from it to train; stop at any time.

    Examples
    --------
    >>> network, lesson = train_pair(2, steps=20, every=10)
    >>> [(progress.step, sorted(progress.accuracy)) for progress in lesson]
    [(10, ['first', 'previous']), (20, ['first', 'previous'])]
    """
    rng = np.random.default_rng(seed)
    network = PairNetwork(num_heads, content_aware=content_aware, rng=rng)
    return network, learn(network, rng, steps=steps, batch=BATCH, every=every)
