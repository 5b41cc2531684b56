"""Python and JavaScript say the same: numbers, masks, words, colours and the copied code."""

import json

import matplotlib
import numpy as np
import pytest
from node import ask_javascript

from attention_lib.describe import names, number, weight
from attention_lib.examples import word_vectors
from attention_lib.views.colour import colour, round_limit, scale, text_colour
from attention_lib.widgets import AttentionEditor
from attention_lib.widgets.editor_state import MASKS, SCORES

AGREE = 1e-6
WORDS = [
    *("cat", "Cat", "the", "x", "don't", '"', "\\", "$x$", "<b>", "0"),
    *("naïve", "nai\u0308ve", "Straße", "猫", "мир", "שלום", "\u200fمرحبا"),
    *("🐈", "🐈\u200d⬛", "🇪🇺", "a" * 40, "😀" * 40, "\u00a0", "\ufeffbom"),
]


def editor(rng, mask, score="dot", **changes):
    """Return an editor of random sizes and numbers; changes replace its arguments."""
    length, head_dim, value_dim = (int(rng.integers(1, most)) for most in (17, 9, 9))
    length, head_dim = changes.pop("length", length), changes.pop("head_dim", head_dim)
    own_keys = rng.random() < 0.5 or "key_len" in changes
    key_len = changes.pop("key_len", int(rng.integers(1, 17))) if own_keys else length
    reach = changes.pop("reach", rng.choice([1, 2, 10]))
    if isinstance(mask, str) and mask == "custom":
        density = rng.choice([0, 0.5, 1], size=(length, 1))  # whole rows that see nothing
        mask = rng.random((length, key_len)) < density
    given = {
        "query": rng.uniform(-reach, reach, (length, head_dim)),
        "key": rng.uniform(-reach, reach, (key_len, head_dim)),
        "value": rng.uniform(-10, 10, (key_len, value_dim)),
        "general": rng.uniform(-10, 10, (head_dim, head_dim)) if rng.integers(2) else None,
        "additive_v": rng.uniform(-10, 10, head_dim) if rng.integers(2) else None,
        "window": int(rng.integers(0, 17)),
        "padding": int(rng.integers(0, key_len + 1)),
        "scaled": bool(rng.integers(2)),
        "temperature": float(rng.choice([0.1, 0.5, 1, 1, 3.3, 10])),
        "key_tokens": [f"k{i}" for i in range(key_len)] if own_keys else None,
    }
    words = [f"w{i}" for i in range(length)]
    return AttentionEditor(words, mask=mask, score=score, **{**given, **changes})


@pytest.fixture(scope="module")
def editors():
    """Hundreds of random ones, and the corners: tiny, huge scores, zeros, everything hidden."""
    rng = np.random.default_rng(0)
    combinations = [(mask, score) for mask in MASKS for score in SCORES]
    made = [editor(rng, *combinations[n % len(combinations)]) for n in range(320)]
    alone = {"key_tokens": None, "general": None, "additive_v": None}
    ends = {"query": [[10.0] * 8, [-10.0] * 8], "key": [[10.0] * 8, [10.0] * 8], **alone}
    for temperature in (0.1, 1, 10):
        made.append(editor(rng, "none", length=2, scaled=False, temperature=temperature, **ends))
    for score in SCORES:
        made.append(editor(rng, "none", score, length=1, key_len=1, head_dim=1))
        made.append(editor(rng, "causal", score, length=16, key_len=3, head_dim=8, reach=10))
        made.append(editor(rng, "causal", score, length=2, key_len=16, reach=10))
        made.append(editor(rng, "padding", score, length=3, key_len=5, padding=5))
        made.append(editor(rng, np.zeros((4, 6), dtype=bool), score, length=4, key_len=6))
        made.append(editor(rng, "window", score, length=7, window=0))
        zeros = {"query": np.zeros((3, 2)), "key": [[1, 1], [0, 0], [1e-5, 0]], "value": [[1]] * 3}
        made.append(editor(rng, "none", score, length=3, **{**zeros, **alone}))
    return made


@pytest.fixture(scope="module")
def from_javascript(editors):
    return ask_javascript([["attend", one.state] for one in editors])


def test_the_trials_reach_the_corners(editors):
    assert len(editors) >= 300
    largest = max(np.abs(one.scores).max() for one in editors if one.score == "dot")
    assert largest == 8000  # 8 · 10 · 10 ÷ 0.1
    for score in SCORES:
        ones = [one for one in editors if one.score == score]
        lengths = {(len(one.query), len(one.key)) for one in ones}
        assert any(rows < columns for rows, columns in lengths)
        assert any(rows > columns for rows, columns in lengths)
        assert {one.state["mask"] for one in ones} == set(MASKS)
    assert {one.state[name] is None for one in editors for name in ("general", "additive_v")} == {
        True,
        False,
    }
    assert any(not one.mask.any(axis=1).all() and one.mask.any() for one in editors)
    assert any(one.query.shape[1] != one.value.shape[1] for one in editors)


@pytest.mark.parametrize("name", ["scores", "weights", "output"])
def test_every_number_agrees_to_a_millionth(editors, from_javascript, name):
    for one, result in zip(editors, from_javascript, strict=True):
        ours, theirs = getattr(one, name), np.array(result[name])
        assert ours.shape == theirs.shape
        assert np.isfinite(theirs).all()
        assert np.abs(ours - theirs).max() <= AGREE, one.state


def test_the_same_keys_are_visible(editors, from_javascript):
    for one, result in zip(editors, from_javascript, strict=True):
        np.testing.assert_array_equal(one.mask, result["visible"])


