"""``LiveTraining``: networks with one head, two, four … learn while the learner watches."""

import threading

import traitlets

from attention_lib._arrays import count
from attention_lib.widgets.base import STATIC, CourseWidget
from attention_lib.widgets.live_training_parts import a_seed, drawn_beside, several, spec_of, told
from attention_lib.widgets.live_training_run import Run
from attention_lib.widgets.live_training_snapshot import results_table, said
from attention_lib.widgets.live_training_tasks import TASKS

MOST_EARLIER = 10  # runs that stay as faint marks


class LiveTraining(CourseWidget):
    """Train one network for each number of heads, and see how right each becomes.

    The training runs in the kernel, in a thread: other cells can run meanwhile.

    Parameters
    ----------
    task : {"pair", "route"}, default "route"
        Two tokens from one vector, or two facts of a story.
    heads : sequence of int, optional
        Trained in this order; each divides 32. ``(1, 2)`` for the pair task and
        ``(1, 2, 4, 8, 16, 32)`` for the route when omitted.
    seed : int, default 0
        Draws each network's start and its examples. Can be changed on the screen.
    beside : {None, "vaswani"}, default None
        ``"vaswani"`` draws Table 3 (A) of Vaswani et al. (2017) below, on its own axis.
    shipped : bool, default True
        Draw the results that came with the library behind the learner's own. With False the
        learner is left to find out; assign True afterwards.
    steps : int, optional
        Fewer than the task's own 1,000 or 1,500. With a multiple of 100 the shipped starts are
        shown at the same step.
    present : bool, default False
        Large digits, for a wall.

    Attributes
    ----------
    networks : dict of int to network
        By the number of heads, as far as the last run has come; kept after *Stop*.
    results : dict of int to Progress
        Where each network stands. The accuracy is that of the last 50 steps while it learns; of
        2,000 new examples after the task's own number of steps; and of the last 100 steps, as in
        the shipped learning curves, where ``steps`` is smaller.

    Raises
    ------
    ValueError
        If the task is unknown, or ``heads`` is empty, repeats itself or does not divide 32.

    Examples
    --------
    >>> live = LiveTraining("pair", heads=(2,), steps=30)
    >>> live.train()
    >>> live.wait()
    True
    >>> live.results[2].step
    30
    """

    _esm = STATIC / "training.js"
    _css = STATIC / "training.css"

    spec = traitlets.Dict(read_only=True).tag(sync=True)
    run = traitlets.Dict(read_only=True).tag(sync=True)
    earlier = traitlets.List(read_only=True).tag(sync=True)
    published = traitlets.Dict(read_only=True).tag(sync=True)
    shipped = traitlets.Bool(True).tag(sync=True)
    present = traitlets.Bool(False).tag(sync=True)

    _run = None

    def __init__(
        self,
        task="route",
        heads=None,
        *,
        seed=0,
        beside=None,
        shipped=True,
        steps=None,
        present=False,
    ):
        if task not in TASKS:
            raise ValueError(f"task must be one of {', '.join(TASKS)}; got {task!r:.60}")
        self._task = TASKS[task]
        self._heads = several(self._task.heads if heads is None else heads)
        self._steps = self._task.steps if steps is None else count(steps, "steps", at_least=1)
        self._starting, self._telling = threading.Lock(), threading.Lock()
        # Before the widget opens its channel: the browser gets all in its first message.
        self.set_trait("spec", spec_of(self._task, self._heads, self._steps))
        self.set_trait("run", told(a_seed(seed), "ready"))
        self.set_trait("published", drawn_beside(beside))
        super().__init__(shipped=shipped, present=present)
        self.on_msg(self._hear)

    @property
    def seed(self):
        """The seed of the last run, or of the one to come."""
        return self.run["seed"]

    @property
    def beside(self):
        """What is drawn below, with an axis of its own; assign "vaswani", or None."""
        return "vaswani" if self.published else None

    @beside.setter
    def beside(self, beside):
        self.set_trait("published", drawn_beside(beside))

    @property
    def networks(self):
        """The networks of the last run, by the number of heads."""
        return {heads: lesson.network for heads, lesson in self._lessons()}

    @property
    def results(self):
        """Where each network of the last run stands, by the number of heads."""
        return {heads: lesson.progress for heads, lesson in self._lessons()}

    def train(self, seed=None):
        """Begin a run, and come back at once; the last one's results stay as faint marks.

        Parameters
        ----------
        seed : int, optional
            The last one again when omitted.

        Raises
        ------
        RuntimeError
            If a run is under way.
        ValueError
            If the seed is negative or larger than 999,999.
        """
        seed = self.seed if seed is None else a_seed(seed)
        with self._starting:
            self._leave_room()
            self._keep_earlier()
            self._run = Run(
                self._task,
                self._heads,
                seed=seed,
                steps=self._steps,
                test=self._steps >= self._task.steps,
                tell=self._tell,
            )
            self._begin()

    def stop(self):
        """Stop after the steps that are just being made; what was learned is kept."""
        if self._run is not None:
            self._run.halt()

    def wait(self, timeout=None):
        """Wait for the end of the run; interrupting the kernel stops the training, too.

        Parameters
        ----------
        timeout : float, optional
            Seconds; as long as it takes when omitted.

        Returns
        -------
        bool
            Whether no run is under way.
        """
        if self._run is not None:
            try:
                self._run.join(timeout)
            except KeyboardInterrupt:
                self.stop()
                raise
        return self._run is None or not self._run.is_alive()

    def close(self):
        """Stop the training, and close the widget."""
        self.stop()
        super().close()

    def sentence(self):
        """Return what is trained, and what the shipped runs came to."""
        return said(self._task, self._heads, self._steps, shipped=self.shipped, beside=self.beside)

    def snapshot(self):
        """Return the shipped results as a table."""
        return results_table(
            self._task, self._heads, self._steps, shipped=self.shipped, beside=self.beside
        )

    def _lessons(self):
        lessons = {} if self._run is None else self._run.lessons
        return [(heads, lesson) for heads, lesson in lessons.items() if lesson.progress]

    def _leave_room(self):
        """Let a run that was stopped come to its end; a second one would be in its way."""
        if self._run is None:
            return
        if self._run.state == "training" and not self._run.halted():
            raise RuntimeError(
                f"one run at a time; training from seed {self._run.seed} is under way: "
                "stop() it, or wait()"
            )
        self._run.join()

    def _begin(self):
        try:
            self._tell()
            self._run.start()
        except BaseException:  # an interrupt, or no room for a thread
            if not self._run.is_alive():  # nobody can wait for it, nor stop it
                self._run = None
                self.set_trait("run", told(self.seed, "ready"))
            raise

    def _keep_earlier(self):
        lessons = self._lessons()
        if lessons:
            faint = {
                "seed": self._run.seed,
                "nets": {str(heads): lesson.outcome() for heads, lesson in lessons},
            }
            self.set_trait("earlier", [*self.earlier, faint][-MOST_EARLIER:])

    def _hear(self, _, content, buffers):
        """Do what a button asks for; what cannot be done is shown, for nobody sees it raised."""
        try:
            if content.get("do") == "stop":
                self.stop()
            elif content.get("do") == "train":
                self.train(content.get("seed"))
        except (RuntimeError, TypeError, ValueError) as error:
            with self._telling:
                self.set_trait("run", {**self.run, "error": str(error)})

    def _tell(self):
        """Tell the screen how far it is; called from the run's thread, too."""
        with self._telling:
            nets = {str(heads): lesson.drawn() for heads, lesson in self._lessons()}
            self.set_trait("run", told(self._run.seed, self._run.state, nets, self._run.error))
