"""Wrong sources and projections in ``self_attention``: named mistakes, re-created."""

import numpy as np

from attention_lib.practice.checks._np_dot import at_and_np_dot
from attention_lib.practice.checks.self_attention_recreations import (
    attention,
    input_added,
    transposed_matrices,
)
from attention_lib.practice.exercise import Mistake


def _root_of_head_dim(x, w_query, w_key, w_value):
    """Scale raw inputs by the head's width."""
    width = np.sqrt(w_query.shape[-1] / x.shape[-1])
    return attention(lambda x, *_: (x / width, x, x))(x, w_query, w_key, w_value)


SOURCE_MISTAKES = (
    Mistake(
        "returns its input",
        "The input comes back as it is: no position has looked at any other. (The code that "
        "notebook 03 takes apart does this.) Queries, keys and values are still to be made from x.",
        (lambda x, w_query, w_key, w_value: x,),
    ),
    Mistake(
        "no attention",
        "Every position passes on its own value alone (x @ w_value): no position looks at "
        "another. Average the values with the softmax weights of its query and all keys.",
        (lambda x, w_query, w_key, w_value: x @ w_value,),
    ),
    Mistake(
        "no projections",
        "x itself serves as query, key and value. One source does not mean one vector in three "
        "parts: each part has its own matrix, x @ w_query, x @ w_key and x @ w_value.",
        (
            attention(lambda x, *_: (x, x, x)),
            attention(lambda x, *_: (x, x, x), size=lambda x, query, value: 1.0),
            _root_of_head_dim,
        ),
    ),
    Mistake(
        "query and key not projected",
        "The scores compare x with itself: the values are projected, queries and keys are not. "
        "Use x @ w_query and x @ w_key.",
        (
            attention(lambda x, w_query, w_key, w_value: (x, x, x @ w_value)),
            attention(
                lambda x, w_query, w_key, w_value: (x, x, x @ w_value),
                size=lambda x, query, value: 1.0,
            ),
        ),
    ),
    Mistake(
        "value not projected",
        "The weights are right, but they average x itself. What is passed on are the values: "
        "x @ w_value, so the output is value_dim wide.",
        (attention(lambda x, w_query, w_key, w_value: (x @ w_query, x @ w_key, x)),),
    ),
    Mistake(
        "value from another matrix",
        "The weights are right, but they average the keys or the queries. The values have a "
        "matrix of their own: x @ w_value.",
        (
            attention(lambda x, w_query, w_key, w_value: (x @ w_query, x @ w_key, x @ w_key)),
            attention(lambda x, w_query, w_key, w_value: (x @ w_query, x @ w_key, x @ w_query)),
        ),
    ),
    Mistake(
        "one matrix for query and key",
        "Queries and keys come from one matrix, so the scores are symmetric: position i finds j "
        "exactly as relevant as j finds i. Use w_query for the queries and w_key for the keys.",
        (
            attention(lambda x, w_query, w_key, w_value: (x @ w_key, x @ w_key, x @ w_value)),
            attention(lambda x, w_query, w_key, w_value: (x @ w_query, x @ w_query, x @ w_value)),
        ),
    ),
    Mistake(
        "query and key exchanged",
        "w_key makes the queries and w_query the keys (or the scores are transposed): who asks "
        "and who answers is reversed. Rows belong to queries: (x @ w_query) @ (x @ w_key).T.",
        (attention(lambda x, w_query, w_key, w_value: (x @ w_key, x @ w_query, x @ w_value)),),
    ),
    Mistake(
        "matrices transposed",
        "The matrices are multiplied the wrong way round (w_query.T), an error unless model_dim "
        "= head_dim. Rows of x meet columns of the matrix: x @ w_query is (length, head_dim).",
        at_and_np_dot(transposed_matrices),
    ),
    Mistake(
        "input added",
        "x is added to the output, an error unless model_dim = value_dim. A Transformer block "
        "does so (the residual connection), but around attention, not inside it.",
        (input_added,),
    ),
)
