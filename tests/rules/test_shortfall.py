"""Points that are to go back and are not there: owed, forgiven, paid for, written off."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from rules.ground.ids import LotId
from rules.programme import Programme, RefundTerms, ShortfallPolicy
from rules.refund.shortfall import Shortfall, shortfall_of
from rules.value.ledger import AVAILABLE, HOUSE_FORGIVEN, HOUSE_RECOVERED
from tests.rules.making import BASE, POINTS_OFF, SARA, programme

POLICIES: tuple[ShortfallPolicy, ...] = (
    "keep_debt",
    "clamp_to_zero",
    "take_from_refund_money",
    "manager_write_off",
)
LOT = LotId("t1.3-1842/1")


def under(policy: ShortfallPolicy) -> Programme:
    return replace(programme(BASE), refund=RefundTerms(shortfall=policy))


def missing(
    policy: ShortfallPolicy,
    *,
    before: int = 50,
    taken: int = 70,
    money_minor: int = 10_000,
    approved: bool = False,
) -> Shortfall:
    return shortfall_of(
        under(policy),
        before=before,
        change=-taken,
        money_minor=money_minor,
        approved=approved,
    )


def test_seventy_of_fifty_leave_twenty_owed() -> None:
    # Talon.One's manual on negative points: 50 active, 70 rolled back: 20 below zero.
    found = missing("keep_debt")

    assert (found.points, found.settled) == (20, 0)
    assert found.entries(SARA, LOT) == ()


def test_seventy_of_fifty_within_the_balance_leave_nothing_owed() -> None:
    # Talon.One's policy "within balance": 50 are taken and nothing is negative.
    found = missing("clamp_to_zero")

    (entry,) = found.entries(SARA, LOT)
    assert (entry.kind, entry.rule) == ("forgive", "clamp_to_zero")
    assert [(one.account, one.amount, one.place) for one in entry.postings] == [
        (SARA, 20, AVAILABLE),
        (HOUSE_FORGIVEN, -20, "house"),
    ]


def test_what_is_missing_is_paid_from_the_money_that_goes_back() -> None:
    found = missing("take_from_refund_money")

    (entry,) = found.entries(SARA, LOT)
    assert (found.settled, found.from_refund_minor) == (20, 20)
    assert entry.postings[1].account == HOUSE_RECOVERED


def test_too_little_money_pays_what_it_can_and_the_rest_is_owed() -> None:
    found = missing("take_from_refund_money", money_minor=7)

    assert (found.points, found.settled, found.from_refund_minor) == (20, 7, 7)


def test_points_without_a_worth_stay_owed() -> None:
    worthless = replace(under("take_from_refund_money"), rewards=())

    found = shortfall_of(worthless, before=0, change=-9, money_minor=99, approved=False)

    assert (found.points, found.settled) == (9, 0)


def test_only_a_manager_writes_off() -> None:
    assert missing("manager_write_off").settled == 0
    assert missing("manager_write_off", approved=True).settled == 20


def test_a_debt_from_before_is_not_this_returns() -> None:
    assert missing("clamp_to_zero", before=-30, taken=5).settled == 5


@given(
    st.sampled_from(POLICIES),
    st.integers(-200, 200),
    st.integers(-200, 400),
    st.integers(0, 500),
    st.integers(1, 30),
)
def test_no_more_is_settled_than_is_missing_nor_paid_than_there_is(
    policy: ShortfallPolicy, before: int, taken: int, money: int, worth: int
) -> None:
    off = replace(POINTS_OFF, step=7, value_minor_per_step=worth)
    rules = replace(under(policy), rewards=(off,))

    found = shortfall_of(
        rules, before=before, change=-taken, money_minor=money, approved=True
    )

    assert 0 <= found.settled <= found.points <= max(0, taken)
    assert 0 <= found.from_refund_minor <= money
    assert found.from_refund_minor == (
        found.settled * worth // 7 if policy == "take_from_refund_money" else 0
    )


def test_under_pending_only_a_return_leaves_what_is_usable() -> None:
    found = missing("pending_only", before=100, taken=30)

    assert (found.points, found.settled) == (30, 30)
