"""Every committed notebook keeps every rule, and every rule finds what it is for."""

import copy
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from notebook_rules import MAX_BYTES, MAX_CELLS, METADATA, RULES
from notebook_text import anchors, leaked_solutions, read

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "notebooks/source").glob("*.py"))
COMMITTED = sorted([*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("notebooks/solutions/*.ipynb")])
RULE = {rule.__name__: rule for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=RULE)
@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_committed_notebook_keeps_the_rule(path, rule):
    assert list(rule(read(path), path)) == []


def test_every_source_is_committed_in_both_editions_and_nothing_else_is():
    assert SOURCES
    expected = [
        ROOT / "notebooks" / folder / f"{source.stem}.ipynb"
        for source in SOURCES
        for folder in ("", "solutions")
    ]
    assert sorted(expected) == COMMITTED


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_learner_edition_gives_no_solution_away(source):
    learner = read(ROOT / "notebooks" / f"{source.stem}.ipynb")
    assert list(leaked_solutions(source.read_text("utf-8"), learner)) == []


def clean():
    """Return a notebook that keeps every rule, to plant one fault in."""
    cells = [
        new_markdown_cell("# How does attention work?\n\n[Down](#The-*scores*-(small))"),
        new_markdown_cell("## The \\*scores\\* (small)\n\n![a map](map.png), `[no](where)`"),
        new_code_cell("print(1)", outputs=[new_output("stream", name="stdout", text="1\n")]),
        new_code_cell(
            "figure",
            outputs=[new_output("display_data", data={"text/html": '<img alt="two bars">'})],
        ),
        new_code_cell(
            "1 / 0",
            metadata={"tags": ["raises-exception"]},
            outputs=[new_output("error", ename="ZeroDivisionError", evalue="x", traceback=[])],
        ),
        new_markdown_cell("### Further\n\n```python\n# not a heading\n```"),
    ]
    for number, cell in enumerate(cells):
        cell.id = f"02-{number}"
    for count, cell in enumerate(cells[2:5], start=1):
        cell.execution_count = count
    return new_notebook(cells=cells, metadata=copy.deepcopy(METADATA))


@pytest.fixture
def path(tmp_path):
    (tmp_path / "map.png").write_bytes(b"")
    return tmp_path / "02_a.ipynb"


def test_a_clean_notebook_keeps_every_rule(path):
    nbformat.write(clean(), path)
    broken = {name: list(rule(clean(), path)) for name, rule in RULE.items()}
    assert not any(broken.values()), broken


def text(value):
    """Plant a Markdown text in the last cell."""
    return lambda notebook: notebook.cells[-1].update(source=value)


def code(value):
    """Plant source code in the first code cell."""
    return lambda notebook: notebook.cells[2].update(source=value)


def shows(**data):
    """Plant an output in the first code cell."""
    bundle = {key.replace("_", "/"): value for key, value in data.items()}
    output = new_output("display_data", data=bundle)
    return lambda notebook: notebook.cells[2].outputs.append(output)


def says(value, name="stdout"):
    output = new_output("stream", name=name, text=value)
    return lambda notebook: notebook.cells[2].outputs.append(output)


def tags(*names):
    return lambda notebook: notebook.cells[2].metadata.update(tags=list(names))


