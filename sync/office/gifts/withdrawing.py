"""Gifts taken back from members who left the tiers or segments they were given for.

What is left of them goes, wherever it stands: of a gift card its money, points and wallet
money that were not spent, tickets; a coupon's use also if it was spent, so that it is not
good again once the goods come back. That a rule gave stays counted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from rules.campaigns.draws import ticket_counter
from rules.ground.ids import AccountId, LotId, Unit
from rules.issues.gifts import GiveTickets
from rules.issues.happening import Happening, lost_by
from rules.issues.rule import IssueRule
from rules.value.counts import counts_for
from rules.value.ledger import HOUSE_EARNED
from sync.core import corrections
from sync.office.database.desk import Sitting
from sync.office.database.tables import BALANCE, LOT, SAME_LOT
from sync.office.database.wanted import is_in, wanted_accounts
from sync.office.journals.authoring import Writing
from sync.office.journals.given_before import remember_withdrawn
from sync.office.journals.open_book import OpenBook
from sync.office.journals.vouchers import (
    Codes,
    voucher_accounts,
    vouchers_of,
    withdraw_vouchers,
)
from sync.office.returning.return_entries import Written, drawn
from sync.office.status.standings import read_standings
from sync.office.tills.programmes import current
from sync.wire.buckets import bucket_of
from sync.wire.canonical import Json
from sync.wire.records.ledger_part import LedgerPart


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loss:
    """A member who left something, and the rules whose gifts go with it."""

    account: AccountId
    happening: Happening
    rules: tuple[IssueRule, ...]


def withdraw_for(sitting: Sitting, happened: Sequence[tuple[str, Happening]]) -> int:
    """Take back from members, each named once, what they lose; return from how many."""
    programme = current(sitting)
    if programme is None or not happened:
        return 0
    accounts = {account for account, _ in happened}
    OpenBook(sitting).open(accounts)
    standings = read_standings(sitting, programme, accounts)
    losses = [
        _Loss(account=AccountId(account), happening=happening, rules=tuple(rules))
        for account, happening in happened
        if account in standings
        and (
            rules := lost_by(
                programme.gifts, happening, standings[account][0], programme.ladder
            )
        )
    ]
    if not losses:
        return 0
    codes = vouchers_of(sitting, {loss.account for loss in losses})
    book = OpenBook(sitting)
    book.open({loss.account for loss in losses} | voucher_accounts(sitting, codes))
    for loss in losses:
        _withdraw(book, loss, codes)
    book.close()
    return len(losses)


def _withdraw(book: OpenBook, loss: _Loss, codes: Codes) -> None:
    """Write down what a member loses."""
    value = {
        piece: amount
        for rule in loss.rules
        for piece, amount in _left_of(book.sitting, loss.account, rule)
    }
    for rule in loss.rules:
        mine = codes.get((loss.account, rule.rule), ())
        withdraw_vouchers(book, mine, why=loss.happening.kind)
    if not value:
        return
    remember_withdrawn(book.sitting, loss.account, [lot for _, _, lot in value])
    facts: dict[str, Json] = {
        "account": loss.account,
        "for": loss.happening.kind,
        "names": loss.happening.names,
        "rules": [str(rule.rule) for rule in loss.rules],
    }
    written = Written()
    for piece, amount in value.items():
        written.post("reverse", piece, drawn(book, piece, amount), HOUSE_EARNED)
    part = LedgerPart(entries=tuple(written.entries))
    book.say(bucket_of(loss.account), Writing(kind="correct", part=part, facts=facts))
    book.touch(loss.account)


def _left_of(
    sitting: Sitting, account: AccountId, rule: IssueRule
) -> Iterator[tuple[corrections.Piece, int]]:
    """Yield what is left of the lots, or of the tickets, that a rule gave a member."""
    these = wanted_accounts(sitting.connection, (account,))
    rows = sitting.connection.execute(
        select(LOT.c.unit, LOT.c.lot, LOT.c.rule, func.sum(BALANCE.c.amount))
        .join(these, is_in(these, LOT))
        .join(BALANCE, SAME_LOT)
        .group_by(LOT.c.unit, LOT.c.lot, LOT.c.rule)
    ).all()
    tickets = rule.gives if isinstance(rule.gives, GiveTickets) else None
    drawn_with = {
        lot.removesuffix(unit) for unit, lot, *_ in rows if counts_for(unit, rule.rule)
    }
    for unit, lot, by, amount in rows:
        if amount <= 0:
            continue
        piece = (account, Unit(unit), LotId(lot))
        if tickets is None and by == rule.rule:
            yield piece, int(amount)
        elif (
            tickets is not None
            and unit == ticket_counter(tickets.draw)
            and lot.removesuffix(unit) in drawn_with
        ):
            yield piece, min(int(amount), tickets.tickets)
