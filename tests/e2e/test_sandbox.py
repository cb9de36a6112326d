"""The sandbox: a browser presses magic cards, and the till's pages show what is scanned."""

import re
from http.client import HTTPConnection
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from install.demo.magic_cards import MAGIC_CARDS
from install.demo.sandbox_server import serving
from install.demo.stage import Stage
from tests.browser import open_browser

MOODS = {
    "known": "known",
    "unknown": "unknown",
    "expired": "expired",
    "blocked": "blocked",
    "elsewhere": "known",
    "slow": "known",
    "payment": "blocked",
    "duplicate": "known",
}
"""No card twice in a row: a scanner's repeats are dropped for most of a second."""


def press(page: Page, name: str) -> None:
    """Press a button of the sandbox and wait until it says that it was sent."""
    page.locator(f'button[value="{name}"]').click()
    page.wait_for_url(re.compile(f"sent={name}"))
    expect(page.get_by_role("status")).not_to_be_empty()


def reach_the_offline_limit(page: Page, till: Page) -> None:
    """Cut the line, ask for points that are elsewhere, and restore it."""
    press(page, "cut")
    expect(till.locator("#strip")).to_contain_text("Working offline")
    press(page, "elsewhere")
    expect(till.locator(".redeem .none")).to_be_visible()
    till.keyboard.press("F6")
    till.keyboard.press("Enter")
    expect(till.locator("#told")).to_contain_text("usable here")
    press(page, "restore")
    expect(till.locator("#strip")).to_contain_text("In step")


@pytest.mark.timeout(300)
def test_every_magic_card_is_seen_on_the_tills_page(tmp_path: Path) -> None:
    with Stage(stores=("S01",), members=12, folder=tmp_path) as stage:
        stage.shops[0].sandbox = True
        stage.set_up()
        with serving(stage.shops[0], "en") as address, open_browser() as browser:
            context = browser.new_context()
            page = context.new_page()
            page.goto(address)
            with context.expect_page() as opening:
                page.locator('button[value="cashier"]').click()
            till = opening.value

            expect(till.locator(".sandbox")).to_contain_text("SANDBOX")
            assert MOODS.keys() == MAGIC_CARDS.keys()
            for name, mood in MOODS.items():
                till.evaluate("document.body.dataset.sound = ''")
                press(page, name)
                expect(till.locator("body")).not_to_have_attribute("data-sound", "")
                expect(till.locator(f".banner.{mood}")).to_be_visible()
                if mood == "expired":
                    expect(till.locator(".here b")).to_have_text("0 points")
            reach_the_offline_limit(page, till)
            stranger = HTTPConnection(address.split("/")[2])
            for headers in ({}, {"Origin": "http://evil.example"}, {"Host": "evil"}):
                stranger.request("POST", "/press", b"name=cut", headers)
                with stranger.getresponse() as reply:
                    reply.read()
                    assert reply.status == 403
            stranger.close()
