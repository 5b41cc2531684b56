"""Wrong projections, cuts and merges in ``multi_head_attention``: named mistakes, re-created."""

import numpy as np

from attention_lib.practice.checks._np_dot import at_and_np_dot
from attention_lib.practice.checks.multi_head_recreations import (
    all_transposed,
    between_heads,
    layer,
    matrices_by_reshape,
    not_split,
    slices_of_the_input,
    transposed_output,
    transposed_projections,
    without_batch,
)
from attention_lib.practice.checks.split_heads_recreations import (
    joined,
    merge_by_reshape,
    merge_by_turns,
    pieces,
    split,
    split_by_reshape,
    split_by_turns,
)
from attention_lib.practice.exercise import Mistake


def _first_head_everywhere(x, num_heads):
    return np.repeat(split(x, num_heads)[..., :1, :, :], num_heads, axis=-3)


CUT_MISTAKES = (
    Mistake(
        "split by reshape alone",
        "The heads are cut by a reshape alone. The shape is right, but a reshape keeps the order "
        "in which numbers are stored, so each head gets a few tokens cut up instead of a piece of "
        "every token. Reshape to (…, length, num_heads, head_dim), *then* swap axes −3 and −2.",
        (
            layer(split=split_by_reshape),
            layer(split=split_by_reshape, merge=merge_by_reshape),
        ),
    ),
    Mistake(
        "matrices cut by reshape alone",
        "W_Q, W_K and W_V are cut by a reshape alone, straight to (num_heads, model_dim, "
        "head_dim): each head gets pieces of a few rows. A head owns whole columns, h · "
        "head_dim … (h + 1) · head_dim − 1: reshape to (model_dim, num_heads, head_dim), *then* "
        "move the heads.",
        (matrices_by_reshape,),
    ),
    Mistake(
        "merged by reshape alone",
        "Each head is right, but they are merged by a reshape alone: it keeps the order in which "
        "numbers are stored, so the first rows hold tokens of head 0 alone. Swap axes −3 and −2 "
        "first, *then* reshape.",
        (layer(merge=merge_by_reshape),),
    ),
    Mistake(
        "heads not moved",
        "The heads were not moved before the tokens: in (length, num_heads, head_dim) the heads of "
        "one token attend to each other, and no token sees another. Swap axes −3 and −2 before "
        "the scores, and back after.",
        (between_heads,),
    ),
    Mistake(
        "axes counted from the front",
        "Right for one number of axes only: the axes of heads and tokens are counted from the "
        "front, and x may have batch axes there, or none. Count from the back: swapaxes(-3, -2).",
        tuple(
            layer(
                split=lambda x, n, axes=axes: pieces(x, n).swapaxes(*axes),
                merge=lambda heads, axes=axes: joined(heads.swapaxes(*axes)),
            )
            for axes in ((0, 1), (1, 2))
        ),
    ),
    Mistake(
        "sequences mixed",
        "Right without a batch. With one, the sequences are joined to one long sequence, and "
        "tokens attend to those of others. Keep the batch axes: reshape to "
        "(*x.shape[:-1], num_heads, head_dim).",
        (without_batch(layer()),),
    ),
    Mistake(
        "heads dealt out by turns",
        "The components are dealt out to the heads by turns, h, h + num_heads, …. Each head owns "
        "one block of neighbouring columns of W_Q, W_K and W_V: reshape to (…, length, num_heads, "
        "head_dim), with num_heads first.",
        (
            layer(split=split_by_turns),
            layer(split=split_by_turns, merge=merge_by_turns),
        ),
    ),
    Mistake(
        "merged by turns",
        "Each head is right, but they are merged by turns: the heads' components 0 first, then "
        "their components 1, …. Each head's result stays together, side by side with the next, as "
        "the rows of W_O are.",
        (layer(merge=merge_by_turns),),
    ),
    Mistake(
        "num_heads taken for head_dim",
        "The heads are num_heads wide. num_heads says how many there are; each is head_dim = width "
        "// num_heads wide.",
        (
            layer(split=lambda x, n: split(x, x.shape[-1] // n)),
            layer(
                split=lambda x, n: split(x, x.shape[-1] // n),
                size=lambda x, query, value: query.shape[-3],
            ),
        ),
    ),
    Mistake(
        "one wide head",
        "num_heads changes nothing: this is one head over the whole width, with a single row of "
        "weights for each token. Cut queries, keys and values into heads, so that each head can "
        "look elsewhere.",
        (
            not_split(lambda query, num_heads: query.shape[-1]),
            not_split(lambda query, num_heads: query.shape[-1] / num_heads),
        ),
    ),
    Mistake(
        "the same head again",
        "All heads are the first one: each uses the same columns of W_Q, W_K and W_V. In a loop, "
        "head h owns the columns h · head_dim … (h + 1) · head_dim − 1.",
        (layer(split=_first_head_everywhere),),
    ),
)

PROJECTION_MISTAKES = (
    Mistake(
        "heads are slices of x",
        "Each head gets a slice of x, so it never sees the rest of the vector. Every head projects "
        "the *whole* x; cut is what comes out: split(x @ w_query).",
        (
            slices_of_the_input,
            layer(project=lambda x, *_: (x, x, x)),
            layer(project=lambda x, w_query, w_key, w_value: (x, x, x @ w_value)),
        ),
    ),
    Mistake(
        "value not projected",
        "The weights are right, but they average slices of x itself. What is passed on are the "
        "values: x @ w_value, cut into heads.",
        (layer(project=lambda x, w_query, w_key, w_value: (x @ w_query, x @ w_key, x)),),
    ),
    Mistake(
        "query and key exchanged",
        "w_key makes the queries and w_query the keys (or the scores are transposed): who asks and "
        "who answers is reversed. Rows belong to queries.",
        (layer(project=lambda x, w_query, w_key, w_value: (x @ w_key, x @ w_query, x @ w_value)),),
    ),
    Mistake(
        "one matrix for query and key",
        "Queries and keys come from one matrix, so each head's scores are symmetric. Use w_query "
        "for the queries and w_key for the keys.",
        (
            layer(project=lambda x, w_query, w_key, w_value: (x @ w_key, x @ w_key, x @ w_value)),
            layer(
                project=lambda x, w_query, w_key, w_value: (x @ w_query, x @ w_query, x @ w_value)
            ),
        ),
    ),
    Mistake(
        "value from another matrix",
        "The weights are right, but they average the keys or the queries. The values have a matrix "
        "of their own: x @ w_value.",
        (
            layer(project=lambda x, w_query, w_key, w_value: (x @ w_query, x @ w_key, x @ w_key)),
            layer(project=lambda x, w_query, w_key, w_value: (x @ w_query, x @ w_key, x @ w_query)),
        ),
    ),
    Mistake(
        "matrices transposed",
        "Matrices are multiplied the wrong way round (w_query.T, w_output.T), an error unless they "
        "are square. (PyTorch's Linear stores transposes; these are not.) Rows of x meet columns "
        "of the matrix: x @ w_query.",
        (
            *at_and_np_dot(transposed_projections),
            *at_and_np_dot(transposed_output),
            *at_and_np_dot(all_transposed),
        ),
    ),
)
