"""The notebook builder, against golden editions of ``golden/07_tiny.py.txt``.

After a wanted change, build the tiny notebook with ``--notebooks`` and ``--nbgrader``, read the
difference, and copy the three editions to ``golden/``.
"""

import importlib
import io
import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from PIL import Image, PngImagePlugin

GOLDEN = Path(__file__).parent / "golden"
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
EDITIONS = {
    "learner": "notebooks/07_tiny.ipynb",
    "solution": "notebooks/solutions/07_tiny.ipynb",
    "nbgrader": "nbgrader/07_tiny.ipynb",
}


@pytest.fixture(scope="module")
def load():
    """Import a module of the builder, as ``python notebooks/build.py`` does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(NOTEBOOKS)
        yield lambda name: importlib.import_module(f"_builder.{name}")


@pytest.fixture(scope="module")
def run(load):
    """Call the builder's command line on the notebooks below a folder."""
    main = load("cli").main
    return lambda root, *options: main(["--notebooks", str(root / "notebooks"), *options])


@pytest.fixture(scope="module")
def built(run, tmp_path_factory):
    """Return a folder with all three editions, built once for every test; read only."""
    root = tmp_path_factory.mktemp("built")
    source = root / "notebooks/source"
    source.mkdir(parents=True)
    shutil.copy(GOLDEN / "07_tiny.py.txt", source / "07_tiny.py")
    assert run(root, "--nbgrader", str(root / "nbgrader")) == 0
    assert run(root) == 0
    return root


@pytest.fixture
def project(built, tmp_path):
    """Return a copy of the built folder, to be changed."""
    return shutil.copytree(built, tmp_path / "project")


def source_of(root):
    return root / "notebooks/source/07_tiny.py"


def replace(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8", newline="\n")


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_edition_is_written_as_its_golden_file(built, edition):
    expected = (GOLDEN / f"{edition}.ipynb").read_bytes()
    assert (built / EDITIONS[edition]).read_bytes() == expected


def test_a_rebuild_is_byte_identical(project, built, run):
    assert run(project, "--force") == 0
    for edition in ("learner", "solution"):
        rebuilt, first = (root / EDITIONS[edition] for root in (project, built))
        assert rebuilt.read_bytes() == first.read_bytes()
        assert rebuilt.stat().st_mtime_ns > first.stat().st_mtime_ns


def test_a_fresh_build_passes_the_check_untouched(built, run, capsys):
    before = [(built / path).stat().st_mtime_ns for path in EDITIONS.values()]
    assert run(built, "--check") == 0
    assert before == [(built / path).stat().st_mtime_ns for path in EDITIONS.values()]
    assert capsys.readouterr().out.count("fresh") == 2


def test_a_second_build_does_nothing(project, run, capsys):
    learner = project / EDITIONS["learner"]
    before = learner.stat().st_mtime_ns
    assert run(project) == 0
    assert learner.stat().st_mtime_ns == before
    assert capsys.readouterr().out.count("fresh") == 2


def test_the_check_shows_a_changed_output(project, run, capsys):
    replace(project / EDITIONS["solution"], "IntSlider(value=3)", "IntSlider(value=4)")
    assert run(project, "--check") == 1
    printed = capsys.readouterr().out
    assert re.search(r'^-.*"IntSlider\(value=4\)"', printed, re.MULTILINE)
    assert re.search(r'^\+.*"IntSlider\(value=3\)"', printed, re.MULTILINE)
    assert re.search(r"^stale: \S*notebooks/solutions/07_tiny.ipynb$", printed, re.MULTILINE)


@pytest.mark.parametrize(("tags", "status"), [(' tags=["nbval-ignore-output"]', 0), ("", 1)])
def test_times_may_differ_only_in_a_cell_that_says_so(project, run, tags, status):
    with source_of(project).open("a", encoding="utf-8") as source:
        source.write(f"\n# %%{tags}\nimport time\n\nprint(time.perf_counter())\n")
    assert run(project) == 0
    assert run(project, "--check") == status


def test_the_check_shows_a_changed_source(project, run, capsys):
    replace(source_of(project), 'print("two")', 'print("three")')
    assert run(project, "--check") == 1
    printed = capsys.readouterr().out
    assert '-    "print(\\"two\\")"' in printed
    assert '+    "print(\\"three\\")"' in printed
    assert printed.count("@@") == 2, "only the first hunk of the first difference is shown"
    assert all(path in printed for path in ("notebooks/07_tiny", "solutions/07_tiny"))


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda path: path.unlink(), "does not exist"),
        (
            lambda path: path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n")),
            "line endings",
        ),
        (lambda path: path.write_text("<<<<<<< ours", "utf-8"), "is not a notebook"),
        (lambda path: replace(path, '"id": "07-double"', '"id": "07-triple"'), "07-triple"),
        (lambda path: replace(path, '"exercise"', '"exercise", "long"'), "long"),
    ],
    ids=["missing", "CRLF", "merge conflict", "cell id", "metadata"],
)
def test_the_check_names_a_damaged_notebook(project, run, capsys, damage, sentence):
    for edition in ("learner", "solution"):
        damage(project / EDITIONS[edition])
    assert run(project, "--check") == 1
    assert sentence in capsys.readouterr().out


