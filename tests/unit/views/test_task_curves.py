"""The picture of three tasks: every start a dot, every mean in the sentence."""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.text import Text

from attention_lib.models import task_results
from attention_lib.models.task_results import TaskResults
from attention_lib.views import Picture, task_curves
from attention_lib.views.task_curves import curves_picture

MADE_UP = [
    TaskResults("reading", "two facts", {1: [0.1, 0.2, 0.6], 4: [1.0, 0.9, 0.99]}),
    TaskResults("writing", "words", {2: [0.97]}),
]


def dots_of(axes):
    return [line for line in axes.lines if line.get_marker() == "."]


def bars_of(axes):
    return [line for line in axes.lines if line.get_marker() == "None"]


def test_every_start_is_a_dot_over_its_number_of_heads():
    picture = task_curves()
    in_the_table_only = ("at once, two layers", "at once, taught", "one fact after")
    shown = {
        f"{row.task.capitalize()}:\n{row.setting}": row.starts
        for row in task_results()
        if not any(words in row.setting for words in in_the_table_only)
    }
    ticks = [1, 2, 4, 8, 16, 32]
    for axes in picture.figure.axes:
        starts = shown.pop(axes.get_title(loc="left"))
        assert [line.get_ydata().tolist() for line in dots_of(axes)] == list(starts.values())
        places = [round(float(np.mean(line.get_xdata()))) for line in dots_of(axes)]
        assert [ticks[place] for place in places] == list(starts)
    assert not shown  # no task is left out


def test_a_bar_is_the_mean():
    reading, writing = curves_picture(MADE_UP).figure.axes
    assert [bar.get_ydata()[0] for bar in bars_of(reading)] == pytest.approx([0.3, 0.963333333])
    assert [bar.get_ydata()[0] for bar in bars_of(writing)] == [0.97]


def test_no_two_starts_are_one_dot():
    for axes in task_curves().figure.axes:
        for line in dots_of(axes):
            assert len(set(line.get_xdata())) == len(line.get_xdata())


def not_trained(rows):
    """Return the places of that note in every panel."""
    return [
        [text.get_position()[0] for text in axes.texts if text.get_text() == "not trained"]
        for axes in curves_picture(rows).figure.axes
    ]


def test_what_was_not_trained_is_said_where_a_dot_would_be_and_over_no_dot():
    assert not_trained(MADE_UP) == [[1], [0, 2]]  # of 1, 2, 4 heads
    many = TaskResults("writing", "words", {h: [0.5] for h in (1, 2, 4, 8, 16, 32)})
    few = TaskResults("writing", "four times", {4: [0.6], 32: [0.7]})
    assert not_trained([many, few]) == [[], [0.5, 3.5]]
    assert not_trained([few, few]) == [[], []]


def test_the_sentence_has_every_mean_and_says_where_starts_differ():
    assert curves_picture(MADE_UP).sentence == (
        "Right answers, mean over the starts: reading, two facts: 1 head 30.0 %, 4 heads 96.3 % "
        "(2 of 3 reach 95 %); writing, words: 2 heads 97.0 %."
    )


def test_no_words_cover_each_other_or_leave_the_picture():
    picture = task_curves()
    assert isinstance(picture, Picture)
    figure = picture.figure
    figure.canvas.draw()
    texts = [text for text in figure.findobj(Text) if text.get_text() and text.get_visible()]
    for text in texts:
        box = text.get_window_extent()
        assert box.x0 >= 0, text.get_text()
        assert box.x1 <= figure.bbox.width, text.get_text()
    for one, other in combinations(texts, 2):
        covered = one.get_window_extent().overlaps(other.get_window_extent())
        assert not covered, (one.get_text(), other.get_text())
