"""The eleven laws: the right layer keeps them all, each bug breaks exactly its own."""

import numpy as np
import pytest

from attention_lib import scaled_dot_product_attention
from attention_lib.laws import LAWS, check_laws, layer_from_attention, reference_layer
from attention_lib.practice.buggy_layers import BUGGY_LAYERS

MATRIX = {  # curriculum section 2.4, written out again so that the registry cannot drift
    "location_only": "kv_permutation weights_depend_on_keys logit_std_is_1",
    "inverted_mask": "rows_sum_to_1 no_future_leak past_is_used",
    "cross_causal": "kv_permutation T_neq_S_shapes cross_sees_every_source",
    "scale_dmodel": "logit_std_is_1",
    "no_scale": "logit_std_is_1",
    "pe_batch_axis": "order_matters_with_PE batch_independence",
    "sum_norm": "rows_sum_to_1",
    "post_softmax_mask": "rows_sum_to_1 no_future_leak padding_is_inert",
    "softmax_wrong_axis": "rows_sum_to_1 no_future_leak padding_is_inert",
    "pad_queries": "padding_is_inert",
}
NEED_MORE_THAN_THE_OUTPUT = ["rows_sum_to_1", "weights_depend_on_keys", "logit_std_is_1"]


def attend(query, key, value, mask):
    return scaled_dot_product_attention(query, key, value, mask=mask)


def attend_with_weights(query, key, value, mask):
    return scaled_dot_product_attention(query, key, value, mask=mask, return_weights=True)


def sentence_of(law, layer):
    return LAWS[law](layer).sentence


def test_there_are_eleven_laws_in_the_order_of_the_curriculum():
    assert list(LAWS) == [
        "rows_sum_to_1",
        "no_future_leak",
        "past_is_used",
        "kv_permutation",
        "T_neq_S_shapes",
        "cross_sees_every_source",
        "weights_depend_on_keys",
        "logit_std_is_1",
        "padding_is_inert",
        "order_matters_with_PE",
        "batch_independence",
    ]


@pytest.mark.parametrize("law", LAWS)
def test_the_reference_layer_keeps_every_law(law):
    report = LAWS[law](reference_layer)
    assert (report.name, report.holds) == (law, True), report.sentence


@pytest.mark.parametrize("bug", MATRIX)
def test_each_bug_breaks_exactly_the_laws_of_the_matrix(bug):
    table = check_laws(BUGGY_LAYERS[bug].layer)
    assert table.broken == MATRIX[bug].split()
    assert [report.holds for report in table].count(None) == 0


def test_the_registry_holds_the_matrix():
    registered = {name: " ".join(bug.breaks) for name, bug in BUGGY_LAYERS.items()}
    assert registered == MATRIX
    assert [bug.layer.__name__ for bug in BUGGY_LAYERS.values()] == list(MATRIX)


def test_every_law_finds_a_bug():
    assert {law for laws in MATRIX.values() for law in laws.split()} == set(LAWS)


def test_the_source_of_a_buggy_layer_does_not_tell_the_answer():
    assert len({bug.layer.__doc__ for bug in BUGGY_LAYERS.values()}) == 1
    assert len({bug.wrong for bug in BUGGY_LAYERS.values()}) == len(MATRIX)


@pytest.mark.parametrize("layer", [reference_layer, BUGGY_LAYERS["inverted_mask"].layer])
def test_a_second_run_says_the_same(layer):
    assert check_laws(layer) == check_laws(layer)
    assert repr(check_laws(layer)) == repr(check_laws(layer))


@pytest.mark.parametrize("bug", [name for name in MATRIX if name != "pe_batch_axis"])
def test_a_buggy_layer_without_its_occasion_still_returns_the_documented_shapes(bug):
    x = np.random.default_rng(0).standard_normal((2, 5, 32))
    output, weights, logits = BUGGY_LAYERS[bug].layer(x)
    assert output.shape == (2, 5, 32)
    assert weights.shape == logits.shape == (2, 4, 5, 5)


