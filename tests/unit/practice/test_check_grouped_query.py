"""Every wrong grouped-query attention gets its own explanation; every right one passes."""

import math

import numpy as np
import pytest
from explained import assert_own_explanation

import attention_lib as al
from attention_lib.practice import check_grouped_query
from attention_lib.practice.checks.grouped_query import EXERCISE


def softmax(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def overflow(scores, axis=-1):
    return np.exp(scores) / np.exp(scores).sum(axis=axis, keepdims=True)


def softmax_without_keepdims(x):
    e = np.exp(x - x.max(axis=-1))
    return e / e.sum(axis=-1)


def attend(query, key, value, weigh=softmax, root=None):
    """Attend head by head, as many in all three arrays."""
    root = math.sqrt(query.shape[-1]) if root is None else root
    return weigh(query @ np.swapaxes(key, -1, -2) / root) @ value


def by_head(which, gather=np.array, weigh=softmax):
    """Write it as a loop: query head h reads the key/value head ``which(h, H, G)``."""

    def attention(query, key, value):
        found = []
        for h in range(len(query)):
            g = which(h, len(query), len(key))
            found.append(attend(query[h], key[g], value[g], weigh))
        return gather(found)

    return attention


right = by_head(lambda h, heads, groups: h * groups // heads)


def repeating(repeat_keys, repeat_values=None, **steps):
    """Repeat the key/value heads, then attend with one step exchanged."""

    def attention(query, key, value):
        times = len(query) // len(key)
        key, value = repeat_keys(key, times), (repeat_values or repeat_keys)(value, times)
        return attend(query, key, value, **steps)

    return attention


def blocks(heads, times):
    return np.concatenate([heads[g : g + 1] for g in range(len(heads)) for _ in range(times)])


def turns(heads, times):
    return np.concatenate([heads] * times)


def by_repeat(query, key, value):
    times = len(query) // len(key)
    return attend(query, np.repeat(key, times, axis=0), np.repeat(value, times, axis=0))


def by_groups(query, key, value):
    groups = query.reshape(len(key), -1, *query.shape[1:])
    return attend(groups, key[:, None], value[:, None]).reshape(len(query), query.shape[1], -1)


def by_the_library(query, key, value):
    return al.scaled_dot_product_attention(query, key, value)


def nested_lists(query, key, value):
    return by_repeat(query, key, value).tolist()


def in_float32(query, key, value):
    return by_repeat(np.float32(query), np.float32(key), np.float32(value))


def by_einsum(query, key, value):
    groups = query.reshape(len(key), -1, *query.shape[1:])
    scores = np.einsum("grqd,gkd->grqk", groups, key) / np.sqrt(query.shape[-1])
    found = np.einsum("grqk,gkv->grqv", softmax(scores), value)
    return found.reshape(len(query), *found.shape[2:])


RIGHT = [right, by_repeat, by_groups, by_the_library, nested_lists, in_float32, by_einsum]


def groups_in_the_wrong_order(query, key, value):
    groups = query.reshape(-1, len(key), *query.shape[1:])
    return attend(groups, key, value).reshape(len(query), query.shape[1], -1)


def without_group_axis(query, key, value):
    groups = np.array(np.split(query, len(key)))
    return np.concatenate(attend(groups, key, value))


def all_pairs(query, key, value):
    return attend(query[:, None], key[None], value[None])


def one_memory(query, key, value):
    return attend(query, np.concatenate(key), np.concatenate(value))


def queries_made_one(choose):
    def attention(query, key, value):
        groups = np.split(query, len(key))
        return np.array(
            [attend(choose(g), k, v) for g, k, v in zip(groups, key, value, strict=True)]
        )

    return attention


def queries_made_one_and_repeated(query, key, value):
    found = queries_made_one(lambda group: group.mean(axis=0))(query, key, value)
    return np.repeat(found, len(query) // len(key), axis=0)


def zipped(query, key, value):
    return np.array([attend(*heads) for heads in zip(query, key, value, strict=False)])


def left_in_groups(query, key, value):
    groups = query.reshape(len(key), -1, *query.shape[1:])
    return attend(groups, key[:, None], value[:, None])


def put_back_by_turns(query, key, value):
    return np.swapaxes(left_in_groups(query, key, value), 0, 1).reshape(
        len(query), query.shape[1], -1
    )


def root_of(size):
    return lambda query, key, value: attend(
        query,
        *(blocks(heads, len(query) // len(key)) for heads in (key, value)),
        root=math.sqrt(size(query)),
    )


def head_dim_itself(query, key, value):
    return attend(query / math.sqrt(query.shape[-1]), *_partners(query, key, value))


def _partners(query, key, value):
    return (blocks(heads, len(query) // len(key)) for heads in (key, value))


def weights_of(query, key, value):
    key, _ = _partners(query, key, value)
    return softmax(query @ np.swapaxes(key, -1, -2) / np.sqrt(query.shape[-1]))


def keys_averaged(query, key, value):
    return right(query, key, key)


def merged(query, key, value):
    return np.concatenate(right(query, key, value), axis=-1)


def flat(heads, times):
    return np.repeat(heads, times)


def flat_and_mt(query, key, value):
    return query @ np.repeat(key, len(query) // len(key)).mT


def flat_in_einsum(query, key, value):
    return np.einsum("hqd,hkd->hqk", query, np.repeat(key, len(query) // len(key)))


def nothing_repeated(query, key, value):
    return attend(query, key, value)


def nothing_repeated_in_einsum(query, key, value):
    scores = np.einsum("hqd,hkd->hqk", query, key)
    return softmax(scores / math.sqrt(query.shape[-1])) @ value


def tokens_repeated(query, key, value):
    times = len(query) // len(key)
    return attend(query, np.repeat(key, times, axis=1), np.repeat(value, times, axis=1))


def into_the_type_of_the_query(query, key, value):
    output = np.empty((*query.shape[:2], value.shape[2]), dtype=query.dtype)
    for h in range(len(query)):
        output[h] = right(query, key, value)[h]
    return output


def divides_in_place(query, key, value):
    key, value = _partners(query, key, value)
    scores = query @ np.swapaxes(key, -1, -2)
    scores /= np.sqrt(query.shape[-1])
    return softmax(scores) @ value


def index_too_large(query, key, value):
    return by_head(lambda h, heads, groups: h - heads // 2 + groups)(query, key, value)


def true_division(query, key, value):
    return by_head(lambda h, heads, groups: h / (heads // groups))(query, key, value)


def transposes_everything(query, key, value):
    times = len(query) // len(key)
    key, value = np.repeat(key, times, axis=0), np.repeat(value, times, axis=0)
    return softmax(query @ key.T / np.sqrt(query.shape[-1])) @ value


WRONG = {
    "np.tile": (repeating(turns), "in turns instead of blocks", "np.tile"),
    "h % G": (
        by_head(lambda h, heads, groups: h % groups),
        "in turns instead of blocks",
        "h % num_kv_heads",
    ),
    "reshape in the wrong order": (
        groups_in_the_wrong_order,
        "in turns instead of blocks",
        "0 0 1 1",
    ),
    "values by turns": (
        repeating(blocks, turns),
        "keys and values shared differently",
        "gets the value of another",
    ),
    "keys by turns": (
        repeating(turns, blocks),
        "keys and values shared differently",
        "Repeat both in blocks",
    ),
    "no axis for the group": (
        without_group_axis,
        "no axis for the group",
        "line up with the members of a group",
    ),
    "h // G": (
        by_head(lambda h, heads, groups: h // groups),
        "divided by num_kv_heads",
        "both agree only where",
    ),
    "key head 0": (
        by_head(lambda h, heads, groups: 0),
        "one key/value head for all",
        "multi-query attention",
    ),
    "last key head": (
        by_head(lambda h, heads, groups: -1),
        "one key/value head for all",
        "the others are never read",
    ),
    "mean of keys and values": (
        repeating(lambda heads, times: heads.mean(axis=0)),
        "key/value heads averaged",
        "Each reads one: that of its block",
    ),
    "mean over the pairs": (
        lambda *qkv: all_pairs(*qkv).mean(axis=1),
        "key/value heads averaged",
        "averaged or added up",
    ),
    "sum over the pairs": (
        lambda *qkv: all_pairs(*qkv).sum(axis=1),
        "key/value heads averaged",
        "reads all key/value heads",
    ),
    "one memory": (one_memory, "key/value heads joined", "one long memory"),
    "all pairs": (all_pairs, "every pair of heads", "reads every key/value head"),
    "mean of queries": (
        queries_made_one(lambda group: group.mean(axis=0)),
        "queries shared",
        "Keys and values are shared",
    ),
    "sum of queries": (queries_made_one(sum), "queries shared", "asks its own question"),
    "first of queries": (
        queries_made_one(lambda group: group[0]),
        "queries shared",
        "or the first of them taken",
    ),
    "mean of queries, repeated": (
        queries_made_one_and_repeated,
        "queries shared",
        "no use in having it",
    ),
    "zip": (zipped, "only the first query heads", "ends with the shorter"),
    "left in groups": (left_in_groups, "groups left apart", "(num_kv_heads, group, …)"),
    "mean of a group": (
        lambda *qkv: left_in_groups(*qkv).mean(axis=1),
        "averaged in each group",
        "num_kv_heads of them are left",
    ),
    "sum of a group": (
        lambda *qkv: left_in_groups(*qkv).sum(axis=1),
        "averaged in each group",
        "every query head keeps its own output",
    ),
    "put back by turns": (
        put_back_by_turns,
        "groups in the wrong order",
        "the results are put back in another order",
    ),
    "no root": (repeating(blocks, root=1), "not scaled", "not divided by √head_dim"),
    "head_dim": (head_dim_itself, "divided by head_dim", "not by its square root"),
    "root of model_dim": (
        root_of(lambda query: len(query) * query.shape[-1]),
        "divided by √ of all heads' width",
        "One score adds up head_dim products",
    ),
    "root of num_heads": (root_of(len), "divided by √ of another axis", "num_heads (shape[0])"),
    "root of query_len": (
        root_of(lambda query: query.shape[1]),
        "divided by √ of another axis",
        "query_len (shape[1])",
    ),
    "over the heads": (
        repeating(blocks, weigh=lambda s: softmax(s, axis=0)),
        "softmax over the heads",
        "they compete for each key",
    ),
    "over the queries": (
        repeating(blocks, weigh=lambda s: softmax(s, axis=1)),
        "softmax over the queries",
        "they compete for keys",
    ),
    "over the queries, overflow": (
        repeating(blocks, weigh=lambda s: overflow(s, axis=1)),
        "softmax over the queries",
        "over the keys (axis −1)",
    ),
    "linear": (repeating(blocks, weigh=lambda s: s), "no softmax", "weigh the values"),
    "overflow": (repeating(blocks, weigh=overflow), "softmax without the shift", "overflows"),
    "keys averaged": (keys_averaged, "averages the keys", "Keys decide where to look"),
    "weights": (weights_of, "returns the weights", "and they are right"),
    "merged": (merged, "heads side by side", "one by one"),
    "mean of heads": (
        lambda *qkv: right(*qkv).mean(axis=0),
        "averaged over all heads",
        "keeps its own output",
    ),
    "sum of heads": (
        by_head(lambda h, heads, groups: h * groups // heads, gather=sum),
        "averaged over all heads",
        "averaged or added up",
    ),
    "np.repeat, flat": (
        repeating(flat),
        "np.repeat without an axis",
        "makes one long row",
    ),
    "np.repeat, flat, .mT": (flat_and_mt, "np.repeat without an axis", "has lost its axes"),
    "np.repeat, flat, einsum": (flat_in_einsum, "np.repeat without an axis", "axis=0"),
    "nothing repeated": (
        nothing_repeated,
        "heads that do not pair up",
        "Repeat each key/value head",
    ),
    "nothing repeated, einsum": (
        nothing_repeated_in_einsum,
        "heads that do not pair up",
        "do not pair up yet",
    ),
    "tokens repeated": (tokens_repeated, "heads that do not pair up", "along axis 0"),
    "no keepdims": (
        repeating(blocks, weigh=lambda s: np.exp(s) / np.exp(s).sum(axis=-1)),
        "sum without keepdims",
        "Use keepdims=True",
    ),
    "no keepdims at all": (
        repeating(blocks, weigh=softmax_without_keepdims),
        "sizes that do not broadcast",
        "need keepdims=True",
    ),
    "no keepdims in a loop": (
        by_head(
            lambda h, heads, groups: h * groups // heads,
            weigh=lambda s: np.exp(s) / np.exp(s).sum(axis=-1),
        ),
        "sum without keepdims",
        "has lost its axis",
    ),
    "empty of the query's type": (
        into_the_type_of_the_query,
        "rounded to integers",
        "take over the type of the input",
    ),
    "scores /=": (divides_in_place, "fractions into integers", "instead of scores /= …"),
    "index too large": (index_too_large, "no such key/value head", "0 … num_kv_heads − 1"),
    "true division": (true_division, "a fraction as an index", "use //"),
    "key.T": (transposes_everything, "the inner sizes differ", "would reverse all three"),
}


@pytest.mark.parametrize("attempt", WRONG)
def test_each_wrong_grouped_query_attention_gets_its_own_explanation(attempt):
    function, mistake, says = WRONG[attempt]
    report = check_grouped_query(function)
    assert_own_explanation(report, EXERCISE, mistake, says)


def test_every_known_grouped_query_mistake_is_made_by_an_attempt():
    known = {m.name for m in (*EXERCISE.mistakes, *EXERCISE.accidents)}
    assert known == {mistake for _, mistake, _ in WRONG.values()}
    assert len(known) >= 8


@pytest.mark.parametrize("function", RIGHT, ids=lambda function: function.__name__)
def test_right_grouped_query_attention_written_differently_passes(function):
    report = check_grouped_query(function)
    assert report.state == "passed", report


def test_a_blank_grouped_query_attention_is_not_started():
    def grouped_query_attention(query, key, value): ...

    assert check_grouped_query(grouped_query_attention).state == "not started"


def test_the_output_is_asked_for_alone():
    report = check_grouped_query(lambda *qkv: (right(*qkv), weights_of(*qkv)))
    assert report.sentence == "Return `output` alone; got a tuple of 2 things."


def test_what_does_not_pair_up_is_told_with_its_sizes_and_line():
    sentence = check_grouped_query(nothing_repeated).sentence
    assert "query (num_heads 4, query_len 1, head_dim 2)" in sentence
    assert "key (num_kv_heads 2, key_len 3, head_dim 2)" in sentence


def test_a_group_axis_that_is_missing_explains_every_answer():
    sentence = check_grouped_query(without_group_axis).sentence
    assert not sentence.startswith("One thing first")


def test_a_missing_head_is_told_by_its_shape():
    report = check_grouped_query(lambda *qkv: right(*qkv)[1:])
    assert "(num_heads, query_len, value_dim) = (4, 1, 2); got (3, 1, 2)" in report.sentence


def test_a_query_scaled_in_place_is_told():
    def edits(query, key, value):
        output = right(query, key, value)
        if query.dtype.kind == "f":
            query /= math.sqrt(query.shape[-1])
        return output

    assert "edits its input `query` in place" in check_grouped_query(edits).sentence


def test_blocks_in_reverse_get_an_honest_sentence():
    report = check_grouped_query(by_head(lambda h, heads, groups: groups - 1 - h * groups // heads))
    assert report.mistake is None
    assert "None of the mistakes that this check can name" in report.sentence
