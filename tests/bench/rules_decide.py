"""P4: what a receipt of 50 lines gives under 10, 100 and 1,000 rules of every kind."""

from collections.abc import Sequence
from time import thread_time_ns
from typing import Final

from rules.evaluator import Evaluator
from rules.ground.refusal import Refusal
from rules.sale.basket import Basket
from tests.bench.measuring import Duel, as_a_daemon, duel
from tests.bench.rows import Row, ratios, write_time
from tests.bench.size import Size
from tests.bench.vocabulary import basket, member, vocabulary

NAME: Final = "P4"
SUMMARY: Final = "rules: what a long receipt gives under 10 to 1,000 of them"
RATIO_MAX: Final = 30
GROWTH_MAX: Final = 4
RULES: Final = (10, 100, 1_000)

_LINES_PER_RULE: Final = 5
_LINES_MAX: Final = 50
_BASKETS: Final = 20
_PASSES: Final = 20


def run(size: Size) -> Sequence[Row]:
    """Decide by turns with the floor, for each number of rules; then compare the two."""
    lines = min(_LINES_MAX, size.lines * _LINES_PER_RULE)
    baskets = [basket(number, lines=lines) for number in range(_BASKETS)]
    with as_a_daemon():
        found = {rules: _measured(baskets, rules, size) for rules in RULES}
    rows = [_row(rules, lines, each) for rules, each in found.items()]
    return [*rows, _growth(found)]


def one_pass(baskets: Sequence[Basket]) -> int:
    """Walk over each basket's lines once; return the nanoseconds that took each."""
    began = thread_time_ns()
    for each in baskets:
        money: dict[str, int] = {}
        pieces: dict[str, int] = {}
        for line in each.lines:
            if line.kind == "item":
                shelf = line.category
                money[shelf] = money.get(shelf, 0) + line.amount_minor - line.discount_minor
                pieces[shelf] = pieces.get(shelf, 0) + line.quantity_milli
    return (thread_time_ns() - began) // len(baskets)


def _measured(baskets: Sequence[Basket], rules: int, size: Size) -> Duel:
    evaluator, standing = Evaluator(vocabulary(rules)), member()

    def floor(turns: int) -> list[int]:
        return [one_pass(list(baskets) * _PASSES) for _ in range(turns)]

    def ours(turns: int) -> list[int]:
        return [_decided(evaluator) for _ in range(turns)]

    def _decided(evaluator: Evaluator) -> int:
        began = thread_time_ns()
        for each in baskets:
            quote = evaluator.quote(each, standing)
            if isinstance(quote, Refusal):
                raise TypeError(quote.code)
        return (thread_time_ns() - began) // len(baskets)

    return duel(floor, ours, blocks=size.blocks, runs=size.runs // 10 + 1)


def _row(rules: int, lines: int, found: Duel) -> Row:
    return Row(
        row=NAME,
        work=f"{lines} lines, {rules:,} rules of every kind",
        floor=found.floor_spread.text(write_time),
        ours=found.ours_spread.text(write_time),
        ratio=found.ratio,
        goal=f"≤ {RATIO_MAX}x",
        met=found.ratio.middle <= RATIO_MAX,
        notes=(
            (
                "floor: one pass over the lines that sums money and pieces by category."
                " Processor time, so that a busy machine counts less. A quote: discounts,"
                " coupons, points, what may be redeemed, and why what was asked for is not."
            ),
        ),
    )


def _growth(found: dict[int, Duel]) -> Row:
    few, many = found[RULES[0]], found[RULES[-1]]
    grown = ratios([many.ours_spread.middle], [few.ours_spread.middle])
    return Row(
        row=NAME,
        work=f"growth from {RULES[0]} to {RULES[-1]:,} rules",
        floor=few.ours_spread.text(write_time),
        ours=many.ours_spread.text(write_time),
        ratio=grown,
        goal=f"≤ {GROWTH_MAX}x",
        met=grown.middle <= GROWTH_MAX,
    )
