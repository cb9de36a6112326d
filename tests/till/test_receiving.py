"""What comes down: grants once, checkpoints whole or not at all, our records laid over."""

from dataclasses import replace
from pathlib import Path

import pytest

from rules.ground.ids import AccountId
from rules.value.ledger import POINTS
from sync.till.book.book import NoProgrammeFault, TillBook
from sync.till.book.identity import TillKeys
from sync.till.book.members import MemberFile
from sync.till.contact.receiving import (
    apply_deltas,
    give_back,
    keep_programmes,
    take_grants,
)
from sync.till.journal.journal import TillJournal
from sync.wire.buckets import bucket_of
from sync.wire.keys.signing import SigningKey
from sync.wire.keys.tokens import card_token, seal_name
from sync.wire.messages import (
    BucketDelta,
    CardMessage,
    GrantMessage,
    ProgrammeMessage,
    SliceMessage,
    Statement,
)
from sync.wire.programme.seal import sealed_programme
from tests.till.forge import SARA, FakeClock, earned, open_journal

TOKEN_KEY = bytes(range(32))
OFFICE = SigningKey(bytes([9]) * 32)
CARD = "6399001234567893"
BUCKET = bucket_of(SARA)


def open_book(directory: Path, journal: TillJournal | None = None) -> TillBook:
    """Open a till's book with known keys."""
    keys = TillKeys(
        signing=SigningKey(bytes([1]) * 32),
        office=OFFICE.public,
        token=TOKEN_KEY,
        voucher=bytes(32),
    )
    return TillBook(
        journal=journal or open_journal(directory),
        members=MemberFile(directory / "members.db"),
        keys=keys,
        store="S01",
        clock=FakeClock(),
    )


def statement(*, pending: int = 35) -> Statement:
    """Return head office's word on Sara."""
    return Statement(
        account=SARA,
        status="active",
        home="S01",
        tier="silver",
        tier_until_ms=0,
        spend_minor=41200,
        available=1240,
        dealable=340,
        pending=pending,
        held={"S01": 900},
        issued={},
        expiring=(),
        revision=1,
        as_of_ms=0,
    )


def checkpoint(
    *, revision: int = 1, applied: int = 0, stated: Statement | None = None
) -> BucketDelta:
    """Return a checkpoint of Sara's bucket, with her card."""
    card = CardMessage(
        token=card_token(TOKEN_KEY, CARD).hex(),
        account=SARA,
        name=seal_name(TOKEN_KEY, CARD, "Sara A.").hex(),
        status="active",
    )
    return BucketDelta(
        bucket=BUCKET,
        revision=revision,
        whole=False,
        applied={"t1.3": applied},
        statements=(stated or statement(),),
        cards=(card,),
    )


def grant(number: int, points: int, *, life: str = "t1.3") -> GrantMessage:
    """Return a grant of one slice to a life."""
    return GrantMessage(
        grant=f"o1.1-{number}",
        life=life,
        account=SARA,
        unit=POINTS,
        slices=(SliceMessage(lot="a/1", amount=points, until_ms=4_000_000_000_000),),
    )


def test_a_card_shows_who_it_is_and_no_other_number_does(tmp_path: Path) -> None:
    book = open_book(tmp_path)
    apply_deltas(book, [checkpoint()])

    found = book.find(CARD)

    assert found is not None
    assert (found.account, found.name, found.status) == (SARA, "Sara A.", "active")
    assert book.find("6399001234567894") is None


def test_our_own_records_lie_over_the_statement_until_it_holds_them(tmp_path: Path) -> None:
    book = open_book(tmp_path)
    apply_deltas(book, [checkpoint()])
    book.journal.append(earned(book.journal, 22))

    before = book.view(SARA)
    apply_deltas(book, [checkpoint(revision=2, applied=1, stated=statement(pending=57))])
    after = book.view(SARA)

    assert before is not None
    assert after is not None
    assert before.standing.pending == after.standing.pending == 57
    assert not book.journal.has_tail(SARA)


def test_an_older_checkpoint_changes_nothing(tmp_path: Path) -> None:
    book = open_book(tmp_path)
    apply_deltas(book, [checkpoint(revision=5, stated=statement(pending=99))])

    apply_deltas(book, [checkpoint(revision=4)])

    view = book.view(SARA)
    assert view is not None
    assert view.standing.pending == 99


def test_a_grant_delivered_again_is_taken_once(tmp_path: Path) -> None:
    book = open_book(tmp_path)

    assert take_grants(book, [grant(1, 900)]) == 1
    assert take_grants(book, [grant(1, 900), grant(2, 50)]) == 1
    assert sum(piece.amount for piece in book.journal.holdings(SARA, POINTS)) == 950


def test_a_grant_for_another_life_is_not_ours(tmp_path: Path) -> None:
    book = open_book(tmp_path)

    assert take_grants(book, [grant(1, 900, life="t1.2")]) == 0


def test_a_frozen_till_takes_nothing_and_may_spend_nothing(tmp_path: Path) -> None:
    book = open_book(tmp_path)
    apply_deltas(book, [checkpoint()])
    take_grants(book, [grant(1, 900)])

    book.journal.freeze("fork")

    view = book.view(SARA)
    assert take_grants(book, [grant(2, 50)]) == 0
    assert view is not None
    assert view.standing.spendable_here == 0


def test_what_is_given_back_is_gone_here(tmp_path: Path) -> None:
    book = open_book(tmp_path)
    take_grants(book, [grant(1, 900)])

    assert give_back(book) == 900
    assert book.journal.holdings(SARA, POINTS) == ()
    assert give_back(book) == 0


def test_only_a_programme_that_head_office_signed_is_kept(tmp_path: Path) -> None:
    book = open_book(tmp_path)
    signature = OFFICE.sign(sealed_programme(1, 0, b"{}")).hex()
    honest = ProgrammeMessage(version=1, starts_ms=0, document="{}", signature=signature)

    forged = [replace(honest, version=2), replace(honest, document="{ }")]
    assert not keep_programmes(book, forged)
    with pytest.raises(NoProgrammeFault):
        book.programme()
    assert keep_programmes(book, [honest])

    assert book.members.programme(1) == b"{}"


def test_an_account_nobody_stated_is_unknown(tmp_path: Path) -> None:
    assert open_book(tmp_path).view(AccountId("m-NOBODY")) is None
