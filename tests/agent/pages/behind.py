"""A till whose programme has coupons, gift cards and wallets, and the way behind F11."""

from playwright.sync_api import Page, expect

from rules.ground.ids import AccountId
from sync.wire.keys.tokens import voucher_code
from tests.agent.counter.shop import SARA, STORE, Shop
from tests.agent.counter.valued import tell, use_of
from tests.agent.running import identity

VOUCHERS, GIFT_CARD, WALLET, SALE, TURNS, REPLACE, BLOCK, TRAINING = "12345678"


def coupon(times: int) -> str:
    """Return the code of Sara's coupon by the rule that gave it, so many times."""
    key = bytes.fromhex(identity().enrolled.voucher_key)
    return voucher_code(key, f"gold-welcome|{SARA}|{times}", "GOLD")


def fill(shop: Shop) -> None:
    """Have Sara come down with two coupons, of which the first is used."""
    shop.sara()
    shop.member(available=1240, dealable=340, held={STORE: 900}, issued={"gold-welcome": 2})
    for times in (1, 2):
        tell(shop, AccountId(f"v-{coupon(times)}"), use_of(available=times - 1))


def go_to(page: Page, tile: str) -> None:
    """Open a sheet by its keys."""
    page.keyboard.press("F11")
    expect(page.locator(".tiles")).to_be_visible()
    page.keyboard.press(tile)
    expect(page.locator(".tiles")).to_have_count(0)


def close(page: Page) -> None:
    """Close what is open."""
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).not_to_be_visible()
