"""Published figures about heads: typed a second time here, and what is said of them is true."""

import numpy as np
import pytest

from attention_lib.published import all_published, published, published_table

# Typed again from the tables, not read from the file.
VASWANI_TABLE_3 = {  # BLEU, perplexity, millions of parameters
    "base: 8 heads, d_k 64": ["25.8", "4.92", "65"],
    "(A): 1 head, d_k 512": ["24.9", "5.29"],
    "(A): 4 heads, d_k 128": ["25.5", "5.00"],
    "(A): 16 heads, d_k 32": ["25.8", "4.91"],
    "(A): 32 heads, d_k 16": ["25.4", "5.01"],
    "(B): 8 heads, d_k 16": ["25.1", "5.16", "58"],
    "(B): 8 heads, d_k 32": ["25.4", "5.01", "60"],
    "(C): 2 layers": ["23.7", "6.11", "36"],
    "(C): 4 layers": ["25.3", "5.19", "50"],
    "(C): 8 layers": ["25.5", "4.88", "80"],
    "(C): d_model 256, d_k 32": ["24.5", "5.75", "28"],
    "(C): d_model 1024, d_k 128": ["26.0", "4.66", "168"],
    "(C): d_ff 1024": ["25.4", "5.12", "53"],
    "(C): d_ff 4096": ["26.2", "4.75", "90"],
    "(D): dropout 0.0": ["24.6", "5.77"],
    "(D): dropout 0.2": ["25.5", "4.95"],
    "(D): label smoothing 0.0": ["25.3", "4.67"],
    "(D): label smoothing 0.2": ["25.7", "5.47"],
    "(E): learned positions instead of sinusoids": ["25.7", "4.92"],
    "big: 16 heads, d_model 1024, d_ff 4096, dropout 0.3": ["26.4", "4.33", "213"],
}
VASWANI_TABLE_2 = {
    "Transformer (base)": ["27.3", "38.1"],
    "Transformer (big)": ["28.4", "41.8"],
}
MICHEL_TABLE_1 = {  # all heads; then the eight that count when they are removed
    "all heads": ["36.05"],
    "layer 1, head 6": ["−0.53"],
    "layer 1, head 8": ["−0.33"],
    "layer 2, head 4": ["0.20"],
    "layer 2, head 11": ["0.15"],
    "layer 3, head 14": ["0.24"],
    "layer 5, head 1": ["−0.31"],
    "layer 5, head 10": ["0.21"],
    "layer 6, head 3": ["−0.31"],
}
MICHEL_TABLE_2 = {  # encoder, encoder-decoder, decoder
    "layer 1": ["−1.31", "0.24", "−0.03"],
    "layer 2": ["−0.16", "0.06", "0.12"],
    "layer 3": ["0.12", "0.05", "0.18"],
    "layer 4": ["−0.15", "−0.24", "0.17"],
    "layer 5": ["0.02", "−1.55", "−0.04"],
    "layer 6": ["−0.36", "−13.56", "0.24"],
}
MICHEL_TABLE_3 = (
    ("1", "−0.01"),
    ("2", "0.10"),
    ("3", "−0.14"),
    ("4", "−0.53"),
    ("5", "−0.29"),
    ("6", "−0.52"),
    ("7", "0.05"),
    ("8", "−0.72"),
    ("9", "−0.96"),
    ("10", "0.07"),
    ("11", "−0.19"),
    ("12", "−0.12"),
)
VOITA_TABLE_1 = {  # best head and most frequent position: WMT, then OpenSubtitles
    "nsubj: verb → subject": ["45", "35", "77", "45"],
    "nsubj: subject → verb": ["52", "35", "70", "45"],
    "dobj: verb → object": ["78", "41", "61", "46"],
    "dobj: object → verb": ["73", "41", "84", "46"],
    "amod: noun → adjective": ["74", "72", "81", "80"],
    "amod: adjective → noun": ["82", "72", "81", "80"],
    "advmod: verb → adverb": ["48", "46", "38", "33"],
    "advmod: adverb → verb": ["52", "46", "42", "33"],
}
VOITA_TABLE_2 = {  # pruned after training, trained from scratch
    "WMT: 48/48/48": ["29.6"],
    "WMT: 14/31/30": ["29.62", "29.47"],
    "WMT: 12/21/25": ["29.36", "28.95"],
    "WMT: 8/13/15": ["29.06", "28.56"],
    "WMT: 5/9/12": ["28.90", "28.41"],
    "OpenSubtitles: 48/48/48": ["32.4"],
    "OpenSubtitles: 27/31/46": ["32.24", "32.23"],
    "OpenSubtitles: 13/17/31": ["32.23", "31.98"],
    "OpenSubtitles: 6/9/13": ["32.27", "31.84"],
}
AINSLIE_TABLE_1 = {  # seconds, average, five summaries, translation, question answering
    "MHA-Large": ["0.37", "46.0", "42.9", "44.6", "46.2", "35.5", "46.6", "27.7", "78.2"],
    "MHA-XXL": ["1.51", "47.2", "43.8", "45.6", "47.5", "36.4", "46.9", "28.4", "81.9"],
    "MQA-XXL": ["0.24", "46.6", "43.0", "45.0", "46.9", "36.1", "46.5", "28.5", "81.3"],
    "GQA-8-XXL": ["0.28", "47.1", "43.5", "45.4", "47.7", "36.3", "47.2", "28.4", "81.6"],
}
SHAZEER_TABLE_2 = {  # training, encoder, decoder: microseconds for each token
    "multi-head": ["13.2", "1.7", "46"],
    "multi-query": ["13.0", "1.5", "3.8"],
    "multi-head local": ["13.2", "1.7", "23"],
    "multi-query local": ["13.0", "1.5", "3.3"],
}
CLARK_TABLE_1 = {  # best head, best fixed offset
    "All: head 7-6": ["34.5", "26.3"],
    "prep: head 7-4": ["66.7", "61.8"],
    "pobj: head 9-6": ["76.3", "34.6"],
    "det: head 8-11": ["94.3", "51.7"],
    "nn: head 4-10": ["70.4", "70.2"],
    "nsubj: head 8-2": ["58.5", "45.5"],
    "amod: head 4-10": ["75.6", "68.3"],
    "dobj: head 8-10": ["86.8", "40.0"],
    "advmod: head 7-6": ["48.8", "40.2"],
    "aux: head 4-10": ["81.1", "71.5"],
    "poss: head 7-6": ["80.5", "47.7"],
    "auxpass: head 4-10": ["82.5", "40.5"],
    "ccomp: head 8-1": ["48.8", "12.4"],
    "mark: head 8-2": ["50.7", "14.5"],
    "prt: head 6-7": ["99.1", "91.4"],
}
CLARK_TABLE_2 = {
    "nearest mention": ["27"],
    "nearest mention with the same head word": ["52"],
    "rules": ["69"],
    "head 5-4": ["65"],
}


