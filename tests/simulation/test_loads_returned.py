"""What a card was loaded with comes back where the book knows which card it was."""

from pathlib import Path

from agent.counter.asked.requests import (
    BasketLine,
    Payment,
    RefundRequest,
    ReturnedLine,
    SaleRequest,
)
from rules.ground.refusal import Refusal
from tests.simulation.programme import CURRENCY
from tests.simulation.test_returns import FAR, NEAR, document, proof_of, two_stores

CARD = BasketLine(
    line="1", sku="GC", quantity=1000, amount_minor=3000, kind="gift_card_sale"
)


def test_a_slip_does_not_pay_out_a_gift_card_that_stays_loaded(tmp_path: Path) -> None:
    with two_stores(tmp_path) as world:
        sale = SaleRequest(
            document=document(world, world.lanes[NEAR], "1", "sale"),
            at=world.time.now,
            currency=CURRENCY,
            lines=(CARD,),
            tenders=(Payment(tender="cash", amount_minor=3000),),
        )
        assert world.lanes[NEAR].book(sale).startswith("booked")
        request = RefundRequest(
            document=document(world, world.lanes[FAR], "1", "refund"),
            at=world.time.now,
            currency=CURRENCY,
            original=proof_of(world, sale),
            lines=(ReturnedLine(line="1", of_line="1", quantity=1000, amount_minor=3000),),
            tenders=(),
        )

        answer = world.lanes[FAR].till.counter.refund(request)

        assert isinstance(answer, Refusal)
        assert (answer.code, dict(answer.values)) == (
            "load_not_here",
            {"line": "1", "till": str(world.tills[NEAR].life).partition(".")[0]},
        )
