"""The customer's page: a first name, what they have, and nothing about anyone else."""

from playwright.sync_api import expect

from tests.agent.counter.shop import CARD
from tests.agent.pages.stage import UNKNOWN_CARD, Stage


def test_the_customer_sees_their_first_name_and_points(stage: Stage) -> None:
    page = stage.open("/customer")

    stage.scan(CARD)

    expect(page.locator("h1")).to_contain_text("Hello")
    expect(page.locator("h1")).to_contain_text("Sara")
    expect(page.locator(".balance")).to_contain_text("1,240 points")
    expect(page.locator(".progress")).to_contain_text("RM 88.00 more to Gold")
    assert "A." not in page.locator("#screen").inner_text()


def test_a_strangers_card_shows_nothing_of_the_member_before(stage: Stage) -> None:
    page = stage.open("/customer")
    stage.scan(CARD)
    expect(page.locator("h1")).to_contain_text("Sara")

    stage.scan(UNKNOWN_CARD)

    expect(page.locator("h1")).to_have_text("Welcome!")
    assert "Sara" not in page.content()


def test_what_is_set_aside_is_not_the_cashiers_talk(stage: Stage) -> None:
    page, cashiers = stage.open("/customer"), stage.open_with_sara()

    cashiers.keyboard.press("F2")
    expect(cashiers.locator(".held")).to_be_visible()

    expect(page.locator("h1")).to_contain_text("Sara")
    expect(page.locator("button, input, form")).to_have_count(0)
    cashiers.keyboard.press("F8")
    expect(cashiers.locator(".best")).to_be_visible()
