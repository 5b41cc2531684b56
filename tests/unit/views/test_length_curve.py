"""The curve of accuracy against length: every result is drawn, and told in words."""

import json
from importlib import import_module
from importlib.resources import files
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from attention_lib.models import translation_results
from attention_lib.views import Picture, length_curve
from attention_lib.views.length_curve import STYLES

NAMES = ("no-attention", "bahdanau", "transformer-4")
MADE_UP = {
    "trained_up_to": 3,
    "titles": {"no-attention": "without", "bahdanau": "attention"},
    "rows": [
        {"model": "bahdanau", "seed": 0, "exact_match": {"1": 1.0, "2": 0.9, "4": 0.5}},
        {"model": "no-attention", "seed": 0, "exact_match": {"1": 0.8, "2": 0.002, "4": 0.0}},
        {"model": "bahdanau", "seed": 7, "exact_match": {"1": 1.0, "2": 0.8, "4": 0.997}},
    ],
}


@pytest.fixture
def made_up(monkeypatch):
    module = import_module("attention_lib.views.length_curve")  # the function has its name
    monkeypatch.setattr(module, "translation_results", lambda: MADE_UP)
    return length_curve(["no-attention", "bahdanau"])


def lines_of(picture):
    return [line for line in picture.figure.axes[0].lines if line.get_linestyle() != "None"]


def dots_of(picture):
    return sorted(
        (float(x), float(y))
        for line in picture.figure.axes[0].lines
        if line.get_linestyle() == "None"
        for x, y in zip(*line.get_data(), strict=True)
    )


def test_every_seed_of_every_model_is_a_dot():
    picture = length_curve(NAMES)
    assert dots_of(picture) == sorted(
        (int(k), share)
        for row in translation_results()["rows"]
        if row["model"] in NAMES
        for k, share in row["exact_match"].items()
    )


def test_a_line_joins_the_means_over_the_seeds(made_up):
    without, bahdanau = lines_of(made_up)
    np.testing.assert_allclose(bahdanau.get_data(), [[1, 2, 4], [1.0, 0.85, 0.7485]])
    np.testing.assert_allclose(without.get_data(), [[1, 2, 4], [0.8, 0.002, 0.0]])
    assert len(dots_of(made_up)) == 9


def test_the_sentence_gives_every_mean_and_never_rounds_to_none_or_all(made_up):
    assert made_up.sentence == (
        "Held-out phrases of 1 to 4 numbers that come out all right, mean over the seeds: "
        "without 80 %, <1 %, 0 % (1 seed); attention 100 %, 85 %, 75 % (2 seeds). "
        "Longer than trained: more than 3 numbers."
    )


def test_the_region_longer_than_trained_begins_after_the_longest_trained(made_up):
    (region,) = made_up.figure.axes[0].patches
    assert (region.get_x(), region.get_x() + region.get_width()) == (3.5, 4.5)
    assert region.get_hatch()
    assert "longer than trained" in [text.get_text() for text in made_up.figure.axes[0].texts]


def test_lines_differ_in_colour_marker_and_style():
    for what in ("color", "marker", "linestyle"):
        assert len({str(style[what]) for style in STYLES}) == len(STYLES), what
    lines = lines_of(length_curve(NAMES))
    assert len({(line.get_marker(), line.get_linestyle()) for line in lines}) == 3


@pytest.mark.parametrize("more", ["transformer-2", "no-attention-4x"])
def test_every_line_is_named_in_its_colour_beside_its_end_and_no_name_covers_another(more):
    picture = length_curve([*NAMES, "transformer-1", more])
    picture.figure.canvas.draw()
    names = picture.figure.axes[0].texts[2:]
    assert len(names) == 5
    assert {to_rgb(text.get_color()) for text in names} == {to_rgb(s["color"]) for s in STYLES}
    boxes = sorted((Text.get_window_extent(name) for name in names), key=lambda box: box.y0)
    for below, above in pairwise(boxes):
        assert above.y0 >= below.y1 - 1
    assert all(box.x1 <= picture.figure.bbox.width for box in boxes)


def test_every_colour_can_be_read_on_white():
    for style in STYLES:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
                  for c in to_rgb(style["color"])]  # fmt: skip
        assert 1.05 / (np.dot([0.2126, 0.7152, 0.0722], linear) + 0.05) >= 4.5


def test_the_picture_shows_without_attention_failing_where_attention_does_not():
    shares = {line.get_marker(): dict(zip(*line.get_data(), strict=True))
              for line in lines_of(length_curve(NAMES))}  # fmt: skip
    without, bahdanau = shares[STYLES[0]["marker"]], shares[STYLES[1]["marker"]]
    assert without[4] < 0.1 < 0.9 < bahdanau[4]


def test_it_is_a_picture_whose_alternative_text_is_its_sentence():
    picture = length_curve(["bahdanau"])
    assert isinstance(picture, Picture)
    assert repr(picture) == picture.sentence
    results = json.loads(
        files("attention_lib.data").joinpath("translation_results.json").read_text("utf-8")
    )
    seeds = sum(row["model"] == "bahdanau" for row in results["rows"])
    assert f"({seeds} seed" in picture.sentence


@pytest.mark.parametrize(
    ("names", "says"),
    [
        ((), "1 to 5 models; got 0"),
        (("bahdanau",) * 6, "1 to 5 models; got 6"),
        (("google",), "names must be among .*bahdanau.*; got 'google'"),
    ],
)
def test_a_wrong_choice_of_models_says_which_there_are(names, says):
    with pytest.raises(ValueError, match=says):
        length_curve(names)
