"""What is seen of the editor where no widget can run: GitHub, untrusted, exported."""

import numpy as np
import pytest
from displayed import snapshot_of
from html_page import Page, contrast

from attention_lib.widgets import AttentionEditor

# Tags and attributes that JupyterLab's sanitizer leaves in an untrusted output.
KEPT_TAGS = {
    *("div", "p", "em", "span", "details", "summary"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}
KEPT_ATTRIBUTES = {"style", "title", "scope", "class"}
HOSTILE = [
    "<img/src=x/onerror=alert(1)>",
    "\"'><script>bad()</script>",
    "</td></table>",
    "$x$",
    "&amp;",
    "\u202eabc\u200f",
    "W" * 40,
]
CUSTOM = np.array([[1, 0, 1], [0, 0, 0], [1, 1, 1]], dtype=bool)


def page_of(editor):
    return Page(snapshot_of(editor))


@pytest.mark.parametrize(
    "tokens", ["the cat sat", HOSTILE, ["w"] * 16, [f"<b>{i}" for i in range(20)]]
)
def test_the_snapshot_needs_nothing_that_a_sanitizer_strips(tokens):
    page = page_of(AttentionEditor(tokens))
    assert set(page.tags) <= KEPT_TAGS
    assert {name for _, name, _ in page.attributes} <= KEPT_ATTRIBUTES


def test_hostile_words_are_shown_as_they_are():
    page = page_of(AttentionEditor(HOSTILE, mask="causal"))
    weights = page.tables[0]
    assert [row[0].text for row in weights[1:]] == HOSTILE
    assert [cell.text for cell in weights[0][1:]] == HOSTILE


def test_hostile_words_do_not_reach_the_sentence_as_html():
    page = Page(AttentionEditor(HOSTILE * 3).snapshot())
    assert "script" not in page.tags
    assert "img" not in page.tags


def test_every_number_of_the_snapshot_is_the_editors():
    editor = AttentionEditor("the cat sat", head_dim=2, mask=CUSTOM)
    tables = dict(
        zip(
            ["weights", "query", "key", "value", "scores", "output"],
            page_of(editor).tables,
            strict=True,
        )
    )
    for name, rows in tables.items():
        shown = [[read(cell.text) for cell in row[1:]] for row in rows[1:]]
        np.testing.assert_allclose(shown, getattr(editor, name), atol=0.0051, err_msg=name)


def test_the_snapshot_hatches_masked_cells_and_writes_plain_0():
    weights = page_of(AttentionEditor("the cat sat", mask=CUSTOM)).tables[0]
    for i, row in enumerate(weights[1:]):
        for j, cell in enumerate(row[1:]):
            assert (
                (cell.text == "0")
                == ("repeating-linear-gradient" in cell.style)
                == (not CUSTOM[i, j])
            )


def test_every_matrix_says_what_it_is_and_what_runs_down_and_across():
    page = page_of(AttentionEditor())
    assert page.captions == [
        "W weights (query ↓ / key →)",
        "Q query (query ↓ / dimension →)",
        "K key (key ↓ / dimension →)",
        "V value (key ↓ / dimension →)",
        "S scores (query ↓ / key →)",
        "O output (query ↓ / dimension →)",
    ]
    assert "show the steps" in page.text


def test_all_text_on_cells_can_be_read():
    rng = np.random.default_rng(0)
    editor = AttentionEditor(
        "a b c d e f g", rng.uniform(-9, 9, (7, 3)), rng.uniform(-1, 1, (7, 3))
    )
    cells = [c for table in page_of(editor).tables for row in table[1:] for c in row[1:]]
    assert len(cells) == 7 * (7 + 3 + 3 + 4 + 7 + 4)
    assert min(contrast(*cell.colours) for cell in cells) >= 4.5


def test_the_same_colour_means_the_same_query_and_key_value_and_output():
    editor = AttentionEditor("a b", [[1.0], [0.5]], [[9.0], [1.0]], [[4.0, 8.0], [4.0, 8.0]])
    _, query, key, value, _, output = page_of(editor).tables
    assert query[1][1].colours == key[2][1].colours  # both 1.0, as on the live board
    assert value[1][1].colours == output[1][1].colours  # both 4.0


def read(text):
    return 0.0 if text in ("0", "<.01") else float(text.replace("−", "-"))
