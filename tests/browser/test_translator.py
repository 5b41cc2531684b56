"""The translator in a real JupyterLab: typing, stepping, pointing, and its kernel's word for it."""

import pytest

from attention_lib.models import load_translator
from attention_lib.widgets.translator import EXAMPLES

from .translator_page import show

LONG = EXAMPLES["as long as trained"]


@pytest.fixture
def translator(desk):
    """A new translator of the short phrase, alone in the open notebook."""
    return show(desk)


def shown_number(cell):
    return 0.0 if cell["text"] == "" else float(cell["text"])


def test_a_typed_phrase_is_translated_and_the_kernel_agrees(translator):
    translator.type("ninety one plus two hundred and six")
    lab = translator.lab
    lab.wait_for_kernel("translator.phrase", "ninety one plus two hundred and six")
    for side, name in (("left", "no-attention"), ("right", "bahdanau")):
        assert translator.text(side) == lab.kernel_eval(f"translator.translations['{name}'].text")
    weights = lab.kernel_eval("translator.translations['bahdanau'].weights")
    cells = translator.map()
    assert [len(row) for row in cells] == [7] * 7
    for row, ours in zip(cells, weights, strict=True):
        assert [shown_number(cell) for cell in row] == pytest.approx(ours, abs=0.0052)
    assert translator.root.locator(".att-problem").inner_text().count("right.") >= 1


def test_wrong_words_are_marked_in_words_and_signs_not_by_colour_alone(translator):
    translator.button("as long as trained").click()
    translator.wait_for_english(LONG)
    wrong = translator.words("left", wrong=True)
    answer = translator.lab.kernel_eval("translator.answer['sides'][0]")
    assert [w["text"] for w in wrong] == [answer["words"][i] for i in answer["wrong"]] != []
    assert all(word["label"].endswith(", wrong") for word in wrong)
    mark = translator.sentence("left").locator(".att-tr-wrong span").first
    assert mark.evaluate("(e) => getComputedStyle(e, '::before').content") == '"✗"'
    assert "wrong" in translator.side("left").inner_text()
    assert "✓ right" in translator.side("right").inner_text()
    assert "with 4 numbers:" in translator.side("left").inner_text()


def test_fast_typing_is_one_request_and_the_newest_wins(translator):
    translator.phrase.fill("")
    translator.phrase.press_sequentially("sixty one minus twelve", delay=5)
    translator.wait_for_english("sixty one minus twelve")
    assert translator.text("right") == "ein und sechzig minus zwölf"
    assert translator.lab.kernel_eval("translator.request['seq']") <= 3


def test_an_unknown_word_is_named_and_a_suggestion_repairs_it(translator):
    before = translator.text("right")
    translator.phrase.fill("five hundrad plus banana")
    translator.phrase.press("Enter")
    translator.message.get_by_text("Not in the vocabulary: hundrad, banana.").wait_for()
    assert translator.phrase.get_attribute("aria-invalid") == "true"
    described = translator.phrase.get_attribute("aria-describedby")
    assert translator.message.get_attribute("id") == described
    assert translator.text("right") == before
    translator.root.get_by_role("button", name="hundred, instead of hundrad").click()
    translator.message.get_by_text("Not in the vocabulary: banana.").wait_for()
    assert translator.phrase.input_value() == "five hundred plus banana"
    translator.type("five hundred plus two")
    assert translator.phrase.get_attribute("aria-invalid") == "false"
    assert translator.message.inner_text() == ""
    assert translator.text("right") == "fünf hundert plus zwei"


def test_rows_appear_word_by_word_as_the_decoders_write(translator):
    words = load_translator("bahdanau").translate(EXAMPLES["short"]).target
    translator.slider.fill("0")
    assert translator.text("left") == translator.text("right") == ""
    assert all(cell["text"] == "" for row in translator.map() for cell in row)
    for written in (1, 2, 3):
        translator.button("Next word ▶").click()
        assert translator.text("right") == " ".join(words[:written])
        numbers = [any(cell["text"] for cell in row) for row in translator.map()]
        assert numbers == [True] * written + [False] * (len(words) - written)
        assert translator.reading.inner_text().startswith(words[written - 1])
    assert translator.map()[3][0]["label"] == "row 4, not written yet"
    assert "writing …" in translator.side("right").inner_text()
    translator.button("◀ Back").click()
    assert translator.text("right") == " ".join(words[:2])
    translator.slider.fill(str(len(words)))
    assert "✓ right" in translator.side("right").inner_text()


