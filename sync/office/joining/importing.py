"""Members from elsewhere are given accounts and cards and opened with their points."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from rules.ground.ids import AccountId, LotId, TierId, Unit
from rules.ladder.places import place_on
from rules.ladder.terms import Ladder
from rules.members.card_life import good_until
from rules.members.member_facts import NOTHING_KNOWN, MemberFacts
from rules.members.phones import normal_phone
from rules.value.ledger import (
    AVAILABLE,
    HOUSE,
    HOUSE_OPENING,
    POINTS,
    SPEND,
    Entry,
    Lot,
    Posting,
    is_member,
)
from sync.core.admission import AMOUNT_MAX
from sync.kit.clock import to_ms
from sync.office.database.chunks import chunks
from sync.office.database.desk import Sitting
from sync.office.database.tables import CARD, MEMBER
from sync.office.database.upserts import Row, insert_new
from sync.office.database.wanted import is_in, wanted_accounts
from sync.office.journals.authoring import Writing
from sync.office.journals.open_book import OpenBook
from sync.office.members.persons import keep_persons
from sync.office.status.tier_credit import Climb, climb
from sync.office.status.tiers import tier_end
from sync.office.tills.programmes import current, current_ladder
from sync.wire.buckets import bucket_of
from sync.wire.canonical import Json
from sync.wire.keys.tokens import card_token, seal_name
from sync.wire.records.ledger_part import LedgerPart

AT_ONCE: Final = 2_000
"""How many members one transaction takes in."""

LOTS_A_RECORD: Final = 500
SPENDS_MAX: Final = 500
NAME_BYTES_MAX: Final = 200
_ACCOUNT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LETTERS_IN_ID: Final = 6
_NO_PHONE: Final = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """One member to take in; without ``account`` or ``tier`` they are given.

    ``phone`` is as typed, then as the programme reads it. ``spend`` is qualifying spend so
    far in minor units, each with its moment. Cards without an end have the programme's.
    """

    row: int
    account: str = ""
    name: str = ""
    cards: tuple[str, ...] = ()
    cards_expire: datetime | None = None
    phone: str = ""
    home: str = ""
    points: int = 0
    expires: datetime | None = None
    spend: tuple[tuple[int, datetime], ...] = ()
    tier: str = ""
    facts: MemberFacts = NOTHING_KNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """How many members were taken in, and which rows were left out and why."""

    members: int
    left_out: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Member:
    """A newcomer with what they were given."""

    newcomer: Newcomer
    account: AccountId
    tokens: tuple[str, ...]

    @property
    def numbers(self) -> tuple[str, ...]:
        """The cards' numbers and then the phone's, as the tokens stand."""
        return (*self.newcomer.cards, *filter(None, (self.newcomer.phone,)))


def prepare(
    sitting: Sitting, newcomers: Iterable[Newcomer]
) -> tuple[list[_Member], list[tuple[int, str]]]:
    """Give accounts and tokens; leave out rows that make no sense or come twice.

    Members come back sorted by bucket, so that each bucket's chain is written about at
    once.
    """
    ladder = current_ladder(sitting)
    members: list[_Member] = []
    left_out: list[tuple[int, str]] = []
    accounts: set[str] = set()
    tokens: set[str] = set()
    for row in newcomers:
        newcomer = _with_plain_phone(sitting, row)
        member = _member(sitting, newcomer, accounts)
        objection = _objection(newcomer, ladder) or (
            "card_twice" if tokens.intersection(member.tokens) else ""
        )
        if newcomer.phone == _NO_PHONE:
            objection = "bad_phone"
        if not objection and member.account in accounts:
            objection = "account_twice"
        if objection:
            left_out.append((newcomer.row, objection))
            continue
        accounts.add(member.account)
        tokens.update(member.tokens)
        members.append(member)
    members.sort(key=lambda member: (bucket_of(member.account), member.account))
    return members, left_out


def take_in(sitting: Sitting, members: Sequence[_Member]) -> list[tuple[int, str]]:
    """Take in some members; return those left out because they are known already."""
    known = _known(sitting, members)
    new = [member for member in members if member.newcomer.row not in known]
    on = climb(sitting)
    tiers = {member.account: _tier(sitting, on, member) for member in new}
    book = OpenBook(sitting)
    book.open({member.account for member in new})
    for bucket, some in _by_record(new):
        _open_accounts(book, bucket, some, tiers)
    insert_new(sitting.connection, MEMBER, [_member_row(sitting, m, tiers) for m in new])
    keep_persons(sitting.connection, {m.account: m.newcomer.facts for m in new})
    until = _cards_end(sitting)
    insert_new(
        sitting.connection,
        CARD,
        [row for m in new for row in _card_rows(sitting, m, until)],
    )
    book.close()
    return sorted(known.items())


def _member(sitting: Sitting, newcomer: Newcomer, taken: set[str]) -> _Member:
    account = newcomer.account
    while not account or (account in taken and not newcomer.account):
        account = f"m-{_letters(sitting)}"
    return _Member(
        newcomer=newcomer,
        account=AccountId(account),
        tokens=tuple(
            card_token(sitting.keys.token_key, number).hex()
            for number in (*newcomer.cards, *filter(None, (newcomer.phone,)))
        ),
    )


def _with_plain_phone(sitting: Sitting, newcomer: Newcomer) -> Newcomer:
    """Write a phone number as it will be looked up; one that is none says so."""
    if not newcomer.phone:
        return newcomer
    programme = current(sitting)
    terms = programme.cards.phone if programme else None
    country, trunk = (terms.country, terms.trunk) if terms else ("", "")
    plain = normal_phone(newcomer.phone, country=country, trunk=trunk)
    return replace(newcomer, phone=plain or _NO_PHONE)


def _letters(sitting: Sitting) -> str:
    number = int.from_bytes(sitting.entropy(8))
    letters = ""
    for _ in range(_LETTERS_IN_ID):
        number, at = divmod(number, len(_LETTERS))
        letters += _LETTERS[at]
    return letters


def _objection(newcomer: Newcomer, ladder: Ladder | None) -> str:
    if newcomer.account and (
        not _ACCOUNT.fullmatch(newcomer.account) or not is_member(newcomer.account)
    ):
        return "bad_account"
    if len(newcomer.name.encode()) > NAME_BYTES_MAX or "\0" in newcomer.name:
        return "bad_name"
    if not 0 <= newcomer.points <= AMOUNT_MAX:
        return "bad_points"
    amounts = [amount for amount, _ in newcomer.spend]
    if len(amounts) > SPENDS_MAX or not all(0 < amount <= AMOUNT_MAX for amount in amounts):
        return "bad_spend"
    if ladder and newcomer.tier not in {"", *(step.tier for step in ladder.tiers)}:
        return "unknown_tier"
    return ""


def _known(sitting: Sitting, members: Sequence[_Member]) -> dict[int, str]:
    """Return the rows whose account or card is a member's already."""
    known_tokens: set[str] = set()
    for tokens in chunks([token for member in members for token in member.tokens]):
        rows = sitting.connection.execute(
            select(CARD.c.token).where(CARD.c.token.in_(tokens))
        )
        known_tokens.update(rows.scalars())
    these = wanted_accounts(sitting.connection, (member.account for member in members))
    rows = sitting.connection.execute(
        select(MEMBER.c.account).join(these, is_in(these, MEMBER))
    )
    known_accounts = set(rows.scalars())
    return {
        member.newcomer.row: "card_known"
        if known_tokens.intersection(member.tokens)
        else "account_known"
        for member in members
        if known_tokens.intersection(member.tokens) or member.account in known_accounts
    }


