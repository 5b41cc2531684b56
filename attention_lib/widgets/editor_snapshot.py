"""The editor where no widget can run: W as a table, and the tables it follows from."""

from attention_lib.describe import number
from attention_lib.views.colour import round_limit
from attention_lib.views.table import matrix_table, weights_table
from attention_lib.widgets.editor_words import key_words

# More cells would make a saved notebook heavier than 50 kB for each editor.
MAX_STEP_CELLS = 240

# As above the scores on the board (js/titles.js); dot products go without.
FORMULAS = {"general": "QWₐKᵀ", "additive": "v·tanh(Q + K)", "cosine": "cos(Q, K)"}


def snapshot_html(editor, state):
    """Return W as a table, and behind "show the steps" everything it follows from."""
    queries, keys = state["tokens"], key_words(state)
    weights = weights_table(editor.weights, queries, keys, visible=editor.mask, title="W weights")
    both = round_limit(editor.query, editor.key)
    values = round_limit(editor.value)
    steps = [
        _inputs(editor.query, queries, "Q query", "query", both),
        _inputs(editor.key, keys, "K key", "key", both),
        _inputs(editor.value, keys, "V value", "key", values),
        *_parameter(editor),
        matrix_table(editor.scores, queries, keys, title=_scores_title(state)),
        _inputs(editor.output, queries, "O output", "query", values),
    ]
    if sum(table.matrix.size for table in steps) > MAX_STEP_CELLS:
        return weights._repr_html_()
    tables = "".join(table._repr_html_() for table in steps)
    return f"{weights._repr_html_()}<details><summary>show the steps</summary>{tables}</details>"


def _inputs(matrix, rows, title, down, limit):
    return matrix_table(matrix, rows, title=title, axes=f"{down} ↓ / dimension →", limit=limit)


def _scores_title(state):
    if state["score"] == "dot":
        return "S scores"
    temperature = "" if state["temperature"] == 1 else f"/{number(state['temperature'])}"
    return f"S = {FORMULAS[state['score']]}{temperature} scores"


def _parameter(editor):
    """Return the table of what the score is made of, if it is made of anything."""
    if editor.score == "general":
        rows = [str(row + 1) for row in range(len(editor.general))]
        axes = "of query ↓ / of key →"
        return [matrix_table(editor.general, rows, title="Wₐ of the score", axes=axes)]
    if editor.score == "additive":
        row = editor.additive_v[None]
        return [matrix_table(row, ["v"], title="v of the score", axes="dimension →")]
    return []
