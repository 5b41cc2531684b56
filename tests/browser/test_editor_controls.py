"""The editor's controls: words, scale, temperature, masks, goals; and what they refuse."""

import math

import pytest

WINDOW_2 = [[abs(i - j) <= 2 for j in range(6)] for i in range(6)]


def seen(editor):
    """Return which keys the mask shows as visible, row by row."""
    return [[cell.text == "✓" for cell in row] for row in editor.look("mask")]


def row_names(editor, matrix):
    """Return the words beside a matrix."""
    return editor.grid(matrix).locator("tbody th").all_inner_texts()


# --- words -----------------------------------------------------------------------------


def test_own_words_name_every_row_and_keep_the_numbers_of_those_that_stay(editor):
    before = editor.numbers("query")
    editor.type_words("a cat sat up")
    assert row_names(editor, "query") == row_names(editor, "weights") == ["a", "cat", "sat", "up"]
    assert editor.numbers("query")[1:3] == before[1:3]
    assert [len(row) for row in editor.numbers("weights")] == [4] * 4
    editor.wait_for_seq(1)
    assert editor.in_kernel("tokens", "query") == [
        ["a", "cat", "sat", "up"],
        editor.numbers("query"),
    ]


@pytest.mark.parametrize(
    "text",
    ["naïve 🦊 café 中文", "<img src=x onerror=alert(1)> <b>bold</b> &amp;", "\" \\ ' `${1}"],
)
def test_whatever_is_typed_is_shown_as_text(editor, text):
    editor.type_words(text)
    words = text.split()
    assert row_names(editor, "key") == words
    assert editor.root.locator("img, b:not(.att-lines b)").count() == 0
    editor.wait_for_seq(1)
    assert editor.in_kernel("tokens") == [words]


def test_repeated_words_are_told_apart_by_their_place(editor):
    editor.type_words("no no maybe no")
    labels = [row[0].label.split(",")[0] for row in editor.look("query")]
    assert labels == ["query no (1)", "query no (2)", "query maybe", "query no (4)"]


def test_one_word_attends_to_itself(editor):
    editor.type_words("alone")
    assert editor.numbers("weights") == [[1]]
    assert editor.numbers("output") == editor.numbers("value")


def test_sixteen_words_are_edited_like_six(editor):
    editor.type_words(" ".join("abcdefghijklmnop"))
    editor.type_number("value", 15, 3, "-7")
    assert editor.number("value", 15, 3) == -7
    assert all(math.isclose(sum(row), 1, abs_tol=0.09) for row in editor.numbers("weights"))
    editor.wait_for_seq(2)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (" ".join(["word"] * 200), "at most 16 words; got 200"),
        ("   ", "at least one word"),
        ("a" * 41, "at most 40 characters; got 41"),
    ],
)
def test_words_that_do_not_fit_are_refused_with_a_reason(editor, text, reason):
    before = row_names(editor, "query"), editor.numbers("weights")
    editor.type_words(text)
    assert reason in editor.says()
    assert editor.words.get_attribute("aria-invalid") == "true"
    assert (row_names(editor, "query"), editor.numbers("weights")) == before
    editor.type_words("better now")
    assert editor.words.get_attribute("aria-invalid") == "false"
    editor.wait_for_seq(1)


def test_words_put_back_after_a_refusal_are_no_longer_called_invalid(editor):
    editor.type_words(" ")
    editor.type_number("query", 0, 0, "1.1")
    assert editor.words.input_value() == "the cat sat on the mat"
    assert editor.words.get_attribute("aria-invalid") != "true"


def test_escape_leaves_the_words_as_they_were(editor):
    editor.words.fill("never mind")
    editor.words.press("Escape")
    assert row_names(editor, "query") == ["the", "cat", "sat", "on", "the", "mat"]
    assert editor.words.input_value() == "the cat sat on the mat"


# --- scale and temperature -------------------------------------------------------------


def test_without_the_scale_every_score_doubles(editor):
    scaled = editor.numbers("scores")
    editor.scaled.click()
    for i, row in enumerate(editor.numbers("scores")):
        assert row == pytest.approx([2 * score for score in scaled[i]], abs=0.011)
    assert "÷" not in editor.lines()["score"]
    assert "√" not in editor.grid("scores").locator("xpath=..").locator(".att-title").inner_text()
    editor.wait_for_seq(1)
    assert editor.in_kernel("scaled") == [False]


