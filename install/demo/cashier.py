"""What a cashier does in the play, step by step, each checked before it is told."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from install.demo.answers import (
    Answer,
    Json,
    UnexpectedError,
    list_at,
    reach,
    text_at,
    whole_at,
)
from install.demo.baskets import WORKSTATION, Item, Sold
from install.demo.people import Person
from install.demo.shop import Shop
from install.demo.telling import money, points

REWARD = "points-off"
POINTS = "points"


def check(holds: bool, otherwise: str) -> None:  # noqa: FBT001  # reads as a sentence
    """Go on when it holds; else the story ends with these words."""
    if not holds:
        raise UnexpectedError(otherwise)


def quote(shop: Shop, person: Person, items: Sequence[Item]) -> tuple[Answer, Sold]:
    """Ask what a basket would bring; nothing is written."""
    asked = shop.pos.post("/v1/quotes", shop.paper.quote(items, card=person.card))
    basket = Sold.of(items, card=person.card, quoted=asked.accepted())
    check(
        asked.whole("total_minor") == basket.total_minor,
        f"The quote says {asked.whole('total_minor')} and its lines {basket.total_minor}.",
    )
    return asked, basket


def wish(shop: Shop, person: Person, count: int, *, quoted: str = "") -> Answer:
    """Ask for points to be set aside; the answer may be a refusal."""
    body: dict[str, object] = {
        "workstation": WORKSTATION,
        "card": person.card,
        "reward": REWARD,
        "points": count,
    }
    return shop.pos.post("/v1/redemptions", body | ({"quote": quoted} if quoted else {}))


def hold(shop: Shop, person: Person, count: int, basket: Sold) -> tuple[Answer, Sold]:
    """Set points aside before payment; returns the basket as it is paid then."""
    held = wish(shop, person, count, quoted=basket.quote).accepted()
    check(
        held.whole("points") == count,
        f"{held.whole('points')} points are held, not {count}.",
    )
    value_minor = held.whole("value_minor")
    return held, replace(basket, hold=held.text("hold"), points_minor=value_minor)


def sell(shop: Shop, number: int, basket: Sold) -> Answer:
    """Book a sale that is paid."""
    return shop.pos.post("/v1/sales", shop.paper.sale(number, basket)).accepted()


def ask_refund(shop: Shop, sale: int, lines: Sequence[Mapping[str, object]]) -> Answer:
    """Ask what a return would bring, before money changes hands."""
    return shop.pos.post("/v1/quotes", shop.paper.refund_quote(sale, lines)).accepted()


def refund(
    shop: Shop,
    number: int,
    *,
    sale: int,
    lines: Sequence[Mapping[str, object]],
    quoted: Answer,
) -> Answer:
    """Book a return as its quote said; it must bring exactly what the quote said."""
    body = shop.paper.refund(number, of=sale, lines=lines, quoted=quoted)
    done = shop.pos.post("/v1/refunds", body).accepted()
    asked_for, brought = facts_back(quoted), facts_back(done)
    check(
        brought == asked_for, f"The refund brought {brought}, its quote said {asked_for}."
    )
    return done


def balance(member: Json) -> dict[str, Json]:
    """Return a member's points as an answer shows them."""
    for found in list_at(member, "balances", of="The member"):
        if text_at(found, "unit") == POINTS:
            return {
                name: whole_at(found, name)
                for name in ("available", "pending", "spendable_here")
            }
    raise UnexpectedError("The member has no balance in points.")


def earned(answer: Answer) -> int:
    """Return the points that a quote or a sale earns."""
    return _sum_of(answer, "earned")


def facts_back(answer: Answer) -> dict[str, Json]:
    """Return what a return, asked or done, takes away and gives back."""
    tenders: dict[str, Json] = {
        text_at(back, "tender"): whole_at(back, "amount_minor")
        for back in answer.items("to_tenders")
    }
    return {
        "reversed": _sum_of(answer, "reversed"),
        "given_back": _sum_of(answer, "given_back"),
        "shortfall": answer.whole("shortfall", "points"),
        "to_tenders": tenders,
    }


def told_back(answer: Answer) -> str:
    """Say what a return brings."""
    facts = facts_back(answer)
    cash_minor = whole_at(facts, "to_tenders", "cash")
    given_back = whole_at(facts, "given_back")
    told = [f"{money(cash_minor)} in cash"]
    if given_back:
        told.append(f"{points(given_back)} she had paid with")
    taken = points(whole_at(facts, "reversed"))
    return f"{' and '.join(told)} go back to her, {taken} earned with it are taken back"


def by_rule(answer: Answer, rule: str) -> int:
    """Return what a return takes back of one rule's points."""
    return sum(
        whole_at(item, "points")
        for item in answer.items("reversed")
        if reach(item, "rule") == rule
    )


def _sum_of(answer: Answer, name: str) -> int:
    return sum(
        whole_at(item, "points")
        for item in answer.items(name)
        if text_at(item, "unit") == POINTS
    )
