"""What attention answers: against plain loops, by hand, and in the awkward cases."""

import math
import subprocess
import sys

import numpy as np
import oracle
import pytest

from attention_lib import causal_mask, scaled_dot_product_attention, scores

SHAPES = {  # query, key, value_dim
    "no leading axis": ((3, 4), (5, 4), 2),
    "one query": ((1, 3), (6, 3), 5),
    "one key": ((4, 3), (1, 3), 2),
    "heads": ((2, 5, 3), (2, 4, 3), 6),
    "batch and heads": ((2, 3, 4, 5), (2, 3, 6, 5), 2),
    "five axes": ((2, 1, 3, 2, 4), (2, 1, 3, 5, 4), 3),
    "grouped": ((2, 6, 3, 4), (2, 2, 5, 4), 3),
    "multi-query": ((2, 4, 3, 2), (2, 1, 5, 2), 4),
}
MASKS = ("none", "bool", "per head", "float", "float with -inf", "causal", "both", "empty row")
TOLERANCE = {np.float16: 4e-3, np.float32: 2e-6, np.float64: 1e-13}


def make_qkv(shape, dtype=np.float64, seed=0):
    query_shape, key_shape, value_dim = SHAPES[shape]
    rng = np.random.default_rng(seed)
    shapes = query_shape, key_shape, (*key_shape[:-1], value_dim)
    return [rng.standard_normal(shape).astype(dtype) for shape in shapes]


def make_mask(kind, query, key, dtype, seed=1):
    """Return the keyword arguments for one kind of mask."""
    rng = np.random.default_rng(seed)
    pairs = (*query.shape[:-1], key.shape[-2])
    if kind == "none":
        return {}
    if kind in ("float", "float with -inf"):
        mask = rng.standard_normal(pairs[-2:]).astype(dtype)
        mask[rng.random(mask.shape) < 0.4 * (kind != "float")] = -np.inf
        return {"mask": mask}
    if kind == "causal":
        return {"is_causal": True, "query_offset": 1}
    mask = rng.random(pairs if kind == "per head" else pairs[-2:]) < 0.6
    if kind == "both":
        return {"mask": mask, "is_causal": True}
    if kind == "empty row":
        mask[0] = False
    return {"mask": mask}


@pytest.fixture
def qkv():
    return make_qkv("no leading axis")


@pytest.mark.parametrize("dtype", TOLERANCE)
@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("shape", SHAPES)
def test_output_and_weights_are_those_of_plain_loops(shape, mask, dtype):
    query, key, value = make_qkv(shape, dtype)
    options = make_mask(mask, query, key, dtype)
    output, weights = scaled_dot_product_attention(
        query, key, value, return_weights=True, **options
    )
    expected, expected_weights = oracle.attend_arrays(query, key, value, **options)
    assert output.dtype == weights.dtype == dtype
    assert output.shape == expected.shape
    assert weights.shape == expected_weights.shape
    np.testing.assert_allclose(output, expected, rtol=0, atol=TOLERANCE[dtype])
    np.testing.assert_allclose(weights, expected_weights, rtol=0, atol=TOLERANCE[dtype])


@pytest.mark.parametrize("query_offset", [-2, -1, 0, 1, 2, 7])
@pytest.mark.parametrize("softcap", [None, 0.5, 30.0])
@pytest.mark.parametrize("scale", [None, 0.0, -1.5, 3.0])
def test_offset_softcap_and_scale_are_those_of_plain_loops(query_offset, softcap, scale):
    query, key, value = make_qkv("grouped", seed=2)
    options = {"softcap": softcap, "scale": scale, "query_offset": query_offset}
    output = scaled_dot_product_attention(query, key, value, is_causal=True, **options)
    expected, _ = oracle.attend_arrays(query, key, value, is_causal=True, **options)
    np.testing.assert_allclose(output, expected, rtol=0, atol=1e-13)


def test_the_oracle_agrees_with_a_calculation_by_hand():
    """Scores ln 1, ln 2 and ln 5 give weights 1/8, 2/8 and 5/8."""
    query = np.array([[1.0, 0]])
    key = np.array([[0, 9.0], [math.log(2), 9], [math.log(5), 9]])
    value = np.array([[8.0], [16], [-8]])
    for attend in (oracle.attend_arrays, scaled_dot_product_attention):
        result = attend(query, key, value, scale=1.0)
        output = result[0] if isinstance(result, tuple) else result
        np.testing.assert_allclose(output, [[1 / 8 * 8 + 2 / 8 * 16 - 5 / 8 * 8]])


