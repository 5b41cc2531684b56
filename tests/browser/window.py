"""A browser window that may talk to one loopback server, and tells what went wrong."""

from playwright.sync_api import TimeoutError as TooSlow

from . import axe
from .places import PICTURES
from .watch import Watch

OUTPUT = ".jp-OutputArea-output"
POLL = 50  # milliseconds between two looks at the page
SIZE = {"width": 1280, "height": 900}


class Window:
    """One window with its own cookies; `name` begins the names of its pictures."""

    def __init__(self, browser, url, dead_proxy, name, **context_options):
        origin = url.removeprefix("http://").rstrip("/")
        options = {"viewport": SIZE, **context_options}
        # Everything but this server goes to a port that refuses: no request gets out.
        options["proxy"] = {"server": dead_proxy, "bypass": origin}
        self.name = name
        self.context = browser.new_context(**options)
        self.watch = Watch(self.context, url)
        self.page = self.context.new_page()

    def set_viewport(self, width, height=900):
        """Resize the window."""
        self.page.set_viewport_size({"width": width, "height": height})

    def axe(self, selector=OUTPUT):
        """Return axe-core's violations inside `selector`, one sentence each."""
        return axe.violations(self.page, selector)

    def screenshot(self, name, selector=None):
        """Keep a picture of the page, or of one element, and return its path."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        path = PICTURES / f"{self.name}-{name}.png"
        target = self.page.locator(selector).first if selector else self.page
        target.screenshot(path=path)
        return path

    def problems(self):
        """Return outside requests, page errors and console errors so far."""
        return self.watch.problems()

    def take_problems(self):
        """Return the problems so far and forget them: the test expected them."""
        return self.watch.take_problems()

    def is_closed(self):
        """Return True after `close`."""
        return self.page.is_closed()

    def close(self):
        """Close the window, then fail if anything was wrong while it was open."""
        if self.is_closed():
            return
        self.page.wait_for_timeout(POLL)  # messages on their way arrive
        problems = self.problems()  # what closing itself causes does not count
        self.context.close()
        if problems:
            raise AssertionError("the page must stay quiet:\n  " + "\n  ".join(problems))

    def until(self, script, argument=None, *, timeout=30):
        """Wait until a JavaScript function, called with `argument`, returns true."""
        try:
            self.page.wait_for_function(script, arg=argument, timeout=timeout * 1000, polling=POLL)
        except TooSlow as late:
            raise AssertionError(
                f"the page must get there within {timeout} s: {script}\n{self.problems()}"
            ) from late
