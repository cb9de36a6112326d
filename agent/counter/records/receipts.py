"""The loyalty slip: its number, its lines, and the signed proof the customer takes along.

A proof is ``VP1.<payload>.<signature>``, both Base64 for URLs without padding: canonical
JSON of all that a return is decided from (lines, what each earned by which rule, its lots,
what was paid in points), and Ed25519 by the till's key over ``vafa proof `` and the
payload's bytes. ``returns/proofs.py`` reads it at another till.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from agent.counter.ground.answers import Answer, Value
from agent.words.catalogue import DEFAULT
from agent.words.languages import LANGUAGES
from agent.words.writing import write_amount
from rules.ground.ids import AccountId, RecordId, Unit
from rules.sale.basket import Basket, Line
from rules.sale.decisions import Settlement, Spend
from rules.value.ledger import POINTS, Lot
from rules.vouchers.money import WALLET
from sync.book.given import paid_lines_out, slices_out
from sync.book.sale_facts import lines_out
from sync.kit.clock import to_ms
from sync.wire.canonical import Json, NotCanonicalError, decode_object, encode_ordered
from sync.wire.keys.signing import SigningKey
from sync.wire.records.identity import BrokenIdentityError, split_record

NUMBER_PREFIX: Final = "980"
PROOF_MARK: Final = "VP1"
PROOF_TEXT_MAX: Final = 2900
"""What a QR code holds (2953 bytes at most). A longer sale's slip only names it: a return
elsewhere is then a claim that head office completes."""

SIGNED: Final = b"vafa proof "
"""What the signed bytes begin with."""

_SHORT: Final = ("at_ms", "currency", "key", "programme", "record", "rules")
_SLIP_COLUMNS: Final = 23


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """What a slip proves. ``rules`` is the digest of the programme it was decided under."""

    record: RecordId
    key: str
    account: AccountId
    basket: Basket
    settlement: Settlement
    spends: tuple[Spend, ...]
    programme: int
    rules: str


def number_of(record: RecordId) -> str:
    """Return what is printed as the slip's barcode."""
    return NUMBER_PREFIX + record


def record_of(number: str) -> RecordId | None:
    """Return the record that a slip's number, or a record's own id, names."""
    name = number.removeprefix(NUMBER_PREFIX)
    try:
        split_record(name)
    except BrokenIdentityError:
        return None
    return RecordId(name)


def proof_of(proven: Proven, key: SigningKey) -> str:
    """Return the text of the slip's QR code."""
    value = _payload(proven)
    proof = _signed(value, key)
    if len(proof) <= PROOF_TEXT_MAX:
        return proof
    return _signed({name: value[name] for name in _SHORT if name in value}, key)


def document_in(proof: str) -> str | None:
    """Return the key that a proof names, without judging its signature; None if broken.

    Enough for a document booked here, where the journal is the witness and not the slip.
    """
    mark, _, rest = proof.partition(".")
    payload, _, signature = rest.partition(".")
    if mark != PROOF_MARK or not signature:
        return None
    try:
        value = decode_object(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (Base64Error, NotCanonicalError, ValueError):
        return None
    key = value.get("key")
    return key if isinstance(key, str) else None


def slip_of(
    settlement: Settlement,
    balance: int | None,
    issued: Sequence[Answer],
    *,
    currency: str,
) -> list[Value]:
    """Return the slip's lines; none for a sale without a member."""
    if balance is None:
        return []
    points, money = (_earned(settlement, unit) for unit in (POINTS, WALLET))
    wallet = write_amount(money, currency, LANGUAGES[DEFAULT])
    lines = [
        _line("Points earned", str(points)),
        *([_line("Wallet earned", wallet)] if money else []),
        _line("Balance", str(balance)),
    ]
    return [*lines, *(f"Voucher {award['code']}" for award in issued)]


def _earned(settlement: Settlement, unit: Unit) -> int:
    return sum(award.points for award in settlement.awards if award.unit == unit)


def _payload(proven: Proven) -> Mapping[str, Json]:
    """Return all that a return is decided from, names in order; what is nothing is not."""
    basket = proven.basket
    value: dict[str, Json] = {
        "account": proven.account,
        "at_ms": to_ms(basket.at),
        "awards": _awards(proven.settlement),
        "currency": basket.currency,
        "key": proven.key,
        "lines": lines_out([_essence(line) for line in basket.lines]),
        "lots": [_lot(lot, proven.record) for lot in proven.settlement.lots],
        "paid": [
            [tender.tender, tender.amount_minor]
            for tender in basket.tenders
            if not tender.hold
        ],
        "programme": proven.programme,
        "qualifying_minor": proven.settlement.qualifying_minor,
        "record": proven.record,
        "rules": proven.rules,
        "spends": [
            {
                **paid_lines_out(spend.lines),
                "reward": spend.reward,
                "slices": slices_out(spend.slices),
                "value_minor": spend.value_minor,
            }
            for spend in proven.spends
        ],
    }
    return {name: said for name, said in value.items() if said}


def _essence(line: Line) -> Line:
    """Keep of a line what rules ask about; what it cost stands without its discount."""
    return Line(
        line=line.line,
        sku=line.sku,
        category=line.category,
        quantity_milli=line.quantity_milli,
        amount_minor=line.net_minor,
        kind=line.kind,
        tax_included=line.tax_included,
    )


def _awards(settlement: Settlement) -> Sequence[Json]:
    return [
        {"lines": award.lines, "rule": award.rule, "unit": award.unit}
        for award in settlement.awards
    ]


def _lot(lot: Lot, record: RecordId) -> Mapping[str, Json]:
    value: dict[str, Json] = {"active_ms": to_ms(lot.active_from)}
    if lot.expires is not None:
        value["expires_ms"] = to_ms(lot.expires)
    value["lot"] = lot.lot.removeprefix(f"{record}/")
    value["unit"] = lot.unit
    return value


def _signed(value: Mapping[str, Json], key: SigningKey) -> str:
    payload = encode_ordered(value)
    signature = key.sign(SIGNED + payload)
    return ".".join((PROOF_MARK, _base64(payload), _base64(signature)))


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _line(label: str, figure: str) -> str:
    return f"{label}{figure:>{_SLIP_COLUMNS - len(label)}}"
