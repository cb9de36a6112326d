"""What holds of coupons and of money kept with us, whatever the basket."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from rules.evaluator import Evaluator
from rules.ground.ids import AccountId, LotId, Place, RecordId, RuleId
from rules.ground.refusal import Refusal
from rules.sale.basket import Basket, Line
from rules.sale.decisions import CouponShown, CouponUse, Quote, Settlement
from rules.value.ledger import HOUSE, Slice
from rules.vouchers import Voucher
from rules.vouchers.amount_off import AmountOff
from rules.vouchers.money import Barred, payable_minor, set_aside
from rules.vouchers.percent_off import PercentOff
from rules.vouchers.product_free import ProductFree
from rules.vouchers.shipping_free import ShippingFree
from tests.rules.drawing import CATEGORIES, lines
from tests.rules.making import AT, STORY, standing

CODES = ("A", "B", "C", "D")
MONEY = st.integers(min_value=0, max_value=10_000)
SCOPES = st.sampled_from(((), *((category,) for category in CATEGORIES)))


@st.composite
def coupons(draw: st.DrawFn) -> tuple[Voucher, ...]:
    """Draw the terms of four coupons, one of each kind."""
    scope = [draw(SCOPES) for _ in CODES]
    return (
        PercentOff(
            rule=RuleId("A"),
            percent=Fraction(draw(st.integers(min_value=1, max_value=100))),
            categories=scope[0],
            cap_minor=draw(st.none() | st.integers(min_value=1, max_value=500)),
        ),
        AmountOff(
            rule=RuleId("B"),
            amount_minor=draw(st.integers(min_value=1, max_value=5_000)),
            categories=scope[1],
            minimum_minor=draw(MONEY),
        ),
        ProductFree(rule=RuleId("C"), categories=scope[2] or (CATEGORIES[0],)),
        ShippingFree(rule=RuleId("D"), categories=scope[3], minimum_minor=draw(MONEY)),
    )


def shown(codes: Sequence[str]) -> tuple[CouponShown, ...]:
    """Return these codes, each with its one use here."""
    return tuple(
        CouponShown(
            code=code,
            use=CouponUse(
                account=AccountId(f"v-{code}"),
                rule=RuleId(code),
                lot=LotId(f"t1.1-1/{code}"),
                place=Place("t1.3"),
            ),
        )
        for code in codes
    )


def bare(found: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the lines before anything came off."""
    return tuple(replace(line, discount_minor=0) for line in found)


def quoted(terms: tuple[Voucher, ...], basket: Basket) -> Quote:
    """Return the quote of a basket under the story's programme with these coupons."""
    evaluator = Evaluator(replace(STORY, vouchers=terms))
    answer = evaluator.quote(basket, standing(), coupons=shown(CODES))
    assert isinstance(answer, Quote)
    return answer


def off_by_line(answer: Quote | Settlement) -> dict[str, int]:
    """Return what comes off each line in all."""
    off: dict[str, int] = {}
    for given_off in answer.discounts:
        off[given_off.line] = off.get(given_off.line, 0) + given_off.amount_minor
    return off


@given(coupons(), lines(), st.permutations(CODES))
def test_no_line_is_given_for_less_than_nothing_and_parts_sum(
    terms: tuple[Voucher, ...], found: tuple[Line, ...], codes: list[str]
) -> None:
    basket = Basket(currency="MYR", at=AT, lines=bare(found), coupons=tuple(codes))

    answer = quoted(terms, basket)

    off = off_by_line(answer)
    costs = {line.line: line.amount_minor for line in found}
    assert all(0 < amount <= costs[line] for line, amount in off.items())
    assert answer.total_minor == sum(costs.values()) - sum(off.values())
    coupon_off = sum(
        given_off.amount_minor
        for given_off in answer.discounts
        if given_off.words == "discount.coupon"
    )
    assert coupon_off == sum(used.amount_minor for used in answer.coupons)
    told = {used.code for used in answer.coupons} | {
        reason.rule for reason in answer.not_used if reason.rule in CODES
    }
    assert told == set(CODES)


@given(coupons(), lines())
def test_a_sale_that_took_off_what_was_quoted_spends_just_those_uses(
    terms: tuple[Voucher, ...], found: tuple[Line, ...]
) -> None:
    basket = Basket(currency="MYR", at=AT, lines=bare(found), coupons=CODES)
    answer = quoted(terms, basket)
    off = off_by_line(answer)
    taken = tuple(
        replace(line, discount_minor=off.get(line.line, 0)) for line in basket.lines
    )

    sold = Evaluator(replace(STORY, vouchers=terms)).settle(
        replace(basket, lines=taken),
        standing(),
        spends=(),
        record=RecordId("t1.3-9"),
        life="t1.3",
        coupons=shown(CODES),
    )

    assert isinstance(sold, Settlement)
    assert sold.coupons == answer.coupons
    assert off_by_line(sold) == off
    spent = [entry for entry in sold.entries if entry.rule in CODES]
    assert len(spent) == len(sold.coupons)
    assert all(
        posting.amount == (1 if posting.place == HOUSE else -1)
        for entry in spent
        for posting in entry.postings
    )


@given(lines(), st.sampled_from(("points", "gift_card", "wallet")))
def test_bars_only_take_away(found: tuple[Line, ...], tender: str) -> None:
    off = (0,) * len(found)
    bar = Barred(tenders=("points", "gift_card", "wallet"), categories=(CATEGORIES[0],))

    free = payable_minor((), found, tender, off=off)
    barred = payable_minor((bar,), found, tender, off=off)

    assert 0 <= barred <= free <= sum(line.due_minor for line in found)


@given(
    st.integers(min_value=1, max_value=300),
    st.lists(st.integers(min_value=1, max_value=100), max_size=4),
    st.integers(min_value=0, max_value=500),
)
def test_money_set_aside_is_exact_and_never_more_than_is_here(
    wanted: int, pieces: list[int], available: int
) -> None:
    here = [
        Slice(lot=LotId(f"t1.1-{number}/m1"), amount=amount, good_until=None)
        for number, amount in enumerate(pieces, start=1)
    ]

    answer = set_aside(wanted, here=here, available=available, at=AT)

    if isinstance(answer, Refusal):
        assert wanted > min(available, sum(pieces))
    else:
        assert sum(piece.amount for piece in answer) == wanted
        assert all(0 < piece.amount <= 100 for piece in answer)
