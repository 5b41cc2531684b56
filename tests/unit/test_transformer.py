"""The Transformer and its parts: what each may see, what each counts, every shape."""

import re
import statistics

import numpy as np
import pytest

from attention_lib import (
    DecoderBlock,
    EncoderBlock,
    FeedForward,
    LayerNorm,
    MultiHeadAttention,
    Transformer,
    add_and_norm,
    count_parameters,
    gelu,
    layer_norm,
    named_parameters,
    relu,
    sinusoidal_positions,
    trace,
)
from attention_lib.models import load_translator

KINDS = ("encoder-decoder", "encoder-only", "decoder-only")
BASE = {"model_dim": 512, "hidden_dim": 2048, "num_heads": 8}


def numbers(*shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape)


def words(*shape, seed=0, vocabulary=11):
    return np.random.default_rng(seed).integers(0, vocabulary, shape)


def model_of(kind="encoder-decoder", **options):
    sizes = {"vocabulary": 11, "model_dim": 12, "hidden_dim": 20, "num_heads": 3}
    return Transformer.init(np.random.default_rng(0), kind=kind, **sizes | options)


def block_of(block, **options):
    return block.init(np.random.default_rng(0), 12, 20, num_heads=3, **options)


# --- the parts ---


def test_layer_norm_brings_every_token_by_itself_to_mean_0_and_variance_1():
    x = numbers(2, 5, 64) * np.array([0.1, 1, 3, 30, 1000])[:, None] + 7
    normed = layer_norm(x, np.ones(64), np.zeros(64))
    np.testing.assert_allclose(normed.mean(axis=-1), 0, atol=1e-12)
    np.testing.assert_allclose(normed.std(axis=-1), 1, rtol=1e-2)
    np.testing.assert_allclose(normed[:, 1:].std(axis=-1), 1, rtol=1e-4)
    x[0, 0] = 0
    np.testing.assert_array_equal(layer_norm(x, np.ones(64), np.zeros(64))[0, 1:], normed[0, 1:])


def test_layer_norm_learns_a_gain_and_a_bias_for_every_component():
    x, gain, bias = numbers(4, 6), numbers(6, seed=1), numbers(6, seed=2)
    plain = layer_norm(x, np.ones(6), np.zeros(6))
    np.testing.assert_allclose(LayerNorm(gain, bias)(x), plain * gain + bias)
    constant = np.full((2, 6), 3.0)
    np.testing.assert_array_equal(LayerNorm(gain, bias)(constant), [bias, bias])
    tiny = layer_norm(x * 1e-6, gain, bias, epsilon=1e-2)
    np.testing.assert_allclose(tiny, [bias] * 4, atol=1e-3)  # epsilon keeps it from blowing up


def test_gelu_weighs_by_the_normal_distribution_and_relu_cuts():
    x = np.linspace(-4, 5, 19)
    below = [statistics.NormalDist().cdf(value) for value in x]
    np.testing.assert_allclose(gelu(x), x * below, rtol=0, atol=1e-14)
    np.testing.assert_array_equal(relu(x), [max(value, 0) for value in x])
    assert gelu(np.float32([1, 2])).dtype == np.float32
    assert gelu([1, 2]).dtype == np.float64


@pytest.mark.parametrize("activation", ["relu", "gelu"])
def test_feed_forward_changes_every_token_by_itself(activation):
    layer = FeedForward.init(np.random.default_rng(0), 6, 10, activation=activation)
    layer.b_inner[:], layer.b_outer[:] = numbers(10, seed=1), numbers(6, seed=2)
    x = numbers(2, 5, 6)
    output = layer(x)
    act = {"relu": relu, "gelu": gelu}[activation]
    for place in np.ndindex(2, 5):
        inner = act(layer.w_inner.T @ x[place] + layer.b_inner)
        np.testing.assert_allclose(output[place], layer.w_outer.T @ inner + layer.b_outer)