@pytest.mark.parametrize(("exponent", "temperature"), [(-1, 0.1), (0.3, 2.0), (1, 10)])
def test_the_temperature_divides_the_scores(editor, exponent, temperature):
    plain = editor.numbers("scores")[3]
    editor.set_temperature(exponent)
    scores = editor.numbers("scores")[3]
    assert scores == pytest.approx(
        [s / temperature for s in plain], abs=0.006 + 0.005 / temperature
    )
    assert "÷ temperature" in editor.lines()["score"]
    editor.wait_for_seq(1)
    assert editor.in_kernel("temperature") == [temperature]


def test_the_temperature_is_live_while_it_is_dragged_and_one_step_when_let_go(editor):
    weights = editor.numbers("weights")
    box = editor.temperature.bounding_box()
    mouse, middle = editor.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + box["width"] / 2, middle)
    mouse.down()
    mouse.move(box["x"] + 0.7 * box["width"], middle)
    live = editor.numbers("weights")
    mouse.move(box["x"] + box["width"] - 1, middle)
    assert len({str(each) for each in (weights, live, editor.numbers("weights"))}) == 3
    assert editor.in_kernel("temperature") == [1.0]
    mouse.up()
    editor.wait_for_seq(1)
    editor.button("↶ Undo").click()
    assert editor.numbers("weights") == weights
    assert editor.button("↶ Undo").get_attribute("aria-disabled") == "true"


def test_every_arrow_key_on_the_temperature_moves_it_on(editor):
    editor.temperature.focus()
    editor.press("Home")
    seen_at = [float(editor.temperature.input_value())]
    for _ in range(5):
        editor.press("ArrowRight")
        seen_at.append(float(editor.temperature.input_value()))
    assert seen_at == sorted(set(seen_at))


# --- masks -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mask", "expected"),
    [
        ("none", [[True] * 6] * 6),
        ("causal", [[j <= i for j in range(6)] for i in range(6)]),
        ("padding", [[j < 5 for j in range(6)]] * 6),
        ("window", [[abs(i - j) <= 1 for j in range(6)] for i in range(6)]),
    ],
)
def test_each_mask_hides_what_its_name_says_here_and_in_the_kernel(desk, mask, expected):
    editor = desk.show(f'AttentionEditor(mask="{"causal" if mask == "none" else "none"}")')
    editor.mask_choice.select_option(mask)
    assert seen(editor) == expected
    hidden = [[cell.text == "0" for cell in row] for row in editor.look("weights")]
    assert hidden == [[not visible for visible in row] for row in expected]
    editor.wait_for_seq(1)
    assert editor.in_kernel("mask") == [expected]
    assert editor.row_sums() == ["1.00"] * 6


def test_the_sizes_of_window_and_padding_are_set_beside_the_mask(editor):
    assert not editor.mask_size.is_visible()
    editor.mask_choice.select_option("window")
    editor.mask_size.fill("2")
    editor.mask_size.press("Enter")
    assert seen(editor) == WINDOW_2
    editor.mask_choice.select_option("padding")
    editor.mask_size.fill("4")
    editor.mask_size.press("Enter")
    assert seen(editor) == [[j < 2 for j in range(6)]] * 6
    editor.mask_size.fill("99")
    editor.mask_size.press("Enter")
    assert editor.mask_size.input_value() == "6"
    editor.wait_for_seq(5)
    assert editor.in_kernel("mask") == [seen(editor)] == [[[False] * 6] * 6]


def test_a_mask_is_drawn_by_clicking_on_top_of_the_one_before(editor):
    editor.mask_choice.select_option("causal")
    editor.cell("mask", 1, 5).click()
    editor.cell("mask", 3, 0).click()
    expected = [[j <= i for j in range(6)] for i in range(6)]
    expected[1][5], expected[3][0] = True, False
    assert seen(editor) == expected
    assert editor.mask_choice.input_value() == "custom"
    editor.wait_for_seq(3)
    assert editor.in_kernel("mask") == [expected]