def test_a_word_has_the_same_numbers_on_both_sides():
    asked = [(word, role) for word in WORDS for role in ("query", "key", "value")]
    answers = ask_javascript([["wordVector", word, role, 8] for word, role in asked])
    for (word, role), theirs in zip(asked, answers, strict=True):
        assert word_vectors([word], role, 8).tolist() == [theirs], (word, role)


def test_a_sentence_splits_into_the_same_words():
    sentences = [
        "the cat",
        "  a\tb\n c ",
        "a\u00a0b",
        "日本\u3000語",
        "\u200fשלום עולם",
        "a\u2003b",
        "a\u200bb",
    ]
    answers = ask_javascript([["parseWords", sentence] for sentence in sentences])
    for sentence, answer in zip(sentences, answers, strict=True):
        assert AttentionEditor(sentence).tokens == answer["tokens"]


def test_a_number_is_written_the_same_ties_included():
    rng = np.random.default_rng(1)
    ties = [k / 8 for k in range(-20, 21)] + [k / 16 for k in range(16)] + [2.5, 0.5, 1.5]
    numbers = ties + rng.normal(scale=3, size=300).tolist() + [8000.0, -800.0, 1e-12, -0.004, 0.005]
    asked = [(x, digits) for x in numbers for digits in (2, 3, 0)]
    answers = ask_javascript([["number", x, digits] for x, digits in asked])
    differ = {x: (number(*x), y) for x, y in zip(asked, answers, strict=True) if number(*x) != y}
    assert differ == {}


def test_a_weight_is_written_the_same_ties_included():
    rng = np.random.default_rng(2)
    shares = (
        [1 / n for n in range(1, 17)] + [k / 8 for k in range(9)] + [0.005, 0.00499, 0.0, 0.995]
    )
    asked = [(w, seen) for w in shares + rng.random(200).tolist() for seen in (True, False)]
    answers = ask_javascript([["weight", *one] for one in asked])
    differ = {w: (weight(*w), y) for w, y in zip(asked, answers, strict=True) if weight(*w) != y}
    assert differ == {}


def test_equal_words_are_told_apart_the_same():
    lists = [["the", "cat", "the"], WORDS, ["a"], ["é", "e\u0301", "é"], ["__proto__"] * 3]
    assert ask_javascript([["names", tokens] for tokens in lists]) == [names(t) for t in lists]


def test_colours_agree_exactly():
    rng = np.random.default_rng(3)
    shares = [0.0, 1.0, 0.5, *(i / 32 for i in range(33)), *rng.random(300), -0.1, 1.1]
    signed = [(x, limit) for limit in (1, 5, 10, 200) for x in rng.uniform(-1.1, 1.1, 80) * limit]
    asked = [["weightColour", w] for w in shares] + [["signedColour", *pair] for pair in signed]
    ours = [colour("weights", w) for w in shares]
    ours += [colour("signed", (x / limit + 1) / 2) for x, limit in signed]
    assert [tuple(rgb) for rgb in ask_javascript(asked)] == ours
    texts = ask_javascript([["textColour", rgb] for rgb in ours])
    assert texts == [text_colour(rgb) for rgb in ours]


def test_colour_limits_agree():
    rng = np.random.default_rng(4)
    lists = [[0.0], [1.0], [1.01], [-2.0, 1], [10.0], [-799.5], [8000.0]]
    lists += [(rng.normal(size=3) * 10 ** rng.uniform(-2, 4)).tolist() for _ in range(100)]
    assert ask_javascript([["roundLimit", one] for one in lists]) == [round_limit(x) for x in lists]


@pytest.mark.parametrize(
    ("kind", "name", "low", "high"), [("weights", "viridis", 0, 1), ("signed", "RdBu", 0.1, 0.9)]
)
def test_the_scales_are_matplotlibs(kind, name, low, high):
    published = matplotlib.colormaps[name]
    assert len(scale(kind)) == 33
    for at in np.linspace(0, 1, 500):
        rgb = np.array(published(low + at * (high - low))[:3]) * 255
        # Published in 256 steps, ours between 33 stops: a few of 255 either way.
        assert np.abs(rgb - colour(kind, at)).max() <= 5, (kind, at)


def test_copied_python_runs_and_gives_the_editors_weights(editors, capsys):
    chosen = editors[:45] + editors[-28:]
    hostile = AttentionEditor(['"];1/0#', "\\", "'''", "{x}", "猫🐈", "\u200b", "#"], mask="window")
    chosen.append(hostile)
    for one, text in zip(
        chosen, ask_javascript([["asPython", c.state] for c in chosen]), strict=True
    ):
        namespace = {}
        exec(text, namespace)
        assert namespace["tokens"] == one.tokens
        assert namespace.get("key_tokens") == one.key_tokens
        assert np.abs(namespace["weights"] - one.weights).max() <= AGREE
        assert np.abs(namespace["output"] - one.output).max() <= AGREE
        assert capsys.readouterr().out == f"{one.weights.round(2)}\n"


@pytest.mark.parametrize("key_tokens", [None, ["k1", "nouveau", "w0"]])
def test_new_words_make_the_same_state_on_both_sides(editors, key_tokens):
    tokens = ["w2", "new", "w0", "k1", "w1"]
    asked = [["withTokens", one.state, tokens, key_tokens] for one in editors[:80]]
    for one, theirs in zip(editors, ask_javascript(asked), strict=False):
        follower, ours = AttentionEditor(), AttentionEditor()
        follower.set_state({"state": json.loads(json.dumps(theirs))})
        ours.set_state({"state": one.state})
        ours.update(tokens=tokens, key_tokens=key_tokens)
        assert ours.state == {**follower.state, "seq": ours.state["seq"]}
        assert follower.weights.shape == (5, 5 if key_tokens is None else 3)
