"""The form of a recorded exchange: bytes and silences in, public shapes of events out."""

from dataclasses import dataclass

from drivers.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """What a device sends (bytes, or milliseconds of silence), and what we then say.

    ``replies`` are what the device is told, packet by packet.

    ``source`` names the manual or standard; ``constructed`` bytes follow it, without being
    printed there.
    """

    says: str
    rx: tuple[bytes | int, ...]
    events: tuple[Shape, ...]
    replies: tuple[bytes, ...] = ()
    profile: str = "scan_line"
    source: str = "constructed"


ID_DOCUMENT: Shape = {"kind": "id_document", "redacted": True}
NO_READ: Shape = {"kind": "no_read"}


def code(
    symbology: str, data: str, class_name: str, *, aim: str | None, **more: object
) -> Shape:
    """Expect a barcode."""
    said: Shape = {"kind": "barcode", "symbology": symbology, "aim": aim, "data": data}
    return said | {"class": class_name} | more


def member(symbology: str, *, aim: str | None) -> Shape:
    """Expect the code of the member ``M-00012345``."""
    return code(symbology, "M-00012345", "member", aim=aim, token="M-00012345")


def product(
    symbology: str, data: str, *, aim: str | None, gtin: str, **more: object
) -> Shape:
    """Expect a product's code."""
    return code(symbology, data, "product", aim=aim, gtin=gtin, **more)


def coffee(*, aim: str | None = "]E0", **more: object) -> Shape:
    """Expect the product ``4006381333931``."""
    data = "4006381333931"
    return product("EAN_13", data, aim=aim, gtin=f"0{data}", **more)


def card(tracks: list[int], class_name: str, **more: object) -> Shape:
    """Expect a swiped card that is no payment card."""
    return {"kind": "card", "tracks": tracks, "class": class_name} | more


def payment(brand: str, last4: str, source: str) -> Shape:
    """Expect a payment card, of which nothing else is said."""
    said: Shape = {"kind": "payment_card", "brand": brand, "last4": last4}
    return said | {"redacted": True, "source": source}


def error(reason: str, **more: object) -> Shape:
    """Expect bytes we could make nothing, or no good, of."""
    return {"kind": "error", "reason": reason} | more


def control(name: str, **more: object) -> Shape:
    """Expect the device speaking of itself."""
    return {"kind": "control", "name": name} | more


def tag(**said: object) -> Shape:
    """Expect a contactless tag."""
    return {"kind": "rfid"} | said


def receipt(*lines: str) -> Shape:
    """Expect a printed receipt."""
    return {"kind": "receipt", "lines": list(lines)}


def display(line: int, text: str) -> Shape:
    """Expect a line of the customer's display."""
    return {"kind": "display", "line": line, "text": text}


def ignored(symbology: str, *, aim: str | None) -> Shape:
    """Expect a payment QR code, of which the text is not kept."""
    said: Shape = {"kind": "ignored", "reason": "payment_qr"}
    return said | {"symbology": symbology, "aim": aim}