def test_a_masked_key_shows_its_whole_chain_and_the_row_is_shared_anew(editor):
    old = editor.numbers("weights")[2]
    editor.cell("mask", 2, 1).click()
    editor.cell("weights", 2, 1).click()
    lines = editor.lines()
    assert "= " + editor.look("scores")[2][1].text in lines["score"]
    assert "cat is hidden from sat: score → −∞" in lines["mask"]
    assert "e^−∞ = 0" in lines["weight"]
    new = editor.numbers("weights")[2]
    shared = [0 if j == 1 else weight / (1 - old[1]) for j, weight in enumerate(old)]
    assert new == pytest.approx(shared, abs=0.02)
    assert editor.row_sums()[2] == "1.00"


def test_a_row_with_nothing_to_attend_to_says_so(editor):
    editor.focus("mask", 4, 0)
    for _ in range(6):
        editor.press(" ", "ArrowRight")
    assert editor.numbers("weights")[4] == [0] * 6
    assert editor.numbers("output")[4] == [0] * 4
    assert editor.row_sums() == ["1.00"] * 4 + ["0.00", "1.00"]
    editor.cell("weights", 4, 2).hover()
    assert "nothing to attend to" in editor.lines()["mask"]
    editor.cell("output", 4, 2).hover()
    assert "nothing to attend to" in editor.lines()["output"]
    editor.wait_for_seq(6)
    assert editor.in_kernel("weights[4]", "output[4]") == [[0] * 6, [0] * 4]


# --- numbers ---------------------------------------------------------------------------


REFUSED = {
    "abc": "−10 to 10; got “abc”",
    "NaN": "got “NaN”",
    "Infinity": "got “Infinity”",
    "11": "between −10 and 10; got 11",
    "-10.1": "between −10 and 10",
    "1e400": "got “1e400”",
    "": "got “”",
    "1,2,3": "got “1,2,3”",
}


def test_what_is_no_number_keeps_the_old_one_and_says_why(editor):
    for text, reason in REFUSED.items():
        be_refused(editor, text, reason)


def be_refused(editor, text, reason):
    before = editor.numbers("query")
    editor.type_number("query", 1, 1, text)
    field = editor.cell("query", 1, 1).get_by_role("textbox")
    assert reason in editor.says()
    assert field.get_attribute("aria-invalid") == "true"
    described = field.get_attribute("aria-describedby")
    assert reason in editor.root.locator(f"#{described}").text_content()
    editor.press("Escape")
    assert editor.numbers("query") == before
    assert editor.says() == ""


def test_a_wrong_number_holds_tab_and_gives_way_to_a_click_elsewhere(editor):
    before = editor.numbers("query")
    editor.type_number("query", 1, 1, "much")
    editor.press("Tab")
    assert editor.cell("query", 1, 1).get_by_role("textbox").count() == 1
    editor.cell("weights", 0, 0).click()
    assert editor.numbers("query") == before
    assert editor.button("↶ Undo").get_attribute("aria-disabled") == "true"


def test_numbers_are_taken_as_people_write_them(editor):
    written = {"0,5": 0.5, "−0.5": -0.5, "+3": 3, " .25 ": 0.25, "-10": -10, "1e-3": 0.001}
    for seq, (text, value) in enumerate(written.items(), start=1):
        editor.type_number("key", 2, 3, text)
        assert editor.number("key", 2, 3) == pytest.approx(value, abs=0.005)
        editor.wait_for_seq(seq)
        assert editor.in_kernel("key")[0][2][3] == value


# --- goals -----------------------------------------------------------------------------


def test_a_goal_is_reached_and_lost_again_as_its_weight_moves(desk):
    goal = '{"text": "Make sat look at cat.", "query": 2, "key": 1, "above": 0.5}'
    editor = desk.show(f"AttentionEditor(goal={goal})")
    task = editor.root.get_by_text("Your task: Make sat look at cat.")
    assert "not yet" in task.inner_text()
    for column, number in enumerate(["2", "-6", "-5", "-6"]):
        editor.type_number("query", 2, column, number)
    assert editor.number("weights", 2, 1) > 0.5
    assert "done" in task.inner_text()
    editor.cell("mask", 2, 1).click()
    assert "not yet" in task.inner_text()
