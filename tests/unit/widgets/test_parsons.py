"""Lines to put in order: every right order passes, the first wrong line is named with a reason."""

import re

import pytest
from displayed import outputs_of

from attention_lib.practice.parsons import ParsonsTask, parsons_task
from attention_lib.practice.parsons_order import right_orders
from attention_lib.widgets import parsons
from attention_lib.widgets.parsons import Parsons

TASK = parsons_task("multi-head")
LINES = list(TASK.lines)
WRONG_ROOT, MEAN = TASK.distractors
REASONS = (*TASK.distractors.values(), TASK.explain, *TASK.lines.values())
HOSTILE = "<img src=x onerror=\"alert('hi')\"> & 'quotes' $x$ </div><script>bad()</script>"


def ordered(order, task=TASK):
    puzzle = Parsons(task)
    for menu, line in zip(puzzle.menus, order, strict=False):
        menu.value = line
    return puzzle


def checked(order, task=TASK):
    puzzle = ordered(order, task)
    puzzle.check.click()
    return puzzle


def inside(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from inside(child)


def test_nothing_of_the_answer_is_in_the_state_before_the_check():
    state = str([part.get_state() for part in inside(ordered(LINES[::-1]))])
    for secret in REASONS:
        assert secret not in state


def test_each_place_has_a_labelled_menu_of_all_lines_in_the_same_order():
    puzzle = Parsons(TASK)
    assert [menu.description for menu in puzzle.menus] == [f"Line {i}:" for i in range(1, 9)]
    for menu in puzzle.menus:
        labels, lines = zip(*menu.options, strict=True)
        assert labels[0] == "(choose a line)" and lines == ("", *TASK.mixed())
        assert labels[1:] == tuple(line.strip() for line in TASK.mixed())
        assert menu.value == ""


@pytest.mark.parametrize("order", list(right_orders(TASK)), ids=lambda order: "-".join(
    line.split()[0] for line in order[:5]))  # fmt: skip
def test_every_right_order_passes_and_is_explained(order):
    puzzle = checked(order)
    assert puzzle.solved and puzzle.order == list(order)
    assert "✔ Right." in puzzle.feedback.value
    assert "9 other orders are right too." in puzzle.feedback.value
    assert TASK.explain in puzzle.feedback.value
    assert puzzle.feedback.value.count("<li>") == len(LINES) + len(TASK.distractors)


def test_a_right_order_that_is_changed_has_to_be_checked_again(monkeypatch):
    puzzle = checked(LINES)
    now = parsons.time.monotonic()
    monkeypatch.setattr(parsons.time, "monotonic", lambda: now + 5)
    puzzle.menus[0].value = WRONG_ROOT
    assert not puzzle.solved and "not checked yet" in repr(puzzle)
    assert "You have changed it: check the order again." in puzzle.feedback.value
    puzzle.check.click()
    assert TASK.distractors[WRONG_ROOT] in puzzle.feedback.value


def test_no_menu_is_ever_disabled_since_that_would_drop_the_keyboards_focus():
    for order in (LINES, LINES[::-1], []):
        assert not any(menu.disabled for menu in checked(order).menus)


def test_the_first_wrong_line_is_named_with_its_reason_and_nothing_else_is_told():
    puzzle = checked([LINES[0], LINES[1], LINES[4], LINES[5]])
    assert not puzzle.solved
    assert "✘ Not yet.</strong> Lines 1 to 2 are right. Line 3" in puzzle.feedback.value
    assert "It reads scores, which no line above it has made." in puzzle.feedback.value
    assert "heads = " not in puzzle.feedback.value


def test_a_distractor_is_refused_with_its_own_reason():
    puzzle = checked([*LINES[:3], WRONG_ROOT])
    assert "Line 4 cannot stand there" in puzzle.feedback.value
    assert TASK.distractors[WRONG_ROOT] in puzzle.feedback.value
    assert TASK.distractors[MEAN] not in puzzle.feedback.value


@pytest.mark.parametrize(
    ("order", "says"),
    [
        ([], ">Line 1 is empty: which one comes there?<"),
        (LINES[:1], ">Line 1 is right. Line 2 is empty: "),
        ([*LINES[:3], "", *LINES[4:]], ">Lines 1 to 3 are right. Line 4 is empty: "),
    ],
)
def test_a_gap_is_no_mistake(order, says):
    puzzle = checked(order)
    assert says in puzzle.feedback.value
    assert "✘" not in puzzle.feedback.value and not puzzle.solved


def test_a_choice_that_the_click_overtook_still_counts():
    puzzle = checked(LINES[:-1])
    puzzle.menus[-1].value = LINES[-1]  # arrives right after the click
    assert puzzle.solved


def test_a_choice_long_after_a_check_waits_for_the_next(monkeypatch):
    puzzle = checked(LINES[:-1])
    now = parsons.time.monotonic()
    monkeypatch.setattr(parsons.time, "monotonic", lambda: now + 5)
    puzzle.menus[-1].value = LINES[-1]
    assert not puzzle.solved
    puzzle.check.click()
    assert puzzle.solved


def test_the_function_is_shown_as_it_stands():
    puzzle = ordered([LINES[0], "", LINES[2]])
    assert f"{TASK.head}\n{LINES[0]}\n    …\n{LINES[2]}\n    …" in puzzle.program.value


def test_starting_again_clears_everything():
    puzzle = checked(LINES)
    puzzle.again.click()
    assert puzzle.order == [""] * 8 and not puzzle.solved
    assert "Right" not in puzzle.feedback.value and LINES[0] not in puzzle.program.value
    assert repr(puzzle) == repr(Parsons(TASK))


def test_hostile_strings_are_shown_as_text_everywhere():
    hostile = ParsonsTask(
        "hostile", HOSTILE, "def f(x):",
        {f"    x = '''{HOSTILE}'''": HOSTILE, f"    return x, r'''{HOSTILE}'''": HOSTILE},
        {f"    y = '''{HOSTILE}'''": HOSTILE}, HOSTILE,
    )  # fmt: skip
    for order in (hostile.lines, hostile.distractors, list(hostile.lines)[::-1]):
        puzzle = checked(order, hostile)
        html = [part.value for part in inside(puzzle) if type(part).__name__ == "HTML"]
        for page in [*html, puzzle.snapshot()]:
            assert "<img" not in page and "<script" not in page
            assert page.count("<div") == page.count("</div>")
            assert "$" not in page or "mathjax_ignore" in page


def test_lines_inside_a_block_are_indented_in_menus_too():
    task = ParsonsTask(
        "loop", "A sum", "def f(x):",
        {"    s = 0": "a", "    for a in x:": "b", "        s = s + a": "c", "    return s": "d"},
        {}, "In turn.",
    )  # fmt: skip
    labels = [label for label, _ in Parsons(task).menus[0].options]
    indented = "\N{NO-BREAK SPACE} " * 2 + "s = s + a"
    assert indented in labels and "for a in x:" in labels
    solved = checked(task.lines, task)
    assert "No other order is." in solved.feedback.value
    assert "All of them are needed." in solved.snapshot()


def test_a_snapshot_stands_before_the_live_view_with_the_answer_folded_away():
    snapshot, view = outputs_of(Parsons(TASK))
    assert snapshot["text/plain"] == f"Order of 8 lines, not checked yet: {TASK.title}"
    assert set(view) == {"application/vnd.jupyter.widget-view+json"}
    visible, folded = Parsons("multi-head").snapshot().split("<details>")
    listed = [visible.index(line.strip()) for line in TASK.mixed()]
    assert listed == sorted(listed)
    assert not [secret for secret in REASONS if secret in visible]
    assert TASK.function(LINES) in folded and TASK.explain in folded


def test_the_representation_is_one_stable_sentence():
    assert repr(checked(LINES)) == f"Order of 8 lines, right: {TASK.title}"
    assert repr(checked(LINES[:3])) == f"Order of 8 lines, right up to line 3: {TASK.title}"
    assert not re.search("0x|model_id", repr(Parsons(TASK)))


def test_every_control_has_a_description_and_messages_are_announced():
    puzzle = checked(LINES[::-1])
    parts = list(inside(puzzle))
    for part in parts:
        if type(part).__name__ in {"Button", "Dropdown"}:
            assert part.description.strip(), part
    assert {type(part).__name__ for part in parts} == {
        "Parsons", "HBox", "HTML", "Button", "Dropdown",
    }  # fmt: skip
    for order in ([], LINES, LINES[::-1]):
        feedback = checked(order).feedback.value
        assert 'role="status"' in feedback
        assert not re.search("#[0-9a-f]{3,6};|rgb", feedback)


def test_a_wrong_task_is_refused_in_a_sentence():
    with pytest.raises(KeyError, match="no task is called 'heads'; near it: multi-head"):
        Parsons("heads")
    with pytest.raises(TypeError, match="an id or a ParsonsTask; got list"):
        Parsons(LINES)
