"""The picture of a card's code: a QR symbol as SVG, to show on a screen or to print."""

from typing import Final

import segno

from agent.counter.ground.answers import Answer

_SCALE: Final = 6
_FINE_SCALE: Final = 4
_QUIET_ZONE: Final = 4
"""Modules of white around the symbol (ISO/IEC 18004)."""


def card_svg(text: str) -> str:
    """Return the SVG document of a QR symbol that holds a card's code."""
    return _svg(text, scale=_SCALE)


def proof_svg(uri: str) -> str:
    """Return that of an authenticator's address: it holds much more, so it is finer."""
    return _svg(uri, scale=_FINE_SCALE)


def with_picture(answer: Answer) -> Answer:
    """Add to an answer about a card what shows it; null without a card's number."""
    card = answer.get("card")
    return {**answer, "qr_svg": card_svg(card) if isinstance(card, str) and card else None}


def _svg(text: str, *, scale: int) -> str:
    symbol = segno.make(text, error="m", micro=False)
    return symbol.svg_inline(scale=scale, border=_QUIET_ZONE, light="white")
