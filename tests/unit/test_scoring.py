"""The seven scores: against plain loops, by hand, and each with the law that tells it apart."""

import re
import tracemalloc

import numpy as np
import pytest
import scoring_loops as loops

import attention_lib as al

TOLERANCE = {np.float16: 6e-3, np.float32: 3e-6, np.float64: 1e-13}
HIDDEN = 6
EQUAL_WIDTHS = {  # query, key
    "no leading axis": ((3, 4), (5, 4)),
    "one of each": ((1, 2), (1, 2)),
    "batch and heads": ((2, 3, 4, 5), (2, 3, 2, 5)),
    "keys shared by a batch": ((3, 2, 4), (5, 4)),
    "one memory, many heads": ((2, 3, 4, 3), (2, 1, 5, 3)),
}
UNEQUAL_WIDTHS = {
    "wider keys": ((3, 2), (5, 7)),
    "wider queries": ((4, 3, 6), (4, 2, 1)),
    "memory without a batch": ((2, 3, 2), (5, 4)),
}
ANY_WIDTHS = EQUAL_WIDTHS | UNEQUAL_WIDTHS


def make(*shapes, dtype=np.float64, seed=0):
    rng = np.random.default_rng(seed)
    return [rng.standard_normal(shape).astype(dtype) for shape in shapes]


def parameters_of(name, query_dim, key_dim, dtype=np.float64):
    shapes = {
        "general": {"matrix": (query_dim, key_dim)},
        "additive": {"w_query": (query_dim, HIDDEN), "w_key": (key_dim, HIDDEN), "v": (HIDDEN,)},
        "concat": {"matrix": (query_dim + key_dim, HIDDEN), "v": (HIDDEN,)},
    }.get(name, {})
    return dict(zip(shapes, make(*shapes.values(), dtype=dtype, seed=1), strict=True))


SCORES = {
    "dot": (al.dot_score, loops.dot, EQUAL_WIDTHS),
    "scaled": (al.scaled_dot_score, loops.scaled, EQUAL_WIDTHS),
    "cosine": (al.cosine_score, loops.cosine, EQUAL_WIDTHS),
    "general": (al.general_score, loops.general, ANY_WIDTHS),
    "additive": (al.additive_score, loops.additive, ANY_WIDTHS),
    "concat": (al.concat_score, loops.concat, ANY_WIDTHS),
}
CASES = [(name, shape) for name, (*_, shapes) in SCORES.items() for shape in shapes]


@pytest.mark.parametrize("dtype", TOLERANCE)
@pytest.mark.parametrize(("name", "shape"), CASES)
def test_a_score_is_that_of_plain_loops_for_every_pair(name, shape, dtype):
    score, plain, shapes = SCORES[name]
    query, key = make(*shapes[shape], dtype=dtype)
    parameters = parameters_of(name, query.shape[-1], key.shape[-1], dtype)
    result = score(query, key, **parameters)
    expected = loops.for_all_pairs(plain, query, key, **parameters)
    assert result.dtype == dtype
    assert result.shape == expected.shape
    np.testing.assert_allclose(result, expected, rtol=TOLERANCE[dtype], atol=TOLERANCE[dtype])


@pytest.mark.parametrize("name", SCORES)
def test_integers_become_float64_and_lists_are_taken_as_arrays(name):
    score, plain, _ = SCORES[name]
    query, key = (np.round(3 * array).astype(int) for array in make((2, 3), (4, 3), seed=4))
    parameters = parameters_of(name, 3, 3)
    result = score(query.tolist(), key, **{n: p.tolist() for n, p in parameters.items()})
    assert result.dtype == np.float64
    np.testing.assert_allclose(result, loops.for_all_pairs(plain, query, key, **parameters))


@pytest.mark.parametrize("name", ["general", "additive", "concat"])
def test_a_wider_parameter_widens_the_result(name):
    score = SCORES[name][0]
    query, key = make((2, 3), (4, 5), dtype=np.float32)
    assert score(query, key, **parameters_of(name, 3, 5, np.float32)).dtype == np.float32
    assert score(query, key, **parameters_of(name, 3, 5, np.float64)).dtype == np.float64