VIEW = "application/vnd.jupyter.widget-view+json"
PLANTED = [
    ("counts_run_from_one", lambda n: n.cells[3].update(execution_count=None)),
    ("counts_run_from_one", lambda n: n.cells[3].update(execution_count=7)),
    (
        "counts_run_from_one",
        lambda n: n.cells[3].outputs.append(new_output("execute_result", execution_count=9)),
    ),
    ("headings_are_an_outline", text("# A second title")),
    ("headings_are_an_outline", text("#### Too deep")),
    ("headings_are_an_outline", lambda n: n.cells.pop(0)),
    ("every_picture_has_words", text("![](map.png)")),
    ("every_picture_has_words", text('<img src="map.png">')),
    ("every_picture_has_words", shows(text_html='<img src="data:x" alt="">')),
    ("every_picture_has_words", shows(text_html='<img alt=" ">')),
    ("every_picture_has_words", shows(image_png="iVBORw0KGgo=", text_plain="a figure")),
    ("every_picture_has_words", shows(image_png="iVBORw0KGgo=", text_html="<p>a figure</p>")),
    ("nothing_uncomparable_is_used", code("out = widgets.Output()")),
    ("nothing_uncomparable_is_used", code("from ipywidgets import interact")),
    ("nothing_uncomparable_is_used", code("@interact(x=3)\ndef f(x): ...")),
    ("nothing_uncomparable_is_used", code("widgets.interactive_output(f, {})")),
    ("nothing_uncomparable_is_used", code("clear_output(wait=True)")),
    ("nothing_uncomparable_is_used", code("display(1, display_id=True)")),
    ("nothing_uncomparable_is_used", code("%timeit 1 + 1")),
    ("nothing_uncomparable_is_used", code("!pip install numpy")),
    ("relative_links_resolve", text("[a](01_missing.ipynb)")),
    ("relative_links_resolve", text("[a](#No-such-heading)")),
    ("relative_links_resolve", text("[a](#how-does-attention-work?)")),
    ("relative_links_resolve", text("[a](/notebooks/02_a.ipynb)")),
    ("relative_links_resolve", text("[a][b]\n\n[b]: missing.md")),
    ("relative_links_resolve", shows(text_html='<a href="missing.html">a</a>')),
    ("outputs_name_no_machine", says("File /home/ada/course/a.py")),
    ("outputs_name_no_machine", says(r"File C:\Users\ada")),
    ("outputs_name_no_machine", shows(text_plain="<Slider object at 0x7f0c2809f810>")),
    ("outputs_name_no_machine", lambda n: n.cells[4].outputs[0].update(evalue="/tmp/x")),
    ("outputs_name_no_machine", lambda n: n.cells[4].outputs[0].update(traceback=["/root/x"])),
    ("nothing_of_a_widget_is_saved", lambda n: n.metadata.update(widgets={})),
    ("nothing_of_a_widget_is_saved", shows(**{VIEW.replace("/", "_"): {"model_id": "1f"}})),
    ("code_fits_the_eye", code("x = 1\n" * 16)),
    ("code_fits_the_eye", code(f"x = '{'a' * 75}'")),
    ("cells_are_few_and_filled", text(" \n")),
    (
        "cells_are_few_and_filled",
        lambda n: n.cells.extend(new_markdown_cell("more") for _ in range(MAX_CELLS - 5)),
    ),
    ("cells_are_few_and_filled", lambda n: n.cells[-1].update(cell_type="raw")),
    ("tags_are_known", tags("nbval-skip")),
    ("tags_are_known", tags("remove-cell")),
    ("tags_are_known", tags("nbval-ignore-output", "nbval-ignore-output")),
    ("tags_are_known", code("# NBVAL_IGNORE_OUTPUT\nx = 1")),
    ("errors_are_announced", tags("raises-exception")),
    ("errors_are_announced", lambda n: n.cells[4].metadata.clear()),
    ("errors_are_announced", says("RuntimeWarning: overflow", name="stderr")),
    ("metadata_is_minimal", lambda n: n.metadata.language_info.update(version="3.11.7")),
    ("metadata_is_minimal", lambda n: n.metadata.update(authors=[])),
    ("metadata_is_minimal", lambda n: n.cells[0].metadata.update(editable=False)),
    ("the_file_is_small", says("a" * MAX_BYTES)),
    ("everything_is_inside", text("![a map](https://example.org/map.png)")),
    ("everything_is_inside", text('<img alt="a" src="//example.org/map.png">')),
    ("everything_is_inside", shows(text_html="<script>alert(1)</script>")),
    ("no_marker_is_left", code("def f():\n    ### BEGIN SOLUTION\n    ...")),
]


@pytest.mark.parametrize(
    ("rule", "plant"), PLANTED, ids=[f"{n}-{rule}" for n, (rule, _) in enumerate(PLANTED)]
)
def test_a_planted_fault_breaks_its_rule(path, rule, plant):
    notebook = clean()
    plant(notebook)
    path.write_text(nbformat.v4.writes(notebook), "utf-8")
    assert len(list(RULE[rule](notebook, path))) == 1


def test_every_rule_has_a_planted_fault():
    assert {rule for rule, _ in PLANTED} == set(RULE)


def test_one_cell_may_be_long():
    notebook = clean()
    code("x = 1\n" * 16)(notebook)
    tags("long")(notebook)
    assert list(RULE["code_fits_the_eye"](notebook, None)) == []


def test_an_anchor_is_the_heading_as_jupyterlab_shows_it():
    source = "# Why `1/√d_k`?\n\n## A *soft* [look-up](a.md), in **bold**\n\n## The_name"
    notebook = new_notebook(cells=[new_markdown_cell(source)])
    assert anchors(notebook) == {"Why-1/√d_k?", "A-soft-look-up,-in-bold", "The_name"}


def test_a_link_reaches_a_heading_of_another_notebook(path):
    nbformat.write(clean(), path.with_name("01_b.ipynb"))
    notebook = clean()
    text("[a](01_b.ipynb#Further) and [b](01_b.ipynb#Nowhere)")(notebook)
    assert list(RULE["relative_links_resolve"](notebook, path)) == [
        "link to #Nowhere, which is no heading of 01_b.ipynb"
    ]


SOURCE = """
def f(x):
    ### BEGIN SOLUTION
    shifted = x - x.max()
    return shifted
    ### END SOLUTION

def g(x):
    ### BEGIN SOLUTION
    return x + 1
    ### END SOLUTION
"""


@pytest.mark.parametrize(
    ("cell", "leaks"),
    [
        (new_code_cell("def f(x):\n    ...", metadata={"tags": ["exercise"]}), 0),
        (new_code_cell("def f(x):\n    shifted = x - x.max()\n\n    return shifted"), 1),
        (new_markdown_cell("<details>\n\nshifted = x - x.max()\nreturn shifted"), 1),
        (new_code_cell("def g(x):\n    return x + 1", metadata={"tags": ["exercise"]}), 1),
        (new_code_cell("def taught(x):\n    return x + 1"), 0),
    ],
)
def test_a_solution_left_in_a_learner_edition_is_found(cell, leaks):
    assert len(list(leaked_solutions(SOURCE, new_notebook(cells=[cell])))) == leaks
