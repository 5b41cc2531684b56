"""The pruning curves: every order is drawn, and told in words."""

import numpy as np
from matplotlib.colors import to_rgb

from attention_lib.models import pruning_results
from attention_lib.models.pruning_results import measured, path_heads
from attention_lib.views import Picture, pruning_curve
from attention_lib.views.pruning_curve import STYLES, curves_of


def of_order(begins, task, off):
    """Return the shares that the orders of this name find."""
    return [
        measured(path_heads(order, off))[task].mean()
        for name, order in pruning_results()["orders"].items()
        if name.startswith(begins)
    ]


def labelled(axes):
    return {line.get_label(): line for line in axes.lines if line.get_label() in STYLES}


def test_each_order_is_a_line_through_what_was_measured():
    panels = pruning_curve().figure.axes
    for task, axes in zip(("questions", "titles"), panels, strict=True):
        for begins, label in (
            ("least", "least important first"),
            ("most", "most important first"),
            ("random", "at random"),
        ):
            x, y = labelled(axes)[label].get_data()
            assert list(x) == list(range(0, 73, pruning_results()["every"]))
            expected = [np.mean(of_order(begins, task, off)) for off in x]
            np.testing.assert_allclose(y, expected)


def test_every_random_order_is_a_dot():
    for task, axes in zip(("questions", "titles"), pruning_curve().figure.axes, strict=True):
        dots = sorted(
            (float(x), float(y))
            for line in axes.lines
            if line.get_linestyle() == "None"
            for x, y in zip(*line.get_data(), strict=True)
        )
        steps = range(0, 73, pruning_results()["every"])
        expected = sorted((off, y) for off in steps for y in of_order("random", task, off))
        np.testing.assert_allclose(dots, expected)


def test_the_floors_are_drawn_and_named():
    for task, axes in zip(("questions", "titles"), pruning_curve().figure.axes, strict=True):
        heights = {name: axes_line_at(axes, outcome[task].mean()) for name, outcome in floors()}
        assert all(heights.values()), heights
        assert {name for name, _ in floors()} <= {text.get_text() for text in axes.texts}


def floors():
    return pruning_results()["floors"].items()


def axes_line_at(axes, share):
    return any(
        len(set(line.get_ydata())) == 1 and np.isclose(line.get_ydata()[0], share)
        for line in axes.lines
    )


def test_the_sentence_gives_the_drawn_numbers():
    picture = pruning_curve()
    assert isinstance(picture, Picture)
    assert picture.sentence == pruning_curve().sentence
    for task in ("questions", "titles"):
        told = [round(100 * of_order("least", task, off)[0]) for off in range(0, 73, 12)]
        assert f"least important first {', '.join(map(str, told))};" in picture.sentence
    assert "to 60 questions" in picture.sentence and "to 100 titles" in picture.sentence


def test_shares_are_of_all_orders_of_a_name():
    shares = curves_of("titles")
    assert [len(shares[name][24]) for name in shares] == [
        1,
        len(of_order("random", "titles", 24)),
        1,
    ]


def test_lines_differ_in_more_than_colour_and_can_be_seen_on_white():
    assert len({style["linestyle"] for style in STYLES.values()}) == len(STYLES)
    assert len({style["marker"] for style in STYLES.values()}) == len(STYLES)
    for style in STYLES.values():
        red, green, blue = to_rgb(style["color"])
        assert 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.5
