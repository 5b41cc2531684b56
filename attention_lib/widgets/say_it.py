"""The 60-second answer: say it aloud, then tick what it held, plain ipywidgets."""

import ipywidgets as widgets

from attention_lib.practice.questions import question
from attention_lib.widgets.clock import Clock
from attention_lib.widgets.panel import status_html
from attention_lib.widgets.say_it_text import (
    RUBRIC,
    model_html,
    point_html,
    prompt_html,
    score_html,
    snapshot_html,
)
from attention_lib.widgets.snapshot import show


class SayIt(widgets.VBox):
    """Ask for a spoken answer; reveal what it should hold only after it was said.

    Parameters
    ----------
    question_id : str
        As in ``data/questions.toml``.

    Raises
    ------
    KeyError
        If there is no such question.
    ValueError
        If the question is held back.

    Notes
    -----
    Nobody listens and nothing is graded: the learner ticks the five points of the
    rubric (definition, why, number, trade-off, check) and is told what was missed.
    Nothing of the answer is in the widget's state before *I have said it*. `clock`,
    `said`, `points`, `count` and `again` are ordinary ipywidgets and can be driven
    from Python.

    Examples
    --------
    >>> SayIt("softmax-axis")
    Say it in 60 seconds, not said yet: Along which axis is the softmax?
    """

    def __init__(self, question_id):
        self._question = question(question_id)
        self._make_controls()
        super().__init__([self._prompt, self._asked, self.status, self._reveal])
        self.said.on_click(self._say)
        self.count.on_click(self._count)
        self.again.on_click(self._ask_again)
        for point in self.points.values():
            point.observe(self._recount, "value")
        self._ask_again()

    @property
    def has_said_it(self):
        """Whether the learner has answered aloud, and sees the answer."""
        return self._said

    @property
    def ticked(self):
        """The letters of the rubric that are ticked, in its order."""
        return "".join(letter for letter, point in self.points.items() if point.value)

    def __repr__(self):
        state = "not said yet" if not self._said else "said"
        if self._counted:
            state = f"said, {len(self.ticked)} of {len(RUBRIC)} points"
        return f"Say it in 60 seconds, {state}: {self._question.question}"

    def snapshot(self):
        """Return the question as plain HTML, its answer folded away, for viewers without widgets.

        Returns
        -------
        str
        """
        return snapshot_html(self._question)

    def _ipython_display_(self):
        show(self, self._repr_mimebundle_(), self.snapshot())

    def _make_controls(self):
        wide = widgets.Layout(width="auto")
        self._prompt = widgets.HTML(prompt_html(self._question))
        self.clock = Clock()
        self.said = widgets.Button(layout=wide)
        self.status = widgets.HTML()
        self._asked = widgets.VBox([self.clock, widgets.HBox([self.said])])
        self.points = {
            letter: widgets.Checkbox(
                description=f"{letter}: I said the {name}", indent=False, layout=wide
            )
            for letter, (name, *_) in RUBRIC.items()
        }
        self.holds = {letter: widgets.HTML() for letter in RUBRIC}
        self.count = widgets.Button(description="Count my points", layout=wide)
        self.again = widgets.Button(description="Say it again", layout=wide)
        self.score, self.model = widgets.HTML(), widgets.HTML()
        rows = [part for letter in RUBRIC for part in (self.points[letter], self.holds[letter])]
        buttons = widgets.HBox([self.count, self.again])
        self._reveal = widgets.VBox([*rows, buttons, self.score, self.model])

    def _say(self, _button):
        if self._said:
            return
        self._said = True
        self.clock.stop()
        self.clock.toggle.layout.display = "none"
        # The button stays, enabled: hidden, it would drop the keyboard's focus.
        self.said.description = "Said"
        self.status.value = status_html(
            "Here is what a good answer holds. Tick what yours held; then count."
        )
        for letter, holds in self.holds.items():
            holds.value = point_html(self._question, letter)
        self._reveal.layout.display = None

    def _count(self, _button):
        if not self._said:
            return
        self._counted = True
        self.score.value = score_html(self.ticked)
        self.model.value = model_html(self._question)

    def _recount(self, _change):
        if self._counted:
            self.score.value = score_html(self.ticked)

    def _ask_again(self, button=None):
        self._said = self._counted = False
        if button is not None:  # it is about to be hidden
            self.said.focus()
        self.clock.clear()
        self.clock.toggle.layout.display = None
        self.said.description = "I have said it"
        for point in self.points.values():
            point.value = False
        for output in (*self.holds.values(), self.status, self.score, self.model):
            output.value = status_html("")
        self._reveal.layout.display = "none"
