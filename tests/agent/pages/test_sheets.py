"""Behind F11: coupons, gift cards, wallets, sales, turns, cards: each done on the page."""

import pytest
from playwright.sync_api import expect

from tests.agent.counter.shop import CARD, line, sale_of
from tests.agent.pages.behind import (
    BLOCK,
    GIFT_CARD,
    REPLACE,
    SALE,
    TRAINING,
    TURNS,
    VOUCHERS,
    WALLET,
    close,
    coupon,
    go_to,
)
from tests.agent.pages.stage import BLANK_CARD, WORKSTATION, Stage

OTHER_BLANK = "6399000000000063"


@pytest.fixture(scope="module")
def stage(valued_stage: Stage) -> Stage:
    """Run a till whose programme has coupons, gift cards and wallets."""
    return valued_stage


def booked(stage: Stage, number: str, amount_minor: int = 3_500) -> str:
    """Book a sale told late, when nobody stood there; return its receipt number."""
    sale = sale_of(number, [line("1", amount_minor)], card=None, late=True)
    answer = stage.till.ask("POST", "/v1/sales", sale)
    assert answer.status == 200, answer.body
    return str(answer.json["receipt"]["number"])


def test_f11_opens_what_is_rarely_needed_and_closes_it(stage: Stage) -> None:
    page = stage.open()

    page.keyboard.press("F11")
    expect(page.locator(".tiles button")).to_have_count(8)
    page.keyboard.press("F11")

    expect(page.locator("#sheet")).not_to_be_visible()


def test_digits_typed_faster_than_a_sheet_opens_are_not_lost(stage: Stage) -> None:
    page = stage.open_with_sara()

    for key in ("F11", TURNS, "0"):
        page.keyboard.press(key)
    expect(page.locator(".nobody")).to_be_visible()
    expect(page.locator("#sheet")).not_to_be_visible()
    for key in ("F11", TURNS, "1"):
        page.keyboard.press(key)

    expect(page.locator(".name")).to_have_text("Sara A.")


def test_what_needs_a_member_says_so_and_follows_the_scan(stage: Stage) -> None:
    page = stage.open()
    stage.scan("6399000000000022")

    go_to(page, WALLET)
    expect(page.locator("#sheet")).to_contain_text("Scan the member's card first")
    stage.scan(CARD)

    expect(page.locator("#sheet .purse")).to_contain_text("RM")
    expect(page.locator("#sheet h2")).to_contain_text("Sara A.")


def test_a_coupon_is_told_to_the_pos_as_if_it_were_scanned(stage: Stage) -> None:
    page = stage.open_with_sara()

    expect(page.locator(".notes")).to_contain_text("1 coupon")
    go_to(page, VOUCHERS)
    rows = page.locator("#sheet .rows li")
    expect(rows.first).to_contain_text("20 % off")
    expect(rows.first).to_contain_text(coupon(2))
    expect(rows.last).to_contain_text("Nothing is left on it")
    page.keyboard.press("1")

    expect(page.locator(".banner.known")).to_contain_text("Coupon: 20 % off")
    expect(page.locator("body")).to_have_attribute("data-sound", "known")
    expect(page.locator(".name")).to_have_text("Sara A.")


@pytest.mark.parametrize("typed", ["20", "۲۰٫۰۰", "٢٠.00"])
def test_a_wallet_is_topped_up_by_what_is_typed_in_any_digits(
    stage: Stage, typed: str
) -> None:
    page = stage.open_with_sara()

    go_to(page, WALLET)
    page.locator("#load").fill(typed)
    page.locator("#load").press("Enter")

    expect(page.locator("#sheet .good")).to_have_text("RM 20.00 taken into the wallet")
    close(page)
    expect(page.locator(".notes .wallet")).to_contain_text("RM")
    expect(page.locator(".log li").first).to_contain_text("Top-up")
    expect(page.locator(".name")).to_have_text("Sara A.")


def test_wallet_money_is_set_aside_and_let_go(stage: Stage) -> None:
    page = stage.open_with_sara()
    go_to(page, WALLET)
    page.locator("#load").fill("20")
    page.get_by_role("button", name="Bank card").click()
    expect(page.locator("#sheet .good")).to_be_visible()
    close(page)

    go_to(page, WALLET)
    page.locator("#amount").fill("۷٫۵")
    page.keyboard.press("Enter")
    expect(page.locator(".held")).to_contain_text("RM 7.50 of the wallet is set aside")
    page.keyboard.press("F8")

    expect(page.locator(".held")).to_have_count(0)


