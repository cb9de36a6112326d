"""The cashier's page: a scan is painted, keys act, refusals are said, news arrive."""

import re

import pytest
from playwright.sync_api import expect

from tests.agent.counter.shop import CARD, example_sale
from tests.agent.pages.stage import (
    BLANK_CARD,
    UNKNOWN_CARD,
    WORKSTATION,
    Stage,
    sale_of_sara,
)
from tests.agent.test_daemon import PAYMENT_CARD


def test_a_scan_on_the_line_is_painted_with_everything_a_cashier_asks(stage: Stage) -> None:
    page = stage.open()

    stage.scan(CARD)

    screen = page.locator("#screen")
    expect(page.locator(".banner.known svg")).to_be_visible()
    expect(screen).to_contain_text("Member found")
    expect(page.locator(".name")).to_have_text("Sara A.")
    expect(page.locator(".tier")).to_have_text("Silver")
    expect(page.locator(".balance")).to_contain_text("1,240 points")
    expect(page.locator(".balance")).to_contain_text("RM 12.40")
    expect(page.locator(".here")).to_contain_text("900 points")
    expect(page.locator("progress")).to_have_attribute("value", "82")
    expect(screen).to_contain_text("RM 88.00 more to Gold")
    expect(page.locator(".best")).to_contain_text("Take RM 5.00 off for 500 points")
    expect(page.locator("#points")).to_have_value("500")
    expect(page.locator("#limits")).to_contain_text("100 to 1,200, in steps of 100")
    expect(page.locator("#limits")).to_contain_text("over 900 comes from head office")
    expect(page.locator(".log li").first).to_contain_text("is here")
    expect(page.locator("body")).to_have_attribute("data-sound", "known")


def test_an_unknown_card_is_told_by_colour_icon_words_and_another_sound(
    stage: Stage,
) -> None:
    page = stage.open_with_sara()

    stage.scan(UNKNOWN_CARD)

    expect(page.locator(".banner.unknown svg")).to_be_visible()
    expect(page.locator(".banner.unknown")).to_contain_text("Nobody has this card")
    expect(page.locator("body")).to_have_attribute("data-sound", "unknown")
    expect(page.locator("#heard")).to_have_text("Not known")
    expect(page.locator(".name")).to_have_count(0)


def test_a_payment_card_is_never_shown_whole(stage: Stage) -> None:
    page = stage.open()

    stage.scan(PAYMENT_CARD)

    expect(page.locator(".banner.blocked")).to_contain_text("This is a payment card")
    expect(page.locator(".banner.blocked")).to_contain_text("Visa")
    expect(page.locator(".banner.blocked")).to_contain_text("1111")
    assert PAYMENT_CARD not in page.content()


def test_keys_set_points_aside_and_let_them_go(stage: Stage) -> None:
    page = stage.open_with_sara()

    page.keyboard.press("F2")
    expect(page.locator(".held")).to_contain_text("500 points (RM 5.00) are set aside")
    expect(page.locator(".here")).to_contain_text("400 points")
    page.keyboard.press("F8")

    expect(page.locator(".best")).to_be_visible()
    expect(page.locator(".here")).to_contain_text("900 points")


@pytest.mark.parametrize("typed", ["۳۰۰", "٣٠٠", "300"])
def test_an_amount_is_read_in_any_digits(stage: Stage, typed: str) -> None:
    page = stage.open_with_sara()

    page.keyboard.press("F6")
    page.keyboard.type(typed)
    page.keyboard.press("Enter")

    expect(page.locator(".held")).to_contain_text("300 points (RM 3.00)")
    page.keyboard.press("F8")
    expect(page.locator(".best")).to_be_visible()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("250", "steps of 100"),
        ("9000", "only 1,240"),
        ("many", "whole number"),
        ("1000", "At head office: 340 points, lent when its line is up. Take what is"),
    ],
)
def test_an_amount_that_cannot_be_is_refused_in_words(
    stage: Stage, typed: str, said: str
) -> None:
    page = stage.open_with_sara()

    page.keyboard.press("F6")
    page.keyboard.type(typed)
    page.keyboard.press("Enter")

    expect(page.locator("#told")).to_contain_text(said)
    expect(page.locator(".best")).to_be_visible()


