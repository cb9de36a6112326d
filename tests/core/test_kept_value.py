"""Returns of one sale give cards, wallets and coupons their own back."""

from collections.abc import Sequence
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from rules.ground.ids import AccountId, LotId, Place
from rules.sale.basket import Basket, Line
from rules.sale.decisions import Returned, ReturnLine, SaleGiven
from rules.value.ledger import AVAILABLE, USES
from rules.vouchers.money import MONEY
from sync.core.kept_value import Back, KeptValue, Loaded, Spent, restored_by, unloaded_by
from sync.core.returning import Effect, owned_by

CARD, COUPON = AccountId("g-1f"), AccountId("v-GOLD")
ON_CARD, USE = owned_by(CARD, MONEY), owned_by(COUPON, USES)
PIECES = st.lists(st.integers(min_value=1, max_value=3), min_size=1, max_size=6)
MONEY_MINOR = st.integers(min_value=1, max_value=10_000)


def sale_of(pieces: int, each_minor: int) -> SaleGiven:
    """Return a sale of one line of some pieces."""
    line = Line(
        line="1",
        sku="",
        category="",
        quantity_milli=1000 * pieces,
        amount_minor=each_minor * pieces,
    )
    at = datetime(2026, 11, 21, tzinfo=UTC)
    return SaleGiven(
        account=AccountId(""),
        basket=Basket(currency="MYR", at=at, lines=(line,)),
        awards=(),
        spends=(),
        lots=(),
        qualifying_minor=0,
    )


def back(pieces: int, each_minor: int, *, asked: int = 0, gave: int = 0) -> Back:
    """Return a return of some pieces; its till ``gave`` so many uses back."""
    line = ReturnLine(
        line="1",
        of_line="1",
        quantity_milli=1000 * pieces,
        amount_minor=each_minor * pieces,
    )
    return Back(
        returned=Returned(
            lines=(line,),
            reversals=(),
            given_back=(),
            given_back_minor=0,
            qualifying_minor=0,
        ),
        done=Effect(restored={USE: gave} if gave else {}),
        asked={MONEY: asked},
    )


def sums(rows: Sequence[dict[str, int]], name: str) -> int:
    """Sum one name's amounts."""
    return sum(row.get(name, 0) for row in rows)


@given(PIECES, MONEY_MINOR, MONEY_MINOR)
def test_all_returns_together_empty_a_card_to_the_last_cent(
    parts: list[int], each_minor: int, loaded_minor: int
) -> None:
    load = Loaded("1", CARD, MONEY, LotId("t1.1-1/m1"), loaded_minor)
    backs = [back(part, each_minor) for part in parts]

    taken = unloaded_by(sale_of(sum(parts), each_minor), KeptValue(loads=(load,)), backs)

    assert sums(taken, ON_CARD) == loaded_minor
    assert all(row.get(ON_CARD, 0) >= 0 for row in taken)


@given(PIECES, MONEY_MINOR, MONEY_MINOR, st.lists(MONEY_MINOR, min_size=6, max_size=6))
def test_a_card_gets_back_what_was_asked_and_never_more_than_it_paid(
    parts: list[int], each_minor: int, paid_minor: int, asked: list[int]
) -> None:
    kept = KeptValue(
        money=(Spent(CARD, MONEY, LotId("a"), Place("t1.1"), paid_minor),),
    )
    backs = [
        back(part, each_minor, asked=minor)
        for part, minor in zip(parts, asked, strict=False)
    ]

    given_back = restored_by(sale_of(sum(parts), each_minor), kept, backs)

    assert sums(given_back, ON_CARD) <= paid_minor
    for row, one, part in zip(given_back, backs, parts, strict=True):
        assert 0 <= row.get(ON_CARD, 0) <= min(one.asked[MONEY], part * each_minor)


@given(PIECES, st.integers(min_value=0, max_value=6), st.sampled_from((0, 1)))
def test_a_coupon_comes_back_once_all_is_back_and_not_before(
    parts: list[int], gave: int, missing: int
) -> None:
    kept = KeptValue(whole=(Spent(COUPON, USES, LotId("b"), AVAILABLE, 1),))
    backs = [back(part, 100, gave=int(number == gave)) for number, part in enumerate(parts)]

    given_back = restored_by(sale_of(sum(parts) + missing, 100), kept, backs)

    assert sums(given_back, USE) == 1 - missing
    if not missing and gave < len(parts):
        assert given_back[gave][USE] == 1