def test_post_norm_is_the_papers_order_and_what_leaves_it_is_normed():
    x, norm = 3 * numbers(4, 6) + 1, LayerNorm.init(6)
    paper = add_and_norm(x, np.sin, norm)
    np.testing.assert_array_equal(paper, norm(x + np.sin(x)))
    np.testing.assert_allclose(paper.mean(axis=-1), 0, atol=1e-12)
    np.testing.assert_array_equal(add_and_norm(x, np.sin, norm, "pre"), x + np.sin(norm(x)))
    for block in (EncoderBlock, DecoderBlock):
        assert block_of(block).order == "post"
    assert {block.order for block in model_of().encoder + model_of().decoder} == {"post"}


def test_only_pre_norm_leaves_a_path_from_input_to_output_free():
    """With parts that add nothing, the residual path alone remains."""
    x = 3 * numbers(4, 12) + 1
    blocks = {order: block_of(EncoderBlock, order=order) for order in ("pre", "post")}
    for block in blocks.values():
        block.self_attention.w_output[:] = 0
        block.feed_forward.w_outer[:] = 0
    np.testing.assert_array_equal(blocks["pre"](x), x)
    np.testing.assert_allclose(blocks["post"](x), LayerNorm.init(12)(x), rtol=1e-4)


# --- the blocks ---


@pytest.mark.parametrize("order", ["post", "pre"])
def test_an_encoder_block_is_blind_to_order(order):
    block, x = block_of(EncoderBlock, order=order), numbers(5, 12)
    shuffled = [3, 0, 4, 1, 2]
    np.testing.assert_allclose(block(x[shuffled]), block(x)[shuffled], atol=1e-12)


@pytest.mark.parametrize("order", ["post", "pre"])
def test_a_decoder_block_sees_its_past_and_all_of_the_memory_but_not_its_future(order):
    block = block_of(DecoderBlock, order=order)
    x, memory = numbers(2, 6, 12), numbers(2, 4, 12, seed=1)
    before = block(x, memory)
    later = x.copy()
    later[:, 3] += numbers(12, seed=3)  # not a constant, which a norm takes away
    changed = np.abs(block(later, memory) - before).max(axis=(0, 2)) > 1e-8
    assert changed.tolist() == [False, False, False, True, True, True]
    edited = memory.copy()
    edited[:, 3] += numbers(12, seed=2)
    assert (np.abs(block(x, edited) - before).max(axis=(0, 2)) > 1e-8).all()
    mask = np.arange(4) < 3
    hidden = block(x, memory, memory_mask=mask)
    np.testing.assert_array_equal(block(x, edited, memory_mask=mask), hidden)


@pytest.mark.parametrize("order", ["post", "pre"])
def test_a_decoder_block_is_its_three_parts_in_the_papers_order(order):
    block = block_of(DecoderBlock, order=order)
    for norm in (block.norm_self, block.norm_cross, block.norm_inner):
        norm.gain[:] = 1 + np.arange(12) / 12
    x, memory = numbers(6, 12), numbers(4, 12, seed=1)

    def wrap(x, norm, part):
        return norm(x + part(x)) if order == "post" else x + part(norm(x))

    y = wrap(x, block.norm_self, lambda x: block.self_attention(x, is_causal=True))
    y = wrap(y, block.norm_cross, lambda x: block.cross_attention(x, memory))
    y = wrap(y, block.norm_inner, block.feed_forward)
    np.testing.assert_allclose(block(x, memory), y, atol=1e-12)


# --- the whole ---


def run(model, source, target, **options):
    """Call a model of any kind with what it takes."""
    if model.kind == "encoder-decoder":
        return model(source, target, **options)
    return model(target if model.kind == "decoder-only" else source, **options)


