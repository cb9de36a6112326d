"""What a till's record may say: whose it is, what it may post where, which lots it owns.

A record that does not fit is quarantined whole by head office; its chain goes on.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, Literal

from rules.ground.ids import Place
from rules.ground.refusal import Refusal, refuse
from rules.refund.parts import undoes
from rules.value.ledger import (
    AVAILABLE,
    COUPON_PREFIX,
    HOUSE,
    HOUSE_BUDGETS,
    HOUSE_EARNED,
    HOUSE_FORGIVEN,
    HOUSE_LOADED,
    HOUSE_RECOVERED,
    HOUSE_REDEEMED,
    HOUSE_VOUCHERS,
    PENDING,
    POINTS,
    TIER_CREDIT,
    USES,
    Entry,
    EntryKind,
    Posting,
    held_at,
    is_budget,
    is_member,
    transit_to,
)
from rules.vouchers.money import MONEY, WALLET
from sync.wire.buckets import bucket_of
from sync.wire.records.activities import ActivityFacts
from sync.wire.records.header import Header, RecordKind
from sync.wire.records.identity import Life
from sync.wire.records.ledger_part import LedgerPart
from sync.wire.records.people import PeopleFacts

Standpoint = Literal["own", "hold", "transit", "pending", "available", "house"]
Standpoints = Mapping[Place, Standpoint]
Allowed = Mapping[EntryKind, frozenset[tuple[Standpoint, bool]]]

TILL_KINDS: Final[frozenset[RecordKind]] = frozenset(
    {
        "sale", "refund", "void", "claim", "hold", "release", "take", "give_back",
        "enrol", "card", "attach", "day_totals", "note", "activity",
    }
)  # fmt: skip
PEOPLE_KINDS: Final[frozenset[RecordKind]] = frozenset({"enrol", "card"})
"""Records that say whose a card is; no value moves in them."""

_ACCOUNT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
AMOUNT_MAX: Final = 10**15
"""The most one record may move, all postings together."""

NAME_MAX: Final = 128
KEY_MAX: Final = 512
_MORE, _LESS = True, False
_TILL_MAY: Final[Allowed] = {
    "earn": frozenset(
        {("pending", _MORE), ("own", _MORE), ("available", _MORE), ("house", _LESS)}
    ),
    "redeem": frozenset(
        {("own", _LESS), ("hold", _LESS), ("available", _LESS), ("house", _MORE)}
    ),
    "reverse": frozenset(
        (place, sign)
        for place in ("own", "pending", "available", "house")
        for sign in (_MORE, _LESS)
    ),
    "give_back": frozenset({("house", _LESS), ("own", _MORE), ("available", _MORE)}),
    "return": frozenset({("own", _LESS), ("hold", _LESS), ("available", _MORE)}),
    "hold": frozenset({("own", _LESS), ("hold", _MORE)}),
    "release": frozenset({("hold", _LESS), ("own", _MORE)}),
    "load": frozenset({("own", _MORE), ("available", _MORE), ("house", _LESS)}),
    "take": frozenset({("transit", _LESS), ("own", _MORE)}),
    "issue": frozenset({("pending", _MORE), ("house", _LESS)}),
    "forgive": frozenset({("available", _MORE), ("house", _LESS)}),
}
_HOUSE_OF_TILLS: Final = frozenset(
    {
        HOUSE_BUDGETS,
        HOUSE_EARNED,
        HOUSE_FORGIVEN,
        HOUSE_LOADED,
        HOUSE_RECOVERED,
        HOUSE_REDEEMED,
        HOUSE_VOUCHERS,
    }
)
_CORRECTING: Final[frozenset[EntryKind]] = frozenset({"reverse", "give_back", "forgive"})
_LOADED: Final = frozenset({MONEY, WALLET})
_BEARING: Final[frozenset[EntryKind]] = frozenset({"earn", "load"})
"""What fills lots of its own record."""

_OF_BUDGETS: Final[frozenset[EntryKind]] = frozenset(
    {"take", "redeem", "reverse", "give_back", "return"}
)
"""What tills do with their part of a budget."""

_HOUSE_PREFIX: Final = "house:"


def judge_record(
    header: Header, part: LedgerPart, *, life: Life, seq: int
) -> Refusal | None:
    """Return why head office must not apply this record of ``life``; None when it may."""
    if header.written_by != life or header.seq != seq:
        return refuse("not_this_place", record=header.record[:NAME_MAX])
    if header.kind not in TILL_KINDS:
        return refuse("not_a_tills_kind", kind=header.kind)
    if not _names_are_plain(header, part):
        return refuse("unreadable_name")
    return (
        _lots(header, part)
        or _amounts(part)
        or _first(_entry(header, entry, _standpoints(life)) for entry in part.entries)
        or _earned_lots(part)
        or _forgiven(part)
        or _takes(header, part, life)
    )


def judge_people(part: LedgerPart, people: PeopleFacts) -> Refusal | None:
    """Return why head office must not believe what a record says of someone's cards."""
    if part != LedgerPart():
        return refuse("people_and_value")
    if not (_ACCOUNT.fullmatch(people.account) and is_member(people.account)):
        return refuse("not_a_member")
    return None


