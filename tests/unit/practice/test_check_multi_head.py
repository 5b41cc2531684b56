"""Every wrong multi-head attention gets its own explanation; every right one passes."""

import math

import numpy as np
import pytest
from explained import assert_own_explanation

import attention_lib as al
from attention_lib.practice import check_multi_head
from attention_lib.practice.checks.multi_head import EXERCISE


def softmax(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def overflow(scores, axis=-1):
    return np.exp(scores) / np.exp(scores).sum(axis=axis, keepdims=True)


def softmax_without_keepdims(x):
    e = np.exp(x - x.max(axis=-1))
    return e / e.sum(axis=-1)


def columns(matrix, head, num_heads):
    """Cut the columns of one head out of a matrix."""
    width = matrix.shape[-1] // num_heads
    return matrix[:, head * width : (head + 1) * width]


def loop(gather=None, *, root=math.sqrt, weigh=softmax, cut=columns, sources=lambda x: (x, x, x)):
    """Write multi-head attention as a loop over the heads, with one step exchanged."""
    gather = side_by_side if gather is None else gather

    def attention(x, w_query, w_key, w_value, w_output, num_heads):
        found = []
        for head in range(num_heads):
            parts = zip(sources(x), (w_query, w_key, w_value), strict=True)
            query, key, value = (part @ cut(w, head, num_heads) for part, w in parts)
            scores = query @ np.swapaxes(key, -1, -2) / root(query.shape[-1])
            found.append(weigh(scores) @ value)
        return gather(found, w_output)

    return attention


def side_by_side(found, w_output):
    return np.concatenate(found, axis=-1) @ w_output


right = loop()


def fused(split, merge, *, size=lambda x, query: query.shape[-1], weigh=softmax):
    """Write multi-head attention as one fused product, with one step exchanged."""

    def attention(x, w_query, w_key, w_value, w_output, num_heads):
        query, key, value = (split(x @ w, num_heads) for w in (w_query, w_key, w_value))
        scores = np.einsum("...qd,...kd->...qk", query, key) / np.sqrt(size(x, query))
        return merge(weigh(scores) @ value) @ w_output

    return attention


def cut_last(x, num_heads):
    return x.reshape(*x.shape[:-1], num_heads, x.shape[-1] // num_heads)


def split(x, num_heads):
    return np.swapaxes(cut_last(x, num_heads), -2, -3)


def merge(heads):
    turned = np.swapaxes(heads, -2, -3)
    return turned.reshape(*turned.shape[:-2], -1)


def split_by_reshape(x, num_heads):
    return x.reshape(*x.shape[:-2], num_heads, x.shape[-2], x.shape[-1] // num_heads)


def merge_by_reshape(heads):
    *batch, num_heads, length, width = heads.shape
    return heads.reshape(*batch, length, num_heads * width)


def dealt_out(x, num_heads):
    return np.stack([x[..., h::num_heads] for h in range(num_heads)], axis=-3)


def collected_by_turns(heads):
    turned = np.moveaxis(heads, -3, -1)
    return turned.reshape(*turned.shape[:-2], -1)


def sum_of_maps(x, w_query, w_key, w_value, w_output, num_heads):
    def gather(found, w_output):
        width = found[0].shape[-1]
        return sum(head @ w_output[h * width : (h + 1) * width] for h, head in enumerate(found))

    return loop(gather)(x, w_query, w_key, w_value, w_output, num_heads)


def in_one_einsum(x, w_query, w_key, w_value, w_output, num_heads):
    w_query, w_key, w_value = (cut_last(w, num_heads) for w in (w_query, w_key, w_value))
    query, key, value = (np.einsum("...nm,mhd->...hnd", x, w) for w in (w_query, w_key, w_value))
    weights = softmax(np.einsum("...hqd,...hkd->...hqk", query, key) / query.shape[-1] ** 0.5)
    found = np.einsum("...hqk,...hkd->...qhd", weights, value)
    return np.einsum("...qhd,hdo->...qo", found, w_output.reshape(*found.shape[-2:], -1))


def by_the_library(x, *others):
    *matrices, num_heads = others
    return al.MultiHeadAttention(*matrices, num_heads=num_heads)(x)


def by_the_small_functions(x, w_query, w_key, w_value, w_output, num_heads):
    query, key, value = (al.split_heads(x @ w, num_heads) for w in (w_query, w_key, w_value))
    return al.merge_heads(al.scaled_dot_product_attention(query, key, value)) @ w_output


def in_float32(*inputs):
    return right(*(np.float32(array) for array in inputs[:5]), inputs[5])


def nested_lists(*inputs):
    return right(*inputs).tolist()


def one_sequence(x, *others):
    """Call the loop for each sequence of a batch in turn."""
    if x.ndim == 2:
        return right(x, *others)
    return np.array([one_sequence(sequence, *others) for sequence in x])


RIGHT = [
    right, sum_of_maps, in_one_einsum, by_the_library, by_the_small_functions, in_float32,
    nested_lists, one_sequence,
]  # fmt: skip


def between_heads(x, w_query, w_key, w_value, w_output, num_heads):
    query, key, value = (cut_last(x @ w, num_heads) for w in (w_query, w_key, w_value))
    weights = softmax(query @ np.swapaxes(key, -1, -2) / np.sqrt(query.shape[-1]))
    return (weights @ value).reshape(*x.shape[:-1], -1) @ w_output


def swapping(first, second):
    def turned(x):
        x = np.swapaxes(x, first, second)
        return x.reshape(*x.shape[:-2], -1)

    return fused(lambda x, n: np.swapaxes(cut_last(x, n), first, second), turned)


def one_long_sequence(x, *others):
    return right(x.reshape(-1, x.shape[-1]), *others)


def one_long_sequence_put_back(x, *others):
    return one_long_sequence(x, *others).reshape(*x.shape[:-1], -1)


def one_head_for_all(x, w_query, w_key, w_value, w_output, num_heads):
    return right(x, w_query, w_key, w_value, w_output, 1)


def one_head_with_a_smaller_root(x, w_query, w_key, w_value, w_output, num_heads):
    query, key, value = x @ w_query, x @ w_key, x @ w_value
    root = np.sqrt(query.shape[-1] // num_heads)
    return softmax(query @ np.swapaxes(key, -1, -2) / root) @ value @ w_output


def slices_without_matrices(x, w_query, w_key, w_value, w_output, num_heads):
    cut = split(x, num_heads)
    weights = softmax(cut @ np.swapaxes(cut, -1, -2) / np.sqrt(cut.shape[-1]))
    return merge(weights @ cut) @ w_output


def slices_for_the_scores(x, w_query, w_key, w_value, w_output, num_heads):
    cut = split(x, num_heads)
    weights = softmax(cut @ np.swapaxes(cut, -1, -2) / np.sqrt(cut.shape[-1]))
    return merge(weights @ split(x @ w_value, num_heads)) @ w_output


def slices_with_blocks(x, w_query, w_key, w_value, w_output, num_heads):
    width, found = x.shape[-1] // num_heads, []
    for h in range(num_heads):
        rows = slice(h * width, (h + 1) * width)
        query, key, value = (
            x[..., rows] @ columns(w[rows], h, num_heads) for w in (w_query, w_key, w_value)
        )
        scores = query @ np.swapaxes(key, -1, -2) / np.sqrt(query.shape[-1])
        found.append(softmax(scores) @ value)
    return side_by_side(found, w_output)


def matrices(choose):
    """Hand other matrices to a right function: ``choose`` of the four and x."""

    def attention(x, w_query, w_key, w_value, w_output, num_heads):
        return right(x, *choose(w_query, w_key, w_value, w_output, x), num_heads)

    return attention


def raw_values(x, w_query, w_key, w_value, w_output, num_heads):
    return right(x, w_query, w_key, np.eye(x.shape[-1]), w_output, num_heads)


def over_everything(scores):
    return softmax(scores, axis=None)


def over_a_head(scores, exp=softmax):
    return exp(scores.reshape(*scores.shape[:-2], -1)).reshape(scores.shape)


def weights_of(x, w_query, w_key, w_value, w_output, num_heads):
    query, key = split(x @ w_query, num_heads), split(x @ w_key, num_heads)
    return softmax(query @ np.swapaxes(key, -1, -2) / np.sqrt(query.shape[-1]))


def mean_weights(x, w_query, w_key, w_value, w_output, num_heads):
    weights = weights_of(x, w_query, w_key, w_value, w_output, num_heads).mean(axis=-3)
    return weights @ x @ w_value @ w_output


def adds_to_zeros(x, w_query, w_key, w_value, w_output, num_heads):
    output = np.zeros((x.shape[0], w_output.shape[1]))
    for head, rows in enumerate(np.split(w_output, num_heads)):
        query, key, value = (x @ columns(w, head, num_heads) for w in (w_query, w_key, w_value))
        scores = query @ np.swapaxes(key, -1, -2) / np.sqrt(query.shape[-1])
        output = output + softmax(scores) @ value @ rows
    return output


def zeros_like(x, *others):
    found = right(x, *others)
    output = np.zeros(found.shape, dtype=x.dtype)
    output[...] = found
    return output


def divides_in_place(x, w_query, w_key, w_value, w_output, num_heads):
    query, key, value = (split(x @ w, num_heads) for w in (w_query, w_key, w_value))
    scores = query @ np.swapaxes(key, -1, -2)
    scores /= np.sqrt(query.shape[-1])
    return merge(softmax(scores) @ value) @ w_output


def no_output_matrix(x, w_query, w_key, w_value, w_output, num_heads):
    return loop(lambda found, _: np.concatenate(found, axis=-1))(
        x, w_query, w_key, w_value, w_output, num_heads
    )


def residual(x, *others):
    return right(x, *others) + x


def linear_layers(x, w_query, w_key, w_value, w_output, num_heads):
    query, key, value = (split(x @ w.T, num_heads) for w in (w_query, w_key, w_value))
    weights = softmax(query @ np.swapaxes(key, -1, -2) / np.sqrt(query.shape[-1]))
    return merge(weights @ value) @ w_output.T


def output_matrix_transposed(x, w_query, w_key, w_value, w_output, num_heads):
    return np.dot(no_output_matrix(x, w_query, w_key, w_value, w_output, num_heads), w_output.T)


def returns_in_the_loop(x, w_query, w_key, w_value, w_output, num_heads):  # noqa: RET503
    for head in range(num_heads):
        query, key, value = (x @ columns(w, head, num_heads) for w in (w_query, w_key, w_value))
        scores = query @ np.swapaxes(key, -1, -2) / np.sqrt(query.shape[-1])
        return softmax(scores) @ value


def keeps_the_last(x, w_query, w_key, w_value, w_output, num_heads):
    for head in range(num_heads):
        query, key, value = (x @ columns(w, head, num_heads) for w in (w_query, w_key, w_value))
        scores = query @ np.swapaxes(key, -1, -2) / np.sqrt(query.shape[-1])
        found = softmax(scores) @ value
    return found


def two_axes_only(x, w_query, w_key, w_value, w_output, num_heads):
    length, _ = x.shape
    query, key, value = (
        (x @ w).reshape(length, num_heads, -1).swapaxes(0, 1) for w in (w_query, w_key, w_value)
    )
    weights = softmax(query @ key.swapaxes(1, 2) / np.sqrt(query.shape[-1]))
    return (weights @ value).swapaxes(0, 1).reshape(length, -1) @ w_output


def transpose_of_three(x, w_query, w_key, w_value, w_output, num_heads):
    query, key, value = (
        cut_last(x @ w, num_heads).transpose(1, 0, 2) for w in (w_query, w_key, w_value)
    )
    scores = query @ key.transpose(0, 2, 1) / np.sqrt(query.shape[-1])
    return merge(softmax(scores) @ value) @ w_output


def true_division(x, w_query, w_key, w_value, w_output, num_heads):
    head_dim = w_query.shape[-1] / num_heads
    return (x @ w_query).reshape(*x.shape[:-1], num_heads, head_dim)


def width_of_x(x, w_query, w_key, w_value, w_output, num_heads):
    head_dim = x.shape[-1] // num_heads
    query, key, value = (
        np.swapaxes((x @ w).reshape(*x.shape[:-1], num_heads, head_dim), -2, -3)
        for w in (w_query, w_key, w_value)
    )
    weights = softmax(query @ np.swapaxes(key, -1, -2) / np.sqrt(head_dim))
    return merge(weights @ value) @ w_output


def key_dot_t(x, w_query, w_key, w_value, w_output, num_heads):
    found = []
    for head in range(num_heads):
        query, key, value = (x @ columns(w, head, num_heads) for w in (w_query, w_key, w_value))
        found.append(softmax(query @ key.T / np.sqrt(query.shape[-1])) @ value)
    return side_by_side(found, w_output)


def projects_slices(x, w_query, w_key, w_value, w_output, num_heads):
    cut = split(x, num_heads)
    query, key, value = cut @ w_query, cut @ w_key, cut @ w_value
    weights = softmax(query @ np.swapaxes(key, -1, -2) / np.sqrt(query.shape[-1]))
    return merge(weights @ value) @ w_output


def future_hidden(scores):
    return softmax(np.where(np.triu(np.ones(scores.shape[-2:]), k=1), -np.inf, scores))


def mean_head(found, w_output):
    return sum(found) / len(found)


WRONG = {
    "reshape in and swap out": (
        fused(split_by_reshape, merge),
        "split by reshape alone",
        "a few tokens cut up",
    ),
    "reshape in and out": (
        fused(split_by_reshape, merge_by_reshape),
        "split by reshape alone",
        "keeps the order in which numbers are stored",
    ),
    "reshape out": (
        fused(split, merge_by_reshape),
        "merged by reshape alone",
        "Each head is right",
    ),
    "matrices by reshape": (
        loop(cut=lambda w, head, num_heads: w.reshape(num_heads, len(w), -1)[head]),
        "matrices cut by reshape alone",
        "A head owns whole columns",
    ),
    "between heads": (between_heads, "heads not moved", "no token sees another"),
    "swapaxes(0, 1)": (swapping(0, 1), "axes counted from the front", "Count from the back"),
    "swapaxes(1, 2)": (swapping(1, 2), "axes counted from the front", "one number of axes only"),
    "one long sequence": (
        one_long_sequence_put_back,
        "sequences mixed",
        "attend to those of others",
    ),
    "strided": (fused(dealt_out, merge), "heads dealt out by turns", "h + num_heads"),
    "strided twice": (
        fused(dealt_out, collected_by_turns),
        "heads dealt out by turns",
        "one block of neighbouring columns",
    ),
    "collected by turns": (
        fused(split, collected_by_turns),
        "merged by turns",
        "as the rows of W_O",
    ),
    "num_heads wide": (
        fused(lambda x, n: split(x, x.shape[-1] // n), merge),
        "num_heads taken for head_dim",
        "says how many there are",
    ),
    "num_heads wide, scaled by the other": (
        fused(
            lambda x, n: split(x, x.shape[-1] // n), merge, size=lambda x, query: query.shape[-3]
        ),
        "num_heads taken for head_dim",
        "The heads are num_heads wide",
    ),
    "one head": (one_head_for_all, "one wide head", "num_heads changes nothing"),
    "one head, smaller root": (one_head_with_a_smaller_root, "one wide head", "a single row"),
    "first columns": (
        loop(cut=lambda w, head, num_heads: columns(w, 0, num_heads)),
        "the same head again",
        "All heads are the first one",
    ),
    "raw slices": (slices_without_matrices, "heads are slices of x", "the *whole* x"),
    "raw slices for scores": (slices_for_the_scores, "heads are slices of x", "a slice of x"),
    "slices with blocks": (slices_with_blocks, "heads are slices of x", "never sees the rest"),
    "raw values": (raw_values, "value not projected", "they average slices of x itself"),
    "exchanged": (
        matrices(lambda q, k, v, o, x: (k, q, v, o)),
        "query and key exchanged",
        "who answers is reversed",
    ),
    "w_key twice": (
        matrices(lambda q, k, v, o, x: (k, k, v, o)),
        "one matrix for query and key",
        "each head's scores are symmetric",
    ),
    "w_query twice": (
        matrices(lambda q, k, v, o, x: (q, q, v, o)),
        "one matrix for query and key",
        "come from one matrix",
    ),
    "keys as values": (
        matrices(lambda q, k, v, o, x: (q, k, k, o)),
        "value from another matrix",
        "average the keys or the queries",
    ),
    "queries as values": (
        matrices(lambda q, k, v, o, x: (q, k, q, o)),
        "value from another matrix",
        "a matrix of their own",
    ),
    "torch's Linear": (linear_layers, "matrices transposed", "PyTorch's Linear stores transposes"),
    "projections transposed": (
        matrices(lambda q, k, v, o, x: (q.T, k.T, v.T, o)),
        "matrices transposed",
        "the wrong way round",
    ),
    "output transposed": (output_matrix_transposed, "matrices transposed", "w_output.T"),
    "root of model_dim": (
        fused(split, merge, size=lambda x, query: x.shape[-1]),
        "divided by √model_dim",
        "head_dim products only",
    ),
    "root of the whole width": (
        fused(split, merge, size=lambda x, query: query.shape[-1] * query.shape[-3]),
        "divided by √model_dim",
        "the root of the whole width",
    ),
    "root of model_dim / num_heads": (
        fused(split, merge, size=lambda x, query: x.shape[-1] // query.shape[-3]),
        "head_dim computed from x",
        "only where the matrices are square",
    ),
    "root of head_dim / num_heads": (
        fused(split, merge, size=lambda x, query: query.shape[-1] / query.shape[-3]),
        "head_dim divided again",
        "divided by num_heads once more",
    ),
    "no root": (loop(root=lambda width: 1), "not scaled", "not divided by √head_dim"),
    "head_dim": (loop(root=lambda width: width), "divided by head_dim", "not by its square root"),
    "times": (loop(root=lambda width: width**-0.5), "multiplied by √head_dim", "too sharp"),
    "root of num_heads": (
        fused(split, merge, size=lambda x, query: query.shape[-3]),
        "divided by √num_heads",
        "how many products one score adds up",
    ),
    "root of length": (
        fused(split, merge, size=lambda x, query: x.shape[-2]),
        "divided by √length",
        "the root of the number of tokens",
    ),
    "causal": (loop(weigh=future_hidden), "causal mask added", "No token sees a later one"),
    "over the heads": (
        fused(split, merge, weigh=lambda s: softmax(s, axis=-3)),
        "softmax over the heads",
        "they compete for each pair of tokens",
    ),
    "over the heads, overflow": (
        fused(split, merge, weigh=lambda s: overflow(s, axis=-3)),
        "softmax over the heads",
        "weights of its own",
    ),
    **{
        f"over axis {axis}": (
            fused(split, merge, weigh=lambda s, axis=axis: softmax(s, axis=axis)),
            "softmax axis counted from the front",
            "depends on the batch axes",
        )
        for axis in (0, 1, 2)
    },
    "no keepdims": (
        loop(weigh=lambda s: np.exp(s - np.max(s)) / np.exp(s - np.max(s)).sum(axis=-1)),
        "sum without keepdims",
        "rows do not sum to 1",
    ),
    "no keepdims, overflow": (
        loop(weigh=lambda s: np.exp(s) / np.exp(s).sum(axis=-1)),
        "sum without keepdims",
        "no shape tells",
    ),
    "no keepdims twice": (
        loop(weigh=softmax_without_keepdims),
        "sum without keepdims",
        "row j is divided where column j should be",
    ),
    "no keepdims, fused": (
        fused(split, merge, weigh=softmax_without_keepdims),
        "sum without keepdims",
        "Use keepdims=True",
    ),
    "no keepdims for the maximum": (
        loop(
            weigh=lambda s: (
                np.exp(s - s.max(axis=-1)) / np.exp(s - s.max(axis=-1)).sum(-1)[..., None]
            )
        ),
        "sum without keepdims",
        "(or the maximum)",
    ),
    "adds to zeros": (adds_to_zeros, "sizes that do not broadcast", "an output to add to"),
    "over the queries": (
        loop(weigh=lambda s: softmax(s, axis=-2)),
        "softmax over the queries",
        "so no shape tells",
    ),
    "over a head": (loop(weigh=over_a_head), "one softmax for each head", "whole table of a head"),
    "over everything": (
        fused(split, merge, weigh=over_everything),
        "one softmax for all",
        "of every head",
    ),
    "linear": (loop(weigh=lambda s: s), "no softmax", "The scores themselves weigh the values"),
    "linear, no root": (
        loop(weigh=lambda s: s, root=lambda width: 1),
        "no softmax",
        "do not sum to 1",
    ),
    "overflow": (loop(weigh=overflow), "softmax without the shift", "overflows for large ones"),
    "mean weights": (mean_weights, "weights averaged over the heads", "several heads are one head"),
    "no W_O": (no_output_matrix, "W_O forgotten", "w_output is missing"),
    "mean head": (loop(mean_head), "heads averaged", "never a mean"),
    "mean head @ rows": (
        loop(lambda found, w: mean_head(found, w) @ w[: found[0].shape[-1]]),
        "heads averaged",
        "The heads are averaged",
    ),
    "mean of the maps": (
        loop(lambda found, w: side_by_side(found, w) / len(found)),
        "heads averaged",
        "Averaging is what several heads are there to avoid",
    ),
    "sum of heads": (loop(lambda found, w: sum(found)), "heads added up", "added up as they are"),
    "sum of heads @ rows": (
        loop(lambda found, w: sum(found) @ w[: found[0].shape[-1]]),
        "heads added up",
        "its own rows of W_O",
    ),
    "return in the loop": (returns_in_the_loop, "one head only", "a `return` inside the loop"),
    "last of the loop": (keeps_the_last, "one head only", "an assignment keeps the last"),
    "first head, mixed": (
        loop(lambda found, w: found[0] @ w[: found[0].shape[-1]]),
        "one head only",
        "This is one head alone",
    ),
    "last head, mixed": (
        loop(lambda found, w: found[-1] @ w[-found[-1].shape[-1] :]),
        "one head only",
        "Collect all heads",
    ),
    "not merged": (
        loop(lambda found, w: np.stack(found, axis=-3)),
        "heads not merged",
        "one by one",
    ),
    "the seed's page": (lambda x, *others: x, "returns its input", "every shape is right"),
    "values alone": (
        lambda x, q, k, w_value, w_output, n: x @ w_value @ w_output,
        "no attention",
        "its own value alone",
    ),
    "weights": (weights_of, "returns the weights", "and they are right"),
    "zeros_like": (zeros_like, "rounded to integers", "cut to whole numbers"),
    "scores /=": (divides_in_place, "fractions into integers", "instead of scores /= …"),
    "residual": (residual, "input added", "the residual connection"),
    "sideways": (
        lambda *inputs: np.swapaxes(right(*inputs), -1, -2),
        "transposed",
        "a column for every token",
    ),
    "two axes": (two_axes_only, "as many names as axes", "may have batch axes in front"),
    "transpose of three": (transpose_of_three, "transpose needs all axes", "Count from the back"),
    "true division": (true_division, "a fraction as a size", "model_dim // num_heads"),
    "width of x": (width_of_x, "head_dim from x", "which need not be the width of x"),
    "key.T": (key_dot_t, "a batch in front", "`.T` reverses *all* axes"),
    "projects slices": (projects_slices, "the inner sizes differ", "x @ w_query is (length"),
}


@pytest.mark.parametrize("attempt", WRONG)
def test_each_wrong_multi_head_attention_gets_its_own_explanation(attempt):
    function, mistake, says = WRONG[attempt]
    report = check_multi_head(function)
    assert_own_explanation(report, EXERCISE, mistake, says)


def test_every_known_multi_head_mistake_is_made_by_an_attempt():
    known = {m.name for m in (*EXERCISE.mistakes, *EXERCISE.accidents)}
    assert known == {mistake for _, mistake, _ in WRONG.values()}
    assert len(known) >= 8


@pytest.mark.parametrize("function", RIGHT, ids=lambda function: function.__name__)
def test_right_multi_head_attention_written_differently_passes(function):
    report = check_multi_head(function)
    assert report.state == "passed", report


def test_a_blank_multi_head_attention_is_not_started():
    def multi_head_attention(x, w_query, w_key, w_value, w_output, num_heads): ...

    assert check_multi_head(multi_head_attention).state == "not started"


def test_a_missing_argument_is_told_with_the_whole_signature():
    sentence = check_multi_head(lambda x, w_query, w_key, w_value, num_heads: x).sentence
    assert "w_query, w_key, w_value, w_output, num_heads); yours is" in sentence


def test_the_output_is_asked_for_alone():
    report = check_multi_head(lambda *inputs: (right(*inputs), weights_of(*inputs)))
    assert report.sentence == "Return `output` alone; got a tuple of 2 things."


def test_a_scaling_in_place_is_told():
    def edits(x, *others):
        output = right(x, *others)
        if x.dtype.kind == "f":
            x /= 2
        return output

    assert "edits its input `x` in place" in check_multi_head(edits).sentence


def test_an_error_comes_with_the_widths_of_the_matrices():
    sentence = check_multi_head(width_of_x).sentence
    assert "x of shape (5, 4)" in sentence
    assert "w_query (model_dim 4, num_heads · head_dim 6)" in sentence


def test_a_flattened_batch_that_is_not_put_back_is_told_by_its_shape():
    report = check_multi_head(one_long_sequence)
    assert report.state == "not yet"
    assert "`output` must have the shape (2, 3, 4); got (6, 4)" in report.sentence


def test_an_unknown_wrong_answer_gets_an_honest_sentence():
    report = check_multi_head(loop(root=lambda width: width ** (1 / 3)))
    assert report.mistake is None
    assert "None of the mistakes that this check can name" in report.sentence


def test_a_wrong_head_is_shown_beside_what_was_expected():
    shown = dict(check_multi_head(no_output_matrix).shown)
    np.testing.assert_allclose(shown["got"] @ shown["w_output"], shown["expected"])
