"""A heatmap as a figure: its data, its limits, its sentence, its bytes."""

import subprocess
import sys

import matplotlib
import numpy as np
import pytest
from html_page import Page, contrast
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from attention_lib.views import Picture, scores_figure, weights_figure

QUERIES, KEYS = ["cat", "sat"], ["the", "cat", "sat"]
WEIGHTS = np.array([[0.125, 0.871, 0.004], [0.3, 0.3, 0.4]])
SCORES = np.array([[1.5, -3.25, 0.0], [0.25, 2.0, 4.0]])


def axes_of(picture):
    return picture.figure.axes[0]


def attribute(picture, tag, name):
    page = Page(picture._repr_html_())
    return next(value for t, n, value in page.attributes if (t, n) == (tag, name))


@pytest.mark.parametrize(("draw", "matrix"), [(weights_figure, WEIGHTS), (scores_figure, SCORES)])
def test_alternative_text_caption_and_repr_are_the_same_sentence(draw, matrix):
    picture = draw(matrix, QUERIES, KEYS, title="head 1")
    assert repr(picture) == picture.sentence
    assert attribute(picture, "img", "alt") == picture.sentence
    assert Page(picture._repr_html_()).text == picture.sentence
    assert picture.sentence.startswith("head 1: 2 ")


@pytest.mark.parametrize(("draw", "matrix"), [(weights_figure, WEIGHTS), (scores_figure, SCORES)])
def test_the_drawn_cells_are_the_matrix(draw, matrix):
    axes = axes_of(draw(matrix, QUERIES, KEYS))
    np.testing.assert_array_equal(axes.images[0].get_array(), matrix)
    assert [label.get_text() for label in axes.get_xticklabels()] == KEYS
    assert [label.get_text() for label in axes.get_yticklabels()] == QUERIES
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("key →", "query ↓")


def test_the_number_of_each_cell_is_written_on_it():
    written = {
        t.get_position(): t.get_text() for t in axes_of(scores_figure(SCORES, QUERIES, KEYS)).texts
    }
    assert written[(1, 0)] == "−3.25"
    assert written[(2, 1)] == "4.00"
    assert len(written) == 6
    written = {
        t.get_position(): t.get_text()
        for t in axes_of(weights_figure(WEIGHTS, QUERIES, KEYS)).texts
    }
    assert (written[(1, 0)], written[(2, 0)]) == ("0.87", "<.01")


def test_weights_are_coloured_from_0_to_1_whatever_they_are():
    for weights in (WEIGHTS, WEIGHTS / 4):
        image = axes_of(weights_figure(weights, QUERIES, KEYS)).images[0]
        assert image.get_clim() == (0, 1)


def test_scores_are_coloured_symmetrically_to_a_round_limit():
    assert axes_of(scores_figure(SCORES, QUERIES, KEYS)).images[0].get_clim() == (-5, 5)
    assert axes_of(scores_figure(-SCORES * 100, QUERIES, KEYS)).images[0].get_clim() == (-500, 500)


def test_the_colour_scale_stands_beside_the_picture_with_its_limits():
    bar = scores_figure(SCORES, QUERIES, KEYS).figure.axes[1]
    assert bar.get_ylim() == (-5, 5)


def test_the_number_on_every_cell_has_a_contrast_of_at_least_4_5():
    along = np.linspace(0, 1, 60).reshape(6, 10)
    labels = [str(i) for i in range(10)]
    for picture in (
        weights_figure(along, labels[:6], labels),
        scores_figure(2 * along - 1, labels[:6], labels),
    ):
        axes = axes_of(picture)
        for text in axes.texts:
            j, i = text.get_position()
            cell = np.array(axes.images[0].to_rgba(axes.images[0].get_array()[i, j])[:3]) * 255
            ink = np.array(matplotlib.colors.to_rgb(text.get_color())) * 255
            assert contrast(cell, ink) >= 4.4999


