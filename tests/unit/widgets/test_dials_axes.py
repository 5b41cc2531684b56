"""The three axes: each heatmap is what its formula says, and each claim beside it is true."""

from itertools import product

import numpy as np
import pytest

from attention_lib.widgets import axes_dial, dials_axes
from attention_lib.widgets.dials_axes import DIM, ENGLISH, FRENCH, LAYERS, vectors
from attention_lib.widgets.dials_axes_text import SCORES, SOURCES, USED_BY, VISIBLE

DIAL = axes_dial()


def frames(source=None, visible=None, score=None):
    """Return the chosen states, the others' values free."""
    wanted = (source, visible, score)
    found = {
        values: frame
        for values, frame in DIAL.frames.items()
        if all(want in (None, value) for want, value in zip(wanted, values, strict=True))
    }
    assert found
    return found


def matrix(*values):
    return DIAL.frames[values].panels[0].matrix


def raw_scores(source, score):
    """Compute scores one pair at a time, from the papers' formulas."""
    layer = LAYERS[source]
    queries, keys = vectors(ENGLISH) @ layer.w_query, vectors(layer.keys)
    out = np.empty((len(queries), len(keys)))
    for (i, query), (j, key) in product(enumerate(queries), enumerate(keys)):
        out[i, j] = {
            "dot": lambda q, k, j: q @ k,
            "scaled dot": lambda q, k, j: q @ k / np.sqrt(6),
            "general": lambda q, k, j: q @ dials_axes.RELATED @ k / np.sqrt(6),
            "additive": lambda q, k, j: (
                dials_axes.ADDITIVE_V @ np.tanh((q + k) @ dials_axes.ADDITIVE_W)
            ),
            "cosine": lambda q, k, j: q @ k / np.linalg.norm(q) / np.linalg.norm(k),
            "location": lambda q, k, j: q @ np.array([-0.6 * abs(j - p) for p in layer.places]),
        }[score](query, key, j)
    return out


def softmax_where(scores, seen):
    powers = np.exp(scores) * seen
    return powers / powers.sum(axis=1, keepdims=True)


def visible_by_hand(visible, size):
    i, j = np.indices(size)
    return {"all": i >= 0, "causal": j <= i, "window": abs(i - j) <= 1}[visible]


@pytest.mark.parametrize(("source", "score"), list(product(SOURCES, SCORES)))
@pytest.mark.parametrize("visible", ["all", "causal", "window"])
def test_the_weights_are_the_softmax_of_the_formulas_scores(source, visible, score):
    scores = raw_scores(source, score)
    seen = visible_by_hand(visible, scores.shape)
    panel = DIAL.frames[source, visible, score].panels[0]
    np.testing.assert_array_equal(panel.seen, seen)
    np.testing.assert_allclose(panel.matrix, softmax_where(scores, seen), atol=1e-12)


@pytest.mark.parametrize(("source", "score"), list(product(SOURCES, SCORES)))
def test_local_p_is_a_softmax_in_the_window_times_a_gaussian(source, score):
    layer = LAYERS[source]
    queries, key_len = vectors(ENGLISH) @ layer.w_query, len(layer.keys)
    share = np.clip(np.array(layer.places) / key_len, 0.01, 0.99)
    centres = key_len / (1 + np.exp(-np.tanh(queries) @ np.log(share / (1 - share))))
    distance = np.arange(key_len) - centres[:, None]
    window = softmax_where(raw_scores(source, score), np.abs(distance) <= 2)
    panel = DIAL.frames[source, "local-p", score].panels[0]
    np.testing.assert_allclose(panel.matrix, window * np.exp(-(distance**2) / 2), atol=1e-12)
    np.testing.assert_array_equal(panel.seen, np.abs(distance) <= 2)


def test_rows_sum_to_1_unless_a_gaussian_shrinks_them():
    for (_, visible, _), frame in DIAL.frames.items():
        (panel,) = frame.panels
        sums = panel.matrix.sum(axis=1)
        assert list(panel.ends) == [f"{total:.2f}" for total in sums]
        if visible == "local-p":
            assert sums.max() <= 1
            assert sums.min() < 0.9
        else:
            np.testing.assert_allclose(sums, 1)


