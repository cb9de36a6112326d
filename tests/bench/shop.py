"""The shop that is measured: its programme, its members' numbers, its baskets."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from random import Random
from typing import Final

from agent.counter.asked.requests import BasketLine, Document, Payment, SaleRequest, Tax
from drivers.guard.digits import gs1_check_digit
from rules.discounts import Discount
from rules.discounts.tier_percent import TierPercent
from rules.earn import EarnRule
from rules.earn.basket_bonus import BasketBonus
from rules.earn.category_multiplier import CategoryMultiplier
from rules.earn.per_spend import PerSpend
from rules.ground.ids import AccountId, RuleId, TierId
from rules.ladder.terms import Ladder, Tier
from rules.members.card_terms import CardTerms, MemberIin
from rules.programme import Programme
from rules.rewards.points_tender import PointsTender
from rules.value.units import UnitTerms

STORE: Final = "S01"
WORKSTATION: Final = "L1"
CURRENCY: Final = "MYR"
STARTS_MS: Final = 1_780_000_000_000
TOKEN_KEY: Final = bytes(range(32))
BRONZE, SILVER, GOLD = TierId("bronze"), TierId("silver"), TierId("gold")

_PREFIX: Final = "639900"
_CARD_DIGITS: Final = 16
_DOUBLED: Final = {str(digit): digit * 2 % 10 + digit // 5 for digit in range(10)}
_SHOP_CATEGORIES: Final = 40
_OTHER_CATEGORIES: Final = 400
_PRICES_MINOR: Final = (120, 4_900)


def account_of(member: int) -> AccountId:
    """Return the account of member number ``member``; ids ascend with the number."""
    return AccountId(f"m-{member:08d}")


def card_of(member: int) -> str:
    """Return the number on a member's card, check digit and all."""
    digits = f"{_PREFIX}{member:0{_CARD_DIGITS - len(_PREFIX) - 1}d}"
    # ISO/IEC 7812-1: from the right, every other digit counts double.
    doubled = sum(_DOUBLED[digit] for digit in digits[-1::-2])
    return f"{digits}{-(doubled + sum(int(digit) for digit in digits[-2::-2])) % 10}"


def programme(rules: int) -> Programme:
    """Return a programme of ``rules`` rules of all kinds, most about few lines."""
    kinds = [_rule(number) for number in range(1, rules)]
    earn: list[EarnRule] = [rule for rule in kinds if not isinstance(rule, TierPercent)]
    discounts: list[Discount] = [rule for rule in kinds if isinstance(rule, TierPercent)]
    return Programme(
        name="bench",
        version=1,
        currency=CURRENCY,
        zone="Asia/Kuala_Lumpur",
        units=(UnitTerms(pending_days=14, expires_months=12),),
        earn=(PerSpend(rule=RuleId("base"), step_minor=100), *earn),
        discounts=tuple(discounts),
        ladder=Ladder(
            window_days=365,
            tiers=(
                Tier(tier=BRONZE, from_minor=0),
                Tier(tier=SILVER, from_minor=100_000),
                Tier(tier=GOLD, from_minor=500_000),
            ),
        ),
        rewards=(
            PointsTender(rule=RuleId("points-off"), step=100, value_minor_per_step=100),
        ),
        cards=CardTerms(member_iins=(MemberIin(prefix=_PREFIX, length=_CARD_DIGITS),)),
    )


def sale_request(number: int, card: str, *, lines: int, chance: Random) -> SaleRequest:
    """Return a completed sale of ``lines`` lines, paid in cash."""
    basket = tuple(_line(at, chance) for at in range(1, lines + 1))
    due = sum(line.amount_minor - line.discount_minor for line in basket)
    return SaleRequest(
        document=Document(
            store=STORE,
            workstation=WORKSTATION,
            business_day="2026-11-21",
            number=f"{number:06d}",
            kind="sale",
        ),
        at=datetime(2026, 11, 21, 9, tzinfo=UTC) + timedelta(seconds=number),
        currency=CURRENCY,
        lines=basket,
        tenders=(Payment(tender="cash", amount_minor=due),),
        cashier="C7",
        card=card,
    )


def _rule(number: int) -> PerSpend | CategoryMultiplier | BasketBonus | TierPercent:
    name = RuleId(f"rule-{number}")
    # Most rules of a large programme are about goods that are not in the basket.
    shelf = _category(number * 7 % (_SHOP_CATEGORIES + _OTHER_CATEGORIES))
    match number % 5:
        case 0:
            return BasketBonus(rule=name, points=10 + number, from_minor=5_000 * number)
        case 1:
            return PerSpend(rule=name, step_minor=1_000, categories=(shelf,))
        case 2:
            return TierPercent(
                rule=name, tiers=(SILVER, GOLD), percent=Fraction(5), categories=(shelf,)
            )
        case _:
            return CategoryMultiplier(rule=name, factor=Fraction(2), categories=(shelf,))


def _line(at: int, chance: Random) -> BasketLine:
    price = chance.randrange(*_PRICES_MINOR)
    count = chance.choice((1, 1, 1, 2, 3))
    article = chance.randrange(10_000)
    return BasketLine(
        line=str(at),
        sku=f"SKU-{article:05d}",
        gtin=_gtin(article),
        category=_category(chance.randrange(_SHOP_CATEGORIES)),
        quantity=count * 1000,
        unit_price_minor=price,
        amount_minor=price * count,
        tax=Tax(rate="0.00", included=True, amount_minor=0),
    )


def _category(number: int) -> str:
    return f"shelf-{number:03d}"


def _gtin(article: int) -> str:
    digits = f"04006381{article:05d}"
    return digits + gs1_check_digit(digits)
