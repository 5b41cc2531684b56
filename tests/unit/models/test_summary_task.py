"""Tables have the summaries that a reader would give, and a network learns to give them."""

import numpy as np
import pytest
from slopes import worst_error

from attention_lib.models import example_table, load_summary, tell_table, train_summary
from attention_lib.models.learning import accuracy
from attention_lib.models.summary_tables import CITIES, Tables, draw_tables, in_words
from attention_lib.models.summary_task import SummaryNetwork, pieces

HEADS = (1, 2, 4, 8)
both_ways = pytest.mark.parametrize("per_word", [False, True])


def read(rows):
    """Return {city: degrees} of a table in words."""
    return {city: int(value.strip("°").replace("−", "-")) for city, value in map(str.split, rows)}


@pytest.fixture(scope="module")
def tables():
    return draw_tables(600, rng=0)


def test_every_answer_is_the_one_a_reader_gives(tables):
    for table in range(len(tables)):
        values = read(tables.rows(table))
        highest, lowest = (find(values, key=values.get) for find in (max, min))
        assert tables.right_answer(table) == f"highest {highest}, lowest {lowest}"


def test_a_table_has_eight_cities_and_eight_values(tables):
    for table in range(len(tables)):
        values = read(tables.rows(table))
        assert len(values) == len(set(values.values())) == 8
    assert (tables.value.min(), tables.value.max()) == (-9, 30)
    assert set(tables.city.ravel()) == set(range(12))


def test_no_city_and_no_row_can_be_guessed(tables):
    many = draw_tables(6000, rng=1)
    for found, number in ((many.answer, 12), (many.places, 8)):
        for word in (0, 1):
            shares = np.bincount(found[:, word], minlength=number) / len(many)
            np.testing.assert_allclose(shares, 1 / number, atol=0.02)


def test_the_same_seed_draws_the_same_tables():
    one, same, other = (draw_tables(20, rng=seed) for seed in (5, 5, 6))
    np.testing.assert_array_equal(one.value, same.value)
    np.testing.assert_array_equal(one.city, same.city)
    assert not np.array_equal(one.value, other.value)


def test_a_table_that_is_told_again_is_the_same(tables):
    for table in (0, 7, 42):
        told = tell_table(read(tables.rows(table)))
        np.testing.assert_array_equal(told.city, tables[table : table + 1].city)
        np.testing.assert_array_equal(told.value, tables[table : table + 1].value)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"Oslo": 3}, "at least 2 cities; got 1"),
        ({"Oslo": 3, "Bern": 5}, "city must be one of Oslo, .*; got 'Bern'"),
        ({"Oslo": 3, "Rome": 31}, "whole number from -9 to 30; got 31 for Rome"),
        ({"Oslo": 3.5, "Rome": 4}, "whole number from -9 to 30; got 3.5 for Oslo"),
        ({"Oslo": np.array([3, 4]), "Rome": 4}, "got array.* for Oslo"),
        ({"Oslo": 3, "Rome": 4, "Lima": 3}, "no two values may be equal; got 3, 4, 3"),
    ],
)
def test_what_is_no_table_says_why(values, says):
    with pytest.raises(ValueError, match=says):
        tell_table(values)


def test_a_table_is_told_as_a_dict():
    with pytest.raises(TypeError, match=r"a dict of cities and degrees; got \[\('Oslo', 3\)"):
        tell_table([("Oslo", 3), ("Rome", 4)])


@both_ways
@pytest.mark.parametrize("num_heads", [1, 4])
def test_the_whole_way_back_agrees_with_finite_differences(num_heads, per_word):
    rng = np.random.default_rng(3)
    network = SummaryNetwork(num_heads, per_word=per_word, rng=rng, dtype=float)
    for array in network.parameters.values():
        array += 0.1 * rng.normal(size=array.shape)  # gains are not 1, shifts and biases not 0
    examples = network.draw(5, rng)
    _, gradients, _ = network.loss_and_gradients(examples)
    assert set(gradients) == set(network.parameters)
    found = [gradients[name] for name in network.parameters]
    loss = lambda: network.loss_and_gradients(examples)[0]  # noqa: E731
    arrays = network.parameters.values()
    assert worst_error(loss, arrays, found, rng, directions=1, step=1e-5) < 1e-7


