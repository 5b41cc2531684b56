"""Several widgets in one notebook share one page: none may push, cover or restyle another."""

from .desk import SIZE

ALL = (
    "from attention_lib.widgets import AttentionEditor, AttentionComparison, Translator\n"
    "from attention_lib.widgets import AttentionHeads, HeadPruning, axes_dial, window_reach\n"
    "from attention_lib.widgets import LiveTraining",
    'AttentionEditor("das rote auto", key_tokens="the red car drives", score="general")',
    'AttentionComparison("the red car", b={"score": "additive"})',
    "axes_dial()",
    'Translator("eighty two minus four", models=("bahdanau", "bahdanau-beside"))',
    "window_reach()",
    "HeadPruning(worth=True)",
    'AttentionHeads(pattern="previous")',
    'LiveTraining(beside="vaswani")',
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
    assert counts == [8, 8, 1, 2, 1, 1, 2, 0]


# Where everything in a widget is, with its own style sheet alone on the page, and with those
# of all others after and before it: whatever a notebook shows first, they come in some order.
ORDERS = """(root, mark) => {
  const all = [...document.querySelectorAll('style')]
    .filter((style) => style.textContent.includes('.att-host'));
  const own = all.filter((style) => style.textContent.includes(mark));
  const others = all.filter((style) => !own.includes(style));
  const places = () => {
    const home = root.getBoundingClientRect();
    return [...root.querySelectorAll(':not(option)')].map((node) => {
      const box = node.getBoundingClientRect();
      const look = getComputedStyle(node);
      const kind = `${node.tagName.toLowerCase()}.${node.className}`;
      const place = [box.x - home.x, box.y - home.y, box.width, box.height]
        .map((n) => Math.round(n * 10) / 10);
      return [kind, ...(box.width > 0 && node.checkVisibility() ? place : []),
        look.fontSize, look.color, look.backgroundColor, look.overflow].join(' ');
    });
  };
  for (const style of others) style.remove();
  const alone = places();
  const differences = (before, after) => {
    document.head.append(...before, ...after);
    return places().flatMap((place, i) => place === alone[i] ? [] : [`${alone[i]} -> ${place}`]);
  };
  const found = [...differences(own, others), ...differences(others, own)];
  document.head.append(...all);
  return { sheets: [own.length, others.length], boxes: alone.length, found: found.slice(0, 6) };
}"""
MARKS = (
    ".att-goal",
    ".att-comparison",
    ".att-explorable",
    ".att-tr-words",
    ".att-explorable",
    ".att-pr-body",
    ".att-hd-words",
    ".att-lt-columns",
)

WIDTHS = (2000, 1280, 1000)  # of the window: wide, usual and narrow rules
PRESENTED = {WIDTHS[0], WIDTHS[-1]}


def test_no_widget_looks_different_because_another_is_on_the_page(desk):
    desk.lay(*ALL)
    desk.lab.wait_drawn()
    try:
        for width in WIDTHS:
            desk.page.set_viewport_size({**SIZE, "width": width})
            desk.page.wait_for_timeout(100)  # what watches its own size has drawn again
            for place, mark in enumerate(MARKS, start=1):
                root = desk.lab.output(place).locator(".att-host > *")
                for present in (True, False) if width in PRESENTED else (False,):
                    if width in PRESENTED:
                        root.get_by_role("button", name="Present").click()
                    seen = root.evaluate(ORDERS, mark)
                    assert seen["sheets"] == [1, len(set(MARKS)) - 1], mark
                    assert seen["boxes"] > 50
                    assert seen["found"] == [], (mark, width, present)
    finally:
        desk.page.set_viewport_size(SIZE)
