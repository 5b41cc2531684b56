"""The curve of accuracy against heads: every start is drawn, and told in words."""

import numpy as np
import pytest

from attention_lib.models import heads_results, heads_summary
from attention_lib.published import published
from attention_lib.views import Picture, heads_curve
from attention_lib.views.heads_drawing import SCALE
from attention_lib.views.heads_rows import rows_after
from attention_lib.views.heads_words import percent, told

ROUTE = [row for row in heads_results()["rows"] if row["experiment"] == "route"]


def dots_of(axes):
    """Return the heights of all dots by column."""
    dots = {}
    for line in axes.lines:
        if line.get_marker() == ".":
            x, y = line.get_data()
            dots[round(float(np.mean(x)))] = sorted(map(float, y))
    return dots


def bars_of(axes):
    """Return the height of the mean bar by column: the only flat lines of two points."""
    flat = [line.get_data() for line in axes.lines if line.get_linewidth() == 4]
    return {round(float(np.mean(x))): y[0] for x, y in flat}


@pytest.mark.parametrize("steps", [None, 300])
def test_every_start_is_a_dot_and_a_bar_is_their_mean(steps):
    axes = heads_curve(steps=steps).figure.axes[0]
    rows = rows_after("route", steps)
    for column, heads in enumerate(sorted({row["heads"] for row in rows})):
        shares = sorted(row["accuracy"]["route"] for row in rows if row["heads"] == heads)
        assert dots_of(axes)[column] == shares
        assert bars_of(axes)[column] == pytest.approx(np.mean(shares))


def test_earlier_accuracy_is_the_learning_curves():
    early, late = rows_after("route", 300), rows_after("route")
    assert late == ROUTE
    for before, after in zip(early, late, strict=True):
        assert before["accuracy"]["route"] == after["curve"]["route"][2]
        assert {**before, "accuracy": 0} == {**after, "accuracy": 0}


def test_after_a_third_of_the_training_the_curve_is_an_inverted_u():
    means = [about["mean"] for about in heads_summary(rows=rows_after("route", 300)).values()]
    top = int(np.argmax(means))
    assert 0 < top < len(means) - 1
    assert (np.diff(means[: top + 1]) > 0).all() and (np.diff(means[top:]) < 0).all()


@pytest.mark.parametrize("steps", [0, 250, 1100, -100])
def test_steps_between_two_points_of_the_learning_curves_are_refused(steps):
    with pytest.raises(ValueError, match=r"multiple of 100 from 100 to 1000; got"):
        heads_curve(steps=steps)


@pytest.mark.parametrize("steps", ["300", 300.0, [300]])
def test_steps_that_are_no_whole_number_are_refused(steps):
    with pytest.raises(TypeError, match="steps must be an integer; got"):
        heads_curve(steps=steps)


def test_vaswanis_figures_stand_below_in_the_columns_of_their_heads():
    picture = heads_curve(beside="vaswani")
    above, below = picture.figure.axes
    ticks = [int(label.get_text()) for label in below.get_xticklabels()]
    ids = {1: "h1", 4: "h4", 8: "base", 16: "h16", 32: "h32"}
    drawn = {
        ticks[round(x)]: float(y)
        for line in below.lines
        for x, y in zip(*line.get_data(), strict=True)
    }
    assert drawn == {heads: published(f"vaswani-{name}-bleu").value for heads, name in ids.items()}
    assert below.get_ylabel() == "BLEU" != above.get_ylabel()
    low, high = below.get_ylim()
    assert low < min(drawn.values()) and max(drawn.values()) < high
    for value in drawn.values():
        assert f"{value:.1f}" in picture.sentence


def test_the_last_tenth_is_drawn_large_and_said_to_be():
    axes = heads_curve().figure.axes[0]
    where = axes.transData.transform
    heights = [where((0, share))[1] for share in (0, 0.9, 1)]
    assert heights[2] - heights[1] > heights[1] - heights[0]
    assert "grey: drawn smaller" in "".join(text.get_text() for text in axes.texts)
    assert (np.diff(SCALE) > 0).all()


def test_an_even_axis_says_nothing_of_that():
    axes = heads_curve("first").figure.axes[0]
    assert axes.get_yscale() == "linear"
    assert "grey" not in "".join(text.get_text() for text in axes.texts)


def test_the_sentence_gives_mean_and_range_of_every_number_of_heads():
    sentence = heads_curve().sentence
    for heads, about in heads_summary().items():
        plural = "head" if heads == 1 else "heads"
        assert f"{heads} {plural} {percent(about['mean'])} (" in sentence
    assert "Both rooms right after 1,000 steps, mean of 20 starts" in sentence
    assert "in steps 201 to 300" in heads_curve(steps=300).sentence


def test_unequal_numbers_of_starts_are_not_called_by_one_number():
    about = {"mean": 0.5, "low": 0.25, "high": 0.9}
    text = told({1: {"runs": 3, **about}, 2: {"runs": 7, **about, "low": 0.5, "high": 0.5}})
    assert text == (
        "mean of all starts (lowest to highest): 1 head 50.0 % (25.0 to 90.0 %), "
        "2 heads 50.0 % (all)"
    )


def test_it_is_a_picture_whose_alternative_text_is_its_sentence():
    picture = heads_curve("previous")
    assert isinstance(picture, Picture)
    assert repr(picture) == picture.sentence
    assert "Previous token right" in picture.sentence


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"question": "translation"}, "question must be one of route, .*; got 'translation'"),
        ({"beside": "michel"}, "beside must be None or \"vaswani\"; got 'michel'"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(wrong, says):
    with pytest.raises(ValueError, match=says):
        heads_curve(**wrong)


def test_only_none_and_all_are_called_so():
    shares = (0, 0.0004, 0.165, 0.9994, 0.99951, 1)
    told = ["0 %", "<0.1 %", "16.5 %", "99.9 %", ">99.9 %", "100 %"]
    assert [percent(share) for share in shares] == told
