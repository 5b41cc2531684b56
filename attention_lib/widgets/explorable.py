"""``Explorable``: choose among precomputed states, and one heatmap follows at once."""

from collections.abc import Mapping
from itertools import product
from types import MappingProxyType

import traitlets

from attention_lib.widgets.base import STATIC
from attention_lib.widgets.explorable_encode import encode
from attention_lib.widgets.explorable_parts import require_fit
from attention_lib.widgets.explorable_snapshot import filmstrip
from attention_lib.widgets.foldable import Foldable


class Explorable(Foldable):
    """Show the frame that belongs to what is chosen, with or without a kernel.

    Python computes every state once; the browser only picks one.

    Parameters
    ----------
    label : str
        What it is, for those who cannot see it.
    controls : sequence of Control
    frame : callable
        ``frame(**choice) -> Frame``, called once for each combination of values.
    film : sequence of dict
        The choices whose frames stand in the snapshot.
    choice : dict, optional
        What is chosen at first; the first value of each control when omitted.

    Attributes
    ----------
    choice : dict
        What is chosen. Assign some of its names to change these.
    frames : mapping from tuple to Frame
        Every state, by the values in the controls' order.
    frame : Frame
        The one that is shown.
    weights : ndarray
        The matrix of its last panel.

    Raises
    ------
    TypeError
        If ``frame`` returns something else than a Frame.
    ValueError
        If ``choice`` or ``film`` names what is not there, two controls have the same
        name, or the frames' panels differ in more than their contents.
    """

    _esm = STATIC / "explorable.js"
    _css = STATIC / "explorable.css"

    spec = traitlets.Dict(read_only=True).tag(sync=True)
    choice = traitlets.Dict().tag(sync=True)
    present = traitlets.Bool(False).tag(sync=True)

    def __init__(self, label, controls, frame, *, film, choice=None):
        controls = tuple(controls)
        self._controls = {control.name: control for control in controls}
        if len(self._controls) < len(controls):
            names = ", ".join(control.name for control in controls)
            raise ValueError(f"each control must have its own name; got {names}")
        self._start = {control.name: control.values[0] for control in controls}
        self._start = self._clean(choice or {}, self._start)
        self._film = [self._clean(chosen, self._start) for chosen in film]
        states = list(product(*(control.values for control in controls)))
        frames = [frame(**dict(zip(self._controls, values, strict=True))) for values in states]
        require_fit(frames)
        self._frames = MappingProxyType(dict(zip(states, frames, strict=True)))
        shown = [
            {
                "name": control.name,
                "label": control.label,
                "kind": control.kind,
                "values": list(control.values),
                "texts": list(control.texts) or [str(value) for value in control.values],
            }
            for control in controls
        ]
        # Before the widget opens its channel: the browser gets all in its first message.
        self.set_trait("spec", {"label": label, "controls": shown, **encode(frames)})
        super().__init__(choice=self._start)

    @traitlets.validate("choice")
    def _check_choice(self, proposal):
        try:
            return self._clean(proposal["value"], {**self._start, **self.choice})
        except ValueError as error:  # of these alone traitlets restores the last good state
            raise traitlets.TraitError(str(error)) from None

    def _clean(self, choice, others):
        known = ", ".join(self._controls)
        if not isinstance(choice, Mapping):
            raise ValueError(f"choice must be a dict with the names {known}; got {choice!r:.60}")
        unknown = sorted(map(str, choice.keys() - self._controls.keys()))
        if unknown:
            raise ValueError(f"choice has the names {known}; got {', '.join(unknown)}")
        chosen = {name: self._controls[name].clean(value) for name, value in choice.items()}
        return {name: chosen.get(name, others[name]) for name in self._controls}

    @property
    def frames(self):
        """Every state, by the values in the controls' order."""
        return self._frames

    @property
    def frame(self):
        """The frame that is shown."""
        return self._frame_of(self.choice)

    @property
    def weights(self):
        """The matrix of the frame's last panel; assign ``choice`` to change it."""
        matrix = self.frame.panels[-1].shown.copy()
        matrix.flags.writeable = False
        return matrix

    def sentence(self):
        """Return what the shown frame says."""
        return self.frame.text

    def snapshot(self):
        """Return a few telling frames as tables, each with its sentence."""
        return filmstrip([self._frame_of(chosen) for chosen in self._film])

    def _frame_of(self, choice):
        return self.frames[tuple(choice[name] for name in self._controls)]
