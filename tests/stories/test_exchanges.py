"""Goods of one or of several sales are exchanged, and the exchange is voided after all."""

from pathlib import Path

import pytest

from tests.stories.chain import (
    OLD_CARD,
    Chain,
    Json,
    StoryTill,
    a_chain,
    line,
    said,
    story_programme,
)
from tests.stories.value import (
    a_card,
    a_coupon,
    bring,
    on_card,
    piece,
    sell_with,
    take_back,
    uses,
    valued_programme,
)

MEMBER = "m-1"


def bought(till: StoryTill, *amounts: int) -> Json:
    """Sell one line for each amount to the member; return the sale as the POS asked it."""
    lines = [line(str(at), amount) for at, amount in enumerate(amounts, start=1)]
    cash = [{"tender": "cash", "amount_minor": sum(amounts)}]
    sale = till.sale_of(sum(amounts), lines=lines, tenders=cash, card=OLD_CARD)
    said(till.sale(sale))
    return sale


def exchange(till: StoryTill, price_minor: int, *back: tuple[Json, int]) -> Json:
    """Sell for a price and bring first lines of other sales back; return the exchange."""
    lines = [line("new", price_minor)]
    for number, (sale, amount) in enumerate(back, start=1):
        of = {"document": sale["document"], "line": "1"}
        gone = line(f"back-{number}", -amount) | {"quantity": "-1", "returns": of}
        lines.append(gone)
    due = price_minor - sum(amount for _, amount in back)
    tenders = [{"tender": "cash", "amount_minor": due}]
    request = till.sale_of(due, lines=lines, tenders=tenders, card=OLD_CARD)
    said(till.sale(request))
    return request


def void_of(till: StoryTill, sale: Json, number: str = "V1") -> Json:
    """Undo a document."""
    original = {"document": sale["document"]}
    return said(
        till.void({"document": till.document(number, "void"), "original": original})
    )


def agreed(chain: Chain, available: int) -> None:
    """Hold that all is quiet and everybody shows the same points."""
    for _ in range(3):
        chain.sync()
    assert {till.available(MEMBER) for till in chain.tills} == {available}
    assert chain.quarantined() == []
    assert chain.office.problems() == ()


@pytest.mark.parametrize("pending_days", [0, 14])
@pytest.mark.parametrize("sold_at", [0, 1])
@pytest.mark.parametrize("voided_at", [0, 1])
def test_a_voided_exchange_is_as_if_it_had_never_been(
    tmp_path: Path, pending_days: int, sold_at: int, voided_at: int
) -> None:
    rules = story_programme(pending_days=pending_days)
    with a_chain(tmp_path, "S01", "S02", rules=rules) as chain:
        here, sold, voided = chain.tills[0], chain.tills[sold_at], chain.tills[voided_at]
        mug = bought(sold, 5_000, 700)
        for till in chain.tills:
            till.cut()

        swapped = exchange(here, 3_000, (mug, 5_000))
        void_of(voided, swapped)
        for till in chain.tills:
            till.mend()
        chain.wait(hours=20)

        agreed(chain, 1_000 if pending_days else 1_057)
        pending = here.member(OLD_CARD)["balances"][0]["pending"]
        assert pending == (57 if pending_days else 0)
        assert chain.findings() == []
        bring(sold, take_back(sold, "R1", {"document": mug["document"]}, piece("1", 5_000)))
        chain.wait(days=20)
        agreed(chain, 1_007)
        assert here.member(OLD_CARD)["next_tier"]["have_minor"] == 700
        assert chain.findings() == []


