"""Something to see in every state: without trust, without a kernel, without JupyterLab."""

import re

import nbformat
import pytest

from attention_lib.widgets import AttentionEditor

from . import files
from .desk import AFTER, IMPORT, Desk
from .editor_page import MATRICES, EditorPage

SHOW = f"{IMPORT}editor = AttentionEditor(mask='causal')\neditor"


def assert_the_snapshot_is_there(lab):
    shown = lab.output(0).first
    weights = shown.locator("table").first
    numbers = re.findall(r"\d\.\d\d", weights.inner_text())
    editor = AttentionEditor(mask="causal")
    assert numbers == [f"{w:.2f}" for w in editor.weights[editor.mask]]
    first = weights.locator("tbody td").first
    assert first.evaluate("(td) => getComputedStyle(td).backgroundColor") == "rgb(253, 231, 37)"
    assert editor.sentence() in shown.inner_text()
    assert "Run All" in shown.inner_text()
    assert not shown.locator("table").nth(1).is_visible()
    shown.get_by_text("show the steps").click()
    assert [shown.locator("table").nth(i).is_visible() for i in range(6)] == [True] * 6


def test_untrusted_it_is_a_table_with_its_steps_and_no_script_runs(desk, lab):
    desk.save_as("yesterday.ipynb", SHOW, AFTER)
    cells = lab.saved("yesterday.ipynb")["cells"]
    cells[0]["source"] = f"{SHOW}  # sent by someone else"
    lab.write_notebook("download.ipynb", *map(nbformat.from_dict, cells))
    lab.open("download.ipynb", kernel=False)
    assert not lab.trusted()
    assert_the_snapshot_is_there(lab)
    assert lab.page.locator(".att-editor").count() == 0
    assert lab.axe() == []


@pytest.mark.parametrize("fresh_kernel", [False, True])
def test_the_day_after_its_snapshot_is_still_there(desk, lab, fresh_kernel):
    desk.save_as("yesterday.ipynb", SHOW, AFTER)
    lab.open("yesterday.ipynb", kernel=fresh_kernel)
    assert lab.trusted()
    assert_the_snapshot_is_there(lab)
    lab.take_problems()  # ipywidgets says that it has lost the model


def test_with_its_kernel_gone_the_editor_stays_editable(lab):
    desk = Desk(lab, "lost.ipynb").open()
    editor = desk.show()
    lab.lose_kernel()
    before = editor.numbers("weights")
    editor.type_number("query", 1, 2, "-7.5")
    assert editor.number("query", 1, 2) == -7.5
    assert editor.numbers("weights") != before
    editor.cell("mask", 2, 4).click()
    assert editor.look("weights")[2][4].text == "0"
    editor.button("↶ Undo").click()
    editor.button("↶ Undo").click()
    assert editor.numbers("weights") == before
    lab.page.wait_for_timeout(300)
    assert lab.page.locator(".jp-Dialog").count() == 0
    # ipywidgets logs what it cannot send; anything else would be ours.
    excused = "/api/", "Could not send widget sync message"
    assert [p for p in lab.take_problems() if not any(e in p for e in excused)] == []


def test_exported_it_recomputes_with_no_kernel(open_exported, tmp_path):
    window = open_exported(files.write(tmp_path / "lesson.ipynb", SHOW))
    root = window.page.locator(".att-editor")
    root.wait_for()
    editor = EditorPage(window, root)
    before = editor.numbers("weights")
    assert [[round(w, 2) for w in row] for row in AttentionEditor(mask="causal").weights] == [
        [pytest.approx(w, abs=0.006) for w in row] for row in before
    ]
    editor.type_number("query", 2, 1, "8")
    after = editor.numbers("weights")
    assert after[2] != before[2]
    assert after[:2] + after[3:] == before[:2] + before[3:]
    editor.mask_choice.select_option("none")
    assert all(cell.text == "✓" for row in editor.look("mask") for cell in row)
    editor.press("Control+z")
    editor.button("↶ Undo").click()
    editor.button("Reset").click()
    assert editor.numbers("weights") == before
    assert window.axe(".att-editor") == []
    assert [len(editor.look(matrix)) for matrix in MATRICES] == [6] * 7


def test_exported_after_a_change_its_reset_still_returns_to_the_beginning(open_exported, tmp_path):
    change = "editor.update(query=-editor.query, mask='none')"
    window = open_exported(files.write(tmp_path / "lesson.ipynb", SHOW, change))
    root = window.page.locator(".att-editor")
    root.wait_for()
    editor = EditorPage(window, root)
    began = AttentionEditor(mask="causal")
    assert editor.mask_choice.input_value() == "none"
    assert editor.number("query", 0, 0) == -began.query[0, 0]
    editor.button("Reset").click()
    assert editor.mask_choice.input_value() == "causal"
    assert editor.numbers("query") == began.query.tolist()
    editor.button("↶ Undo").click()
    assert editor.number("query", 0, 0) == -began.query[0, 0]


def test_exported_alone_it_still_shows_its_numbers(open_exported, tmp_path):
    window = open_exported(files.write(tmp_path / "lesson.ipynb", SHOW), scripts=False)
    assert "0.46" in window.page.locator("table").first.inner_text()


def test_in_plain_text_it_is_one_sentence():
    assert repr(AttentionEditor("the cat sat", mask="causal")) == (
        "AttentionEditor: 3 queries by 3 keys; strongest: the attends to the (1.00)"
    )