def test_an_infinite_score_is_grey_and_written():
    axes = axes_of(scores_figure([[1.0, -np.inf], [2.0, 0.5]], ["a", "b"]))
    assert {t.get_position(): t.get_text() for t in axes.texts}[(1, 0)] == "−∞"


@pytest.mark.parametrize(
    "label", ["$x$", "$", "a$b$c", "100$", r"\$", "_x_", "^", "{", "%", "&", "<b>"]
)
def test_a_label_is_never_read_as_mathematics(label):
    picture = weights_figure(WEIGHTS[:, :2], [label, "sat"])
    axes = axes_of(picture)
    shown = axes.get_xticklabels()[0]
    renderer = FigureCanvasAgg(picture.figure).get_renderer()
    literal, is_math = shown._preprocess_math(shown.get_text())
    assert (literal, is_math) == (label, False)
    assert shown.get_window_extent(renderer).width > 0


def test_labels_that_do_not_fit_are_refused_with_both_sizes():
    for draw in (weights_figure, scores_figure):
        with pytest.raises(
            ValueError, match=r"labels must fit.*2 row labels and 2 column.*\(2, 3\)"
        ):
            draw(WEIGHTS, QUERIES)


def test_hostile_labels_reach_the_page_as_text():
    picture = weights_figure(WEIGHTS, ["<script>", "\"'&"], KEYS)
    page = Page(picture._repr_html_())
    assert page.tags == ["figure", "img", "figcaption"]
    assert "<script>" in page.text


def test_a_picture_without_a_sentence_is_refused():
    with pytest.raises(ValueError, match=r"sentence must say what to see.*got an empty string"):
        Picture(Figure(), "  \n")


def test_the_same_picture_has_the_same_bytes():
    for draw, matrix in ((weights_figure, WEIGHTS), (scores_figure, SCORES)):
        assert draw(matrix, QUERIES, KEYS).png == draw(matrix, QUERIES, KEYS).png
    assert (
        weights_figure(WEIGHTS, QUERIES, KEYS).png != weights_figure(WEIGHTS / 2, QUERIES, KEYS).png
    )


def test_the_picture_is_a_png_inside_the_page():
    source = attribute(weights_figure(WEIGHTS, QUERIES, KEYS), "img", "src")
    assert source.startswith("data:image/png;base64,iVBORw0KGgo")


def test_drawing_needs_no_pyplot():
    code = (
        "import sys, attention_lib.views as v; v.weights_figure([[0.5, 0.5]], ['a'], ['b', 'c']);"
        "print('matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_importing_the_views_does_not_import_matplotlib():
    code = "import sys, attention_lib.views; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_learners_own_pyplot_figure_is_closed_and_shown_once():
    code = (
        "import matplotlib; matplotlib.use('agg'); import matplotlib.pyplot as plt;"
        "from attention_lib.views import Picture; figure, axes = plt.subplots(); axes.plot([1, 3]);"
        "picture = Picture(figure, 'A line rises from 1 to 3.');"
        "print(plt.get_fignums(), len(picture.png) > 1000, picture)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] True A line rises from 1 to 3."


def test_a_picture_does_not_change_after_it_is_made():
    picture = scores_figure(SCORES, QUERIES, KEYS)
    before = picture._repr_html_()
    axes_of(picture).set_title("other")
    assert picture._repr_html_() == before


def test_a_masked_weight_is_drawn_grey_and_written_as_plain_0():
    visible = [[True, False, True], [True, True, True]]
    picture = weights_figure(
        [[0.4, 0.0, 0.6], [0.2, 0.001, 0.799]], ["a", "b"], ["x", "y", "z"], visible=visible
    )
    axes = picture.figure.axes[0]
    assert [text.get_text() for text in axes.texts] == ["0.40", "0", "0.60", "0.20", "<.01", "0.80"]
    np.testing.assert_array_equal(axes.images[0].get_array().mask, np.logical_not(visible))
