"""Every sheet in every language: no scroll, large targets, nothing axe finds."""

import pytest
from playwright.sync_api import Page, expect

from tests.agent.counter.shop import CARD
from tests.agent.pages.behind import GIFT_CARD, WALLET, close, go_to
from tests.agent.pages.stage import LANGUAGES, UNKNOWN_CARD, WORKSTATION, Stage
from tests.agent.pages.test_fitting import fits, has_no_violation

TILES = "12345678"


@pytest.fixture(scope="module")
def stage(valued_stage: Stage) -> Stage:
    """Run a till whose programme has coupons, gift cards and wallets."""
    return valued_stage


def look_at_all(page: Page, *, axe: bool) -> None:
    """Open one sheet after the other."""
    page.keyboard.press("F11")
    expect(page.locator(".tiles")).to_be_visible()
    fits(page)
    if axe:
        has_no_violation(page)
    close(page)
    for tile in TILES:
        go_to(page, tile)
        fits(page)
        if axe:
            has_no_violation(page)
        close(page)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sheet_fits(stage: Stage, lang: str) -> None:
    page = stage.open("/", lang)
    stage.scan(UNKNOWN_CARD)
    expect(page.locator(".banner.unknown")).to_be_visible()
    look_at_all(page, axe=False)

    wish = {"workstation": WORKSTATION}
    for _ in range(6):
        stage.till.ask("POST", "/v1/session/suspend", wish)
    stage.scan(CARD)
    expect(page.locator(".name")).to_be_visible()
    look_at_all(page, axe=False)


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_axe_finds_nothing_on_any_sheet(stage: Stage, lang: str) -> None:
    page = stage.open_with_sara(lang)

    look_at_all(page, axe=True)
    page.keyboard.press("F5")
    expect(page.locator("#enrol-name")).to_be_visible()
    fits(page)
    has_no_violation(page)
    close(page)
    go_to(page, WALLET)
    page.locator("#load").fill("99999")
    page.locator("#load").press("Enter")
    expect(page.locator("#sheet .no")).to_be_visible()
    fits(page)
    has_no_violation(page)


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_axe_finds_nothing_on_a_gift_card_or_while_practising(
    stage: Stage, lang: str
) -> None:
    page = stage.open("/", lang)

    go_to(page, GIFT_CARD)
    page.locator("#load").fill("5")
    page.locator("#load").press("Enter")
    expect(page.locator("#sheet .paper svg")).to_be_visible()
    fits(page)
    has_no_violation(page)
    code = page.locator("#sheet .number").inner_text().strip()
    close(page)
    stage.scan(code)
    expect(page.locator(".banner.known button")).to_be_visible()
    go_to(page, "8")
    page.keyboard.press("1")
    expect(page.locator(".training")).to_be_visible()
    fits(page)
    has_no_violation(page)
    go_to(page, "8")
    page.keyboard.press("1")
    expect(page.locator(".training")).to_have_count(0)