@pytest.mark.parametrize("order", ["post", "pre"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_scores_every_word_at_every_place(kind, order):
    model = model_of(kind, order=order)
    source, target = words(2, 5), words(2, 7, seed=1)
    logits = run(model, source, target)
    length = 5 if kind == "encoder-only" else 7
    assert model.kind == kind
    assert logits.shape == (2, length, 11)
    for row in range(2):
        np.testing.assert_allclose(run(model, source[row], target[row]), logits[row], atol=1e-12)


@pytest.mark.parametrize("kind", ["encoder-decoder", "decoder-only"])
def test_what_is_written_depends_on_the_words_before_it_alone(kind):
    model, source, target = model_of(kind), words(5), words(7, seed=1)
    before = run(model, source, target)
    edited = target.copy()
    edited[4] = (target[4] + 1) % 11
    changed = np.abs(run(model, source, edited) - before).max(axis=-1) > 1e-8
    assert changed.tolist() == [False] * 4 + [True] * 3


def test_every_word_written_depends_on_every_word_read():
    model, source, target = model_of(), words(5), words(7, seed=1)
    before = model(source, target)
    for place in range(5):
        edited = source.copy()
        edited[place] = (source[place] + 1) % 11
        assert (np.abs(model(edited, target) - before).max(axis=-1) > 1e-8).all()


@pytest.mark.parametrize("kind", ["encoder-decoder", "encoder-only"])
def test_padding_read_changes_nothing(kind):
    model, source, target = model_of(kind), words(2, 5), words(2, 7, seed=1)
    keep = np.arange(5) < np.array([[5], [3]])
    padded = run(model, source, target, keep=keep)[1]
    alone = run(model, source[1, :3], target[1])
    np.testing.assert_allclose(padded[: len(alone)], alone, atol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_order_matters_because_positions_are_added(kind):
    model = model_of(kind)
    swapped = run(model, [1, 2, 3, 4], [1, 2, 3, 4])
    if kind == "decoder-only":
        assert np.abs(run(model, None, [2, 1, 3, 4]) - swapped)[3].max() > 1e-3
    else:
        assert np.abs(run(model, [2, 1, 3, 4], [1, 2, 3, 4]) - swapped)[3].max() > 1e-3


def test_words_enter_as_embeddings_times_the_root_of_the_width_plus_positions():
    seen = {}
    model_of()([3, 1], [4, 1, 5], watch=lambda name, array: seen.setdefault(name, array))
    table = model_of().source_embedding
    np.testing.assert_allclose(
        seen["source"], np.sqrt(12) * table[[3, 1]] + sinusoidal_positions(2, 12), atol=1e-12
    )
    np.testing.assert_allclose(
        seen["target"], np.sqrt(12) * table[[4, 1, 5]] + sinusoidal_positions(3, 12), atol=1e-12
    )
    assert (table * np.sqrt(12)).std() == pytest.approx(1, abs=0.2)


def test_a_tied_output_scores_with_the_embedding_and_an_untied_one_with_its_own():
    tied, untied = model_of(), model_of(tied=False)
    before = untied([3, 1], [4])
    assert count_parameters(untied) == count_parameters(tied) + 12 * 11
    untied.w_logits[:, 7] = 0
    assert (untied([3, 1], [4])[:, 7] == 0).all()
    np.testing.assert_array_equal(untied([3, 1], [4])[:, :7], before[:, :7])
    decoded = tied.decode([4], tied.encode([3, 1]))
    np.testing.assert_allclose(tied([3, 1], [4]), decoded @ tied.target_embedding.T)


def test_two_vocabularies_have_an_embedding_each():
    model = model_of(source_vocabulary=29)
    assert model.source_embedding.shape == (29, 12)
    assert model.target_embedding.shape == (11, 12)
    assert model([28, 3], [10, 1]).shape == (2, 11)
    assert count_parameters(model) == count_parameters(model_of()) + 29 * 12


@pytest.mark.parametrize(
    ("order", "final_norm", "has"),
    [("post", None, False), ("pre", None, True), ("post", True, True), ("pre", False, False)],
)
def test_a_last_norm_is_there_where_the_blocks_norm_first_or_it_is_asked_for(
    order, final_norm, has
):
    model = model_of(order=order, final_norm=final_norm)
    assert [norm is not None for norm in (model.norm_encoder, model.norm_decoder)] == [has, has]
    normed = np.abs(model.encode(words(5)).mean(axis=-1)).max() < 1e-12
    assert normed == (has or order == "post")


def translator_as_a_model(translator):
    """Return the Transformer that the trained numbers of a translator make up."""
    numbers = translator.parameters

    def attention(name):
        parts = ("query", "key", "value", "output")
        return MultiHeadAttention(
            *(numbers[f"{name}.{part}.weight"].T for part in parts),
            num_heads=translator.num_heads,
            **{f"b_{part}": numbers[f"{name}.{part}.bias"] for part in parts},
        )

    def norm(name):
        return LayerNorm(numbers[f"{name}.weight"], numbers[f"{name}.bias"])

    def feed_forward(name):
        inner, outer = f"{name}.inner", f"{name}.outer"
        return FeedForward(
            numbers[f"{inner}.weight"].T,
            numbers[f"{inner}.bias"],
            numbers[f"{outer}.weight"].T,
            numbers[f"{outer}.bias"],
        )

    def parts(name, *attentions):
        for attend in attentions:
            yield attention(f"{name}.attend_{attend}")
            yield norm(f"{name}.norm_{attend}")
        yield feed_forward(name)
        yield norm(f"{name}.norm_inner")

    places = range(2)
    return Transformer(
        source_embedding=numbers["source_embedding.weight"],
        encoder=[EncoderBlock(*parts(f"encoder.{i}", "self"), order="pre") for i in places],
        norm_encoder=norm("norm_encoder"),
        target_embedding=numbers["target_embedding.weight"],
        decoder=[
            DecoderBlock(*parts(f"decoder.{i}", "self", "cross"), order="pre") for i in places
        ],
        norm_decoder=norm("norm_decoder"),
        w_logits=numbers["output.weight"].T,
        b_logits=numbers["output.bias"],
    )


@pytest.mark.parametrize("name", ["transformer-1", "transformer-4"])
def test_the_shipped_translator_is_such_a_transformer(name):
    """The trained numbers, in the blocks of this module, score as the translator does."""
    translator = load_translator(name)
    model = translator_as_a_model(translator)
    assert count_parameters(model) == sum(a.size for a in translator.parameters.values())
    source, target = np.array([[5, 7, 9, 4, 6]]), np.array([[1, 8, 10, 12]])
    memory = translator.remember(source)
    state, steps = translator.begin(memory), []
    for word in target[0]:
        logits, state, _ = translator.step(memory, state, np.array([word]))
        steps.append(logits)
    np.testing.assert_allclose(model(source, target)[0], np.concatenate(steps), atol=1e-12)


# --- shapes and counts ---


def test_every_shape_on_the_way_is_traced_in_order():
    model = model_of(num_layers=1, num_kv_heads=1, order="pre")
    attention = [("query", (2, 3, 5, 4)), ("key", (2, 1, 5, 4)), ("value", (2, 1, 5, 4))]
    attention += [("weights", (2, 3, 5, 5)), ("heads", (2, 3, 5, 4)), ("output", (2, 5, 12))]
    written = [("query", (2, 3, 7, 4)), ("key", (2, 1, 7, 4)), ("value", (2, 1, 7, 4))]
    written += [("weights", (2, 3, 7, 7)), ("heads", (2, 3, 7, 4)), ("output", (2, 7, 12))]
    crossed = [("query", (2, 3, 7, 4)), ("key", (2, 1, 5, 4)), ("value", (2, 1, 5, 4))]
    crossed += [("weights", (2, 3, 7, 5)), ("heads", (2, 3, 7, 4)), ("output", (2, 7, 12))]
    expected = [
        ("source", (2, 5, 12)),
        *((f"encoder.0.self_attention.{name}", shape) for name, shape in attention),
        ("encoder.0.after_self_attention", (2, 5, 12)),
        ("encoder.0.feed_forward.inner", (2, 5, 20)),
        ("encoder.0.feed_forward.output", (2, 5, 12)),
        ("encoder.0.after_feed_forward", (2, 5, 12)),
        ("norm_encoder", (2, 5, 12)),
        ("target", (2, 7, 12)),
        *((f"decoder.0.self_attention.{name}", shape) for name, shape in written),
        ("decoder.0.after_self_attention", (2, 7, 12)),
        *((f"decoder.0.cross_attention.{name}", shape) for name, shape in crossed),
        ("decoder.0.after_cross_attention", (2, 7, 12)),
        ("decoder.0.feed_forward.inner", (2, 7, 20)),
        ("decoder.0.feed_forward.output", (2, 7, 12)),
        ("decoder.0.after_feed_forward", (2, 7, 12)),
        ("norm_decoder", (2, 7, 12)),
        ("logits", (2, 7, 11)),
    ]
    assert list(trace(model, words(2, 5), words(2, 7)).items()) == expected


def test_watching_changes_no_number_and_sees_the_arrays_themselves():
    model, seen = model_of(), {}
    source, target = words(5), words(7, seed=1)
    logits = model(source, target, watch=lambda name, array: seen.update({name: array}))
    np.testing.assert_array_equal(logits, model(source, target))
    assert seen["logits"] is logits
    weights = seen["decoder.1.cross_attention.weights"]
    np.testing.assert_allclose(weights.sum(axis=-1), 1)
    np.testing.assert_array_equal(np.triu(seen["decoder.1.self_attention.weights"], 1), 0)
    assert list(seen) == list(trace(model, source, target))


def test_a_base_block_has_more_parameters_in_its_feed_forward_part_than_in_attention():
    """Vaswani et al., section 3: the Transformer is not attention only."""
    encoder = EncoderBlock.init(None, 512, 2048, num_heads=8)
    assert count_parameters(encoder, depth=1) == {
        "self_attention": 1_048_576,
        "norm_self": 1024,
        "feed_forward": 2_099_712,
        "norm_inner": 1024,
    }
    decoder = DecoderBlock.init(None, 512, 2048, num_heads=8)
    assert count_parameters(decoder) == 2 * 1_048_576 + 2_099_712 + 3 * 1024


def test_the_base_model_is_counted_part_by_part_and_takes_no_memory_to_count():
    """One shared embedding of 37 000 word pieces; the paper rounds its count to 65 · 10⁶."""
    model = Transformer.init(None, vocabulary=37_000, num_layers=6, **BASE)
    assert count_parameters(model, depth=1) == {
        "source_embedding": 37_000 * 512,
        "encoder": 6 * 3_150_336,
        "decoder": 6 * 4_199_936,
    }
    assert count_parameters(model) == 63_045_632
    assert count_parameters(model, depth=2)["decoder.5"] == 4_199_936
    held = sum(
        np.lib.array_utils.byte_bounds(a)[1] - np.lib.array_utils.byte_bounds(a)[0]
        for a in named_parameters(model).values()
    )
    assert held < 1_000_000


def test_parameters_have_the_names_of_the_attributes_that_lead_to_them():
    model = model_of(tied=False)
    for name, array in named_parameters(model).items():
        part = model
        for word in name.split("."):
            part = part[int(word)] if word.isdigit() else getattr(part, word)
        assert part is array, name
    assert "decoder.1.cross_attention.w_value" in named_parameters(model)
    assert "target_embedding" not in named_parameters(model)  # the same array as the source's


def test_a_seed_draws_the_same_model_and_every_matrix_differs():
    first, second = (named_parameters(model_of(tied=False)) for _ in range(2))
    for name, array in first.items():
        np.testing.assert_array_equal(array, second[name])
    matrices = [array for array in first.values() if array.ndim == 2]
    assert len({array[0, 0] for array in matrices}) == len(matrices) > 20


# --- what is refused ---


def message_of(call, kind=ValueError):
    with pytest.raises(kind) as caught:
        call()
    return str(caught.value)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: model_of()([3, 11], [1]),
            "tokens must lie in 0 … vocabulary - 1 = 10; got 3 … 11",
        ),
        (lambda: model_of()([3], [-1]), "tokens must lie in 0 … vocabulary - 1 = 10; got -1 … -1"),
        (
            lambda: model_of("decoder-only")([[3, 1], [4]]),
            "tokens must be rectangular: all rows of the same length",
        ),
        (
            lambda: model_of()([3]),
            "an encoder-decoder takes source and target, the others one sequence; "
            "got one for kind 'encoder-decoder'",
        ),
        (
            lambda: model_of("decoder-only")([3], [4]),
            "an encoder-decoder takes source and target, the others one sequence; "
            "got two for kind 'decoder-only'",
        ),
        (
            lambda: model_of("decoder-only")([3], keep=np.array([True])),
            "a decoder-only model hides the future already; got keep",
        ),
        (
            lambda: model_of("encoder"),
            "kind must be one of ['encoder-decoder', 'encoder-only', 'decoder-only']; "
            "got 'encoder'",
        ),
        (
            lambda: Transformer(encoder=model_of().encoder),
            "blocks and embedding of the encoder go together; got 2 blocks and no embedding",
        ),
        (
            lambda: Transformer(target_embedding=np.ones((5, 4))),
            "blocks and embedding of the decoder go together; got 0 blocks and an embedding",
        ),
        (
            lambda: Transformer(encoder=model_of().encoder, source_embedding=[1.0, 2.0]),
            "source_embedding must have the shape (from_dim, to_dim); got (2,)",
        ),
        (
            lambda: Transformer(),
            "a Transformer needs an encoder, a decoder, or both; got neither",
        ),
        (lambda: model_of(num_layers=0), "num_layers must be 1 or more; got 0"),
        (
            lambda: block_of(DecoderBlock)(numbers(4, 12)),
            "memory and cross_attention go together; got memory None and a cross_attention",
        ),
        (
            lambda: block_of(DecoderBlock, cross=False)(numbers(4, 12), numbers(5, 12)),
            "memory and cross_attention go together; got memory (5, 12) and no cross_attention",
        ),
        (
            lambda: block_of(EncoderBlock)(numbers(4, 7)),
            "x must have the shape (..., length, model_dim = 12); got (4, 7)",
        ),
        (
            lambda: block_of(EncoderBlock, order="before")(numbers(4, 12)),
            "order must be one of ['post', 'pre']; got 'before'",
        ),
        (
            lambda: FeedForward.init(None, 4, 6, activation="tanh"),
            "activation must be one of ['relu', 'gelu']; got 'tanh'",
        ),
        (
            lambda: FeedForward(np.ones((4, 6)), np.ones(6), np.ones((4, 6)), np.ones(4)),
            "w_outer must have the shape (hidden_dim, model_dim) = (6, 4); got (4, 6)",
        ),
        (
            lambda: LayerNorm(np.ones(4), np.ones(3)),
            "bias must have the shape (model_dim,) = (4,); got (3,)",
        ),
    ],
)
def test_an_error_says_what_must_hold_and_what_was_given(call, message):
    assert message_of(call) == message


@pytest.mark.parametrize("tokens", [[1.0, 2.0], [True, False], 3, ["a"]], ids=str)
def test_tokens_that_are_no_integers_are_refused(tokens):
    said = message_of(lambda: model_of("decoder-only")(tokens), TypeError)
    assert re.match(r"tokens must be integers \(\.\.\., length\); got ", said)


def test_a_text_of_no_words_yet_has_no_scores():
    assert model_of("decoder-only")([]).shape == (0, 11)
    assert MultiHeadAttention.init(None, 4, num_heads=2)(np.ones((0, 4))).shape == (0, 4)
