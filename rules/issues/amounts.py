"""How much a rule gives by itself, and how its lots are told from what was earned."""

from collections.abc import Iterable
from typing import Final

from rules.ground.ids import LotId, Unit
from rules.issues.gifts import GiveGiftCard, GivePoints, GiveVoucher, GiveWallet
from rules.issues.rule import IssueRule
from rules.sale.decisions import ValueGiven
from rules.value.ledger import Lot
from rules.vouchers.money import WALLET

MARK: Final = "/g"


def value_of(rule: IssueRule) -> tuple[int, Unit]:
    """Return how much of which unit a rule gives; nothing for other gifts."""
    match rule.gives:
        case GivePoints(points=points, unit=unit):
            return points, unit
        case GiveWallet(amount_minor=amount):
            return amount, WALLET
        case _:
            return 0, WALLET


def valued(rules: Iterable[IssueRule]) -> tuple[ValueGiven, ...]:
    """Return the points and the money that rules give; other gifts are no value yet."""
    given = ((rule.rule, *value_of(rule)) for rule in rules)
    return tuple(ValueGiven(rule, unit, amount) for rule, amount, unit in given if amount)


def voucher_amount(gives: GiveVoucher) -> int:
    """Return what a voucher holds: a coupon its one use, a gift card its money."""
    return gives.amount_minor if isinstance(gives, GiveGiftCard) else 1


def gift_lot(record: str, number: int) -> LotId:
    """Name the lot of a gift of a record; they are counted from 1."""
    return LotId(f"{record}{MARK}{number}")


def is_gift(lot: Lot) -> bool:
    """Say whether a sale's lot is of what was given by itself, not earned."""
    return MARK in lot.lot
