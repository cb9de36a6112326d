"""What must hold once the lines are whole again and nothing waits: both ends agree to the last point."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rules.ids import AccountId
from sync.till.night import reconcile
from sync.till.rebuilding import chains, differences
from tests.simulation.audit import office_rows
from tests.simulation.lane import Paper
from tests.simulation.tills import SimulatedTill
from tests.simulation.union import (
    HOUSE,
    BrokenInvariantError,
    Seen,
    Spot,
    UnionBook,
    accounts,
)
from tests.simulation.world import World

ROUNDS_MAX: Final = 12
DRAIN_ROUNDS: Final = 3


def come_to_rest(world: World) -> None:
    """Mend every line and let all tills speak to head office until nothing waits."""
    for till in world.tills:
        till.line.cut = False
        till.line.expect(())
    for _ in range(ROUNDS_MAX):
        world.office.apply_pending()
        reports = [till.contact.run() for till in world.tills]
        world.audit()
        if all(
            report.complete and not report.waiting and not report.received.grants
            for report in reports
        ):
            break
    else:
        problems = [report.problem or f"{report.waiting} waiting" for report in reports]
        raise BrokenInvariantError("everything comes to rest", str(problems))
    for till in world.tills:
        till.contact.run()
    world.audit()


def check_rest(world: World) -> None:
    """Hold a world at rest against everything that must be equal."""
    union = world.auditor.union
    _nothing_is_left_behind(world)
    _nothing_is_set_apart(world)
    _office_balances_are_the_union(world, union)
    _books_sum_to_zero(union)
    for till in world.tills:
        _till_agrees(till, union, world.members)
    _verified(world)
    documents = _documents(union)
    for paper in world.shop.papers.values():
        _booked_once(paper, documents.get(paper.key, ()), union)
    for records in documents.values():
        for record in records:
            _returned_whole_is_nothing(record, union)


def drain(world: World) -> None:
    """Let every till take all it can get and spend all it holds: a right held twice shows now."""
    for _ in range(DRAIN_ROUNDS):
        for till, lane in zip(world.tills, world.lanes, strict=True):
            till.machine.clock.off *= 0
            lane.give_up()
            for number, account in enumerate(world.members, start=1):
                _take_all(world, till, account)
                points = _spendable(till, account)
                if points:
                    lane.redeem(number, (0, points - 1, 0, 0), at=world.time.now)
            world.audit()
        come_to_rest(world)
    _nobody_is_ahead(world)


def _take_all(world: World, till: SimulatedTill, account: AccountId) -> None:
    dealable = world.auditor.union.dealable(account)
    if dealable > 0:
        lane = world.lanes[world.tills.index(till)]
        lane.ask(account, dealable)
        world.audit()


def _spendable(till: SimulatedTill, account: AccountId) -> int:
    view = till.book.view(account)
    return min(view.standing.spendable_here, view.standing.available) if view else 0


def _nobody_is_ahead(world: World) -> None:
    union = world.auditor.union
    for account in accounts(union.sums):
        flows, debt = union.flows[account], max(0, -union.dealable(account))
        if flows.owned < -min(debt, flows.taken_back):
            raise BrokenInvariantError(
                "total spent is at most total credited",
                f"{account}: {flows}, debt {debt}",
            )


def _nothing_is_left_behind(world: World) -> None:
    for till in world.tills:
        copy = world.auditor.journals[str(till.life)]
        if copy.at_office != len(copy.bodies):
            raise BrokenInvariantError(
                "head office is the union of journals",
                f"{till.life}: {copy.at_office} of {len(copy.bodies)} there",
            )
    for row in office_rows(world.office.look(), "head"):
        if row["applied"] != row["durable"]:
            raise BrokenInvariantError("what is stored is applied", str(row))


def _nothing_is_set_apart(world: World) -> None:
    for row in office_rows(world.office.look(), "quarantine"):
        raise BrokenInvariantError("an honest record is never quarantined", str(row))
    for row in office_rows(world.office.look(), "finding"):
        if row["code"] not in _EXPECTED_FINDINGS:
            raise BrokenInvariantError("an honest fleet raises no finding", str(row))


_EXPECTED_FINDINGS: Final = frozenset({"duplicate_document", "unfunded_points"})


def _office_balances_are_the_union(world: World, union: UnionBook) -> None:
    theirs: dict[Spot, int] = defaultdict(int)
    for row in office_rows(world.office.look(), "balance"):
        place = str(row["place"])
        spot = Spot(str(row["account"]), str(row["unit"]), str(row["lot"]), place)
        theirs[spot] += int(str(row["amount"]))
    ours = {spot: amount for spot, amount in union.sums.items() if amount}
    _equal("head office's balances are the union's", ours, theirs)
    for spot in ours:
        if spot.place.startswith("transit:"):
            raise BrokenInvariantError("nothing is in transit at rest", f"{spot}")


def _books_sum_to_zero(union: UnionBook) -> None:
    sums: dict[str, int] = defaultdict(int)
    for spot, amount in union.sums.items():
        sums[spot.unit] += amount
    if any(sums.values()):
        raise BrokenInvariantError("the books sum to zero", str(dict(sums)))


def _till_agrees(till: SimulatedTill, union: UnionBook, members: Iterable[str]) -> None:
    life, journal = str(till.life), till.book.journal
    if differences(journal.connection):
        raise BrokenInvariantError(
            "a till's projections are what a rebuild gives",
            f"{life}: {differences(journal.connection)}",
        )
    for report in chains(journal.connection):
        if not report.holds:
            raise BrokenInvariantError("each chain verifies", str(report))
    here = {
        spot: amount
        for spot, amount in union.sums.items()
        if amount and spot.place in (life, f"{life}#hold")
    }
    rows = journal.connection.execute("SELECT account, unit, lot, place, amount FROM holding")
    held = {Spot(*row[:4]): row[4] for row in rows}
    _equal("what a till holds is what the union says it holds", here, held)
    for account in members:
        view = till.book.view(AccountId(account))
        shown = (view.standing.available, view.standing.pending) if view else None
        if shown != union.shown(account):
            raise BrokenInvariantError(
                "every till shows the union's balance",
                f"{life}: {account} {shown}, is {union.shown(account)}",
            )
    night = reconcile(
        till.book, till.contact, till.link, in_loop=till.in_loop, entropy=till.entropy
    )
    if not night.agrees:
        raise BrokenInvariantError("reconciliation agrees", f"{life}: {night.differs}")


def _verified(world: World) -> None:
    problems = world.office.problems()
    if problems:
        raise BrokenInvariantError("head office's projections verify", str(problems))


def _documents(union: UnionBook) -> Mapping[str, Sequence[Seen]]:
    found: dict[str, list[Seen]] = defaultdict(list)
    for seen in union.records.values():
        if seen.key:
            found[seen.key].append(seen)
    return found


def _booked_once(paper: Paper, records: Sequence[Seen], union: UnionBook) -> None:
    """Whatever lanes it was sent to, a document counts once: as one of its records says."""
    if paper.confirmed and not records:
        raise BrokenInvariantError("every confirmed answer is booked", paper.key)
    if len(records) > len(paper.asked):
        raise BrokenInvariantError("a document is booked once a till", paper.key)
    if len(records) < 2:  # noqa: PLR2004  # booked once
        return
    kinds = ("earn", "redeem")
    counted = sum(record.points(kinds) for record in records)
    corrected = [
        one
        for record in records
        for one in union.reversals[record.record]
        if one.kind == "correct"
    ]
    counted += sum(one.points(("reverse",)) for one in corrected)
    if counted not in {record.points(kinds) for record in records}:
        raise BrokenInvariantError(
            "a document booked at two lanes counts once",
            f"{paper.key}: {counted} of {[record.points(kinds) for record in records]}",
        )


def _returned_whole_is_nothing(record: Seen, union: UnionBook) -> None:
    returns = [one for one in union.reversals[record.record] if one.kind == "void"]
    if record.kind != "sale" or not returns:
        return
    moved: dict[str, int] = defaultdict(int)
    for one in (record, *union.reversals[record.record]):
        for entry in one.entries:
            for posting in entry["postings"]:
                if posting["place"] == HOUSE and posting["unit"] != "uses":
                    moved[f"{posting['account']} {posting['unit']}"] += posting["amount"]
    if any(moved.values()):
        raise BrokenInvariantError(
            "a sale and its full return are nothing", f"{record.record}: {dict(moved)}"
        )


def _equal(invariant: str, ours: Mapping[Spot, int], theirs: Mapping[Spot, int]) -> None:
    for spot in sorted({*ours, *theirs}):
        if ours.get(spot, 0) != theirs.get(spot, 0):
            raise BrokenInvariantError(
                invariant, f"{spot}: {theirs.get(spot, 0)}, is {ours.get(spot, 0)}"
            )

