"""A learner's own control: a slider, a figure, and a sentence that nbval can compare."""

import ipywidgets
from displayed import VIEW, outputs_of
from html_page import Page
from matplotlib.figure import Figure

from attention_lib.views import Picture, weights_figure
from attention_lib.widgets.picture import PictureView

HOSTILE = '<img src=x onerror="alert(1)"> & </figure>'


def a_picture(weight=0.25, token="cat"):
    return weights_figure([[weight, 1 - weight], [0.5, 0.5]], [token, "sat"])


def test_the_view_shows_the_picture_with_its_sentence():
    view = PictureView(a_picture())
    page = Page(view.value)
    assert [value for tag, name, value in page.attributes if (tag, name) == ("img", "alt")] == [
        "weights: 2 queries by 2 keys; strongest: cat attends to sat (0.75)"
    ]
    assert (
        repr(view)
        == "PictureView: weights: 2 queries by 2 keys; strongest: cat attends to sat (0.75)"
    )


def test_another_picture_replaces_image_sentence_and_repr():
    view = PictureView(a_picture())
    before = view.value
    other = a_picture(0.9)
    view.show(other)
    assert view.picture is other
    assert view.value != before
    assert repr(view).endswith("strongest: cat attends to cat (0.90)")
    assert Page(view.value).text.endswith("(0.90)")


def test_a_slider_can_drive_it():
    slider = ipywidgets.FloatSlider(value=0.25, min=0, max=1)
    view = PictureView(a_picture(slider.value))
    slider.observe(lambda change: view.show(a_picture(change.new)), "value")
    slider.value = 0.8
    assert repr(view).endswith("cat attends to cat (0.80)")


def test_its_display_is_the_picture_with_its_sentence_and_then_the_view():
    view = PictureView(a_picture())
    snapshot, live = outputs_of(view)
    assert snapshot["text/plain"] == repr(view)
    assert view.value in snapshot["text/html"]
    assert set(live) == {VIEW}
    assert live[VIEW]["model_id"] == view.model_id


def test_two_views_of_equal_pictures_have_the_same_repr():
    assert repr(PictureView(a_picture())) == repr(PictureView(a_picture()))


def test_a_hostile_sentence_is_text():
    figure = Figure()
    figure.add_subplot().plot([1, 3, 2])
    page = Page(PictureView(Picture(figure, HOSTILE)).value)
    assert page.text == HOSTILE
    assert page.tags.count("img") == 1
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
