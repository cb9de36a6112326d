"""A programme's file held against everything that is asked of it."""

from datetime import date
from pathlib import Path

from agent.programmes.checking.finding import Finding, Question
from agent.programmes.checking.register import findings
from agent.programmes.programme_files import content, form_of, load
from rules.sentence import Sentence
from sync.kit.clock import SystemClock
from sync.wire.programme import ProgrammeFault, read_programme


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


def _unusable(sentence: Sentence) -> Finding:
    place, said = sentence.values["place"], sentence.values["said"]
    return Finding(
        weight="error",
        check="document",
        place=str(place),
        says=said if isinstance(said, Sentence) else sentence,
        mend=Sentence("rules/README.md tells what may stand there"),
    )