def test_scores_are_dot_products_divided_by_the_root_of_head_dim():
    query, key = np.array([[1.0, 2, 3, 4]]), np.array([[1.0, 0, 0, 1], [2, 2, 2, 2]])
    np.testing.assert_array_equal(scores(query, key), [[2.5, 10]])
    np.testing.assert_array_equal(scores(query, key, scale=1), [[5, 20]])


def test_scores_of_random_vectors_spread_by_1_whatever_head_dim():
    rng = np.random.default_rng(0)
    for head_dim in (2, 50, 700):
        query, key = rng.standard_normal((2, 300, head_dim))
        assert scores(query, key).std() == pytest.approx(1, abs=0.05)


def test_softcap_comes_before_the_mask_so_that_a_hidden_key_stays_hidden(qkv):
    query, key, value = qkv
    visible = np.arange(5) < 3
    capped = scaled_dot_product_attention(query, key, value, mask=visible, softcap=0.8)
    alone = scaled_dot_product_attention(query, key[:3], value[:3], softcap=0.8)
    np.testing.assert_allclose(capped, alone)


def test_a_query_head_reads_the_key_value_head_of_its_group():
    """Six query heads, two key/value heads: heads 0-2 read the first, 3-5 the second."""
    query, key, value = make_qkv("grouped")
    value[:, 0], value[:, 1] = 10.0, 20.0
    output = scaled_dot_product_attention(query, key, value)
    np.testing.assert_allclose(output[:, :3], 10)
    np.testing.assert_allclose(output[:, 3:], 20)


def test_a_mask_combines_with_is_causal_by_and(qkv):
    query, key, value = qkv
    mask = np.arange(5) != 1
    both = scaled_dot_product_attention(query, key, value, mask=mask, is_causal=True)
    by_hand = scaled_dot_product_attention(query, key, value, mask=mask & causal_mask(3, 5))
    np.testing.assert_array_equal(both, by_hand)


def test_decoding_one_token_at_a_time_gives_the_full_causal_pass():
    query, key, value = make_qkv("heads")
    query = query[:, :4]
    full = scaled_dot_product_attention(query, key, value, is_causal=True)
    for step in range(4):
        one = scaled_dot_product_attention(
            query[:, step : step + 1], key, value, is_causal=True, query_offset=step
        )
        np.testing.assert_allclose(one, full[:, step : step + 1])


@pytest.mark.parametrize("dtype", TOLERANCE)
def test_a_query_that_sees_nothing_gets_weights_and_output_0(qkv, dtype):
    query, key, value = (array.astype(dtype) for array in qkv)
    hidden = np.zeros((3, 5), dtype=bool)
    hidden[[0, 2]] = True
    for mask in (hidden, np.where(hidden, 0, -np.inf).astype(dtype)):
        output, weights = scaled_dot_product_attention(
            query, key, value, mask=mask, return_weights=True
        )
        np.testing.assert_array_equal(output[1], 0)
        np.testing.assert_array_equal(weights[1], 0)
        np.testing.assert_allclose(weights[[0, 2]].sum(axis=-1), 1, atol=2e-3)


def test_a_query_before_the_first_key_gets_0(qkv):
    output = scaled_dot_product_attention(*qkv, is_causal=True, query_offset=-2)
    np.testing.assert_array_equal(output[:2], 0)
    np.testing.assert_allclose(output[2], qkv[2][0])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("size", [1e4, -1e4])
def test_scores_of_ten_thousand_stay_finite_and_pick_the_largest(dtype, size):
    query = np.array([[size]], dtype=dtype)
    key = np.array([[-1.0], [1], [0.5], [-0.5]], dtype=dtype)
    value = np.arange(8.0, dtype=dtype).reshape(4, 2)
    output = scaled_dot_product_attention(query, key, value)
    np.testing.assert_array_equal(output[0], value[1 if size > 0 else 0])


