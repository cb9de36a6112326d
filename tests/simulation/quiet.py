"""What must hold once nothing waits any more: both ends agree to the last point."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import cycle, islice
from typing import Final

from rules.ground.ids import AccountId, Unit
from rules.value.ledger import TIER_CREDIT
from sync.kit.clock import to_ms
from sync.till.comparing import compose
from sync.till.contact import ContactReport
from sync.till.night import TIMEOUT_S
from sync.till.rebuilding import chains, differences
from sync.till.transport import Letter
from sync.till.units import unit_view
from sync.wire.messages import RECONCILE, RECONCILED, Reconciled
from tests.simulation.audit import hold_against, office_rows
from tests.simulation.lane import Lane, worth
from tests.simulation.lanes import booked_once
from tests.simulation.tills import SimulatedTill
from tests.simulation.union import (
    HOUSE,
    POINTS,
    WALLET,
    BrokenInvariantError,
    Purse,
    Seen,
    Spot,
    UnionBook,
    purses,
)
from tests.simulation.wallets import pay_from_wallet
from tests.simulation.world import World

CONTACTS_MAX: Final = 60
DRAIN_ROUNDS_MAX: Final = 5


def come_to_rest(world: World) -> None:
    """Mend every line and let all tills speak to head office until nothing waits."""
    for till in world.tills:
        till.line.mend()
    world.office.apply_pending()
    report, heard = ContactReport(), 0
    for till in islice(cycle(world.tills), CONTACTS_MAX):
        report = till.contact.run()
        world.audit()
        # Who sent something was told all since; the others have not heard of it yet.
        heard = heard + 1 if _is_quiet(report) else int(_is_done(report))
        if heard >= len(world.tills):
            world.auditor.settle()
            return
    raise BrokenInvariantError("everything comes to rest", str(report))


def check_rest(world: World) -> None:
    """Hold a world at rest against everything that must be equal."""
    union = world.auditor.union
    _nothing_is_left_behind(world)
    _nothing_is_set_apart(world)
    _office_balances_are_the_union(world, union)
    _books_sum_to_zero(union)
    for till in world.tills:
        _till_agrees(till, union, _everybody(world))
        _cards_agree(till, world)
        _reconciled(till)
    _verified(world)
    for paper in world.shop.papers.values():
        booked_once(paper, union.documents[paper.key], union)
    for seen in list(union.records.values()):
        _returned_whole_is_nothing(seen, union)
        if seen.kind == "sale" and not union.is_tangled(seen):
            hold_against(union.lanes_of(seen), union.undone(seen))


def drain(world: World) -> None:
    """Let every till get and spend all it can: a right held twice shows now."""
    for till in world.tills:
        till.machine.clock.set_right()
        world.lanes[world.tills.index(till)].give_up()
    for _ in range(DRAIN_ROUNDS_MAX):
        for lane in world.lanes:
            _spend_all(world, lane)
        come_to_rest(world)
        if not _left(world):
            break
    _nobody_is_ahead(world)
    if _left(world):
        raise BrokenInvariantError("nothing that is still good is stranded", _left(world))


def _spend_all(world: World, lane: Lane) -> None:
    """Ask for everything and spend it, at one till."""
    for number, account in enumerate(world.members, start=1):
        for unit in (POINTS, WALLET):
            purse = Purse(account, unit)
            _take_all(world, lane, purse)
            amount = _spendable(lane.till, purse)
            if amount:
                told = _spend(world, lane, unit, number, amount)
                world.trace.append(
                    f"-- {lane.till.life} spends {amount} of {purse}: {told}"
                )
    world.audit()


def _spend(world: World, lane: Lane, unit: str, member: int, amount: int) -> str:
    if unit == POINTS:
        return lane.redeem(member, amount, (worth(amount),), at=world.time.now)
    return pay_from_wallet(lane, amount, member=member, at=world.time.now)


def _left(world: World) -> str:
    """Say what is still good somewhere: at a till, or at head office to be dealt."""
    purses_of_members = [Purse(a, unit) for a in world.members for unit in (POINTS, WALLET)]
    for purse in purses_of_members:
        good = world.auditor.union.good(purse, to_ms(world.time.now))
        if good > 0:
            return f"head office: {good} of {purse}"
        for till in world.tills:
            amount = _spendable(till, purse)
            if amount:
                return f"{till.life}: {amount} of {purse}"
    return ""


def _is_done(report: ContactReport) -> bool:
    return report.complete and not report.waiting and not report.received.grants


def _is_quiet(report: ContactReport) -> bool:
    return _is_done(report) and not report.pushed


def _take_all(world: World, lane: Lane, purse: Purse) -> None:
    good = world.auditor.union.good(purse, to_ms(world.time.now))
    if good > 0:
        lane.ask(AccountId(purse.account), good, Unit(purse.unit))
        world.audit()


def _spendable(till: SimulatedTill, purse: Purse) -> int:
    account = AccountId(purse.account)
    if purse.unit != POINTS:
        money = unit_view(till.book, account, Unit(purse.unit))
        return max(0, min(money.spendable_here, money.available)) if money else 0
    view = till.book.view(account)
    if view is None:
        return 0
    return max(0, min(view.standing.spendable_here, view.standing.available))


def _nobody_is_ahead(world: World) -> None:
    union = world.auditor.union
    for purse in purses(union.sums):
        flows, debt = union.flows[purse], max(0, -union.dealable(purse))
        if flows.owned < -min(debt, flows.taken_back):
            raise BrokenInvariantError(
                "total spent is at most total credited",
                f"{purse}: {flows}, debt {debt}",
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


_EXPECTED_FINDINGS: Final = frozenset(
    {
        "duplicate",
        # Two tills that could not know gave what a member has once.
        "given_before",
        "unfunded_points",
        "unfunded_gift_card",
        "returned_twice",
        # A card was spent, or out at a store, when a claim paid it out.
        "load_spent",
        # A till may be cut off for longer than a claim waits for its sale.
        "claim_unknown",
        # It had a member, or nothing of it was left, when a wish to attach it came.
        "not_attached",
        "enrolled_twice",
        "phone_known",
    }
)


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
    rows = journal.connection.execute(
        "SELECT account, unit, lot, place, amount FROM holding"
    )
    held = {Spot(*row[:4]): row[4] for row in rows}
    _equal("what a till holds is what the union says it holds", here, held)
    for account in members:
        view = till.book.view(AccountId(account))
        shown = (view.standing.available, view.standing.pending) if view else None
        _shown(till, union, Purse(account, POINTS), shown)
    for account, unit in sorted({(spot.account, spot.unit) for spot in union.sums}):
        if _is_told(account, unit):
            told = unit_view(till.book, AccountId(account), Unit(unit))
            shown = (told.available, told.pending) if told else (0, 0)
            _shown(till, union, Purse(account, unit), shown)


def _is_told(account: str, unit: str) -> bool:
    """Say whether a till shows what an account has of a unit by itself."""
    return not account.startswith("house:") and unit not in {POINTS, *TIER_CREDIT}


def _shown(
    till: SimulatedTill, union: UnionBook, purse: Purse, shown: tuple[int, int] | None
) -> None:
    if shown != union.shown(purse):
        raise BrokenInvariantError(
            "every till shows the union's balance",
            f"{till.life}: {purse} {shown}, is {union.shown(purse)}",
        )


def _everybody(world: World) -> list[str]:
    rows = office_rows(world.office.look(), "member")
    return sorted(str(row["account"]) for row in rows)


def _cards_agree(till: SimulatedTill, world: World) -> None:
    for row in office_rows(world.office.look(), "card"):
        card = till.book.cards.card(bytes.fromhex(str(row["token"])))
        shown = (card.account, card.status, card.kind) if card else None
        if shown != (row["account"], row["status"], row["kind"]):
            raise BrokenInvariantError(
                "every till knows every card as head office does",
                f"{till.life}: {shown}, is {row['account']} {row['status']}",
            )


def _reconciled(till: SimulatedTill) -> None:
    """Make the night's comparison with head office."""
    request = compose(till.book, nonce=till.entropy(16).hex(), in_loop=till.in_loop)
    letter = Letter(
        path="/v1/reconcile",
        body=RECONCILE.dump_json(request),
        life=str(till.life),
        nonce=request.nonce,
        generation=request.generation,
    )
    answer = RECONCILED.validate_json(till.link.ask(letter, timeout_s=TIMEOUT_S))
    if not isinstance(answer, Reconciled) or not answer.agrees:
        raise BrokenInvariantError("reconciliation agrees", f"{till.life}: {answer}")