@pytest.mark.parametrize("name", SCORES)
def test_the_inputs_are_left_alone(name):
    query, key = make((2, 3), (4, 3))
    parameters = parameters_of(name, 3, 3)
    arrays = [query, key, *parameters.values()]
    before = [array.copy() for array in arrays]
    SCORES[name][0](query, key, **parameters)
    for array, copy in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, copy)


@pytest.mark.parametrize("name", SCORES)
def test_without_queries_or_keys_there_are_no_scores(name):
    query, key = make((2, 3), (4, 3))
    score, parameters = SCORES[name][0], parameters_of(name, 3, 3)
    assert score(query[:0], key, **parameters).shape == (0, 4)
    assert score(query, key[:0], **parameters).shape == (2, 0)


def test_float16_scores_are_computed_in_float32():
    """512 × 512 is infinite in float16, and stays so when it is divided afterwards."""
    query, key = np.float16([[512, 0]]), np.float16([[512, 0], [0, 512]])
    matrix = np.float16([[1 / 1024, 0], [0, 1]])
    np.testing.assert_array_equal(al.general_score(query, key, matrix=matrix), [[256, 0]])
    np.testing.assert_array_equal(al.cosine_score(query, key), [[1, 0]])
    far = {"w_query": np.float16([[512], [0]]), "w_key": np.float16([[-512], [0]])}
    additive = al.additive_score(query, key, **far, v=np.float16([2]))
    np.testing.assert_array_equal(additive, [[0, 2]])


def test_the_orthogonal_key_wins_with_the_additive_score_and_the_equal_one_with_the_dot():
    query, keys = [[1, 0]], [[1, 0], [0, 1], [-1, 0]]
    additive = al.additive_score(query, keys, w_query=np.eye(2), w_key=np.eye(2), v=[1, 1])
    np.testing.assert_allclose(additive, [[np.tanh(2), 2 * np.tanh(1), 0]])
    np.testing.assert_allclose(al.softmax(additive), [[0.319, 0.559, 0.122]], atol=5e-4)
    dot = al.dot_score(query, keys)
    np.testing.assert_array_equal(dot, [[1, 0, -1]])
    np.testing.assert_allclose(al.softmax(dot), [[0.665, 0.245, 0.090]], atol=5e-4)


def test_scaled_dot_is_the_dot_product_over_the_root_of_head_dim():
    query, key = make((3, 5), (4, 5))
    dot = al.dot_score(query, key)
    np.testing.assert_allclose(al.scaled_dot_score(query, key), dot / np.sqrt(5))
    assert al.scaled_dot_score is al.scores


def test_general_with_the_identity_is_the_dot_product():
    query, key = make((3, 4), (5, 4))
    general = al.general_score(query, key, matrix=np.eye(4))
    np.testing.assert_array_equal(general, al.dot_score(query, key))


def test_general_with_the_product_of_two_projections_is_the_dot_of_the_projected():
    query, key, w_query, w_key = make((3, 4), (5, 6), (4, 2), (6, 2))
    general = al.general_score(query, key, matrix=w_query @ w_key.T)
    np.testing.assert_allclose(general, al.dot_score(query @ w_query, key @ w_key))


def test_general_asks_in_one_direction():
    """A matrix that sends query component 0 to key component 1 does not send it back."""
    one, other = [[1, 0]], [[0, 1]]
    matrix = [[0, 1], [0, 0]]
    assert al.general_score(one, other, matrix=matrix) == 1
    assert al.general_score(other, one, matrix=matrix) == 0


def test_concat_is_additive_with_the_blocks_of_its_matrix():
    query, key, matrix, v = make((2, 3, 4), (2, 5, 2), (6, 7), (7,))
    blocks = {"w_query": matrix[:4], "w_key": matrix[4:], "v": v}
    np.testing.assert_array_equal(
        al.concat_score(query, key, matrix=matrix, v=v),
        al.additive_score(query, key, **blocks),
    )


def test_a_hidden_score_is_bounded_by_v_however_long_the_vectors():
    """tanh saturates: what makes additive attention robust where dot products explode."""
    query, key, w_query, w_key, v = make((3, 4), (5, 2), (4, 6), (2, 6), (6,))
    far = al.additive_score(1e6 * query, 1e6 * key, w_query=w_query, w_key=w_key, v=v)
    assert np.abs(far).max() <= np.abs(v).sum() + 1e-12
    assert np.abs(far).max() > 0.1


