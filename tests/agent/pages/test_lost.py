"""A till that is gone or hangs: neither page goes on showing who was there."""

import signal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.agent.counter.shop import CARD
from tests.agent.pages.stage import LANGUAGES, Stage, open_stage
from tests.agent.pages.test_fitting import fits, has_no_violation


def shown_to_both(stage: Stage) -> tuple[Page, Page]:
    """Have Sara on the cashier's and on the customer's page."""
    pages = stage.open("/"), stage.open("/customer")
    stage.scan(CARD)
    for page in pages:
        expect(page.locator("#screen")).to_contain_text("Sara")
    return pages


def test_when_the_till_is_gone_nobody_is_shown_any_more(
    browser: Browser, tmp_path: Path
) -> None:
    with open_stage(tmp_path, browser) as stage:
        cashiers, customers = shown_to_both(stage)

        stage.till.stop()

        expect(customers.locator("h1")).to_have_text("Welcome!")
        expect(cashiers.locator(".banner.blocked")).to_contain_text("does not answer")
        expect(cashiers.locator("#strip")).to_contain_text("does not answer")
        assert "Sara" not in customers.content() + cashiers.content()


def test_a_till_that_hung_shows_who_is_there_when_it_wakes(stage: Stage) -> None:
    cashiers, customers = shown_to_both(stage)

    stage.till.process.send_signal(signal.SIGSTOP)
    try:
        expect(customers.locator("h1")).to_have_text("Welcome!")
        expect(cashiers.locator(".banner.blocked")).to_contain_text("does not answer")
    finally:
        stage.till.process.send_signal(signal.SIGCONT)

    expect(customers.locator("h1")).to_contain_text("Sara")
    expect(cashiers.locator(".name")).to_have_text("Sara A.")
    expect(cashiers.locator("#strip")).not_to_contain_text("does not answer")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_said_of_a_dead_till_fits_and_can_be_read(stage: Stage, lang: str) -> None:
    page = stage.open("/", lang)
    expect(page.locator(".banner")).to_be_visible()

    page.evaluate("news.close(); silent = SILENT_MAX - 1; forget()")

    expect(page.locator(".banner.blocked")).to_be_visible()
    fits(page)
    has_no_violation(page)


def test_a_page_that_is_signed_out_meanwhile_asks_for_a_code(
    browser: Browser, tmp_path: Path
) -> None:
    with open_stage(tmp_path, browser) as stage:
        page = stage.open("/")
        expect(page.locator(".banner")).to_be_visible()
        stage.context.clear_cookies()

        page.evaluate("news.close(); news = listen()")

        expect(page.locator(".sign-in")).to_be_visible()
