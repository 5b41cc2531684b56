"""One live run: a thread that trains network after network, and can be stopped at any time."""

import threading
import time
from collections import deque
from contextvars import copy_context
from dataclasses import replace

import numpy as np

from attention_lib.models.learning import Progress, accuracy

EVERY = 10  # steps between two looks at the stop button
POINT = 50  # steps that one point of a curve stands for
SHIPPED_POINT = 100  # the same in the shipped results
TESTED_ON = 2000  # new examples, once a network has learned all its steps
TELL = 0.1  # seconds: the screen is told no oftener
TEST_SEEDS = 1_000_000  # added to the seed: another generator than training's


class Lesson:
    """One network that learns, and what is drawn of it.

    Parameters
    ----------
    network
        As for ``attention_lib.models.learning.learn``.
    reports : iterator of Progress
        Drawing from it trains the network.
    seed : int
    shown : sequence of str
        The questions that the screen shows.

    Attributes
    ----------
    progress : Progress or None
        Over the last 50 steps, until it is finished.
    """

    def __init__(self, network, reports, seed, shown):
        self.network = network
        self.progress = None
        self.finished = False
        self._points = []
        self._recent = deque(maxlen=SHIPPED_POINT // EVERY)
        self._reports = reports
        self._seed = seed
        self._shown = tuple(shown)

    def go_on(self):
        """Train for a few steps; return whether there are more."""
        report = next(self._reports)
        self._recent.append(report)
        self.progress = _mean(list(self._recent)[-POINT // EVERY :])
        last = report.step == report.steps
        if report.step % POINT == 0 or last:
            self._points.append(self.progress)
        return not last

    def finish(self, *, test):
        """Say how right it is: on new examples, or as the shipped curves say it at this step."""
        if test:
            examples = self.network.draw(TESTED_ON, np.random.default_rng(TEST_SEEDS + self._seed))
            right = accuracy(self.network, examples)
        else:
            right = _mean(self._recent).accuracy
        self.progress = replace(self.progress, accuracy=right)
        self.finished = True

    def outcome(self):
        """Return how far it came, rounded."""
        right = self.progress.accuracy
        return {
            "step": self.progress.step,
            "finished": self.finished,
            "accuracy": {name: round(right[name], 4) for name in self._shown if name in right},
        }

    def drawn(self):
        """Return what the screen shows of it, rounded: the curves as columns."""
        now = self.progress
        curve = self._points if self.finished or now in self._points else [*self._points, now]
        right = {name: [at.accuracy.get(name) for at in curve] for name in self._shown}
        return {
            **self.outcome(),
            "curve": {
                "step": [at.step for at in curve],
                "loss": [round(at.loss, 3) for at in curve],
                "accuracy": {
                    name: [None if share is None else round(share, 3) for share in shares]
                    for name, shares in right.items()
                },
            },
        }


class Run(threading.Thread):
    """Train one network for each number of heads, the one after the other.

    Parameters
    ----------
    task : Task
    heads : sequence of int
    seed, steps : int
    test : bool
        Whether a network that has made all its steps is tested on new examples.
    tell : callable
        Called with nothing when there is something new to draw, from this thread.

    Attributes
    ----------
    lessons : dict of int to Lesson
        By the number of heads, those that were begun.
    state : {"training", "done", "stopped", "failed"}
    """

    def __init__(self, task, heads, *, seed, steps, test, tell):
        # A daemon: an unfinished run must not keep the kernel from leaving.
        super().__init__(name=f"training from seed {seed}", daemon=True)
        self.seed = seed
        self.lessons = {}
        self.state = "training"
        self.error = ""
        self._task = task
        self._heads = tuple(heads)
        self._steps = steps
        self._test = test
        self._tell = tell
        self._told = 0.0
        self._halt = threading.Event()
        # Some kernels (ipykernel 7.0) find the way to the screen in the context alone.
        self._context = copy_context()

    def halt(self):
        """Ask the run to stop after the steps it is at."""
        self._halt.set()

    def halted(self):
        """Return whether it was asked to stop."""
        return self._halt.is_set()

    def run(self):
        """Train; called by ``start()``."""
        self._context.run(self._train_all)

    def _train_all(self):
        try:
            complete = all(self._teach(heads) for heads in self._heads)
            self.state = "done" if complete else "stopped"
        except Exception as error:  # in a thread nobody else would ever see it
            self.state, self.error = "failed", f"{type(error).__name__}: {error}"
        self._tell()

    def _teach(self, heads):
        """Train one network; return False when stopped before its end."""
        network, reports = self._task.train(heads, seed=self.seed, steps=self._steps, every=EVERY)
        lesson = Lesson(network, reports, self.seed, self._task.questions)
        self.lessons = {**self.lessons, heads: lesson}  # replaced, for those who are reading it
        while not self._halt.is_set():
            if not lesson.go_on():
                lesson.finish(test=self._test)
                self._tell()
                return True
            if time.monotonic() - self._told >= TELL:
                self._tell()
                self._told = time.monotonic()
        return False


def _mean(reports):
    """Sum up a few reports as one, at the last one's step."""
    last = reports[-1]
    shares = {
        name: float(
            np.mean([report.accuracy[name] for report in reports if name in report.accuracy])
        )
        for name in last.accuracy
    }
    loss = float(np.mean([report.loss for report in reports]))
    return Progress(last.step, last.steps, loss, shares)
