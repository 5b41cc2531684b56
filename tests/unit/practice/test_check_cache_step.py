"""Every wrong step with a cache gets its own explanation; every right one passes."""

import math

import numpy as np
import pytest
from explained import assert_own_explanation

import attention_lib as al
from attention_lib.practice import check_cache_step
from attention_lib.practice.checks.cache_step import EXERCISE


def softmax(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def overflow(scores, axis=-1):
    return np.exp(scores) / np.exp(scores).sum(axis=axis, keepdims=True)


def below(rows, row):
    return np.vstack([rows, row])


def step(append=below, *, weigh=softmax, root=None, parts=lambda x, q, k, v: (x @ q, x @ k, x @ v)):
    """Write a step with one thing exchanged: append, then attend."""

    def cache_step(x_new, keys, values, w_query, w_key, w_value):
        query, key, value = parts(x_new, w_query, w_key, w_value)
        keys, values = append(keys, key), append(values, value)
        size = query.shape[1] if root is None else root(x_new, keys, values)
        return weigh(query @ keys.T / math.sqrt(size)) @ values, keys, values

    return cache_step


right = step()


def changed(change):
    """Change the three right results."""
    return lambda *inputs: change(*right(*inputs))


def one_by_one(x_new, keys, values, w_query, w_key, w_value):
    query = x_new[0] @ w_query
    keys, values = [*keys, x_new[0] @ w_key], [*values, x_new[0] @ w_value]
    scores = [sum(q * k for q, k in zip(query, key, strict=True)) for key in keys]
    e = [math.exp((score - max(scores)) / math.sqrt(len(query))) for score in scores]
    output = sum(a / sum(e) * value for a, value in zip(e, values, strict=True))
    return [output], keys, values


def in_a_new_array(x_new, keys, values, w_query, w_key, w_value):
    longer_keys = np.empty((len(keys) + 1, keys.shape[1]))
    longer_values = np.empty((len(values) + 1, values.shape[1]))
    longer_keys[:-1], longer_keys[-1:] = keys, x_new @ w_key
    longer_values[:-1], longer_values[-1:] = values, x_new @ w_value
    scores = np.einsum("qd,kd->qk", x_new @ w_query, longer_keys) / keys.shape[1] ** 0.5
    return np.einsum("qk,kv->qv", softmax(scores), longer_values), longer_keys, longer_values


def by_the_library(x_new, keys, values, w_query, w_key, w_value):
    cache = al.KeyValueCache()
    cache.append(keys, values)
    cache.append(x_new @ w_key, x_new @ w_value)
    return cache.attend(x_new @ w_query), cache.key, cache.value


def in_float32(*inputs):
    return right(*map(np.float32, inputs))


RIGHT = [right, one_by_one, in_a_new_array, by_the_library, in_float32]


def attends_to(x_new, keys, values, w_query):
    scores = (x_new @ w_query) @ keys.T / math.sqrt(keys.shape[1])
    return np.exp(scores) / np.exp(scores).sum() @ values


def nothing_appended(x_new, keys, values, w_query, w_key, w_value):
    query = x_new @ w_query
    return softmax(query @ keys.T / np.sqrt(query.shape[-1])) @ values, keys, values


def appends_afterwards(x_new, keys, values, w_query, w_key, w_value):
    query = x_new @ w_query
    output = softmax(query @ keys.T / np.sqrt(query.shape[-1])) @ values
    return output, below(keys, x_new @ w_key), below(values, x_new @ w_value)


def newest_masked(scores):
    visible = np.arange(scores.shape[1]) < scores.shape[1] - 1
    return softmax(np.where(visible, scores, -np.inf))


def causal_from_0(scores):
    return softmax(np.where(np.tri(*scores.shape), scores, -np.inf))


def short_caches(x_new, keys, values, *matrices):
    return right(x_new, keys, values, *matrices)[0], keys, values


def itself_alone(x_new, keys, values, w_query, w_key, w_value):
    return x_new @ w_value, below(keys, x_new @ w_key), below(values, x_new @ w_value)


def no_cache(x_new, keys, values, w_query, w_key, w_value):
    return right(x_new, keys[:0], values[:0], w_query, w_key, w_value)


def new_rows(x_new, keys, values, w_query, w_key, w_value):
    output, _, _ = right(x_new, keys, values, w_query, w_key, w_value)
    return output, x_new @ w_key, x_new @ w_value


def overwrites(index):
    def append(rows, row):
        rows = np.array(rows)
        rows[index] = row
        return rows

    return append


def window(rows, row):
    return below(rows[1:], row) if len(rows) else rows


def in_front(rows, row):
    return np.vstack([row, rows])


def projects_the_cache(x_new, keys, values, w_query, w_key, w_value):
    query, keys, values = (
        x_new @ w_query,
        below(keys, x_new) @ w_key,
        below(values, x_new) @ w_value,
    )
    return softmax(query @ keys.T / np.sqrt(query.shape[-1])) @ values, keys, values


def weights_first(x_new, keys, values, w_query, w_key, w_value):
    _, keys, values = right(x_new, keys, values, w_query, w_key, w_value)
    scores = x_new @ w_query @ keys.T / math.sqrt(keys.shape[1])
    return softmax(scores), keys, values


def averaged_keys(*inputs):
    weights, keys, values = weights_first(*inputs)
    return weights @ keys, keys, values


def divides_in_place(x_new, keys, values, w_query, w_key, w_value):
    keys, values = below(keys, x_new @ w_key), below(values, x_new @ w_value)
    scores = x_new @ w_query @ keys.T
    scores /= np.sqrt(keys.shape[1])
    return softmax(scores) @ values, keys, values


def as_a_list(x_new, keys, values, w_query, w_key, w_value):
    keys.append(x_new @ w_key)
    return right(x_new, keys, values, w_query, w_key, w_value)


def beyond_the_end(rows, row):
    rows[len(rows)] = row
    return rows


def two_arguments(rows, row):
    return np.concatenate(rows, row)


def beside(rows, row):
    return np.concatenate([rows, row], axis=1)


def without_an_axis(rows, row):
    return np.append(rows, row)


def a_flat_row(rows, row):
    return np.concatenate([rows, row[0]])


def looks_for_the_best_old_key(x_new, keys, values, *matrices):
    best = (x_new @ matrices[0] @ keys.T).max()
    output, keys, values = right(x_new, keys, values, *matrices)
    return output + 0 * best, keys, values


WRONG = {
    "nothing appended": (nothing_appended, "nothing appended", "come back as they were"),
    "nothing appended, overflow": (
        lambda x_new, keys, values, w_query, *_: (
            attends_to(x_new, keys, values, w_query),
            keys,
            values,
        ),
        "nothing appended",
        "has not seen itself",
    ),
    "appends afterwards": (
        appends_afterwards,
        "the new token does not see itself",
        "appended after it has attended",
    ),
    "newest masked": (
        step(weigh=newest_masked),
        "the new token does not see itself",
        "or the newest is masked",
    ),
    "short caches": (short_caches, "longer caches not returned", "as short as they were"),
    "itself alone": (itself_alone, "the cache is not read", "its one weight is 1"),
    "no cache": (no_cache, "the cache is not read", "the earlier ones are forgotten"),
    "new rows": (new_rows, "only the new rows returned", "would have lost every earlier token"),
    "overwrites the last": (step(overwrites(-1)), "the cache does not grow", "takes the place"),
    "overwrites the first": (step(overwrites(0)), "the cache does not grow", "One row more"),
    "window": (step(window), "the cache does not grow", "A window of fixed size"),
    "keys + key": (step(np.add), "added instead of appended", "to *every* row"),
    "in front": (step(in_front), "added in front", "row i of a cache belongs to token i"),
    "short values": (
        changed(lambda output, keys, values: (output, keys, values[:-1])),
        "one cache only",
        "append both",
    ),
    "short keys": (
        changed(lambda output, keys, values: (output, keys[:-1], values)),
        "one cache only",
        "a key *and* a value",
    ),
    "output last": (
        changed(lambda output, keys, values: (keys, values, output)),
        "results in another order",
        "return output, keys, values",
    ),
    "values first": (
        changed(lambda output, keys, values: (output, values, keys)),
        "results in another order",
        "in another order",
    ),
    "x_new kept": (
        step(parts=lambda x, q, k, v: (x @ q, x, x)),
        "the token itself is kept",
        "no token is ever projected again",
    ),
    "x_new kept as key": (
        step(parts=lambda x, q, k, v: (x @ q, x, x @ v)),
        "the token itself is kept",
        "appended as it is",
    ),
    "projected twice": (projects_the_cache, "projected twice", "keys and values already"),
    "query kept": (
        step(parts=lambda x, q, k, v: (x @ q, x @ q, x @ v)),
        "the query is kept",
        "A query is asked once",
    ),
    "exchanged": (
        step(parts=lambda x, q, k, v: (x @ q, x @ v, x @ k)),
        "keys and values exchanged",
        "has gone to the values",
    ),
    "key twice": (
        step(parts=lambda x, q, k, v: (x @ q, x @ k, x @ k)),
        "keys and values exchanged",
        "got the same row",
    ),
    "x_new asks": (
        step(parts=lambda x, q, k, v: (x, x @ k, x @ v)),
        "query not projected",
        "compared with x_new itself",
    ),
    "key asks": (
        step(parts=lambda x, q, k, v: (x @ k, x @ k, x @ v)),
        "query not projected",
        "or with its key",
    ),
    "causal from 0": (
        step(weigh=causal_from_0),
        "only the first token is seen",
        "counts it as token 0",
    ),
    "no root": (step(root=lambda *_: 1), "not scaled", "not divided by √head_dim"),
    "head_dim": (
        step(root=lambda x, keys, values: keys.shape[1] ** 2),
        "divided by head_dim",
        "not by its square root",
    ),
    "root of model_dim": (
        step(root=lambda x, keys, values: x.shape[1]),
        "divided by √ of another size",
        "model_dim, value_dim or the number of keys",
    ),
    "root of length": (
        step(root=lambda x, keys, values: len(keys)),
        "divided by √ of another size",
        "how many products a score adds up",
    ),
    "over the queries": (
        step(weigh=lambda s: softmax(s, axis=0)),
        "softmax over the queries",
        "every weight is 1",
    ),
    "linear": (step(weigh=lambda s: s), "no softmax", "weigh the values"),
    "overflow": (step(weigh=overflow), "softmax without the shift", "overflows"),
    "plain mean": (
        step(weigh=lambda s: np.ones_like(s) / s.size),
        "all tokens alike",
        "the plain mean of all values",
    ),
    "keys averaged": (averaged_keys, "averages the keys", "they average the keys"),
    "weights": (weights_first, "returns the weights", "Weights are never kept"),
    "a flat output": (
        changed(lambda output, keys, values: (output.ravel(), keys, values)),
        "output without its first axis",
        "One token is still one row",
    ),
    "output of the cache's type": (
        changed(lambda output, keys, values: (np.array(output, dtype=keys.dtype), keys, values)),
        "rounded to integers",
        "Give them dtype=float",
    ),
    "scores /=": (divides_in_place, "fractions into integers", "instead of scores /= …"),
    "keys.append": (as_a_list, "appended as to a list", "An array does not grow"),
    "beyond the end": (step(beyond_the_end), "appended as to a list", "Make a longer one"),
    "np.stack": (
        step(lambda rows, row: np.stack([rows, row])),
        "stacked",
        "np.stack makes a new axis",
    ),
    "two arguments": (step(two_arguments), "no list of arrays", "*one* list of arrays"),
    "beside": (step(beside), "appended along the wrong axis", "the key would become wider"),
    "np.append, flat": (
        step(without_an_axis),
        "the inner sizes differ",
        "np.append without axis=0",
    ),
    "x_new kept as value": (
        step(parts=lambda x, q, k, v: (x @ q, x @ k, x)),
        "the token itself is kept",
        "an error unless",
    ),
    "the wrong width": (
        step(parts=lambda x, q, k, v: (x @ q, np.hstack([x @ k, x]), x @ v)),
        "rows of another width",
        "has another width than the rows kept",
    ),
    "a flat row": (step(a_flat_row), "a row without its axis", "appended as (1, head_dim)"),
    "the best of no keys": (looks_for_the_best_old_key, "nothing to see", "sees itself alone"),
}


@pytest.mark.parametrize("attempt", WRONG)
def test_each_wrong_step_gets_its_own_explanation(attempt):
    function, mistake, says = WRONG[attempt]
    report = check_cache_step(function)
    assert_own_explanation(report, EXERCISE, mistake, says)


def test_every_known_step_mistake_is_made_by_an_attempt():
    known = {m.name for m in (*EXERCISE.mistakes, *EXERCISE.accidents)}
    assert known == {mistake for _, mistake, _ in WRONG.values()}
    assert len(known) >= 8


@pytest.mark.parametrize("function", RIGHT, ids=lambda function: function.__name__)
def test_right_steps_written_differently_pass(function):
    report = check_cache_step(function)
    assert report.state == "passed", report


def test_a_step_that_passes_equals_the_full_causal_pass():
    rng = np.random.default_rng(5)
    x, w_query, w_key, w_value = (
        rng.normal(size=shape) for shape in ((6, 5), (5, 3), (5, 3), (5, 2))
    )
    keys, values, outputs = np.zeros((0, 3)), np.zeros((0, 2)), []
    for token in x:
        output, keys, values = EXERCISE.solve(token[None], keys, values, w_query, w_key, w_value)
        outputs.append(output[0])
    full = al.scaled_dot_product_attention(x @ w_query, x @ w_key, x @ w_value, is_causal=True)
    np.testing.assert_allclose(outputs, full)


def test_a_blank_step_is_not_started():
    def cache_step(x_new, keys, values, w_query, w_key, w_value): ...

    assert check_cache_step(cache_step).state == "not started"


@pytest.mark.parametrize(
    ("returned", "what"),
    [(lambda output, keys, values: output, "one thing"), (lambda *three: three[:2], "2 things")],
)
def test_all_three_results_are_asked_for(returned, what):
    sentence = check_cache_step(changed(returned)).sentence
    assert f"`return output, keys, values`; got {what}" in sentence
    assert "The next step needs the longer caches" in sentence


def test_a_cache_changed_in_place_is_told():
    def edits(x_new, keys, values, w_query, w_key, w_value):
        results = right(x_new, keys, values, w_query, w_key, w_value)
        keys *= 0
        return results

    assert "edits its input `keys` in place" in check_cache_step(edits).sentence


def test_a_first_token_without_cache_is_among_the_cases():
    def only_after_the_first(x_new, keys, values, *matrices):
        if len(keys) == 0:
            raise RuntimeError("no cache yet")
        return right(x_new, keys, values, *matrices)

    sentence = check_cache_step(only_after_the_first).sentence
    assert "keys (length 0, head_dim 3)" in sentence


def test_an_unknown_wrong_step_gets_an_honest_sentence():
    report = check_cache_step(step(root=lambda x, keys, values: keys.shape[1] ** 0.5))
    assert report.mistake is None
    assert "None of the mistakes that this check can name" in report.sentence
