"""How the editor looks: nothing jumps, nothing overlaps, and everyone can read it."""

from itertools import combinations

import pytest

from .desk import Desk
from .editor_page import MATRICES
from .lab import DARK, LIGHT

# Measured from the top of the notebook: that a focus scrolls is another matter.
BOX = """(element) => {
  const { x, y, width, height } = element.getBoundingClientRect();
  const top = document.querySelector('.jp-Notebook .jp-Cell').getBoundingClientRect();
  return [x - top.x, y - top.y, width, height].map(Math.round);
}"""

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
    "undo": lambda editor: editor.button("↶ Undo").click(),
}


def boxes(desk, editor):
    """Return where the editor, its grids and the next cell are."""
    parts = {"editor": editor.root, "next cell": desk.lab.cell(1)}
    parts |= {matrix: editor.grid(matrix) for matrix in MATRICES}
    return {name: part.evaluate(BOX) for name, part in parts.items()}


@pytest.mark.parametrize("width", [1280, 1920])
def test_no_edit_hover_or_message_moves_the_page(desk, width):
    desk.lab.set_viewport(width, 1080)
    editor = desk.show()
    before = boxes(desk, editor)
    moved = {}
    for name, act in ACTIONS.items():
        act(editor)
        now = boxes(desk, editor)
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


def assert_everything_is_in_sight(editor):
    page = editor.page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    panel = page.locator(".jp-WindowedPanel-outer").first
    assert panel.evaluate("(panel) => panel.scrollWidth <= panel.clientWidth")
    left, _, width, _ = editor.root.evaluate(BOX)
    found = {matrix: editor.grid(matrix).evaluate(BOX) for matrix in MATRICES}
    for matrix, (x, _, w, _) in found.items():
        assert left <= x and x + w <= left + width, f"{matrix} leaves the editor"
        clipped = editor.grid(matrix).evaluate("(t) => t.offsetWidth > t.parentElement.clientWidth")
        assert not clipped, f"{matrix} is cut off"
    for (one, a), (two, b) in combinations(found.items(), 2):
        apart = a[0] + a[2] <= b[0] or b[0] + b[2] <= a[0]
        apart = apart or a[1] + a[3] <= b[1] or b[1] + b[3] <= a[1]
        assert apart, f"{one} overlaps {two}"


@pytest.mark.parametrize("present", [False, True])
@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_all_matrices_are_in_sight_side_by_side(desk, size, present):
    desk.lab.set_viewport(*size)
    editor = desk.show(f"AttentionEditor(present={present})")
    assert_everything_is_in_sight(editor)


def test_all_matrices_are_in_sight_beside_jupyterlabs_side_bar(lab):
    desk = Desk(lab).open(view="lab")
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