def test_the_check_names_a_notebook_without_a_source(project, run, capsys):
    for edition in ("learner", "solution"):
        (project / EDITIONS[edition]).unlink()
    shutil.copy(GOLDEN / "learner.ipynb", project / "notebooks/08_old.ipynb")
    assert run(project, "--check") == 1
    assert "08_old.ipynb (no source)" in capsys.readouterr().out


def test_pixels_are_compared_only_under_the_lock(load, monkeypatch):
    difference = load("compare").difference
    for line in ('"image/png": "{}",', "\"<img alt='a' src='data:image/png;base64,{}'>\""):
        committed, fresh = line.format("iVBORw0KGgo="), line.format("iVBORw0KGgAA")
        monkeypatch.delenv("ATTENTION_LOCK", raising=False)
        assert difference(committed, fresh) == ""
        assert difference(committed, fresh.replace("<img", "<br><img").replace("png", "jpg", 1))
        monkeypatch.setenv("ATTENTION_LOCK", "1")
        assert fresh in difference(committed, fresh)


def test_one_notebook_can_be_asked_for(project, run, capsys):
    shutil.copy(source_of(project), project / "notebooks/source/08_other.py")
    assert run(project, "08", "--nbgrader", str(project / "only")) == 0
    assert [path.name for path in (project / "only").iterdir()] == ["08_other.ipynb"]
    assert run(project, "09") == 1
    assert "must hold 09; it holds 07_tiny, 08_other" in capsys.readouterr().err


def test_an_error_in_a_cell_stops_the_build_and_writes_nothing(project, run, capsys):
    before = (project / EDITIONS["learner"]).read_bytes()
    replace(source_of(project), 'print("two")', "undefined_name")
    assert run(project) == 1
    message = capsys.readouterr().err
    assert "07_tiny (learner)" in message
    assert "NameError: name 'undefined_name' is not defined" in message
    assert (project / EDITIONS["learner"]).read_bytes() == before


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        (
            {"output_type": "stream", "name": "stderr", "text": "RuntimeWarning: x"},
            "RuntimeWarn",
        ),
        ({"output_type": "stream", "name": "stdout", "text": "<f at 0x7f0c2809>"}, "address"),
        (
            {
                "output_type": "display_data",
                "data": {"text/plain": "<A at 0x7f0c28>"},
                "metadata": {},
            },
            "<A at 0x7f0c28>",
        ),
        ({"output_type": "stream", "name": "stdout", "text": "fine"}, "nothing is raised"),
    ],
)
def test_an_unstable_or_silent_cell_is_refused(load, output, sentence):
    cell = nbformat.v4.new_code_cell(outputs=[nbformat.from_dict(output)])
    cell.metadata.tags = ["raises-exception"] if sentence == "nothing is raised" else []
    with pytest.raises(load("source").BuildError, match=re.escape(sentence)):
        load("execute")._refuse(cell, "07_tiny (learner)")


def ids(notebook):
    return [cell.id for cell in notebook.cells]


def test_editing_a_cell_leaves_every_other_id(project, load):
    read = load("source").read_source
    before = ids(read(source_of(project)))
    replace(source_of(project), 'print("two")', 'print("three")')
    replace(source_of(project), "twice = [x, x]", "twice = (x, x)")
    replace(
        source_of(project),
        "# %% [markdown]\n# ## Ex",
        "# %%\nnew = 1\n\n# %% [markdown]\n# ## Ex",
    )
    after = ids(read(source_of(project)))
    assert len(set(after)) == len(after) == len(before) + 1
    assert [cell_id for cell_id in before if cell_id not in after] == [before[1]]
    assert "07-double" in after


