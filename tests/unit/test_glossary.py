"""The glossary: its names are the library's, its shapes are what the library gives."""

import ast
import re
from pathlib import Path

import numpy as np
import pytest
from notebook_text import FENCE, HEADING, read

import attention_lib as al
from attention_lib.practice.glossary import glossary

ROOT = Path(__file__).parents[2]
TERMS = glossary()
each_term = pytest.mark.parametrize("term", TERMS, ids=lambda term: term.term)
# No two axes are equally long.
SIZES = {"query_len": 5, "key_len": 7, "length": 9, "model_dim": 10}
SIZES |= {"num_heads": 4, "num_kv_heads": 2, "head_dim": 6, "value_dim": 3, "1": 1}


def names_of(file):
    """Yield what a module of the library defines, and what its functions are given."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


@pytest.fixture(scope="module")
def names():
    files = (ROOT / "attention_lib").rglob("*.py")
    return {name for file in files for name in names_of(file)}


@pytest.fixture(scope="module")
def sections():
    """Return (number of the notebook, heading) → all below it, up to the next heading."""
    found, heading = {}, ""
    for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
        number = int(path.name[:2])
        for cell in read(path).cells:
            prose = cell.cell_type == "markdown"
            above, *rest = HEADING.split(FENCE.sub("", cell.source)) if prose else [cell.source]
            found[number, heading] = found.get((number, heading), "") + above
            for heading, text in zip(rest[1::3], rest[2::3], strict=True):
                found[number, heading] = text
    return found


def test_terms_are_unique_and_in_alphabetical_order():
    terms = [term.term.casefold().replace("–", "-") for term in TERMS]
    assert len(set(terms)) == len(terms) >= 60
    assert terms == sorted(terms)


@each_term
def test_a_definition_is_one_sentence(term):
    assert re.fullmatch(r"[A-Z].{20,150}\.", term.definition), len(term.definition)
    assert ". " not in term.definition
    # A bar would end a cell of the page's table.
    assert "|" not in f"{term.term}{term.symbol}{term.shape}{term.definition}"


@each_term
def test_a_code_name_is_a_name_of_the_library(term, names):
    assert set(term.code) <= names


@each_term
def test_a_term_is_explained_in_the_section_that_is_named(term, sections):
    assert (term.notebook, term.section) in sections
    text = re.sub(r"[\s*`#]+", " ", sections[term.notebook, term.section]).casefold()
    words = term.term.casefold().split()
    called = all(word.removesuffix("ing")[:5] in text for word in words)
    assert called or any(name.casefold() in text for name in term.code)


def test_every_axis_of_a_shape_is_known_by_name():
    axes = {axis for term in TERMS for axis in re.findall(r"[a-z_]+|\d+", term.shape)}
    assert axes <= set(SIZES)


def arrays():
    """Return one array of the library for every term with a shape."""
    rng = np.random.default_rng(0)
    n, m, length = SIZES["query_len"], SIZES["key_len"], SIZES["length"]
    query, key, value = (rng.standard_normal(shape) for shape in ((n, 6), (m, 6), (m, 3)))
    x, memory, text = (rng.standard_normal((rows, 10)) for rows in (n, m, length))
    matrix, v, split = rng.standard_normal((6, 8)), np.ones(8), rng.standard_normal((length, 24))
    output, weights = al.scaled_dot_product_attention(query, key, value, return_weights=True)
    layer, shared, cache = layer_of(rng, 4), layer_of(rng, 2), al.KeyValueCache()
    al.attend_step(shared, text, cache)
    return {
        "additive score": al.additive_score(query, key, w_query=matrix, w_key=matrix, v=v),
        "ALiBi": al.alibi_bias(n, m, num_heads=4),
        "attention": al.attend(query, key, value),
        "causal mask": al.causal_mask(n, m),
        "centre": al.predicted_centres(query, matrix=matrix, v=v, key_len=m),
        "concat score": al.concat_score(query, key, matrix=np.vstack([matrix, matrix]), v=v),
        "dot product": al.dot_score(query, key),
        "feed-forward part": al.FeedForward.init(rng, 10, 8)(text),
        "general score": al.general_score(query, key, matrix=np.eye(6)),
        "hard attention": al.hard_attention(query, key, value, rng=rng),
        "head": al.scaled_dot_product_attention(layer.queries(x), *layer.keys_and_values(memory)),
        "key": key,
        "key–value cache": cache.key,
        "layer norm": al.layer_norm(text, np.ones(10), np.zeros(10)),
        "local attention": al.local_attention(query, key, value, half_width=1),
        "location score": al.location_score(query, matrix=rng.standard_normal((6, m)), key_len=m),
        "mask": al.combine_masks(al.causal_mask(n, m), al.padding_mask(2, m)),
        "merging heads": al.merge_heads(rng.standard_normal((4, length, 3))),
        "multi-head attention": layer(x, memory),
        "output": output,
        "output projection": layer.w_output,
        "padding mask": al.padding_mask(3, m),
        "projection": layer.w_query,
        "query": query,
        "reach": al.receptive_field(al.causal_mask(length), 2),
        "residual": al.add_and_norm(text, np.tanh, al.LayerNorm.init(10)),
        "rotary position": al.rotary(rng.standard_normal((length, 6))),
        "scaled dot-product attention": output,
        "score": al.scores(query, key),
        "sinusoidal position": al.sinusoidal_positions(length, 10),
        "sliding window": al.window_mask(n, m, before=1),
        "softmax": al.softmax(al.scores(query, key)),
        "splitting heads": al.split_heads(split, 4),
        "value": value,
        "weight": weights,
    }


def layer_of(rng, num_kv_heads):
    """Return a layer of width 10 with 4 query heads of width 6, and values of width 3."""
    widths = (10, 4 * 6), (10, num_kv_heads * 6), (10, num_kv_heads * 3), (4 * 3, 10)
    matrices = (rng.standard_normal(shape) for shape in widths)
    return al.MultiHeadAttention(*matrices, num_heads=4, num_kv_heads=num_kv_heads)


def test_every_shape_is_what_the_library_gives():
    promised = {term.term: term.shape for term in TERMS if term.shape}
    given = {name: array.shape for name, array in arrays().items()}
    assert promised.keys() == given.keys()
    for name, shape in promised.items():
        # "num_heads * value_dim" is one axis; a single axis is written without a comma.
        assert tuple(eval(axis, {}, SIZES) for axis in shape[1:-1].split(",")) == given[name], name
