"""The programme's card terms as the drivers' recognition, and what was posted as a scan."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from drivers.codes.identifiers import Declared
from drivers.codes.scans import ScanJudge
from drivers.events import DeviceEvent
from drivers.guard.digits import ascii_digits
from drivers.guard.recognition import CardRange, EanRule, Recognition, TextRule
from drivers.symbology import Symbology
from rules.members.card_terms import CardTerms

if TYPE_CHECKING:
    # What it does not need to hear: a scanner waits for nothing else.
    from agent.counter.asked.requests import ScanRequest

Recognise = Callable[["ScanRequest", Recognition], DeviceEvent]
"""Turns what a POS posted as a scan into the event a scanner would have made of it."""

DEVICE: Final = "api"
_SYMBOLOGIES: Final = {symbology.value: symbology for symbology in Symbology}


def read_scan(request: "ScanRequest", recognition: Recognition) -> DeviceEvent:
    """Judge a posted scan as the drivers judge one off the wire, guard first."""
    symbology = _SYMBOLOGIES.get(request.symbology, Symbology.UNKNOWN)
    declared = Declared(symbology=symbology, payload=request.data.encode())
    return ScanJudge(device=DEVICE, recognition=recognition).judge(declared)


def recognition_of(terms: CardTerms) -> tuple[Recognition, tuple[str, ...]]:
    """Return the terms as recognition, and a sentence for each rule drivers refuse.

    A refused rule recognises nothing; the sale goes through all the same.
    """
    refused: list[str] = []
    recognition = Recognition(
        cards=tuple(_ranges(terms, refused)),
        texts=tuple(_texts(terms, refused)),
        eans=tuple(
            EanRule(prefix=rule.prefix, class_name=rule.card_class)
            for rule in terms.ean_rules
        ),
    )
    return recognition, tuple(refused)


def bearer_number(card: str, recognition: Recognition) -> str:
    """Return what names a card's bearer: what a rule of the programme takes out of it."""
    plain = ascii_digits(card.strip())
    if recognition.card(plain) is not None:
        return plain
    known = recognition.text(plain)
    return plain if known is None else known.token


def _ranges(terms: CardTerms, refused: list[str]) -> Iterator[CardRange]:
    for card in terms.member_iins:
        try:
            yield CardRange(card.prefix, card.length)
        except ValueError as error:
            refused.append(str(error))


def _texts(terms: CardTerms, refused: list[str]) -> Iterator[TextRule]:
    for rule in terms.text_rules:
        try:
            yield TextRule(rule.pattern, rule.card_class)
        except ValueError as error:
            refused.append(str(error))
