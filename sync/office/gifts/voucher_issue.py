"""Vouchers that head office gives: the code any till would form, and their accounts."""

from collections.abc import Sequence
from dataclasses import dataclass

from rules.ground.ids import AccountId, LotId, Unit
from rules.issues.code_prefix import code_prefix
from rules.programme import Programme
from rules.sale.decisions import Issue
from rules.settling.birth import NO_LOT
from rules.value.ledger import AVAILABLE, HOUSE, HOUSE_VOUCHERS, Entry, Lot, Posting
from sync.kit.clock import from_ms, to_ms
from sync.office.database.desk import Sitting
from sync.office.database.tables import ISSUANCE
from sync.office.database.upserts import Row, insert_new
from sync.office.journals.authoring import Writing
from sync.office.journals.open_book import OpenBook
from sync.wire.buckets import bucket_of
from sync.wire.canonical import Json
from sync.wire.keys.tokens import voucher_code
from sync.wire.keys.vouchers import voucher_of
from sync.wire.records.ledger_part import IssuedOnce, LedgerPart


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """An award given once, the account it opens and how much of which unit is in it."""

    once: IssuedOnce
    account: AccountId
    unit: Unit
    amount: int


def voucher_for(sitting: Sitting, programme: Programme, issue: Issue) -> Voucher:
    """Return the voucher of an award: any till would print the same code."""
    prefix = code_prefix(issue.kind, issue.rule, programme.ladder)
    code = voucher_code(sitting.keys.voucher_key, issue.key, prefix)
    account, unit = voucher_of(issue.kind, code, sitting.keys.token_key)
    once = IssuedOnce(
        key=issue.key,
        kind=issue.kind,
        rule=issue.rule,
        account=issue.account,
        code=code,
        expires_ms=to_ms(issue.expires) if issue.expires else 0,
    )
    return Voucher(once=once, account=account, unit=unit, amount=issue.amount)


def open_vouchers(book: OpenBook, record: str, vouchers: Sequence[Voucher]) -> None:
    """Open the accounts of vouchers that a record gave, and remember their keys."""
    for voucher in vouchers:
        _open(book, voucher)
    rows: list[Row] = [
        {
            "bucket": bucket_of(once.account),
            "key": once.key,
            "rule": once.rule,
            "account": once.account,
            "code": once.code,
            "record": record,
            "expires_ms": once.expires_ms,
        }
        for once in (voucher.once for voucher in vouchers)
    ]
    insert_new(book.sitting.connection, ISSUANCE, rows)


def _open(book: OpenBook, voucher: Voucher) -> None:
    """Open a voucher's account with what it holds, usable at once."""
    once, bucket = voucher.once, bucket_of(voucher.account)
    now = book.sitting.now
    lot = Lot(
        lot=LotId(f"{book.author.next_record(bucket)}/v1"),
        account=voucher.account,
        unit=voucher.unit,
        rule=once.rule,
        earned_at=now,
        active_from=now,
        expires=from_ms(once.expires_ms) if once.expires_ms else None,
    )
    amount = voucher.amount
    entry = Entry(
        "issue",
        once.rule,
        (
            Posting(voucher.account, voucher.unit, amount, lot.lot, AVAILABLE),
            Posting(HOUSE_VOUCHERS, voucher.unit, -amount, NO_LOT, HOUSE),
        ),
    )
    facts: dict[str, Json] = {"key": once.key, "code": once.code}
    part = LedgerPart(lots=(lot,), entries=(entry,))
    book.say(bucket, Writing(kind="gift", part=part, facts=facts))
