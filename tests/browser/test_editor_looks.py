"""How the editor looks: nothing jumps, nothing overlaps, and everyone can read it."""

import pytest

from .editor_page import INPUTS, MATRICES
from .editor_sight import BOX, assert_everything_is_in_sight, boxes
from .lab import DARK, LIGHT

# Records every text that a live region announces.
LISTEN = """(editor) => {
  const live = [...editor.querySelectorAll('output, [role=status], [role=alert], [aria-live]')];
  window.heard = [];
  for (const region of live) {
    new MutationObserver(() => window.heard.push(region.textContent))
      .observe(region, { childList: true, characterData: true, subtree: true });
  }
  return live.length;
}"""

ACTIONS = {
    "a number": lambda editor: editor.type_number("query", 1, 2, "1.5"),
    "a long number": lambda editor: editor.type_number("query", 1, 2, "-9.87654"),
    "typing": lambda editor: (editor.focus("value", 3, 3), editor.press("Enter")),
    "a wrong number": lambda editor: editor.type_number("key", 0, 3, "much too much"),
    "wrong words": lambda editor: editor.type_words(" ".join(["word"] * 200)),
    "hovering a weight": lambda editor: editor.cell("weights", 4, 4).hover(),
    "hovering an output": lambda editor: editor.cell("output", 4, 2).hover(),
    "pinning": lambda editor: editor.cell("scores", 4, 2).click(),
    "a sized mask": lambda editor: editor.mask_choice.select_option("window"),
    "a drawn mask": lambda editor: editor.cell("mask", 5, 0).click(),
    "the temperature": lambda editor: editor.set_temperature(-1),
    "no scale": lambda editor: editor.scaled.click(),
    "cosines": lambda editor: editor.score_choice.select_option("cosine"),
    "undo": lambda editor: editor.button("↶ Undo").click(),
}


def everywhere(desk, editor):
    """Return where the editor, its grids and the next cell are."""
    return {
        "editor": editor.root.evaluate(BOX),
        "next cell": desk.lab.cell(1).evaluate(BOX),
        **boxes(editor),
    }


@pytest.mark.parametrize("width", [1280, 1920])
def test_no_edit_hover_or_message_moves_the_page(desk, width):
    desk.lab.set_viewport(width, 1080)
    editor = desk.show()
    before = everywhere(desk, editor)
    moved = {}
    for name, act in ACTIONS.items():
        act(editor)
        now = everywhere(desk, editor)
        moved[name] = {part: (before[part], now[part]) for part in now if now[part] != before[part]}
        editor.press("Escape")
        editor.page.mouse.move(3, 3)
    assert moved == {action: {} for action in ACTIONS}


@pytest.mark.parametrize("width", [1280, 1920])
def test_the_longest_numbers_move_nothing(desk, width):
    desk.lab.set_viewport(width, 1080)
    editor = desk.show("AttentionEditor(scaled=False)")
    before = desk.lab.cell(1).evaluate(BOX)
    for column in range(4):
        editor.type_number("query", 3, column, "-10")
        editor.type_number("key", 2, column, "10")
        editor.type_number("value", 4, column, "-10")
    assert editor.look("scores")[3][2].text == "−400.00"
    assert desk.lab.cell(1).evaluate(BOX) == before


@pytest.mark.parametrize("present", [False, True])
@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_all_matrices_are_in_sight_side_by_side(desk, size, present):
    desk.lab.set_viewport(*size)
    editor = desk.show(f"AttentionEditor(present={present})")
    assert_everything_is_in_sight(editor)


def test_on_a_wide_page_inputs_and_results_have_a_row_each(desk):
    desk.lab.set_viewport(1920, 1080)
    found = boxes(desk.show())
    rows = [INPUTS, ("scores", "mask", "weights", "output")]
    for row in rows:
        assert [*row] == sorted(row, key=lambda matrix: found[matrix][0])
        assert len({y + height for _, y, _, height in (found[matrix] for matrix in row)}) == 1, row
    assert found["query"][1] + found["query"][3] < found["scores"][1]


