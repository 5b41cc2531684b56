"""What is left of a comparison where no widget can run: tables."""

from attention_lib.views.colour import round_limit
from attention_lib.views.table import matrix_table, weights_table
from attention_lib.widgets.comparison_text import describe_side

# More cells would make a saved notebook heavier than 50 kB for each comparison.
MAX_MAP_CELLS = 300
MAX_STEP_CELLS = 200
LIMIT = 1  # no two weights differ by more


def snapshot(comparison):
    """Return W of A, W of B and B − A, and behind "show the steps" the rest.

    Parameters
    ----------
    comparison : AttentionComparison

    Returns
    -------
    str
        HTML of tables, ``<details>`` and inline styles. Long sentences keep the
        difference alone.
    """
    queries, keys = comparison.tokens, comparison.key_tokens
    difference = matrix_table(
        comparison.difference,
        queries,
        keys,
        title="W of B − W of A",
        limit=LIMIT,
    )
    if 3 * difference.matrix.size > MAX_MAP_CELLS:
        return difference._repr_html_()
    maps = [_map(comparison, side) for side in ("a", "b")] + [difference]
    steps = _steps(comparison)
    html = _side_by_side(maps)
    if sum(table.matrix.size for table in steps) > MAX_STEP_CELLS:
        return html
    return f"{html}<details><summary>show the steps</summary>{_side_by_side(steps)}</details>"


def _map(comparison, side):
    head_dim = comparison.query.shape[1]
    return weights_table(
        getattr(comparison, f"weights_{side}"),
        comparison.tokens,
        comparison.key_tokens,
        visible=getattr(comparison, f"mask_{side}"),
        title=f"W of {side.upper()}: {describe_side(comparison.state[side], head_dim)}",
    )


def _steps(comparison):
    queries, keys = comparison.tokens, comparison.key_tokens
    inputs = round_limit(comparison.query, comparison.key)
    scores = round_limit(comparison.scores_a, comparison.scores_b)
    down, across = "key ↓ / dimension →", "query ↓ / dimension →"
    values = {"axes": across, "limit": round_limit(comparison.value)}
    return [
        matrix_table(comparison.query, queries, title="Q query", axes=across, limit=inputs),
        matrix_table(comparison.key, keys, title="K key", axes=down, limit=inputs),
        matrix_table(comparison.value, keys, title="V value", **{**values, "axes": down}),
        matrix_table(comparison.scores_a, queries, keys, title="S scores of A", limit=scores),
        matrix_table(comparison.scores_b, queries, keys, title="S scores of B", limit=scores),
        matrix_table(comparison.output_a, queries, title="O output of A", **values),
        matrix_table(comparison.output_b, queries, title="O output of B", **values),
    ]


def _side_by_side(tables):
    parts = "".join(f"<div>{table._repr_html_()}</div>" for table in tables)
    return f'<div style="display:flex;flex-wrap:wrap">{parts}</div>'
