"""Whether the campaigns and experiments that rules name exist."""

from collections.abc import Iterator

from rules.conditions.when import When
from rules.ground.sentence import Sentence
from rules.programme import Programme
from sync.wire.programme.checks.saying import absent, twice
from sync.wire.programme.words import at


def campaigns(programme: Programme) -> Iterator[Sentence]:
    """Yield a sentence for each name that is said twice or that nothing stands behind."""
    known = [each.campaign for each in programme.campaigns]
    yield from _twice("campaign", known)
    yield from _twice("draw", [each.draw for each in programme.draws])
    yield from _twice("experiment", [each.experiment for each in programme.experiments])
    for rule in (*programme.earn, *programme.discounts):
        if rule.campaign and rule.campaign not in known:
            yield absent(f"rule {rule.rule}", "campaign", rule.campaign, "campaigns")
    yield from _budgets(programme)
    arms = {
        each.experiment: {arm.arm for arm in each.arms} for each in programme.experiments
    }
    for name, when in _asked(programme):
        if when.experiment and when.experiment not in arms:
            yield absent(name, "experiment", when.experiment, "experiments")
        elif when.experiment:
            for arm in sorted(set(when.arms) - arms[when.experiment]):
                said = Sentence(
                    "{arm} is no arm of experiment {experiment}",
                    arm=arm,
                    experiment=when.experiment,
                )
                yield at(name, said)


def _budgets(programme: Programme) -> Iterator[Sentence]:
    drawing = {rule.campaign for rule in (*programme.earn, *programme.discounts)}
    for campaign in programme.campaigns:
        name = f"campaign {campaign.campaign}"
        kinds = [(each.of, each.per, each.counts) for each in campaign.budgets]
        for of, per, counts in sorted({kind for kind in kinds if kinds.count(kind) > 1}):
            said = Sentence(
                "two budgets count {counts} of the {of} per {per}",
                counts=counts,
                of=of,
                per=per,
            )
            yield at(name, said)
        if kinds and campaign.campaign not in drawing:
            said = Sentence("it has budgets, and no earn rule or discount belongs to it")
            yield at(name, said)


def _twice(what: str, names: list[str]) -> Iterator[Sentence]:
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield twice(what, name)


def _asked(programme: Programme) -> Iterator[tuple[str, When]]:
    for rule in (*programme.earn, *programme.discounts):
        yield f"rule {rule.rule}", rule.when
    for campaign in programme.campaigns:
        yield f"campaign {campaign.campaign}", campaign.when
    for draw in programme.draws:
        yield f"draw {draw.draw}", draw.when
