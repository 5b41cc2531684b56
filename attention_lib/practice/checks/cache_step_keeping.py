"""Wrong ways to keep keys and values in ``cache_step``: named mistakes, re-created."""

import numpy as np

from attention_lib.practice.checks._np_dot import at_and_np_dot
from attention_lib.practice.checks.cache_step_recreations import (
    afterwards,
    all_kept,
    apart,
    kept_as,
    only_new,
    only_old,
    projected_twice,
    step,
)
from attention_lib.practice.checks.scaled_dot_product_recreations import unguarded
from attention_lib.practice.exercise import Mistake


def _in_front(old, new):
    return np.concatenate([new, old])


def _in_place_of(row):
    def replace(old, new):
        rows = old.copy()
        rows[row] = new[0]
        return rows

    return replace


def _without_oldest(old, new):
    return all_kept(old, new)[1:]


KEEPING_MISTAKES = (
    Mistake(
        "nothing appended",
        "The caches come back as they were, and the new token has not seen itself. Compute its key "
        "and its value, append each to its cache, then attend.",
        (
            step(seen=only_old, kept=only_old),
            step(seen=only_old, kept=only_old, normalise=unguarded),  # an error for no keys
        ),
    ),
    Mistake(
        "the new token does not see itself",
        "The new token attends to the earlier ones only: its key and value are appended after it "
        "has attended, or the newest is masked. A causal mask hides what comes later; the token "
        "itself is visible. Append first, then attend. (A first token would find nothing at all.)",
        (step(seen=only_old), step(seen=only_old, normalise=unguarded)),
    ),
    Mistake(
        "longer caches not returned",
        "The output is right, but the caches come back as short as they were: the next step would "
        "not know this token. Return the longer arrays.",
        (step(kept=only_old),),
    ),
    Mistake(
        "the cache is not read",
        "Only the new token itself is used; the earlier ones are forgotten, so its one weight is 1 "
        "and it gets its own value back. Its query must meet *all* keys: those of the cache and "
        "its own.",
        (step(seen=only_new, kept=only_new), step(seen=only_new)),
    ),
    Mistake(
        "only the new rows returned",
        "The output is right, but only the new key and value come back: the next step would have "
        "lost every earlier token. Return the caches with the new row below.",
        (step(kept=only_new),),
    ),
    Mistake(
        "the cache does not grow",
        "The new row takes the place of another, or the oldest is dropped: a token is lost at each "
        "step. (A window of fixed size does so on purpose; it is not asked for.) One row more: "
        "np.concatenate([keys, key]).",
        tuple(
            step(seen=change, kept=change)
            for change in (_in_place_of(-1), _in_place_of(0), _without_oldest)
        ),
    ),
    Mistake(
        "added instead of appended",
        "keys + key adds the new key to *every* row; that appends to a list only. Put it below: "
        "np.concatenate([keys, key]).",
        (step(seen=np.add, kept=np.add),),
    ),
    Mistake(
        "added in front",
        "The new rows stand before the old ones. The output does not tell, for attention without "
        "positions is blind to order, but row i of a cache belongs to token i: append at the end.",
        (step(seen=_in_front, kept=_in_front), step(kept=_in_front)),
    ),
    Mistake(
        "one cache only",
        "Only one of the two caches grows. Every token has a key *and* a value: append both.",
        (
            afterwards(lambda output, keys, values: (output, keys, values[:-1])),
            afterwards(lambda output, keys, values: (output, keys[:-1], values)),
        ),
    ),
    Mistake(
        "results in another order",
        "The results are right, but in another order: return output, keys, values.",
        (
            afterwards(lambda output, keys, values: (keys, values, output)),
            afterwards(lambda output, keys, values: (output, values, keys)),
        ),
    ),
)

PROJECTION_MISTAKES = (
    Mistake(
        "the token itself is kept",
        "x_new is appended as it is, an error unless head_dim = model_dim. Keys and values are "
        "kept, so that no token is ever projected again: append x_new @ w_key and x_new @ w_value.",
        (
            kept_as(lambda x_new, key, value, query: (x_new, x_new)),
            kept_as(lambda x_new, key, value, query: (x_new, value)),
            kept_as(lambda x_new, key, value, query: (key, x_new)),
        ),
    ),
    Mistake(
        "projected twice",
        "The whole cache is multiplied by w_key and w_value, so the earlier rows are projected a "
        "second time (an error unless the sizes agree). They are keys and values already: project "
        "x_new alone.",
        at_and_np_dot(projected_twice),
    ),
    Mistake(
        "the query is kept",
        "The new token's query is appended to the keys. A query is asked once, and nobody needs it "
        "again: append the key, x_new @ w_key.",
        (kept_as(lambda x_new, key, value, query: (query, value)),),
    ),
    Mistake(
        "keys and values exchanged",
        "The new key has gone to the values and the new value to the keys, or both caches got the "
        "same row. Append x_new @ w_key to the keys, x_new @ w_value to the values.",
        (
            kept_as(lambda x_new, key, value, query: (value, key)),
            kept_as(lambda x_new, key, value, query: (key, key)),
            kept_as(lambda x_new, key, value, query: (value, value)),
        ),
    ),
    Mistake(
        "query not projected",
        "The keys are compared with x_new itself (an error unless head_dim = model_dim), or with "
        "its key. The question is x_new @ w_query.",
        (
            step(project=lambda x_new, *matrices: (x_new, *apart(x_new, *matrices)[1:])),
            step(
                project=lambda x_new, *matrices: tuple(
                    apart(x_new, *matrices)[i] for i in (1, 1, 2)
                )
            ),
        ),
    ),
)
