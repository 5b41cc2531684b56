"""Published figures: typed a second time here, and never without a source."""

import dataclasses
import json
import math

import numpy as np
import pytest

from attention_lib.published import DATA, all_published, published, published_table

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
VASWANI_TABLE_1 = {  # complexity per layer, sequential operations, maximum path length
    "Self-Attention": ["O(n² · d)", "O(1)", "O(1)"],
    "Recurrent": ["O(n · d²)", "O(n)", "O(n)"],
    "Convolutional": ["O(k · n · d²)", "O(1)", "O(log_k(n))"],
    "Self-Attention (restricted)": ["O(r · n · d)", "O(1)", "O(n/r)"],
}
LUONG_TABLE_4 = {  # perplexity, BLEU before and after unk replacement
    "global (location)": ["6.4", "18.1", "19.3"],
    "global (dot)": ["6.1", "18.6", "20.5"],
    "global (general)": ["6.1", "17.3", "19.1"],
    "local-m (dot)": [">7.0", "x", "x"],
    "local-m (general)": ["6.2", "18.6", "20.4"],
    "local-p (dot)": ["6.6", "18.0", "19.6"],
    "local-p (general)": ["5.9", "19.0", "20.9"],
}
LUONG_STEPS = {
    "base": "11.3",
    "reverse": "12.6",
    "dropout": "14.0",
    "global": "16.8",
    "feed": "18.1",
    "local-p": "19.0",
    "unk": "20.9",
    "ensemble": "23.0",
}
LUONG_AER = {
    "global (location)": ["0.39"],
    "local-m (general)": ["0.34"],
    "local-p (general)": ["0.36"],
    "ensemble": ["0.34"],
    "Berkeley Aligner": ["0.32"],
}
BAHDANAU = {  # all sentences, sentences without unknown words
    "RNNencdec-30": ["13.93", "24.19"],
    "RNNsearch-30": ["21.50", "31.44"],
    "RNNencdec-50": ["17.82", "26.71"],
    "RNNsearch-50": ["26.75", "34.16"],
    "RNNsearch-50*": ["28.45", "36.15"],
    "Moses": ["33.30", "35.63"],
}
LONGFORMER = {
    "decreasing w (from 512 to 32)": ["1.24"],
    "fixed w (= 230)": ["1.23"],
    "increasing w (from 32 to 512)": ["1.21"],
    "no dilation": ["1.21"],
    "dilation on 2 heads": ["1.20"],
}
SHAZEER = {  # ln(perplexity) and BLEU in development, BLEU with beam 1 and 4 in test
    "multi-head, h 8, d_k 128": ["1.424", "26.7", "27.7", "28.4"],
    "multi-query, h 8, d_k 128": ["1.439", "26.5", "27.5", "28.5"],
    "multi-head local, h 8, d_k 128": ["1.427", "26.6", "27.5", "28.3"],
    "multi-query local, h 8, d_k 128": ["1.437", "26.5", "27.6", "28.2"],
    "multi-head, h 1, d_k 128": ["1.518", "25.8"],
    "multi-head, h 2, d_k 64": ["1.480", "26.2", "26.8", "27.9"],
    "multi-head, h 4, d_k 32": ["1.488", "26.1"],
    "multi-head, h 8, d_k 16": ["1.513", "25.8"],
}
FILLS = {"d2l": -1e6, "annotated-transformer": -1e9, "uva": -9e15, "rasbt": -math.inf}
THREADS = {
    "inverted-causal-mask": "LLMs-from-scratch, issue #1061",
    "blind-check": "W2D5",
    "lecture-scale-dmodel": "karpathy/ng-video-lecture",
    "nan-multihead": "pytorch/pytorch, issue #41508",
    "nan-sdpa": "pytorch/pytorch, issue #103963",
    "keras-cross-causal": "neural_machine_translation_with_transformer.py",
    "pytorch-tutorial-scores": "pytorch/tutorials, issue #130",
    "pytorch-tutorial-twin": "spro/practical-pytorch, issue #149",
    "neuromatch-positions": "W2D5",
}
FROM_TRANSCRIPTIONS = (
    "britz-additive-1024",
    "luong-step-",
    "luong-half-width",
    "bahdanau-",
    "michel-",
    "clark-",
    "voita-subtitles",
    "voita-wmt",
    "voita-rare",
    *(f"voita-{relation}" for relation in ("nsubj", "dobj", "amod", "advmod")),
)


@pytest.mark.parametrize("kind", BRITZ)
@pytest.mark.parametrize("dimensions", [128, 256, 512, 1024])
def test_the_score_functions_have_the_published_bleu(kind, dimensions):
    figure = published(f"britz-{kind}-{dimensions}")
    assert figure.text == BRITZ[kind][dimensions]
    assert figure.value == float(BRITZ[kind][dimensions])
    assert (figure.year, figure.unit, figure.column) == (2017, "BLEU", "newstest2013")
    assert figure.row == f"{kind}, {dimensions} dimensions"


def texts(rows):
    """Return a table as printed."""
    return {row: [figure.text for figure in figures.values()] for row, figures in rows.items()}


