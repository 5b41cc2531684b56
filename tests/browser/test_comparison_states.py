"""The comparison without trust, without a kernel, without JupyterLab; and what it costs to save."""

import re

import nbformat

from attention_lib.widgets import AttentionComparison

from . import files
from .comparison_page import IMPORT, MAPS, ComparisonPage, show
from .desk import AFTER, Desk

SHOW = f"{IMPORT}comparison = AttentionComparison(b={{'mask': 'causal'}})\ncomparison"


def assert_the_snapshot_is_there(lab):
    shown = lab.output(0).first
    comparison = AttentionComparison(b={"mask": "causal"})
    numbers = re.findall(r"\d\.\d\d", shown.locator("table").nth(1).inner_text())
    assert numbers == [f"{w:.2f}" for w in comparison.weights_b[comparison.mask_b]]
    assert comparison.sentence() in shown.inner_text()
    assert "Run All" in shown.inner_text()
    assert [shown.locator("table").nth(i).is_visible() for i in range(4)] == [True] * 3 + [False]
    shown.get_by_text("show the steps").click()
    assert [shown.locator("table").nth(i).is_visible() for i in range(10)] == [True] * 10


def test_untrusted_it_is_three_tables_with_their_steps_and_no_script_runs(desk, lab):
    desk.save_as("yesterday.ipynb", SHOW, AFTER)
    cells = lab.saved("yesterday.ipynb")["cells"]
    cells[0]["source"] = f"{SHOW}  # sent by someone else"
    lab.write_notebook("download.ipynb", *map(nbformat.from_dict, cells))
    lab.open("download.ipynb", kernel=False)
    assert not lab.trusted()
    assert_the_snapshot_is_there(lab)
    assert lab.page.locator(".att-comparison").count() == 0
    assert lab.axe() == []


def test_the_day_after_its_snapshot_is_still_there(desk, lab):
    desk.save_as("yesterday.ipynb", SHOW, AFTER)
    lab.open("yesterday.ipynb", kernel=False)
    assert lab.trusted()
    assert_the_snapshot_is_there(lab)
    lab.take_problems()  # ipywidgets says that it has lost the model


def test_with_its_kernel_gone_it_stays_editable(lab):
    desk = Desk(lab, "lost.ipynb").open()
    comparison = show(desk)
    lab.lose_kernel()
    before = comparison.shown()
    comparison.type_number("query", 1, 2, "-7.5")
    assert all(comparison.numbers(matrix) != before[matrix] for matrix in MAPS)
    comparison.b.mask.select_option("causal")
    assert comparison.look("weights-b")[2][4].text == "0"
    comparison.button("↶ Undo").click()
    comparison.button("↶ Undo").click()
    assert comparison.shown() == before
    lab.page.wait_for_timeout(300)
    # ipywidgets logs what it cannot send; anything else would be ours.
    excused = "/api/", "Could not send widget sync message"
    assert [p for p in lab.take_problems() if not any(e in p for e in excused)] == []


def test_exported_it_recomputes_with_no_kernel(open_exported, tmp_path):
    window = open_exported(files.write(tmp_path / "lesson.ipynb", SHOW))
    root = window.page.locator(".att-comparison")
    root.wait_for()
    comparison = ComparisonPage(window, root)
    before = comparison.shown()
    comparison.preset.select_option("dot | additive")
    comparison.type_number("query", 2, 1, "8")
    after = comparison.shown()
    assert all(after[matrix] != before[matrix] for matrix in MAPS)
    comparison.press("Control+z")
    comparison.button("↶ Undo").click()
    assert comparison.shown() == before
    assert window.axe(".att-comparison") == []