def _tier(sitting: Sitting, on: Climb | None, member: _Member) -> tuple[str, int]:
    """Return the tier a member begins with, and when it ends."""
    newcomer = member.newcomer
    if on is None:
        return newcomer.tier, 0
    counting = on.window(sitting.now, sitting.now_ms)
    spend = sum(amount for amount, at in newcomer.spend if at in counting)
    if on.ladder.metric != "spend":
        spend = 0
    tier = TierId(newcomer.tier) or place_on(on.ladder, spend).tier
    return tier, tier_end(on, tier, sitting.now, sitting.now_ms)


def _by_record(members: Sequence[_Member]) -> Iterable[tuple[int, list[_Member]]]:
    """Yield, bucket by bucket, as many members as one record holds."""
    some: list[_Member] = []
    lots = 0
    for member in members:
        other = some and bucket_of(some[0].account) != bucket_of(member.account)
        if some and (other or lots >= LOTS_A_RECORD):
            yield bucket_of(some[0].account), some
            some, lots = [], 0
        some.append(member)
        lots += 1 + len(member.newcomer.spend)
    if some:
        yield bucket_of(some[0].account), some


def _open_accounts(
    book: OpenBook,
    bucket: int,
    members: list[_Member],
    tiers: dict[AccountId, tuple[str, int]],
) -> None:
    record = book.author.next_record(bucket)
    lots: list[Lot] = []
    entries: list[Entry] = []
    for member in members:
        for amount, unnamed in _lots(book.sitting, member):
            lot = replace(unnamed, lot=LotId(f"{record}/{len(lots) + 1}"))
            lots.append(lot)
            entries.append(_opening(lot, amount))
    facts: dict[str, Json] = {
        "members": [
            {
                "account": member.account,
                "home": member.newcomer.home,
                "tier": tiers[member.account][0],
                "until_ms": tiers[member.account][1],
            }
            for member in members
        ]
    }
    part = LedgerPart(entries=tuple(entries), lots=tuple(lots))
    book.say(bucket, Writing(kind="opening", part=part, facts=facts))
    for member in members:
        book.touch(member.account)