def test_a_check_is_named_after_its_function_wherever_it_lives(project, load):
    replace(source_of(project), "\ncheck_double(double)", "\npractice.checks.check_double(double)")
    assert "07-check_double" in ids(load("source").read_source(source_of(project)))


def test_learner_and_solution_cells_share_their_ids(built):
    learner, solution = (nbformat.read(built / EDITIONS[e], 4) for e in ("learner", "solution"))
    assert ids(learner) == ids(solution)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("[a](01_b.ipynb#A-(small)-b)", "[a](../01_b.ipynb#A-(small)-b)"),
        ("[a](solutions/01_b.ipynb)", "[a](01_b.ipynb)"),
        ("![a](images/a.png)", "![a](../images/a.png)"),
        ("[a][b]\n\n[b]: ../README.md", "[a][b]\n\n[b]: ../../README.md"),
        ('<a href="../README.md">a</a>', '<a href="../../README.md">a</a>'),
        ("[a](#Here) [b](https://a.org/b) [c](mailto:a@b.org)", None),
        ("`[a](b.md)`\n\n```\n[a](b.md)\n```", None),
    ],
)
def test_a_link_leads_to_the_same_place_from_the_solution_edition(load, markdown, expected):
    cell = nbformat.v4.new_markdown_cell(markdown)
    edition = load("editions").solution_edition(nbformat.v4.new_notebook(cells=[cell]))
    assert edition.cells[0].source == (markdown if expected is None else expected)


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("def f():\n    ### BEGIN SOLUTION\n    return 1", "has no ### END SOLUTION after it"),
        ("def f():\n    ...\n    ### END SOLUTION", "has no ### BEGIN SOLUTION before it"),
        ("### BEGIN SOLUTION\nx = 1\n### END SOLUTION", "must stand inside a function"),
        (
            "def f():\n    ### BEGIN SOLUTION\n    ### BEGIN SOLUTION\n    ### END SOLUTION",
            "must not nest",
        ),
        ("def f():\n    # BEGIN SOLUTION\n    return 1", "a marker must be"),
    ],
)
def test_a_malformed_solution_is_refused(project, run, capsys, cell, sentence):
    source_of(project).write_text(f"# %%\n{cell}\n", "utf-8")
    assert run(project) == 1
    message = capsys.readouterr().err
    assert message.startswith("error: 07_tiny.py, cell 1, line ")
    assert sentence in message


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("# %% [markdown]\n# ### BEGIN SOLUTION", "only a code cell may hold a solution"),
        ('# %% tags=["exercise"]\ndef f():\n    ...', "must hold a solution region"),
        (
            "# %%\nif True:\n    ### BEGIN SOLUTION\n    x = 1\n    ### END SOLUTION",
            "must define a function or a class",
        ),
        ('# %% tags=["check"]\nreport = check(f)', "must end with the call"),
        ('# %% tags=["check"]\nf = 1; check(f)', "must end with the call"),
    ],
)
def test_a_malformed_cell_is_refused(project, run, capsys, cell, sentence):
    source_of(project).write_text(cell + "\n", "utf-8")
    assert run(project) == 1
    assert sentence in capsys.readouterr().err


def test_an_untouched_exercise_returns_none(built):
    exercise = cell_named(built, "learner", "07-double")
    names = {}
    exec(exercise.source, names)
    assert names["double"](3) is None
    assert names["Halver"]().halve(3) is None


def cell_named(root, edition, cell_id):
    cells = nbformat.read(root / EDITIONS[edition], 4).cells
    return next(cell for cell in cells if cell.id == cell_id)


class Report:
    def __init__(self, passed):
        self.passed = passed

    def __bool__(self):
        return self.passed

    def __str__(self):
        return "not yet: not divided by √head_dim"


@pytest.mark.parametrize("passed", [True, False])
def test_a_graded_check_fails_with_the_sentence_the_learner_saw(built, passed):
    shown = []
    names = {"display": shown.append, "double": None, "check_double": lambda f: Report(passed)}
    source = cell_named(built, "nbgrader", "07-check_double").source
    if passed:
        exec(source, names)
    else:
        with pytest.raises(AssertionError, match=r"^not yet: not divided by √head_dim$"):
            exec(source, names)
    assert [str(report) for report in shown] == ["not yet: not divided by √head_dim"]