def test_a_card_is_found_by_its_typed_number(stage: Stage) -> None:
    page = stage.open()

    page.keyboard.press("F7")
    page.keyboard.type(CARD)
    page.keyboard.press("Enter")

    expect(page.locator(".name")).to_have_text("Sara A.")
    expect(page.locator("#data")).to_have_value("")


def test_f1_explains_a_scan_and_closes_again(stage: Stage) -> None:
    page = stage.open_with_sara()

    page.keyboard.press("F1")
    expect(page.locator("#sheet")).to_contain_text(
        "900 points may be spent at this till now"
    )
    expect(page.locator("#sheet")).to_contain_text("340 points are not here")
    page.keyboard.press("F2")
    page.keyboard.press("F1")

    expect(page.locator("#sheet")).not_to_be_visible()
    expect(page.locator(".held")).to_have_count(0)


def test_f1_explains_a_booked_sale_rule_by_rule(stage: Stage) -> None:
    page = stage.open_with_sara()

    booked = stage.till.ask("POST", "/v1/sales", sale_of_sara("page-1"))
    assert booked.status == 200, booked.body
    expect(page.locator(".banner.done")).to_contain_text("Sale booked")
    page.keyboard.press("F1")

    expect(page.locator("#sheet h2")).to_have_text("Why the sale gave this")
    expect(page.locator("#sheet")).to_contain_text(re.compile(r"points: 1 point for every"))
    expect(page.locator("#sheet code").first).to_have_text("base")


def test_an_open_basket_shows_what_it_would_earn(stage: Stage) -> None:
    page = stage.open_with_sara()
    sale = example_sale()
    quote = {
        "workstation": WORKSTATION,
        "currency": "MYR",
        "at": sale["at"],
        "lines": [line | {"discount_minor": 0} for line in sale["lines"]],
    }

    asked = stage.till.ask("POST", "/v1/quotes", quote)

    assert asked.status == 200, asked.body
    expect(page.locator(".basket")).to_contain_text("Will earn")
    page.keyboard.press("F1")
    expect(page.locator("#sheet h2")).to_have_text("Why this sale comes to this")


def test_a_card_is_made_for_a_new_member_and_found_by_phone(stage: Stage) -> None:
    page = stage.open()

    page.keyboard.press("F5")
    page.locator("#enrol-name").fill("Hana")
    page.locator("#enrol-phone").fill("+۶۰ ۱۲ ۳۴۵ ۶۷۸۹")
    page.locator("#enrol-card").fill(BLANK_CARD)
    page.keyboard.press("Enter")
    expect(page.locator("#sheet svg")).to_be_visible()
    expect(page.locator(".name")).to_have_text("Hana")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet")).not_to_be_visible()
    stage.scan(CARD)
    expect(page.locator(".name")).to_have_text("Sara A.")
    page.keyboard.press("F7")
    page.keyboard.type("+60123456789")
    page.keyboard.press("Enter")

    expect(page.locator(".banner.known")).to_be_visible()
    expect(page.locator(".name")).to_have_text("Hana")


def test_a_phone_number_that_is_none_is_refused_in_the_dialog(stage: Stage) -> None:
    page = stage.open()

    page.keyboard.press("F5")
    # A name with digits was one that the guard took for a payment card's number.
    expect(page.locator("#sheet [name=key]")).to_have_value(re.compile(r"^[a-p-]{36}$"))
    page.locator("#enrol-phone").fill("abc")
    page.keyboard.press("Enter")

    expect(page.locator("#sheet .no")).to_contain_text("not a phone number")
