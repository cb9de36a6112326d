"""``tier.*`` that ask who stands where: thresholds become the ladder of a programme."""

from collections.abc import Mapping

from rules.ladder.places import place_on
from rules.ladder.terms import Ladder
from tests.conformance.engine import basket, line, programme, settled, standing
from tests.conformance.given import Given, InexpressibleError


def assign(given: Given) -> dict[str, object]:
    """Return the tier a sale leads to: the running sale counts."""
    ladder = _ladder(given)
    before, sale = given.whole("spent_before"), given.whole("this_sale")
    who = standing(tier=place_on(ladder, before).tier, spend_minor=before)
    rules = programme(ladder=_document(given))
    return {"tier": settled(rules, basket([line("1", sale)]), who).tier_after}


def series(given: Given) -> dict[str, object]:
    """Return the tier after each of some sales."""
    rules = programme(ladder=_document(given))
    ladder = _ladder(given)
    spent, reached = 0, []
    for sale in given.wholes("earn"):
        who = standing(tier=place_on(ladder, spent).tier, spend_minor=spent)
        reached.append(settled(rules, basket([line("1", sale)]), who).tier_after)
        spent += sale
    return {"tiers": reached}


def recalculated(given: Given) -> dict[str, object]:
    """Return the tier head office gives for so much inside the window, each time anew."""
    ladder = _ladder(given)
    found = given.wholes("active_at_recalculation")
    return {"tiers": [place_on(ladder, have).tier for have in found]}


def _ladder(given: Given) -> Ladder:
    ladder = programme(ladder=_document(given)).ladder
    if ladder is None:
        raise InexpressibleError("no ladder")
    return ladder


def _document(given: Given) -> Mapping[str, object]:
    table = given.table("thresholds")
    starts = sorted((table.whole(name), name) for name in table.keys())  # noqa: SIM118  # reading its keys counts them as read
    tiers = [{"tier": name, "from_minor": start} for start, name in starts]
    return {"window_days": 365, "tiers": tiers}
