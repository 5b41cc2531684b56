"""Live training in a real JupyterLab: it runs, stops at once, and outlives what happens."""

from attention_lib.views.heads_words import percent

from . import files
from .desk import Desk
from .editions import both_editions
from .lab import DARK, LIGHT
from .test_editor_keys_stay import EVERY_KEY
from .training_page import IMPORT, TrainingPage, of_output, show

LONG = "LiveTraining('pair')"
RUN = "{heads: at.accuracy for heads, at in live.results.items()}"


def shown(training, heads, column):
    """Return one cell of the table of numbers."""
    (row,) = [row for row in training.numbers()[1:] if row[0] == str(heads)]
    return row[column]


@both_editions
def test_training_runs_beside_the_kernel_and_stop_keeps_what_was_learned(desk):
    training = show(desk, LONG)
    training.train.click()
    training.wait_for_step()
    assert desk.lab.kernel_eval("(live.run['state'], 6 * 7)") == ["training", 42]
    assert training.train.get_attribute("aria-disabled") == "true"
    training.stop.click()
    training.wait_for("Stopped at", timeout=5)
    assert training.marks() == ["open", "open"]
    (shares,) = desk.lab.kernel_eval(f"list({RUN}.values())")
    assert shown(training, 1, 2).startswith(percent(round(shares["previous"], 4)))
    steps = desk.lab.kernel_eval("(live.results[1].step, type(live.networks[1]).__name__)")
    assert 0 < steps[0] < 1500 and steps[1] == "PairNetwork"


def test_a_whole_run_fills_every_column_and_an_earlier_one_stays_faint(desk):
    training = show(desk)
    training.train.click()
    training.wait_for("Done: 2 networks, 20 steps each, from seed 0.")
    assert training.bar.get_attribute("aria-valuenow") == "100"
    assert training.marks() == ["full"] * 4 and training.count("lt-earlier") == 0
    for heads, shares in desk.lab.kernel_eval(RUN).items():
        assert shown(training, heads, 2) == percent(round(shares["previous"], 4))
    training.root.get_by_role("button", name="Next seed").click()
    training.train.click()
    training.wait_for("Done: 2 networks, 20 steps each, from seed 1.")
    assert training.marks() == ["full"] * 4 and training.count("lt-earlier") == 4
    assert [head for head in training.numbers()[0] if "previous" in head and "seed" in head] == [
        "previous token right, seed 0",
        "previous token right, seed 1",
    ]
    desk.lab.wait_for_kernel("(live.seed, len(live.earlier))", [1, 1])


def test_two_train_at_once_while_a_cell_runs_and_an_interrupt_breaks_neither(desk):
    pair, route = "LiveTraining('pair', heads=(2,))", "LiveTraining('route', heads=(4,), steps=300)"
    desk.lay(f"{IMPORT}live = {pair}\nlive", f"other = {route}\nother")
    one, other = of_output(desk.lab, 0), of_output(desk.lab, 1)
    one.train.click()
    other.train.click()
    one.wait_for_step()
    desk.page.evaluate(
        "() => { const { kernel } = jupyterapp.shell.currentWidget.sessionContext.session;"
        " kernel.requestExecute({ code: 'import time; time.sleep(30)', store_history: false });"
        " setTimeout(() => kernel.interrupt(), 500); }"
    )
    one.wait_for("Done: 1 network")
    other.wait_for("Done: 1 network")
    states = desk.lab.kernel_eval("[live.run['state'], other.run['state'], list(other.results)]")
    assert states == ["done", "done", [4]]


def test_everything_can_be_done_by_keyboard_and_no_key_reaches_the_notebook(desk):
    training = show(desk)
    keyboard = training.page.keyboard
    training.seed.focus()
    keyboard.press("ControlOrMeta+a")
    keyboard.type("41x")
    assert training.message.inner_text() == "A seed is a whole number from 0 to 999,999."
    assert training.seed.get_attribute("aria-invalid") == "true"
    keyboard.press("Backspace")
    keyboard.press("Enter")
    training.wait_for("Done: 2 networks, 20 steps each, from seed 41.")
    training.columns.first.focus()
    keyboard.press("End")
    assert training.reading.inner_text().startswith("2 heads with d_k 16. Yours: seed 41,")
    keyboard.press("Home")
    assert training.columns.first.get_attribute("aria-selected") == "true"
    for place in (training.seed, training.columns.first, training.train):
        place.focus()
        before = desk.standing()
        for key in EVERY_KEY:
            training.page.keyboard.press(key)
        desk.page.wait_for_timeout(100)
        assert desk.standing() == before
    training.stop.click(force=True)  # a key may have trained
    training.wait_for("Done")


