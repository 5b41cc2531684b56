"""A private JupyterLab server: its own folders, a loopback port, a copy of the notebooks."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from contextlib import suppress
from urllib.parse import quote

from .places import NOTEBOOKS, lab_python

SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {
        "checkForUpdates": False,
        "fetchNews": "false",
    },
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
    # Every output stays attached, so a test may look at cells outside the window.
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}
# Every window would make the server look for extensions to compile; there are none.
PAGE = {"buildCheck": False, "buildAvailable": False}
START_SECONDS = 90
FORGOTTEN_SECONDS = 1800  # a server whose test run was killed ends by itself


class JupyterServer:
    """One `edition` of JupyterLab, living in `folder` until `stop`."""

    def __init__(self, edition, folder):
        self.edition = edition
        self.folder = folder
        self.root = folder / "root"
        self.token = secrets.token_hex(16)
        self.log = folder / "server.log"
        self.url = None  # known when the server has chosen its port
        self.kept = set()  # notebooks whose kernels outlive the windows of other tests
        self._lay_out()
        self._process = self._launch()
        try:
            self._wait_until_ready()
        except BaseException:
            self.stop()
            raise

    def _lay_out(self):
        for name in ("config", "data", "runtime", "settings", "workspaces", "ipython", "app"):
            (self.folder / name).mkdir(parents=True)
        for name, content in (("overrides", SETTINGS), ("page_config", PAGE)):
            path = self.folder / "app" / f"{name}.json"
            path.write_text(json.dumps(content), encoding="utf-8")
        leave = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
        shutil.copytree(NOTEBOOKS, self.root, ignore=leave)

    def _launch(self):
        command = [
            os.fspath(lab_python(self.edition)),
            "-m",
            "jupyterlab",
            "--no-browser",
            "--allow-root",
            "--ServerApp.ip=127.0.0.1",
            f"--ServerApp.port={free_port()}",  # taken meanwhile? The server takes the next
            f"--IdentityProvider.token={self.token}",
            f"--ServerApp.root_dir={self.root}",
            f"--ServerApp.shutdown_no_activity_timeout={FORGOTTEN_SECONDS}",
            f"--MappingKernelManager.cull_idle_timeout={FORGOTTEN_SECONDS}",
            f"--LabApp.app_settings_dir={self.folder / 'app'}",
            "--LabApp.expose_app_in_browser=True",
            "--LabApp.extension_manager=readonly",
        ]
        with self.log.open("wb") as log:
            return subprocess.Popen(
                command,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _environment(self):
        private = {
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_DATA_DIR": "data",
            "JUPYTER_RUNTIME_DIR": "runtime",
            "JUPYTERLAB_SETTINGS_DIR": "settings",
            "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
            "IPYTHONDIR": "ipython",
        }
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("JUPYTER", "PYTEST", "PYTHON"))
        }
        folders = {name: os.fspath(self.folder / at) for name, at in private.items()}
        return kept | folders | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

    def _wait_until_ready(self):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            for found in (self.folder / "runtime").glob("jpserver-*.json"):
                self.url = self._url_in(found)
                if self.url and self._answers():
                    return
            time.sleep(0.1)
        tail = self.log.read_text(encoding="utf-8", errors="replace")[-3000:]
        raise RuntimeError(f"{self.edition} must start and answer; its log ends with:\n{tail}")

    @staticmethod
    def _url_in(runtime_file):
        try:
            port = json.loads(runtime_file.read_text(encoding="utf-8"))["port"]
        except ValueError:  # still being written
            return None
        return f"http://127.0.0.1:{port}/" if port else None

    def _answers(self):
        try:
            self.request("GET", "api/status")
        except OSError:
            return False
        return True

    def request(self, method, path, body=None):
        """Call the server's REST interface; return the decoded answer, or None."""
        request = urllib.request.Request(
            self.url + quote(path),
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {self.token}"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            content = answer.read()
        return json.loads(content) if content else None

    def trust(self, name):
        """Sign a notebook, as ``jupyter trust`` does."""
        self.request("POST", f"api/contents/{name}/trust")

    def end_sessions(self, *, spare=()):
        """Shut down the kernels, and forget the settings a test has changed.

        The kernels of the notebooks in `spare` live on.
        """
        spared = set()
        for session in self.request("GET", "api/sessions"):
            if session["path"] in spare:
                spared.add(session["kernel"]["id"])
            else:
                self.request("DELETE", f"api/sessions/{session['id']}")
        for kernel in self.request("GET", "api/kernels"):
            if kernel["id"] not in spared:
                self.request("DELETE", f"api/kernels/{kernel['id']}")
        for changed in (self.folder / "settings").iterdir():
            shutil.rmtree(changed, ignore_errors=True)

    def stop(self):
        """End the kernels, then the server, then whatever is left of its process group."""
        if self.url:
            # A server that no longer answers is ended by the signals below.
            with suppress(OSError, subprocess.TimeoutExpired):
                self.end_sessions()
                self.request("POST", "api/shutdown")
                self._process.wait(timeout=10)
        for end in (signal.SIGTERM, signal.SIGKILL):
            if self._process.poll() is None:
                os.killpg(self._process.pid, end)
                with suppress(subprocess.TimeoutExpired):
                    self._process.wait(timeout=10)


def free_port():
    """Return a loopback port that was free just now: Binder's server records port 0 as 0."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
