"""The JupyterLabs that learners meet: today's release, and the one Binder serves."""

import pytest

EDITIONS = ("lab46", "lab44")
both_editions = pytest.mark.parametrize("edition", EDITIONS)
