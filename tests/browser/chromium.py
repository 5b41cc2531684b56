"""Start the one browser that all the browser tests share."""

from contextlib import contextmanager

from playwright.sync_api import Error, sync_playwright

from .places import system_chromium

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--in-process-gpu",  # pictures cross one process border less: a tenth of the time
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def running_chromium():
    """Yield a headless browser; a machine without one fails, with the way to get it."""
    with sync_playwright() as playwright:
        executable = system_chromium()
        try:
            browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        except Error as error:
            raise RuntimeError(
                "the browser tests need Chromium; install it with `apt-get install chromium` "
                "or `python -m playwright install --with-deps chromium`, or name one in the "
                f"variable CHROMIUM (tried {executable or 'Playwright’s own'}: "
                f"{error.message.splitlines()[0]})"
            ) from error
        yield browser
        browser.close()