def texts(source, table):
    """Return a table as printed; what stands behind each row in brackets is left out."""
    rows = published_table(source, table)
    return {
        row.removesuffix(" heads (encoder/decoder/encoder-decoder)"): [
            figure.text for figure in figures.values()
        ]
        for row, figures in rows.items()
    }


@pytest.mark.parametrize(
    ("source", "table", "printed"),
    [
        ("Vaswani", "Table 3", VASWANI_TABLE_3),
        ("Vaswani", "Table 2", VASWANI_TABLE_2),
        ("Michel", "Table 1", MICHEL_TABLE_1),
        ("Michel", "Table 2", MICHEL_TABLE_2),
        ("Michel", "Table 3", {f"layer {layer}": [change] for layer, change in MICHEL_TABLE_3}),
        ("Voita", "Table 1", VOITA_TABLE_1),
        ("Voita", "Table 2", VOITA_TABLE_2),
        ("Ainslie", "Table 1", AINSLIE_TABLE_1),
        ("Shazeer", "Table 2", SHAZEER_TABLE_2),
        ("Clark", "Table 1", CLARK_TABLE_1),
        ("Clark", "Table 2", CLARK_TABLE_2),
    ],
)
def test_a_table_holds_every_row_in_the_printed_order(source, table, printed):
    assert list(texts(source, table).items()) == list(printed.items())


def test_the_columns_of_a_table_say_what_was_measured():
    columns = {
        ("Vaswani", "Table 3"): [
            ("newstest2013", "BLEU"),
            ("newstest2013, per word piece", "perplexity"),
            ("parameters", "million"),
        ],
        ("Michel", "Table 2"): [
            ("encoder self-attention, change when only the best head is kept", "BLEU"),
            ("encoder-decoder attention, change when only the best head is kept", "BLEU"),
            ("decoder self-attention, change when only the best head is kept", "BLEU"),
        ],
        ("Voita", "Table 2"): [
            ("English to Russian, pruned after training", "BLEU"),
            ("English to Russian, trained from scratch", "BLEU"),
        ],
        ("Ainslie", "Table 1"): [
            ("time per sample", "s"),
            ("average of the seven tasks, as printed", None),
            ("CNN/Daily Mail (summarization)", "ROUGE-1"),
            ("arXiv (summarization)", "ROUGE-1"),
            ("PubMed (summarization)", "ROUGE-1"),
            ("MediaSum (summarization)", "ROUGE-1"),
            ("MultiNews (summarization)", "ROUGE-1"),
            ("WMT14 English to German (translation)", "BLEU"),
            ("TriviaQA (question answering)", "F1"),
        ],
    }
    for (source, table), expected in columns.items():
        *_, last = published_table(source, table).values()
        assert [(column, figure.unit) for column, figure in last.items()] == expected


