"""Refunds everywhere, with real tills and a real head office: each a story of a few steps.

After each, both ends must agree to the last point (``check_rest``).
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from agent.counter.asked.requests import (
    BasketLine,
    Document,
    Original,
    Payment,
    RefundQuoteRequest,
    RefundRequest,
    ReturnedLine,
    Returns,
    SaleRequest,
)
from agent.counter.ground.answers import Answer
from rules.ground.refusal import Refusal
from tests.simulation.audit import office_rows
from tests.simulation.lane import Lane
from tests.simulation.programme import CURRENCY, card_of
from tests.simulation.quiet import check_rest, come_to_rest
from tests.simulation.script import Script, Setting
from tests.simulation.world import World

BREAD = BasketLine(line="1", sku="BRD", category="bread", quantity=2000, amount_minor=1000)
NEAR, FAR = 0, 1


@contextmanager
def two_stores(home: Path, *stores: str) -> Iterator[World]:
    """Open two stores (or two tills of one) with one member, who has 2000 points."""
    setting = Setting(
        temper="calm",
        stores=stores or ("S01", "S02"),
        opening=(2000,),
        pending_days=14,
        expires_months=None,
        refund_method="line_exact",
        tiers=False,
        restores=False,
        people=False,
    )
    with World(Script(seed=1, setting=setting, steps=()), home) as world:
        yield world


def sold(world: World, number: str, *, points: int = 0, at: int = NEAR) -> SaleRequest:
    """Sell two loaves, partly for points; return the sale."""
    lane = world.lanes[at]
    hold = ""
    if points:
        held = lane.hold(1, points)
        assert not isinstance(held, str), held
        hold = str(held["hold"])
    tenders = [Payment(tender="points", amount_minor=points, hold=hold)] if points else []
    request = SaleRequest(
        document=document(world, lane, number, "sale"),
        at=world.time.now,
        currency=CURRENCY,
        lines=(BREAD,),
        tenders=(*tenders, Payment(tender="cash", amount_minor=1000 - points)),
        card=card_of(1),
        holds=(hold,) if hold else (),
    )
    assert lane.book(request).startswith("booked")
    return request


def document(world: World, lane: Lane, number: str, kind: str) -> Document:
    """Return a natural key of a lane's own store."""
    return Document(
        store=lane.till.store,
        workstation="L1",
        business_day=f"{world.time.now:%Y-%m-%d}",
        number=number,
        kind=kind,  # type: ignore[arg-type]  # one of the kinds, told by each test
    )


def refund(
    world: World, number: str, original: Original | None, *, at: int, pieces: int = 2
) -> Answer:
    """Bring loaves back at a till; return the answer."""
    lane = world.lanes[at]
    back = ReturnedLine(
        line="1", of_line="1", quantity=1000 * pieces, amount_minor=500 * pieces
    )
    quote = RefundQuoteRequest(
        workstation="L1",
        currency=CURRENCY,
        at=world.time.now,
        original=original or Original(),
        lines=(back,),
    )
    assert not isinstance(lane.till.counter.quote(quote), Refusal)
    answer = lane.till.counter.refund(
        RefundRequest(
            document=document(world, lane, number, "refund"),
            at=world.time.now,
            currency=CURRENCY,
            original=original,
            lines=(back,),
            tenders=(),
        )
    )
    assert not isinstance(answer, Refusal), answer
    world.audit()
    return answer


def proof_of(world: World, sale: SaleRequest) -> Original:
    """Return the proof on a sale's slip, as another till gets to see it."""
    paper = world.shop.papers[sale.document.key().text()]
    (answer,) = paper.answers.values()
    return Original(proof=json.loads(answer)["receipt"]["proof"])


def outcome(world: World, number: str, *, at: int) -> Answer:
    """Return what became of a refund, as its till tells it."""
    lane = world.lanes[at]
    key = document(world, lane, number, "refund").key()
    told = lane.till.counter.transaction(key)
    assert not isinstance(told, Refusal)
    found = told["outcome"]
    assert isinstance(found, dict)
    return {name: found[name] for name in ("state", "reversed", "given_back")}