def judge_activity(part: LedgerPart, told: ActivityFacts) -> Refusal | None:
    """Return why head office must not believe what a record says a member did."""
    if not _only_gives(part, told.account):
        return refuse("people_and_value")
    names = (told.account, *filter(None, (told.referred_by,)))
    if not all(_ACCOUNT.fullmatch(name) and is_member(name) for name in names):
        return refuse("not_a_member")
    return None


def _only_gives(part: LedgerPart, account: str) -> bool:
    """Say whether a record gives something to one member, and moves nothing else."""
    given = LedgerPart(entries=part.entries, lots=part.lots, issued=part.issued)
    accounts = {
        posting.account
        for entry in part.entries
        for posting in entry.postings
        if is_member(posting.account)
    }
    return (
        part == given
        and all(entry.kind in {"earn", "issue"} for entry in part.entries)
        and accounts <= {account}
        and all(issued.account == account for issued in part.issued)
    )


def entry_bucket(entry: Entry) -> int | None:
    """Return the one bucket of an entry's accounts; None when it has several or none."""
    buckets = {
        bucket_of(posting.account)
        for posting in entry.postings
        if not posting.account.startswith(_HOUSE_PREFIX)
    }
    return buckets.pop() if len(buckets) == 1 else None


def is_house(account: str) -> bool:
    """Say whether an account is one of the house's."""
    return account.startswith(_HOUSE_PREFIX)


def _first(refusals: Iterable[Refusal | None]) -> Refusal | None:
    return next((refusal for refusal in refusals if refusal is not None), None)


def _names_are_plain(header: Header, part: LedgerPart) -> bool:
    """Say whether every name fits where names are kept; all tills get to see them."""
    names = [header.till, *_posted_names(part)]
    for lot in part.lots:
        names += (lot.lot, lot.account, lot.unit, lot.rule)
    for issued in part.issued:
        names += (issued.kind, issued.rule, issued.account, issued.code)
    for grant in part.grants:
        names += (grant.grant, grant.life, grant.account, grant.unit)
    keys = [header.key, header.reverses, *part.also_reverses]
    keys += [issued.key for issued in part.issued]
    return max(map(len, names)) <= NAME_MAX and max(map(len, keys)) <= KEY_MAX


def _posted_names(part: LedgerPart) -> Iterable[str]:
    for entry in part.entries:
        yield entry.rule
        for posting in entry.postings:
            yield posting.account
            yield posting.lot
            yield posting.unit


def _lots(header: Header, part: LedgerPart) -> Refusal | None:
    own = f"{header.record}/"
    for lot in part.lots:
        if not lot.lot.startswith(own) or is_house(lot.account):
            return refuse("foreign_lot", lot=lot.lot)
    return None


def _amounts(part: LedgerPart) -> Refusal | None:
    moved = sum(abs(posting.amount) for entry in part.entries for posting in entry.postings)
    sliced = sum(abs(piece.amount) for grant in part.grants for piece in grant.slices)
    if max(moved, sliced) > AMOUNT_MAX:
        return refuse("amount_too_large")
    return None