def _verified(world: World) -> None:
    problems = world.office.problems()
    if problems:
        raise BrokenInvariantError("head office's projections verify", str(problems))


_KEPT: Final = ("uses", "b.uses.day", "b.points.day", "n.campaign.harvest")
"""What a return leaves taken, or what is held apart."""

_REDEEMED: Final = "house:redeemed "


def _returned_whole_is_nothing(seen: Seen, union: UnionBook) -> None:
    undone = union.undone(seen)
    names = {lane.record for lane in union.lanes_of(seen)}
    voided = any(one.kind == "void" and one.reverses in names for one in undone)
    if seen.kind != "sale" or not voided or union.is_tangled(seen):
        return
    moved: dict[str, int] = defaultdict(int)
    for one in (*union.lanes_of(seen), *undone):
        for entry in one.entries:
            for posting in entry["postings"]:
                if posting["place"] == HOUSE and not posting["unit"].startswith(_KEPT):
                    moved[f"{posting['account']} {posting['unit']}"] += posting["amount"]
    if seen.key in union.claimed or any(one.record in union.exchanges for one in undone):
        # What had been paid in value was paid back in goods of an exchange, or in cash by
        # a till that did not know the sale.
        moved = {to: sum_ for to, sum_ in moved.items() if not to.startswith(_REDEEMED)}
    if any(moved.values()):
        raise BrokenInvariantError(
            "a sale and its full return are nothing", f"{seen.record}: {dict(moved)}"
        )


def _equal(invariant: str, ours: Mapping[Spot, int], theirs: Mapping[Spot, int]) -> None:
    for spot in sorted({*ours, *theirs}):
        if ours.get(spot, 0) != theirs.get(spot, 0):
            raise BrokenInvariantError(
                invariant, f"{spot}: {theirs.get(spot, 0)}, is {ours.get(spot, 0)}"
            )
