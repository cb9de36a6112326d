"""A programme's file held against everything that is asked of it."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from agent.programmes.checking.finding import Finding, Question
from agent.programmes.checking.register import findings
from agent.programmes.programme_files import content, form_of, load
from rules.ground.sentence import Sentence
from sync.kit.clock import SystemClock
from sync.wire.programme.door import ProgrammeFault, read_programme


def ask(
    path: Path,
    *,
    against: Path | None = None,
    skus: frozenset[str] | None = None,
    on: date | None = None,
) -> tuple[Finding, ...]:
    """Return what is to be found in a file; one that is no programme is nothing but errors.

    Raises a Fault for a file that is not there, or an older version that is no programme.
    """
    document = content(path)
    try:
        programme = read_programme(document, form=form_of(path))
    except ProgrammeFault as fault:
        return tuple(map(_unusable, fault.places))
    return findings(
        Question(
            programme=programme,
            against=load(against) if against else None,
            skus=skus,
            on=on or SystemClock().now().date(),
        )
    )


def _reference(place: str) -> str:
    """Return the file that has the reference of a place's section."""
    section = re.split("[ ,]", place, maxsplit=1)[0]
    room = next((room for room, told in _ROOMS.items() if section in told), "")
    return f"rules/{room}/README.md" if room else "rules/README.md"


_ROOMS: Final[Mapping[str, frozenset[str]]] = {
    "combining": frozenset({"combination"}),
    "discounts": frozenset({"discounts", "floors"}),
    "earn": frozenset({"earn", "earning"}),
    "issues": frozenset({"issues", "issue"}),
    "ladder": frozenset({"units", "ladder", "unit", "tier"}),
    "refund": frozenset({"refund"}),
    "rewards": frozenset({"rewards", "proof"}),
    "segments": frozenset({"segments", "rfm", "segment"}),
    "vouchers": frozenset({"vouchers", "voucher", "gift_cards", "wallet", "barred"}),
}
"""Which room's README tells of which sections."""


def _unusable(sentence: Sentence) -> Finding:
    place, said = sentence.values["place"], sentence.values["said"]
    return Finding(
        weight="error",
        check="document",
        place=str(place),
        says=said if isinstance(said, Sentence) else sentence,
        mend=Sentence("{file} tells what may stand there", file=_reference(str(place))),
    )