def test_neither_heads_nor_the_way_of_asking_change_the_parameters():
    networks = [SummaryNetwork(h, per_word=way, rng=4) for h in HEADS for way in (False, True)]
    for network in networks[1:]:  # nor where a seed begins
        for name, array in networks[0].parameters.items():
            np.testing.assert_array_equal(array, network.parameters[name])


@both_ways
def test_the_order_of_the_rows_changes_no_answer(per_word, tables):
    network = load_summary(2, per_word=per_word)
    order = np.array([3, 0, 6, 1, 7, 4, 2, 5])
    turned = Tables(tables.city[:, order], tables.value[:, order])
    np.testing.assert_array_equal(network.answer(tables), network.answer(turned))
    weights = network.weights(tables)
    assert weights.shape == (600, 1 + per_word, 2, 9)
    np.testing.assert_allclose(weights.sum(axis=-1), 1)
    turned_rows = network.weights(turned)[..., :8]
    np.testing.assert_allclose(turned_rows, weights[..., order], atol=1e-9)


def test_a_query_for_each_word_is_answered_by_itself(tables):
    """What is asked for the second word does not reach the first; one vector holds both."""
    for per_word in (False, True):
        network = SummaryNetwork(2, per_word=per_word, rng=0, dtype=float)
        before = network.weights(tables)[:, 0]
        network.parameters["pieces"][-1] *= -2  # of the piece that asks for the lowest
        after = network.weights(tables)[:, 0]
        assert np.allclose(before, after) == per_word


def test_every_value_and_city_has_a_piece_of_its_own():
    number = draw_tables(3000, rng=2)
    counts = pieces(number, False, float)
    told_apart = {
        (int(city), int(value)): token.tobytes()
        for cities, values, tokens in zip(number.city, number.value, counts, strict=True)
        for city, value, token in zip(cities, values, tokens[:8], strict=True)
    }
    assert len(told_apart) == 12 * 40
    assert len(set(told_apart.values())) == 12 * 40
    assert not (counts[:, :8].any(axis=(0, 1)) & counts[:, 8].any(axis=0)).any()


def test_one_vector_needs_two_heads_where_a_query_per_word_needs_one():
    """The same tables, steps, seed and number of parameters."""
    shares = {}
    for num_heads, per_word in ((1, False), (2, False), (1, True)):
        network, lesson = train_summary(num_heads, per_word=per_word, steps=400)
        list(lesson)
        shares[num_heads, per_word] = accuracy(network, draw_tables(600, rng=77))
    assert max(shares[1, False]["highest"], shares[1, False]["lowest"]) > 0.9
    assert shares[1, False]["both"] < 0.3
    assert shares[2, False]["both"] > 0.9
    assert shares[1, True]["both"] > 0.9


@both_ways
def test_what_is_counted_right_is_what_is_answered(per_word):
    network, lesson = train_summary(2, per_word=per_word, steps=150)
    list(lesson)
    examples = draw_tables(300, rng=2)
    answered = [in_words(answer).split(", ") for answer in network.answer(examples)]
    right = [examples.right_answer(table).split(", ") for table in range(300)]
    found = np.array([[a == b for a, b in zip(*pair, strict=True)]
                      for pair in zip(answered, right, strict=True)])  # fmt: skip
    assert accuracy(network, examples) == {
        "highest": found[:, 0].mean(),
        "lowest": found[:, 1].mean(),
        "both": found.all(axis=1).mean(),
    }


def test_shipped_networks_sum_up_the_example_as_they_were_trained_to():
    table = example_table()
    assert len(table.rows(0)) == 8
    for num_heads in (1, 2, 4):
        for per_word in (False, True):
            answer = load_summary(num_heads, per_word=per_word).answer(table)[0]
            right = in_words(answer) == table.right_answer(0)
            assert right == (num_heads > 1 or per_word)
            assert {CITIES[city] for city in answer} <= {row.split()[0] for row in table.rows(0)}
