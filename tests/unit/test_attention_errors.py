"""What a learner reads after a wrong call: what must hold, then what was given."""

import re

import numpy as np
import pytest

from attention_lib import scaled_dot_product_attention, scores

SHAPES = ((3, 4), (5, 4), (5, 2))


def attend(query_shape, key_shape, value_shape, **options):
    arrays = (np.ones(shape) for shape in (query_shape, key_shape, value_shape))
    return scaled_dot_product_attention(*arrays, **options)


@pytest.mark.parametrize(
    ("shapes", "message"),
    [
        (
            ((3, 4), (5, 2), (5, 6)),
            "query and key must have the same head_dim; got query (3, 4) (head_dim 4) "
            "and key (5, 2) (head_dim 2)",
        ),
        (
            ((3, 4), (5, 4), (6, 2)),
            "key and value must have the same key_len; got key (5, 4) (key_len 5) "
            "and value (6, 2) (key_len 6)",
        ),
        (
            ((4,), (5, 4), (5, 2)),
            "query must have at least the axes (query_len, head_dim); got shape (4,)",
        ),
        (
            ((3, 4), (), (5, 2)),
            "key must have at least the axes (key_len, head_dim); got shape ()",
        ),
        (
            ((3, 4), (5, 4), (5,)),
            "value must have at least the axes (key_len, value_dim); got shape (5,)",
        ),
        (
            ((3, 0), (5, 0), (5, 2)),
            "head_dim must be at least 1; got query (3, 0)",
        ),
        (
            ((6, 3, 4), (4, 5, 4), (4, 5, 2)),
            "num_heads must be a multiple of num_kv_heads (axis -3); got query (6, 3, 4) "
            "(num_heads 6) and key (4, 5, 4) (num_kv_heads 4)",
        ),
        (
            ((6, 3, 4), (2, 5, 4), (3, 5, 2)),
            "key and value must have the same num_kv_heads (axis -3); got key (2, 5, 4) "
            "(num_kv_heads 2) and value (3, 5, 2) (num_kv_heads 3)",
        ),
        (
            ((2, 6, 3, 4), (3, 6, 5, 4), (3, 6, 5, 2)),
            "the axes before the last two must broadcast; got query (2, 6, 3, 4), "
            "key (3, 6, 5, 4), value (3, 6, 5, 2)",
        ),
    ],
)
def test_shapes_that_do_not_fit_are_named_with_their_axes(shapes, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        attend(*shapes)


def test_scores_name_the_same_axes():
    message = (
        "query and key must have the same head_dim; got query (3, 4) (head_dim 4) "
        "and key (2, 5) (head_dim 5)"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        scores(np.ones((3, 4)), np.ones((2, 5)))
    message = "the axes before the last two must broadcast; got query (2, 3, 4), key (5, 1, 4)"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        scores(np.ones((2, 3, 4)), np.ones((5, 1, 4)))


@pytest.mark.parametrize("shape", [(5, 3), (3,), (2, 3, 5), (4, 5)])
def test_a_mask_that_does_not_broadcast_is_named_with_the_shape_of_the_scores(shape):
    message = (
        f"mask must broadcast to the scores (..., query_len, key_len) = (3, 5); got mask {shape}"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        attend(*SHAPES, mask=np.ones(shape, dtype=bool))


@pytest.mark.parametrize("dtype", [int, np.uint8, complex])
def test_a_mask_that_is_neither_boolean_nor_float_is_refused_with_the_way_out(dtype):
    message = (
        "mask must be boolean (True = may attend) or floating point (added to the scores); "
        f"got dtype {np.dtype(dtype)}. A 0/1 mask in which 1 = may attend becomes boolean by "
        "mask.astype(bool)"
    )
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        attend(*SHAPES, mask=np.ones((3, 5), dtype=dtype))


@pytest.mark.parametrize("name", ["query", "key", "value"])
@pytest.mark.parametrize(
    ("content", "dtype"), [("word", "<U4"), (1j, "complex128"), (None, "object")]
)
def test_what_is_not_a_real_number_is_refused_by_name(name, content, dtype):
    arrays = dict(zip(("query", "key", "value"), map(np.ones, SHAPES), strict=True))
    arrays[name] = np.full(arrays[name].shape, content)
    message = f"{name} must hold real numbers up to float64; got dtype {dtype}"
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        scaled_dot_product_attention(**arrays)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"softcap": 0}, ValueError, "softcap must be a finite number above 0; got 0"),
        ({"softcap": -2.0}, ValueError, "softcap must be a finite number above 0; got -2.0"),
        ({"softcap": np.inf}, ValueError, "softcap must be a finite number above 0; got inf"),
        ({"scale": np.nan}, ValueError, "scale must be a finite number; got nan"),
        ({"scale": -np.inf}, ValueError, "scale must be a finite number; got -inf"),
        (
            {"query_offset": 2},
            ValueError,
            "query_offset=2 has no effect unless is_causal=True",
        ),
        (
            {"query_offset": 1.5, "is_causal": True},
            TypeError,
            "query_offset must be an integer; got 1.5",
        ),
    ],
)
def test_an_option_out_of_range_is_named_with_its_value(options, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        attend(*SHAPES, **options)


@pytest.mark.parametrize("name", ["scale", "softcap"])
@pytest.mark.parametrize("wrong", ["2", np.array([1.0, 2.0])], ids=["a string", "an array"])
def test_an_option_that_is_no_number_is_named(name, wrong):
    qkv = np.ones((3, 4)), np.ones((5, 4)), np.ones((5, 2))
    with pytest.raises(ValueError, match=f"^{name} must be a finite number"):
        scaled_dot_product_attention(*qkv, **{name: wrong})


def test_ragged_rows_are_named():
    key, value = np.ones((5, 2)), np.ones((5, 3))
    with pytest.raises(ValueError, match="query must be rectangular: all rows of the same length"):
        scaled_dot_product_attention([[1.0, 2.0], [3.0]], key, value)


def test_no_key_value_heads_for_several_query_heads_is_named():
    query, key, value = np.ones((4, 3, 2)), np.ones((0, 5, 2)), np.ones((0, 5, 3))
    with pytest.raises(ValueError, match="num_heads must be a multiple of num_kv_heads"):
        scaled_dot_product_attention(query, key, value)
