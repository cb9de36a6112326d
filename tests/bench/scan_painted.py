"""P7: from a scanner's bytes on a pseudo terminal to a painted page in Chromium."""

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import count
from json import dumps, loads
from pathlib import Path
from time import time_ns
from typing import Final

from playwright.sync_api import Browser, Page

from tests.bench.bare_page import bare_page
from tests.bench.measuring import Block, duel
from tests.bench.rows import Row, judged, write_time
from tests.bench.running import HOST, Running, enrol, running
from tests.bench.shop import WORKSTATION, card_of
from tests.bench.size import Size
from tests.browser import open_browser

NAME: Final = "P7"
SUMMARY: Final = "scan to painted page"
PAINTED_NS_MAX: Final = 20_000_000
LATE_NS_MAX: Final = 50_000_000
_P95: Final = 0.95
_RUNS_MAX: Final = 40
# Painted is when the second animation frame after the change begins: the first has then
# been drawn. A display's own rhythm is not ours, so Chromium is told not to wait for one.
_FLAGS: Final = ("--disable-frame-rate-limit", "--disable-gpu-vsync")
_WATCH: Final = """() => new MutationObserver(() =>
  requestAnimationFrame(() => requestAnimationFrame(() => {
    window.painted = performance.timeOrigin + performance.now();
  }))).observe(document.getElementById("screen"), { childList: true })"""
_PAINTED: Final = "() => window.painted"
_FORGET: Final = "() => { window.painted = 0; }"
_NS: Final = 1_000_000


def run(size: Size) -> Sequence[Row]:
    """Scan by turns onto a bare page and onto the cashier's, in the same browser."""
    with (
        tempfile.TemporaryDirectory(prefix="vafa-bench-") as name,
        open_browser(_FLAGS) as browser,
        bare_page() as (line, address),
        _cashier(Path(name), size, browser) as ours,
    ):
        page = browser.new_page()
        page.goto(address)
        page.evaluate(_WATCH)
        floor = _block(page, line)
        found = duel(floor, ours, blocks=size.blocks, runs=min(_RUNS_MAX, size.runs))
    late = found.ours_at(_P95)
    return [
        Row(
            row=NAME,
            work=f"scan to painted, {size.members:,} members",
            floor=f"bare page: {found.floor_spread.text(write_time)}",
            ours=f"{found.ours_spread.text(write_time)}, p95 {write_time(late)}",
            ratio=found.ratio,
            goal=f"≤ {write_time(PAINTED_NS_MAX)}, p95 ≤ {write_time(LATE_NS_MAX)}",
            met=judged(
                found.ours_spread.middle, found.floor_spread.middle, most=PAINTED_NS_MAX
            ),
            notes=(
                "the floor is a thread that streams the line as text to the same Chromium.",
                "painted is the second animation frame after the page has changed.",
                "no display's rhythm is waited for: 60 pictures a second add 8 ms (mean).",
            ),
        )
    ]


@contextmanager
def _cashier(directory: Path, size: Size, browser: Browser) -> Iterator[Block]:
    """Yield scans at a till whose cashier's page is open."""
    port = enrol(directory, size)
    line, device = os.openpty()
    with (directory / "till.toml").open("a", encoding="utf-8") as settings:
        settings.write(
            '[[devices]]\nname = "s"\ndriver = "line_scanner"\n'
            f'port = "{os.ttyname(device)}"\nworkstation = "{WORKSTATION}"\n'
        )
    try:
        with running(directory, port) as till:
            page = browser.new_page()
            with page.expect_response(re.compile("/pages/events")):
                page.goto(_invited(till))
            page.evaluate(_WATCH)
            yield _block(page, line)
    finally:
        os.close(line)
        os.close(device)


def _block(page: Page, line: int) -> Block:
    """Return what scans member after member and waits until each is painted."""
    members = count(1)

    def scans(runs: int) -> Sequence[int]:
        return [_one(page, line, card_of(next(members) % 100)) for _ in range(runs)]

    return scans


def _one(page: Page, line: int, card: str) -> int:
    page.evaluate(_FORGET)
    began = time_ns()
    os.write(line, f"{card}\r".encode())
    painted = page.wait_for_function(_PAINTED, polling=20).json_value()
    return int(painted * _NS) - began


def _invited(till: Running) -> str:
    connection = HTTPConnection(HOST, till.port)
    headers = {"Authorization": f"Bearer {till.token}", "Content-Type": "application/json"}
    connection.request("POST", "/v1/sign-ins", body=dumps({}), headers=headers)
    url: str = loads(connection.getresponse().read())["url"]
    connection.close()
    return url
