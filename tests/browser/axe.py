"""Ask axe-core what a screen-reader or low-vision learner would trip over."""

from .places import node_file

# axe judges whole pages; an output is a fragment inside JupyterLab's page. Only rules about
# the page around us are off, each with its reason. Colour contrast stays on.
PAGE_RULES = {
    "bypass": "skip links belong to JupyterLab's page",
    "document-title": "the title is JupyterLab's",
    "html-has-lang": "the <html> element is JupyterLab's",
    "landmark-one-main": "the main landmark is JupyterLab's",
    "page-has-heading-one": "the notebook's H1 is a Markdown cell, outside the output",
    "region": "JupyterLab decides which landmark holds the notebook",
}

# What a theme can break.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]

# What others draw inside our outputs: (rule, part), and why we cannot mend it.
NOT_OURS = {
    ("*", "[data-mime-type='application/vnd.jupyter.stderr'] *"): (
        "JupyterLab paints tracebacks in its own ANSI colours, and puts links into them"
    ),
    ("aria-input-field-name", ".noUi-handle"): (
        "ipywidgets 8.1 gives the handles of its sliders no name, and no way to set one"
    ),
}

# JupyterLab clips what leaves its window at the <body> (0 px high: all it holds is positioned)
# and at its shell. axe takes every text outside those boxes for invisible and would silently
# skip its contrast, on most of a notebook. Without the clipping, for the audit, nothing moves.
# In the dark theme only colours differ: the rest was judged in the light one.
RUN = """async ([selector, off, notOurs, colours]) => {
  const clipped = [];
  for (let e = document.querySelector('.jp-Notebook'); e; e = e.parentElement) {
    if (getComputedStyle(e).overflow !== 'hidden') continue;
    clipped.push([e, e.style.overflow]);
    e.style.overflow = 'visible';
  }
  const found = await axe.run({ include: [[selector]] }, {
    elementRef: true,
    resultTypes: ['violations', 'incomplete', 'inapplicable'],
    // Unless told so, axe does not judge a text of one character: a 0 in a heatmap.
    checks: { 'color-contrast': { options: {
      ...axe._audit.checks['color-contrast'].options, ignoreLength: true,
    } } },
    ...(document.body.dataset.jpThemeLight === 'false' ? { runOnly: colours } : {
      rules: Object.fromEntries(off.map((rule) => [rule, { enabled: false }])),
    }),
  }).finally(() => clipped.forEach(([e, before]) => { e.style.overflow = before; }));
  const ours = (rule) => (node) => !notOurs.some(
    ([id, part]) => (id === '*' || id === rule.id) && node.element.matches(part));
  const told = (rule) => rule.nodes.filter(ours(rule)).map((node) =>
    `${rule.id} (${node.impact}): ${node.failureSummary.replace(/\\s+/g, ' ')}`
    + ` at ${node.target.join(' ')}: ${node.html.slice(0, 200)}`);
  const covered = found.incomplete.filter((rule) => rule.id === 'color-contrast')
    .flatMap((rule) => rule.nodes.filter((node) => node.any[0]?.data?.messageKey === 'bgOverlap'));
  return {
    violations: found.violations.flatMap(told),
    unread: [
      ...found.inapplicable.filter((rule) => rule.id === 'color-contrast').map(() => 'any text'),
      ...covered.map((node) => node.html.slice(0, 100)),
    ],
  };
}"""


def violations(page, selector):
    """Return one sentence per axe violation inside the elements that match `selector`.

    In JupyterLab's dark theme only colours are judged: audit the same state in the light one.
    """
    text = "".join(page.locator(selector).all_inner_texts()).strip()
    if page.locator(selector).count() == 0:
        raise AssertionError(f"axe needs something to look at; nothing matches {selector!r}")
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(node_file("axe-core/axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(RUN, [selector, sorted(PAGE_RULES), list(NOT_OURS), COLOUR_RULES])
    if text and found["unread"]:
        raise AssertionError(f"axe must measure every contrast; it did not see {found['unread']}")
    return found["violations"]
