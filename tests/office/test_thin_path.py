"""One till, one member, from enrolment to a night that agrees."""

from sync.wire.messages import Welcome
from tests.office.enrolling import new_till
from tests.office.world import World


def test_a_sale_a_redemption_and_a_refund_end_in_books_that_agree(world: World) -> None:
    till = new_till(world)
    assert isinstance(till.hello(), Welcome)
    sale = till.sale("m-1", 1000, spend=60000, key="S01|1|2026-11-20|1|sale")
    till.push()
    world.office.run_due(world.clock.forward(days=1))
    slices = till.obtain("m-1", 500)
    till.spend("m-1", slices, key="S01|1|2026-11-20|2|sale")
    till.refund("m-1", sale, 100, spend=6000)

    answer = till.sync()

    (statement,) = (s for delta in answer.deltas for s in delta.statements)
    assert (statement.available, statement.pending, statement.tier) == (400, 0, "silver")
    assert world.office.verify().problems == ()
