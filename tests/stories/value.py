"""Money and coupons in a chain: the programme that keeps them, and what a POS asks."""

from dataclasses import replace
from fractions import Fraction
from typing import Final, Literal

from agent.counter.value.fetching import NeedsMore
from agent.pos.requests.shapes import HOLD, REFUND, SALE
from rules.ground.ids import AccountId, RuleId, Unit
from rules.programme import Programme
from rules.value.ledger import USES
from rules.vouchers.money import GiftCardTerms, WalletTerms
from rules.vouchers.percent_off import PercentOff
from sync.till.book.units import unit_view
from sync.wire.messages import Want
from tests.stories.chain import (
    OLD_CARD,
    Json,
    StoryTill,
    line,
    read,
    said,
    story_programme,
)

NEXT_DAY: Final = "2026-11-22T10:00:00+08:00"


def valued_programme(
    *, usable: Literal["at_once", "confirmed"] = "confirmed", day_minor: int | None = None
) -> Programme:
    """Return a programme with gift cards, a wallet and a coupon on entering gold."""
    return replace(
        story_programme(),
        vouchers=(PercentOff(rule=RuleId("gold-welcome"), percent=Fraction(20)),),
        gift_cards=GiftCardTerms(spend="online"),
        wallet=WalletTerms(usable=usable, max_day_minor=day_minor),
    )


def sell(till: StoryTill, request: Json) -> Json:
    """Book a sale; what it needs is asked of head office first, as the API's door does."""
    asked = read(SALE, request)
    _fetch(till, *till.till.counter.wanted(asked))
    return said(till.till.counter.sale(asked))


def take_back(till: StoryTill, number: str, original: Json | None, *lines: Json) -> Json:
    """Write a refund of some lines."""
    return {
        "document": till.document(number, "refund"),
        "at": NEXT_DAY,
        "currency": "MYR",
        "original": original,
        "lines": list(lines),
        "tenders": [],
    }


def bring(till: StoryTill, request: Json) -> Json:
    """Book a refund; cards that come back are asked for first, as the API's door does."""
    asked = read(REFUND, request)
    _fetch(till, *till.till.counter.wanted(asked))
    return said(till.till.counter.refund(asked))


def piece(number: str, amount_minor: int, of_line: str = "") -> Json:
    """Write one piece of a line that comes back."""
    return {
        "line": number,
        "of_line": of_line or number,
        "quantity": "1",
        "amount_minor": amount_minor,
    }


def a_coupon(till: StoryTill) -> str:
    """Have the first member enter gold; return the code of the coupon that gives."""
    (issued,) = till.sell(50_000, card=OLD_CARD)["issued"]
    return str(issued["code"])


def sell_with(till: StoryTill, code: str, *amounts: int) -> Json:
    """Sell lines with a coupon of 20 %; return the sale as the POS asked it."""
    lines = [
        line(str(number), amount) | {"discount_minor": amount // 5}
        for number, amount in enumerate(amounts, start=1)
    ]
    due = sum(amounts) - sum(amount // 5 for amount in amounts)
    sale = till.sale_of(
        due,
        lines=lines,
        tenders=[{"tender": "cash", "amount_minor": due}],
        coupons=[code],
        card=OLD_CARD,
    )
    assert sell(till, sale)["coupons"]
    return sale


def uses(till: StoryTill, code: str) -> int:
    """Return how many uses of a coupon are left, as a till shows it."""
    view = unit_view(till.till.book, AccountId(f"v-{code}"), USES)
    return view.available if view else 0


def a_card(till: StoryTill, amount_minor: int) -> tuple[Json, str]:
    """Sell a gift card; return the sale and the card's code."""
    sale = till.sale_of(
        amount_minor, lines=[line("1", amount_minor) | {"type": "gift_card_sale"}]
    )
    (issued,) = said(till.sale(sale))["issued"]
    return sale, str(issued["code"])


def on_card(till: StoryTill, code: str) -> int:
    """Return what is on a gift card, as a till shows it."""
    balance = said(till.till.counter.voucher(code))["balance_minor"]
    return int(balance)


def pay_by_card(till: StoryTill, code: str, amount_minor: int, price_minor: int) -> Json:
    """Sell goods partly for a gift card's money; return the sale as the POS asked it."""
    request = read(
        HOLD,
        {
            "workstation": "L1",
            "tender": "gift_card",
            "code": code,
            "amount_minor": amount_minor,
        },
    )
    answer = till.till.counter.hold(request)
    if isinstance(answer, NeedsMore):
        _fetch(till, answer)
        answer = till.till.counter.hold(request, asked=True)
    assert not isinstance(answer, NeedsMore)
    hold = said(answer)["hold"]
    card = {"tender": "gift_card", "amount_minor": amount_minor, "hold": hold}
    cash = {"tender": "cash", "amount_minor": price_minor - amount_minor}
    tenders = [card, cash] if price_minor > amount_minor else [card]
    sale = till.sale_of(price_minor, tenders=tenders)
    said(till.sale(sale))
    return sale


def _fetch(till: StoryTill, *needed: NeedsMore) -> None:
    wants = [
        Want(account=one.account, unit=Unit(one.unit), points=one.points) for one in needed
    ]
    if wants:
        till.till.contact.ask(wants, timeout_s=1)