def test_all_matrices_are_in_sight_beside_jupyterlabs_side_bar(lab_desk):
    desk = lab_desk
    lab = desk.lab
    editor = desk.show()
    assert lab.page.locator("#jp-left-stack").is_visible()
    for size in [(1920, 1080), (1280, 800)]:
        lab.set_viewport(*size)
        assert_everything_is_in_sight(editor)
    lab.screenshot("editor-beside-the-side-bar")


def test_present_mode_is_large_and_can_be_left(desk):
    desk.lab.set_viewport(1920, 1080)
    editor = desk.show()
    small = editor.cell("weights", 1, 1).evaluate("(cell) => getComputedStyle(cell).fontSize")
    editor.button("Present").click()
    for matrix in MATRICES:
        size = editor.cell(matrix, 1, 1).evaluate("(cell) => getComputedStyle(cell).fontSize")
        assert 22 <= float(size.removesuffix("px")) <= 24
    assert editor.button("Present").get_attribute("aria-pressed") == "true"
    desk.lab.wait_for_kernel("editor.present", True)
    editor.button("Present").click()
    assert editor.cell("weights", 1, 1).evaluate("(c) => getComputedStyle(c).fontSize") == small


def test_every_column_of_every_matrix_is_labelled(editor):
    for matrix in set(MATRICES) - {"mask"}:  # it stands beside S and shares its words
        heads = editor.grid(matrix).locator("thead th span")
        assert [each for each in heads.all_inner_texts() if each], matrix
        for head in heads.all():
            assert head.evaluate("(span) => span.clientWidth > 5 && span.clientHeight > 5"), matrix


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_nothing_in_any_state(desk, theme):
    desk.lab.set_theme(theme)
    goal = '{"text": "Look.", "query": 2, "key": 1, "above": 0.01}'
    editor = desk.show(f'AttentionEditor(mask="causal", goal={goal})')
    found = {"at rest": desk.lab.axe()}
    editor.cell("weights", 3, 3).click()
    found["pinned"] = desk.lab.axe()
    editor.type_number("query", 1, 2, "1.5")
    editor.press("Enter")
    found["typing"] = desk.lab.axe()
    editor.type_number("query", 1, 2, "much")
    found["wrong number"] = desk.lab.axe()
    editor.press("Escape")
    editor.type_words(" ")
    found["wrong words"] = desk.lab.axe()
    editor.button("Present").click()
    found["Present mode"] = desk.lab.axe()
    assert found == {state: [] for state in found}


def test_one_message_per_edit_and_none_on_hover(editor):
    editor.root.evaluate(LISTEN)
    for matrix in MATRICES:
        editor.cell(matrix, 2, 1).hover()
        editor.focus(matrix, 1, 1)
    assert editor.page.evaluate("heard") == []
    old = editor.look("weights")
    editor.type_number("query", 1, 2, "5")
    (said,) = editor.page.evaluate("heard")
    moves = [
        f"W row cat: {word} {a.text} → {b.text}"
        for word, a, b in zip(
            ["the (1)", "cat", "sat", "on", "the (5)", "mat"],
            old[1],
            editor.look("weights")[1],
            strict=True,
        )
    ]
    assert said in moves
    editor.set_temperature(0.4)
    editor.mask_choice.select_option("causal")
    editor.button("↶ Undo").click()
    assert len(editor.page.evaluate("heard")) == 4


def test_a_change_of_values_alone_says_what_the_output_did(editor):
    editor.type_number("value", 4, 1, "-9")
    assert editor.says().startswith("Weights unchanged; O row ")


def test_nothing_moves_for_those_who_asked_for_less_motion(desk):
    desk.page.emulate_media(reduced_motion="reduce")
    editor = desk.show()
    editor.cell("weights", 2, 2).hover()
    moving = editor.root.evaluate(
        "(root) => [...root.querySelectorAll('*')].filter((e) => {"
        "  const s = getComputedStyle(e);"
        "  return s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0;"
        "}).length"
    )
    assert moving == 0
    assert editor.root.evaluate("(root) => root.getAnimations({ subtree: true }).length") == 0