def test_float16_is_computed_in_float32():
    """The sum of so many equal weights overflows float16; rounded to it, each is 0.5 % off."""
    count = 166_938
    query, key = np.ones((1, 1), np.float16), np.ones((count, 1), np.float16)
    value = np.tile(np.float16([[1, 10], [3, 30]]), (count // 2, 1))
    output, weights = scaled_dot_product_attention(query, key, value, return_weights=True)
    assert output.dtype == weights.dtype == np.float16
    np.testing.assert_allclose(output, [[2, 20]], rtol=1e-3)
    np.testing.assert_array_equal(weights, np.float16(1 / count))


def test_float16_scores_are_computed_in_float32():
    """The scaled query, 1e-8, is 0 in float16; its product with the key is not."""
    query, key = np.full((1, 4), 1e-4, np.float16), np.full((2, 4), 3e4, np.float16)
    result = scores(query, key, scale=1e-4)
    assert result.dtype == np.float16
    np.testing.assert_allclose(result, 4 * 1e-4 * 1e-4 * 3e4, rtol=2e-3)


def test_integers_become_float64_and_mixed_floats_the_widest(qkv):
    query, key, value = (np.round(3 * array).astype(int) for array in qkv)
    output = scaled_dot_product_attention(query, key, value)
    assert output.dtype == np.float64
    floats = (array.astype(float) for array in (query, key, value))
    np.testing.assert_array_equal(output, scaled_dot_product_attention(*floats))
    mixed = scaled_dot_product_attention(
        query.astype(np.float16), key.astype(np.float16), value.astype(np.float32)
    )
    assert mixed.dtype == np.float32


def test_nested_lists_are_taken_as_arrays():
    output = scaled_dot_product_attention([[0, 0]], [[1, 2], [3, 4]], [[2, 4, 6], [4, 8, 10]])
    np.testing.assert_allclose(output, [[3, 6, 8]])


def test_the_inputs_are_left_alone(qkv):
    query, key, value = qkv
    mask = np.where(np.arange(5) < 3, 0.5, -np.inf)
    before = [array.copy() for array in (*qkv, mask)]
    scaled_dot_product_attention(
        query, key, value, mask=mask, is_causal=True, softcap=2.0, scale=5.0
    )
    for array, copy in zip((*qkv, mask), before, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_without_keys_every_query_gets_0(qkv):
    query, key, value = qkv
    output, weights = scaled_dot_product_attention(query, key[:0], value[:0], return_weights=True)
    np.testing.assert_array_equal(output, np.zeros((3, 2)))
    assert weights.shape == (3, 0)


@pytest.mark.parametrize("is_causal", [False, True])
def test_without_queries_or_sequences_the_output_is_empty(qkv, is_causal):
    query, key, value = qkv
    output = scaled_dot_product_attention(query[:0], key, value, is_causal=is_causal)
    assert output.shape == (0, 2)
    batch = np.ones((0, 3, 4)), np.ones((0, 5, 4)), np.ones((0, 5, 2))
    assert scaled_dot_product_attention(*batch, is_causal=is_causal).shape == (0, 3, 2)


def test_a_nan_in_a_query_reaches_only_its_own_row(qkv):
    query, key, value = qkv
    clean = scaled_dot_product_attention(query, key, value)
    query[1, 2] = np.nan
    output = scaled_dot_product_attention(query, key, value)
    assert np.isnan(output[1]).all()
    np.testing.assert_array_equal(output[[0, 2]], clean[[0, 2]])


@pytest.mark.parametrize("how", ["boolean mask", "float mask", "causal"])
def test_a_nan_in_a_key_reaches_only_the_queries_that_may_see_it(qkv, how):
    query, key, value = qkv
    options = {
        "boolean mask": {"mask": causal_mask(3, 5)},
        "float mask": {"mask": np.where(causal_mask(3, 5), 0.0, -np.inf)},
        "causal": {"is_causal": True},
    }[how]
    clean = scaled_dot_product_attention(query, key, value, **options)
    key[2, 0] = np.nan
    output = scaled_dot_product_attention(query, key, value, **options)
    np.testing.assert_array_equal(output[:2], clean[:2])
    assert np.isnan(output[2]).all()


def test_a_nan_in_a_value_reaches_every_row_as_documented(qkv):
    query, key, value = qkv
    value[4, 1] = np.nan
    output = scaled_dot_product_attention(query, key, value, is_causal=True)
    assert np.isnan(output[:, 1]).all()
    assert np.isfinite(output[:, 0]).all()


def test_importing_the_library_loads_no_plotting_widget_or_shell():
    code = (
        "import sys, attention_lib; heavy = {'matplotlib', 'ipywidgets', 'IPython', "
        "'anywidget', 'traitlets'} & set(sys.modules); sys.exit(str(heavy) if heavy else 0)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, "")
