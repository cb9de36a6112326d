"""An expired card says so, and its banner leads to a new one."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from rules.members.card_terms import ExpiredCard
from rules.programme import Programme
from sync.kit.clock import to_ms
from tests.agent.counter.shop import CARD, START, Shop, programme
from tests.agent.pages.behind import close
from tests.agent.pages.stage import BLANK_CARD, open_stage
from tests.agent.pages.test_fitting import fits, has_no_violation


def ending(then: ExpiredCard) -> Programme:
    """Return the shop's programme with cards that end after a year."""
    plain = programme()
    return replace(plain, cards=replace(plain.cards, expires_months=12, expired=then))


def fill(shop: Shop) -> None:
    """Have Sara come down with a card that ended before the shop opened."""
    shop.member(available=1240, card_until_ms=to_ms(START))


@pytest.mark.parametrize("then", ["earning", "nothing"])
def test_an_expired_card_is_replaced_from_its_banner(
    browser: Browser, tmp_path: Path, then: ExpiredCard
) -> None:
    with open_stage(tmp_path, browser, fill=fill, rules=ending(then)) as stage:
        page = stage.open()
        stage.scan(CARD)
        expect(page.locator(".banner.expired")).to_contain_text("The card has expired")
        fits(page)
        has_no_violation(page)

        page.get_by_role("button", name="New card").click()
        if then == "nothing":
            # Nobody stands there by it, so that its number or the phone's is asked for.
            page.locator("#shown").fill(CARD)
        page.locator("#new-card").fill(BLANK_CARD)
        page.keyboard.press("Enter")
        expect(page.locator("#sheet .number")).to_have_text(BLANK_CARD)
        close(page)
        stage.scan(BLANK_CARD)

        expect(page.locator(".banner.known")).to_be_visible()
        expect(page.locator(".name")).to_have_text("Sara A.")
