"""Events as plain data: the public shape of ``vafa decode`` and of the recorded vectors."""

from typing import assert_never

from drivers.events import (
    BarcodeScanned,
    CardSwiped,
    CheckFailed,
    ControlHeard,
    DeviceEvent,
    GarbageReceived,
    IdDocumentSeen,
    Ignored,
    LineDisplayed,
    Measure,
    NoRead,
    ParityMismatched,
    PaymentCardSeen,
    ReceiptPrinted,
    TagTouched,
)

Shape = dict[str, object]
"""One event as JSON can hold it."""

_SHOWS_TOKEN = "member"  # noqa: S105  # a class of codes


def as_expected(event: DeviceEvent) -> Shape:
    """Give the event: the keys its kind always has, and those others that say something."""
    match event:
        case BarcodeScanned():
            return _barcode(event)
        case CardSwiped():
            return _card(event)
        case TagTouched() | ReceiptPrinted() | LineDisplayed():
            return _met(event)
        case PaymentCardSeen() | IdDocumentSeen() | Ignored():
            return _kept_back(event)
        case NoRead() | ControlHeard():
            return _device(event)
        case CheckFailed() | ParityMismatched() | GarbageReceived():
            return _error(event)
        case _:
            assert_never(event)


def _barcode(event: BarcodeScanned) -> Shape:
    return {
        "kind": "barcode",
        "symbology": str(event.symbology),
        "aim": event.aim,
        "data": event.data,
        "class": event.class_name,
        **_given(
            token=event.token if event.class_name == _SHOWS_TOKEN else None,
            gtin=event.gtin,
            addon=event.addon,
            inferred=event.inferred or None,
            ai=dict(event.elements) or None,
        ),
        **_measure(event.measure),
    }


def _measure(measure: Measure | None) -> Shape:
    if measure is None:
        return {}
    value: object = int(measure.value) if measure.of == "percent" else measure.value
    return {measure.of: value} | _given(item=measure.item)


def _card(event: CardSwiped) -> Shape:
    return {
        "kind": "card",
        "tracks": list(event.tracks),
        "class": event.class_name,
        **_given(
            token=event.token if event.class_name == _SHOWS_TOKEN else None,
            tracks_in_error=list(event.tracks_in_error) or None,
        ),
    }


def _met(event: TagTouched | ReceiptPrinted | LineDisplayed) -> Shape:
    match event:
        case TagTouched():
            said = {"printed": event.printed, "atqa": event.atqa, "sak": event.sak}
            is_random = event.is_random or None
            tag: Shape = {"kind": "rfid", "tech": event.tech, "uid": event.uid}
            return tag | _given(**said, random_uid=is_random)
        case ReceiptPrinted():
            return {"kind": "receipt", "lines": list(event.lines)}
        case LineDisplayed():
            return {"kind": "display", "line": event.line, "text": event.text}
        case _:
            assert_never(event)


def _kept_back(event: PaymentCardSeen | IdDocumentSeen | Ignored) -> Shape:
    match event:
        case PaymentCardSeen():
            return {
                "kind": "payment_card",
                "brand": event.brand,
                "last4": event.last4,
                "redacted": True,
                "source": event.source,
            }
        case IdDocumentSeen():
            return {"kind": "id_document", "redacted": True}
        case Ignored():
            return {
                "kind": "ignored",
                "reason": event.reason,
                "symbology": str(event.symbology),
                "aim": event.aim,
            }
        case _:
            assert_never(event)


def _device(event: NoRead | ControlHeard) -> Shape:
    if isinstance(event, NoRead):
        return {"kind": "no_read"}
    return {
        "kind": "control",
        "name": event.name,
        **_given(data=event.data, status=list(event.statuses) or None, cause=event.cause),
    }


def _error(event: CheckFailed | ParityMismatched | GarbageReceived) -> Shape:
    match event:
        case GarbageReceived():
            side = _given(side=event.side)
            return {"kind": "error", "reason": event.reason} | side
        case ParityMismatched():
            return {
                "kind": "error",
                "reason": "parity_mismatch",
                "parity": event.parity,
                **_given(recovered=event.recovered),
            }
        case CheckFailed():
            shape: Shape = {"kind": "error", "reason": event.reason}
            symbology = None if event.symbology is None else str(event.symbology)
            said = {"symbology": symbology, "data": event.data, "class": event.class_name}
            return shape | _given(**said)
        case _:
            assert_never(event)


def _given(**values: object) -> Shape:
    return {name: value for name, value in values.items() if value is not None}
