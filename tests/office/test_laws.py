"""Laws of the book: order and repetition change nothing, nothing comes from nowhere."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from rules.value.ledger import Slice
from sync.office.database.tables import BALANCE, MEMBER
from tests.office.enrolling import new_till
from tests.office.entries import as_grant
from tests.office.forge import ForgedTill
from tests.office.looking import standing
from tests.office.world import PROGRAMME, sqlite_world

TILLS = 3
MEMBERS = ("m-1", "m-2", "m-3")
HELD = 200

tills = st.integers(0, TILLS - 1)
members = st.sampled_from(MEMBERS)
sales = st.tuples(st.just("sale"), tills, members, st.integers(1, 90), st.integers(0, 30))
spends = st.tuples(st.just("spend"), tills, members, st.integers(1, 60), st.just(0))
refunds = st.tuples(st.just("refund"), tills, members, st.integers(1, 90), st.just(0))
backs = st.tuples(st.just("back"), tills, members, st.integers(1, 60), st.just(0))
Deed = tuple[str, int, str, int, int]
days = st.lists(st.one_of(sales, spends, refunds, backs), max_size=15)
deliveries = st.lists(st.tuples(tills, st.integers(1, 12), st.integers(1, 8)), max_size=8)


class Day:
    """Three tills that each hold an allowance of each member, and what they do."""

    def __init__(self, folder: Path) -> None:
        self.world = sqlite_world(folder)
        self.world.office.publish(PROGRAMME, form="toml")
        self.tills = [
            new_till(self.world, f"S0{number}", seed=number) for number in range(TILLS)
        ]
        first = self.tills[0]
        for member in MEMBERS:
            first.sale(member, 1000, spend=10000)
        first.sync()
        self.world.office.run_due(self.world.clock.now())
        self.held: dict[tuple[int, str], list[Slice]] = {}
        for number, till in enumerate(self.tills):
            grants = till.sync(*((member, HELD) for member in MEMBERS)).grants
            till.take(*grants)
            for grant in grants:
                self.held[number, grant.account] = list(as_grant(grant).slices)
        self.earned: dict[tuple[int, str], list[tuple[str, int]]] = {}
        self.redeemed = 0

    def live(self, deeds: Sequence[Deed]) -> None:
        """Have the tills write their journals; nothing is sent yet."""
        for kind, number, member, points, document in deeds:
            till = self.tills[number]
            if kind == "sale":
                # The same document at two tills gives the same, as the same rules would.
                key = f"S01|1|2026-11-20|{member}{document}|sale" if document else ""
                gives = 10 + document if document else points
                record = till.sale(member, gives, spend=gives * 1000, key=key)
                self.earned.setdefault((number, member), []).append((record, gives))
            elif kind == "refund":
                self._refund(till, number, member, points)
            else:
                self._use(till, (number, member), points, spend=kind == "spend")

    def deliver(self, plan: Sequence[tuple[int, int, int]]) -> None:
        """Send pieces in any order, again and again, then everything."""
        for number, first, count in plan:
            till = self.tills[number]
            if first <= till.seq:
                till.push(till.batch(first, count))
        for till in self.tills:
            till.sync()
        self.world.office.run_due(self.world.clock.now())

    def books(self) -> dict[tuple[str, str, str], int]:
        """Return what stands where, by account, unit and place."""
        sums: dict[tuple[str, str, str], int] = {}
        with self.world.engine.begin() as connection:
            for row in connection.execute(select(BALANCE)):
                key = (row.account, row.unit, row.place)
                sums[key] = sums.get(key, 0) + row.amount
        return {key: amount for key, amount in sums.items() if amount}

    def tiers(self) -> dict[str, str]:
        """Return each member's tier."""
        with self.world.engine.begin() as connection:
            rows = connection.execute(select(MEMBER.c.account, MEMBER.c.tier))
            return {row.account: row.tier for row in rows}

    def _refund(self, till: ForgedTill, number: int, member: str, points: int) -> None:
        sold = self.earned.get((number, member))
        if sold:
            record, earned = sold.pop()
            back = min(points, earned)
            till.refund(member, record, back, spend=back * 1000)

    def _use(
        self, till: ForgedTill, key: tuple[int, str], points: int, *, spend: bool
    ) -> None:
        held = self.held[key]
        if not held or held[0].amount < points:
            return
        piece = held[0]
        used = Slice(lot=piece.lot, amount=points, good_until=None)
        held[0] = Slice(lot=piece.lot, amount=piece.amount - points, good_until=None)
        if spend:
            till.spend(key[1], [used])
            self.redeemed += points
        else:
            till.give_back(key[1], [used])


@settings(max_examples=15)
@given(days, deliveries, deliveries)
def test_the_order_of_delivery_and_repetition_change_nothing(
    deeds: list[Deed], one: list[tuple[int, int, int]], other: list[tuple[int, int, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        first, second = Day(Path(folder) / "one"), Day(Path(folder) / "other")
        first.live(deeds)
        second.live(deeds)

        first.deliver(one)
        second.deliver(other)

        assert first.books() == second.books()
        if not any(kind == "refund" for kind, *_ in deeds):
            # A tier is given when the spend first reaches it; a refund may come before.
            assert first.tiers() == second.tiers()
        assert first.world.office.verify().problems == ()
        assert second.world.office.verify().problems == ()
        first.world.engine.dispose()
        second.world.engine.dispose()


@settings(max_examples=15)
@given(days)
def test_what_is_redeemed_was_dealt_and_what_was_dealt_was_there(deeds: list[Deed]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        day = Day(Path(folder))
        day.live(deeds)
        day.deliver([])

        books = day.books()
        assert books.get(("house:redeemed", "points", "house"), 0) == day.redeemed
        assert books.get(("house:adjusted", "points", "house"), 0) == 0
        for number, till in enumerate(day.tills):
            for member in MEMBERS:
                holds = sum(piece.amount for piece in day.held[number, member])
                assert books.get((member, "points", str(till.life)), 0) == holds
        day.world.engine.dispose()


asks = st.lists(st.tuples(tills, members, st.integers(1, 700)), max_size=8)


@settings(max_examples=15)
@given(asks)
def test_never_more_is_dealt_than_is_available(wanted: list[tuple[int, str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        day = Day(Path(folder))
        for number, member, points in wanted:
            before = standing(day.world, member).get("available", 0)
            dealt = day.tills[number].obtain(member, points)

            there = standing(day.world, member).get("available", 0)
            got = sum(piece.amount for piece in dealt)
            assert got in {0, points}
            assert (got == points) == (points <= before)
            assert there == before - got >= 0
        assert day.world.office.verify().problems == ()
        day.world.engine.dispose()


def test_a_day_begins_with_an_allowance_at_each_till(tmp_path: Path) -> None:
    day = Day(tmp_path)

    day.deliver([])

    held = dict.fromkeys(("t1.1", "t2.1", "t3.1"), HELD)
    assert standing(day.world, "m-1") == {"available": 400, **held}
    day.world.engine.dispose()