def test_the_reference_layer_is_multi_head_attention_written_as_loops():
    """Every head by itself, each query by itself, against W_O in slices."""
    from attention_lib.reference_layer import W_KEY, W_OUTPUT, W_QUERY, W_VALUE

    rng = np.random.default_rng(3)
    x, memory = rng.standard_normal((2, 3, 32)), rng.standard_normal((2, 4, 32))
    expected = np.zeros((2, 3, 32))
    for item, head, i in np.ndindex(2, 4, 3):
        part = slice(8 * head, 8 * head + 8)
        query = x[item, i] @ W_QUERY[:, part]
        key, value = memory[item] @ W_KEY[:, part], memory[item] @ W_VALUE[:, part]
        raised = np.exp(key @ query / np.sqrt(8))
        expected[item, i] += raised @ value / raised.sum() @ W_OUTPUT[part]
    output, weights, logits = reference_layer(x, memory)
    np.testing.assert_allclose(output, expected)
    assert weights.shape == logits.shape == (2, 4, 3, 4)


def test_a_bare_function_with_weights_is_tested_on_all_but_the_scores():
    table = check_laws(layer_from_attention(attend_with_weights))
    assert [report.name for report in table if report.holds is None] == ["logit_std_is_1"]
    assert table.broken == []


def test_a_law_that_needs_more_than_a_bare_function_returns_is_not_applicable():
    table = check_laws(layer_from_attention(attend))
    silent = [report for report in table if report.holds is None]
    assert [report.name for report in silent] == NEED_MORE_THAN_THE_OUTPUT
    assert silent[0].sentence == ("Not applicable: it reads the weights, which are not returned.")
    assert table.broken == []
    assert not table.all_hold


@pytest.mark.parametrize(
    ("wrong", "broken"),
    [
        (lambda query, key, value, mask: attend(query, key, value, None), "no_future_leak"),
        (
            lambda query, key, value, mask: attend(
                query, key, value, None if mask is None else ~mask
            ),
            "past_is_used",
        ),
        (
            lambda query, key, value, mask: attend(query, key[::-1], value, mask),
            "batch_independence",
        ),
        (lambda query, key, value, mask: query + value.mean(-2, keepdims=True), "no_future_leak"),
        (lambda query, key, value, mask: 0 * query, "past_is_used"),
    ],
)
def test_a_wrong_bare_function_breaks_a_law(wrong, broken):
    assert broken in check_laws(layer_from_attention(wrong)).broken


@pytest.mark.parametrize("leak", [(0, 5), (3, 4)])
def test_a_leak_to_a_single_query_is_found(leak):
    def attend_ahead(query, key, value, mask):
        if mask is not None and mask.ndim == 2:  # the causal one
            mask[leak] = True
        return attend(query, key, value, mask)

    assert check_laws(layer_from_attention(attend_ahead)).broken == ["no_future_leak"]


def test_one_blind_query_or_one_visible_padded_key_is_found():
    def attend_unfairly(query, key, value, mask):
        if mask is None and key.shape[-2] == 6:
            mask = np.ones((6, 6), dtype=bool)
            mask[2, 5] = False
        elif mask is not None and mask.ndim == 4:
            mask = mask | (np.arange(6) == 4)
        return attend(query, key, value, mask)

    table = check_laws(layer_from_attention(attend_unfairly))
    assert table.broken == ["kv_permutation", "cross_sees_every_source", "padding_is_inert"]
    assert "the output of query 2 stayed the same" in table[5].sentence


def test_a_layer_that_raises_breaks_the_law_and_the_exception_is_named():
    def layer(x_q, x_kv=None, **options):
        raise KeyError("head_9")

    table = check_laws(layer)
    assert table.broken == list(LAWS)
    assert {report.sentence for report in table} == {"The layer raised KeyError: 'head_9'"}


