"""Points set aside before payment, out of what may be spent here; and let go again."""

from collections.abc import Mapping
from typing import Final

from agent.counter.asked.requests import HoldRequest
from agent.counter.asked.value_requests import MoneyHoldRequest
from agent.counter.ground.answers import Answer, Value
from agent.counter.ground.desk import Bearer, Desk
from agent.counter.ground.one_time import objection_to_proof
from agent.counter.ground.sessions import Quoted
from agent.counter.records.facts import facts_bytes, witness_of
from agent.counter.value.fetching import Elsewhere, NeedsMore, fetched
from rules.ground.ids import AccountId, Place, RecordId, Unit
from rules.ground.refusal import Refusal, refuse
from rules.rewards import Reward
from rules.rewards.points_product import PointsProduct
from rules.rewards.redeem import redeem
from rules.sale.decisions import Redemption
from rules.settling.consistency import POINTS_TENDER
from rules.value.ledger import (
    GIFT_CARD_PREFIX,
    POINTS,
    Entry,
    EntryKind,
    Posting,
    Slice,
    held_at,
)
from sync.book.draft import Draft
from sync.till.journal.journal import StoredHold
from sync.wire.canonical import Json, encode_ordered
from sync.wire.records.ledger_part import Held, LedgerPart

SOURCE: Final = "allowance"
RELEASED_AT_LATEST: Final = "day_close"


def hold(desk: Desk, request: HoldRequest, *, asked: bool) -> Answer | Refusal | NeedsMore:
    """Set points aside, durably. ``asked``: head office was asked for more already."""
    found = _who(desk, request)
    if isinstance(found, Refusal):
        return found
    bearer, secret = found
    again = made_already(desk, request, bearer.account, _asked(request))
    if again is not None:
        return _answer(again)
    reward = desk.evaluator(desk.now()).programme.reward(request.reward)
    objection = _objection(desk, request, reward)
    if objection is not None or reward is None:
        return objection or refuse("unknown_reward", reward=request.reward)
    standing = bearer.standing
    decided = redeem(
        reward,
        request.points,
        here=standing.points_here,
        available=standing.available,
        at=desk.now(),
        pieces=_pieces(desk, request),
    )
    if isinstance(decided, Redemption):
        unproven = objection_to_proof(
            desk, bearer, decided.value_minor, secret=secret, code=request.proof
        )
        return unproven or _answer(
            _write(desk, request, bearer, decided=decided, unit=reward.unit)
        )
    known = bearer.view
    rest = Elsewhere(
        account=bearer.account,
        unit=reward.unit,
        at_office=known.statement.dealable,
        in_stores=known.held_elsewhere,
    )
    return fetched(decided, rest, asked=asked)


def release(desk: Desk, name: str) -> Answer | Refusal:
    """Let a hold go; one that is released already stays so, one that is used cannot be."""
    stored = desk.book.journal.hold(RecordId(name)) if desk.is_ours(name) else None
    if stored is None:
        return refuse("unknown_hold", hold=name)
    if stored.state == "used":
        return refuse("hold_used", hold=name)
    if stored.state == "open":
        let_go(desk, stored)
    held = stored.held
    amount = sum(piece.amount for piece in held.slices)
    said: dict[str, Value] = {"hold": name, "state": "released", "points": 0}
    return said | ({"points": amount} if held.unit == POINTS else {"value_minor": amount})


def let_go(desk: Desk, stored: StoredHold) -> None:
    """Journal the release of an open hold."""
    entry = release_entry(stored.held, stored.held.slices, desk.life)
    ledger = LedgerPart(entries=(entry,), closes=(stored.record,))
    desk.book.journal.append(Draft(kind="release", at=desk.now(), ledger=ledger))


def release_open(desk: Desk, workstation: str | None = None) -> tuple[str, ...]:
    """Let every open hold go, of one workstation or of all; return their ids."""
    open_ones = desk.book.journal.open_holds()
    if workstation is not None:
        here = holds_at(desk, workstation)
        open_ones = tuple(stored for stored in open_ones if stored.record in here)
    for stored in open_ones:
        let_go(desk, stored)
    return tuple(stored.record for stored in open_ones)


def holds_at(desk: Desk, workstation: str) -> tuple[str, ...]:
    """Return the open holds that belong to a workstation now: a suspended sale's do not."""
    return tuple(
        stored.record
        for stored in desk.book.journal.open_holds()
        if desk.sessions.place_of(stored.record, stored.held.workstation) == workstation
    )


def held(desk: Desk, workstation: str) -> Answer:
    """Tell what is set aside at a workstation: of who stands there, and of gift cards."""
    bearer = desk.presented(None, workstation).bearer
    here = holds_at(desk, workstation)
    return {
        "holds": [
            _held_out(stored)
            for stored in desk.book.journal.open_holds()
            if stored.record in here
            and (
                stored.held.account.startswith(GIFT_CARD_PREFIX)
                or (bearer is not None and stored.held.account == bearer.account)
            )
        ]
    }


