"""``tier.*`` that ask who stands where: thresholds become the ladder of a programme."""

from dataclasses import dataclass

from rules.ladder.places import after_return, place_on
from rules.programme import Programme
from tests.conformance.engine import basket, line, programme, settled, standing
from tests.conformance.given import Given


@dataclass(frozen=True, slots=True)
class _Rungs:
    """A programme with a ladder, and what a case calls each tier of it."""

    rules: Programme
    names: dict[str, str]

    def at(self, spent_minor: int) -> str:
        """Return the tier that so much leads to."""
        ladder = self.rules.ladder
        return place_on(ladder, spent_minor).tier if ladder else ""

    def after(self, spent_minor: int, sale_minor: int) -> object:
        """Return what a case calls the tier after a sale, or after so much came back."""
        who = standing(tier=self.at(spent_minor), spend_minor=spent_minor)
        if sale_minor < 0:
            return self.names.get(after_return(self.rules.ladder, who, -sale_minor))
        sold = basket([line("1", sale_minor)])
        return self.names.get(settled(self.rules, sold, who).tier_after)


def assign(given: Given) -> dict[str, object]:
    """Return the tier a sale leads to."""
    before, sale = given.money("spent_before"), given.money("this_sale")
    return {"tier": _rungs(given).after(before, sale)}


def series(given: Given) -> dict[str, object]:
    """Return the tier after each of some sales."""
    rungs = _rungs(given)
    spent, reached = 0, []
    for sale in given.moneys("earn"):
        reached.append(rungs.after(spent, sale))
        spent += sale
    return {"tiers": reached}


def recalculated(given: Given) -> dict[str, object]:
    """Return the tier head office gives for so much inside the window, each time anew."""
    rungs = _rungs(given)
    found = given.moneys("active_at_recalculation")
    return {"tiers": [rungs.names.get(rungs.at(have)) for have in found]}


def _rungs(given: Given) -> _Rungs:
    table = given.table("thresholds")
    starts = sorted((table.money(name), name) for name in table.names())
    names = {f"t{number}": name for number, (_, name) in enumerate(starts)}
    tiers = [
        {"tier": tier, "from_minor": start}
        for tier, (start, _) in zip(names, starts, strict=True)
    ]
    if not starts or starts[0][0]:
        # Who is below all that have a name stands on none of them.
        tiers = [{"tier": "below", "from_minor": 0}, *tiers]
    rules = programme(ladder={"window_days": 365, "tiers": tiers})
    return _Rungs(rules, names)
