"""One interface for every score: soft attention, and hard attention drawn from it."""

import re
import warnings
from functools import partial

import numpy as np
import pytest
from test_attention import MASKS, SHAPES, TOLERANCE, make_mask, make_qkv

import attention_lib as al

SCORE_NAMES = ("dot", "scaled", "cosine", "general", "additive", "concat", "location", "own")


def make_score(name, query_dim=4, key_dim=4, key_len=5, dtype=np.float64):
    """Return one score with parameters bound, as `attend` takes it."""
    rng = np.random.default_rng(9)

    def draw(*shape):
        return rng.standard_normal(shape).astype(dtype)

    return {
        "dot": al.dot_score,
        "scaled": al.scaled_dot_score,
        "cosine": al.cosine_score,
        "general": partial(al.general_score, matrix=draw(query_dim, key_dim)),
        "additive": partial(
            al.additive_score, w_query=draw(query_dim, 6), w_key=draw(key_dim, 6), v=draw(6)
        ),
        "concat": partial(al.concat_score, matrix=draw(query_dim + key_dim, 6), v=draw(6)),
        "location": partial(al.location_score, matrix=draw(query_dim, key_len + 2)),
        "own": lambda query, key: -np.abs(query[..., :, None, 0] - key[..., None, :, 0]),
    }[name]


@pytest.fixture
def qkv():
    return make_qkv("no leading axis")  # (3, 4), (5, 4), (5, 2)


@pytest.mark.parametrize("dtype", TOLERANCE)
@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("shape", SHAPES)
def test_with_the_default_score_it_is_scaled_dot_product_attention(shape, mask, dtype):
    query, key, value = make_qkv(shape, dtype)
    options = make_mask(mask, query, key, dtype)
    expected = al.scaled_dot_product_attention(query, key, value, return_weights=True, **options)
    if options.pop("is_causal", False):
        causal = al.causal_mask(
            query.shape[-2], key.shape[-2], query_offset=options.pop("query_offset", 0)
        )
        options["mask"] = al.combine_masks(causal, options.get("mask"))
    result = al.attend(query, key, value, return_weights=True, **options)
    for ours, theirs in zip(result, expected, strict=True):
        assert ours.dtype == theirs.dtype == dtype
        np.testing.assert_array_equal(ours, theirs)


def test_attention_by_any_score_is_softmax_of_the_scores_times_the_values(qkv):
    query, key, value = qkv
    for name in SCORE_NAMES:
        score = make_score(name)
        output, weights = al.attend(query, key, value, score=score, return_weights=True)
        np.testing.assert_allclose(weights, al.softmax(score(query, key)))
        np.testing.assert_allclose(output, weights @ value)
        np.testing.assert_array_equal(al.attend(query, key, value, score=score), output)


@pytest.mark.parametrize("name", ["general", "additive", "concat", "location"])
def test_queries_and_keys_may_differ_in_width(name):
    rng = np.random.default_rng(2)
    query, key, value = (rng.standard_normal(shape) for shape in ((2, 3, 6), (2, 5, 3), (2, 5, 7)))
    output = al.attend(query, key, value, score=make_score(name, 6, 3))
    assert output.shape == (2, 3, 7)


@pytest.mark.parametrize("name", SCORE_NAMES)
def test_a_masked_key_changes_nothing_whatever_the_score(name, qkv):
    query, key, value = qkv
    visible = np.arange(5) != 2
    score = make_score(name)
    before = al.attend(query, key, value, score=score, mask=visible)
    for new in (100.0, np.inf, np.nan):
        key[2], value[2] = new, -7
        np.testing.assert_array_equal(
            al.attend(query, key, value, score=score, mask=visible), before
        )
    if name != "location":  # which scores the place, not what was put there
        shorter = al.attend(query, key[visible], value[visible], score=score)
        np.testing.assert_allclose(before, shorter)


