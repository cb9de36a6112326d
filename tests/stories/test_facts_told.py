"""What somebody tells of a member by hand: groups, attributes, a birthday."""

from dataclasses import replace
from pathlib import Path

import pytest

from rules.conditions.when import When
from rules.earn.per_spend import PerSpend
from rules.ground.bounds import OutOfBoundsError
from rules.ground.ids import AccountId, RuleId
from rules.issues.triggers import OnSegmentEntry
from rules.members.member_facts import FactsChange, MemberFacts
from rules.programme import Programme
from rules.segments.person import HasAttribute
from rules.segments.segment import Segment
from tests.office.processes import run_office
from tests.stories.chain import OLD_CARD, a_chain
from tests.stories.test_gifts import agrees, points, programme, stands


def rules() -> Programme:
    """Return a programme that pays staff double, and welcomes who moves to Shiraz."""
    made = programme(points(OnSegmentEntry(segments=("shiraz",))))
    staff = PerSpend(
        rule=RuleId("staff"), step_minor=100, points=1, when=When(groups=("staff",))
    )
    there = Segment(segment="shiraz", when=HasAttribute(name="city", values=("Shiraz",)))
    return replace(made, earn=(*made.earn, staff), segments=(there,))


def test_a_group_is_known_at_the_till_and_forgotten_there(tmp_path: Path) -> None:
    with a_chain(tmp_path, rules=rules()) as chain:
        here, learn = chain.tills[0], chain.office.office.learn
        known = learn("m-1", FactsChange(birthday="03-14", joins=("staff", "choir")))
        assert known == MemberFacts(birthday="03-14", groups=("choir", "staff"))
        chain.sync()
        here.sell(1_000, card=OLD_CARD)
        chain.sync()
        assert stands(chain, "points") == 1_000 + 20

        known = learn("m-1", FactsChange(leaves=("staff",)))
        assert known == MemberFacts(birthday="03-14", groups=("choir",))
        chain.sync()
        here.sell(1_000, card=OLD_CARD)
        chain.sync()
        assert stands(chain, "points") == 1_000 + 30
        agrees(chain)


def test_an_attribute_leads_into_a_segment_and_out_of_it(tmp_path: Path) -> None:
    with a_chain(tmp_path, rules=rules()) as chain:
        learn = chain.office.office.learn
        learn("m-1", FactsChange(attributes=(("city", "Shiraz"), ("diet", "none"))))
        chain.wait(hours=1)
        chain.sync()
        view = chain.tills[0].till.book.view(AccountId("m-1"))
        assert view is not None
        assert view.standing.segments == ("shiraz",)
        assert stands(chain, "points") == 1_050

        known = learn("m-1", FactsChange(attributes=(("city", ""),)))
        assert known == MemberFacts(attributes=(("diet", "none"),))
        chain.sync()
        view = chain.tills[0].till.book.view(AccountId("m-1"))
        assert view is not None
        assert view.standing.segments == ()
        agrees(chain)


def test_nobody_and_what_no_rule_could_ask_for_are_refused(tmp_path: Path) -> None:
    with a_chain(tmp_path, rules=rules()) as chain:
        learn = chain.office.office.learn
        assert learn("m-nobody", FactsChange(joins=("staff",))) is None
        with pytest.raises(OutOfBoundsError):
            learn("m-1", FactsChange(birthday="14 March"))
        assert learn("m-1", FactsChange()) == MemberFacts()


def test_the_command_tells_what_is_known(tmp_path: Path) -> None:
    table = tmp_path / "members.csv"
    table.write_text("account,cards\nm-1,6399000000000014\n", encoding="utf-8")
    data = tmp_path / "office"
    assert run_office(data, "import", str(table)).returncode == 0

    said = run_office(
        data, "facts", "m-1", "--group", "staff", "--attribute", "city=Shiraz"
    )
    nobody = run_office(data, "facts", "m-2", "--group", "staff")
    broken = run_office(data, "facts", "m-1", "--birthday", "14 March")

    assert said.stdout.splitlines() == [
        "birthday: not known",
        "groups: staff",
        "attributes: city=Shiraz",
    ]
    assert "there is no member m-2" in nobody.stderr
    assert "birthday must be a day like 03-14" in broken.stderr
