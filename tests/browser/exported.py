"""Export a notebook to a page that needs no kernel, and serve it from loopback."""

import importlib.util
import shutil
import threading
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from .places import node_file

# The page's scripts by the names it asks for, all beside it: nothing comes from a CDN.
# RequireJS finds a widget's module under its bare name, here `anywidget`.
NODE_SCRIPTS = {
    "require.js": "requirejs/require.js",
    "embed-amd.js": "@jupyter-widgets/html-manager/dist/embed-amd.js",
}
NOTHING = "data:text/javascript,"  # what is loaded instead of a script from a CDN


def export(notebook, folder, *, scripts=True):
    """Execute `notebook` with its widgets' state kept and write ``folder/page.html``.

    Without `scripts` the page stands alone, as when a learner mails only the file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    executed = nbformat.read(notebook, as_version=4)
    NotebookClient(
        executed,
        timeout=60,
        kernel_name="python3",
        store_widget_state=True,
        resources={"metadata": {"path": str(folder)}},
    ).execute()
    exporter = HTMLExporter(
        require_js_url="require.js" if scripts else NOTHING,
        widget_renderer_url="embed-amd.js" if scripts else NOTHING,
        mathjax_url=NOTHING,
    )
    page = folder / "page.html"
    page.write_text(exporter.from_notebook_node(executed)[0], encoding="utf-8")
    if scripts:
        _put_scripts_beside(folder)
    return page


def _put_scripts_beside(folder):
    for name, path in NODE_SCRIPTS.items():
        shutil.copy(node_file(path), folder / name)
    package = Path(importlib.util.find_spec("anywidget").origin).parent
    shutil.copy(package / "nbextension" / "index.js", folder / "anywidget.js")


class _Quiet(SimpleHTTPRequestHandler):
    def do_GET(self):
        if self.path != "/favicon.ico":
            return super().do_GET()
        self.send_response(HTTPStatus.NO_CONTENT)  # browsers ask every site for one
        return self.end_headers()

    def log_message(self, *_):
        pass


@contextmanager
def served(folder):
    """Serve `folder` from a free loopback port; yield the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
