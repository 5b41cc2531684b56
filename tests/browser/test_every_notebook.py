"""Every committed notebook, as a learner meets it: fresh, Run All, and all of it is there."""

import pytest

from .editions import EDITIONS
from .lab import DARK
from .places import NOTEBOOKS, committed_notebooks

LEARNER = [path.name for path in committed_notebooks()]
SOLUTIONS = [f"solutions/{path.name}" for path in committed_notebooks(NOTEBOOKS / "solutions")]
VISITS = [(name, edition) for edition in EDITIONS for name in LEARNER]
VISITS += [(name, "lab46") for name in SOLUTIONS]


def test_there_are_notebooks_and_each_has_its_solution():
    assert LEARNER
    assert [f"solutions/{name}" for name in LEARNER] == SOLUTIONS


@pytest.mark.parametrize(("name", "edition"), VISITS)
def test_the_first_run_all_leaves_nothing_broken(lab, name):  # `lab` itself demands quiet
    lab.open(name, view="lab")
    lab.run_all()
    lab.wait_drawn()
    assert lab.errors_in_notebook() == []
    if name in LEARNER:  # a solution shows the same widgets, and an audit takes seconds
        assert lab.axe() == []
        lab.set_theme(DARK)
        assert lab.axe() == []
