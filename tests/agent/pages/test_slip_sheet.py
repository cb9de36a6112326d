"""What the workstation's own printer prints: a slip once more, a new member's card."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.agent.pages.behind import close, go_to
from tests.agent.pages.stage import BLANK_CARD, open_stage, sale_of_sara
from tests.agent.pages.test_fitting import fits, has_no_violation
from tests.drivers.listening import until
from tests.drivers.printing import PtyPrinter

SLIP = "9"
PRINTER = """
[[printers]]
name = "counter"
port = "{port}"
profile = "epson_80"
workstation = "L2"
"""


def test_a_slip_is_printed_once_more_and_a_new_card_on_paper(
    browser: Browser, tmp_path: Path
) -> None:
    printer = PtyPrinter(tmp_path / "printer")
    extra = PRINTER.format(port=printer.port)
    with open_stage(tmp_path / "shop", browser, extra=extra) as stage:
        page = stage.open_with_sara()
        booked = stage.till.ask("POST", "/v1/sales", sale_of_sara("slip-1"))
        number = booked.json["receipt"]["number"].encode()
        until(lambda: bytes(printer.printed).count(number) >= 1)

        go_to(page, SLIP)
        fits(page)
        has_no_violation(page)
        page.keyboard.press("1")

        expect(page.locator("#sheet")).not_to_be_visible()
        until(lambda: b"copy" in bytes(printer.printed).lower())
        go_to(page, SLIP)
        page.locator("#receipt").fill("980t1.3-۹۹۹۹")
        page.locator("#receipt").press("Enter")
        expect(page.locator("#sheet .no")).to_contain_text("No sale was booked here")
        close(page)
        page.keyboard.press("F5")
        page.locator("#enrol-card").fill(BLANK_CARD)
        page.keyboard.press("Enter")
        expect(page.locator("#sheet .number")).to_have_text(BLANK_CARD)
        page.keyboard.press("p")
        expect(page.locator("#sheet")).not_to_be_visible()
        until(lambda: BLANK_CARD.encode() in bytes(printer.printed))
    printer.close()