def test_axe_finds_nothing_in_any_state_or_theme(desk):
    training = show(desk, "LiveTraining('route', heads=(1, 8), steps=20, beside='vaswani')")
    found = {}
    for theme in (LIGHT, DARK):
        desk.lab.set_theme(theme)
        training.train.click()
        training.wait_for("Done")
        training.columns.nth(1).hover()
        found[theme] = desk.lab.axe()
    training.root.get_by_role("button", name="Present").click()
    training.seed.fill("none")
    found["Present mode"] = desk.lab.axe()
    assert found == {state: [] for state in found}


def test_python_shows_and_hides_what_stands_behind(desk):
    training = show(desk, "LiveTraining('route', shipped=False)")
    assert training.count("lt-start") == training.count("lt-diamond") == 0
    desk.lab.kernel_run("live.beside = 'vaswani'")
    desk.lab.until("(svg) => svg.querySelectorAll('.lt-diamond').length === 5",
                   training.figure.element_handle())  # fmt: skip
    training.shipped.check()
    assert training.count("lt-start") == 120
    desk.lab.wait_for_kernel("live.shipped", True)
    training.columns.nth(3).hover()
    assert "20 shipped starts: mean 99." in training.reading.inner_text()
    assert "25.8 BLEU" in training.reading.inner_text()


def test_it_fits_one_screen_beside_the_side_bar_and_present_mode_is_large(lab_desk):
    lab_desk.lab.set_viewport(1280, 800)
    training = show(lab_desk, "LiveTraining('route', beside='vaswani')")
    frame = lab_desk.page.locator(".jp-NotebookPanel .jp-WindowedPanel-outer").bounding_box()
    training.root.evaluate("(root) => root.scrollIntoView({ block: 'start' })")
    box = training.root.bounding_box()
    assert box["y"] + box["height"] <= frame["y"] + frame["height"] + 1
    figure = training.figure.bounding_box()
    assert figure["x"] + figure["width"] <= box["x"] + box["width"] + 1
    assert training.root.locator("details").get_attribute("open") is None
    training.root.get_by_role("button", name="Present").click()
    lab_desk.lab.set_viewport(1920, 1080)
    size = "(root, part) => parseFloat(getComputedStyle(root.querySelector(part)).fontSize)"
    assert training.root.evaluate(size, ".lt-tick") >= 16
    assert 20 <= training.root.evaluate(size, ".att-lt-status") <= 26
    assert training.root.locator("details").get_attribute("open") is not None


@both_editions
def test_a_restart_is_noticed_and_the_next_run_of_the_cell_trains_again(lab):
    training = show(Desk(lab, "restarted.ipynb").open(), LONG)
    training.train.click()
    training.wait_for_step()
    lab.page.evaluate(
        "() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
    )
    training.message.get_by_text("No answer: the kernel was restarted").wait_for(timeout=20_000)
    assert training.train.get_attribute("aria-disabled") == "false"
    lab.take_problems()
    lab.run_all()
    training = of_output(lab, 0)
    training.train.click()
    training.wait_for_step()
    training.stop.click()
    training.wait_for("Stopped at")


def test_exported_it_shows_the_shipped_starts_and_says_what_training_needs(open_exported, tmp_path):
    window = open_exported(files.write(tmp_path / "lesson.ipynb", f"{IMPORT}LiveTraining()"))
    root = window.page.locator(".att-training")
    root.wait_for()
    training = TrainingPage(window, root)
    assert training.count("lt-start") == 120
    training.columns.nth(5).hover()
    assert training.reading.inner_text().startswith("32 heads with d_k 1. 20 shipped starts")
    training.train.click()
    training.message.get_by_text("needs a running kernel").wait_for()
    assert window.axe(".att-training") == []
