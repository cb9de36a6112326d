"""A slip's proof read at another till: who signed it, and the sale that it proves.

Whatever is printed was seen by a customer: nothing of it is believed before the signature
of the till that printed it, and every figure is bounded.
"""

from base64 import urlsafe_b64decode
from binascii import Error as Base64Error
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from agent.counter.records.receipts import PROOF_MARK, PROOF_TEXT_MAX, SIGNED
from rules.ground.ids import AccountId, LotId, RecordId, RuleId, Unit
from rules.ground.refusal import Refusal, refuse
from rules.sale.basket import Basket, Tender
from rules.sale.decisions import SaleGiven, Spend, by_line
from rules.value.ledger import Lot
from sync.book.given import (
    Object,
    awards_in,
    line_in,
    paid_lines_in,
    pairs,
    parts,
    rows,
    slices_in,
    text,
    whole,
)
from sync.kit.clock import from_ms
from sync.wire.canonical import NotCanonicalError, decode_object
from sync.wire.keys.signing import verify
from sync.wire.records.identity import BrokenIdentityError, Life, split_record

KeyOf = Callable[[Life], bytes | None]
"""The public key of a life, None when this till has not heard of it."""

_FIGURE_MAX: Final = 10**13
_BROKEN: Final = (
    Base64Error,
    BrokenIdentityError,
    NotCanonicalError,
    OverflowError,
    ValueError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenSale:
    """A sale as its slip proves it; ``programme`` is the version it was made under."""

    record: RecordId
    programme: int
    given: SaleGiven


def proven_sale(proof: str, key_of: KeyOf) -> ProvenSale | Refusal | None:
    """Return the sale a proof stands for.

    None when it cannot be decided from it: the till that signed is not known here, or the
    sale was too long for its slip. ``broken_proof`` for anything that was not signed so.
    """
    try:
        payload, signature = _halves(proof)
        value = decode_object(payload)
        record = RecordId(text(value, "record"))
        life, _ = split_record(record)
        key = key_of(life)
        if key is None:
            return None
        if not verify(key, SIGNED + payload, signature):
            return refuse("broken_proof")
        given = _given(value, record)
    except _BROKEN:
        return refuse("broken_proof")
    if given is None:
        return None
    return ProvenSale(record=record, programme=whole(value, "programme"), given=given)


def _halves(proof: str) -> tuple[bytes, bytes]:
    mark, payload, signature, *more = (*proof.split("."), "", "", "")[:4]
    if mark != PROOF_MARK or any(more) or len(proof) > PROOF_TEXT_MAX:
        raise ValueError("not a proof")
    return _bytes(payload), _bytes(signature)


def _bytes(data: str) -> bytes:
    return urlsafe_b64decode(data + "=" * (-len(data) % 4))


def _given(value: Object, record: RecordId) -> SaleGiven | None:
    """Read the sale; None when the slip had no room for it."""
    lines = tuple(line_in(row) for row in rows(value, "lines"))
    if not lines:
        return None
    account = AccountId(text(value, "account"))
    given = SaleGiven(
        account=account,
        basket=Basket(
            currency=text(value, "currency"),
            at=from_ms(whole(value, "at_ms")),
            lines=lines,
            tenders=tuple(_tenders(value)),
        ),
        awards=awards_in(value),
        spends=tuple(_spends(value)),
        lots=tuple(_lots(value, account, record)),
        qualifying_minor=whole(value, "qualifying_minor"),
    )
    _make_sense(given)
    return given


def _spends(value: Object) -> Iterator[Spend]:
    for item in parts(value, "spends"):
        yield Spend(
            reward=RuleId(text(item, "reward")),
            hold="",
            value_minor=whole(item, "value_minor"),
            slices=slices_in(item, "slices"),
            lines=paid_lines_in(item),
        )


def _tenders(value: Object) -> Iterator[Tender]:
    for tender, amount in pairs(value, "paid"):
        yield Tender(tender=tender, amount_minor=amount)


def _lots(value: Object, account: AccountId, record: RecordId) -> Iterator[Lot]:
    for item in parts(value, "lots"):
        expires = whole(item, "expires_ms")
        yield Lot(
            lot=LotId(f"{record}/{text(item, 'lot')}"),
            account=account,
            unit=Unit(text(item, "unit")),
            rule="",
            earned_at=from_ms(whole(value, "at_ms")),
            active_from=from_ms(whole(item, "active_ms")),
            expires=from_ms(expires) if expires else None,
        )


def _make_sense(given: SaleGiven) -> None:
    """Raise ValueError on figures no sale of ours ever had."""
    lines = {line.line: line for line in given.basket.lines}
    units = {lot.unit for lot in given.lots}
    figures = chain(
        (line.amount_minor for line in lines.values()),
        (line.quantity_milli for line in lines.values()),
        (award.points for award in by_line(given.awards)),
        (spend.value_minor for spend in given.spends),
        (piece.amount for spend in given.spends for piece in spend.slices),
        (given.qualifying_minor,),
    )
    if any(abs(figure) > _FIGURE_MAX for figure in figures):
        raise ValueError("a figure out of bounds")
    for award in by_line(given.awards):
        line = lines.get(award.line)
        if line is None or line.quantity_milli <= 0 or award.unit not in units:
            raise ValueError("an award of nothing")
    if len(lines) != len(given.basket.lines):
        raise ValueError("a line twice")
