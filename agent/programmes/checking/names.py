"""Names that rules use and nothing stands behind: such a rule never gives anything."""

from collections.abc import Iterator

from agent.programmes.checking.finding import Finding, Part, Question, parts
from rules.ground.sentence import Sentence
from rules.programme import Programme


def names(question: Question) -> Iterator[Finding]:
    """Ask whether segments, regions and rules that are named are there."""
    programme = question.programme
    known = {
        "segments": {each.segment for each in programme.segments},
        "not_segments": {each.segment for each in programme.segments},
        "regions": {each.region for each in programme.regions},
    }
    for part in parts(programme):
        when = getattr(part.item, "when", None)
        for section, there in known.items():
            for name in getattr(when, section, ()):
                if name not in there:
                    yield _unknown(part, f"when, {section}", str(name))
        yield from _multiplied(programme, part)


def _multiplied(programme: Programme, part: Part) -> Iterator[Finding]:
    unit = getattr(part.item, "unit", "")
    earning = {rule.rule for rule in programme.earn if rule.unit == unit}
    for name in getattr(part.item, "of", ()) if part.section == "earn" else ():
        if name not in earning:
            yield _unknown(part, "of", str(name))


def _unknown(part: Part, field: str, name: str) -> Finding:
    return Finding(
        weight="error",
        check="unknown_name",
        place=f"{part.place}, {field}",
        says=Sentence("there is no {name}", name=name),
        mend=Sentence("mend the name, or add what it names"),
    )
