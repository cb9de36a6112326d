"""A signed coupon where no line is: its member's own, up to a limit, lost at most once."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from agent.counter.value.fetching import NeedsMore
from agent.pos.requests.shapes import SALE
from rules.ground.ids import RuleId
from rules.programme import Programme
from rules.value.ledger import USES
from rules.value.limits import UnaskedTerms
from rules.vouchers.percent_off import PercentOff
from sync.till.journal.rebuilding import differences
from sync.wire.messages import Want
from tests.simulation.programme import card_of
from tests.stories.chain import (
    BLANK,
    OLD_CARD,
    Json,
    StoryTill,
    a_chain,
    line,
    read,
    said,
)
from tests.stories.value import a_coupon, uses, valued_programme


def signed(**figures: int) -> Programme:
    """Return the chain's programme, its coupon spent unasked within these figures."""
    said_to_be = {"receipt_minor": 500, "day_minor": 600, "days": 2, "tills": 3} | figures
    terms = UnaskedTerms(**said_to_be)
    terms = replace(terms, exposure_minor=terms.worst_minor)
    coupon = PercentOff(
        rule=RuleId("gold-welcome"), percent=Fraction(20), spend="signed", unasked=terms
    )
    return replace(valued_programme(), vouchers=(coupon,))


def show(till: StoryTill, code: str, amount_minor: int, **more: object) -> Json:
    """Sell for an amount with a fifth off for a coupon, as the API's door asks it."""
    off = amount_minor // 5
    sale = till.sale_of(
        amount_minor - off,
        lines=[line("1", amount_minor) | {"discount_minor": off}],
        coupons=[code],
        **({"card": OLD_CARD} | more),
    )
    asked = read(SALE, sale)
    for need in till.till.counter.wanted(asked):
        assert isinstance(need, NeedsMore)
        want = Want(account=need.account, unit=need.unit, points=need.points)
        till.till.contact.ask([want], timeout_s=1)
    return said(till.till.counter.sale(asked))


def why_not(answer: Json) -> list[str]:
    """Return why a coupon of a sale was not used."""
    assert "coupons" not in answer
    return [reason["words"] for reason in answer["not_used"] if "-" in reason["rule"]]


def test_no_line_and_a_signed_coupon_of_its_own_member_is_spent(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=signed()) as chain:
        here, there = chain.tills
        code = a_coupon(here)
        chain.sync()
        there.cut()

        (used,) = show(there, code, 2_000)["coupons"]
        assert (used["code"], used["amount_minor"]) == (code, 400)
        assert why_not(show(there, code, 2_000)) == ["refuse.coupon_used"]
        assert differences(there.till.book.journal.connection) == ()
        there.mend()
        chain.sync()

        assert uses(here, code) == uses(there, code) == 0
        assert chain.findings() == []
        assert chain.office.problems() == ()


def test_a_copy_spent_twice_without_a_line_is_a_loss_and_both_are_named(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=signed()) as chain:
        here, there = chain.tills
        code = a_coupon(here)
        chain.sync()
        here.cut()
        there.cut()

        assert show(here, code, 2_000)["coupons"]
        assert show(there, code, 2_000)["coupons"]
        here.mend()
        there.mend()
        chain.sync()

        assert uses(here, code) == uses(there, code) == 0
        assert chain.findings() == ["spent_twice"]
        assert chain.quarantined() == []
        assert chain.office.problems() == ()


def test_while_the_line_is_up_head_office_is_asked_and_says_no(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=signed()) as chain:
        here, there = chain.tills
        code = a_coupon(here)
        chain.sync()
        show(here, code, 2_000)
        here.sync()

        assert why_not(show(there, code, 2_000)) == ["refuse.coupon_elsewhere"]
        assert chain.findings() == []


def test_a_copy_is_worth_nothing_in_anybody_elses_hand(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=signed()) as chain:
        here, there = chain.tills
        code = a_coupon(here)
        said(there.enrol(card=BLANK, name="Reza"))
        chain.sync()
        there.cut()

        elsewhere = ["refuse.coupon_elsewhere"]
        assert why_not(show(there, code, 2_000, card=BLANK)) == elsewhere
        assert why_not(show(there, code, 2_000, card=None)) == elsewhere
        assert show(there, code, 2_000)["coupons"], "its own member is not held up by that"


def test_what_head_office_dealt_elsewhere_is_not_spent_unasked(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=signed()) as chain:
        here, there = chain.tills
        code = a_coupon(here)
        chain.sync()
        here.till.contact.ask([Want(account=f"v-{code}", unit=USES, points=1)], timeout_s=1)
        chain.sync()
        there.cut()

        assert why_not(show(there, code, 2_000)) == ["refuse.coupon_elsewhere"]


def test_a_receipt_a_day_and_an_outage_have_their_limits(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=signed()) as chain:
        here, there = chain.tills
        coupons = dict([a_gold_member(here, card_of(700 + number)) for number in range(4)])
        (one, two, three, four) = coupons
        chain.sync()
        there.cut()

        def spend(card: str, amount_minor: int, day: int = 21) -> Json:
            at = f"2026-11-{day}T10:00:00+08:00"
            return show(there, coupons[card], amount_minor, card=card, at=at)

        above = ["refuse.above_floor_limit"]
        assert why_not(spend(one, 2_600)) == above, "5.20 off one receipt"
        assert spend(one, 2_000)["coupons"]
        assert why_not(spend(two, 2_000)) == above, "8.00 in one day"
        assert spend(two, 1_000)["coupons"]
        assert spend(three, 2_500, day=22)["coupons"]
        assert why_not(spend(four, 1_000, day=23)) == above, "13.00 unheard of"
        there.mend()
        there.cut()
        assert spend(four, 1_000, day=23)["coupons"], "head office has heard of the rest"
        there.mend()
        chain.sync()
        assert chain.findings() == []
        assert chain.office.problems() == ()


def a_gold_member(till: StoryTill, card: str) -> tuple[str, str]:
    """Make a member and have them enter gold; return their card and their coupon."""
    said(till.enrol(card=card, name="Reza"))
    (issued,) = till.sell(50_000, card=card)["issued"]
    return card, str(issued["code"])
