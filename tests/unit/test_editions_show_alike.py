"""What the browser tests see in the learner's edition is what a solution shows too."""

from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
NAMES = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))


def cells(path):
    """Return the code cells by their id, in order."""
    notebook = nbformat.read(NOTEBOOKS / path, as_version=4)
    return {cell.id: cell for cell in notebook.cells if cell.cell_type == "code"}


def test_every_notebook_has_its_solution():
    assert NAMES
    assert sorted(path.name for path in (NOTEBOOKS / "solutions").glob("*.ipynb")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_solution_differs_only_in_exercises_which_show_nothing_by_themselves(name):
    learner, solution = cells(name), cells(f"solutions/{name}")
    assert list(learner) == list(solution)
    exercises = [place for place in learner if learner[place].source != solution[place].source]
    assert exercises
    for place in exercises:
        assert learner[place].outputs == solution[place].outputs == [], place
