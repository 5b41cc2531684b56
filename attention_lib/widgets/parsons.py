"""Put the lines of a function in order, with menus that a keyboard can drive."""

import time

import ipywidgets as widgets

from attention_lib.practice.parsons import ParsonsTask, parsons_task
from attention_lib.practice.parsons_order import first_fault, right_orders
from attention_lib.widgets.panel import status_html
from attention_lib.widgets.parsons_text import (
    CHOOSE,
    fault_html,
    margin_of,
    option,
    program_html,
    prompt_html,
    right_html,
    snapshot_html,
)
from attention_lib.widgets.predict import OVERTAKEN
from attention_lib.widgets.snapshot import show


class Parsons(widgets.VBox):
    """Ask for the order of a function's lines; accept every order that the data flow allows.

    Parameters
    ----------
    task : str or ParsonsTask
        A task, or its id in ``data/parsons.toml``.

    Raises
    ------
    KeyError
        If there is no such task.
    TypeError
        If it is neither.

    Notes
    -----
    Ordering lines takes less time than writing them, and the study that compared them
    found no difference in what was learned (Ericson, Margulieux and Rick, 2017).
    Which lines do not belong, and why, is not in the widget's state before *Check the
    order*. `menus`, `check` and `again` are ordinary ipywidgets and can be driven
    from Python.

    Examples
    --------
    >>> Parsons("multi-head")
    Order of 8 lines, not checked yet: Multi-head self-attention of x, (length, model_dim), with \
num_heads heads
    """

    def __init__(self, task):
        if not isinstance(task, str | ParsonsTask):
            raise TypeError(f"task must be an id or a ParsonsTask; got {type(task).__name__}")
        self._task = parsons_task(task) if isinstance(task, str) else task
        self._make_controls()
        super().__init__([self._prompt, *self.menus, self.program, self._buttons, self.feedback])
        for menu in self.menus:
            menu.observe(self._changed, "value")
        self.check.on_click(self._check)
        self.again.on_click(self._start_again)
        self._start_again()

    @property
    def order(self):
        """The chosen lines, from top to bottom; an empty string where none was chosen."""
        return [menu.value for menu in self.menus]

    @property
    def solved(self):
        """Whether the order was checked, is right and has not been changed since."""
        return self._checked is not None and self._fault is None

    def __repr__(self):
        if self._checked is None:
            state = "not checked yet"
        elif self._fault is None:
            state = "right"
        else:
            state = f"right up to line {self._fault.place}"
        return f"Order of {len(self.menus)} lines, {state}: {self._task.title}"

    def snapshot(self):
        """Return the task as plain HTML, its answer folded away, for viewers without widgets.

        Returns
        -------
        str
        """
        return snapshot_html(self._task)

    def _ipython_display_(self):
        show(self, self._repr_mimebundle_(), self.snapshot())

    def _make_controls(self):
        wide, margin = widgets.Layout(width="auto"), margin_of(self._task)
        self._prompt = widgets.HTML(prompt_html(self._task))
        options = [(CHOOSE, ""), *((option(code, margin), code) for code in self._task.mixed())]
        self.menus = [
            widgets.Dropdown(options=options, description=f"Line {number}:", layout=wide)
            for number in range(1, len(self._task.lines) + 1)
        ]
        self.program = widgets.HTML()
        self.check = widgets.Button(description="Check the order", layout=wide)
        self.again = widgets.Button(description="Start again", layout=wide)
        self._buttons = widgets.HBox([self.check, self.again])
        self.feedback = widgets.HTML()

    def _check(self, _button):
        self._checked = time.monotonic()
        self._judge()

    def _judge(self):
        self._fault = first_fault(self._task, self.order)
        if self._fault:
            self.feedback.value = fault_html(self._fault, self.order)
        else:
            others = sum(1 for _ in right_orders(self._task)) - 1
            self.feedback.value = right_html(self._task, others)

    def _changed(self, _change):
        self.program.value = program_html(self._task, self.order)
        if self._checked is None:
            return
        # ipywidgets holds a choice back while the kernel is busy, so a click may overtake it.
        if time.monotonic() - self._checked < OVERTAKEN:
            self._judge()
        elif self.solved:  # the menus stay enabled: one that is disabled drops the focus
            self._checked = None
            self.feedback.value = status_html("You have changed it: check the order again.")

    def _start_again(self, _button=None):
        self._checked = self._fault = None
        for menu in self.menus:
            menu.value = ""
        self.program.value = program_html(self._task, self.order)
        self.feedback.value = status_html("")
