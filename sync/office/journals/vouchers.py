"""Vouchers that members were given: their codes, their accounts, taken back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import select

from rules.ground.ids import AccountId, LotId, Unit
from rules.value.ledger import HOUSE_VOUCHERS, USES
from sync.office.database.desk import Sitting
from sync.office.database.tables import ISSUANCE, LOT
from sync.office.database.wanted import is_in, wanted_accounts
from sync.office.journals.authoring import Writing
from sync.office.journals.given_before import remember_withdrawn, withdrawn_lots
from sync.office.journals.open_book import OpenBook
from sync.office.journals.taking import taken_whole
from sync.wire.buckets import bucket_of
from sync.wire.canonical import Json
from sync.wire.keys.vouchers import vouchers_of_code
from sync.wire.records.ledger_part import LedgerPart

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
    """Take some vouchers back, wherever their value is; once each.

    Of a coupon its use, owed if it was spent: what comes back of it then pays that. Of a
    gift card what is left of it.
    """
    key = book.sitting.keys.token_key
    of = {owned: code for code in codes for owned in vouchers_of_code(code, key)}
    lots = _lots_of(book.sitting, of)
    pairs = [(owned[0], lot) for owned, homes in lots.items() for lot in homes]
    gone = withdrawn_lots(book.sitting, pairs)
    for owned, homes in lots.items():
        amount = 1 if owned[1] == USES else max(0, book.left(*owned))
        if not amount or gone.intersection(homes):
            continue
        house = HOUSE_VOUCHERS
        entries = taken_whole(book, owned, amount, homes=homes, house=house)
        facts: dict[str, Json] = {"code": of[owned], "why": why}
        part = LedgerPart(entries=entries)
        book.say(bucket_of(owned[0]), Writing(kind="correct", part=part, facts=facts))
        remember_withdrawn(book.sitting, owned[0], homes)


def _lots_of(
    sitting: Sitting, owned: Iterable[tuple[AccountId, Unit]]
) -> dict[tuple[AccountId, Unit], list[LotId]]:
    """Return the lots of what was ever put on some vouchers."""
    these = wanted_accounts(sitting.connection, [account for account, _ in owned])
    rows = sitting.connection.execute(
        select(LOT.c.account, LOT.c.unit, LOT.c.lot)
        .join(these, is_in(these, LOT))
        .order_by(LOT.c.account, LOT.c.unit, LOT.c.lot)
    )
    found: dict[tuple[AccountId, Unit], list[LotId]] = {}
    for account, unit, lot in rows:
        found.setdefault((AccountId(account), Unit(unit)), []).append(LotId(lot))
    return found
