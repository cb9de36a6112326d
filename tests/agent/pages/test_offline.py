"""Without a line the page says so quietly, counts what waits, and everything goes on."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.agent.pages.stage import open_stage, sale_of_sara

NO_OFFICE = '[office]\nurl = "http://127.0.0.1:9"\nsync_every = "30 s"\n'


def test_the_strip_says_offline_and_how_many_records_wait(
    browser: Browser, tmp_path: Path
) -> None:
    with open_stage(tmp_path, browser, extra=NO_OFFICE) as stage:
        page = stage.open_with_sara()
        strip = page.locator("#strip")
        expect(strip).to_contain_text("Working offline")

        booked = stage.till.ask("POST", "/v1/sales", sale_of_sara("offline-1"))

        assert booked.status == 200, booked.body
        stage.till.ask("POST", "/v1/sync")
        expect(strip).to_have_text("Working offline · 1 waiting")
        expect(page.locator(".banner.done")).to_contain_text("Sale booked")


def test_a_till_that_is_gone_is_said_and_found_again(
    browser: Browser, tmp_path: Path
) -> None:
    with open_stage(tmp_path, browser) as stage:
        page = stage.open()

        stage.till.stop()

        expect(page.locator("#strip")).to_contain_text("The till does not answer")
