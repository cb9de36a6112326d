"""What a device answers about itself, told unless a payment card may be in it."""

import re

from drivers.events import ControlHeard
from drivers.guard.cardguard import may_hold_payment_card
from drivers.guard.recognition import Recognition

FRAMED_ANSWER = re.compile(rb"\x01\x02([ -~]{0,256})\x03\x04")
"""Datalogic: what the device answers to the host's questions about itself."""


def answer(
    device: str, name: str, data: bytes, *, recognition: Recognition, is_text: bool = False
) -> ControlHeard:
    """Give an answer as text or in upper hex, without its data if a card may be in it."""
    text, shown = data.decode("latin-1"), data.hex().upper()
    is_unsafe = any(may_hold_payment_card(told, recognition) for told in (text, shown))
    told = text if is_text else shown
    return ControlHeard(device=device, name=name, data=None if is_unsafe else told)
