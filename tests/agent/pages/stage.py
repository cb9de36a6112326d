"""A till with a scanner's line, and a browser before its pages."""

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from drivers.framing.debounce import DEBOUNCE_MS
from rules.programme import Programme
from sync.till.book.identity import keep
from tests.agent.counter.shop import CARD, STORE, Json, Shop, document, example_sale
from tests.agent.running import START_S, RunningTill, identity, running
from tests.agent.test_daemon import device, scanner, wait_until_heard

WORKSTATION = "L2"
VIEWPORT: ViewportSize = {"width": 1024, "height": 768}
WAIT_MS = START_S * 1000
LANGUAGES = ("en", "fa", "am", "ms")
UNKNOWN_CARD = "6399000000000022"
BLANK_CARD = "6399000000000048"

Fill = Callable[[Shop], None]


@dataclass(frozen=True, slots=True)
class Stage:
    """A till, the line its scanner hangs on, and a signed-in browser."""

    till: RunningTill
    line: int
    context: BrowserContext

    def scan(self, code: str) -> None:
        """Send a code as the scanner does, when the one before is no echo any more."""
        time.sleep(DEBOUNCE_MS / 1000)
        os.write(self.line, f"{code}\r\n".encode())

    def open(self, path: str = "/", lang: str = "en") -> Page:
        """Open a page of the workstation and wait until it hears news."""
        page = self.context.new_page()
        with page.expect_response(re.compile("/events")):
            page.goto(
                f"http://{self.till.address}{path}?workstation={WORKSTATION}&lang={lang}"
            )
        return page

    def open_with_sara(self, lang: str = "en") -> Page:
        """Open the cashier's page and let Sara show her card."""
        page = self.open("/", lang)
        self.scan(CARD)
        page.wait_for_selector(".name")
        return page


def invited(till: RunningTill, page: str = "cashier") -> str:
    """Return an address that signs one browser in."""
    return str(till.ask("POST", "/v1/sign-ins", {"page": page}).json["url"])


def sale_of_sara(number: str) -> Json:
    """Return a sale that Sara paid in cash."""
    sale = example_sale() | {"document": document(number), "card": CARD, "holds": []}
    due = sum(
        line["amount_minor"] - line.get("discount_minor", 0) for line in sale["lines"]
    )
    return sale | {"tenders": [{"tender": "cash", "amount_minor": due}]}


@contextmanager
def open_stage(
    folder: Path,
    browser: Browser,
    *,
    fill: Fill | None = None,
    extra: str = "",
    rules: Programme | None = None,
) -> Iterator[Stage]:
    """Run a till that knows Sara, and sign a browser in."""
    with scanner() as (line, path):
        config = _shop(folder, fill=fill, extra=f"{extra}\n{device(path)}", rules=rules)
        with running(config) as till, browser.new_context(viewport=VIEWPORT) as context:
            context.set_default_timeout(WAIT_MS)
            wait_until_heard(till)
            page = context.new_page()
            page.goto(invited(till))
            page.wait_for_selector("#screen")
            page.close()
            yield Stage(till, line, context)


def _shop(folder: Path, *, fill: Fill | None, extra: str, rules: Programme | None) -> Path:
    data = folder / "data"
    data.mkdir(parents=True)
    shop = Shop(data, rules)
    (fill or Shop.sara)(shop)
    shop.book.close()
    keep(data, identity())
    config = folder / "till.toml"
    config.write_text(
        f'store = "{STORE}"\ndata = "data"\n[api]\nlisten = "127.0.0.1:0"\n{extra}',
        encoding="utf-8",
    )
    return config
