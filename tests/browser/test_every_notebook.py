"""Every committed notebook, as a learner meets it: fresh, Run All, and all of it is there."""

import pytest

from .editions import EDITIONS
from .lab import DARK
from .places import committed_notebooks

NAMES = [path.name for path in committed_notebooks()]


# A solution shows the same: tests/unit/test_editions_show_alike.py.
@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("name", NAMES)
def test_the_first_run_all_leaves_nothing_broken(lab, name, edition):  # `lab` demands quiet
    lab.open(name, view="lab")
    lab.run_all()
    lab.wait_drawn()
    assert lab.errors_in_notebook() == []
    if edition == "lab46":  # an audit takes seconds and judges the outputs, in both the same
        assert lab.axe() == []
        lab.set_theme(DARK)
        assert lab.axe() == []