@pytest.mark.parametrize(
    ("lang", "typed", "said"),
    [
        ("en", "9999", "At most RM 200.00 at once"),
        ("fa", "۹۹۹۹", "هر بار حداکثر"),
        ("am", "9999", "ቢበዛ"),
        ("ms", "9999", "Paling banyak RM 200.00"),
        ("en", "12,5", "Type an amount of money"),
    ],
)
def test_a_top_up_that_cannot_be_is_refused_in_the_pages_language(
    stage: Stage, lang: str, typed: str, said: str
) -> None:
    page = stage.open_with_sara(lang)

    go_to(page, WALLET)
    page.locator("#load").fill(typed)
    page.locator("#load").press("Enter")

    expect(page.locator("#sheet .no")).to_contain_text(said)


def test_a_gift_card_is_sold_scanned_and_paid_with(stage: Stage) -> None:
    page = stage.open()

    go_to(page, GIFT_CARD)
    page.locator("#load").fill("50")
    page.locator("#load").press("Enter")
    expect(page.locator("#sheet .paper svg")).to_be_visible()
    code = page.locator("#sheet .number").inner_text().strip()
    close(page)
    stage.scan(code)
    expect(page.locator(".banner.known")).to_contain_text("Gift card: RM 50.00")
    page.get_by_role("button", name="Use it").click()
    expect(page.locator("#amount")).to_have_value("50.00")
    page.locator("#amount").fill("12.50")
    page.keyboard.press("Enter")

    expect(page.locator(".held")).to_contain_text("RM 12.50 of a gift card is set aside")
    page.keyboard.press("F8")
    expect(page.locator(".held")).to_have_count(0)
    go_to(page, GIFT_CARD)
    page.locator("#code").fill(code.lower())
    page.keyboard.press("Enter")
    expect(page.locator("#sheet .purse")).to_contain_text("RM 50.00")


def test_a_gift_card_nobody_knows_is_refused(stage: Stage) -> None:
    page = stage.open()

    go_to(page, GIFT_CARD)
    page.locator("#code").fill("GIFT-0000")
    page.keyboard.press("Enter")

    expect(page.locator("#sheet .no")).to_have_text("Nobody knows this code here.")


def test_the_last_sale_of_nobody_is_given_to_who_stands_there(stage: Stage) -> None:
    page = stage.open()
    booked(stage, "attach-1")
    stage.scan(CARD)
    expect(page.locator(".name")).to_be_visible()

    go_to(page, SALE)
    expect(page.locator("#sheet .rows li").first).to_contain_text("attach-1")
    page.keyboard.press("1")

    expect(page.locator("#sheet .good")).to_have_text("The sale is the member's now")
    expect(page.locator("#sheet")).to_contain_text("35 points earned")


def test_a_sale_is_given_by_its_receipt_scanned_or_typed(stage: Stage) -> None:
    page = stage.open_with_sara()
    receipt = booked(stage, "attach-2")
    stage.scan(CARD)
    expect(page.locator(".name")).to_be_visible()

    stage.scan(receipt)
    page.get_by_role("button", name="Sale without a card").click()
    expect(page.locator("#receipt")).to_have_value(receipt)
    page.keyboard.press("Enter")
    expect(page.locator("#sheet .good")).to_be_visible()
    close(page)
    go_to(page, SALE)
    page.locator("#receipt").fill(receipt)
    page.locator("#receipt").press("Enter")
    expect(page.locator("#sheet .good")).to_be_visible()
    close(page)
    go_to(page, SALE)
    page.locator("#receipt").fill("980t1.3-۹۹۹۹")
    page.locator("#receipt").press("Enter")

    expect(page.locator("#sheet .no")).to_contain_text("No sale was booked here")


