"""A picture that a control can replace, for learners' own widgets."""

import ipywidgets

from attention_lib.widgets.snapshot import show


class PictureView(ipywidgets.HTML):
    """Show a `Picture` and let a control exchange it.

    Parameters
    ----------
    picture : attention_lib.views.Picture

    Attributes
    ----------
    picture : attention_lib.views.Picture
        The one that is shown.
    """

    def __init__(self, picture):
        super().__init__()
        self.show(picture)

    def show(self, picture):
        """Replace the picture.

        Parameters
        ----------
        picture : attention_lib.views.Picture
        """
        self.picture = picture
        self.value = picture._repr_html_()

    def __repr__(self):
        return f"PictureView: {self.picture!r}"

    def _ipython_display_(self):
        show(self, self._repr_mimebundle_(), self.value)
