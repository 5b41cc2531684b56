"""What the rooms and the summary networks share: tokens in, and the last one is asked."""

import numpy as np

from attention_lib._arrays import count
from attention_lib.grad import bias_backward, linear_backward
from attention_lib.grad_heads import heads_that_fit
from attention_lib.models.rooms_block import (
    MODEL_DIM,
    block,
    block_backward,
    draw_parameters,
    norm,
    norm_backward,
)


class QuestionNetwork:
    """A Transformer without a decoder, read at its last token.

    Parameters
    ----------
    num_heads : int
        Divides 32. The number of parameters does not depend on it.
    layers : int
    pieces : int
        A token is the sum of some of so many vectors.
    outputs : int
        Logits.
    rng : numpy.random.Generator or int
        Draws the parameters.
    dtype : dtype
        Of parameters and computation; float32 takes about half the time of float64.

    Raises
    ------
    ValueError
        If ``num_heads`` does not divide 32, or ``layers`` is less than 1.

    Notes
    -----
    Blocks with the norm first, width 32, 64 inside the feed-forward part, and no biases in the
    attention. In the last layer only the last token asks: nothing else is read.
    """

    def __init__(self, num_heads, *, layers, pieces, outputs, rng, dtype):
        self.num_heads = heads_that_fit(num_heads, MODEL_DIM)
        self.layers = count(layers, "layers", at_least=1)
        drawn = draw_parameters(pieces, self.layers, outputs, np.random.default_rng(rng))
        self.parameters = {name: array.astype(dtype) for name, array in drawn.items()}

    @property
    def num_parameters(self):
        """How many numbers are learned."""
        return sum(array.size for array in self.parameters.values())

    def _heads_in_words(self):
        plural = "head" if self.num_heads == 1 else "heads"
        return f"{self.num_heads} {plural} of {MODEL_DIM // self.num_heads}"

    def _forward(self, counts, mask):
        """Return logits (batch, outputs) and all that the way back needs.

        ``counts`` (batch, length, pieces) says what each token is made of; ``mask`` is True at
        what may be looked at, as for the heads.
        """
        x, blocks = counts @ self.parameters["pieces"], []
        for layer in range(self.layers):
            last = layer == self.layers - 1
            x, kept = block(
                x, self.parameters, self.num_heads, name=f"{layer}.", mask=mask, last=last
            )
            blocks.append(kept)
        normed, kept = norm(x[:, 0], self.parameters, "norm_answer")
        logits = normed @ self.parameters["w_answer"] + self.parameters["b_answer"]
        return logits, {"counts": counts, "blocks": blocks, "norm": kept, "normed": normed}

    def _backward(self, grad, kept):
        """Return the gradients of all parameters from that of the logits, (batch, outputs)."""
        gradients = {}
        by_normed, gradients["w_answer"] = linear_backward(
            grad, kept["normed"], self.parameters["w_answer"]
        )
        gradients["b_answer"] = bias_backward(grad)
        grad, gains = norm_backward(by_normed, kept["norm"], self.parameters, "norm_answer")
        gradients |= gains
        grad = grad[:, None]  # of the last token alone
        for layer in reversed(range(self.layers)):
            grad, more = block_backward(
                grad, kept["blocks"][layer], self.parameters, name=f"{layer}."
            )
            gradients |= more
        counts = kept["counts"].reshape(-1, kept["counts"].shape[-1])
        gradients["pieces"] = counts.T @ grad.reshape(-1, MODEL_DIM)
        return gradients
