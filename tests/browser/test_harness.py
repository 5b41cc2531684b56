"""The harness itself: it drives a real JupyterLab, and notices what it must notice."""

import pytest

from . import files
from .counter import LEAKING, SOURCE
from .editions import both_editions
from .lab import DARK


@both_editions
def test_the_first_run_all_draws_a_widget_that_reaches_the_kernel(lab):
    lab.write_notebook("counter.ipynb", SOURCE, "total = 7")
    lab.open("counter.ipynb").run_all()
    lab.wait_drawn()
    button = lab.output(0).get_by_role("button")
    button.click()
    lab.wait_for_kernel("counter.count", 4)
    assert button.inner_text() == "count 4"
    lab.kernel_run("counter.count = 11")
    lab.page.get_by_text("count 11").wait_for()
    assert lab.kernel_eval("[counter.count, total]") == [11, 7]
    assert lab.errors_in_notebook() == []
    assert lab.problems() == []


@both_editions
def test_a_widget_that_calls_home_and_complains_is_caught(desk):
    desk.lay(LEAKING)
    desk.lab.wait_drawn()
    problems = "\n".join(desk.lab.take_problems())
    assert "outside request: http://198.51.100.7/x" in problems
    assert "console error: the widget complains" in problems


def test_a_window_with_problems_on_record_fails_as_it_closes(open_lab):
    lab = open_lab()
    lab.page.goto(f"{lab.server.url}api/status?token={lab.server.token}")
    lab.page.evaluate("() => { setTimeout(() => { throw new Error('planted'); }); }")
    with pytest.raises(AssertionError, match="page error: planted"):
        lab.close()


def test_an_exported_page_is_alive_without_a_kernel(open_exported, tmp_path):
    notebook = files.write(tmp_path / "counter.ipynb", SOURCE)
    window = open_exported(notebook)
    button = window.page.get_by_role("button", name="count 3")
    button.click()
    window.page.get_by_role("button", name="count 4").wait_for()
    assert window.problems() == []


def test_an_exported_page_without_its_scripts_still_shows_the_table(open_exported, tmp_path):
    table = f"from IPython.display import HTML\nHTML({UNTRUSTED_TABLE!r})"
    notebook = files.write(tmp_path / "mailed.ipynb", SOURCE, table)
    window = open_exported(notebook, scripts=False)
    assert window.page.locator("table.ours").inner_text() == "0.44"
    assert window.page.get_by_role("button").count() == 0
    assert window.problems() == []


UNTRUSTED_TABLE = (
    '<table class="ours" style="color: rgb(1, 2, 3)"><tr><td>0.44</td></tr></table>'
    "<script>window.stolen = true</script>"
)


@both_editions
def test_an_untrusted_notebook_shows_the_html_beside_a_lost_widget(lab):
    saved = files.bundle_of_a_lost_widget(UNTRUSTED_TABLE)
    lab.write_notebook("download.ipynb", files.code("1 / 0", outputs=[saved]))
    lab.open("download.ipynb", kernel=False)
    assert not lab.trusted()
    assert lab.output(0).locator("table").inner_text() == "0.44"
    assert not lab.page.evaluate("() => 'stolen' in window")


@both_editions
def test_a_trusted_notebook_reopened_shows_a_lost_widget_as_undrawn(lab):
    saved = files.bundle_of_a_lost_widget(UNTRUSTED_TABLE)
    lab.write_notebook("reopened.ipynb", files.code("1 / 0", outputs=[saved]))
    lab.open("reopened.ipynb", trusted=True)
    assert lab.trusted()
    lab.output(0).get_by_text("model not found").wait_for()
    assert lab.undrawn() == ["cell 0, output 0 shows 'Error displaying widget: model not found'"]
    assert all("widget model not found" in problem for problem in lab.take_problems())


def test_a_cell_that_fails_or_never_ran_is_reported(lab):
    lab.write_notebook(
        "wrong.ipynb",
        files.code("1 / 0", tags=["raises-exception"]),
        files.code("2 + 3", tags=["raises-exception"]),
        "undefined_name",
        "print('not reached')",
    )
    lab.open("wrong.ipynb").run_all()
    assert lab.errors_in_notebook() == [
        "cell 1: is tagged raises-exception and raises nothing",
        "cell 2: NameError: name 'undefined_name' is not defined",
        "cell 3: has not run",
    ]


def test_what_was_saved_is_there_after_a_reload_with_a_fresh_kernel(lab):
    lab.write_notebook("kept.ipynb", "kept = 5\nprint(kept * 3)")
    lab.open("kept.ipynb").run_all()
    lab.save()
    assert lab.saved("kept.ipynb")["cells"][0]["outputs"][0]["text"] == ["15\n"]
    lab.reload(fresh_kernel=True)
    assert lab.output(0).inner_text().strip() == "15"
    with pytest.raises(AssertionError, match="NameError"):
        lab.kernel_eval("kept")


def test_what_the_desk_saves_is_a_trusted_notebook_of_yesterday(desk, lab):
    desk.save_as("yesterday.ipynb", "print(6 * 7)")
    lab.open("yesterday.ipynb", kernel=False)
    assert lab.trusted()
    assert lab.output(0).inner_text().strip() == "42"


def test_a_kernel_that_is_lost_takes_no_other_with_it(desk, lab):
    desk.lay("kept = 'kept'")
    lab.write_notebook("lost.ipynb", "1 + 1")
    lab.open("lost.ipynb").run_all()
    lab.lose_kernel()
    assert lab.problems() == []
    lab.close()
    assert desk.lab.kernel_eval("kept") == "kept"


def test_axe_finds_faint_text_even_one_digit_far_below_in_either_theme(lab):
    lab.write_notebook("faint.ipynb", FAINT, SLIDER, "1 / 0")
    lab.open("faint.ipynb").run_all()
    faint = ["color-contrast", "color-contrast"]
    assert [found.split(" ")[0] for found in lab.axe()] == faint
    lab.set_theme(DARK)
    lab.set_viewport(1920, 1080)
    assert [found.split(" ")[0] for found in lab.axe()] == faint
    assert lab.page.locator("body").get_attribute("data-jp-theme-light") == "false"
    assert lab.page.evaluate("() => innerWidth") == 1920


FAINT = """
from IPython.display import HTML
p = "<p style='color: #aaa; background: #bbb'>weights</p>"
HTML(f"{p}<div style='height: 3000px'></div>{p.replace('weights', '0')}")
"""
SLIDER = "import ipywidgets\nipywidgets.IntSlider(description='tokens')"