def test_nbgrader_metadata_follows_schema_version_3(built):
    cells = nbformat.read(built / EDITIONS["nbgrader"], 4).cells
    marked = [cell for cell in cells if "nbgrader" in cell.metadata]
    grade_ids = [cell.metadata.nbgrader.grade_id for cell in marked]
    assert grade_ids == ["07-double", "07-check_double"]
    for cell in marked:
        meta = cell.metadata.nbgrader
        needed = {"schema_version", "grade", "grade_id", "locked", "solution", "task"}
        assert set(meta) == needed | ({"points"} if meta.grade else set())
        assert meta.schema_version == 3
        assert all(type(meta[key]) is bool for key in ("grade", "locked", "solution", "task"))
        assert re.fullmatch(r"[a-zA-Z0-9_-]+", meta.grade_id)
        assert meta.grade == meta.locked == (not meta.solution)
        assert meta.solution == ("### BEGIN SOLUTION" in cell.source)
    assert marked[1].metadata.nbgrader.points == 2


def test_outputs_that_differ_from_run_to_run_are_removed(load):
    view = load("canonical").VIEW
    stream = {"output_type": "stream", "name": "stdout"}
    shown = {"output_type": "display_data", "metadata": {view: {}}}
    outputs = [
        {**stream, "text": "a"},
        {**stream, "text": "b"},
        {**shown, "data": {view: {"model_id": "1f"}}},
        {
            **shown,
            "data": {view: {"model_id": "2e"}, "text/html": "<table>", "text/plain": "s"},
        },
        {
            "output_type": "error",
            "ename": "ValueError",
            "evalue": "no",
            "traceback": ["\x1b[31mFile /home/ada/x.py:3", "ValueError: no"],
        },
    ]
    cell = nbformat.v4.new_code_cell(outputs=[nbformat.from_dict(output) for output in outputs])
    cell.metadata.execution = {"iopub.execute_input": "2026-11-22T23:15:00Z"}
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata={"widgets": {"state": {}}})
    load("canonical").canonicalise(notebook)
    assert [dict(output) for output in cell.outputs] == [
        {**stream, "text": "ab"},
        {
            "output_type": "display_data",
            "metadata": {},
            "data": {"text/html": "<table>", "text/plain": "s"},
        },
        {**outputs[-1], "traceback": ["ValueError: no"]},
    ]
    assert cell.metadata == {}
    assert cell.execution_count == 1
    assert notebook.metadata.language_info == {"name": "python"}
    assert "widgets" not in notebook.metadata


def test_a_png_keeps_its_pixels_and_loses_its_provenance(load):
    picture = png_with_provenance()
    stripped = load("canonical").without_provenance(picture)
    assert b"tEXt" in picture
    assert b"tEXt" not in stripped
    assert pixels(stripped) == pixels(picture) == [0, 32, 64, 96, 128, 160]
    assert load("canonical").without_provenance(b"GIF89a tEXt") == b"GIF89a tEXt"


def png_with_provenance():
    image = Image.new("L", (3, 2))
    image.putdata(range(0, 192, 32))
    about = PngImagePlugin.PngInfo()
    about.add_text("Software", "Matplotlib version 3.11.2")
    file = io.BytesIO()
    image.save(file, "png", pnginfo=about)
    return file.getvalue()


def pixels(png):
    return list(Image.open(io.BytesIO(png)).tobytes())


def test_a_changed_library_makes_every_notebook_stale(load, tmp_path):
    library = tmp_path / "attention_lib"
    library.mkdir()
    module, source, target = library / "a.py", tmp_path / "s.py", tmp_path / "t.ipynb"
    for path in (module, source, target):
        path.write_text("1", "utf-8")
    memory = tmp_path / "build/notebooks.json"

    def freshness():
        return load("freshness").Freshness(memory, [library])

    assert not freshness().holds(source, target)
    freshness().record(source, target)
    assert freshness().holds(source, target)
    for path in (module, source, target):
        path.write_text("2", "utf-8")
        assert not freshness().holds(source, target)
        path.write_text("1", "utf-8")
    memory.write_text("not json", "utf-8")
    assert not freshness().holds(source, target)


def test_a_committed_notebook_has_unix_line_endings_and_one_at_the_end(built):
    for path in EDITIONS.values():
        written = (built / path).read_bytes()
        assert b"\r" not in written
        assert written.endswith(b"}\n")
        assert not written.endswith(b"\n\n")
        assert list(json.loads(written)) == ["cells", "metadata", "nbformat", "nbformat_minor"]
