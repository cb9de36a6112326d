"""Head office gives by itself: for what happened to members, what the rules say.

A coupon has the issuance key and the code that any till would form, so that a till which
gives the same leaves one; points, wallet money and tickets are counted under their rule.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from rules.campaigns.campaign import Campaigns
from rules.conditions.occasion import Occasion
from rules.evaluator import frame_of
from rules.ground.ids import AccountId, RuleId
from rules.issues.deciding import issues
from rules.issues.happening import EXITS, Happening, pulled_by
from rules.issues.rule import IssueRule
from rules.programme import Programme
from rules.sale.basket import Basket
from rules.sale.decisions import Issue
from rules.settling.giving import gifts_of
from rules.value.ledger import AVAILABLE
from sync.office.database.desk import Sitting
from sync.office.database.tables import MERGED
from sync.office.database.wanted import is_in, wanted_accounts
from sync.office.gifts.voucher_issue import Voucher, open_vouchers, voucher_for
from sync.office.gifts.withdrawing import withdraw_for
from sync.office.journals.authoring import Writing
from sync.office.journals.open_book import OpenBook
from sync.office.members.happenings import forget, note, read_waiting
from sync.office.status.standings import read_standings
from sync.office.status.tiers import promote
from sync.office.tills.programmes import current
from sync.wire.buckets import bucket_of
from sync.wire.canonical import Json
from sync.wire.records.ledger_part import LedgerPart

AT_ONCE: Final = 200
"""For how many members one transaction gives."""

CHANNEL: Final = "office"
"""Where a gift without a basket is given, for rules that ask for a channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What one member is given: rules, with the occasion and the vouchers among them."""

    account: AccountId
    happening: Happening
    occasion: Occasion
    rules: tuple[IssueRule, ...]
    vouchers: tuple[Voucher, ...]


def give_waiting(sitting: Sitting) -> int:
    """Give for the next things that happened; return how many were dealt with."""
    waiting = read_waiting(sitting, AT_ONCE)
    forget(sitting, waiting)
    owners = _owners(sitting, {one.account for one in waiting})
    again = _owners(sitting, owners.values())
    happened = [(one.account, one.happening) for one in waiting]
    give_for(sitting, [pair for pair in happened if pair[1].kind not in EXITS])
    withdraw_for(sitting, [pair for pair in happened if pair[1].kind in EXITS])
    # What was done with a member's second account, that member did.
    note(
        sitting,
        [
            (owners[one.account], one.happening)
            for one in waiting
            if owners.get(one.account, one.account) not in {one.account, *again}
            and one.happening.kind == "activity"
        ],
    )
    return len(waiting)


def give_for(sitting: Sitting, happened: Sequence[tuple[str, Happening]]) -> int:
    """Give some members, each named once, what the rules say; return to how many."""
    programme = current(sitting)
    if programme is None or not happened:
        return 0
    # Whoever holds a member's bucket is alone in giving to that member.
    OpenBook(sitting).open({account for account, _ in happened})
    due = _due(sitting, programme, happened)
    if not due:
        return 0
    vouchers = {voucher.account for one in due for voucher in one.vouchers}
    book = OpenBook(sitting)
    book.open({one.account for one in due} | vouchers)
    for one in due:
        _give(book, programme, one)
    book.flush()
    promote(book)
    book.close()
    return len(due)


def give_prize(sitting: Sitting, account: AccountId, rule: RuleId, *, draw: str) -> str:
    """Give a member a coupon won in a draw; return its code, empty for who is no member."""
    programme = current(sitting)
    OpenBook(sitting).open({account})
    known = read_standings(sitting, programme, {account}) if programme else {}
    if programme is None or account not in known:
        return ""
    issue = Issue(
        kind="coupon",
        rule=rule,
        account=account,
        occurrence=dict(known[account][0].issued).get(rule, 0) + 1,
        expires=None,
    )
    voucher = voucher_for(sitting, programme, issue)
    book = OpenBook(sitting)
    book.open({account, voucher.account})
    facts: dict[str, Json] = {"account": account, "for": "draw", "names": [draw]}
    writing = Writing(kind="gift", part=LedgerPart(issued=(voucher.once,)), facts=facts)
    record = book.say(bucket_of(account), writing)
    book.touch(account)
    open_vouchers(book, record, (voucher,))
    book.close()
    return voucher.once.code


def _due(
    sitting: Sitting, programme: Programme, happened: Sequence[tuple[str, Happening]]
) -> list[Due]:
    standings = read_standings(sitting, programme, {account for account, _ in happened})
    second = _owners(sitting, standings)
    frame, campaigns = frame_of(programme), Campaigns(programme.campaigns)
    found: list[Due] = []
    for account, happening in happened:
        if account not in standings or account in second:
            continue
        standing, store = standings[account]
        if standing.status != "active":
            continue
        occasion = Occasion(frame, _no_goods(sitting, programme, store), standing)
        rules = tuple(pulled_by(programme.gifts, happening, occasion, campaigns=campaigns))
        if rules:
            given = issues(rules, occasion)
            found.append(
                Due(
                    account=standing.account,
                    happening=happening,
                    occasion=occasion,
                    rules=rules,
                    vouchers=tuple(voucher_for(sitting, programme, one) for one in given),
                )
            )
    return found


def _no_goods(sitting: Sitting, programme: Programme, store: str) -> Basket:
    """Return the basket of what happens away from a till."""
    return Basket(
        currency=programme.currency,
        at=sitting.now,
        lines=(),
        store=store,
        channel=CHANNEL,
    )


def _give(book: OpenBook, programme: Programme, due: Due) -> None:
    """Write down what a member is given, and the vouchers' accounts."""
    bucket = bucket_of(due.account)
    owner = (due.account, book.author.next_record(bucket), str(AVAILABLE))
    given = gifts_of(due.rules, due.occasion, programme, owner=owner)
    facts: dict[str, Json] = {
        "account": due.account,
        "for": due.happening.kind,
        "names": due.happening.names,
        "day": due.happening.day.isoformat() if due.happening.day else "",
        "rules": [str(rule.rule) for rule in due.rules],
    }
    part = LedgerPart(
        lots=given.lots,
        entries=given.entries,
        issued=tuple(voucher.once for voucher in due.vouchers),
    )
    record = book.say(
        bucket, Writing(kind="gift", part=part, facts=facts, programme=programme.version)
    )
    book.touch(due.account)
    open_vouchers(book, record, due.vouchers)


def _owners(sitting: Sitting, accounts: Iterable[str]) -> dict[str, str]:
    """Return whose second accounts some of these turned out to be."""
    these = wanted_accounts(sitting.connection, accounts)
    rows = sitting.connection.execute(select(MERGED).join(these, is_in(these, MERGED)))
    return {row.account: row.owner for row in rows}
