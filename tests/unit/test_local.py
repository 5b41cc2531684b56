"""Local attention of Luong et al., section 3.2, windows with global tokens, and their reach."""

import math
import re
import warnings
from functools import partial

import numpy as np
import pytest
from test_attention import TOLERANCE, make_qkv

import attention_lib as al


@pytest.fixture
def qkv():
    return make_qkv("no leading axis")  # (3, 4), (5, 4), (5, 2)


def local_weights(query, key, **options):
    value = np.zeros((*np.shape(key)[:-1], 1))
    return al.local_attention(query, key, value, return_weights=True, **options)[1]


def by_loops(query, key, half_width, centres):
    """Luong's equations 7 and 10 for one sequence: align in the window, times the Gaussian."""
    rows = []
    for one_query, centre in zip(query, centres, strict=True):
        inside = [s for s in range(len(key)) if centre - half_width <= s <= centre + half_width]
        exps = {s: math.exp(one_query @ key[s] / math.sqrt(len(one_query))) for s in inside}
        sigma = half_width / 2
        rows.append(
            [
                exps[s] / sum(exps.values()) * math.exp(-((s - centre) ** 2) / (2 * sigma**2))
                if s in exps
                else 0.0
                for s in range(len(key))
            ]
        )
    return np.array(rows)


def test_the_papers_example_sums_to_601_thousandths_and_not_to_1():
    """S = 6, p = 2.3, D = 2, equal scores: a quarter each, times the Gaussian."""
    weights = local_weights(np.zeros((1, 2)), np.zeros((6, 2)), half_width=2, centres=[2.3])
    gaussian = np.exp(-((np.arange(1, 5) - 2.3) ** 2) / 2)
    np.testing.assert_allclose(gaussian, [0.4296, 0.9560, 0.7827, 0.2357], atol=5e-5)
    np.testing.assert_allclose(weights, [[0, *gaussian / 4, 0]])
    np.testing.assert_allclose(weights, [[0, 0.107, 0.239, 0.196, 0.059, 0]], atol=5e-4)
    assert weights.sum() == pytest.approx(0.601, abs=5e-4)


@pytest.mark.parametrize("half_width", [0.7, 1, 2.5, 9])
def test_with_centres_the_weights_are_those_of_plain_loops(qkv, half_width):
    query, key, value = qkv
    centres = [0.4, 2.0, 3.8]
    output, weights = al.local_attention(
        query, key, value, half_width=half_width, centres=centres, return_weights=True
    )
    expected = by_loops(query, key, half_width, centres)
    np.testing.assert_allclose(weights, expected, atol=1e-15)
    np.testing.assert_allclose(output, expected @ value)


@pytest.mark.parametrize("half_width", [0, 1, 2, 10])
@pytest.mark.parametrize("shape", ["no leading axis", "batch and heads", "grouped", "one query"])
def test_without_centres_it_is_the_window_mask(shape, half_width):
    query, key, value = make_qkv(shape)
    window = al.window_mask(query.shape[-2], key.shape[-2], before=half_width)
    expected = al.scaled_dot_product_attention(query, key, value, mask=window, return_weights=True)
    result = al.local_attention(query, key, value, half_width=half_width, return_weights=True)
    for ours, theirs in zip(result, expected, strict=True):
        np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("centres", [None, [0.0, 1.6, 0.3]])
def test_what_is_outside_the_window_changes_nothing(qkv, centres):
    query, key, value = qkv
    options = {"half_width": 1.5, "centres": centres}
    before = al.local_attention(query, key, value, **options)
    key[4], value[4] = 100, -100  # the window of the last query ends at 3.5 or earlier
    np.testing.assert_array_equal(al.local_attention(query, key, value, **options), before)


def test_a_window_takes_the_whole_positions_between_its_ends_and_both_ends():
    query, key = np.zeros((4, 2)), np.zeros((7, 2))
    weights = local_weights(query, key, half_width=1.5, centres=[2.5, 2.4, 2.6, 2.0])
    expected = [
        [0, 1, 1, 1, 1, 0, 0],  # 1 … 4, both ends included
        [0, 1, 1, 1, 0, 0, 0],  # 0.9 … 3.9
        [0, 0, 1, 1, 1, 0, 0],  # 1.1 … 4.1
        [0, 1, 1, 1, 0, 0, 0],  # 0.5 … 3.5
    ]
    np.testing.assert_array_equal(weights > 0, np.array(expected, dtype=bool))


