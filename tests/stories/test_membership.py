"""A paid membership: foreseen without a line, known everywhere, gone when it comes back."""

from dataclasses import replace
from pathlib import Path

from rules.ground.ids import RuleId, TierId
from rules.issues.gifts import GiveTier
from rules.issues.rule import IssueRule
from rules.issues.triggers import OnActivity
from rules.programme import Programme
from tests.stories.chain import (
    AT,
    OLD_CARD,
    Json,
    StoryTill,
    a_chain,
    line,
    said,
    story_programme,
)
from tests.stories.test_activities import tell
from tests.stories.test_gifts import agrees


def club() -> Programme:
    """Return the chain's programme, in which gold may be bought too."""
    rules = story_programme()
    assert rules.ladder is not None
    bronze, gold = rules.ladder.tiers
    gold = replace(gold, bought_with=("SKU-1",), entry_issue=None)
    return replace(rules, ladder=replace(rules.ladder, tiers=(bronze, gold)))


def tier(till: StoryTill) -> object:
    return till.member(OLD_CARD)["tier"]


def back(till: StoryTill, sold: Json) -> Json:
    """Return what was sold, bringing its document along."""
    refund = {
        "document": till.document("900001", "refund"),
        "at": AT,
        "currency": "MYR",
        "original": {"document": sold["document"]},
        "lines": [line("1", 4_900) | {"of_line": "1"}],
        "tenders": [{"tender": "cash", "amount_minor": -4_900}],
    }
    return said(till.refund(refund))


def test_a_membership_is_had_everywhere_and_goes_with_its_return(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=club()) as chain:
        here, there = chain.tills
        here.cut()
        sold = here.sale_of(4_900, card=OLD_CARD)
        assert said(here.sale(sold))["member"]["tier"] == "gold"

        here.mend()
        chain.sync()
        assert (tier(here), tier(there)) == ("gold", "gold")

        back(here, sold)
        chain.sync()
        assert (tier(here), tier(there)) == ("bronze", "bronze")
        agrees(chain)


def test_a_tier_for_a_deed_is_head_offices_once_both_tills_told_of_it(
    tmp_path: Path,
) -> None:
    friend = IssueRule(
        rule=RuleId("friend"),
        on=OnActivity(activity="helped"),
        gives=GiveTier(tier=TierId("gold")),
    )
    with a_chain(tmp_path, "S01", "S02", rules=replace(club(), issues=(friend,))) as chain:
        here, there = chain.tills
        for till in chain.tills:
            till.cut()
            said(tell(till, "helped", card=OLD_CARD))
            till.mend()
        chain.sync()

        assert (tier(here), tier(there)) == ("gold", "gold")
        credit = chain.office.look().execute(
            "SELECT sum(amount) FROM balance WHERE account = 'm-1' AND unit = 'spend'"
        )
        assert credit.fetchone() == (50_000,)
        agrees(chain)
