"""What is seen of the translator where no widget can run."""

import numpy as np
import pytest
from displayed import VIEW, outputs_of, snapshot_of
from html_page import Page, contrast
from test_editor_snapshot import KEPT_ATTRIBUTES, KEPT_TAGS

from attention_lib.widgets import Translator
from attention_lib.widgets.translator import EXAMPLES
from attention_lib.widgets.translator_snapshot import track_record

LONGEST = " plus ".join(["nine hundred and ninety nine"] * 6)
TWO_MAPS = ("bahdanau", "bahdanau-beside")


def page_of(phrase, *models):
    translator = Translator(phrase, *models)
    return translator, Page(snapshot_of(translator))


@pytest.mark.parametrize("models", [("no-attention", "bahdanau"), TWO_MAPS])
@pytest.mark.parametrize("phrase", [*EXAMPLES.values(), LONGEST, "five hundred and"])
def test_the_snapshot_needs_nothing_that_a_sanitizer_strips(phrase, models):
    _, page = page_of(phrase, models)
    assert set(page.tags) <= KEPT_TAGS
    assert {name for _, name, _ in page.attributes} <= KEPT_ATTRIBUTES


def test_both_translations_stand_beside_the_right_one_with_their_verdicts():
    translator, page = page_of(EXAMPLES["as long as trained"])
    rows = {row[0].text: [cell.text for cell in row[1:]] for row in page.tables[0]}
    assert rows["English"][0] == EXAMPLES["as long as trained"]
    assert rows["German"][0] == " ".join(translator.answer["reference"])
    left, right = translator.answer["sides"]
    words, verdict = rows[right["title"]]
    assert words == " ".join(right["words"])
    assert verdict == f"✓ right; {track_record(right, 4)}"
    text, verdict = rows[left["title"]]
    verdict, told = verdict.split("; ")
    assert verdict.startswith("✗ ") and verdict.endswith(("wrong", "missing"))
    assert told == track_record(left, 4) != ""
    marked = [word for word in text.split() if word.startswith("✗")]
    assert marked == [f"✗{left['words'][place]}" for place in left["wrong"]]


def test_how_often_a_model_is_right_is_said_as_on_the_screen():
    side = {"held_out": {"1": 1.0, "2": 0.996, "3": 0.002, "4": 0.0, "5": 0.125}}
    told = [track_record(side, numbers) for numbers in (1, 2, 3, 4, 5)]
    assert told[0] == "with 1 number: 100 % of unseen phrases right"
    shares = [text.removesuffix(" % of unseen phrases right").split(": ")[1] for text in told]
    assert shares == ["100", ">99", "<1", "0", "13"]
    assert track_record(side, 9) == track_record(side, None) == ""


def test_a_missing_word_is_named_where_it_should_stand():
    translator, page = page_of(EXAMPLES["longer than trained"])
    missing = [word for side in translator.answer["sides"] for _, word in side["missing"]]
    assert missing
    for word in missing:
        assert f"[{word} is missing]" in page.text


def test_every_weight_of_a_short_phrase_is_in_the_snapshot():
    translator, page = page_of("eighty two minus four")
    rows = page.tables[1]
    assert [cell.text for cell in rows[0][1:]] == ["eighty", "two", "minus", "four"]
    assert [row[0].text for row in rows[1:]] == list(translator.translations["bahdanau"].target)
    shown = [[read(cell.text) for cell in row[1:]] for row in rows[1:]]
    np.testing.assert_allclose(shown, translator.translations["bahdanau"].weights, atol=0.0052)


def test_where_both_models_have_attention_both_maps_are_in_the_snapshot():
    translator, page = page_of("eighty two minus four", TWO_MAPS)
    assert len(page.tables) == 3
    for name, table in zip(TWO_MAPS, page.tables[1:], strict=True):
        shown = [[read(cell.text) for cell in row[1:]] for row in table[1:]]
        np.testing.assert_allclose(shown, translator.translations[name].weights, atol=0.0052)
    for side in translator.answer["sides"]:
        assert f"alignment, {side['title']} (" in page.text


@pytest.mark.parametrize("models", [("no-attention", "bahdanau"), TWO_MAPS])
def test_a_long_phrases_maps_are_folded_and_keep_what_stands_out(models):
    translator, page = page_of(LONGEST, models)
    assert page.text.count("show the alignment") == 1
    mapped = [name for name in models if translator.translations[name].weights is not None]
    for name, table in zip(mapped, page.tables[1:], strict=True):
        weights = translator.translations[name].weights
        cells = [[cell.text for cell in row[1:]] for row in table[1:]]
        assert np.shape(cells) == weights.shape
        strong = [(i, j) for i, j in np.argwhere(weights > 0.5) if cells[i][j]]
        assert len(strong) == (weights > 0.5).sum()
        for i, j in strong:
            assert abs(float(cells[i][j]) - weights[i, j]) < 0.0052


def test_all_text_on_cells_can_be_read():
    for phrase in ("eighty two minus four", LONGEST):
        _, page = page_of(phrase)
        lit = [c for row in page.tables[1][1:] for c in row[1:] if "background" in c.style]
        assert lit
        assert min(contrast(*cell.colours) for cell in lit) >= 4.5


def test_without_attention_there_is_no_map():
    _, page = page_of("eighty two minus four", ("bahdanau", "no-attention"))
    assert len(page.tables) == 1


def test_a_snapshot_stands_before_the_live_view():
    translator = Translator("six")
    snapshot, view = outputs_of(translator)
    assert snapshot["text/plain"] == repr(translator)
    assert set(view) == {VIEW}


def read(text):
    return 0.0 if text == "<.01" else float(text)