def _held_out(stored: StoredHold) -> Answer:
    if stored.held.unit == POINTS:
        return _answer(stored)
    return {
        "hold": stored.record,
        "tender": stored.held.reward,
        "points": 0,
        "value_minor": stored.held.value_minor,
    }


def made_already(
    desk: Desk,
    request: HoldRequest | MoneyHoldRequest,
    account: AccountId,
    asked: Mapping[str, Json],
) -> StoredHold | None:
    """Find the hold that a request made already: the answer may have been lost.

    Only a request that names its quote can be told from a second wish for as much.
    """
    if request.quote is None:
        return None
    for stored in desk.book.journal.open_holds(request.workstation):
        record = desk.book.journal.read(stored.record)
        if stored.held.account == account and record and record.facts.get("asked") == asked:
            return stored
    return None


def hold_entry(held: Held, slices: tuple[Slice, ...], life: str) -> Entry:
    """Return the entry that sets slices aside."""
    return _move("hold", held, slices, source=Place(life), target=held_at(life))


def release_entry(held: Held, slices: tuple[Slice, ...], life: str) -> Entry:
    """Return the entry that lets slices go again."""
    return _move("release", held, slices, source=held_at(life), target=Place(life))


def _who(desk: Desk, request: HoldRequest) -> tuple[Bearer, bytes] | Refusal:
    """Return who spends, and the secret of the codes of the card they showed."""
    objection = desk.guard(request)
    if objection is not None:
        return objection
    presented = desk.presented(request.card, request.workstation, phone=request.phone)
    if presented.bearer is None:
        return refuse("unknown_member" if presented.notice else "no_member")
    if presented.spender is None:
        return refuse(presented.notice or presented.no_spending)
    return presented.spender, presented.secret


def _move(
    kind: EntryKind, held: Held, slices: tuple[Slice, ...], *, source: Place, target: Place
) -> Entry:
    postings: list[Posting] = []
    for piece in slices:
        for amount, place in ((-piece.amount, source), (piece.amount, target)):
            postings.append(Posting(held.account, held.unit, amount, piece.lot, place))
    return Entry(kind, held.reward, tuple(postings))


def _objection(desk: Desk, request: HoldRequest, reward: Reward | None) -> Refusal | None:
    if desk.book.journal.frozen:
        return refuse("redemption_frozen", reason=desk.book.journal.frozen)
    if desk.book.journal.regain() != "ample":
        return refuse("disk_low")
    quoted = desk.sessions.quote(request.workstation, request.quote)
    most = _most(reward, quoted) if reward else None
    if most is not None and request.points > most:
        return refuse("more_than_basket", max_points=most, asked=request.points)
    return None


def _most(reward: Reward, quoted: Quoted | None) -> int | None:
    """Return the most points that may pay for a quoted basket; None for any.

    What the pieces of a product cost, only a quote tells: without one there are none.
    """
    if quoted is None:
        return 0 if isinstance(reward, PointsProduct) else None
    total_minor = quoted.payable_minor.get(POINTS_TENDER, quoted.total_minor)
    return reward.most_for(total_minor, quoted.pieces.get(reward.rule, ()))


def _pieces(desk: Desk, request: HoldRequest) -> tuple[int, ...]:
    """Return what the pieces cost that a reward may pay for in the quoted basket."""
    quoted = desk.sessions.quote(request.workstation, request.quote)
    return quoted.pieces.get(request.reward, ()) if quoted else ()


def _write(
    desk: Desk, request: HoldRequest, bearer: Bearer, *, decided: Redemption, unit: Unit
) -> StoredHold:
    held = Held(
        account=bearer.account,
        unit=unit,
        reward=decided.reward,
        value_minor=decided.value_minor,
        workstation=request.workstation,
        slices=decided.slices,
    )
    entry = hold_entry(held, held.slices, desk.life)
    programme = desk.evaluator(desk.now()).programme
    record = desk.book.journal.append(
        Draft(
            kind="hold",
            at=desk.now(),
            ledger=LedgerPart(entries=(entry,), held=(held,)),
            facts=facts_bytes(encode_ordered(_asked(request)), {}),
            witness=witness_of(bearer.standing),
            programme=programme.version,
            edition=programme.edition,
            revision=bearer.standing.revision,
        )
    )
    return StoredHold(record=record, held=held, state="open")


def _asked(request: HoldRequest) -> dict[str, Json]:
    return {
        "points": request.points,
        "quote": request.quote or "",
        "reward": request.reward,
        "workstation": request.workstation,
    }


def _answer(stored: StoredHold) -> Answer:
    return {
        "hold": stored.record,
        "points": sum(piece.amount for piece in stored.held.slices),
        "value_minor": stored.held.value_minor,
        "source": SOURCE,
        "released_at_latest": RELEASED_AT_LATEST,
    }