def _entry(header: Header, entry: Entry, standpoints: Standpoints) -> Refusal | None:
    allowed = _TILL_MAY.get(entry.kind)
    if allowed is None:
        return refuse("not_a_tills_entry", kind=entry.kind)
    if entry_bucket(entry) is None:
        return refuse("several_buckets", kind=entry.kind)
    if entry.kind in _CORRECTING and not header.reverses:
        return refuse("reverses_nothing")
    if (entry.kind == "take") != (header.kind == "take"):
        return refuse("take_apart")
    for posting in entry.postings:
        sound = _fits_its_kind(entry.kind, posting)
        if not (sound and _may_post(posting, allowed, standpoints)):
            return refuse("place_not_allowed", kind=entry.kind, place=posting.place)
    return None


def _fits_its_kind(kind: EntryKind, posting: Posting) -> bool:
    """Say whether what is loaded is money, and what nobody dealt a coupon's paper.

    Only head office puts anything into a budget.
    """
    if is_budget(posting.account) and kind not in _OF_BUDGETS:
        return False
    if kind == "load":
        return posting.unit in _LOADED
    if kind == "redeem" and posting.place == AVAILABLE:
        return posting.unit == USES and posting.account.startswith(COUPON_PREFIX)
    return True


def _may_post(
    posting: Posting,
    allowed: frozenset[tuple[Standpoint, bool]],
    standpoints: Standpoints,
) -> bool:
    standpoint = standpoints.get(posting.place)
    if standpoint is None or posting.amount == 0:
        return False
    if (standpoint == "house") != is_house(posting.account):
        return False
    if standpoint == "house" and (posting.account not in _HOUSE_OF_TILLS or posting.lot):
        return False
    if posting.unit in TIER_CREDIT and standpoint not in {"available", "house"}:
        return False
    return (standpoint, posting.amount > 0) in allowed


@lru_cache(maxsize=4096)
def _standpoints(life: Life) -> Standpoints:
    return {
        PENDING: "pending",
        AVAILABLE: "available",
        HOUSE: "house",
        Place(str(life)): "own",
        held_at(str(life)): "hold",
        transit_to(str(life)): "transit",
    }


def _earned_lots(part: LedgerPart) -> Refusal | None:
    born = {(lot.account, lot.unit, lot.lot) for lot in part.lots}
    for entry in part.entries:
        for posting in entry.postings if entry.kind in _BEARING else ():
            key = (posting.account, posting.unit, posting.lot)
            if not is_house(posting.account) and key not in born:
                return refuse("lot_not_declared", lot=posting.lot)
    return None


def _forgiven(part: LedgerPart) -> Refusal | None:
    """Refuse to forgive more than the same record takes back: that would make points."""
    sums = {"forgive": 0, "reverse": 0}
    for entry in part.entries:
        if entry.kind == "forgive" and any(p.unit != POINTS for p in entry.postings):
            return refuse("forgives_too_much", points=0)
        if entry.kind in sums and not undoes(entry):
            sums[entry.kind] += sum(
                posting.amount
                for posting in entry.postings
                if posting.unit == POINTS and not is_house(posting.account)
            )
    if sums["forgive"] > max(0, -sums["reverse"]):
        return refuse("forgives_too_much", points=sums["forgive"])
    return None


def _takes(header: Header, part: LedgerPart, life: Life) -> Refusal | None:
    if header.kind != "take":
        return refuse("grant_apart") if part.grants else None
    if len({grant.grant for grant in part.grants}) < len(part.grants):
        return refuse("grant_twice")
    dealt: dict[tuple[str, str, str], int] = {}
    for grant in part.grants:
        if grant.life != str(life):
            return refuse("grant_of_another", grant=grant.grant)
        for piece in grant.slices:
            key = (grant.account, grant.unit, piece.lot)
            dealt[key] = dealt.get(key, 0) + piece.amount
    if not dealt or _moved(part) != dealt or min(dealt.values()) <= 0:
        return refuse("take_differs")
    return None


def _moved(part: LedgerPart) -> dict[tuple[str, str, str], int]:
    moved: dict[tuple[str, str, str], int] = {}
    for entry in part.entries:
        for posting in entry.postings:
            if posting.amount < 0:
                key = (posting.account, posting.unit, posting.lot)
                moved[key] = moved.get(key, 0) - posting.amount
    return moved
