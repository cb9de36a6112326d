"""Names that must be there, and be there once: zone, rules and units."""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from rules.ground.sentence import Sentence
from rules.programme import Programme
from sync.wire.programme.checks.saying import twice
from sync.wire.programme.words import at


def zone(programme: Programme) -> Iterator[Sentence]:
    """Yield a sentence when its zone is none."""
    name = programme.zone
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        said = Sentence(
            "'{zone}' is no time zone; write one like Asia/Kuala_Lumpur", zone=name[:64]
        )
        yield at("zone", said)


def names(programme: Programme) -> Iterator[Sentence]:
    """Yield a sentence for each name that two rules or two units have."""
    yield from _repeated("rule", _rule_names(programme))
    yield from _repeated("unit", [terms.unit for terms in programme.units])


def _rule_names(programme: Programme) -> Iterator[str]:
    for rule in (*programme.earn, *programme.discounts, *programme.rewards):
        yield rule.rule
    for terms in programme.vouchers:
        yield terms.rule
    for given in programme.issues:
        # What is given may have its terms among the vouchers, under the same name.
        if not programme.voucher(given.rule):
            yield given.rule
    for tier in programme.ladder.tiers if programme.ladder else ():
        # What a tier gives may have its terms among the vouchers, under the same name.
        if tier.entry_issue and not programme.voucher(tier.entry_issue.rule):
            yield tier.entry_issue.rule


def _repeated(what: str, said: Iterable[str]) -> Iterator[Sentence]:
    seen: set[str] = set()
    for name in said:
        if name in seen:
            yield twice(what, name)
        seen.add(name)
