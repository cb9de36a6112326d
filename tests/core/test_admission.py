"""What a till's record may say, and each thing it may not."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from rules.ground.ids import AccountId, LotId, RuleId, Unit
from rules.value.ledger import Entry, Lot, Slice
from sync.core.admission import AMOUNT_MAX, NAME_MAX, entry_bucket, judge_record
from sync.wire.records.header import Header, RecordKind
from sync.wire.records.identity import Life
from sync.wire.records.ledger_part import Grant, IssuedOnce, LedgerPart
from tests.office.entries import entry

LIFE = Life("t1", 3)
HEADER = Header(till="t1", life=3, seq=5, kind="sale", at_ms=0)
NOW = datetime(2026, 11, 20, tzinfo=UTC)
LOT = "t1.3-5/1"


def lot(name: str = LOT, account: str = "m-1", unit: str = "points") -> Lot:
    """Make a lot."""
    return Lot(
        lot=LotId(name),
        account=AccountId(account),
        unit=Unit(unit),
        rule="base",
        earned_at=NOW,
        active_from=NOW,
        expires=None,
    )


def code(
    part: LedgerPart,
    *,
    kind: RecordKind = "sale",
    reverses: str = "",
    header: Header = HEADER,
) -> str:
    """Return the code of the refusal, or nothing."""
    header = replace(header, kind=kind, reverses=reverses)
    refusal = judge_record(header, part, life=LIFE, seq=5)
    return "" if refusal is None else refusal.code


def one(*entries: Entry, **parts: tuple[Lot, ...]) -> LedgerPart:
    """Make a ledger part of entries."""
    return LedgerPart(entries=entries, **parts)  # type: ignore[arg-type]  # lots only


EARNED = entry(
    "earn",
    ("m-1", "points", 22, LOT, "pending"),
    ("house:earned", "points", -22, "", "house"),
)


@pytest.mark.parametrize("place", ["pending", "t1.3", "available"])
def test_a_sale_may_earn_pending_here_or_available(place: str) -> None:
    earned = entry(
        "earn",
        ("m-1", "points", 22, LOT, place),
        ("house:earned", "points", -22, "", "house"),
    )

    assert code(one(earned, lots=(lot(),))) == ""


def test_holds_releases_redemptions_and_value_given_back_are_its_own() -> None:
    hold = entry(
        "hold", ("m-1", "points", -5, "l", "t1.3"), ("m-1", "points", 5, "l", "t1.3#hold")
    )
    release = entry(
        "release",
        ("m-1", "points", -5, "l", "t1.3#hold"),
        ("m-1", "points", 5, "l", "t1.3"),
    )
    redeem = entry(
        "redeem",
        ("m-1", "points", -5, "l", "t1.3#hold"),
        ("house:redeemed", "points", 5, "", "house"),
    )
    back = entry(
        "return",
        ("m-1", "points", -5, "l", "t1.3"),
        ("m-1", "points", 5, "l", "available"),
    )

    assert code(one(hold), kind="hold") == ""
    assert code(one(release, redeem)) == ""
    assert code(one(back), kind="give_back") == ""


@pytest.mark.parametrize(
    ("header", "refused"),
    [
        (replace(HEADER, till="t2"), "not_this_place"),
        (replace(HEADER, life=2), "not_this_place"),
        (replace(HEADER, seq=6), "not_this_place"),
    ],
)
def test_a_record_in_another_place_than_it_says_is_refused(
    header: Header, refused: str
) -> None:
    assert code(LedgerPart(), header=header) == refused


@pytest.mark.parametrize(
    "kind", ["opening", "deal", "activate", "expire", "tier", "adjust"]
)
def test_what_only_head_office_says_is_refused(kind: RecordKind) -> None:
    assert code(LedgerPart(), kind=kind) == "not_a_tills_kind"


@pytest.mark.parametrize(
    ("posting", "other"),
    [
        # another life's allowance, hold and transit
        (("m-1", "points", -5, "l", "t1.2"), ("house:redeemed", "points", 5, "", "house")),
        (
            ("m-1", "points", -5, "l", "t2.1#hold"),
            ("house:redeemed", "points", 5, "", "house"),
        ),
        (
            ("m-1", "points", -5, "l", "available"),
            ("house:redeemed", "points", 5, "", "house"),
        ),
        (
            ("m-1", "points", -5, "l", "pending"),
            ("house:redeemed", "points", 5, "", "house"),
        ),
        # house accounts that are head office's, at a lot, or at a member's place
        (("m-1", "points", -5, "l", "t1.3"), ("house:opening", "points", 5, "", "house")),
        (("m-1", "points", -5, "l", "t1.3"), ("house:redeemed", "points", 5, "l", "house")),
        (("m-1", "points", -5, "l", "house"), ("house:redeemed", "points", 5, "", "house")),
        (("m-1", "points", -5, "l", "t1.3"), ("house:redeemed", "points", 5, "", "t1.3")),
        # nothing, and tier credit as an allowance
        (("m-1", "points", 0, "l", "t1.3"), ("house:redeemed", "points", 0, "", "house")),
        (("m-1", "spend", -5, "l", "t1.3"), ("house:redeemed", "spend", 5, "", "house")),
    ],
)
def test_a_redemption_from_anywhere_but_its_own_allowance_is_refused(
    posting: tuple[str, str, int, str, str], other: tuple[str, str, int, str, str]
) -> None:
    assert code(one(entry("redeem", posting, other))) == "place_not_allowed"


@pytest.mark.parametrize("kind", ["opening", "deal", "activate", "expire", "adjust"])
def test_an_entry_that_only_head_office_makes_is_refused(kind: str) -> None:
    made = replace(EARNED, kind=kind)  # type: ignore[arg-type]  # each is an EntryKind

    assert code(one(made, lots=(lot(),))) == "not_a_tills_entry"


def test_taking_back_needs_the_record_it_takes_back_from() -> None:
    back = entry(
        "reverse",
        ("m-1", "points", -5, "l", "available"),
        ("house:earned", "points", 5, "", "house"),
    )

    assert code(one(back), kind="refund", reverses="t1.3-2") == ""
    assert code(one(back), kind="refund") == "reverses_nothing"


def test_giving_spent_value_back_needs_the_record_it_was_spent_in() -> None:
    back = entry(
        "give_back",
        ("house:redeemed", "points", -5, "", "house"),
        ("m-1", "points", 5, "l", "t1.3"),
    )

    assert code(one(back), kind="refund", reverses="t1.3-2") == ""
    assert code(one(back), kind="refund") == "reverses_nothing"


def test_lots_are_born_by_the_record_that_names_them() -> None:
    assert code(one(EARNED, lots=(lot("t1.3-4/1"),))) == "foreign_lot"
    assert code(one(EARNED, lots=(lot(account="house:earned"),))) == "foreign_lot"
    assert code(one(EARNED)) == "lot_not_declared"
    assert code(one(EARNED, lots=(lot(account="m-2"),))) == "lot_not_declared"


def test_an_entry_is_about_the_accounts_of_one_bucket() -> None:
    mixed = entry(
        "return",
        ("m-1", "points", -5, "l", "t1.3"),
        ("m-2", "points", 5, "l", "available"),
    )
    nobody = entry(
        "earn",
        ("house:earned", "points", -5, "", "house"),
        ("house:earned", "points", 5, "", "house"),
    )

    assert entry_bucket(mixed) is None
    assert code(one(mixed), kind="give_back") == "several_buckets"
    assert code(one(nobody)) == "several_buckets"


def test_names_and_amounts_have_limits() -> None:
    long = entry(
        "redeem",
        ("m-1", "points", -1, "l" * (NAME_MAX + 1), "t1.3"),
        ("house:redeemed", "points", 1, "", "house"),
    )
    large = entry(
        "redeem",
        ("m-1", "points", -AMOUNT_MAX, "l", "t1.3"),
        ("house:redeemed", "points", AMOUNT_MAX, "", "house"),
    )

    assert code(one(long)) == "unreadable_name"
    assert code(one(large)) == "amount_too_large"
    assert code(LedgerPart(), header=replace(HEADER, key="k" * 600)) == "unreadable_name"


GRANT = Grant(
    grant="o9.1-1/1",
    life="t1.3",
    account=AccountId("m-1"),
    unit=Unit("points"),
    slices=(Slice(lot=LotId("l"), amount=5, good_until=None),),
)
TAKEN = entry(
    "take", ("m-1", "points", -5, "l", "transit:t1.3"), ("m-1", "points", 5, "l", "t1.3")
)


def test_a_grant_is_taken_as_it_was_dealt() -> None:
    assert code(LedgerPart(entries=(TAKEN,), grants=(GRANT,)), kind="take") == ""


@pytest.mark.parametrize(
    ("part", "kind", "refused"),
    [
        (
            LedgerPart(entries=(TAKEN,), grants=(replace(GRANT, life="t1.2"),)),
            "take",
            "grant_of_another",
        ),
        (LedgerPart(entries=(TAKEN,)), "take", "take_differs"),
        (LedgerPart(grants=(GRANT,)), "take", "take_differs"),
        (LedgerPart(entries=(TAKEN, TAKEN), grants=(GRANT,)), "take", "take_differs"),
        (LedgerPart(entries=(TAKEN, TAKEN), grants=(GRANT, GRANT)), "take", "grant_twice"),
        (LedgerPart(entries=(TAKEN,), grants=(GRANT,)), "sale", "take_apart"),
        (LedgerPart(grants=(GRANT,)), "sale", "grant_apart"),
        (LedgerPart(entries=(EARNED,), lots=(lot(),)), "take", "take_apart"),
    ],
)
def test_a_take_that_is_not_the_grant_it_names_is_refused(
    part: LedgerPart, kind: RecordKind, refused: str
) -> None:
    assert code(part, kind=kind) == refused


def test_an_award_given_once_waits_for_head_office() -> None:
    issued = IssuedOnce(
        key="welcome|m-1|1",
        kind="coupon",
        rule=RuleId("welcome"),
        account=AccountId("m-1"),
        code="GOLD-1",
        expires_ms=0,
    )
    promised = entry(
        "issue",
        ("v-GOLD-1", "uses", 1, "t1.3-5/v1", "pending"),
        ("house:vouchers", "uses", -1, "", "house"),
    )
    given = entry(
        "issue",
        ("v-GOLD-1", "uses", 1, "t1.3-5/v1", "available"),
        ("house:vouchers", "uses", -1, "", "house"),
    )

    assert code(LedgerPart(entries=(promised,), issued=(issued,))) == ""
    assert code(LedgerPart(entries=(given,), issued=(issued,))) == "place_not_allowed"
