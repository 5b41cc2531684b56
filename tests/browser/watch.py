"""Record what a page must not do: call outside, raise, or complain to the console."""

import re
from urllib.parse import urlsplit

# What JupyterLab itself says on a healthy day, each with the reason it is harmless. Every
# pattern is one whole message with the file it comes from, so no widget of ours matches.
BENIGN = {
    r"^Cannot read properties of null \(reading 'kernel'\) \(.*/jupyterlab-manager/": (
        "the widget manager expects a kernel in every notebook, also where none was wanted"
    ),
}


class Watch:
    """The problems of one browser context that may talk to `origin` only."""

    def __init__(self, context, origin):
        self._allowed = urlsplit(origin).netloc
        self._problems = []
        context.on("request", lambda request: self._check("request", request.url))
        context.on("weberror", lambda error: self._page_error(error.error))
        context.on("console", self._console)
        context.on("page", self._page)

    def _page(self, page):
        page.on("websocket", lambda socket: self._check("websocket", socket.url))
        page.on("crash", lambda _: self._add("crash", page.url))
        page.on("dialog", self._dialog)

    def _dialog(self, dialog):
        if dialog.type != "beforeunload":  # leaving an unsaved notebook asks; we mean it
            self._add("dialog", dialog.message)
        dialog.accept()

    def _page_error(self, error):
        where = re.search(r"https?://[^\s)]+", error.stack or "")
        self._add("page error", f"{error.message} ({without_token(where[0] if where else '')})")

    def _console(self, message):
        if message.type == "error":
            where = message.location.get("url", "")
            self._add("console error", f"{message.text} ({without_token(where)})")

    def _check(self, kind, url):
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self._allowed:
            self._add(f"outside {kind}", without_token(url))

    def _add(self, kind, text):
        if not any(re.search(pattern, text) for pattern in BENIGN):
            self._problems.append(f"{kind}: {text}")

    def problems(self):
        """Return everything recorded so far, in order."""
        return list(self._problems)

    def take_problems(self):
        """Return everything recorded so far and forget it: the test has dealt with it."""
        taken, self._problems = self._problems, []
        return taken


def without_token(url):
    """Return `url` without its query, which may hold the server's token."""
    return url.split("?", 1)[0]
