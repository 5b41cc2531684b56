"""Wrong answers to ``multi_head_attention`` that its check can name."""

import numpy as np

from attention_lib.practice.checks.multi_head_cuts import CUT_MISTAKES, PROJECTION_MISTAKES
from attention_lib.practice.checks.multi_head_recreations import (
    afterwards,
    cut_to_integers,
    heads,
    input_added,
    instead,
    layer,
    rows,
)
from attention_lib.practice.checks.multi_head_weights import SCORE_MISTAKES, SOFTMAX_MISTAKES
from attention_lib.practice.checks.split_heads_mistakes import AXES_ACCIDENTS
from attention_lib.practice.checks.split_heads_recreations import merge
from attention_lib.practice.exercise import Accident, Mistake

RESULT_MISTAKES = (
    Mistake(
        "W_O forgotten",
        "The heads stand side by side, and that is right, but w_output is missing. Without it no "
        "head's result could meet another's: return concatenation @ w_output.",
        (layer(mix=lambda merged, w_output: merged),),
    ),
    Mistake(
        "heads averaged",
        "The heads are averaged. Averaging is what several heads are there to avoid: put them side "
        "by side, num_heads · value_dim wide, and let W_O mix them. (The result is the *sum* of "
        "each head times its own rows of W_O, and never a mean.)",
        (
            instead(lambda found, weights, w_output: found.mean(axis=-3)),
            instead(
                lambda found, weights, w_output: found.mean(axis=-3) @ w_output[: found.shape[-1]]
            ),
            instead(lambda found, weights, w_output: merge(found) @ w_output / found.shape[-3]),
        ),
    ),
    Mistake(
        "heads added up",
        "The heads are added up as they are. Put them side by side and multiply by w_output: then "
        "each head meets its own rows of W_O before anything is added.",
        (
            instead(lambda found, weights, w_output: found.sum(axis=-3)),
            instead(
                lambda found, weights, w_output: found.sum(axis=-3) @ w_output[: found.shape[-1]]
            ),
        ),
    ),
    Mistake(
        "one head only",
        "This is one head alone: a `return` inside the loop ends it at the first turn, and an "
        "assignment keeps the last. Collect all heads, then concatenate them.",
        tuple(
            instead(lambda found, weights, w_output, pick=pick: pick(found, w_output))
            for pick in (
                lambda found, w_output: found[..., 0, :, :],
                lambda found, w_output: found[..., -1, :, :],
                lambda found, w_output: found[..., 0, :, :] @ rows(w_output, found)[0],
                lambda found, w_output: found[..., -1, :, :] @ rows(w_output, found)[-1],
            )
        ),
    ),
    Mistake(
        "heads not merged",
        "The heads come back one by one, (num_heads, length, …). Put them side by side for every "
        "token, then multiply by w_output.",
        (
            instead(lambda found, weights, w_output: found),
            instead(lambda found, weights, w_output: found @ rows(w_output, found)),
            instead(lambda found, weights, w_output: found.swapaxes(-3, -2)),
        ),
    ),
    Mistake(
        "returns its input",
        "The input comes back as it is: no token has looked at any other. (The code that "
        "notebook 04 takes apart does this; every shape is right.) Project, cut into heads, "
        "attend, merge, and mix by W_O.",
        (lambda x, *_: x * 1,),
    ),
    Mistake(
        "no attention",
        "Every token passes on its own value alone: no token looks at another. Average the values "
        "of each head with its softmax weights.",
        (
            lambda x, w_query, w_key, w_value, w_output, num_heads: x @ w_value @ w_output,
            lambda x, w_query, w_key, w_value, w_output, num_heads: x @ w_value,
        ),
    ),
    Mistake(
        "returns the weights",
        "These are the heads' weights, (num_heads, length, length), and they are right. The output "
        "is what they average, merged and multiplied by w_output.",
        (lambda *inputs: heads(*inputs[:4], inputs[5])[1],),
    ),
    Mistake(
        "input added",
        "x is added to the output, an error unless both have the same width. A Transformer block "
        "does so (the residual connection), but around attention, not inside it.",
        (input_added,),
    ),
    Mistake(
        "transposed",
        "The output has a column for every token. One row per token: (length, output_dim).",
        (afterwards(lambda output: np.swapaxes(output, -1, -2)),),
    ),
)

ROUNDED = (
    "rounded to integers",
    "Right for floating-point inputs, but for integers the result is cut to whole numbers: "
    "np.zeros_like and np.empty_like take over the type of the input. Give them dtype=float.",
)

INTEGER_MISTAKES = (Mistake(*ROUNDED, (cut_to_integers(layer()),)),)

MISTAKES = CUT_MISTAKES + PROJECTION_MISTAKES + SCORE_MISTAKES + SOFTMAX_MISTAKES
MISTAKES += RESULT_MISTAKES + INTEGER_MISTAKES


def _has_batch(case):
    return case.arguments["x"].ndim > 2


FRACTIONS = Accident(
    "fractions into integers",
    TypeError,
    "Cannot cast ufunc",
    "The inputs are integers here, and an integer array cannot take fractions in place. Make a new "
    "array: scores = scores / … instead of scores /= ….",
)

ACCIDENTS = (
    FRACTIONS,
    *AXES_ACCIDENTS,
    Accident(
        "head_dim from x",
        ValueError,
        "cannot reshape array",
        "A reshape keeps the number of entries. What is cut is the *projected* vector: it is "
        "query.shape[-1] = num_heads · head_dim wide, which need not be the width of x.",
    ),
    Accident(
        "sizes that do not broadcast",
        ValueError,
        "broadcast together with shapes",
        "Two arrays do not fit element by element. In the softmax, maximum and sum need "
        "keepdims=True. And x may have batch axes in front: an output to add to begins as "
        "zeros of (*x.shape[:-1], output_dim).",
    ),
    *(
        Accident(
            "a batch in front",
            ValueError,
            says,
            "Here x has batch axes in front. `.T` reverses *all* axes; swap the last two alone, "
            "key.swapaxes(-1, -2) or key.mT. Cut along the last axis, x[..., begin:end], and "
            "concatenate along it: axis=-1.",
            _has_batch,
        )
        for says in ("matmul: ", "not aligned")
    ),
    *(
        Accident(
            "the inner sizes differ",
            ValueError,
            says,
            "In a product the last size on the left must equal the first on the right: x @ w_query "
            "is (length, model_dim) @ (model_dim, num_heads · head_dim); each head's query @ "
            "key.swapaxes(-1, -2) is (length, head_dim) @ (head_dim, length); and the heads side "
            "by side, num_heads · value_dim wide, meet w_output. None of these widths need be that "
            "of x.",
        )
        for says in ("matmul: ", "not aligned")
    ),
)