def shown(world: World) -> tuple[int, int]:
    """Return what the member has, available and pending, at the near till."""
    view = world.tills[NEAR].book.view(world.members[0])
    assert view is not None
    return view.standing.available, view.standing.pending


def findings(world: World) -> list[str]:
    """Return the codes of what head office found."""
    return [str(row["code"]) for row in office_rows(world.office.look(), "finding")]


def test_a_slip_from_another_store_takes_at_once_and_gives_back_once_it_is_noted(
    tmp_path: Path,
) -> None:
    with two_stores(tmp_path) as world:
        sale = sold(world, "1", points=300)
        for till in world.tills:
            till.line.cut = True

        answer = refund(world, "1", proof_of(world, sale), at=FAR)

        assert answer["state"] == "pending_acceptance"
        assert [row["points"] for row in rows(answer, "reversed")] == [70]
        assert [row["state"] for row in rows(answer, "given_back")] == [
            "pending_acceptance"
        ]
        assert rows(answer, "to_tenders") == [
            {"tender": "points", "points": 300, "amount_minor": 300},
            {"tender": "cash", "amount_minor": 700},
        ]
        come_to_rest(world)
        check_rest(world)
        assert outcome(world, "1", at=FAR) == {
            "state": "settled",
            "reversed": 70,
            "given_back": 300,
        }
        assert shown(world) == (2000, 0)
        assert findings(world) == []


def test_head_office_gives_nothing_back_before_the_till_that_redeemed_has_noted_it(
    tmp_path: Path,
) -> None:
    with two_stores(tmp_path) as world:
        sale = sold(world, "1", points=300)
        world.tills[NEAR].contact.run()
        refund(world, "1", proof_of(world, sale), at=FAR)
        world.tills[NEAR].line.cut = True

        world.tills[FAR].contact.run()
        world.tills[FAR].contact.run()

        assert outcome(world, "1", at=FAR) == {
            "state": "pending_acceptance",
            "reversed": 70,
            "given_back": 0,
        }


def test_what_was_noted_cannot_come_back_at_the_first_till_again(tmp_path: Path) -> None:
    with two_stores(tmp_path) as world:
        sale = sold(world, "1", points=300)
        refund(world, "1", proof_of(world, sale), at=FAR)
        come_to_rest(world)

        original = Original(document=sale.document)
        quoted = world.tills[NEAR].counter.quote(
            RefundQuoteRequest(
                workstation="L1",
                currency=CURRENCY,
                at=world.time.now,
                original=original,
                lines=(
                    ReturnedLine(line="1", of_line="1", quantity=1000, amount_minor=500),
                ),
            )
        )

        assert isinstance(quoted, Refusal)
        assert quoted.code == "more_than_sold"


def test_one_slip_returned_at_two_tills_counts_once_and_both_documents_are_told(
    tmp_path: Path,
) -> None:
    with two_stores(tmp_path) as world:
        sale = sold(world, "1", points=300)
        world.tills[NEAR].contact.run()
        world.tills[FAR].contact.run()

        refund(world, "7", Original(document=sale.document), at=NEAR, pieces=1)
        refund(world, "8", proof_of(world, sale), at=FAR)
        come_to_rest(world)

        check_rest(world)
        assert shown(world) == (2000, 0)
        (found,) = office_rows(world.office.look(), "finding")
        assert found["code"] == "returned_twice"
        assert "|7|refund" in str(found["detail"])
        assert "|8|refund" in str(found["detail"])


def test_an_unknown_receipt_is_a_claim_that_head_office_completes(tmp_path: Path) -> None:
    with two_stores(tmp_path) as world:
        sale = sold(world, "1", points=300)

        answer = refund(world, "1", Original(document=sale.document), at=FAR)

        assert answer["state"] == "claim"
        # The claim arrives first: it waits for its sale.
        world.tills[FAR].contact.run()
        world.tills[FAR].contact.run()
        come_to_rest(world)
        check_rest(world)
        assert outcome(world, "1", at=FAR)["state"] == "settled"
        assert shown(world) == (2000, 0)


