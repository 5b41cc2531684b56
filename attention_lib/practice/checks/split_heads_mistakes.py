"""Wrong answers to ``split_heads`` that its check can name."""

import numpy as np

from attention_lib.practice.checks.split_heads_recreations import (
    ordered,
    pieces,
    split,
    split_by_reshape,
    split_by_turns,
)
from attention_lib.practice.exercise import Accident, Mistake

CUT_MISTAKES = (
    Mistake(
        "reshape alone",
        "The shape is right and the content is not: a reshape keeps the order in which the "
        "numbers are stored, so head 0 gets the first tokens whole, and not a piece of every "
        "token. Reshape to (length, num_heads, head_dim), *then* swap the first two of these axes. "
        "(A merge by reshape alone would undo it: a round trip does not reveal this.)",
        (split_by_reshape, lambda x, n: x.reshape(n, -1, x.shape[-1] // n)),
    ),
    Mistake(
        "transposed, then reshaped",
        "The shape is right and the content is not: x is transposed first, then reshaped, so the "
        "numbers land in other places. Reshape to (length, num_heads, head_dim) first: it cuts "
        "each token's own vector. Then swap.",
        (lambda x, n: x.swapaxes(-1, -2).reshape(split(x, n).shape),),
    ),
    Mistake(
        "dealt out by turns",
        "The components are dealt out like cards: head h gets the components h, h + num_heads, …. "
        "A head is one block of neighbours, h · head_dim … (h + 1) · head_dim − 1, for W_Q has the "
        "columns of one head side by side. Reshape to (length, num_heads, head_dim), with "
        "num_heads before head_dim.",
        (split_by_turns,),
    ),
    Mistake(
        "num_heads taken for head_dim",
        "The pieces are num_heads wide, and there are model_dim / num_heads of them. num_heads is "
        "how many pieces there are; each is head_dim = model_dim // num_heads wide.",
        (lambda x, n: split(x, x.shape[-1] // n),),
    ),
    Mistake(
        "tokens dealt out",
        "The tokens are dealt out to the heads, whole, instead of pieces of every token. Each head "
        "must see all tokens: cut the last axis, not the one of length.",
        (
            lambda x, n: np.stack(np.split(x, n, axis=-2), axis=-3),
            lambda x, n: x.reshape(*x.shape[:-2], n, x.shape[-2] // n, x.shape[-1]),
            lambda x, n: np.array(np.split(x, n)),
        ),
    ),
    Mistake(
        "a copy for each head",
        "Nothing is cut: every head gets a copy of the whole vector. That would make num_heads "
        "times the work; a head gets head_dim = model_dim // num_heads components.",
        (lambda x, n: np.stack([x] * n, axis=-3),),
    ),
    Mistake(
        "one head only",
        "This is one head alone: a `return` inside a loop ends it at the first turn, and an "
        "assignment keeps the last. All heads belong in one array, (num_heads, length, head_dim).",
        tuple(lambda x, n, h=h: split(x, n)[..., h, :, :] for h in (0, -1)),
    ),
    Mistake(
        "nothing cut",
        "The vectors come back whole. Cut the last axis into num_heads pieces, and give the heads "
        "an axis of their own before that of the tokens.",
        (lambda x, n: x, lambda x, n: x[..., None, :, :]),
    ),
)

ORDER_MISTAKES = (
    Mistake(
        "heads not moved",
        "The pieces are right, but the heads stand behind the tokens: (length, num_heads, "
        "head_dim). Attention takes the last two axes as tokens and components, so here the heads "
        "of one token would attend to each other. Swap: (num_heads, length, head_dim).",
        (pieces,),
    ),
    Mistake(
        "axes in another order",
        "The pieces are right, but the axes are in another order. They must be (…, num_heads, "
        "length, head_dim): each head is a table with a row for every token.",
        tuple(
            lambda x, n, order=order: ordered(pieces(x, n), order)
            for order in ((-3, -1, -2), (-2, -1, -3), (-1, -2, -3), (-1, -3, -2))
        ),
    ),
    Mistake(
        "heads before the batch",
        "Right without a batch. With one, the heads stand before it: (num_heads, batch, …). They "
        "belong directly before the tokens: stack along axis −3, or swap axes −3 and −2.",
        (lambda x, n: np.moveaxis(split(x, n), -3, 0),),
    ),
    Mistake(
        "axes counted from the front",
        "Right for one number of axes only: the axes to swap are counted from the front, and x may "
        "have batch axes there, or none. Count from the back, swapaxes(-3, -2).",
        (
            lambda x, n: pieces(x, n).swapaxes(0, 1),
            lambda x, n: pieces(x, n).swapaxes(1, 2),
        ),
    ),
    Mistake(
        "batch and tokens in one axis",
        "Right without a batch. With one, all its tokens land in one axis, as if they were one "
        "long sequence, and would attend to each other. Keep what stands in front: "
        "x.reshape(*x.shape[:-1], num_heads, head_dim).",
        (lambda x, n: split(x.reshape(-1, x.shape[-1]), n),),
    ),
    Mistake(
        "first axis taken for the tokens",
        "Right without a batch. With one, len(x) is the number of sequences, not of tokens: the "
        "last two axes are x.shape[-2] and x.shape[-1].",
        (lambda x, n: x.reshape(len(x), n, -1).swapaxes(0, 1),),
    ),
)

MISTAKES = CUT_MISTAKES + ORDER_MISTAKES

AXES_ACCIDENTS = (
    Accident(
        "as many names as axes",
        ValueError,
        "values to unpack",
        "The array may have batch axes in front, or none. `*batch, length, width = x.shape` "
        "takes both, and so does x.shape[-2].",
    ),
    Accident(
        "transpose needs all axes",
        ValueError,
        "axes don't match array",
        "transpose names all axes, so it fits one number of them; there may be batch axes in "
        "front, or none. Count from the back: swapaxes(-3, -2).",
    ),
    Accident(
        "a fraction as a size",
        TypeError,
        "'float' object cannot be interpreted as an integer",
        "A size must be an integer, and / gives a float even when nothing remains: use "
        "model_dim // num_heads.",
    ),
)

ACCIDENTS = (
    *AXES_ACCIDENTS,
    Accident(
        "sizes that do not multiply out",
        ValueError,
        "cannot reshape array",
        "A reshape keeps the number of entries: length × model_dim = length × num_heads × "
        "head_dim. Cut the last axis alone, x.reshape(*x.shape[:-1], num_heads, head_dim).",
    ),
)
