"""Vouchers that members were given: codes, accounts, and what is left taken back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import select

from rules.value.ledger import AVAILABLE
from sync.core import corrections
from sync.office.database.desk import Sitting
from sync.office.database.tables import ISSUANCE
from sync.office.database.wanted import is_in, wanted_accounts
from sync.office.journals.authoring import Writing
from sync.office.journals.open_book import OpenBook
from sync.wire.buckets import bucket_of
from sync.wire.canonical import Json
from sync.wire.ledger_part import LedgerPart
from sync.wire.vouchers import vouchers_of_code

Codes = Mapping[tuple[str, str], Sequence[str]]
"""The codes each account was issued by each rule, the oldest first."""


def vouchers_of(
    sitting: Sitting, accounts: Collection[str]
) -> dict[tuple[str, str], list[str]]:
    """Return the codes each account was issued by each rule, the oldest first."""
    if not accounts:
        return {}
    these = wanted_accounts(sitting.connection, accounts)
    rows = sitting.connection.execute(
        select(ISSUANCE.c.account, ISSUANCE.c.rule, ISSUANCE.c.code, ISSUANCE.c.key)
        .join(these, is_in(these, ISSUANCE))
        .order_by(ISSUANCE.c.account, ISSUANCE.c.rule, ISSUANCE.c.key)
    )
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    # The occurrence ends the key, as a number: the longer one is the higher.
    last = sorted(rows, key=lambda row: (len(row.key), row.key))
    for account, rule, code, _ in last:
        found[account, rule].append(code)
    return found


def voucher_accounts(sitting: Sitting, codes: Codes) -> set[str]:
    """Return the accounts that some codes may stand for."""
    return {
        account
        for some in codes.values()
        for code in some
        for account, _ in vouchers_of_code(code, sitting.keys.token_key)
    }


def withdraw_vouchers(book: OpenBook, codes: Iterable[str], *, why: str) -> None:
    """Take back what is left of some vouchers."""
    for code in codes:
        for account, unit in vouchers_of_code(code, book.sitting.keys.token_key):
            for lot, amount in book.standing(account, unit, AVAILABLE).items():
                if amount > 0:
                    piece = (account, unit, lot)
                    entry = corrections.withdrawn(piece, amount, place=AVAILABLE)
                    facts: dict[str, Json] = {"code": code, "why": why}
                    part = LedgerPart(entries=(entry,))
                    book.say(
                        bucket_of(account), Writing(kind="correct", part=part, facts=facts)
                    )
