"""Ask first, then show: a question with one committed answer, plain ipywidgets."""

import time

import ipywidgets as widgets

from attention_lib.widgets.panel import status_html
from attention_lib.widgets.predict_rules import validate
from attention_lib.widgets.predict_text import (
    CONFIDENCE,
    confidence_remark,
    feedback_html,
    observation_html,
    own_sentence_html,
    prompt_html,
    snapshot_html,
)
from attention_lib.widgets.snapshot import show

# ipywidgets holds a choice back while the kernel is busy, so a click may overtake it.
OVERTAKEN = 1.0  # seconds


class Predict(widgets.VBox):
    """Ask for a prediction; reveal the observation only after a commitment.

    Parameters
    ----------
    prompt : str
        The question.
    choices : dict of str to str
        Each choice and its feedback: a reason of at least 5 words.
    answer : str
        The right choice.
    observe : callable, optional
        Called after the commitment. Returns what there is to see: an object with
        ``_repr_html_``, an HTML string (trusted: escape what is in it), or None.
    explain : str
        A model sentence, compared with the learner's own.

    Raises
    ------
    TypeError
        If an argument has the wrong type.
    ValueError
        If ``answer`` is not one of ``choices``, there are fewer than 2, or a
        feedback is shorter than 5 words.

    Notes
    -----
    Predicting before seeing is what makes a demonstration teach (Crouch et al.,
    2004); feedback must explain (Van der Kleij et al., 2015). Nothing of the
    answer is in the widget's state before *Commit*. All strings are shown as
    text, never as markup. `choice`, `confidence`, `commit`, `because`, `compare`
    and `again` are ordinary ipywidgets and can be driven from Python.

    Examples
    --------
    >>> question = Predict(
    ...     "Does the spread of scaled scores grow with head_dim?",
    ...     {
    ...         "it grows": "That is the unscaled score: its spread is √head_dim.",
    ...         "it stays near 1": "Dividing by √head_dim cancels the growth.",
    ...     },
    ...     answer="it stays near 1",
    ...     explain="The variance of q·k is head_dim, so its spread is √head_dim.",
    ... )
    >>> question
    Question with 2 choices, not answered yet: Does the spread of scaled scores grow with head_dim?
    """

    def __init__(self, prompt, choices, answer, observe=None, explain=""):
        validate(prompt, choices, answer, observe, explain)
        self._prompt, self._choices, self._answer = prompt, dict(choices), answer
        self._draw, self._explain = observe, explain
        self._make_controls()
        super().__init__([self._question, self._asked, self.status, self._reveal])
        self._refused = None
        self.choice.observe(self._arrived_late, "value")
        self.confidence.observe(self._arrived_late, "value")
        self.commit.on_click(self._commit)
        self.compare.on_click(self._compare)
        self.again.on_click(self._ask_again)
        self._ask_again()

    @property
    def committed(self):
        """Whether the learner has committed to a choice."""
        return self.choice.disabled

    @property
    def correct(self):
        """Whether the committed choice is right; None before a commitment."""
        return self.choice.value == self._answer if self.committed else None

    def __repr__(self):
        if not self.committed:
            state = "not answered yet"
        else:
            state = f"answered {'right' if self.correct else 'wrong'} ({self.confidence.value})"
        return f"Question with {len(self._choices)} choices, {state}: {self._prompt}"

    def snapshot(self):
        """Return the question as plain HTML, its answer folded away, for viewers without widgets.

        Returns
        -------
        str
        """
        return snapshot_html(self._prompt, self._choices, self._answer, self._explain)

    def _ipython_display_(self):
        show(self, self._repr_mimebundle_(), self.snapshot())

    def _make_controls(self):
        wide = widgets.Layout(width="auto")
        style = {"description_width": "initial"}
        self._question = widgets.HTML(prompt_html(self._prompt))
        self.choice = widgets.RadioButtons(
            options=list(self._choices), value=None, description="Your prediction:",
            layout=wide, style=style,
        )  # fmt: skip
        # Radio buttons, not ToggleButtons: those show their state by colour alone.
        self.confidence = widgets.RadioButtons(
            options=list(CONFIDENCE), value=None, description="How sure are you?",
            orientation="horizontal", layout=wide, style=style,
        )  # fmt: skip
        self.commit = widgets.Button(description="Commit", layout=wide)
        self.status = widgets.HTML()
        self.observation = widgets.HTML()
        self.feedback = widgets.HTML()
        self.because = widgets.Textarea(
            description="Because …", placeholder="Explain what you saw in one sentence.",
            rows=2, continuous_update=False, layout=wide, style=style,
        )  # fmt: skip
        self.compare = widgets.Button(description="Compare with our sentence", layout=wide)
        self.model_sentence = widgets.HTML()
        self.again = widgets.Button(description="Ask me again", layout=wide)
        self._asked = widgets.VBox([self.choice, self.confidence, widgets.HBox([self.commit])])
        self._reveal = widgets.VBox(
            [self.feedback, self.observation, self.because,
             widgets.HBox([self.compare, self.again]), self.model_sentence]
        )  # fmt: skip

    def _commit(self, _button=None):
        if self.committed:
            return
        if self.choice.value is None or self.confidence.value is None:
            self._refused = time.monotonic()
            self.status.value = status_html(
                "Choose an answer and say how sure you are; then commit."
            )
            return
        self._refused = None
        self._lock(True)
        self.status.value = status_html("")
        right = self.choice.value == self._answer
        self.observation.value = observation_html(self._draw)
        self.feedback.value = feedback_html(
            right,
            self.choice.value,
            self._choices[self.choice.value],
            None if right else self._answer,
            None if right else self._choices[self._answer],
            confidence_remark(right, self.confidence.value),
        )
        self._reveal.layout.display = None

    def _arrived_late(self, _change):
        if self._refused is not None and time.monotonic() - self._refused < OVERTAKEN:
            self._commit()

    def _compare(self, _button):
        if not self.committed:
            return
        self.model_sentence.value = own_sentence_html(self.because.value, self._explain)

    def _ask_again(self, button=None):
        self._lock(False)
        self._refused = None
        if button is not None:  # it is about to be hidden
            self.commit.focus()
        self.choice.value = self.confidence.value = None
        self.because.value = ""
        for output in (self.observation, self.feedback, self.model_sentence, self.status):
            output.value = status_html("")
        self._reveal.layout.display = "none"

    def _lock(self, locked):
        self.choice.disabled = self.confidence.disabled = locked
        # The button stays enabled and shown: a disabled one would drop the keyboard's
        # focus onto the notebook, where letters are commands.
        self.commit.description = "Committed" if locked else "Commit"
