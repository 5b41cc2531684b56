"""Wrong ways to bring queries and keys together in ``additive_score``: named mistakes."""

import numpy as np

from attention_lib.practice.checks._np_dot import at_and_np_dot
from attention_lib.practice.checks.additive_score_recreations import (
    afterwards,
    from_pairs,
    from_projections,
    key_alone,
    not_projected,
    paired_in_step,
    plus_projected_dot_product,
    plus_raw_dot_product,
    query_alone,
    raw_dot_product,
    with_matrices,
)
from attention_lib.practice.exercise import Mistake

PAIR_MISTAKES = (
    Mistake(
        "query i with key i only",
        "Query i meets key i alone (a sum without a new axis, or zip): an error where the "
        "lengths differ, too few scores where they do not. Every query meets every key: "
        "(query @ w_query)[:, None, :] + (key @ w_key)[None, :, :] has one row of `hidden` "
        "numbers per pair.",
        (
            from_projections(lambda queries, keys, v: np.tanh(queries + keys) @ v),
            from_projections(paired_in_step),
        ),
    ),
    Mistake(
        "query left out",
        "The scores depend on the keys alone: every query gets the same row. Add the query's "
        "projection inside the tanh.",
        (
            from_projections(lambda queries, keys, v: np.tanh(keys) @ v),
            from_projections(lambda queries, keys, v: (np.tanh(keys) @ v)[None]),
            from_projections(key_alone),
        ),
    ),
    Mistake(
        "key left out",
        "The scores depend on the queries alone: within a row all keys score the same, so the "
        "softmax would give the plain mean. (A stored version of PyTorch's translation "
        "tutorial left the encoder out of its scores.) Add the key's projection inside the tanh.",
        (
            from_projections(lambda queries, keys, v: np.tanh(queries) @ v),
            from_projections(lambda queries, keys, v: (np.tanh(queries) @ v)[:, None]),
            from_projections(query_alone),
        ),
    ),
    Mistake(
        "transposed",
        "The scores have the shape (key_len, query_len). Rows belong to queries and columns to "
        "keys: (query_len, key_len).",
        (afterwards(np.transpose),),
    ),
    Mistake(
        "one row only",
        "These are the scores of one query or one key alone: a `return` inside a loop ends it at "
        "the first turn, and an assignment keeps the last. Collect one row per query.",
        (
            *(afterwards(lambda scores, i=i: scores[i]) for i in (0, -1)),
            *(afterwards(lambda scores, i=i: scores[:, i]) for i in (0, -1)),
            *(afterwards(lambda scores, i=i: scores[i, i]) for i in (0, -1)),
        ),
    ),
    Mistake(
        "squeezed",
        "Right for several queries, but with one query the axis of queries is gone (as by "
        "np.squeeze). The shape is always (query_len, key_len), here (1, key_len).",
        (afterwards(np.squeeze),),
    ),
    Mistake(
        "product inside the tanh",
        "The two projections are multiplied. This score is *additive*: tanh of their sum.",
        (
            from_projections(lambda queries, keys, v: np.tanh(queries[:, None] * keys) @ v),
            from_projections(lambda queries, keys, v: (queries[:, None] * keys) @ v),
        ),
    ),
    Mistake(
        "difference instead of sum",
        "The two projections are subtracted. The additive score does not measure a distance: it "
        "adds them, and w_query and w_key learn what that means.",
        (
            from_projections(lambda queries, keys, v: np.tanh(queries[:, None] - keys) @ v),
            from_projections(lambda queries, keys, v: np.tanh(keys - queries[:, None]) @ v),
            from_projections(lambda queries, keys, v: np.tanh(abs(keys - queries[:, None])) @ v),
        ),
    ),
    Mistake(
        "dot product instead",
        "These are dot products of queries and keys. Here no query is multiplied with a key: add "
        "their projections, take tanh, and multiply by v.",
        (
            from_projections(lambda queries, keys, v: queries @ keys.T),
            from_projections(lambda queries, keys, v: queries @ keys.T / np.sqrt(len(v))),
            *at_and_np_dot(raw_dot_product),
        ),
    ),
    Mistake(
        "dot product added",
        "The additive scores are right, but a dot product is added to them. v · tanh(…) is the "
        "whole score.",
        (plus_projected_dot_product, *at_and_np_dot(plus_raw_dot_product)),
    ),
    Mistake(
        "matrices exchanged",
        "w_key projects the queries and w_query the keys: an error where query_dim and key_dim "
        "differ, silently wrong where they agree.",
        at_and_np_dot(with_matrices(lambda w_query, w_key: (w_key, w_query))),
    ),
    Mistake(
        "one matrix for both",
        "One matrix projects the queries and the keys alike. Each side has its own: w_query for "
        "the queries, w_key for the keys.",
        (
            *at_and_np_dot(with_matrices(lambda w_query, w_key: (w_query, w_query))),
            *at_and_np_dot(with_matrices(lambda w_query, w_key: (w_key, w_key))),
        ),
    ),
    Mistake(
        "matrices transposed",
        "The matrices are multiplied the wrong way round (query @ w_query.T, or w_query @ query), "
        "an error unless query_dim = hidden. Rows of `query` meet columns of `w_query`: query @ "
        "w_query is (query_len, hidden).",
        at_and_np_dot(with_matrices(lambda w_query, w_key: (w_query.T, w_key.T))),
    ),
    Mistake(
        "not projected",
        "`query` and `key` are added as they are, an error where their widths differ. Project "
        "both into the same hidden space first: query @ w_query, key @ w_key.",
        (not_projected,),
    ),
    Mistake(
        "summed over the wrong axis",
        "The products with v are added over the queries or the keys. Add over the hidden axis, "
        "the last: one number per pair of query and key.",
        tuple(
            from_pairs(lambda sums, v, axis=axis: (np.tanh(sums) * v).sum(axis=axis))
            for axis in (0, 1)
        ),
    ),
)
