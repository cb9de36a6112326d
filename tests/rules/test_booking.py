"""A decision that is written down is still the same decision."""

from dataclasses import fields, replace

from rules.evaluator import Evaluator
from rules.ground.ids import AccountId, LotId, Place, RuleId, Unit
from rules.ground.refusal import Refusal
from rules.sale.decisions import CouponUse, CouponUsed, Drawn, SaleDecision, ValueGiven
from rules.settling.booking import booked
from rules.value.counts import Count
from rules.value.ledger import POINTS
from tests.rules.making import AT, LIFE, RECORD, SARA, basket, line, programme, standing

COUPON = CouponUse(
    account=AccountId("v-1"), rule=RuleId("coupon"), lot=LotId("v/1"), place=Place(LIFE)
)


def test_all_that_was_decided_is_written_down_as_it_was() -> None:
    made = programme()
    decided = Evaluator(made).decide(basket(line("1", 1_000)), standing(), spends=())
    assert not isinstance(decided, Refusal)
    counted = Count(unit=Unit("n.gift.ever"), amount=1, expires=None)
    full = replace(
        decided,
        counts=(counted,),
        gifts=(ValueGiven(RuleId("gift"), POINTS, 5),),
        coupons=(CouponUsed(code="C-1", use=COUPON, amount_minor=100),),
        exact=False,
        drawn=Drawn(counts=(counted,)),
    )

    sale = booked(full, (), made, owner=(SARA, RECORD, LIFE), at=AT)

    # What a field is left out of would be its default again, and no type would tell.
    told = {each.name: getattr(full, each.name) for each in fields(SaleDecision)}
    assert {name: getattr(sale, name) for name in told} == told
    defaults = {each.name: each.default for each in fields(SaleDecision)}
    assert not any(told[name] == usual for name, usual in defaults.items())