@pytest.mark.parametrize("name", SCORE_NAMES)
def test_a_query_that_sees_nothing_gets_0_whatever_the_score(name, qkv):
    mask = np.ones((3, 5), dtype=bool)
    mask[1] = False
    output, weights = al.attend(*qkv, score=make_score(name), mask=mask, return_weights=True)
    np.testing.assert_array_equal(weights[1], 0)
    np.testing.assert_array_equal(output[1], 0)
    np.testing.assert_allclose(weights[[0, 2]].sum(axis=-1), 1)


@pytest.mark.parametrize("dtype", TOLERANCE)
@pytest.mark.parametrize("name", SCORE_NAMES)
def test_the_dtype_of_query_key_and_value_is_kept_whatever_the_parameters(name, dtype, qkv):
    query, key, value = (array.astype(dtype) for array in qkv)
    for score in (make_score(name), make_score(name, dtype=dtype)):
        output, weights = al.attend(query, key, value, score=score, return_weights=True)
        assert output.dtype == weights.dtype == dtype
        exact = al.attend(*(array.astype(float) for array in (query, key, value)), score=score)
        np.testing.assert_allclose(output, exact, atol=TOLERANCE[dtype] + 1e-6)


@pytest.mark.parametrize("name", SCORE_NAMES)
def test_a_query_head_reads_the_key_value_head_of_its_group_whatever_the_score(name):
    query, key, value = make_qkv("grouped")  # 6 query heads, 2 key/value heads
    score = make_score(name)
    grouped = al.attend(query, key, value, score=score)
    for head in range(6):
        kv = key[:, head // 3], value[:, head // 3]
        np.testing.assert_allclose(grouped[:, head], al.attend(query[:, head], *kv, score=score))


def test_a_mask_may_be_longer_in_the_batch_than_a_location_score_alone(qkv):
    query, key, value = qkv
    batch = np.stack([key, key + 1])
    mask = al.padding_mask([5, 2], 5)
    score = make_score("location")
    output = al.attend(query, batch, np.stack([value, value]), score=score, mask=mask)
    assert output.shape == (2, 3, 2)
    np.testing.assert_allclose(output[1], al.attend(query, key[:2], value[:2], score=score))


def test_shuffled_keys_and_values_change_nothing_by_content_and_the_output_by_location(qkv):
    """The bug of the early PyTorch tutorial: weights from the decoder's state alone."""
    query, key, value = qkv
    order = [3, 0, 4, 1, 2]
    for name in ("dot", "additive", "cosine"):
        score = make_score(name)
        shuffled = al.attend(query, key[order], value[order], score=score)
        np.testing.assert_allclose(shuffled, al.attend(query, key, value, score=score))
    score = make_score("location")
    shuffled, weights = al.attend(query, key[order], value[order], score=score, return_weights=True)
    before, weights_before = al.attend(query, key, value, score=score, return_weights=True)
    np.testing.assert_array_equal(weights, weights_before)
    assert np.abs(shuffled - before).max() > 0.1


@pytest.mark.parametrize(
    ("score", "shape"),
    [
        (lambda query, key: query @ query.T, "(3, 3)"),
        (lambda query, key: key @ query.T, "(5, 3)"),
        (lambda query, key: (query @ key.T).mean(), "()"),
        (lambda query, key: (query @ key.T)[None], "(1, 3, 5)"),
    ],
)
def test_a_score_that_is_not_one_number_for_each_pair_is_named(score, shape, qkv):
    message = f"score must return the shape (..., query_len, key_len) = (3, 5); got {shape}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        al.attend(*qkv, score=score)


def test_a_score_may_answer_yes_or_no():
    """Which counts as 1 and 0."""
    output = al.attend(
        [[2]],
        [[1], [2], [3], [2]],
        [[10], [20], [30], [40]],
        score=lambda query, key: query == key.T,
        mask=[True, True, False, True],
    )
    e = np.e
    np.testing.assert_allclose(output, [[(10 + 20 * e + 40 * e) / (1 + 2 * e)]])


def test_shapes_and_masks_that_do_not_fit_are_named_as_in_scaled_dot_product_attention(qkv):
    query, key, value = qkv
    with pytest.raises(ValueError, match=r"^key and value must have the same key_len"):
        al.attend(query, key, value[:4])
    with pytest.raises(ValueError, match=r"^query and key must have the same head_dim"):
        al.attend(query[:, :2], key, value)
    with pytest.raises(TypeError, match=r"^mask must be boolean"):
        al.attend(query, key, value, mask=np.ones((3, 5), dtype=int))
    with pytest.raises(ValueError, match=r"^mask must broadcast to the scores"):
        al.attend(query, key, value, mask=np.ones((5, 3), dtype=bool))


# --- hard attention ---

DRAWS = 20_000


def many_draws(query, key, value, mask=None, seed=0):
    """Return output and weights of DRAWS independent draws, on a leading axis."""
    query = np.broadcast_to(query, (DRAWS, *query.shape))
    rng = np.random.default_rng(seed)
    return al.hard_attention(query, key, value, mask=mask, rng=rng, return_weights=True)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_keys_are_drawn_as_often_as_their_soft_weights_say(qkv, seed):
    query, key, value = qkv
    mask = np.arange(5) != 3
    _, drawn = many_draws(query, key, value, mask, seed)
    _, soft = al.attend(query, key, value, mask=mask, return_weights=True)
    share, spread = drawn.mean(axis=0), np.sqrt(soft * (1 - soft) / DRAWS)
    assert soft.min(axis=-1, where=mask, initial=1).max() > 0.03  # no key is rare enough to hide
    # 12 shares, 3 seeds: beyond 4.5 standard deviations once in some 4 000 runs, were they random.
    assert (np.abs(share - soft) <= 4.5 * spread).all()


def test_the_mean_of_many_hard_outputs_is_the_soft_output(qkv):
    query, key, value = qkv
    outputs, _ = many_draws(query, key, value)
    soft, weights = al.attend(query, key, value, return_weights=True)
    variance = weights @ value**2 - soft**2
    assert (np.abs(outputs.mean(axis=0) - soft) <= 4.5 * np.sqrt(variance / DRAWS)).all()
    assert np.abs(outputs[0] - soft).min() > 0.01  # while one draw is something else


def test_each_query_gets_exactly_one_key_and_its_value(qkv):
    query, key, value = qkv
    outputs, drawn = many_draws(query, key, value)
    assert set(np.unique(drawn)) == {0, 1}
    np.testing.assert_array_equal(drawn.sum(axis=-1), 1)
    np.testing.assert_array_equal(outputs, value[drawn.argmax(axis=-1)])


def test_queries_are_drawn_independently_of_each_other(qkv):
    query, key, value = qkv
    _, drawn = many_draws(np.broadcast_to(query[0], (3, 4)), key, value)
    chosen = drawn.argmax(axis=-1)
    _, soft = al.attend(query[:1], key, value, return_weights=True)
    agree, by_chance = (chosen[:, 0] == chosen[:, 1]).mean(), (soft**2).sum()
    assert abs(agree - by_chance) <= 4.5 * np.sqrt(by_chance * (1 - by_chance) / DRAWS)


@pytest.mark.parametrize("first", [True, False])
def test_a_masked_key_is_never_drawn(qkv, first):
    """First or last in the row, and with the highest score of all."""
    query, key, value = qkv
    hidden = 0 if first else 4
    key[hidden] = 50 * query[1]
    mask = np.arange(5) != hidden
    for one_mask in (mask, np.where(mask, 0.0, -np.inf)):
        _, drawn = many_draws(query, key, value, one_mask)
        assert not drawn[..., hidden].any()
        np.testing.assert_array_equal(drawn.sum(axis=-1), 1)


def test_a_query_that_sees_nothing_draws_nothing(qkv):
    mask = np.ones((3, 5), dtype=bool)
    mask[1] = False
    output, weights = al.hard_attention(
        *qkv, mask=mask, rng=np.random.default_rng(0), return_weights=True
    )
    np.testing.assert_array_equal(weights.sum(axis=-1), [1, 0, 1])
    np.testing.assert_array_equal(output[1], 0)


def test_a_sure_weight_is_always_drawn(qkv):
    query, key, value = qkv
    key[2] = 1e4 * query[0]
    outputs, _ = many_draws(query[:1], key, value)
    np.testing.assert_array_equal(outputs, np.broadcast_to(value[2], outputs.shape))


def test_the_generator_decides_and_moves_on(qkv):
    def draw(rng):
        query = np.broadcast_to(qkv[0], (8, 3, 4))
        return al.hard_attention(query, *qkv[1:], rng=rng)

    rng = np.random.default_rng(7)
    first, second = draw(rng), draw(rng)
    np.testing.assert_array_equal(draw(np.random.default_rng(7)), first)
    assert (first != second).any()


@pytest.mark.parametrize("dtype", TOLERANCE)
def test_hard_attention_keeps_dtypes_leading_axes_and_groups_of_heads(dtype):
    query, key, value = make_qkv("grouped", dtype)
    value[:, 0], value[:, 1] = 10, 20
    for name in SCORE_NAMES:
        output, weights = al.hard_attention(
            query,
            key,
            value,
            score=make_score(name),
            rng=np.random.default_rng(0),
            return_weights=True,
        )
        assert output.dtype == weights.dtype == dtype
        assert weights.shape == (2, 6, 3, 5)
        np.testing.assert_array_equal(output[:, :3], 10)
        np.testing.assert_array_equal(output[:, 3:], 20)


def test_a_nan_in_a_query_is_not_drawn_over(qkv):
    query, key, value = qkv
    query[1, 0] = np.nan
    output = al.hard_attention(query, key, value, rng=np.random.default_rng(0))
    assert np.isnan(output[1]).all()
    assert np.isfinite(output[[0, 2]]).all()


def test_without_keys_or_queries_nothing_is_drawn(qkv):
    query, key, value = qkv
    rng = np.random.default_rng(0)
    np.testing.assert_array_equal(
        al.hard_attention(query, key[:0], value[:0], rng=rng), np.zeros((3, 2))
    )
    assert al.hard_attention(query[:0], key, value, rng=rng).shape == (0, 2)


@pytest.mark.parametrize(
    ("rng", "given"), [(0, "int"), (None, "NoneType"), (np.random.RandomState(0), "RandomState")]
)
def test_what_is_no_generator_is_named(qkv, rng, given):
    message = f"rng must be a Generator, such as np.random.default_rng(0); got {given}"
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        al.hard_attention(*qkv, rng=rng)


@pytest.mark.parametrize("score", ["dot", None, 3])
def test_a_score_that_is_no_function_is_refused_with_an_example(qkv, score):
    rng = np.random.default_rng(0)
    refusal = "score must be a function such as al.dot_score; got " + repr(score)
    for attention, options in (
        (al.attend, {}),
        (al.hard_attention, {"rng": rng}),
        (al.local_attention, {"half_width": 1}),
    ):
        with pytest.raises(TypeError, match=re.escape(refusal)):
            attention(*qkv, score=score, **options)


def test_a_ragged_mask_is_refused_as_such(qkv):
    with pytest.raises(ValueError, match="mask must be rectangular"):
        al.attend(*qkv, mask=[[True, False], [True]])
    with pytest.raises(ValueError, match="a mask must be rectangular"):
        al.combine_masks([[True, False], [True]])


@pytest.mark.parametrize("name", SCORE_NAMES)
@pytest.mark.parametrize("endless", ["query", "key"])
def test_an_infinite_component_warns_nowhere_and_is_hidden_by_a_mask(name, endless, qkv):
    """`pytest -W error` makes a warning fail."""
    query, key, value = (array.copy() for array in qkv)
    score = make_score(name)
    (query if endless == "query" else key)[-1] = [np.inf, -np.inf, np.inf, 0]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        if name != "own":
            score(query, key)
        mask = np.ones((3, 5), dtype=bool)
        mask[(-1, ...) if endless == "query" else (..., -1)] = False
        output = al.attend(query, key, value, score=score, mask=mask)
    assert np.isfinite(output).all()
