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
    elements: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """GS1 application identifiers with their values, in the order of the code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSwiped:
    """A card that is not a payment card was swiped; its tracks are counted, not kept."""

    device: str
    tracks: tuple[int, ...]
    tracks_in_error: tuple[int, ...] = ()
    class_name: str = UNKNOWN_CLASS
    token: str | None = field(default=None, repr=False)


TagTech = Literal["EM4100", "ISO14443A", "ISO14443B", "FELICA"]
"""How a tag speaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TagTouched:
    """A tag or phone came into a reader's field: once, however long it stays.

    ``uid`` is upper hex; ``printed`` the decimal number that stands on 125 kHz tags. A
    phone, or any tag of type B, may show a random number each time (``is_random``): that
    names nobody.
    """

    device: str
    tech: TagTech
    uid: str = field(repr=False)
    printed: str | None = field(default=None, repr=False)
    atqa: str | None = None
    sak: str | None = None
    is_random: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPrinted:
    """What a POS printed between two cuts, line by line; card numbers are starred out.

    ``ended`` says why it is over: the paper was cut, the printer was told to begin anew,
    the line is gone, or it is too long to be one.
    """

    device: str
    lines: tuple[str, ...] = field(repr=False)
    ended: Literal["cut", "start", "gone", "long"] = "cut"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDisplayed:
    """What a POS wrote on one line (from 1) of the customer's display."""

    device: str
    line: int
    text: str = field(repr=False)


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
    """The device spoke about itself: a sensor, or its answer to a question.

    ``statuses`` has a word for each setting it was told; ``cause`` is the maker's number
    for why it refused.
    """

    device: str
    name: str
    data: str | None = field(default=None, repr=False)
    statuses: tuple[str, ...] = ()
    cause: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFailed:
    """A number that does not hold: a retail or GS1 code, or a card of the programme.

    ``data`` is given for retail and GS1 codes only, in which no card number was found.
    """

    device: str
    reason: Literal["check_digit", "luhn", "gs1_syntax"]
    symbology: Symbology | None = None
    data: str | None = field(default=None, repr=False)
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
    ``too_long``, ``length`` (digits that no such code has), ``empty``,
    ``msr_no_sentinel`` (a stripe without its end), ``checksum`` and ``lrc``. With ``side``
    it is the device that complains, of what it heard from us.
    """

    device: str
    length: int
    reason: str
    side: Literal["reader"] | None = None


DeviceEvent = (
    BarcodeScanned
    | CardSwiped
    | TagTouched
    | ReceiptPrinted
    | LineDisplayed
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


@dataclass(frozen=True, slots=True)
class Reply:
    """Bytes to send back to the device, once every event before it has been taken."""

    data: bytes


Heard = DeviceEvent | Reply
"""What a driver yields, in order: an event, then the acknowledgement that waits for it."""
