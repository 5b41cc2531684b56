"""A picture that a control can replace, for learners' own widgets."""

import ipywidgets


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

    def _repr_mimebundle_(self, **kwargs):
        # Beside the live view: the picture for GitHub, and the sentence that nbval compares.
        view = super()._repr_mimebundle_(**kwargs)
        return {**view, "text/html": self.value, "text/plain": repr(self)}
