"""Two rules about the same thing at the same time, and scales that fold over."""

from collections.abc import Hashable, Iterator
from dataclasses import fields
from fractions import Fraction
from itertools import pairwise

from agent.programmes.checking.finding import Finding, Part, Question, parts
from rules.discounts.scale import Scale, Step
from rules.ground.sentence import Amount, Sentence, Value

_TELL_APART = frozenset({"rule", "priority", "campaign"})
_FIGURES = frozenset({"points", "percent", "factor", "amount_minor", "steps", "cap_minor"})


def overlaps(question: Question) -> Iterator[Finding]:
    """Ask which rules give twice what was meant once."""
    seen: dict[Hashable, Part] = {}
    for part in parts(question.programme):
        if part.section in {"earn", "discounts"}:
            key = _about(part.item)
            if key in seen:
                yield Finding(
                    weight="warning",
                    check="overlapping_rules",
                    place=part.place,
                    says=Sentence(
                        "it is about the same as {other}, at the same time",
                        other=seen[key].name,
                    ),
                    mend=Sentence(
                        "keep one of the two, or tell them apart by goods, days or group"
                    ),
                )
            seen.setdefault(key, part)
        yield from _scale(part, question.programme.currency)


def _about(item: object) -> Hashable:
    return (
        type(item).__name__,
        *(
            (field.name, getattr(item, field.name))
            for field in fields(item)  # type: ignore[arg-type]  # items are dataclasses
            if field.name not in _TELL_APART | _FIGURES
        ),
    )


def _scale(part: Part, currency: str) -> Iterator[Finding]:
    """Find a step that gives no more than the one below it."""
    if not isinstance(part.item, Scale):
        return
    for number, (below, above) in enumerate(pairwise(part.item.steps), start=2):
        mixed = (below.percent is None) != (above.percent is None)
        if not mixed and _gives(above) <= _gives(below):
            yield Finding(
                weight="warning",
                check="overlapping_scale",
                place=f"{part.place}, steps {number}",
                says=Sentence(
                    "from {start} it gives {gives}, no more than the step below "
                    "({less} from {lower})",
                    start=_start(part.item, above, currency),
                    gives=_given(above, currency),
                    less=_given(below, currency),
                    lower=_start(part.item, below, currency),
                ),
                mend=Sentence("let each step give more than the last, or take it out"),
            )


def _start(scale: Scale, step: Step, currency: str) -> Value:
    pieces = scale.by == "pieces"
    return step.from_value if pieces else Amount(step.from_value, currency)


def _given(step: Step, currency: str) -> Value:
    if step.percent is None:
        return Amount(step.amount_minor or 0, currency)
    return Sentence("{percent} per cent", percent=step.percent)


def _gives(step: Step) -> Fraction:
    return step.percent if step.percent is not None else Fraction(step.amount_minor or 0)
