"""Training uses one thread of OpenBLAS, whatever its environment, and gives the rest back."""

import os
import subprocess
import sys
import threading

import pytest

from attention_lib.models.one_thread import _openblas, one_thread

get, let = _openblas()


@pytest.fixture(autouse=True)
def three_threads():
    before = get()
    let(3)
    yield
    let(before)


def test_inside_there_is_one_thread_and_outside_as_many_as_before():
    assert get() == 3, "NumPy's own wheel brings OpenBLAS"
    with one_thread():
        assert get() == 1
        with one_thread():
            assert get() == 1
        assert get() == 1
    assert get() == 3


def test_what_goes_wrong_inside_gives_the_threads_back_too():
    with pytest.raises(ZeroDivisionError), one_thread():
        1 / 0  # noqa: B018
    assert get() == 3


def test_two_lessons_at_once_give_back_what_the_first_found():
    inside, may_leave = threading.Event(), threading.Event()

    def other():
        with one_thread():
            inside.set()
            may_leave.wait()

    lesson = threading.Thread(target=other)
    with one_thread():
        lesson.start()
        inside.wait()
    assert get() == 1  # the other still learns
    may_leave.set()
    lesson.join()
    assert get() == 3


LESSON = """
import numpy as np
from attention_lib.models.learning import learn
from attention_lib.models.one_thread import _openblas

get, let = _openblas()
let(2)

class Watching:
    parameters, seen = {"a": np.zeros(3)}, []
    def draw(self, number, rng):
        return np.zeros(number)
    def loss_and_gradients(self, examples):
        self.seen.append(get())
        return 0.0, {"a": np.zeros(3)}, {}

network = Watching()
for _ in learn(network, None, steps=7, batch=2, every=3):
    network.seen.append(get())
print(network.seen)
"""


def test_every_step_of_a_lesson_has_one_thread_and_the_learners_code_between_has_its_own():
    environment = {name: value for name, value in os.environ.items() if "NUM_THREADS" not in name}
    done = subprocess.run(
        [sys.executable, "-c", LESSON], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[1, 1, 1, 2, 1, 1, 1, 2, 1, 2]\n"
