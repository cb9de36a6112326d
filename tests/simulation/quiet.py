"""What must hold once nothing waits any more: both ends agree to the last point."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import cycle, islice
from typing import Final

from rules.ground.ids import AccountId, Unit
from rules.value.ledger import TIER_CREDIT
from sync.kit.clock import to_ms
from sync.till.book.units import unit_view
from sync.till.contact.comparing import compose
from sync.till.contact.contact import ContactReport
from sync.till.contact.night import TIMEOUT_S
from sync.till.contact.transport import Letter
from sync.till.journal.rebuilding import chains, differences
from sync.wire.keys.vouchers import coupon_account
from sync.wire.messages import RECONCILE, RECONCILED, Reconciled
from tests.simulation.audit import hold_against, office_rows
from tests.simulation.cards import pay_card
from tests.simulation.goods import known_coupons, pay_with_coupon
from tests.simulation.lane import Lane, worth
from tests.simulation.lanes import booked_once
from tests.simulation.money_kept import moves_what_was_paid
from tests.simulation.tier_vouchers import gone_with_their_tier
from tests.simulation.tills import SimulatedTill
from tests.simulation.union import (
    MONEY,
    POINTS,
    USES,
    WALLET,
    BrokenInvariantError,
    Purse,
    Spot,
    UnionBook,
    purses,
)
from tests.simulation.wallets import pay_from_wallet
from tests.simulation.whole_returns import whole_is_nothing
from tests.simulation.world import World

CONTACTS_MAX: Final = 60
DRAIN_ROUNDS_MAX: Final = 5
_COUPON_SALE_MINOR: Final = 100


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
    gone_with_their_tier(world)
    _office_balances_are_the_union(world, union)
    _books_sum_to_zero(union)
    for till in world.tills:
        _till_agrees(till, union, _everybody(world))
        _cards_agree(till, world)
        _reconciled(till)
    _verified(world)
    papers = world.shop.papers
    for paper in papers.values():
        booked_once(paper, union, papers)
        moves_what_was_paid(paper, union.documents[paper.key])
    for seen in list(union.records.values()):
        whole_is_nothing(seen, union, papers)
        if seen.kind == "sale":
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
    for purse, spend in _ways(world, lane):
        _take_all(world, lane, purse)
        amount = _spendable(lane.till, purse)
        if amount:
            told = spend(amount)
            world.trace.append(f"-- {lane.till.life} spends {amount} of {purse}: {told}")
    for code in known_coupons(lane):
        if sum(world.auditor.union.shown(Purse(coupon_account(code), USES))) > 0:
            told = pay_with_coupon(lane, code, _COUPON_SALE_MINOR, at=world.time.now)
            world.trace.append(f"-- {lane.till.life} takes coupon {code}: {told}")
    world.audit()


def _ways(world: World, lane: Lane) -> Iterator[tuple[Purse, Callable[[int], str]]]:
    """Yield everything that may be spent, and how it is spent at a lane."""
    for member, account in enumerate(world.members, start=1):
        yield Purse(account, POINTS), partial(_spend_points, world, lane, member)
        yield Purse(account, WALLET), partial(_spend_wallet, world, lane, member)
    for code in sorted(lane.cards):
        card = Purse(lane.till.account_of_card(code), MONEY)
        yield card, partial(_spend_card, world, lane, code)


def _spend_points(world: World, lane: Lane, member: int, points: int) -> str:
    return lane.redeem(member, points, (worth(points),), at=world.time.now)


def _spend_wallet(world: World, lane: Lane, member: int, amount: int) -> str:
    return pay_from_wallet(lane, amount, member=member, at=world.time.now)


def _spend_card(world: World, lane: Lane, code: str, amount: int) -> str:
    return pay_card(lane, code, amount, at=world.time.now)


def _left(world: World) -> str:
    """Say what is still good somewhere: at a till, or at head office to be dealt."""
    for purse, _ in _ways(world, world.lanes[0]):
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


def _equal(invariant: str, ours: Mapping[Spot, int], theirs: Mapping[Spot, int]) -> None:
    for spot in sorted({*ours, *theirs}):
        if ours.get(spot, 0) != theirs.get(spot, 0):
            raise BrokenInvariantError(
                invariant, f"{spot}: {theirs.get(spot, 0)}, is {ours.get(spot, 0)}"
            )
