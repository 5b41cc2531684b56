"""Published figures: typed a second time here, and never without a source."""

import dataclasses
import json
import math

import numpy as np
import pytest

from attention_lib.published import DATA, all_published, published

# Typed again from the tables, not read from the file.
BRITZ = {
    "multiplicative": {128: "22.03", 256: "22.33", 512: "21.78", 1024: "18.22"},
    "additive": {128: "22.23", 256: "22.33", 512: "22.47", 1024: "22.10"},
}
VASWANI_TABLE_3 = {  # perplexity, BLEU
    "base": ("4.92", "25.8"),
    "h1": ("5.29", "24.9"),
    "h4": ("5.00", "25.5"),
    "h16": ("4.91", "25.8"),
    "h32": ("5.01", "25.4"),
}
FILLS = {"d2l": -1e6, "annotated-transformer": -1e9, "uva": -9e15, "rasbt": -math.inf}
THREADS = {
    "inverted-causal-mask": "LLMs-from-scratch, issue #1061",
    "blind-check": "W2D5",
    "lecture-scale-dmodel": "karpathy/ng-video-lecture",
    "nan-multihead": "pytorch/pytorch, issue #41508",
    "nan-sdpa": "pytorch/pytorch, issue #103963",
}


@pytest.mark.parametrize("kind", BRITZ)
@pytest.mark.parametrize("dimensions", [128, 256, 512, 1024])
def test_the_score_functions_have_the_published_bleu(kind, dimensions):
    figure = published(f"britz-{kind}-{dimensions}")
    assert figure.text == BRITZ[kind][dimensions]
    assert figure.value == float(BRITZ[kind][dimensions])
    assert (figure.year, figure.unit, figure.column) == (2017, "BLEU", "newstest2013")
    assert figure.row == f"{kind}, {dimensions} dimensions"


@pytest.mark.parametrize("row", VASWANI_TABLE_3)
def test_the_head_counts_have_the_published_scores(row):
    perplexity, bleu = published(f"vaswani-{row}-ppl"), published(f"vaswani-{row}-bleu")
    assert (perplexity.text, bleu.text) == VASWANI_TABLE_3[row]
    assert (perplexity.unit, bleu.unit) == ("perplexity", "BLEU")
    assert bleu.table == perplexity.table == "Table 3"
    assert bleu.row == perplexity.row
    heads = "8" if row == "base" else row.removeprefix("h")
    assert f"{heads} head" in bleu.row


@pytest.mark.parametrize("resource", FILLS)
def test_the_four_mask_fills_are_numbers_that_compute(resource):
    fill = published(f"mask-fill-{resource}").value
    assert fill == FILLS[resource]
    assert isinstance(fill, float)
    np.testing.assert_array_equal(np.exp([0.0, fill]), [1, 0])


@pytest.mark.parametrize("name", THREADS)
def test_the_cited_threads_and_files_are_named(name):
    assert THREADS[name] in published(name).source
    assert THREADS[name] in published(name).cite()


def test_the_lecture_scale_is_quoted_with_its_version():
    assert published("lecture-scale-dmodel").value == "C**-0.5"
    assert "a stored version, 0ceb005" in published("lecture-scale-dmodel").cite()


def test_only_figures_from_a_transcription_say_so():
    for figure in all_published().values():
        assert ("(from a transcription)" in figure.cite()) == (figure.mark == "T")
    assert [f.id for f in all_published().values() if f.mark == "T"] == ["britz-additive-1024"]


def test_a_citation_holds_source_year_place_and_value():
    assert published("vaswani-h1-bleu").cite() == (
        "Vaswani et al., Attention Is All You Need (2017), section 6.2, Table 3, "
        "(A): 1 head, d_k 512, newstest2013: 24.9 BLEU"
    )


def test_every_entry_keeps_the_evidence_policy():
    entries = json.loads(DATA.read_text(encoding="utf-8"))
    fields = {f.name for f in dataclasses.fields(published("nan-sdpa"))} - {"text"}
    assert len({entry["id"] for entry in entries}) == len(entries) > 0
    for entry in entries:
        assert set(entry) == fields, entry["id"]
        assert entry["mark"] in {"V", "T"}, entry["id"]
        assert entry["section"] or entry["table"], entry["id"]
        assert entry["year"] is None or 2014 <= entry["year"] <= 2026, entry["id"]
        assert entry["source"] and entry["column"] and entry["value"], entry["id"]
        assert len(entry["note"].split()) >= 4, entry["id"]
        assert entry["unit"] is None or isinstance(entry["value"], float), entry["id"]


def test_an_unknown_id_lists_similar_ones():
    with pytest.raises(KeyError, match=r"'britz-additive-2048'; similar: .*britz-additive-1024"):
        published("britz-additive-2048")
    with pytest.raises(KeyError, match=r"see data/published\.json"):
        published("@@@@")


def test_a_figure_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        published("nan-sdpa").value = "fine"
