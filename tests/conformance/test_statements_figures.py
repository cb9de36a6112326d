"""Published statements that no story tells: pinned rules, worth, budgets, a till's book."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from agent.programmes.book import HERE, MemoryBook
from rules.economics.deferral import allocate_price, recognised, worth_alone
from rules.evaluator import Evaluator
from rules.ground.ids import AccountId, LotId
from rules.ground.refusal import Refusal
from rules.ground.shares import allocate
from rules.refund.decision import decide
from rules.sale.decisions import ReturnLine
from rules.value.budgets import Budget
from rules.value.ledger import HOUSE, HOUSE_EARNED, POINTS, Entry, Lot, Posting
from tests.agent.counter.shop import SARA, Shop, document, example_sale, line, said
from tests.conformance.engine import basket, booked, programme, settled, standing
from tests.conformance.engine import line as sold_line
from tests.conformance.statements import BASE
from tests.conformance.statements import document as programme_of


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Open a till that knows Sara, with 900 of her points dealt to it."""
    opened = Shop(tmp_path)
    opened.sara()
    yield opened
    opened.book.close()


def reversed_under(then: str, now: str) -> tuple[int, int]:
    """Sell for 50.00 under one document and take it back under both; return the points."""
    rules = programme_of(then)
    sold = basket([sold_line("1", 5_000)])
    sale = booked(settled(rules, sold), sold)
    back = ReturnLine(line="1", of_line="1", quantity_milli=1_000, amount_minor=5_000)
    found = []
    for told in (rules, programme_of(now)):
        decided = decide(told, sale, (), [back], points_tender_minor=None, standing=None)
        assert not isinstance(decided, Refusal)
        found.append(sum(one.points for one in decided.reversals))
    return found[0], found[1]


def test_a_return_takes_what_the_sale_gave_though_the_rate_doubled_since() -> None:
    # Smile.io reverses 100 at the new rate; Dynamics 365 keeps points by line, as we do.
    assert reversed_under(BASE, BASE + "points = 2\n") == (50, 50)


def test_a_return_takes_what_the_sale_gave_though_the_rule_is_gone_since() -> None:
    # Smile.io reverses nothing once the rule is switched off.
    assert reversed_under(BASE, BASE + "when = { enabled = false }\n") == (50, 50)


def test_a_programme_never_gives_anything_in_another_currency() -> None:
    # Solidus: a calculator for CAD gives 0 on an order in USD.
    foreign = replace(basket([sold_line("1", 5_000)]), currency="USD")

    answer = Evaluator(programme()).quote(foreign, standing())

    assert isinstance(answer, Refusal)
    assert answer.code == "wrong_currency"


def test_a_least_without_tax_is_not_met_by_a_price_that_holds_it() -> None:
    # Odoo 18: 320.00 with 15 per cent in it is less than 320.00 before tax.
    rule = {
        "kind": "per_visit",
        "rule": "visit",
        "points": 1,
        "min_basket_minor": 32_000,
    }
    rules = programme(earn=[rule], earning={"tax": "without"})
    taxed = replace(sold_line("1", 32_000), tax_minor=4_174)

    assert settled(rules, basket([taxed])).awards == ()
    assert settled(programme(earn=[rule]), basket([taxed])).awards != ()


def test_only_the_account_whose_points_are_over_loses_them() -> None:
    # Setono: 150 ended on 30 January, 80 of another account on 1 February.
    book = MemoryBook()
    for name, points, end in (("expired", 150, (1, 30)), ("active", 80, (2, 1))):
        lot = Lot(
            lot=LotId(f"{name}/1"),
            account=AccountId(name),
            unit=POINTS,
            rule="",
            earned_at=datetime(2026, 1, 1, tzinfo=UTC),
            active_from=datetime(2026, 1, 1, tzinfo=UTC),
            expires=datetime(2026, *end, tzinfo=UTC),
        )
        own = Posting(lot.account, POINTS, points, lot.lot, HERE)
        house = Posting(HOUSE_EARNED, POINTS, -points, LotId(""), HOUSE)
        book.post([Entry("earn", "", (own, house))], [lot])

    book.end(datetime(2026, 1, 31, tzinfo=UTC))

    left = [book.amount(AccountId(name), POINTS) for name in ("expired", "active")]
    assert left == [0, 80]


def test_the_standards_own_example_of_points_as_a_promise() -> None:
    # IFRS 15, illustrative example 52 (figures from memory, reckoned again).
    split = allocate_price(100_000, goods_alone_minor=100_000, points_alone_minor=9_500)
    first = recognised(split.to_points_minor, redeemed=4_500, expected=9_500)
    second = recognised(
        split.to_points_minor, redeemed=8_500, expected=9_700, already_minor=first
    )

    assert (split.to_goods_minor, split.to_points_minor) == (91_324, 8_676)
    assert (first, second) == (4_110, 3_493)


def test_a_price_is_split_by_what_each_part_costs_alone() -> None:
    # A textbook's illustration of IFRS 15: 7,200,000 of goods and 800,000 of points.
    split = allocate_price(
        7_200_000, goods_alone_minor=7_200_000, points_alone_minor=800_000
    )

    assert (split.to_goods_minor, split.to_points_minor) == (6_480_000, 720_000)


def test_a_published_split_that_does_not_follow_from_its_own_figures() -> None:
    # finlearnhub prints 158; 2,000 x 170 / 2,170 are 156.68.
    alone = worth_alone(2_000, value_minor=Fraction(10), redeemed_share=Fraction("0.85"))
    split = allocate_price(200_000, goods_alone_minor=200_000, points_alone_minor=alone)

    assert alone == 17_000
    assert split.to_points_minor == 15_668


@pytest.mark.parametrize(
    ("over", "granted"), [("nothing", 0), ("trim", 1_000)], ids=["all or none", "a part"]
)
def test_a_budget_that_is_too_small_gives_all_or_none_or_a_part(
    over: str, granted: int
) -> None:
    # Medusa gives nothing where 1,500 are asked of 1,000; Talon.One gives the part.
    budget = Budget(
        counts="discount_minor",
        amount=1_000,
        over="trim" if over == "trim" else "nothing",
    )

    assert budget.granted(1_500, left=budget.left(0)) == granted


def test_a_budget_that_is_used_up_gives_nothing() -> None:
    # Medusa: a limit of 1,000, of which 1,000 are used.
    budget = Budget(counts="uses", amount=1_000)

    assert budget.left(1_000) == 0


def test_a_split_has_whole_parts_where_a_peer_prints_fractions() -> None:
    # Medusa: 166.66666666666666 and 33.333333333333336 of 200 over 500 and 100.
    assert allocate(20_000, (50_000, 10_000), "largest_remainder") == (16_667, 3_333)


def test_a_sale_that_arrives_twice_counts_once(shop: Shop) -> None:
    # OCA pos and Odoo (issues): a retry on a bad line added the points a second time.
    sale = {
        **example_sale(),
        "document": document("700001"),
        "lines": [line("1", 1_000)],
        "tenders": [{"tender": "cash", "amount_minor": 1_000}],
        "holds": [],
    }

    first = said(shop.sale(sale))
    pending = shop.balance(SARA)
    again = said(shop.sale(sale))

    assert first == again
    assert shop.balance(SARA) == pending


def test_a_till_without_a_line_still_takes_points_from_what_was_dealt_to_it(
    shop: Shop,
) -> None:
    # Dynamics 365 and NCR take none offline; ours spends what its store holds.
    held = said(shop.hold(500))

    assert held["points"] == 500
