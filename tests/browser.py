"""The machine's own Chromium: where it is, and how it is started without a window."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")


class NoBrowserError(Exception):
    """There is no Chromium; ``./run test`` installs it, or says what to type."""


@contextmanager
def open_browser(flags: Sequence[str] = ()) -> Iterator[Browser]:
    """Start it; meanwhile Playwright runs an event loop on this thread."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise NoBrowserError
    # Its sandbox needs rights that root in a container lacks; it sees our own pages only.
    arguments = ["--no-sandbox", *flags]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        try:
            yield browser
        finally:
            browser.close()
