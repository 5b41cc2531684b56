"""Fixtures of the browser tests: one browser, one server per edition, few windows.

A test that lays out its own cells takes ``desk``: a notebook that is already open, in either
edition; beside JupyterLab's side bar, ``lab_desk``. A test of opening, reloading, trust or the
first run takes ``lab``: JupyterLab is loaded anew, which costs two to four seconds of a
processor. ``open_lab`` gives a window of its own, for a touch screen or the like. They read
like a learner's morning::

    @both_editions                      # without it: JupyterLab 4.6 only
    def test_an_edit_reaches_the_kernel(lab):
        lab.write_notebook("editor.ipynb", "from attention_lib import ...", "x = 3")
        lab.open("editor.ipynb").run_all()
        lab.wait_drawn()
        lab.output(0).get_by_role("button").click()
        lab.wait_for_kernel("x", 4)

Any outside request, page error or console error fails it, unless `take_problems` has
collected what the test expected.
"""

import socket
from contextlib import ExitStack, contextmanager

import pytest

from .chromium import running_chromium
from .desk import DeskKeeper
from .exported import export, served
from .lab import Lab
from .server import JupyterServer
from .window import Window
from .window_keeper import WindowKeeper

# Package scope: Playwright's event loop must be gone before other tests run.


@pytest.fixture(scope="package")
def browser():
    with running_chromium() as browser:
        yield browser


@pytest.fixture(scope="package")
def dead_proxy():
    """An address that refuses every connection: bound, so nobody else can listen there."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}"


@pytest.fixture(scope="package")
def start_server(tmp_path_factory):
    """Return a function from an edition to its server, started when first asked for."""
    servers = {}
    with ExitStack() as stop_all:

        def start(edition):
            if edition not in servers:
                server = JupyterServer(edition, tmp_path_factory.mktemp(edition))
                stop_all.callback(server.stop)
                servers[edition] = server
            return servers[edition]

        yield start


@pytest.fixture
def edition():
    """Override by parametrising: ``@both_editions``."""
    return "lab46"


@pytest.fixture
def open_lab(browser, dead_proxy, start_server, edition, request):
    """Return a function that opens a window, with options of Playwright's ``new_context``."""
    with ExitStack() as close_all:

        def start(**context_options):
            lab = Lab(browser, start_server(edition), dead_proxy, **context_options)
            close_all.callback(lab.close)
            close_all.callback(picture_of_a_failure, lab, request.node)
            return lab

        yield start


@pytest.fixture(scope="package")
def new_lab(browser, dead_proxy, start_server):
    """Return a function from an edition to a new window on it."""
    return lambda edition: Lab(browser, start_server(edition), dead_proxy)


@pytest.fixture(scope="package")
def window_keeper(new_lab):
    """One window in each edition for all the tests that load JupyterLab anew."""
    keeper = WindowKeeper(new_lab)
    yield keeper
    keeper.close()


@pytest.fixture
def lab(window_keeper, edition, request):
    """A window in which nothing is open yet; outside requests and errors fail the test."""
    lab = window_keeper.ready(edition)
    yield lab
    picture_of_a_failure(lab, request.node)
    problems = window_keeper.take_back(lab, trusted=not has_failed(request.node))
    assert problems == []


@pytest.fixture(scope="package")
def desk_keeper(new_lab):
    """One notebook in each edition and view that stays open for all the tests."""
    keeper = DeskKeeper(new_lab)
    yield keeper
    keeper.close()


@pytest.fixture
def desk(desk_keeper, edition, request):
    """The open notebook; a test that leaves problems behind fails, and the next gets another."""
    with lent(desk_keeper, desk_keeper.ready(edition), request.node) as desk:
        yield desk


@pytest.fixture
def lab_desk(desk_keeper, edition, request):
    """The same beside JupyterLab's side bar: another notebook, in ``/lab``."""
    with lent(desk_keeper, desk_keeper.ready(edition, "lab"), request.node) as desk:
        yield desk


@pytest.fixture
def editor(desk):
    """A new editor of six words and four dimensions, alone in the open notebook."""
    return desk.show()


@pytest.fixture
def open_exported(browser, dead_proxy, tmp_path, request):
    """Return a function that exports a notebook and opens the page, with no kernel."""
    with ExitStack() as close_all:

        def start(notebook, *, scripts=True, **context_options):
            page = export(notebook, tmp_path / "exported", scripts=scripts)
            url = close_all.enter_context(served(page.parent))
            window = Window(browser, url, dead_proxy, "exported", **context_options)
            close_all.callback(window.close)
            close_all.callback(picture_of_a_failure, window, request.node)
            window.page.goto(url + page.name)
            return window

        yield start


@contextmanager
def lent(keeper, desk, node):
    """Lend a desk to a test, and take it back only in order."""
    yield desk
    picture_of_a_failure(desk.lab, node)
    if not has_failed(node):
        desk.tidy_up()
    problems = desk.lab.take_problems()
    if problems or has_failed(node):
        keeper.drop(desk)
    assert problems == []


def picture_of_a_failure(window, node):
    """Keep what the learner would have seen when the test failed."""
    if has_failed(node) and not window.is_closed():
        window.screenshot(f"failed-{node.name}".translate(str.maketrans("/[]. ", "-----")))


def has_failed(node):
    """Return True when the test itself, not its fixtures, failed."""
    return node.stash.get(FAILED, False)


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items):
    """Keep on one worker what needs a server or a window that few tests share."""
    for item in items:
        params = item.callspec.params if hasattr(item, "callspec") else {}
        if params.get("edition") == "lab44":
            item.add_marker(pytest.mark.xdist_group("lab44"))
        elif "lab_desk" in item.fixturenames:
            item.add_marker(pytest.mark.xdist_group("side bar"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report