def test_goods_of_sales_of_three_stores_come_back_in_one_exchange(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", "S03") as chain:
        here = chain.tills[0]
        sales = [bought(till, 2_000, 900) for till in chain.tills]
        for till in chain.tills:
            till.cut()

        swapped = exchange(here, 7_000, *((sale, 2_000) for sale in sales))
        for till in chain.tills:
            till.mend()
        agreed(chain, 1_000 + 3 * 9 + 70)
        assert chain.findings() == []

        void_of(here, swapped)
        agreed(chain, 1_000 + 3 * 29)
        for number, (till, sale) in enumerate(zip(chain.tills, sales, strict=True)):
            original = {"document": sale["document"]}
            lines = (piece("1", 2_000), piece("2", 900))
            bring(till, take_back(till, f"R{number}", original, *lines))
        agreed(chain, 1_000)
        assert chain.findings() == []


def test_what_came_back_before_an_exchange_was_voided_counts_again(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02") as chain:
        here, there = chain.tills
        mug = bought(here, 5_000)
        swapped = exchange(here, 3_000, (mug, 5_000))
        chain.sync()
        original = {"document": mug["document"]}
        bring(there, take_back(there, "R1", original, piece("1", 5_000)))
        agreed(chain, 1_030)

        void_of(here, swapped)

        agreed(chain, 1_000)
        assert chain.findings() == ["returned_twice"]


def test_points_that_had_paid_are_spent_again_once_their_exchange_is_voided(
    tmp_path: Path,
) -> None:
    with a_chain(tmp_path, "S01", "S02") as chain:
        here, there = chain.tills
        hold = said(here.hold(300, card=OLD_CARD))["hold"]
        points = {"tender": "points", "amount_minor": 300, "hold": hold}
        cash = {"tender": "cash", "amount_minor": 700}
        sale = here.sale_of(1_000, tenders=[points, cash], holds=[hold], card=OLD_CARD)
        said(here.sale(sale))
        agreed(chain, 707)
        of = {"document": sale["document"], "line": "1"}
        gone = line("back", -1_000) | {"quantity": "-1", "returns": of}
        in_points = {"tender": "points", "amount_minor": -300}
        paid = {"tender": "cash", "amount_minor": 2_000 - 1_000 + 300}
        swapped = there.sale_of(
            0, lines=[line("new", 2_000), gone], tenders=[in_points, paid], card=OLD_CARD
        )
        assert said(there.sale(swapped))["returned"]["state"] == "claim"
        agreed(chain, 1_000 + 20)

        void_of(there, swapped)

        agreed(chain, 707)
        assert chain.findings() == []


def test_a_coupon_and_a_card_follow_an_exchange_there_and_back(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02", rules=valued_programme()) as chain:
        here, there = chain.tills
        code = a_coupon(here)
        chain.sync()
        sale = sell_with(here, code, 1_000)
        card, gift = a_card(here, 3_000)
        chain.sync()
        there.sync()

        swapped = exchange(there, 5_000, (sale, 800), (card, 3_000))
        for _ in range(3):
            chain.sync()
        assert (uses(here, code), on_card(here, gift)) == (1, 0)
        void_of(there, swapped)
        for _ in range(3):
            chain.sync()

        assert (uses(here, code), on_card(here, gift)) == (0, 3_000)
        assert (uses(there, code), on_card(there, gift)) == (0, 3_000)
        assert chain.findings() == []
        assert chain.office.problems() == ()


def test_an_exchange_stays_voided_whatever_else_comes_back(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S02") as chain:
        here, there = chain.tills
        mugs = here.sale_of(
            4_000,
            lines=[line("1", 4_000) | {"quantity": "2", "unit_price_minor": 2_000}],
            card=OLD_CARD,
        )
        said(here.sale(mugs))
        first = exchange(here, 1_000, (mugs, 2_000))
        void_of(here, first)
        second = exchange(here, 3_000, (mugs, 2_000))
        agreed(chain, 1_000 + 20 + 30)

        original = {"document": second["document"]}
        new = piece("1", 3_000, of_line="new")
        bring(there, take_back(there, "R1", original, new))

        agreed(chain, 1_000 + 20)
        assert chain.findings() == []


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("voided_at", [0, 1])
def test_an_exchange_that_two_lanes_booked_is_voided_once(
    tmp_path: Path, first: int, voided_at: int
) -> None:
    rules = story_programme(pending_days=14)
    with a_chain(tmp_path, "S01", "S01", rules=rules) as chain:
        mug = bought(chain.tills[0], 5_000, 700)
        said(chain.tills[1].sale(mug))
        for till in chain.tills:
            till.cut()
        swapped = exchange(chain.tills[0], 3_000, (mug, 5_000))
        said(chain.tills[1].sale(swapped))
        void_of(chain.tills[voided_at], swapped)
        for till in chain.tills:
            till.mend()
        chain.tills[first].sync()

        agreed(chain, 1_000)
        assert chain.tills[0].member(OLD_CARD)["balances"][0]["pending"] == 57
