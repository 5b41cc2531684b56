"""One head that routes by position alone answers one of two questions; two heads answer both."""

from itertools import islice

import numpy as np
import pytest
from slopes import worst_error

from attention_lib.models.learning import Progress, accuracy, learn
from attention_lib.models.pair_task import PairNetwork, answers, train_pair

HEADS = (1, 2, 4, 8, 16, 32)
CHANCE = 0.1


def shares_of(network):
    return accuracy(network, network.draw(300, np.random.default_rng(12345)))


def taught(num_heads, steps, **options):
    network, lesson = train_pair(num_heads, steps=steps, **options)
    assert list(lesson)[-1].step == steps
    return shares_of(network)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_one_head_with_positions_alone_answers_only_one_question(seed):
    shares = sorted(taught(1, 500, seed=seed).values())
    assert shares[0] < 0.6
    assert shares[1] > 0.85


@pytest.mark.parametrize("seed", [0, 1])
def test_two_heads_answer_both(seed):
    assert min(taught(2, 400, seed=seed).values()) > 0.97


def test_one_head_that_sees_the_tokens_answers_both_too():
    assert min(taught(1, 800, content_aware=True).values()) > 0.9


@pytest.mark.parametrize("content_aware", [False, True])
@pytest.mark.parametrize("num_heads", [1, 4, 32])
def test_the_whole_way_back_agrees_with_finite_differences(num_heads, content_aware):
    rng = np.random.default_rng(3)
    network = PairNetwork(num_heads, content_aware=content_aware, rng=rng)
    tokens = network.draw(5, rng)
    _, gradients, _ = network.loss_and_gradients(tokens)
    assert set(gradients) == set(network.parameters)
    found = [gradients[name] for name in network.parameters]
    loss = lambda: network.loss_and_gradients(tokens)[0]  # noqa: E731
    arrays = network.parameters.values()
    assert worst_error(loss, arrays, found, rng, directions=1) < 1e-7


def test_the_number_of_heads_does_not_change_the_number_of_parameters():
    assert {PairNetwork(h, rng=0).num_parameters for h in HEADS} == {5312}
    one, many = (PairNetwork(h, rng=4).parameters for h in (1, 8))
    for name, array in one.items():  # nor where a seed begins
        np.testing.assert_array_equal(array, many[name])


def test_positions_alone_look_the_same_way_in_every_sequence():
    tokens = np.random.default_rng(0).integers(10, size=(3, 8))
    network = PairNetwork(4, rng=0)
    assert network.weights(tokens).shape == (4, 8, 8)
    aware = PairNetwork(4, content_aware=True, rng=0).weights(tokens)
    assert aware.shape == (3, 4, 8, 8)
    assert not np.allclose(aware[0], aware[1])
    np.testing.assert_allclose(aware.sum(axis=-1), 1)


def test_an_untaught_network_guesses():
    shares = shares_of(PairNetwork(2, rng=0))
    assert all(abs(share - CHANCE) < 0.06 for share in shares.values())


def test_the_answers_are_the_token_before_and_the_first():
    asked = answers(np.array([[3, 1, 4, 1], [5, 9, 2, 6]]))
    assert asked["previous"].tolist() == [[3, 3, 1, 4], [5, 5, 9, 2]]
    assert asked["first"].tolist() == [[3, 3, 3, 3], [5, 5, 5, 5]]


def test_what_is_counted_right_is_what_is_predicted():
    network, lesson = train_pair(2, steps=20)
    list(lesson)
    tokens = network.draw(50, np.random.default_rng(8))
    predicted, asked = network.predict(tokens), answers(tokens)
    for name, share in accuracy(network, tokens).items():
        found = predicted[name] == asked[name]
        assert share == np.mean(found[:, 2:]) != np.mean(found)


def test_a_lesson_that_is_left_keeps_what_was_learned():
    network, lesson = train_pair(2, steps=100_000, every=20)
    before = shares_of(network)
    reports = list(islice(lesson, 8))
    lesson.close()
    assert [report.step for report in reports] == list(range(20, 161, 20))
    assert reports[-1].loss < reports[0].loss / 2
    assert sum(shares_of(network).values()) > sum(before.values()) + 1


def test_how_often_a_lesson_reports_changes_nothing_it_learns():
    one, lesson = train_pair(2, seed=5, steps=45, every=7)
    assert [report.step for report in lesson] == [7, 14, 21, 28, 35, 42, 45]
    other, lesson = train_pair(2, seed=5, steps=45, every=45)
    assert [report.step for report in lesson] == [45]
    for name, array in one.parameters.items():
        np.testing.assert_array_equal(array, other.parameters[name])


def test_the_last_report_covers_only_the_steps_since_the_one_before():
    class Counting:
        """A network whose loss is the number of its step."""

        def __init__(self):
            self.parameters, self.step = {"a": np.zeros(2)}, 0

        def draw(self, number, rng):
            return np.zeros(number)

        def loss_and_gradients(self, examples):
            assert examples.shape == (3,)
            self.step += 1
            right = np.array([self.step > 2, True])
            return self.step, {"a": np.zeros(2)}, {"x": right, "never": np.zeros(0)}

    reports = list(learn(Counting(), None, steps=25, batch=3, every=10))
    assert [report.loss for report in reports] == [5.5, 15.5, 23]
    assert [report.accuracy for report in reports] == [{"x": 0.9}, {"x": 1}, {"x": 1}]


def test_a_report_reads_as_a_sentence():
    progress = Progress(50, 1500, 2.34567, {"previous": 0.5, "first": 0.987})
    assert str(progress) == "step 50 of 1500: loss 2.346, previous 0.50, first 0.99"


@pytest.mark.parametrize("wrong", ["steps", "every"])
def test_a_lesson_of_no_steps_is_refused(wrong):
    _, lesson = train_pair(2, **{wrong: 0})
    with pytest.raises(ValueError, match=f"{wrong} must be 1 or more; got 0"):
        next(lesson)


def test_heads_that_do_not_divide_the_width_are_refused():
    with pytest.raises(ValueError, match="num_heads must divide model_dim 32; got 5"):
        PairNetwork(5, rng=0)
