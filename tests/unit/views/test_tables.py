"""A matrix as an HTML table: its numbers, its colours and its words."""

import numpy as np
import pytest
from html_page import Page, contrast

from attention_lib.views import matrix_table, weights_table

QUERIES, KEYS = ["cat", "sat"], ["the", "cat", "sat"]
WEIGHTS = np.array([[0.125, 0.871, 0.004], [0.0, 0.0, 0.0]])
VISIBLE = np.array([[True, True, True], [False, False, False]])
SCORES = np.array([[1.5, -3.25, 0.0], [-0.001, 2.0, -np.inf]])
HOSTILE = ["<b>x</b>", "\"'&", "$a$"]


def rows_of(table):
    """Return the cells of the body, without the row labels."""
    page = Page(table._repr_html_())
    assert len(page.tables) == 1
    return [row[1:] for row in page.tables[0][1:]]


def texts(table):
    return [[cell.text for cell in row] for row in rows_of(table)]


def test_weights_are_written_in_rows_of_queries_and_columns_of_keys():
    table = weights_table([[0.1, 0.2, 0.7], [0.5, 0.46, 0.04]], QUERIES, KEYS)
    assert texts(table) == [["0.10", "0.20", "0.70"], ["0.50", "0.46", "0.04"]]
    rows = Page(table._repr_html_()).tables[0]
    assert [cell.text for cell in rows[0]] == ["", *KEYS]
    assert [row[0].text for row in rows[1:]] == QUERIES
    assert {cell.tag for cell in rows[0][1:]} | {row[0].tag for row in rows[1:]} == {"th"}


def test_a_masked_cell_is_hatched_and_0_and_no_other_cell_is():
    rows = rows_of(weights_table(WEIGHTS, QUERIES, KEYS, visible=VISIBLE))
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            hatched = "repeating-linear-gradient" in cell.style
            assert hatched == (cell.text == "0") == (not VISIBLE[i, j])
    assert rows[0][2].text == "<.01"


def test_a_mask_may_be_nested_lists_like_the_weights():
    table = weights_table(WEIGHTS.tolist(), QUERIES, KEYS, visible=VISIBLE.tolist())
    assert texts(table) == texts(weights_table(WEIGHTS, QUERIES, KEYS, visible=VISIBLE))


def test_rows_of_shown_weights_add_to_1_within_their_rounding():
    weights = np.random.default_rng(0).dirichlet(np.ones(7), size=5)
    table = weights_table(weights, [f"q{i}" for i in range(5)], [f"k{j}" for j in range(7)])
    for row in texts(table):
        assert abs(sum(0.0025 if t == "<.01" else float(t) for t in row) - 1) <= 7 * 0.005


def test_signed_numbers_have_a_true_minus_and_no_minus_zero():
    assert texts(matrix_table(SCORES, QUERIES, KEYS, title="S")) == [
        ["1.50", "−3.25", "0.00"],
        ["0.00", "2.00", "−∞"],
    ]


def test_weights_have_fixed_colours_whatever_else_is_in_the_table():
    alone = rows_of(weights_table([[0.3, 0.7]], ["q"], ["a", "b"]))
    among = rows_of(weights_table([[0.3, 0.0], [1.0, 0.0]], ["q", "r"], ["a", "b"]))
    assert alone[0][0].colours == among[0][0].colours


def test_signed_colours_are_symmetric_about_0():
    row = rows_of(matrix_table([[-4.0, 0.0, 4.0]], ["q"], title="S"))[0]
    (red, _), (white, _), (blue, _) = (cell.colours for cell in row)
    assert red[0] > red[2] + 80
    assert min(white) > 240
    assert blue[2] > blue[0] + 80


def test_a_given_limit_makes_two_tables_comparable():
    one = rows_of(matrix_table([[1.0]], ["q"], title="S", limit=10))
    other = rows_of(matrix_table([[1.0, 9.0]], ["q"], title="S", limit=10))
    assert one[0][0].colours == other[0][0].colours
    assert one[0][0].colours != rows_of(matrix_table([[1.0]], ["q"], title="S"))[0][0].colours


@pytest.mark.parametrize("kind", ["weights", "signed"])
def test_the_text_of_every_cell_has_a_contrast_of_at_least_4_5(kind):
    along = np.linspace(0, 1, 600).reshape(20, 30)
    labels = [str(i) for i in range(30)]
    if kind == "weights":
        table = weights_table(along, labels[:20], labels)
    else:
        table = matrix_table(200 * along - 100, labels[:20], labels, title="S")
    assert min(contrast(*cell.colours) for row in rows_of(table) for cell in row) >= 4.5


@pytest.mark.parametrize(
    ("queries", "keys", "got"),
    [
        (["q"], KEYS, "1 row labels and 3 column labels"),
        (QUERIES, KEYS[:2], "2 row labels and 2 column labels"),
        (QUERIES, None, "2 row labels and 2 column labels"),
    ],
)
def test_labels_that_do_not_fit_are_refused_with_both_sizes(queries, keys, got):
    with pytest.raises(ValueError, match=rf"labels must fit the matrix; got {got}.*\(2, 3\)"):
        weights_table(WEIGHTS, queries, keys)


@pytest.mark.parametrize("shape", [(3,), (2, 3, 1)])
def test_what_is_no_matrix_is_refused(shape):
    with pytest.raises(ValueError, match=r"labels must fit the matrix|must have two axes"):
        matrix_table(np.zeros(shape), ["a", "b"], title="S")


def test_a_mask_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"visible must .*\(2, 3\).*got.*\(3, 2\)"):
        weights_table(WEIGHTS, QUERIES, KEYS, visible=VISIBLE.T)


def test_labels_and_titles_are_text_and_never_html():
    table = matrix_table(np.ones((3, 3)), HOSTILE, HOSTILE, title="<i>S</i>", axes="<&>")
    page = Page(table._repr_html_())
    assert [cell.text for cell in page.tables[0][0]] == ["", *HOSTILE]
    assert [row[0].text for row in page.tables[0][1:]] == HOSTILE
    assert page.captions == ["<i>S</i> (<&>)"]
    assert not {"b", "i"} & set(page.tags)


def test_the_repr_is_the_sentence_that_nbval_compares():
    assert repr(weights_table(WEIGHTS, QUERIES, KEYS)) == (
        "weights: 2 queries by 3 keys; strongest: cat attends to cat (0.87); "
        "sat has nothing to attend to"
    )
    assert repr(matrix_table([[1.0, -2.0]], ["q"], title="S")) == (
        "S: 1 row by 2 columns, from −2.00 to 1.00"
    )


def test_columns_without_names_are_counted_from_1():
    page = Page(matrix_table(np.zeros((1, 3)), ["q"], title="Q")._repr_html_())
    assert [cell.text for cell in page.tables[0][0]] == ["", "1", "2", "3"]


def test_a_table_does_not_follow_later_changes_of_the_array():
    weights = WEIGHTS.copy()
    table = weights_table(weights, QUERIES, KEYS)
    before = table._repr_html_()
    weights[0, 0] = 0.9
    assert table._repr_html_() == before