def test_an_id_leads_to_its_own_place():
    for layer, figures in enumerate(published_table("Michel", "Table 2").values(), start=1):
        ids = [figure.id for figure in figures.values()]
        assert ids == [
            f"michel-keep-one-{kind}-{layer}" for kind in ("encoder", "cross", "decoder")
        ]
    assert published("voita-dobj-from-wmt").row == "dobj: verb → object"
    assert published("voita-dobj-to-wmt").row == "dobj: object → verb"
    assert published("voita-wmt-8-13-15-scratch").text == "28.56"
    assert published("ainslie-gqa-8-xxl-triviaqa").text == "81.6"
    assert published("shazeer-h8-dk16-bleu").row == "multi-head, h 8, d_k 16"
    assert published("vaswani-dk16-bleu").row == "(B): 8 heads, d_k 16"
    assert published("clark-dobj").row == "dobj: head 8-10"
    assert "Figure 5" in published("clark-coreference-exact").cite()
    assert round(published("clark-coreference-exact").value) == int(CLARK_TABLE_2["head 5-4"][0])


@pytest.mark.parametrize("row", AINSLIE_TABLE_1)
def test_the_printed_averages_are_the_means_of_their_rows_but_for_one_that_says_so(row):
    average, *tasks = (float(text) for text in AINSLIE_TABLE_1[row][1:])
    figure = published(f"ainslie-{row.lower()}-average")
    # Each task is rounded to .05, so a mean of them is, and the average once more.
    follows = abs(np.mean(tasks) - average) <= 0.1 + 1e-9
    assert follows == ("does not follow from its row" not in figure.note)
    assert follows == (row != "MQA-XXL")
    if not follows:
        assert f"is {np.mean(tasks):.1f}." in figure.note


def test_eight_of_96_removed_heads_count_and_half_of_them_raise_bleu():
    changes = [figure.value for figure in all_published().values() if "-remove-" in figure.id]
    assert len(changes) == published("michel-significant").value == 8
    assert sum(change > 0 for change in changes) == 4
    assert published("michel-heads").value == 6 * 16


def test_pruning_after_training_beats_training_with_few_heads():
    for corpus in ("WMT", "OpenSubtitles"):
        rows = [printed for row, printed in VOITA_TABLE_2.items() if row.startswith(f"{corpus}:")]
        assert all(float(pruned) > float(scratch) for pruned, scratch in rows[1:])
    assert 48 - published("voita-pruned").value == 10


def test_the_headline_of_the_transformer_differs_from_version_to_version():
    versions = ("arxiv-abstract", "neurips-abstract")
    assert [published(f"vaswani-{v}-de").text for v in versions] == ["28.4", "27.5"]
    assert [published(f"vaswani-{v}-fr").text for v in versions] == ["41.8", "41.1"]
    assert published("vaswani-section-test-fr").text == "41.0"
    assert "NeurIPS" in published("vaswani-neurips-abstract-fr").cite()
    assert published("vaswani-neurips-abstract-params").text == "165"


def test_the_dependents_attend_to_their_heads_except_for_objects_of_prepositions():
    for relation in CLARK_TABLE_1:
        name = relation.split(":")[0]
        note = published(f"clark-{name.lower()}").note
        assert ("Here the dependent attends" in note) == (name not in ("All", "pobj"))
        assert ("Here the head word attends" in note) == (name == "pobj")
        assert "The offset is" in published(f"clark-{name.lower()}-baseline").note
    assert "The offset is −2." in published("clark-dobj-baseline").note
    assert "The offset is +1." in published("clark-det-baseline").note


def test_the_readmes_bytes_follow_from_its_configuration():
    for name, kv_heads in (("mha", 32), ("gqa", 8)):
        cached = 2 * 32 * kv_heads * 128 * 32_768 * 2
        assert published(f"rasbt-cache-{name}").text == f"{cached / 1e9:.2f}"
    assert "a slip" in published("rasbt-mqa-slip").note


@pytest.mark.parametrize(
    ("model", "layers", "head_dim", "kv_heads"),
    [("llama-2-7b", 32, 128, None), ("llama-3-8b", 32, 128, 8), ("llama-3.2-1b", 16, 64, 8)],
)
def test_the_configurations_give_the_sizes_of_the_cache(model, layers, head_dim, kv_heads):
    assert published(f"{model}-layers").value == layers
    assert published(f"{model}-dim").value / published(f"{model}-heads").value == head_dim
    if kv_heads:
        assert published(f"{model}-kv-heads").value == kv_heads
    else:
        assert f"{model}-kv-heads" not in all_published()
