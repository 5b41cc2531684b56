"""What a learner reads and assigns of the choice among the 72 heads."""

import traitlets

from attention_lib.widgets.heads_choice import clean_choice


class HeadsParts(traitlets.HasTraits):
    """Layer, head and pattern, each under its own name; the screen sets all of them at once."""

    choice = traitlets.Dict().tag(sync=True)

    @property
    def layer(self):
        """The layer of the head that stands large, 0 to 5; assign another."""
        return self.choice["layer"]

    @layer.setter
    def layer(self, layer):
        self.choice = clean_choice({**self.choice, "layer": layer})

    @property
    def head(self):
        """The head that stands large, 0 to 11; assign another."""
        return self.choice["head"]

    @head.setter
    def head(self, head):
        self.choice = clean_choice({**self.choice, "head": head})

    @property
    def pattern(self):
        """The pattern by which every head is measured, or None; assign another."""
        return self.choice["pattern"]

    @pattern.setter
    def pattern(self, pattern):
        self.choice = clean_choice({**self.choice, "pattern": pattern})

    @traitlets.validate("choice")
    def _check_choice(self, proposal):
        return or_trait_error(clean_choice, proposal["value"])


def or_trait_error(clean, value):
    """Clean what a trait is to hold; after a TraitError alone traitlets keeps the last good one.

    Parameters
    ----------
    clean : callable
        Returns the clean value or raises a ValueError.
    value : object

    Returns
    -------
    object

    Raises
    ------
    traitlets.TraitError
        If the value does not fit.
    """
    try:
        return clean(value)
    except ValueError as error:
        raise traitlets.TraitError(str(error)) from None
