"""The picture of a card's code: a QR symbol as SVG, to show on a screen or to print."""

from typing import Final

import segno

from agent.counter.ground.answers import Answer

_SCALE: Final = 6
_QUIET_ZONE: Final = 4
"""Modules of white around the symbol (ISO/IEC 18004)."""


def card_svg(text: str) -> str:
    """Return the SVG document of a QR symbol that holds ``text``."""
    symbol = segno.make(text, error="m", micro=False)
    return symbol.svg_inline(scale=_SCALE, border=_QUIET_ZONE, light="white")


def with_picture(answer: Answer) -> Answer:
    """Add to an answer about a card what shows it; null without a card's number."""
    card = answer.get("card")
    return {**answer, "qr_svg": card_svg(card) if isinstance(card, str) and card else None}
