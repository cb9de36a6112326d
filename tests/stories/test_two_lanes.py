"""One sale sent to two lanes: for a member at one, for nobody at the other, given later."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from agent.pos.requests.shapes import ATTACH
from tests.stories.chain import (
    BLANK,
    OLD_CARD,
    Chain,
    Json,
    StoryTill,
    a_chain,
    line,
    read,
    said,
)
from tests.stories.value import bring, on_card, piece, take_back, valued_programme

MEMBER = "m-1"
ORDERS = pytest.mark.parametrize("order", [(0, 1), (1, 0)])


def attach(till: StoryTill, sale: Json, card: str) -> Json:
    """Give a sale to whom a card belongs."""
    asked = {"document": sale["document"], "card": card}
    return said(till.till.counter.attach(read(ATTACH, asked)))


def void(till: StoryTill, sale: Json, number: str) -> None:
    """Undo all of a sale."""
    said(
        till.void(
            {
                "document": till.document(number, "void"),
                "original": {"document": sale["document"]},
            }
        )
    )


def arrive(chain: Chain, order: Sequence[int]) -> None:
    """Have the tills meet head office one after the other."""
    for number in order:
        chain.tills[number].mend()
    chain.sync()


def all_agree(chain: Chain, available: int, *, findings: Sequence[str]) -> None:
    """Hold every till, and head office, to what the member has."""
    assert [till.available(MEMBER) for till in chain.tills] == [available] * 2
    assert chain.findings() == list(findings)
    assert chain.quarantined() == []
    assert chain.office.problems() == ()


@ORDERS
@pytest.mark.parametrize("back_at", [0, 1])
def test_a_members_sale_that_was_attached_at_another_lane_earns_once(
    tmp_path: Path, order: Sequence[int], back_at: int
) -> None:
    with a_chain(tmp_path, "S01", "S01") as chain:
        known, unknown = chain.tills
        for till in chain.tills:
            till.cut()
        sale = known.sale_of(5_000)
        said(known.sale(sale | {"card": OLD_CARD}))
        said(unknown.sale(sale))
        attach(unknown, sale, OLD_CARD)

        arrive(chain, order)
        all_agree(chain, 1_050, findings=["duplicate"])

        void(chain.tills[back_at], sale, "V1")
        chain.sync()
        all_agree(chain, 1_000, findings=["duplicate"])
        for till in chain.tills:
            assert till.member(OLD_CARD)["next_tier"]["have_minor"] == 0


@ORDERS
def test_of_two_members_the_first_whose_record_arrives_has_the_sale(
    tmp_path: Path, order: Sequence[int]
) -> None:
    with a_chain(tmp_path, "S01", "S01") as chain:
        known, unknown = chain.tills
        other = said(known.enrol(card=BLANK))["member"]["id"]
        chain.sync()
        for till in chain.tills:
            till.cut()
        sale = known.sale_of(5_000)
        said(known.sale(sale | {"card": OLD_CARD}))
        said(unknown.sale(sale))
        attach(unknown, sale, BLANK)

        arrive(chain, order)
        first = [1_050, 1_000][order[0]], [0, 50][order[0]]
        for till in chain.tills:
            assert (till.available(MEMBER), till.available(other)) == first
        assert chain.findings() == ["duplicate"]


def test_a_sale_that_head_office_gave_to_a_member_is_no_other_lanes(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", "S01", "S02") as chain:
        nobodys, late, far = chain.tills
        late.cut()
        sale = nobodys.sale_of(5_000)
        said(nobodys.sale(sale))
        said(late.sale(sale | {"card": OLD_CARD}))
        assert attach(far, sale, OLD_CARD)["state"] == "claim"
        chain.sync()

        late.mend()
        chain.sync()
        assert {till.available(MEMBER) for till in chain.tills} == {1_050}
        void(late, sale, "V1")
        chain.sync()
        assert {till.available(MEMBER) for till in chain.tills} == {1_000}
        assert chain.findings() == ["duplicate"]
        assert chain.office.problems() == ()


@ORDERS
def test_a_card_sold_at_two_lanes_is_loaded_once_and_the_member_earns(
    tmp_path: Path, order: Sequence[int]
) -> None:
    with a_chain(tmp_path, "S01", "S01", rules=valued_programme()) as chain:
        known, unknown = chain.tills
        for till in chain.tills:
            till.cut()
        lines = [line("1", 3_000) | {"type": "gift_card_sale"}, line("2", 5_000)]
        cash = [{"tender": "cash", "amount_minor": 8_000}]
        sale = known.sale_of(8_000, lines=lines, tenders=cash)
        (card,) = said(known.sale(sale | {"card": OLD_CARD}))["issued"]
        said(unknown.sale(sale))

        arrive(chain, order)
        all_agree(chain, 1_050, findings=["duplicate"])
        assert [on_card(till, card["code"]) for till in chain.tills] == [3_000] * 2

        original = {"document": sale["document"]}
        goods = (piece("1", 3_000), piece("2", 5_000))
        bring(known, take_back(known, "R1", original, *goods))
        chain.sync()
        all_agree(chain, 1_000, findings=["duplicate"])
        assert [on_card(till, card["code"]) for till in chain.tills] == [0] * 2
