"""Wrong ways to share heads in ``grouped_query_attention``: named mistakes, re-created."""

import numpy as np

from attention_lib.practice.checks.grouped_query_recreations import (
    afterwards,
    by_groups,
    every_pair,
    grouped,
    in_blocks,
    in_turns,
    one_memory,
    reading,
    shared_queries,
    without_group_axis,
    without_group_axis_by_number,
)
from attention_lib.practice.exercise import Mistake

GROUP_MISTAKES = (
    Mistake(
        "in turns instead of blocks",
        "The key/value heads are given out by turns, 0 1 0 1, as np.tile does (or key.reshape in "
        "the wrong order, or h % num_kv_heads). They are shared in blocks, 0 0 1 1: query head h "
        "reads h // (num_heads // num_kv_heads), np.repeat(key, times, axis=0).",
        (grouped(keys=in_turns), reading(lambda head, num_heads, kv_heads: head % kv_heads)),
    ),
    Mistake(
        "keys and values shared differently",
        "Keys and values are shared differently, one in blocks (0 0 1 1) and one by turns "
        "(0 1 0 1), so a query head finds a key of one head and gets the value of another. Repeat "
        "both in blocks: np.repeat(…, times, axis=0).",
        (
            grouped(keys=in_blocks, values=in_turns),
            grouped(keys=in_turns, values=in_blocks),
        ),
    ),
    Mistake(
        "no axis for the group",
        "The queries have an axis for their group, (num_kv_heads, group, …), and keys and values "
        "have none: so key/value heads line up with the members of a group, an error unless there "
        "are as many. Give them one of length 1: key[:, None], value[:, None].",
        (without_group_axis, without_group_axis_by_number),
    ),
    Mistake(
        "divided by num_kv_heads",
        "Query head h reads the key/value head h // num_kv_heads. A group is num_heads // "
        "num_kv_heads heads large, so it is h // (num_heads // num_kv_heads); both agree only "
        "where there are as many groups as heads in a group.",
        (reading(lambda head, num_heads, kv_heads: head // kv_heads),),
    ),
    Mistake(
        "one key/value head for all",
        "All query heads read the same key/value head; the others are never read. That is "
        "multi-query attention. Here each key/value head serves its own block of num_heads // "
        "num_kv_heads query heads.",
        (
            reading(lambda head, num_heads, kv_heads: 0),
            reading(lambda head, num_heads, kv_heads: kv_heads - 1),
        ),
    ),
    Mistake(
        "key/value heads averaged",
        "Every query head reads all key/value heads, averaged or added up. Each reads one: that of "
        "its block.",
        (
            grouped(keys=lambda shared, times: shared.mean(axis=0)),
            lambda query, key, value: every_pair(query, key, value).mean(axis=1),
            lambda query, key, value: every_pair(query, key, value).sum(axis=1),
        ),
    ),
    Mistake(
        "key/value heads joined",
        "All key/value heads are joined to one long memory, and every query head reads all of it. "
        "Each reads the key_len tokens of one key/value head: that of its block.",
        (one_memory,),
    ),
    Mistake(
        "every pair of heads",
        "Every query head reads every key/value head, (num_heads, num_kv_heads, …). Each reads one "
        "only, that of its block, so the output is (num_heads, query_len, value_dim).",
        (every_pair, lambda *qkv: every_pair(*qkv).swapaxes(0, 1)),
    ),
)

QUERY_MISTAKES = (
    Mistake(
        "queries shared",
        "The queries of a group are made one (averaged, or the first of them taken). Keys and "
        "values are shared; each of the num_heads query heads asks its own question, otherwise "
        "there would be no use in having it.",
        tuple(
            shared_queries(choose, times)
            for choose in (
                lambda groups: groups.mean(axis=1),
                lambda groups: groups.sum(axis=1),
                lambda groups: groups[:, 0],
            )
            for times in (False, True)
        ),
    ),
    Mistake(
        "only the first query heads",
        "Query heads are missing: there are as many results as key/value heads, as after "
        "zip(query, key), which ends with the shorter. Repeat keys and values first, so that "
        "every query head has a partner.",
        (lambda query, key, value: grouped()(query[: len(key)], key, value),),
    ),
    Mistake(
        "groups left apart",
        "The numbers are right, but the groups still have an axis of their own: (num_kv_heads, "
        "group, …). Reshape to (num_heads, query_len, value_dim).",
        (afterwards(by_groups),),
    ),
    Mistake(
        "averaged in each group",
        "The outputs of a group are averaged or added up, so num_kv_heads of them are left. "
        "Shared are keys and values; every query head keeps its own output.",
        (
            afterwards(lambda output, kv_heads: by_groups(output, kv_heads).mean(axis=1)),
            afterwards(lambda output, kv_heads: by_groups(output, kv_heads).sum(axis=1)),
        ),
    ),
    Mistake(
        "groups in the wrong order",
        "Each query head has read the right keys, but the results are put back in another order, "
        "by turns instead of in blocks. Head h of the output belongs to head h of `query`.",
        (
            afterwards(
                lambda output, kv_heads: np.swapaxes(by_groups(output, kv_heads), 0, 1).reshape(
                    output.shape
                )
            ),
        ),
    ),
)
