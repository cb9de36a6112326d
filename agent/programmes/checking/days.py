"""Rules whose days are over, as of a day that is asked about."""

from collections.abc import Iterator
from datetime import date

from agent.programmes.checking.finding import Finding, Part, Question, parts
from rules.sentence import Sentence


def days(question: Question) -> Iterator[Finding]:
    """Ask which rules hold no more on a day, and which never hold."""
    for part in parts(question.programme):
        for holder in (part.item, getattr(part.item, "when", None)):
            yield from _days(part, holder, question)
    ladder = question.programme.ladder
    if ladder is not None:
        part = Part(section="ladder", number=0, name="", item=ladder)
        yield from _days(part, ladder, question)


def _days(part: Part, holder: object, question: Question) -> Iterator[Finding]:
    first, last = getattr(holder, "first_day", ""), getattr(holder, "last_day", "")
    last = last or getattr(holder, "expires_on", "")
    if first and last and first > last:
        yield Finding(
            weight="error",
            check="never_holds",
            place=part.place,
            says=Sentence(
                "its first day {first} is after its last day {last}",
                first=date.fromisoformat(first),
                last=date.fromisoformat(last),
            ),
            mend=Sentence("exchange the two"),
        )
    elif last and question.on is not None and last < question.on.isoformat():
        yield Finding(
            weight="warning",
            check="expired_rule",
            place=part.place,
            says=Sentence("its last day was {last}", last=date.fromisoformat(last)),
            mend=Sentence("take it out, or give it a later last day"),
        )