def test_the_cosine_ignores_length_and_keeps_the_sign():
    query, key = make((3, 4), (5, 4))
    cosine = al.cosine_score(query, key)
    np.testing.assert_allclose(al.cosine_score(7 * query, 0.01 * key), cosine)
    np.testing.assert_allclose(al.cosine_score(query, -2 * key), -cosine)
    np.testing.assert_allclose(np.diagonal(al.cosine_score(key, 3 * key)), 1)
    assert np.abs(cosine).max() < 1


@pytest.mark.parametrize("size", [1e-300, 1e-160, 1e160, 1e300])
def test_the_cosine_of_huge_and_of_tiny_vectors_is_exact(size):
    result = al.cosine_score([[3 * size, 4 * size]], [[30, 40], [0, -2]])
    np.testing.assert_allclose(result, [[1, -0.8]])


def test_a_vector_of_zeros_scores_0_by_the_cosine():
    result = al.cosine_score([[0, 0], [3, 4]], [[1, 2], [0, 0], [4, 3]])
    np.testing.assert_allclose(result, [[0, 0, 0], [11 / 5 / np.sqrt(5), 0, 0.96]])


def test_location_reads_the_query_and_only_counts_the_keys():
    query, key, matrix = make((2, 3, 4), (2, 5, 7), (4, 9))
    result = al.location_score(query, key, matrix=matrix)
    np.testing.assert_allclose(result, (query @ matrix)[..., :5])
    np.testing.assert_array_equal(al.location_score(query, 100 - key, matrix=matrix), result)
    np.testing.assert_array_equal(al.location_score(query, matrix=matrix, key_len=5), result)
    assert al.location_score(query, matrix=matrix).shape == (2, 3, 9)


def test_location_gives_a_row_of_its_own_to_every_batch_item_of_the_keys():
    query, key, matrix = make((3, 4), (2, 5, 1), (4, 5))
    result = al.location_score(query, key, matrix=matrix)
    assert result.shape == (2, 3, 5)
    np.testing.assert_array_equal(result[0], result[1])
    result[0] = 0  # the rows share no memory
    assert result[1].any()


def test_shuffled_keys_take_their_content_scores_along_and_leave_their_location_scores():
    query, key, matrix = make((3, 4), (5, 4), (4, 5))
    order = [3, 0, 4, 1, 2]
    content = al.dot_score(query, key)
    np.testing.assert_array_equal(al.dot_score(query, key[order]), content[:, order])
    location = al.location_score(query, key, matrix=matrix)
    np.testing.assert_array_equal(al.location_score(query, key[order], matrix=matrix), location)


@pytest.mark.parametrize("dtype", TOLERANCE)
def test_location_keeps_the_dtype(dtype):
    query, key, matrix = make((3, 4), (5, 2), (4, 6), dtype=dtype)
    assert al.location_score(query, key, matrix=matrix).dtype == dtype
    assert al.location_score(query, matrix=matrix).dtype == dtype
    assert al.location_score(query, matrix=matrix, key_len=2).dtype == dtype


@pytest.mark.parametrize("name", ["additive", "concat"])
def test_a_hidden_layer_costs_one_array_of_all_pairs_and_no_second(name):
    query, key = make((4, 60, 5), (4, 70, 8), dtype=np.float32)
    parameters = parameters_of(name, 5, 8, np.float32)
    largest = 4 * 60 * 70 * HIDDEN * 4
    result_and_projections = 4 * 60 * 70 * 4 + 2 * 4 * 70 * HIDDEN * 4
    tracemalloc.start()
    SCORES[name][0](query, key, **parameters)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert largest < peak < largest + 2 * result_and_projections


