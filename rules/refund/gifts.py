"""Gifts of a sale after a return: what it would not have given any more."""

from collections.abc import Collection, Sequence

from rules.campaigns.draws import Draw
from rules.ground.ids import RuleId
from rules.issues.amounts import is_gift, value_of
from rules.issues.gifts import GiveTickets
from rules.issues.rule import IssueRule
from rules.issues.triggers import OnPurchase
from rules.refund.tally import Tally
from rules.sale.decisions import Reversal
from rules.value.counts import counts_for


def gifts_gone(
    rules: Sequence[IssueRule], left: Tally, taken: Collection[str]
) -> tuple[Reversal, ...]:
    """Return the gifts of a sale that what is left of it would not have given.

    ``taken`` names the rules whose gifts earlier returns took. A gift goes whole or stays.
    """
    by_name = {str(rule.rule): rule for rule in rules}
    found: list[Reversal] = []
    for lot in left.sale.lots:
        rule = by_name.get(lot.rule) if is_gift(lot) else None
        if rule is None or rule.rule in taken or _deserved(rule, left):
            continue
        amount, unit = value_of(rule)
        found.append(
            Reversal(unit=unit, points=amount, line="", rule=rule.rule, lot=lot.lot)
        )
    return tuple(found)


def vouchers_gone(
    rules: Sequence[IssueRule], left: Tally, taken: Collection[str]
) -> tuple[RuleId, ...]:
    """Return the rules of a sale's vouchers that what is left of it would not have given.

    What was given with a tier goes with the tier, not with the sale that led there.
    """
    return tuple(
        rule.rule
        for rule in rules
        if rule.rule in left.sale.issued
        and rule.rule not in taken
        and isinstance(rule.on, OnPurchase)
        and not _deserved(rule, left)
    )


def tickets_gone(rules: Sequence[IssueRule], left: Tally, draw: Draw) -> int:
    """Return how many tickets of a draw this return takes: the sale's own, and gifts.

    A sale that entered by itself moved the counter once more than rules did.
    """
    before = sum(left.basis_left) + sum(left.basis_now)
    gone = given = 0
    for rule in rules:
        gift = rule.gives
        if not isinstance(gift, GiveTickets) or gift.draw != draw.draw:
            continue
        if not any(counts_for(lot.unit, rule.rule) for lot in left.sale.lots):
            continue
        given += 1
        if before >= _least(rule) and not _deserved(rule, left):
            gone += gift.tickets
    if [lot.unit for lot in left.sale.lots].count(draw.unit) > given:
        stays = 0 if left.all_is_back else draw.tickets(sum(left.basis_left))
        gone += draw.tickets(before) - stays
    return gone


def _deserved(rule: IssueRule, left: Tally) -> bool:
    return not left.all_is_back and sum(left.basis_left) >= _least(rule)


def _least(rule: IssueRule) -> int:
    return rule.on.minimum_minor if isinstance(rule.on, OnPurchase) else 0