@pytest.mark.parametrize(
    ("source", "table", "printed"),
    [
        ("Vaswani", "Table 1", VASWANI_TABLE_1),
        ("Luong", "Table 4", LUONG_TABLE_4),
        ("Luong", "Table 6", LUONG_AER),
        ("Bahdanau", "Table 1", BAHDANAU),
        ("Beltagy", "Table 4", LONGFORMER),
        ("Shazeer", "Table 1", SHAZEER),
    ],
)
def test_a_table_holds_every_row_in_the_printed_order(source, table, printed):
    rows = published_table(source, table)
    assert list(texts(rows).items()) == list(printed.items())
    assert all(figure.row == row for row in rows for figure in rows[row].values())


def test_the_columns_of_a_table_say_what_was_measured():
    columns = {
        ("Vaswani", "Table 1"): [
            ("complexity per layer", None),
            ("sequential operations", None),
            ("maximum path length", None),
        ],
        ("Luong", "Table 4"): [
            ("newstest2014", "perplexity"),
            ("newstest2014, before unk replacement", "BLEU"),
            ("newstest2014, after unk replacement", "BLEU"),
        ],
        ("Bahdanau", "Table 1"): [
            ("WMT14 English to French, all sentences", "BLEU"),
            ("WMT14 English to French, sentences without unknown words", "BLEU"),
        ],
    }
    for (source, table), expected in columns.items():
        *_, last = published_table(source, table).values()
        assert [(column, figure.unit) for column, figure in last.items()] == expected


def test_the_steps_from_no_attention_to_an_ensemble_each_gain():
    steps = [published(f"luong-step-{step}-bleu") for step in LUONG_STEPS]
    assert [step.text for step in steps] == list(LUONG_STEPS.values())
    assert [step.value for step in steps] == sorted(step.value for step in steps)
    assert list(published_table("Luong", "Table 1")) == [step.row for step in steps]


@pytest.mark.parametrize(
    ("kind", "perplexity"), [("global", 6.7), ("local-m", 7.1), ("local-p", 7.1)]
)
def test_the_concat_footnote_gives_a_perplexity_for_each_window(kind, perplexity):
    figure = published(f"luong-concat-{kind}-ppl")
    assert (figure.value, figure.row) == (perplexity, f"{kind} (concat)")
    assert "footnote 15" in figure.cite()


def test_learned_positions_score_as_sinusoids_do():
    assert published("vaswani-learned-positions-bleu").text == "25.7"
    assert published("vaswani-learned-positions-ppl").text == "4.92"
    assert published("vaswani-faster-when").value == "n < d"


@pytest.mark.parametrize(
    ("name", "window", "ratio"), [("gemma-2", 4096, "1:1"), ("gemma-3", 1024, "5:1")]
)
def test_the_windows_of_gemma_are_quoted_from_a_readme(name, window, ratio):
    assert published(f"{name}-window").value == window
    assert published(f"{name}-window").text == str(window)
    assert published(f"{name}-ratio").value == ratio
    assert "README.md (a stored version, 218221a)" in published(f"{name}-ratio").cite()


def test_the_half_width_of_the_local_window_is_ten():
    assert published("luong-half-width").value == 10


@pytest.mark.parametrize(
    ("name", "version", "code"),
    [
        ("keras-cross-causal", "035d541", "tf.minimum(padding_mask, causal_mask)"),
        ("pytorch-tutorial-scores", "05e7ce2", "torch.cat((embedded[0], hidden[0]), 1)"),
        ("neuromatch-positions", "024d2c2", "self.pe[:x.size(0), :]"),
        ("lecture-scale-dmodel", "0ceb005", "C**-0.5"),
    ],
)
def test_quoted_code_names_the_stored_version_it_was_read_in(name, version, code):
    assert code in published(name).value
    assert f"a stored version, {version}" in published(name).cite()


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


def test_only_figures_from_a_transcription_say_so():
    for figure in all_published().values():
        assert ("(from a transcription)" in figure.cite()) == (figure.mark == "T")
        known = figure.id.startswith(FROM_TRANSCRIPTIONS) or figure.id.endswith("-aer")
        assert (figure.mark == "T") == known, figure.id


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
        bound = str(entry["value"]).startswith(">")
        assert entry["unit"] is None or bound or isinstance(entry["value"], int | float), entry[
            "id"
        ]


def test_a_place_in_a_table_is_filled_once():
    figures = [figure for figure in all_published().values() if figure.table]
    places = {(figure.source, figure.table, figure.row, figure.column) for figure in figures}
    assert len(places) == len(figures)


def test_an_unknown_id_lists_similar_ones():
    with pytest.raises(KeyError, match=r"'britz-additive-2048'; similar: .*britz-additive-1024"):
        published("britz-additive-2048")
    with pytest.raises(KeyError, match=r"see data/published\.json"):
        published("@@@@")


def test_an_unknown_table_lists_those_that_there_are():
    with pytest.raises(KeyError, match=r"'Table 9' of 'Luong'.*; Luong: Table 4; "):
        published_table("Luong", "Table 9")


def test_a_figure_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        published("nan-sdpa").value = "fine"