def test_a_turn_is_set_aside_and_gone_on_with(stage: Stage) -> None:
    page = stage.open_with_sara()
    page.keyboard.press("F2")
    expect(page.locator(".held")).to_be_visible()

    go_to(page, TURNS)
    page.keyboard.press("0")
    expect(page.locator(".nobody")).to_be_visible()
    expect(page.locator(".held")).to_have_count(0)
    page.keyboard.press("F11")
    expect(page.locator(".tiles .mark-on")).to_have_text("1")
    page.keyboard.press(TURNS)
    expect(page.locator("#sheet .rows")).to_contain_text("Sara A.")
    page.keyboard.press("1")

    expect(page.locator(".name")).to_have_text("Sara A.")
    expect(page.locator(".held")).to_contain_text("500 points")
    page.keyboard.press("F8")
    expect(page.locator(".best")).to_be_visible()


def test_the_pos_suspends_and_the_page_shows_nobody(stage: Stage) -> None:
    page = stage.open_with_sara()

    wish = {"workstation": WORKSTATION}
    parked = stage.till.ask("POST", "/v1/session/suspend", wish).json["suspended"]
    expect(page.locator(".nobody")).to_be_visible()
    stage.till.ask("POST", "/v1/session/resume", wish | {"suspended": parked})

    expect(page.locator(".name")).to_have_text("Sara A.")


def test_while_practising_nothing_is_kept(stage: Stage) -> None:
    page = stage.open_with_sara()
    before = stage.till.ask("GET", "/v1/health").json["book"]["records"]

    go_to(page, TRAINING)
    page.keyboard.press("1")
    expect(page.locator(".training")).to_contain_text("PRACTISING")
    page.keyboard.press("F2")
    expect(page.locator("#told")).to_contain_text("nothing is set aside")
    go_to(page, WALLET)
    page.locator("#load").fill("20")
    page.locator("#load").press("Enter")
    expect(page.locator("#sheet .good")).to_have_text("Practised: nothing was kept")
    close(page)
    page.keyboard.press("F5")
    page.locator("#enrol-card").fill(BLANK_CARD)
    page.keyboard.press("Enter")
    expect(page.locator("#sheet .good")).to_have_text("Practised: nothing was kept")
    close(page)
    go_to(page, TRAINING)
    page.keyboard.press("1")

    expect(page.locator(".training")).to_have_count(0)
    after = stage.till.ask("GET", "/v1/health").json["book"]["records"]
    assert after == before


def enrolled(stage: Stage, card: str, name: str) -> None:
    """Make a member who stands at another workstation."""
    wish = {"workstation": "L9", "card": card, "name": name, "key": f"test-{card}"}
    assert stage.till.ask("POST", "/v1/members", wish).status == 200


def test_a_lost_card_is_replaced_by_who_stands_there_and_by_number(stage: Stage) -> None:
    page = stage.open()
    enrolled(stage, BLANK_CARD, "Hana")
    stage.scan(BLANK_CARD)
    expect(page.locator(".name")).to_have_text("Hana")

    go_to(page, REPLACE)
    expect(page.locator("#sheet h2")).to_contain_text("Hana")
    page.locator("#new-card").fill(OTHER_BLANK)
    page.keyboard.press("Enter")
    expect(page.locator("#sheet .number")).to_have_text(OTHER_BLANK)
    close(page)
    stage.scan(BLANK_CARD)

    expect(page.locator(".banner.blocked")).to_be_visible()


def test_a_card_is_blocked_when_its_owner_was_named_and_asked_for(stage: Stage) -> None:
    page = stage.open()
    enrolled(stage, "6399000000000097", "Omid")
    stage.scan("6399000000000022")

    go_to(page, BLOCK)
    page.locator("#shown").fill("۶۳۹۹۰۰۰۰۰۰۰۰۰۰۹۷")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet h2")).to_contain_text("Omid")
    page.keyboard.press("Escape")
    stage.scan("6399000000000097")
    expect(page.locator(".name")).to_have_text("Omid")
    go_to(page, BLOCK)
    page.keyboard.press("1")

    expect(page.locator("#sheet .good")).to_have_text("1 card is blocked")
    close(page)
    stage.scan("6399000000000097")
    expect(page.locator(".banner.blocked")).to_be_visible()


def test_a_sheet_drawn_for_one_member_does_nothing_to_the_next(stage: Stage) -> None:
    enrolled(stage, "6399000000000105", "Ali")
    page = stage.open_with_sara()
    go_to(page, WALLET)
    page.locator("#load").fill("20")

    stage.scan("6399000000000105")
    expect(page.locator(".name")).to_have_text("Ali")
    page.locator("#load").press("Enter")

    expect(page.locator("#sheet .no")).to_contain_text("Somebody else stands here now")
