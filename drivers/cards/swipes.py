"""What a swiped card is: the programme's own, a licence, a payment card, or another."""

import re

from drivers.cards.stripe import TRACK_1, TRACK_2, TRACK_3, Swipe, number_of
from drivers.events import (
    CardSwiped,
    CheckFailed,
    DeviceEvent,
    GarbageReceived,
    IdDocumentSeen,
    PaymentCardSeen,
)
from drivers.guard.cardguard import find_payment_card
from drivers.guard.digits import is_digits, passes_luhn
from drivers.guard.id_documents import LICENCE_TRACK_1
from drivers.guard.iin_ranges import brand_of
from drivers.guard.recognition import Recognised, Recognition

_READING_ORDER = (TRACK_2, TRACK_1, TRACK_3)

_LICENCE_ISSUER = re.compile(r"(?:6360[0-5][0-9]|63606[0-2]|604425)[0-9]{2,}")
"""AAMVA: issuers 636000 to 636062 and 604425 (MagTek's rule for masking)."""

_BANK_TRACK_2 = re.compile(r"[0-9]{8,19}=[0-9]{2}(?:0[1-9]|1[0-2])[125679][0-9]{2}")
"""ISO/IEC 7813: number, expiry as YYMM, service code."""


def judge(device: str, swipe: Swipe, recognition: Recognition) -> DeviceEvent:
    """Turn a pass of a card into its event; no digits but the programme's own are in it."""
    if not swipe.is_spoken:
        return GarbageReceived(device=device, length=swipe.length, reason="msr_no_sentinel")
    known = _programme_card(swipe, recognition)
    if known is not None:
        return _card(device, swipe, known)
    if _is_licence(swipe):
        return IdDocumentSeen(device)
    if _is_payment_card(swipe, recognition):
        return _payment_card(device, swipe)
    misread = _misread_class(swipe, recognition)
    if misread is not None:
        return CheckFailed(device=device, reason="luhn", class_name=misread)
    return _card(device, swipe, _programme_text(swipe, recognition))


def _numbers(swipe: Swipe) -> list[str]:
    found = [track for track in _READING_ORDER if track in swipe.tracks]
    return [number_of(track, swipe.tracks[track]) for track in found]


def _programme_card(swipe: Swipe, recognition: Recognition) -> Recognised | None:
    cards = (recognition.card(number) for number in _numbers(swipe))
    return next((card for card in cards if card is not None), None)


def _programme_text(swipe: Swipe, recognition: Recognition) -> Recognised | None:
    texts = (recognition.text(data) for data in swipe.tracks.values())
    return next((text for text in texts if text is not None), None)


def _misread_class(swipe: Swipe, recognition: Recognition) -> str | None:
    ranges = (recognition.card_range(number) for number in _numbers(swipe))
    return next((card.class_name for card in ranges if card is not None), None)


def _is_licence(swipe: Swipe) -> bool:
    if LICENCE_TRACK_1.match(swipe.tracks.get(TRACK_1, "")):
        return True
    return _LICENCE_ISSUER.match(swipe.tracks.get(TRACK_2, "")) is not None


def _is_payment_card(swipe: Swipe, recognition: Recognition) -> bool:
    if swipe.tracks.get(TRACK_1, "").startswith("B"):
        return True
    if _BANK_TRACK_2.match(swipe.tracks.get(TRACK_2, "")):
        return True
    return any(
        "*" in number
        or _is_masked_by_zeros(number)
        or find_payment_card(number, recognition) is not None
        for number in _numbers(swipe)
    )


def _payment_card(device: str, swipe: Swipe) -> PaymentCardSeen:
    numbers = [number_of(track, data) for track, data in sorted(swipe.tracks.items())]
    number = next((number for number in numbers if number), "")
    if any("*" in number or _is_masked_by_zeros(number) for number in numbers):
        brand = "masked"
    else:
        brand = next((b for n in numbers if (b := brand_of(n)) is not None), "unknown")
    last4 = "".join(digit for digit in number[-4:] if is_digits(digit))
    return PaymentCardSeen(device=device, brand=brand, last4=last4, source="msr")


def _is_masked_by_zeros(number: str) -> bool:
    if not is_digits(number) or number[6:-4].strip("0") or passes_luhn(number):
        return False
    return brand_of(number) is not None


def _card(device: str, swipe: Swipe, known: Recognised | None) -> CardSwiped:
    tracks = tuple(sorted(swipe.tracks))
    in_error = tuple(sorted(swipe.in_error))
    if known is None:
        return CardSwiped(device=device, tracks=tracks, tracks_in_error=in_error)
    return CardSwiped(
        device=device,
        tracks=tracks,
        tracks_in_error=in_error,
        class_name=known.class_name,
        token=known.token,
    )