def test_the_weight_falls_with_the_distance_by_a_gaussian_of_half_the_half_width():
    """One σ away exp(−1/2), at the edge of the window exp(−2), wherever the centre is."""
    for half_width, centre in ((2, 4), (3, 5.5), (6, 6)):
        weights = local_weights(
            np.zeros((1, 1)), np.zeros((13, 1)), half_width=half_width, centres=[centre]
        )[0]
        assert weights.argmax() in (math.floor(centre), math.ceil(centre))
        keys = np.flatnonzero(weights)
        align = 1 / len(keys)
        distance = np.abs(keys - centre) / half_width
        np.testing.assert_allclose(weights[keys] / align, np.exp(-2 * distance**2))


def test_moving_the_centre_moves_the_weights_smoothly_so_that_it_can_be_learned():
    """The derivative by p_t is a·(s − p_t)/σ²: finite differences find it inside the window."""
    query, key, _ = make_qkv("no leading axis")
    half_width, centre, step = 2, 2.3, 1e-6
    options = {"half_width": half_width}
    low, here, high = (
        local_weights(query, key, centres=np.full(3, centre + move), **options)
        for move in (-step, 0, step)
    )
    expected = here * (np.arange(5) - centre) / (half_width / 2) ** 2
    np.testing.assert_allclose((high - low) / (2 * step), expected, atol=1e-8)
    assert np.abs(expected).max() > 0.1


def test_a_window_without_keys_leaves_weights_and_output_0(qkv):
    query, key, value = qkv
    output, weights = al.local_attention(
        query, key, value, half_width=1, centres=[-1.5, 2, 5.5], return_weights=True
    )
    np.testing.assert_array_equal(weights[[0, 2]], 0)
    np.testing.assert_array_equal(output[[0, 2]], 0)
    assert weights[1].sum() > 0.3
    long = np.ones((9, 4))
    beyond = al.local_attention(long, key, value, half_width=2)  # queries 7 and 8 are past key 4
    assert (beyond[:7] != 0).all()
    np.testing.assert_array_equal(beyond[7:], 0)


def test_masks_apply_inside_the_window_before_the_softmax(qkv):
    query, key, _ = qkv
    mask = np.arange(5) != 2
    options = {"half_width": 2, "centres": [1.5, 2.0, 2.5]}
    boolean = local_weights(query, key, mask=mask, **options)
    added = local_weights(query, key, mask=np.where(mask, 0.0, -np.inf), **options)
    np.testing.assert_array_equal(added, boolean)
    np.testing.assert_array_equal(boolean[:, 2], 0)
    window = np.abs(np.arange(5) - np.array(options["centres"])[:, None]) <= 2
    align = al.scaled_dot_product_attention(query, key, np.eye(5), mask=window & mask)
    gaussian = np.exp(-((np.arange(5) - np.array(options["centres"])[:, None]) ** 2) / 2)
    np.testing.assert_allclose(boolean, align * gaussian)
    nothing = local_weights(query, key, mask=np.zeros((3, 5), dtype=bool), **options)
    np.testing.assert_array_equal(nothing, 0)


def test_a_float_mask_is_added_to_the_scores_in_the_window(qkv):
    query, key, value = qkv
    bias = np.linspace(-2, 1, 15).reshape(3, 5)
    result = al.local_attention(query, key, value, half_width=1, mask=bias)
    window = np.where(al.window_mask(3, 5, before=1), bias, -np.inf)
    np.testing.assert_allclose(
        result, al.scaled_dot_product_attention(query, key, value, mask=window)
    )


def test_every_batch_item_and_head_has_its_own_centres():
    query, key, value = make_qkv("batch and heads")  # (2, 3, 4, 5), (2, 3, 6, 5)
    centres = np.random.default_rng(3).uniform(0, 6, (2, 3, 4))
    output = al.local_attention(query, key, value, half_width=1.8, centres=centres)
    for index in np.ndindex(2, 3):
        alone = al.local_attention(
            query[index], key[index], value[index], half_width=1.8, centres=centres[index]
        )
        np.testing.assert_allclose(output[index], alone)
    shared = al.local_attention(query, key, value, half_width=1.8, centres=centres[0, 0])
    np.testing.assert_allclose(shared[0, 0], output[0, 0])
    same = al.local_attention(query, key, value, half_width=1.8, centres=2.3)
    all_at = al.local_attention(query, key, value, half_width=1.8, centres=np.full(4, 2.3))
    np.testing.assert_array_equal(same, all_at)


