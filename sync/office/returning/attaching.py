"""A sale is given to a member by another till than booked it: completed here.

A till that does not know the sale journals the wish. It is kept among the sale's returns,
in their order, and completed as soon as the sale is here: the member earns what they would
have at the sale's own till, on what had not come back by then.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from rules.evaluator import Evaluator
from rules.ground.ids import AccountId, RecordId, TierId
from rules.ground.refusal import Refusal
from rules.ladder.credit import credit_unit
from rules.ladder.tier_credit import credit
from rules.members.standing import Standing
from rules.programme import Programme
from rules.refund.remaining import left_of
from rules.sale.basket import Basket
from rules.sale.decisions import ReturnLine, Settlement
from rules.value.ledger import AVAILABLE
from sync.book.given import part, text
from sync.book.sale_facts import attachment_asked, attachment_given
from sync.book.stored import StoredRecord
from sync.office.budgets.setting_aside import undealt
from sync.office.database.tables import MEMBER
from sync.office.journals.authoring import Writing
from sync.office.journals.open_book import OpenBook
from sync.office.returning.papers import SaleBooked, booked
from sync.office.tills.roster import stores_of_lives
from sync.wire.buckets import bucket_of
from sync.wire.records.identity import split_record
from sync.wire.records.ledger_part import LedgerPart


def wished_account(stored: StoredRecord) -> AccountId:
    """Return whose a sale is to be."""
    return AccountId(text(part(stored.facts, "given"), "account"))


def complete(
    book: OpenBook,
    wish: StoredRecord,
    sale: SaleBooked,
    *,
    programme: Programme,
    left: Sequence[ReturnLine],
    before: Sequence[str],
) -> SaleBooked | None:
    """Give a sale of nobody to the member who is wished; None when it gives nothing.

    ``left`` is what had not come back, ``before`` names the returns of the rest.
    """
    account = wished_account(wish)
    bucket = bucket_of(account)
    record = book.author.next_record(bucket)
    store = stores_of_lives(book.sitting.connection).get(str(sale.life), "")
    basket = replace(left_of(sale.given.basket, left), store=store)
    settled = _settled(book, account, basket, programme, record=record)
    if isinstance(settled, Refusal):
        return None
    settlement, moved = settled
    facts = {
        "asked": attachment_asked(basket, sale=sale.record, attached_ms=wish.header.at_ms),
        "given": attachment_given(account, settlement, before=before),
    }
    writing = Writing(
        kind="attach",
        part=moved,
        facts=facts,
        programme=programme.version,
        key=wish.header.key,
    )
    book.say(bucket, writing)
    life, seq = split_record(record)
    header = replace(
        wish.header,
        till=life.till,
        life=life.number,
        seq=seq,
        at_ms=book.sitting.now_ms,
        programme=programme.version,
    )
    return booked(StoredRecord(header=header, ledger=moved, facts=facts, witness={}), "")


def _settled(
    book: OpenBook,
    account: AccountId,
    basket: Basket,
    programme: Programme,
    *,
    record: RecordId,
) -> tuple[Settlement, LedgerPart] | Refusal:
    """Decide what a basket gives a member now, as head office's ``record``."""
    evaluator = Evaluator(programme)
    lots = evaluator.budget_lots(basket.store, basket.at)
    settlement = evaluator.settle(
        replace(basket, tenders=(), budgets=undealt(book, lots)),
        _standing(book, account),
        spends=(),
        record=record,
        # Nobody holds what head office gives: it is usable wherever it is dealt.
        life=AVAILABLE,
    )
    if isinstance(settlement, Refusal):
        return settlement
    born, entries = credit(
        account,
        settlement.qualifying_minor,
        credit_unit(programme.ladder),
        record=record,
        at=basket.at,
    )
    return settlement, LedgerPart(
        entries=(*settlement.entries, *entries), lots=(*settlement.lots, *born)
    )


def _standing(book: OpenBook, account: AccountId) -> Standing:
    """Return what earning asks of a member; what a tier's entry gives is for tills."""
    row = book.sitting.connection.execute(
        select(MEMBER.c.status, MEMBER.c.tier).where(
            MEMBER.c.bucket == bucket_of(account), MEMBER.c.account == account
        )
    ).one_or_none()
    return Standing(
        account=account,
        status="active" if row is None or row.status == "active" else "blocked",
        tier=TierId(row.tier if row else ""),
        tier_until=None,
        spend_minor=0,
        issued=(),
        revision=0,
        as_of=book.sitting.now,
    )