def _lots(sitting: Sitting, member: _Member) -> Iterable[tuple[int, Lot]]:
    newcomer = member.newcomer
    if newcomer.points:
        yield newcomer.points, _lot(member, POINTS, sitting.now, newcomer.expires)
    for amount, at in newcomer.spend:
        yield amount, _lot(member, SPEND, at, None)


def _lot(member: _Member, unit: Unit, earned: datetime, expires: datetime | None) -> Lot:
    return Lot(
        lot=LotId(""),
        account=member.account,
        unit=unit,
        rule="",
        earned_at=earned,
        active_from=earned,
        expires=expires,
    )


def _opening(lot: Lot, amount: int) -> Entry:
    return Entry(
        "opening",
        "",
        (
            Posting(lot.account, lot.unit, amount, lot.lot, AVAILABLE),
            Posting(HOUSE_OPENING, lot.unit, -amount, LotId(""), HOUSE),
        ),
    )


def _member_row(
    sitting: Sitting, member: _Member, tiers: dict[AccountId, tuple[str, int]]
) -> Row:
    tier, until_ms = tiers[member.account]
    return {
        "bucket": bucket_of(member.account),
        "account": member.account,
        "name": member.newcomer.name,
        "status": "active",
        "home": member.newcomer.home,
        "tier": tier,
        "tier_until_ms": until_ms,
        "joined_ms": sitting.now_ms,
    }


def _cards_end(sitting: Sitting) -> datetime | None:
    """Return until when the programme in force has a card given now be good."""
    programme = current(sitting)
    if programme is None:
        return None
    return good_until(programme.cards, sitting.now, ZoneInfo(programme.zone))


def _card_rows(sitting: Sitting, member: _Member, until: datetime | None) -> Iterable[Row]:
    newcomer = member.newcomer
    until = newcomer.cards_expire or until
    for number, token in zip(member.numbers, member.tokens, strict=True):
        is_phone = number == newcomer.phone
        sealed = seal_name(sitting.keys.token_key, number, newcomer.name)
        yield {
            "bucket": bucket_of(member.account),
            "token": token,
            "account": member.account,
            "sealed_name": sealed.hex(),
            "status": "active",
            "kind": "phone" if is_phone else "card",
            "until_ms": 0 if is_phone or until is None else to_ms(until),
        }