def wrong(score, query_shape=(3, 4), key_shape=(5, 2), **shapes):
    parameters = {name: np.ones(shape) for name, shape in shapes.items()}
    return lambda: score(np.ones(query_shape), np.ones(key_shape), **parameters)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            wrong(al.dot_score),
            "query and key must have the same head_dim; got query (3, 4) (head_dim 4) "
            "and key (5, 2) (head_dim 2)",
        ),
        (
            wrong(al.cosine_score, key_shape=(5, 3)),
            "query and key must have the same head_dim; got query (3, 4) (head_dim 4) "
            "and key (5, 3) (head_dim 3)",
        ),
        (
            wrong(al.general_score, matrix=(2, 4)),
            "matrix must have the shape (query_dim, key_dim) = (4, 2); got (2, 4)",
        ),
        (
            wrong(al.general_score, (2, 3, 4), (3, 5, 2), matrix=(4, 2)),
            "the axes before the last two must broadcast; got query (2, 3, 4), key (3, 5, 2)",
        ),
        (
            wrong(al.general_score, query_shape=(4,), matrix=(4, 2)),
            "query must have at least the axes (query_len, head_dim); got shape (4,)",
        ),
        (
            wrong(al.additive_score, w_query=(6, 4), w_key=(2, 6), v=(6,)),
            "w_query must have the shape (query_dim, hidden) = (4, 6); got (6, 4)",
        ),
        (
            wrong(al.additive_score, w_query=(4, 6), w_key=(2, 5), v=(6,)),
            "w_key must have the shape (key_dim, hidden) = (2, 6); got (2, 5)",
        ),
        (
            wrong(al.additive_score, w_query=(4, 6), w_key=(2, 6), v=(6, 1)),
            "v must have the shape (hidden,); got (6, 1)",
        ),
        (
            wrong(al.concat_score, matrix=(4, 7), v=(7,)),
            "matrix must have the shape (query_dim + key_dim, hidden) = (6, 7); got (4, 7)",
        ),
        (
            wrong(al.concat_score, matrix=(6, 7), v=(1, 7)),
            "v must have the shape (hidden,); got (1, 7)",
        ),
        (
            wrong(al.location_score, matrix=(4, 3)),
            "matrix must have the shape (query_dim, key_len or more) = (4, 5 or more); got (4, 3)",
        ),
        (
            wrong(al.location_score, matrix=(5, 6)),
            "matrix must have the shape (query_dim, key_len or more) = (4, 5 or more); got (5, 6)",
        ),
        (
            wrong(al.location_score, matrix=(4,)),
            "matrix must have the shape (query_dim, key_len); got (4,)",
        ),
        (
            lambda: al.location_score(np.ones((3, 4)), matrix=4.0),
            "matrix must have the shape (query_dim, key_len); got ()",
        ),
        (
            lambda: al.location_score(
                np.ones((3, 4)), np.ones((5, 2)), matrix=np.ones((4, 5)), key_len=5
            ),
            "give key or key_len, not both; got key_len=5",
        ),
        (
            lambda: al.location_score(np.ones((3, 4)), matrix=np.ones((4, 5)), key_len=-1),
            "key_len must be 0 or more; got -1",
        ),
    ],
)
def test_shapes_that_do_not_fit_are_named_with_their_axes(call, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        call()


def test_a_parameter_that_is_not_real_is_named():
    with pytest.raises(TypeError, match=r"^matrix must hold real numbers up to float64; got"):
        al.general_score(np.ones((3, 4)), np.ones((5, 2)), matrix=np.full((4, 2), 1j))
    with pytest.raises(ValueError, match=r"^v must be rectangular"):
        al.additive_score(
            np.ones((3, 1)), np.ones((5, 1)), w_query=[[1, 2]], w_key=[[1, 2]], v=[[1], [1, 2]]
        )


def test_a_cosine_needs_components_in_both():
    query, key = make((3, 4), (5, 4))
    with pytest.raises(ValueError, match="same head_dim"):
        al.cosine_score(query, key[:, :0])
    with pytest.raises(ValueError, match="head_dim must be at least 1"):
        al.cosine_score(query[:, :0], key[:, :0])


def test_integers_beyond_int64_are_numbers_as_others():
    scores = al.dot_score([[2**70, 1]], [[1, 0], [0, 3]])
    np.testing.assert_array_equal(scores, [[2.0**70, 3.0]])
    with pytest.raises(ValueError, match="query must hold numbers within the range of float64"):
        al.dot_score([[10**400, 1]], [[1, 0], [0, 3]])