def test_any_score_may_be_used_and_heads_may_share_keys():
    query, key, value = make_qkv("grouped")  # (2, 6, 3, 4), (2, 2, 5, 4)
    score = partial(al.general_score, matrix=np.arange(16.0).reshape(4, 4) / 9)
    grouped = al.local_attention(query, key, value, half_width=1, score=score)
    repeated = (np.repeat(array, 3, axis=1) for array in (key, value))
    window = al.window_mask(3, 5, before=1)
    np.testing.assert_allclose(grouped, al.attend(query, *repeated, score=score, mask=window))


@pytest.mark.parametrize("dtype", TOLERANCE)
@pytest.mark.parametrize("centres", [None, [0.4, 2.0, 3.8]])
def test_the_dtype_is_kept_and_the_result_is_that_of_float64(qkv, centres, dtype):
    query, key, value = (array.astype(dtype) for array in qkv)
    options = {"half_width": 2, "centres": centres, "return_weights": True}
    output, weights = al.local_attention(query, key, value, **options)
    assert output.dtype == weights.dtype == dtype
    exact, _ = al.local_attention(
        *(array.astype(float) for array in (query, key, value)), **options
    )
    np.testing.assert_allclose(output, exact, rtol=0, atol=TOLERANCE[dtype])


def test_the_predicted_centre_is_the_length_times_a_sigmoid():
    rng = np.random.default_rng(0)
    query, matrix, v = (rng.standard_normal(shape) for shape in ((2, 3, 4), (4, 6), (6,)))
    centres = al.predicted_centres(query, matrix=matrix, v=v, key_len=7)
    assert centres.shape == (2, 3)
    for index in np.ndindex(2, 3):
        hidden = [math.tanh(query[index] @ matrix[:, unit]) for unit in range(6)]
        score = sum(a * b for a, b in zip(hidden, v, strict=True))
        assert centres[index] == pytest.approx(7 / (1 + math.exp(-score)))
    np.testing.assert_allclose(
        al.predicted_centres(query, matrix=matrix, v=v, key_len=14), 2 * centres
    )


@pytest.mark.parametrize("dtype", TOLERANCE)
def test_a_predicted_centre_stays_in_the_sentence_however_sure_the_network(dtype):
    query = np.array([[1.0], [-1.0], [0.0]], dtype=dtype)
    matrix, v = np.array([[20]], dtype=dtype), np.array([1000], dtype=dtype)
    centres = al.predicted_centres(query, matrix=matrix, v=v, key_len=6)
    assert centres.dtype == dtype
    np.testing.assert_array_equal(centres, [6, 0, 3])


