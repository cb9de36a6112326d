"""Programmes of another edition: the one before holds on, and nothing is forgotten."""

import json
from datetime import timedelta
from pathlib import Path

from rules.programme import EDITION
from sync.till.book.members import MemberFile
from sync.till.book.programmes import Programmes
from sync.till.contact.receiving import keep_programmes
from sync.wire.messages import ProgrammeMessage
from sync.wire.programme.seal import sealed_programme
from tests.till.forge import START
from tests.till.test_receiving import OFFICE, open_book

TOMORROW = START + timedelta(days=1)


def document(version: int, **more: object) -> bytes:
    """Write a programme, with whatever else is asked for."""
    heading = {"name": "story", "version": version, "currency": "MYR"}
    return json.dumps(heading | {"zone": "Asia/Kuala_Lumpur"} | more).encode()


def published(version: int, **more: object) -> ProgrammeMessage:
    """Return a programme that head office signed."""
    text = document(version, **more)
    signature = OFFICE.sign(sealed_programme(version, 0, text)).hex()
    return ProgrammeMessage(
        version=version, starts_ms=0, document=text.decode(), signature=signature
    )


def test_a_programme_with_a_field_nobody_knows_here_leaves_the_one_before_in_force(
    tmp_path: Path,
) -> None:
    book = open_book(tmp_path)
    keep_programmes(book, [published(1)])
    assert book.programme().version == 1

    keep_programmes(book, [published(2, happy_hours=[{"from": "17:00"}])])

    assert book.programme().version == 1
    (unread,) = book.programmes.unread(START)
    assert unread.version == 2
    assert "happy_hours" in unread.why
    keep_programmes(book, [published(3)])
    assert book.programme().version == 3
    assert book.programmes.unread(START) == ()


def test_a_later_edition_says_that_vafa_is_to_be_upgraded_before_its_fields(
    tmp_path: Path,
) -> None:
    book = open_book(tmp_path)
    future = published(2, edition=EDITION + 1, happy_hours=[{"from": "17:00"}])
    keep_programmes(book, [published(1), future])

    assert book.programme().version == 1
    (unread,) = book.programmes.unread(START)
    assert f"edition {EDITION + 1}" in unread.why
    assert "upgrade Vafa" in unread.why


def test_what_starts_tomorrow_is_told_of_today(tmp_path: Path) -> None:
    members = MemberFile(tmp_path / "members.db")
    day_after = int(TOMORROW.timestamp() * 1000)
    members.keep_programme(1, 0, document(1))
    members.keep_programme(2, day_after, document(2, edition=EDITION + 1))

    assert [one.version for one in Programmes(members).unread(START)] == [2]


def test_after_an_upgrade_what_could_not_be_read_is_in_force(tmp_path: Path) -> None:
    members = MemberFile(tmp_path / "members.db")
    members.keep_programme(1, 0, document(1))
    members.keep_programme(2, 0, document(2, edition=EDITION + 1))
    before = Programmes(members)
    assert (before.in_force(START), before.evaluator(2)) == (1, None)

    after = Programmes(members, edition=EDITION + 1)

    assert after.in_force(START) == 2
    assert after.unread(START) == ()
