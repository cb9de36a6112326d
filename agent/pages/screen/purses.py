"""Money and coupons as a page shows them: what they are, what of them is of use here."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from agent.counter.ground.answers import Answer
from agent.counter.ground.parts import rows, table, text, whole
from agent.speech.tongue import Tongue
from agent.words.writing import in_digits, write_amount

_WALLET: Final = "wallet"
_GIFT_CARD: Final = "gift_card"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldView:
    """Something that is set aside: its id, and what it is in words."""

    hold: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponView:
    """A member's coupon; with ``is_good`` it can be taken into the basket."""

    code: str
    worth: str
    detail: str
    is_good: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PurseView:
    """A gift card or a wallet: what is in it, and what to set aside of it (``amount``).

    ``amount`` is as one would type it; ``detail`` says what cannot be done with it now.
    """

    code: str
    balance: str
    detail: str
    amount: str
    is_good: bool


def held_views(tongue: Tongue, held: Iterable[Answer]) -> tuple[HeldView, ...]:
    """Write what is set aside at a workstation."""
    return tuple(
        HeldView(hold=text(hold, "hold"), words=held_words(tongue, hold)) for hold in held
    )


def held_words(tongue: Tongue, hold: Answer) -> str:
    """Say what a hold has set aside."""
    money = tongue.money(whole(hold, "value_minor"))
    tender = text(hold, "tender")
    if tender in {_WALLET, _GIFT_CARD}:
        return tongue.say(f"held.{tender}", money=money)
    points = tongue.points(whole(hold, "points"))
    return tongue.say("redeem.held", points=points, money=money)


def wallet_minor(answer: Answer) -> int:
    """Return what is in the wallet of an answer's member; 0 without one."""
    balances = rows(table(answer.get("member")).get("balances"))
    found = (each for each in balances if text(each, "unit") == _WALLET)
    return whole(next(found, {}), "available")


def wallet_money(tongue: Tongue, answer: Answer) -> str:
    """Write what is in the wallet of an answer's member."""
    return tongue.money(wallet_minor(answer))


def wallet_view(tongue: Tongue, shown: Answer, quote: Answer | None) -> PurseView:
    """Write the wallet of who stands there."""
    balances = rows(table(shown.get("member")).get("balances"))
    found = next((each for each in balances if text(each, "unit") == _WALLET), {})
    available, here = whole(found, "available"), whole(found, "spendable_here")
    detail = ""
    if available > here:
        detail = tongue.say("wallet.elsewhere", money=tongue.money(available - here))
    return PurseView(
        code="",
        balance=tongue.money(available),
        detail=detail,
        amount=_amount(tongue, available, quote, _WALLET),
        is_good=available > 0,
    )


def gift_card_view(tongue: Tongue, card: Answer, quote: Answer | None) -> PurseView:
    """Write a gift card as it stands."""
    state, balance = text(card, "state"), whole(card, "balance_minor")
    ends = text(card, "expires")
    detail = tongue.say("voucher.until", day=tongue.last_day(ends)) if ends else ""
    if state != "active":
        detail = tongue.say(f"voucher.{state}.how")
    return PurseView(
        code=text(card, "code"),
        balance=tongue.money(balance),
        detail=detail,
        amount=_amount(tongue, balance, quote, _GIFT_CARD),
        is_good=state == "active",
    )


def coupon_view(tongue: Tongue, coupon: Answer) -> CouponView:
    """Write a member's coupon; one that is used, ended or elsewhere says so."""
    state, ends = text(coupon, "state"), text(coupon, "expires")
    detail = tongue.say("voucher.until", day=tongue.last_day(ends)) if ends else ""
    if state != "active":
        detail = tongue.say(f"voucher.{state}.how")
    least = whole(table(coupon.get("worth")), "minimum_minor")
    if least and state == "active":
        least_said = tongue.say("coupon.minimum", money=tongue.money(least))
        detail = tongue.say("list.dot").join(part for part in (least_said, detail) if part)
    return CouponView(
        code=text(coupon, "code"),
        worth=coupon_worth(tongue, coupon),
        detail=detail,
        is_good=state == "active",
    )


def coupon_worth(tongue: Tongue, coupon: Answer) -> str:
    """Say what a coupon is worth; one without terms here by its rule's name."""
    worth = table(coupon.get("worth"))
    match text(worth, "kind"):
        case "percent":
            percent = in_digits(text(worth, "percent"), tongue.language)
            return tongue.say("coupon.percent_off", percent=percent)
        case "amount":
            money = tongue.money(whole(worth, "amount_minor"))
            return tongue.say("coupon.amount_off", money=money)
        case "product":
            names = worth.get("categories") or worth.get("skus")
            goods = [str(name) for name in names] if isinstance(names, list) else []
            said = tongue.say("list.comma").join(goods)
            return tongue.say("coupon.product_free", goods=said)
        case "shipping":
            return tongue.say("coupon.shipping_free")
        case _:
            return text(coupon, "rule")


def _amount(tongue: Tongue, most: int, quote: Answer | None, tender: str) -> str:
    """Return what to set aside, as typed: what the basket costs, of what there is."""
    if quote is not None and "total_minor" in quote:
        total = whole(quote, "total_minor")
        payable = table(quote.get("payable_minor"))
        most = min(most, whole(payable, tender) if tender in payable else total)
    return write_amount(most, tongue.setting.currency, tongue.language)