def test_predicted_centres_go_straight_into_local_attention(qkv):
    query, key, _ = qkv
    matrix, v = np.random.default_rng(1).standard_normal((4, 3)), np.array([1.0, -2, 0.5])
    centres = al.predicted_centres(query, matrix=matrix, v=v, key_len=5)
    weights = local_weights(query, key, half_width=2, centres=centres)
    np.testing.assert_allclose(weights, by_loops(query, key, 2, centres))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"half_width": -1}, "half_width must be 0 or more, above 0 with centres; got -1"),
        (
            {"half_width": 0, "centres": [0, 1, 2]},
            "half_width must be 0 or more, above 0 with centres; got 0",
        ),
        ({"half_width": np.nan}, "half_width must be a finite number; got nan"),
        ({"half_width": "2"}, "half_width must be a finite number; got '2'"),
        (
            {"half_width": 2, "centres": [0.0, np.nan, 1.0]},
            "centres must be finite numbers",
        ),
        (
            {"half_width": 2, "centres": [1.0, 2.0]},
            "centres must broadcast to (..., query_len) = (3,); got centres (2,)",
        ),
        (
            {"half_width": 2, "centres": np.ones((5, 3))},
            "centres must broadcast to (..., query_len) = (3,); got centres (5, 3)",
        ),
        (
            {"half_width": 2, "mask": np.ones((3, 4), dtype=bool)},
            "mask must broadcast to the scores (..., query_len, key_len) = (3, 5); got mask (3, 4)",
        ),
    ],
)
def test_a_refused_argument_is_named_with_what_was_given(qkv, options, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        al.local_attention(*qkv, **options)


@pytest.mark.parametrize(
    ("shapes", "key_len", "error", "message"),
    [
        (
            ((3, 4), (5, 4), (6,)),
            7,
            ValueError,
            "matrix must have the shape (query_dim, hidden) = (4, 6); got (5, 4)",
        ),
        (((3, 4), (4, 6), (6, 1)), 7, ValueError, "v must have the shape (hidden,); got (6, 1)"),
        (
            ((4,), (4, 6), (6,)),
            7,
            ValueError,
            "query must have at least the axes (query_len, query_dim); got shape (4,)",
        ),
        (((3, 4), (4, 6), (6,)), -1, ValueError, "key_len must be 0 or more; got -1"),
        (((3, 4), (4, 6), (6,)), 2.5, TypeError, "key_len must be an integer; got 2.5"),
    ],
)
def test_a_predictor_that_does_not_fit_is_named(shapes, key_len, error, message):
    query, matrix, v = map(np.ones, shapes)
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        al.predicted_centres(query, matrix=matrix, v=v, key_len=key_len)


# --- windows with global positions, and the reach of stacked layers ---


def test_global_positions_see_all_and_are_seen_by_all():
    mask = al.window_and_global_mask(6, before=1, after=0, global_positions=[0, 3])
    expected = [
        [1, 1, 1, 1, 1, 1],
        [1, 1, 0, 1, 0, 0],
        [1, 1, 1, 1, 0, 0],
        [1, 1, 1, 1, 1, 1],
        [1, 0, 0, 1, 1, 0],
        [1, 0, 0, 1, 1, 1],
    ]
    np.testing.assert_array_equal(mask, np.array(expected, dtype=bool))


def test_without_global_positions_only_the_window_is_left():
    for nowhere in ([], np.zeros(0, int), ()):
        mask = al.window_and_global_mask(7, before=2, global_positions=nowhere)
        np.testing.assert_array_equal(mask, al.window_mask(7, before=2))


def test_one_global_position_may_be_given_as_a_number():
    np.testing.assert_array_equal(
        al.window_and_global_mask(5, before=1, global_positions=2),
        al.window_and_global_mask(5, before=1, global_positions=[2]),
    )


@pytest.mark.parametrize(
    ("positions", "error", "message"),
    [
        ([1, 5], ValueError, "global_positions must lie in 0 … length - 1 = 4; got 1 … 5"),
        ([-1], ValueError, "global_positions must lie in 0 … length - 1 = 4; got -1 … -1"),
        ([1.0], TypeError, "global_positions must be integers; got dtype float64"),
        ([True] * 5, TypeError, "global_positions must be integers; got dtype bool"),
    ],
)
def test_a_global_position_outside_the_sequence_is_named(positions, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        al.window_and_global_mask(5, before=1, global_positions=positions)


def reachable(mask, start, layers):
    """Return every input that a walk of so many visible steps can end at."""
    places = {start}
    for _ in range(layers):
        places = {j for i in places for j in range(len(mask)) if mask[i][j]}
    return places


@pytest.mark.parametrize("layers", range(5))
def test_the_receptive_field_is_where_a_walk_of_that_many_steps_can_end(layers):
    rng = np.random.default_rng(layers)
    for share in (0.1, 0.25, 0.5):
        mask = rng.random((7, 7)) < share  # not symmetric, the diagonal not always visible
        field = al.receptive_field(mask, layers)
        assert field.dtype == bool
        for i in range(7):
            assert set(np.flatnonzero(field[i])) == reachable(mask.tolist(), i, layers)


def test_stacked_windows_reach_the_window_times_the_layers():
    for before, after, layers in ((2, 2, 3), (3, 0, 4), (1, 2, 0)):
        field = al.receptive_field(al.window_mask(31, before=before, after=after), layers)
        wide = al.window_mask(31, before=layers * before, after=layers * after)
        np.testing.assert_array_equal(field, wide)


def test_one_global_position_joins_everything_in_two_layers():
    mask = al.window_and_global_mask(40, before=1, global_positions=[17])
    assert not al.receptive_field(mask, 1).all()
    assert al.receptive_field(mask, 2).all()


def test_the_receptive_field_is_what_an_edited_input_changes():
    """Three layers of attention really run: the output moves exactly where the field says."""
    rng = np.random.default_rng(5)
    mask = al.window_mask(12, before=2, after=1)
    x = rng.standard_normal((12, 4))

    def three_layers(x):
        for _ in range(3):
            x = al.scaled_dot_product_attention(x, x, x, mask=mask)
        return x

    field, before = al.receptive_field(mask, 3), three_layers(x)
    for j in range(12):
        edited = x.copy()
        edited[j] += 1
        moved = (three_layers(edited) != before).any(axis=-1)
        np.testing.assert_array_equal(moved, field[:, j])


def test_every_mask_of_a_stack_is_followed_by_itself():
    masks = np.random.default_rng(6).random((2, 3, 5, 5)) < 0.4
    fields = al.receptive_field(masks, 2)
    for index in np.ndindex(2, 3):
        np.testing.assert_array_equal(fields[index], al.receptive_field(masks[index], 2))


def test_a_receptive_field_is_a_new_array():
    mask = al.causal_mask(4)
    for layers in (0, 1):
        al.receptive_field(mask, layers)[...] = True
    np.testing.assert_array_equal(mask, al.causal_mask(4))


@pytest.mark.parametrize(
    ("mask", "layers", "error", "message"),
    [
        (
            np.ones((3, 4), dtype=bool),
            1,
            ValueError,
            "mask must have the shape (..., length, length); got (3, 4)",
        ),
        (
            np.ones(3, dtype=bool),
            1,
            ValueError,
            "mask must have the shape (..., length, length); got (3,)",
        ),
        (
            np.ones((3, 3)),
            1,
            TypeError,
            "mask must be boolean (True = may attend); got dtype float64",
        ),
        (np.ones((3, 3), dtype=bool), -1, ValueError, "layers must be 0 or more; got -1"),
        (np.ones((3, 3), dtype=bool), 1.5, TypeError, "layers must be an integer; got 1.5"),
    ],
)
def test_what_cannot_be_followed_is_named(mask, layers, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        al.receptive_field(mask, layers)


@pytest.mark.parametrize("half_width", [5e-324, 1e-300])
def test_the_narrowest_window_sees_the_key_at_its_centre_alone(qkv, half_width):
    query, key, _ = qkv
    weights = local_weights(query, key, half_width=half_width, centres=[4.0, 2.0, 0.5])
    np.testing.assert_array_equal(weights, [[0, 0, 0, 0, 1], [0, 0, 1, 0, 0], [0, 0, 0, 0, 0]])


@pytest.mark.parametrize("half_width", [1e300, 2**70, np.float64(1e308)])
def test_the_widest_window_is_no_window(qkv, half_width):
    query, key, value = qkv
    expected = al.attend(query, key, value)
    for centres in (None, [4.0, 2.0, 0.5]):
        output = al.local_attention(query, key, value, half_width=half_width, centres=centres)
        np.testing.assert_allclose(output, expected)


def test_a_width_above_all_floats_is_refused(qkv):
    with pytest.raises(ValueError, match="half_width must be a finite number"):
        al.local_attention(*qkv, half_width=10**400)


def test_a_ragged_mask_has_no_receptive_field():
    with pytest.raises(ValueError, match="mask must be rectangular"):
        al.receptive_field([[True, False], [True]], 2)


def test_a_query_without_end_spoils_only_its_own_centre():
    query = np.array([[1.0, 2.0], [np.inf, -1.0], [0.5, -3.0]])
    parameters = {"matrix": [[1.0, 0, 2], [0, 1, 1]], "v": [1.0, 2, -1], "key_len": 7}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        centres = al.predicted_centres(query, **parameters)
    assert np.isnan(centres[1])
    np.testing.assert_array_equal(
        centres[[0, 2]], al.predicted_centres(query[[0, 2]], **parameters)
    )
