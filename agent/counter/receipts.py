"""The loyalty slip: its number, its lines, and the signed proof the customer takes along.

A proof is ``VP1.<payload>.<signature>``, both Base64 for URLs without padding: canonical
JSON of what was sold and earned, and Ed25519 by the till's key over ``vafa proof `` and the
payload's bytes.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from agent.counter.answers import Answer, Value
from rules.basket import Basket
from rules.decisions import Settlement
from rules.ids import AccountId, RecordId
from rules.ledger import POINTS
from sync.kit.clock import to_ms
from sync.wire.canonical import Json, NotCanonicalError, decode_object, encode_ordered
from sync.wire.identity import BrokenIdentityError, split_record
from sync.wire.signing import SigningKey

NUMBER_PREFIX: Final = "980"
PROOF_MARK: Final = "VP1"
_SIGNED: Final = b"vafa proof "
_SLIP_COLUMNS: Final = 23


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """What a slip proves. ``rules`` is the digest of the programme it was decided under."""

    record: RecordId
    key: str
    account: AccountId
    basket: Basket
    settlement: Settlement
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
    payload = encode_ordered(_payload(proven))
    signature = key.sign(_SIGNED + payload)
    return ".".join((PROOF_MARK, _base64(payload), _base64(signature)))


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
    settlement: Settlement, balance: int | None, issued: Sequence[Answer]
) -> list[Value]:
    """Return the slip's lines; none for a sale without a member."""
    if balance is None:
        return []
    points = sum(award.points for award in settlement.awards if award.unit == POINTS)
    lines = [_line("Points earned", points), _line("Balance", balance)]
    return [*lines, *(f"Voucher {award['code']}" for award in issued)]


def _payload(proven: Proven) -> Mapping[str, Json]:
    earned: dict[str, int] = {}
    for award in proven.settlement.awards:
        if award.unit == POINTS:
            earned[award.line] = earned.get(award.line, 0) + award.points
    value: dict[str, Json] = {
        "account": proven.account,
        "at_ms": to_ms(proven.basket.at),
        "currency": proven.basket.currency,
        "key": proven.key,
        # Line, thousandths sold, what it cost, points it earned.
        "lines": [
            [line.line, line.quantity_milli, line.net_minor, earned.get(line.line, 0)]
            for line in proven.basket.lines
        ],
        "programme": proven.programme,
        "record": proven.record,
        "rules": proven.rules,
    }
    return {name: said for name, said in value.items() if said}


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _line(label: str, figure: int) -> str:
    return f"{label}{figure:>{_SLIP_COLUMNS - len(label)}}"
