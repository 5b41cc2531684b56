"""The heads' dial: what is drawn is what multi-head attention does, and Table 3 waits."""

import numpy as np
import pytest

from attention_lib import MultiHeadAttention, split_heads
from attention_lib.published import published
from attention_lib.widgets import heads_dial
from attention_lib.widgets.dials_heads import CELL, HEADS, MATRICES, MODEL_DIM

DIAL = heads_dial()


def lines(heads):
    return dict(DIAL.frames[heads, False].lines)


@pytest.mark.parametrize("heads", HEADS)
def test_each_block_belongs_to_the_head_that_split_heads_gives_it_to(heads):
    columns = np.arange(3 * MODEL_DIM).reshape(3, MODEL_DIM)  # 3 tokens, no two numbers alike
    by_head = split_heads(columns, heads)
    (panel,) = DIAL.frames[heads, False].panels
    assert panel.matrix.shape == (len(MATRICES), MODEL_DIM // CELL)
    for block, owner in enumerate(panel.matrix[0]):
        inside = columns[0, block * CELL : (block + 1) * CELL]
        assert set(inside) <= set(by_head[owner - 1, 0])
    assert (panel.matrix == panel.matrix[0]).all()


@pytest.mark.parametrize("heads", HEADS)
def test_a_heads_rows_of_w_output_are_the_drawn_ones(heads):
    rng = np.random.default_rng(0)
    layer = MultiHeadAttention.init(rng, MODEL_DIM, num_heads=heads)
    x = rng.normal(size=(3, MODEL_DIM))
    last = DIAL.frames[heads, False].panels[0].matrix[3] == heads
    w_output = np.where(np.repeat(last, CELL)[:, None], 0, layer.w_output)
    silent = MultiHeadAttention(
        layer.w_query, layer.w_key, layer.w_value, w_output, num_heads=heads
    )
    others = heads_without_last(layer, x, heads)
    np.testing.assert_allclose(silent(x), others, atol=1e-12)


def heads_without_last(layer, x, heads):
    """Attend with the last head's values set to zero."""
    w_value = layer.w_value.copy()
    w_value[:, -MODEL_DIM // heads :] = 0
    return MultiHeadAttention(layer.w_query, layer.w_key, w_value, layer.w_output, num_heads=heads)(
        x
    )


@pytest.mark.parametrize("heads", HEADS)
def test_the_parameters_do_not_depend_on_the_heads(heads):
    layer = MultiHeadAttention.init(np.random.default_rng(0), MODEL_DIM, num_heads=heads)
    matrices = (layer.w_query, layer.w_key, layer.w_value, layer.w_output)
    counted = sum(matrix.size for matrix in matrices)
    assert lines(heads)["parameters"].replace("\u00a0", "") == f"4 · 512² = {counted}"
    assert f"stay {counted:,}".replace(",", "\u00a0") in DIAL.frames[heads, True].text


@pytest.mark.parametrize("heads", HEADS)
def test_the_numbers_beside_it_follow_from_the_count(heads):
    head_dim = split_heads(np.ones((3, MODEL_DIM)), heads).shape[-1]
    assert lines(heads)["numbers in a query or key"] == f"d_k = 512 / {heads} = {head_dim}"
    assert lines(heads)["products for each pair"] == f"{heads} · {head_dim} = 512"
    assert lines(heads)["weight maps"] == str(heads)
    assert DIAL.frames[heads, False].text.startswith("1 head:" if heads == 1 else f"{heads} heads:")


@pytest.mark.parametrize(
    ("heads", "row"), [(1, "h1"), (4, "h4"), (8, "base"), (16, "h16"), (32, "h32")]
)
def test_table_3_is_quoted_only_when_it_is_asked_for(heads, row):
    figures = [published(f"vaswani-{row}-{unit}") for unit in ("bleu", "ppl")]
    assert all(f"{heads} head" in figure.row for figure in figures)
    hidden, shown = (DIAL.frames[heads, table_3] for table_3 in (False, True))
    quoted = " ".join(shown.note)
    assert f"{figures[0].text} BLEU, perplexity {figures[1].text}" in quoted
    assert "BLEU" not in " ".join((hidden.text, *hidden.note, *(text for _, text in hidden.lines)))


def test_table_3_is_hidden_at_first_and_has_no_row_for_two_heads():
    assert DIAL.choice == {"heads": 8, "table_3": False}
    assert DIAL.frames[2, True].note == ("Vaswani's Table 3 has no row for 2 heads.",)
    assert "BLEU" not in DIAL.snapshot()
