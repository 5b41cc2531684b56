"""Several widgets in one notebook share one page: none may push, cover or restyle another."""

ALL = (
    "from attention_lib.widgets import AttentionEditor, AttentionComparison, Translator\n"
    "from attention_lib.widgets import axes_dial, window_reach",
    'AttentionEditor("das rote auto", key_tokens="the red car drives", score="general")',
    'AttentionComparison("the red car", b={"score": "additive"})',
    "axes_dial()",
    'Translator("eighty two minus four", models=("bahdanau", "bahdanau-beside"))',
    "window_reach()",
)
# The names of cells that something else lies on, or that are not where their table is.
HIDDEN = """(tables) => tables.flatMap((table) => {
  const rows = [...table.querySelectorAll('tbody tr')];
  const corners = [rows[0], rows.at(-1)].flatMap((row) => {
    const cells = row.querySelectorAll('td[role]');
    return [cells[0], cells[cells.length - 1]];
  });
  return corners.filter((cell) => {
    cell.scrollIntoView({ block: 'center', inline: 'nearest' });
    const box = cell.getBoundingClientRect();
    const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return !cell.contains(there);
  }).map((cell) => `${cell.ariaLabel} (${table.parentElement.className})`);
})"""
# Matrices whose table is larger than the box that shows it, so that part of it is out of sight.
CLIPPED = """(tables) => tables.map((table) => table.parentElement)
  .filter((box) => box.scrollHeight > box.clientHeight + 1)
  .map((box) => `${box.className}: ${box.scrollHeight} px in ${box.clientHeight} px`)"""


def grids(desk, place):
    """Return the tables of the widget in the cell that is `place`th, from 0."""
    return desk.lab.output(place).locator("table[role=grid]")


def test_no_cell_of_any_widget_is_covered_or_out_of_place(desk):
    desk.lay(*ALL)
    desk.lab.wait_drawn()
    counts = []
    for place in range(1, len(ALL)):
        tables = grids(desk, place)
        counts.append(tables.count())
        assert tables.evaluate_all(CLIPPED) == []
        assert tables.evaluate_all(HIDDEN) == []
    assert counts == [8, 8, 1, 2, 1]
