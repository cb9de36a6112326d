"""Allowances: exactly what is asked for on intent, and one reward at the member's home.

Everything dealt is journalled first; what a till has not taken into its journal yet is
repeated in every answer to its life, so a lost answer costs nothing but time.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, exists, func, or_, select

from rules.ground.ids import AccountId, LotId, Unit
from rules.programme import Programme
from rules.value.ledger import (
    AVAILABLE,
    POINTS,
    TIER_CREDIT,
    Slice,
    held_at,
    is_budget,
    is_voucher,
    transit_to,
)
from rules.vouchers.money import GIFT_CARDS_RULE
from sync.core import corrections
from sync.core.dealing import cut, typical
from sync.kit.clock import from_ms, to_ms
from sync.office.database.desk import Sitting
from sync.office.database.tables import BALANCE, DEALT, LOT, MEMBER, SAME_LOT
from sync.office.database.upserts import insert_new
from sync.office.database.wanted import is_in, wanted_accounts
from sync.office.journals.authoring import Writing
from sync.office.journals.memory import dealt_row
from sync.office.journals.open_book import OpenBook
from sync.office.tills.programmes import current
from sync.office.tills.roster import lives_of
from sync.wire.buckets import bucket_of
from sync.wire.messages import GrantMessage, SliceMessage, Want
from sync.wire.records.identity import Life
from sync.wire.records.ledger_part import Grant, LedgerPart

STANDING_MAX: Final = 500
"""How many members' standing allowances one pull cuts."""

GRANTS_MAX: Final = 1_000
"""How many grants not yet taken one answer repeats."""