def test_self_attention_is_square_and_cross_attention_is_not():
    for (source, *_), frame in DIAL.frames.items():
        (panel,) = frame.panels
        assert panel.rows == ENGLISH
        assert panel.columns == {"self": ENGLISH, "cross": FRENCH}[source]
    assert len(FRENCH) != len(ENGLISH)


def test_across_sentences_content_finds_the_translation():
    alignment = [FRENCH.index(word) for word in ("la", "rouge", "voiture", "est", "belle")]
    for score in ("dot", "scaled dot", "general", "additive", "cosine"):
        assert matrix("cross", "all", score).argmax(axis=1).tolist() == alignment, score


def test_in_self_attention_most_words_look_at_another_word():
    best = matrix("self", "all", "scaled dot").argmax(axis=1)
    assert [ENGLISH[j] for j in best] == ["car", "car", "red", "car", "car"]


def test_a_causal_mask_across_sentences_hides_words_from_everyone():
    for frame in frames("cross", "causal").values():
        seen = frame.panels[0].seen
        assert [FRENCH[j] for j in np.flatnonzero(seen[0])] == ["la"]
        assert [FRENCH[j] for j in np.flatnonzero(~seen.any(axis=0))] == ["belle"]
        assert "“the” may see only “la”" in frame.warning
        assert "no query ever sees “belle”" in frame.warning


def test_only_the_causal_mask_across_sentences_is_called_a_mistake():
    warned = {values[:2] for values, frame in DIAL.frames.items() if frame.warning}
    assert warned == {("cross", "causal")}


def test_location_scores_do_not_read_the_keys():
    layer = LAYERS["cross"]
    query = vectors(ENGLISH) @ layer.w_query
    other = np.random.default_rng(0).normal(size=(len(FRENCH), DIM))
    for visible in VISIBLE:
        weights, _ = dials_axes.weights_of(layer, query, other, visible, "location")
        np.testing.assert_array_equal(weights, matrix("cross", visible, "location"))
        content, _ = dials_axes.weights_of(layer, query, other, visible, "dot")
        assert np.abs(content - matrix("cross", visible, "dot")).max() > 0.1


def test_what_is_said_of_the_scores_holds():
    cosine = matrix("cross", "all", "cosine")
    assert (cosine.max(axis=1) / cosine.min(axis=1)).max() <= np.e**2
    assert cosine.max() < 0.5 < matrix("cross", "all", "scaled dot").max()
    assert matrix("cross", "all", "dot").max(axis=1).min() > 0.95
    red, car = ENGLISH.index("red"), ENGLISH.index("car")
    rouge, voiture = FRENCH.index("rouge"), FRENCH.index("voiture")
    plain, general = matrix("cross", "all", "scaled dot"), matrix("cross", "all", "general")
    assert general[car, rouge] > 2 * plain[car, rouge]
    assert general[red, voiture] > 2 * plain[red, voiture]


def test_who_uses_it_is_said_of_states_that_exist_and_of_no_mistake():
    assert set(USED_BY) <= set(DIAL.frames)
    for values, frame in DIAL.frames.items():
        used = [note for note in frame.note if note.startswith("Used by")]
        assert used == ([USED_BY[values]] if values in USED_BY else [])
        assert not (used and frame.warning)


def test_the_printed_centres_are_the_rows_gaussians():
    note = " ".join(DIAL.frames["cross", "local-p", "location"].note)
    centres = note.split("Centres: ")[1].rstrip(".").split(", ")
    assert [each.rsplit(" ", 1)[0] for each in centres] == list(ENGLISH)
    seen = DIAL.frames["cross", "local-p", "location"].panels[0].seen
    for row, each in zip(seen, centres, strict=True):
        places = np.flatnonzero(row)
        centre = float(each.rsplit(" ", 1)[1])
        assert places.min() >= centre - 2.05
        assert places.max() <= centre + 2.05