def test_play_writes_word_by_word_can_be_paused_and_goes_on_to_the_end(translator):
    translator.type(LONG)
    whole = translator.text("right")
    translator.button("▶ Play").click()
    translator.button("❚❚ Pause").click()
    begun = translator.text("right")
    assert whole.startswith(f"{begun} ") and begun
    translator.page.wait_for_timeout(900)
    assert translator.text("right") == begun
    translator.slider.fill("15")
    translator.button("▶ Play").click()
    translator.side("right").get_by_text("✓ right").wait_for()
    assert translator.text("right") == whole
    translator.button("▶ Play").wait_for()


def test_stepping_and_pointing_move_nothing_on_the_page(translator):
    translator.type(LONG)
    place = translator.grid.bounding_box()
    for at in ("0", "3", "17"):
        translator.slider.fill(at)
        assert translator.grid.bounding_box() == place
    for place_of in (("English", 3), ("left", 2), ("right", 6)):
        translator.word(*place_of).hover()
        assert translator.grid.bounding_box() == place


def test_pointing_at_a_word_links_it_with_what_it_reads(translator):
    weights = translator.lab.kernel_eval("translator.translations['bahdanau'].weights")
    english = EXAMPLES["short"].split()
    translator.word("right", 4).hover()  # achtzig
    expected = {word: f"{w:.2f}" for word, w in zip(english, weights[4], strict=True) if w >= 0.05}
    assert translator.linked("English") == expected
    assert "eighty" in expected
    assert translator.reading.inner_text().startswith("achtzig reads eighty")
    assert [cell["lit"] for cell in translator.map()[4]] == [True] * 7
    translator.word("English", 3).hover()  # eighty
    assert "achtzig" in translator.linked("right")
    assert translator.linked("left") == {}
    assert translator.reading.inner_text().startswith("eighty is read by achtzig")
    translator.cell(4, 3).hover()
    assert translator.reading.inner_text().startswith("query achtzig, key eighty: weight 0.9")
    translator.word("left", 4).hover()
    assert "one vector for the whole phrase" in translator.reading.inner_text()
    translator.page.mouse.move(2, 2)
    assert translator.linked("English") == translator.linked("right") == {}


def test_the_true_words_can_be_marked(translator):
    gold = translator.lab.kernel_eval("translator.answer['sides'][1]['gold']")
    assert translator.root.locator(".att-tr-gold").count() == 0
    translator.gold.check()
    named = [
        [j for j, cell in enumerate(row) if cell["label"].endswith("the word it renders")]
        for row in translator.map()
    ]
    assert named == [[] if place is None else [place] for place in gold]
    assert translator.root.locator(".att-tr-gold").count() == sum(map(len, named)) == 6


def test_any_shipped_model_can_be_read_head_by_head(translator):
    translator.model.select_option("transformer-4")
    translator.lab.wait_for_kernel("'transformer-4' in translator.translations", True)
    translator.root.get_by_text("Alignment: Transformer, 4 heads").wait_for()
    maps = translator.lab.kernel_eval(
        "{k: v.tolist() for k, v in translator.translations['transformer-4'].maps.items()}"
    )
    assert translator.map_choice.locator("option").count() == 10
    for title, weights in (
        ("layer 2, head 3", maps["layer 2"][2]),
        ("layer 1, head 1", maps["layer 1"][0]),
    ):
        translator.map_choice.select_option(title)
        for row, ours in zip(translator.map(), weights, strict=True):
            assert [shown_number(cell) for cell in row] == pytest.approx(ours, abs=0.0052)
    translator.model.select_option("no-attention")
    translator.root.get_by_text("This model has no attention").wait_for()
    assert not translator.grid.is_visible()
    translator.model.select_option("bahdanau-beside")
    translator.grid.wait_for()


def test_python_can_set_the_phrase_and_the_screen_follows(translator):
    translator.lab.kernel_run("translator.phrase = 'six times nineteen'")
    translator.wait_for_english("six times nineteen")
    assert translator.phrase.input_value() == "six times nineteen"
    assert translator.text("right") == "sechs mal neunzehn"
    translator.type("seven times nineteen")  # newer than Python's
    assert translator.text("right") == "sieben mal neunzehn"