ACTIVE: Final = timedelta(days=90)
"""Who bought or joined within this time is worth an allowance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """So much of one account for one life, to be dealt whole or not at all.

    Of any lots that are good, or of the one that is named.
    """

    account: AccountId
    unit: Unit
    amount: int
    lot: LotId | None = None


def deal_wanted(
    sitting: Sitting, life: Life, wants: Sequence[Want], *, taken: Collection[str] = ()
) -> None:
    """Deal what members are about to spend there, beyond what is on its way already.

    ``taken`` names grants that the till has in its journal and has not sent up yet.
    """
    on_the_way = _on_the_way(sitting, life, taken)
    wishes = [
        Wish(
            account=AccountId(want.account),
            unit=Unit(want.unit),
            amount=want.points - on_the_way.get((want.account, want.unit), 0),
        )
        for want in wants
        if want.unit not in TIER_CREDIT
        and "\0" not in want.account + want.unit
        and not is_budget(want.account)
    ]
    deal(sitting, life, [wish for wish in wishes if wish.amount > 0])


def deal_standing(
    sitting: Sitting, life: Life, store: str, *, accounts: Collection[str]
) -> None:
    """Deal one typical reward to those at home there who have nothing there yet.

    ``accounts`` are those that changed since the till was told: who was passed over then
    and has not changed would be passed over again.
    """
    programme = current(sitting)
    if programme is None:
        return
    wishes = [
        *_typical_rewards(sitting, store, accounts, programme),
        *_homed_vouchers(sitting, store, accounts, programme),
    ]
    deal(sitting, life, wishes)


def _typical_rewards(
    sitting: Sitting, store: str, accounts: Collection[str], programme: Programme
) -> list[Wish]:
    reward = next(
        (reward for reward in programme.rewards if reward.unit == POINTS),
        None,
    )
    if reward is None:
        return []
    found = _at_home(sitting, store, accounts, least=4 * reward.step)
    amounts = {
        account: typical(available, step=reward.step, minimum=reward.minimum)
        for account, available in found
    }
    return [
        Wish(account=AccountId(account), unit=POINTS, amount=amount)
        for account, amount in amounts.items()
        if amount
    ]


def _homed_vouchers(
    sitting: Sitting, store: str, accounts: Collection[str], programme: Programme
) -> list[Wish]:
    """Return the vouchers whose terms home them at the store whose till made them."""
    homed: set[str] = {terms.rule for terms in programme.vouchers if terms.spend == "homed"}
    if programme.gift_cards is not None and programme.gift_cards.spend == "homed":
        homed.add(GIFT_CARDS_RULE)
    vouchers = [account for account in accounts if is_voucher(account)]
    if not homed or not vouchers:
        return []
    these = wanted_accounts(sitting.connection, vouchers)
    lives = {str(life) for life in lives_of(sitting.connection, store)}
    rows = sitting.connection.execute(
        select(BALANCE.c.account, BALANCE.c.unit, BALANCE.c.lot, BALANCE.c.amount)
        .select_from(these.join(BALANCE, is_in(these, BALANCE)).join(LOT, SAME_LOT))
        .where(BALANCE.c.place == AVAILABLE, BALANCE.c.amount > 0)
        .where(LOT.c.rule.in_(homed))
        .order_by(BALANCE.c.bucket, BALANCE.c.account)
        .limit(STANDING_MAX)
    )
    return [
        Wish(account=AccountId(account), unit=Unit(unit), amount=amount)
        for account, unit, lot, amount in rows
        if lot.partition("-")[0] in lives
    ]


def not_taken(sitting: Sitting, life: Life) -> tuple[GrantMessage, ...]:
    """Return the grants dealt to a life that its journal has not taken, oldest first."""
    rows = sitting.connection.execute(
        select(DEALT)
        .where(DEALT.c.till == life.till, DEALT.c.life == life.number)
        .where(DEALT.c.taken_by == "")
        .order_by(DEALT.c.dealt_ms, DEALT.c.grant_id)
        .limit(GRANTS_MAX)
    ).all()
    ends = _ends_of(sitting, {row.account for row in rows})
    return tuple(
        GrantMessage(
            grant=row.grant_id,
            life=str(life),
            account=row.account,
            unit=row.unit,
            slices=tuple(
                SliceMessage(
                    lot=lot,
                    amount=amount,
                    until_ms=ends.get((row.account, row.unit, lot), 0),
                )
                for lot, amount in json.loads(row.slices)
            ),
        )
        for row in rows
    )


def deal(sitting: Sitting, life: Life, wishes: Sequence[Wish]) -> None:
    """Deal each wish that can be met, as a grant to be told until it was taken."""
    if not wishes:
        return
    book = OpenBook(sitting)
    book.open({wish.account for wish in wishes})
    accounts = {wish.account for wish in wishes}
    may = _may_spend(sitting, accounts)
    ends = _ends_of(sitting, accounts)
    dealt: list[Grant] = []
    for wish in wishes:
        if wish.account in may:
            dealt += _grant(book, life, wish, ends)
    insert_new(sitting.connection, DEALT, [dealt_row(sitting, grant) for grant in dealt])
    book.close()


Ends = dict[tuple[str, str, str], int]
"""When lots end, by (account, unit, lot); 0 never."""


def _grant(book: OpenBook, life: Life, wish: Wish, ends: Ends) -> list[Grant]:
    pieces = [
        Slice(lot=lot, amount=amount, good_until=_instant(ends, wish, lot))
        for lot, amount in book.standing(wish.account, wish.unit, AVAILABLE).items()
        if wish.lot in {None, lot}
    ]
    slices = cut(pieces, wish.amount, at=book.sitting.now)
    if not slices:
        return []
    bucket = bucket_of(wish.account)
    grant = Grant(
        grant=f"{book.author.next_record(bucket)}/1",
        life=str(life),
        account=wish.account,
        unit=wish.unit,
        slices=slices,
    )
    way = (AVAILABLE, transit_to(str(life)))
    entries = tuple(
        corrections.moved(
            "deal", (wish.account, wish.unit, piece.lot), piece.amount, way=way
        )
        for piece in slices
    )
    part = LedgerPart(entries=entries, grants=(grant,))
    book.say(bucket, Writing(kind="deal", part=part, facts={}))
    return [grant]


def _instant(ends: Ends, wish: Wish, lot: LotId) -> datetime | None:
    end_ms = ends.get((wish.account, wish.unit, lot), 0)
    return from_ms(end_ms) if end_ms else None


def _on_the_way(
    sitting: Sitting, life: Life, taken: Collection[str]
) -> dict[tuple[str, str], int]:
    """Return what is dealt and not taken yet, by account and unit."""
    rows = sitting.connection.execute(
        select(DEALT.c.account, DEALT.c.unit, DEALT.c.grant_id, DEALT.c.points)
        .where(DEALT.c.till == life.till, DEALT.c.life == life.number)
        .where(DEALT.c.taken_by == "")
    )
    on_the_way: dict[tuple[str, str], int] = {}
    for account, unit, grant, amount in rows:
        if grant not in taken:
            on_the_way[account, unit] = on_the_way.get((account, unit), 0) + amount
    return on_the_way


def _may_spend(sitting: Sitting, accounts: Collection[str]) -> set[str]:
    """Return the active members among accounts, and all that is nobody's.

    A voucher's code is the right, a budget's part is dealt to whom it is meant for.
    """
    these = wanted_accounts(sitting.connection, accounts)
    rows = sitting.connection.execute(
        select(MEMBER.c.account)
        .join(these, is_in(these, MEMBER))
        .where(MEMBER.c.status == "active")
    )
    return {*rows.scalars(), *filter(is_voucher, accounts), *filter(is_budget, accounts)}


def _ends_of(sitting: Sitting, accounts: Iterable[str]) -> Ends:
    these = wanted_accounts(sitting.connection, accounts)
    rows = sitting.connection.execute(
        select(LOT.c.account, LOT.c.unit, LOT.c.lot, LOT.c.expires_ms)
        .select_from(these.join(BALANCE, is_in(these, BALANCE)).join(LOT, SAME_LOT))
        .where(BALANCE.c.unit.not_in(sorted(TIER_CREDIT)))
        .distinct()
    )
    return {(account, unit, lot): end for account, unit, lot, end in rows}


def _at_home(
    sitting: Sitting, store: str, accounts: Collection[str], *, least: int
) -> list[tuple[str, int]]:
    """Return (account, available) of a store's active members who hold nothing there."""
    these = wanted_accounts(sitting.connection, accounts)
    since = to_ms(sitting.now - ACTIVE)
    lives = list(lives_of(sitting.connection, store))
    there = [place for life in lives for place in (life, held_at(life), transit_to(life))]
    held = BALANCE.alias()
    available = func.sum(BALANCE.c.amount)
    same = and_(BALANCE.c.bucket == MEMBER.c.bucket, BALANCE.c.account == MEMBER.c.account)
    bought = exists().where(
        LOT.c.bucket == MEMBER.c.bucket,
        LOT.c.account == MEMBER.c.account,
        LOT.c.unit.in_(sorted(TIER_CREDIT)),
        LOT.c.earned_ms > since,
    )
    holds = exists().where(
        held.c.bucket == MEMBER.c.bucket,
        held.c.account == MEMBER.c.account,
        held.c.unit == POINTS,
        held.c.place.in_(there),
    )
    rows = sitting.connection.execute(
        select(MEMBER.c.account, available)
        .select_from(these.join(MEMBER, is_in(these, MEMBER)).join(BALANCE, same))
        .where(MEMBER.c.home == store, MEMBER.c.status == "active")
        .where(BALANCE.c.unit == POINTS, BALANCE.c.place == AVAILABLE)
        .where(or_(MEMBER.c.joined_ms > since, bought), ~holds)
        .group_by(MEMBER.c.bucket, MEMBER.c.account)
        .having(available >= least)
        .order_by(MEMBER.c.bucket, MEMBER.c.account)
        .limit(STANDING_MAX)
    )
    return [(account, int(points)) for account, points in rows]
