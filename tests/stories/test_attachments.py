"""A sale is given to a member afterwards: once, for what is left of it, and taken back."""

from pathlib import Path

import pytest

from agent.pos.requests.shapes import ATTACH
from rules.ground.refusal import Refusal
from tests.stories.chain import (
    BLANK,
    OLD_CARD,
    OTHER_BLANK,
    Json,
    StoryTill,
    a_chain,
    line,
    read,
    refused,
    said,
    story_programme,
)

MEMBER = "m-1"


def attach(till: StoryTill, document: Json, **asked: object) -> Json | Refusal:
    """Ask to attach a sale."""
    answer = till.till.counter.attach(read(ATTACH, {"document": document} | asked))
    return answer if isinstance(answer, Refusal) else said(answer)


def back(till: StoryTill, document: Json, number: str, amount_minor: int) -> Json:
    """Bring one line back."""
    returned = {
        "document": till.document(number, "refund"),
        "at": "2026-11-22T10:00:00+08:00",
        "currency": "MYR",
        "original": {"document": document},
        "lines": [
            {"line": "1", "of_line": "1", "quantity": "1", "amount_minor": amount_minor}
        ],
        "tenders": [],
    }
    return said(till.refund(returned))


def test_who_forgot_the_card_gets_the_points_of_the_sale_afterwards_and_once(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", "S02") as chain:
        here, there = chain.tills
        here.cut()
        sale = here.sale_of(5_000)
        assert said(here.sale(sale))["member"] is None

        given = attach(here, sale["document"], card=OLD_CARD)
        assert isinstance(given, dict)
        assert sum(award["points"] for award in given["earned"]) == 50
        assert attach(here, sale["document"], card=OLD_CARD) == given
        here.enrol(card=BLANK)
        other = attach(here, sale["document"], card=BLANK)
        assert refused(other) == "already_attached"

        here.mend()
        chain.sync()
        assert here.available(MEMBER) == there.available(MEMBER) == 1_050
        assert (chain.findings(), chain.quarantined()) == ([], [])
        assert chain.office.problems() == ()


def test_who_joined_after_paying_earns_on_what_was_paid(tmp_path: Path) -> None:
    with a_chain(tmp_path) as chain:
        here = chain.tills[0]
        here.cut()
        sale = here.sale_of(3_000)
        said(here.sale(sale))

        account = said(here.enrol(card=BLANK, phone="012 345 6789"))["member"]["id"]
        attach(here, sale["document"], phone="+60 12 345 6789")
        assert here.available(account) == 30
        here.mend()
        assert here.available(account) == 30
        assert chain.office.problems() == ()


@pytest.mark.parametrize("pending_days", [0, 14])
def test_an_attached_sale_that_comes_back_takes_its_points_along(
    tmp_path: Path, pending_days: int
) -> None:
    with a_chain(tmp_path, rules=story_programme(pending_days=pending_days)) as chain:
        here = chain.tills[0]
        sale = here.sale_of(5_000)
        said(here.sale(sale))
        attach(here, sale["document"], card=OLD_CARD)

        returned = back(here, sale["document"], "R1", 5_000)
        assert sum(part["points"] for part in returned["reversed"]) == 50
        chain.sync()
        shown = here.member(OLD_CARD)
        assert shown["balances"][0]["available"] == 1_000
        assert shown["balances"][0]["pending"] == 0
        assert shown["next_tier"]["have_minor"] == 0
        assert chain.office.problems() == ()


def test_only_what_is_left_of_a_sale_is_attached(tmp_path: Path) -> None:
    with a_chain(tmp_path) as chain:
        here = chain.tills[0]
        lines = [line("1", 2_000), line("2", 700)]
        cash = [{"tender": "cash", "amount_minor": 2_700}]
        sale = here.sale_of(2_700, lines=lines, tenders=cash)
        said(here.sale(sale))
        back(here, sale["document"], "R1", 2_000)

        attach(here, sale["document"], card=OLD_CARD)
        assert here.available(MEMBER) == 1_007
        void = {
            "document": here.document("V1", "void"),
            "original": {"document": sale["document"]},
        }
        said(here.void(void))
        assert here.available(MEMBER) == 1_000
        chain.sync()
        assert here.available(MEMBER) == 1_000
        assert chain.office.problems() == ()


def test_what_cannot_be_attached_says_why(tmp_path: Path) -> None:
    with a_chain(tmp_path) as chain:
        here = chain.tills[0]
        mine = here.sale_of(500, card=OLD_CARD)
        gone = here.sale_of(500)
        for sale in (mine, gone):
            said(here.sale(sale))
        back(here, gone["document"], "R1", 500)

        assert refused(attach(here, mine["document"], card=OLD_CARD)) == "has_member"
        assert refused(attach(here, gone["document"], card=OLD_CARD)) == "returned_whole"
        nobody = attach(here, gone["document"], card=OTHER_BLANK)
        assert refused(nobody) == "unknown_member"
        assert refused(attach(here, gone["document"])) == "card_or_phone"
        both = attach(here, gone["document"], card=OLD_CARD, phone="+60123456789")
        assert refused(both) == "card_or_phone"
        kind = attach(here, here.document("R1", "refund"), card=OLD_CARD)
        assert refused(kind) == "only_sales_attach"
        said(here.block(card=OLD_CARD))
        assert refused(attach(here, gone["document"], card=OLD_CARD)) == "card_blocked"


def test_practising_attaches_nothing(tmp_path: Path) -> None:
    with a_chain(tmp_path) as chain:
        here = chain.tills[0]
        sale = here.sale_of(5_000)
        said(here.sale(sale))
        before = here.records

        practised = attach(here, sale["document"], card=OLD_CARD, training=True)
        assert isinstance(practised, dict)
        assert (practised["state"], here.records) == ("training", before)
        assert here.available(MEMBER) == 1_000


@pytest.mark.parametrize("told_first", ["attachment", "claim"])
def test_an_attached_sale_that_comes_back_elsewhere_takes_its_points_along(
    tmp_path: Path, told_first: str
) -> None:
    with a_chain(tmp_path, "S01", "S02") as chain:
        here, there = chain.tills
        lines = [line("1", 5_000), line("2", 700)]
        cash = [{"tender": "cash", "amount_minor": 5_700}]
        sale = here.sale_of(5_700, lines=lines, tenders=cash)
        said(here.sale(sale))
        if told_first == "attachment":
            attach(here, sale["document"], card=OLD_CARD)
            chain.sync()
        here.sync()
        here.cut()

        assert back(there, sale["document"], "R1", 5_000)["state"] == "claim"
        there.sync()
        if told_first == "claim":
            attach(here, sale["document"], card=OLD_CARD)
        assert here.available(MEMBER) == 1_057
        here.mend()
        chain.sync()
        assert here.available(MEMBER) == there.available(MEMBER) == 1_007
        assert here.member(OLD_CARD)["next_tier"]["have_minor"] == 700

        void = {
            "document": here.document("V1", "void"),
            "original": {"document": sale["document"]},
        }
        said(here.void(void))
        chain.sync()
        assert here.available(MEMBER) == there.available(MEMBER) == 1_000
        assert (chain.findings(), chain.quarantined()) == ([], [])
        assert chain.office.problems() == ()


def test_what_a_lane_took_back_before_it_booked_the_sale_itself_earns_nothing(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", "S01") as chain:
        here, there = chain.tills
        lines = [line("1", 5_000), line("2", 700)]
        cash = [{"tender": "cash", "amount_minor": 5_700}]
        sale = here.sale_of(5_700, lines=lines, tenders=cash)
        said(here.sale(sale))

        assert back(there, sale["document"], "R1", 5_000)["state"] == "claim"
        said(there.sale(sale))
        attach(there, sale["document"], card=OLD_CARD)
        chain.sync()
        chain.sync()

        assert here.available(MEMBER) == there.available(MEMBER) == 1_007
        assert chain.quarantined() == []
        assert chain.office.problems() == ()


def test_what_came_back_elsewhere_and_was_noted_is_not_attached(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02") as chain:
        here, there = chain.tills
        lines = [line("1", 5_000), line("2", 700)]
        cash = [{"tender": "cash", "amount_minor": 5_700}]
        sale = here.sale_of(5_700, lines=lines, tenders=cash)
        said(here.sale(sale))
        here.sync()
        back(there, sale["document"], "R1", 5_000)
        chain.sync()

        attach(here, sale["document"], card=OLD_CARD)
        chain.sync()
        assert here.available(MEMBER) == there.available(MEMBER) == 1_007
        assert (chain.findings(), chain.office.problems()) == ([], ())


@pytest.mark.parametrize("pending_days", [0, 14])
@pytest.mark.parametrize("first", ["sale", "wish"])
def test_a_sale_of_another_store_is_attached_by_head_office(
    tmp_path: Path, first: str, pending_days: int
) -> None:
    rules = story_programme(pending_days=pending_days)
    with a_chain(tmp_path, "S01", "S02", rules=rules) as chain:
        here, there = chain.tills
        there.cut()
        lines = [line("1", 5_000), line("2", 700)]
        cash = [{"tender": "cash", "amount_minor": 5_700}]
        sale = here.sale_of(5_700, lines=lines, tenders=cash)
        said(here.sale(sale))
        back(here, sale["document"], "R1", 5_000)
        if first == "wish":
            here.cut()

        given = attach(there, sale["document"], card=OLD_CARD)
        assert isinstance(given, dict)
        assert (given["state"], given["earned"]) == ("claim", [])
        assert attach(there, sale["document"], card=OLD_CARD) == given
        here.sync()
        there.mend()
        here.mend()
        chain.wait(days=20)
        chain.sync()

        assert here.available(MEMBER) == there.available(MEMBER) == 1_007
        assert there.member(OLD_CARD)["next_tier"]["have_minor"] == 700
        void = {
            "document": here.document("V1", "void"),
            "original": {"document": sale["document"]},
        }
        said(here.void(void))
        chain.sync()
        assert here.available(MEMBER) == there.available(MEMBER) == 1_000
        assert (chain.findings(), chain.quarantined()) == ([], [])
        assert chain.office.problems() == ()


def test_a_sale_attached_at_two_tills_at_once_is_one_members(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", "S03") as chain:
        here, there, far = chain.tills
        sale = here.sale_of(5_000)
        said(here.sale(sale))
        here.sync()
        for till in chain.tills:
            till.cut()
        other = said(here.enrol(card=BLANK))["member"]["id"]

        attach(here, sale["document"], card=BLANK)
        attach(there, sale["document"], card=OLD_CARD)
        attach(far, sale["document"], card=OLD_CARD)
        there.mend()
        far.mend()
        here.mend()
        chain.sync()

        for till in chain.tills:
            assert (till.available(MEMBER), till.available(other)) == (1_050, 0)
        assert chain.findings() == ["duplicate", "duplicate"]
        assert chain.quarantined() == []
        assert chain.office.problems() == ()


def test_a_sale_that_has_a_member_or_nothing_left_is_not_attached_elsewhere(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", "S02") as chain:
        here, there = chain.tills
        mine = here.sale_of(500, card=OLD_CARD)
        gone = here.sale_of(900)
        for sale in (mine, gone):
            said(here.sale(sale))
        back(here, gone["document"], "R1", 900)
        there.enrol(card=BLANK)

        for sale in (mine, gone):
            attach(there, sale["document"], card=BLANK)
        chain.sync()

        assert there.member(BLANK)["balances"][0]["available"] == 0
        assert there.available(MEMBER) == 1_005
        assert chain.findings() == ["not_attached", "not_attached"]
        assert chain.office.problems() == ()