def test_a_law_that_is_never_reached_by_an_exception_still_holds():
    def only_self_attention(x_q, x_kv=None, **options):
        if x_kv is not None:
            raise NotImplementedError("no memory yet")
        return reference_layer(x_q, **options)

    assert check_laws(only_self_attention).broken == [
        "kv_permutation",
        "T_neq_S_shapes",
        "cross_sees_every_source",
        "weights_depend_on_keys",
        "padding_is_inert",
    ]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            lambda output, weights, logits: output,
            "A layer must return (output, weights, scores); got ndarray.",
        ),
        (
            lambda output, weights, logits: (output[:, 0], weights, logits),
            "output must have the shape (3, 6, 32); got (3, 32).",
        ),
        (
            lambda output, weights, logits: (output, weights[:, 0], logits),
            "weights must have the shape (3, num_heads, 6, 6); got (3, 6, 6).",
        ),
        (
            lambda output, weights, logits: (output, weights, logits[..., :4]),
            "scores must have the shape (3, num_heads, 6, 6); got (3, 4, 6, 4).",
        ),
    ],
)
def test_a_layer_that_returns_the_wrong_thing_is_told_what_to_return(wrong, sentence):
    def layer(*inputs, **options):
        return wrong(*reference_layer(*inputs, **options))

    assert sentence_of("rows_sum_to_1", layer) == sentence


def test_a_bare_function_with_the_wrong_output_shape_is_told_the_right_one():
    layer = layer_from_attention(lambda query, key, value, mask: query[..., :3])
    assert sentence_of("past_is_used", layer) == (
        "The layer raised ValueError: output must have the shape (batch, num_heads, query_len, "
        "value_dim) = (3, 4, 6, 8); got (3, 4, 6, 3)"
    )


def test_nan_breaks_a_law_even_where_something_had_to_change():
    layer = layer_from_attention(lambda query, key, value, mask: query * np.nan)
    assert check_laws(layer).broken == [
        "no_future_leak",
        "past_is_used",
        "kv_permutation",
        "cross_sees_every_source",
        "padding_is_inert",
        "order_matters_with_PE",
        "batch_independence",
    ]


def test_a_layer_that_writes_into_its_input_spoils_no_later_law():
    def careless(x_q, x_kv=None, **options):
        result = reference_layer(x_q, x_kv, **options)
        x_q[:] = 0
        return result

    assert check_laws(careless).all_hold
    assert check_laws(reference_layer).all_hold


def test_sentences_say_what_was_done_and_what_happened():
    layers = {name: bug.layer for name, bug in BUGGY_LAYERS.items()}
    assert sentence_of("rows_sum_to_1", layers["inverted_mask"]) == (
        "The weights of query 5 are NaN; each row must sum to 1."
    )
    assert sentence_of("past_is_used", layers["inverted_mask"]) == (
        "1 was added to token 0 and the output of token 3 stayed the same: a query does not "
        "see its past."
    )
    assert sentence_of("cross_sees_every_source", layers["cross_causal"]) == (
        "1 was added to the last memory token and the output of queries 0, 1, 2, 3, 4 stayed "
        "the same: not all of it is visible."
    )
    assert sentence_of("logit_std_is_1", layers["scale_dmodel"]) == (
        "On standard normal tokens the scores have standard deviation 0.51; dividing by "
        "√head_dim should bring it near 1."
    )
    assert "No weight may be negative" in sentence_of("rows_sum_to_1", layers["sum_norm"])
    assert "moved by up to 0.47: a query sees its future" in sentence_of(
        "no_future_leak", layers["post_softmax_mask"]
    )


def test_the_table_prints_one_entry_for_each_law_and_the_count():
    lines = repr(check_laws(layer_from_attention(attend))).splitlines()
    assert [line[2:27].strip() for line in lines[:-1] if line[0] in "✔✘–"] == list(LAWS)
    assert lines[0].startswith("– rows_sum_to_1            Not applicable: it reads")
    assert lines[-1] == "8 laws hold, 0 broken, 3 not applicable."
    assert max(map(len, lines)) <= 79
    assert str(check_laws(reference_layer)).splitlines()[-1] == (
        "11 laws hold, 0 broken, 0 not applicable."
    )


def test_one_report_prints_as_one_line():
    report = LAWS["rows_sum_to_1"](reference_layer)
    assert str(report) == (
        "✔ rows_sum_to_1: No weight is negative and each query's weights sum to 1."
    )
