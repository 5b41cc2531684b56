"""Something to see in every state: without trust, without a kernel, without JupyterLab."""

import re

import nbformat
import pytest
from nbclient import NotebookClient

from attention_lib.widgets import AttentionEditor

from . import files
from .desk import AFTER, IMPORT, NAME, Desk
from .editor_page import MATRICES, EditorPage

SHOW = f"{IMPORT}editor = AttentionEditor(mask='causal')\neditor"


def saved_bundle():
    """Return what a run notebook keeps of an editor."""
    editor = AttentionEditor(mask="causal")
    return editor, editor._repr_mimebundle_()[0]


def test_untrusted_it_is_a_table_with_its_steps_and_no_script_runs(lab):
    editor, bundle = saved_bundle()
    lab.write_notebook("download.ipynb", files.code(SHOW, outputs=[bundle]))
    lab.open("download.ipynb", kernel=False)
    assert not lab.trusted()
    output = lab.output(0)
    weights = output.locator("table").first
    rows = [row.split("\t") for row in weights.inner_text().splitlines()]
    shown = [re.findall(r"\d\.\d\d|<\.01|\b0\b", "\t".join(row)) for row in rows]
    assert [f"{editor.weights[3, 2]:.2f}" in row for row in shown].count(True) >= 1
    assert weights.locator("td").first.evaluate("(td) => getComputedStyle(td).backgroundColor") != (
        "rgba(0, 0, 0, 0)"
    )
    assert output.locator("table").count() == 6
    assert not output.locator("table").nth(1).is_visible()
    output.get_by_text("show the steps").click()
    assert output.locator("table").nth(1).is_visible()
    assert output.locator("script, .att-editor").count() == 0
    assert lab.axe() == []


def test_the_day_after_trusted_and_without_a_kernel_there_is_still_something_to_see(lab):
    desk = Desk(lab).open()
    desk.lay(SHOW, AFTER)
    lab.save()
    lab.server.end_sessions()
    lab.take_problems()
    lab.open(NAME, kernel=False)
    assert lab.trusted()
    text = lab.output(0).inner_text()
    assert "Error displaying widget" not in text
    assert "0.46" in text


def test_with_its_kernel_gone_the_editor_stays_editable(lab):
    desk = Desk(lab).open()
    editor = desk.show()
    lab.server.end_sessions()
    lab.page.wait_for_function(
        "() => jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status !== 'idle'"
    )
    lab.take_problems()  # JupyterLab's own complaints about the lost session
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
    assert [p for p in lab.take_problems() if "/api/" not in p] == []


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
    assert window.axe(".att-editor") == []
    assert [len(editor.look(matrix)) for matrix in MATRICES] == [6] * 7


def test_exported_alone_it_still_shows_its_numbers(open_exported, tmp_path):
    window = open_exported(files.write(tmp_path / "lesson.ipynb", SHOW), scripts=False)
    assert "0.46" in window.page.locator("table").first.inner_text()


def test_in_plain_text_it_is_one_sentence():
    assert repr(AttentionEditor("the cat sat", mask="causal")) == (
        "AttentionEditor: 3 queries by 3 keys; strongest: the attends to the (1.00)"
    )


def test_a_saved_view_stays_small(tmp_path):
    sizes = []
    for source in ("editor = 1", SHOW):
        notebook = nbformat.read(files.write(tmp_path / "lesson.ipynb", source), as_version=4)
        NotebookClient(notebook, timeout=60, store_widget_state=True).execute()
        sizes.append(len(nbformat.writes(notebook).encode()))
    assert sizes[1] - sizes[0] < 50_000