def test_a_refund_without_any_receipt_moves_nothing_and_is_looked_at(
    tmp_path: Path,
) -> None:
    with two_stores(tmp_path) as world:
        answer = refund(world, "1", None, at=FAR)
        come_to_rest(world)

        assert answer["state"] == "claim"
        assert findings(world) == ["blind_refund"]
        assert outcome(world, "1", at=FAR) == {
            "state": "blind",
            "reversed": 0,
            "given_back": 0,
        }
        assert shown(world) == (2000, 0)


def test_a_proof_somebody_changed_is_refused(tmp_path: Path) -> None:
    with two_stores(tmp_path) as world:
        sale = sold(world, "1")
        world.tills[FAR].contact.run()
        proof = proof_of(world, sale).proof
        assert proof is not None
        mark, payload, signature = proof.split(".")
        forged = Original(proof=".".join((mark, payload.replace("e", "f", 1), signature)))

        quoted = world.tills[FAR].counter.quote(
            RefundQuoteRequest(
                workstation="L1",
                currency=CURRENCY,
                at=world.time.now,
                original=forged,
                lines=(
                    ReturnedLine(line="1", of_line="1", quantity=1000, amount_minor=500),
                ),
            )
        )

        assert isinstance(quoted, Refusal)
        assert quoted.code == "broken_proof"


def test_a_return_at_both_lanes_of_a_sale_that_both_booked_counts_once(
    tmp_path: Path,
) -> None:
    with two_stores(tmp_path, "S01", "S01") as world:
        sale = sold(world, "1", points=300)
        assert world.lanes[FAR].book(sale).startswith("booked")

        refund(world, "1", Original(document=sale.document), at=NEAR)
        refund(world, "2", Original(document=sale.document), at=FAR)
        come_to_rest(world)

        check_rest(world)
        assert shown(world) == (2000, 0)


def rows(answer: Answer, name: str) -> list[Answer]:
    """Return a list of objects in an answer."""
    found = answer[name]
    assert isinstance(found, list)
    return found


def test_a_claim_of_a_sale_that_nobody_ever_sends_is_looked_at(tmp_path: Path) -> None:
    with two_stores(tmp_path) as world:
        sale = sold(world, "1")
        refund(world, "1", Original(document=sale.document), at=FAR)
        world.tills[FAR].contact.run()
        world.office.run_due()
        assert findings(world) == []

        world.time.advance(timedelta(days=31))
        world.office.run_due()

        assert findings(world) == ["claim_unknown"]


def test_what_waits_for_a_till_that_is_gone_is_given_back_once_it_is_retired(
    tmp_path: Path,
) -> None:
    with two_stores(tmp_path) as world:
        sale = sold(world, "1", points=300)
        world.tills[NEAR].contact.run()
        refund(world, "1", proof_of(world, sale), at=FAR)
        world.tills[FAR].contact.run()
        world.office.retire(str(world.tills[NEAR].life.till))

        world.office.run_due()
        world.tills[FAR].contact.run()

        assert outcome(world, "1", at=FAR)["state"] == "settled"


@pytest.mark.parametrize("at", [NEAR, FAR])
def test_an_exchange_of_goods_of_any_store_comes_to_what_was_kept(
    tmp_path: Path, at: int
) -> None:
    with two_stores(tmp_path) as world:
        sale = sold(world, "1")
        lane = world.lanes[at]
        loaf = replace(
            BREAD,
            line="2",
            quantity=-1000,
            amount_minor=-500,
            returns=Returns(document=sale.document, line="1"),
        )
        request = SaleRequest(
            document=document(world, lane, "2", "sale"),
            at=world.time.now,
            currency=CURRENCY,
            lines=(replace(BREAD, quantity=1000, amount_minor=300), loaf),
            tenders=(Payment(tender="cash", amount_minor=-200),),
            card=card_of(1),
        )

        assert lane.book(request).startswith("booked")
        come_to_rest(world)

        # Its record gives and takes at once: what sums by document does not apply to it.
        assert world.office.problems() == ()
        assert findings(world) == []
        assert shown(world) == (2000, 100 - 50 + 30)
