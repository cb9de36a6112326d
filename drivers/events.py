"""What a device told us: a frozen value per kind of event, none of which leaks a card."""

from dataclasses import dataclass, field
from typing import Literal

from drivers.symbology import Symbology

UNKNOWN_CLASS = "unknown"
"""The class of a code or card that no rule of the programme names."""

CardSource = Literal["msr", "barcode"]
"""Where a payment card was met: a magnetic stripe or a barcode."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What an in-store code says beside the item: a weight, a price or a percentage.

    ``value`` is a decimal text (``"123.45"``), never a float; ``item`` is the shop's own
    item number and is missing for a percentage.
    """

    of: Literal["weight", "price", "percent"]
    value: str
    item: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BarcodeScanned:
    """A code was read. ``token`` is what a rule of the programme took out of it.

    ``data`` and ``token`` may name a person, so neither shows in the representation.
    """

    device: str
    symbology: Symbology
    data: str = field(repr=False)
    aim: str | None = None
    class_name: str = UNKNOWN_CLASS
    token: str | None = field(default=None, repr=False)
    gtin: str | None = None
    addon: str | None = None
    inferred: bool = False
    measure: Measure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSwiped:
    """A card that is not a payment card was swiped; its tracks are counted, not kept."""

    device: str
    tracks: tuple[int, ...]
    tracks_in_error: tuple[int, ...] = ()
    class_name: str = UNKNOWN_CLASS
    token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentCardSeen:
    """A payment card came by mistake. Brand and last four digits are all there ever is."""

    device: str
    brand: str
    last4: str
    source: CardSource


@dataclass(frozen=True, slots=True)
class IdDocumentSeen:
    """A driving licence or passport came by mistake; nothing of it is kept."""

    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """A code that is none of our business (a payment QR); its text is not kept."""

    device: str
    reason: Literal["payment_qr"]
    symbology: Symbology
    aim: str | None = None


@dataclass(frozen=True, slots=True)
class NoRead:
    """The scanner was triggered and found nothing."""

    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlHeard:
    """The device spoke about itself: a sensor, or its answer to a question."""

    device: str
    name: str
    data: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFailed:
    """A number whose check digit is wrong: a retail code, or a card of the programme.

    ``data`` is given for retail codes only, which are never card numbers.
    """

    device: str
    reason: Literal["check_digit", "luhn"]
    symbology: Symbology | None = None
    data: str | None = None
    class_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParityMismatched:
    """The port reads 8 bits, the device sends 7 and a parity bit: settings to be mended.

    ``recovered`` helps who sets it up; it is never a scan, and missing if it may be a card.
    """

    device: str
    parity: Literal["even", "odd"]
    recovered: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class GarbageReceived:
    """Bytes that make no sense: how many and why, never which.

    Reasons: ``garbage`` (not text), ``partial_discarded`` (the rest never came),
    ``too_long``, ``length`` (digits that no such code has), ``empty`` and
    ``msr_no_sentinel`` (a stripe without its end).
    """

    device: str
    length: int
    reason: str


DeviceEvent = (
    BarcodeScanned
    | CardSwiped
    | PaymentCardSeen
    | IdDocumentSeen
    | Ignored
    | NoRead
    | ControlHeard
    | CheckFailed
    | ParityMismatched
    | GarbageReceived
)
"""The register of events: what every driver yields and the till's loop handles."""
