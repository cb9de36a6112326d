"""The book, who it belongs to, the programme: real SQLite files, some damaged by bytes."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from agent.doctor.ground import Ground
from agent.doctor.machine import Limits, Machine
from rules.members.card_terms import CardTerms, MemberIin
from rules.programme import EDITION
from sync.kit.clock import to_ms
from sync.till.book.identity import keep
from sync.wire.programme.door import programme_bytes
from tests.agent.counter.shop import START, Shop, line, programme, sale_of
from tests.agent.doctor.case import Case, as_it_is
from tests.agent.doctor.scene import Scene
from tests.agent.running import identity

PAGE_BYTES = 2048
FAR_MS = 9_000_000_000_000


def _no_book(scene: Scene) -> Ground:
    for path in scene.data.glob("*.db*"):
        path.unlink()
    return scene.ground()


def _sqlite(version: tuple[int, int, int]) -> Callable[[Scene], Ground]:
    return lambda scene: scene.ground(machine=Machine(sqlite=version))


def _in_the_book(happen: Callable[[Shop], object]) -> Callable[[Scene], Ground]:
    def arrange(scene: Scene) -> Ground:
        shop = scene.shop()
        happen(shop)
        shop.book.close()
        return scene.ground()

    return arrange


def _freeze(shop: Shop) -> None:
    shop.book.journal.freeze("ticket")


def _sell(shop: Shop) -> None:
    for number in ("1", "2", "3"):
        shop.sale(sale_of(number, [line("1", 500)]))


def _anchor_ahead(scene: Scene) -> Ground:
    ground = _in_the_book(_sell)(scene)
    position = scene.data / "anchor" / "position"
    position.write_bytes(b"%016x" % (int(position.read_bytes(), 16) + 1))
    return ground


def _nothing_sold(scene: Scene) -> Ground:
    (scene.data / "anchor" / "position").unlink(missing_ok=True)
    return scene.ground()


def _changed(scene: Scene, file: str, *statements: str) -> Ground:
    with closing(sqlite3.connect(scene.data / file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return scene.ground()


def _hash_changed(scene: Scene) -> Ground:
    _in_the_book(_sell)(scene)
    return _changed(
        scene,
        "journal.db",
        "DROP TRIGGER record_is_final",
        "UPDATE record SET hash = zeroblob(32) WHERE position & 7 = 2",
    )


def _waiting(days: int) -> Callable[[Scene], Ground]:
    def arrange(scene: Scene) -> Ground:
        _in_the_book(_sell)(scene)
        scene.clock.instant += timedelta(days=days, hours=1)
        return scene.ground()

    return arrange


def _damaged(file: str) -> Callable[[Scene], Ground]:
    def arrange(scene: Scene) -> Ground:
        ground = _in_the_book(_sell)(scene)
        path: Path = scene.data / file
        data = bytearray(path.read_bytes())
        # Every page but the first, which says what the file is.
        data[PAGE_BYTES:] = b"\x5a" * (len(data) - PAGE_BYTES)
        path.write_bytes(data)
        return ground

    return arrange


def _too_large(file: str) -> Callable[[Scene], Ground]:
    def arrange(scene: Scene) -> Ground:
        _changed(
            scene,
            file,
            "CREATE TABLE large (word TEXT)",
            "WITH RECURSIVE count (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM count"
            " LIMIT 50000) INSERT INTO large SELECT hex(n) FROM count",
        )
        return scene.ground(limits=Limits(book_s=0))

    return arrange


def _not_enrolled(scene: Scene) -> Ground:
    (scene.data / "identity.json").unlink()
    return scene.ground()


def _other_store(scene: Scene) -> Ground:
    scene.file.write_text('store = "S02"\ndata = "data"\n', encoding="utf-8")
    return scene.ground()


def _half_enrolled(scene: Scene) -> Ground:
    (scene.data / "enrolment.pending").touch(0o600)
    return scene.ground()


def _copied(scene: Scene) -> Ground:
    keep(scene.data, replace(identity(), fingerprint="another machine's"))
    return scene.ground()


def _no_programme(scene: Scene) -> Ground:
    return _changed(scene, "members.db", "DELETE FROM programme")


def _later_programme(scene: Scene) -> Ground:
    assert to_ms(START) < FAR_MS
    return _changed(scene, "members.db", "UPDATE programme SET starts_ms = 9000000000000")


def _strange_programme(scene: Scene) -> Ground:
    return _changed(scene, "members.db", "UPDATE programme SET document = x'7b7d'")


def _newer_programme(shop: Shop) -> None:
    document = programme_bytes(replace(programme(), version=2, edition=EDITION + 1))
    shop.book.members.keep_programme(2, 0, document)


def _cards(terms: CardTerms) -> Callable[[Shop], object]:
    document = programme_bytes(replace(programme(), cards=terms, version=2))
    return lambda shop: shop.book.members.keep_programme(2, 0, document)


def _no_member(scene: Scene) -> Ground:
    return _changed(scene, "members.db", "DELETE FROM statement")


TWO_BRANDS = CardTerms(member_iins=(MemberIin(prefix="4", length=16),))

BOOK = (
    Case(
        check="book.sqlite",
        arrange=_sqlite((3, 51, 3)),
        outcome="ok",
        says="SQLite is 3.51.3.",
    ),
    Case(
        check="book.sqlite",
        arrange=_sqlite((3, 40, 1)),
        outcome="ok",
        says="before 3.51.3",
    ),
    Case(
        check="book.sqlite",
        arrange=_sqlite((3, 36, 0)),
        outcome="fail",
        says="older than the book's tables need",
        mends="libsqlite3-0",
    ),
    Case(check="book.frozen", arrange=as_it_is, outcome="ok", says="earned and spent"),
    Case(
        check="book.frozen",
        arrange=_in_the_book(_freeze),
        outcome="fail",
        says="cannot be spent here: another machine spoke to head office as this till",
        mends="vafa enrol --token-file FILE --config",
    ),
    Case(
        check="book.frozen", arrange=_no_book, outcome="not_applicable", says="no book yet"
    ),
    Case(check="book.anchor", arrange=_in_the_book(_sell), outcome="ok", says="as far as"),
    Case(
        check="book.anchor",
        arrange=_anchor_ahead,
        outcome="fail",
        says="behind its anchor",
        mends="vafa enrol",
    ),
    Case(
        check="book.anchor",
        arrange=_nothing_sold,
        outcome="not_applicable",
        says="Nothing was booked",
    ),
    Case(check="book.chain", arrange=_in_the_book(_sell), outcome="ok", says="holds"),
    Case(
        check="book.chain",
        arrange=_hash_changed,
        outcome="fail",
        says="Record 2 of t1.3 does not follow",
        mends="vafa journal verify",
    ),
    Case(check="book.waiting", arrange=as_it_is, outcome="ok", says="has every record"),
    Case(
        check="book.waiting",
        arrange=_waiting(0),
        outcome="ok",
        says="3 records waiting",
    ),
    Case(
        check="book.waiting",
        arrange=_waiting(2),
        outcome="warn",
        says="the oldest for 2 days",
        mends="vafa sync now",
    ),
    Case(
        check="book.waiting",
        arrange=_waiting(30),
        outcome="fail",
        says="the oldest for 30 days",
        mends="vafa sync now",
    ),
    *(
        case
        for check, file in (("book.journal", "journal.db"), ("book.members", "members.db"))
        for case in (
            Case(check=check, arrange=as_it_is, outcome="ok", says=f"{file} is sound"),
            Case(
                check=check,
                arrange=_damaged(file),
                outcome="fail",
                says=f"{file} is damaged",
                mends="systemctl stop vafa",
            ),
            Case(
                check=check,
                arrange=_too_large(file),
                outcome="warn",
                says="too large to look through",
                mends="vafa journal verify",
            ),
            Case(
                check=check,
                arrange=_no_book,
                outcome="not_applicable",
                says="no book yet",
            ),
        )
    ),
)

IDENTITY = (
    Case(check="identity.enrolled", arrange=as_it_is, outcome="ok", says="t1.3 of S01"),
    Case(
        check="identity.enrolled",
        arrange=_not_enrolled,
        outcome="fail",
        says="not enrolled yet",
        mends="vafa office token --store S01",
    ),
    Case(check="identity.store", arrange=as_it_is, outcome="ok", says="store S01"),
    Case(
        check="identity.store",
        arrange=_other_store,
        outcome="fail",
        says="says store S02, head office says S01",
        mends='store = "S01"',
    ),
    Case(
        check="identity.store",
        arrange=_not_enrolled,
        outcome="not_applicable",
        says="not enrolled",
    ),
    Case(check="identity.finished", arrange=as_it_is, outcome="ok", says="half done"),
    Case(
        check="identity.finished",
        arrange=_half_enrolled,
        outcome="warn",
        says="its answer never came",
        mends="vafa enrol",
    ),
    Case(check="identity.machine", arrange=as_it_is, outcome="ok", says="This is the"),
    Case(
        check="identity.machine",
        arrange=_copied,
        outcome="fail",
        says="this disk is a copy",
        mends="stop the other one first",
    ),
    Case(
        check="identity.machine",
        arrange=_not_enrolled,
        outcome="not_applicable",
        says="not enrolled",
    ),
)

PROGRAMME = (
    Case(check="programme.in_force", arrange=as_it_is, outcome="ok", says="version 1"),
    Case(
        check="programme.in_force",
        arrange=_no_programme,
        outcome="fail",
        says="No programme is in force",
        mends="vafa office programme FILE",
    ),
    Case(
        check="programme.in_force",
        arrange=_later_programme,
        outcome="warn",
        says="has not started yet",
        mends="timedatectl",
    ),
    Case(
        check="programme.in_force",
        arrange=_strange_programme,
        outcome="fail",
        says="cannot be used here",
        mends="vafa office programme FILE",
    ),
    Case(
        check="programme.in_force",
        arrange=_in_the_book(_newer_programme),
        outcome="warn",
        says="Version 1 holds on until then",
        mends="upgrade it",
    ),
    Case(check="programme.cards", arrange=as_it_is, outcome="ok", says="2 card rules"),
    Case(
        check="programme.cards",
        arrange=_in_the_book(_cards(CardTerms())),
        outcome="warn",
        says="no card rules",
        mends="vafa office programme FILE",
    ),
    Case(
        check="programme.cards",
        arrange=_in_the_book(_cards(TWO_BRANDS)),
        outcome="warn",
        says="1 card rule can recognise nothing",
        mends="vafa office programme FILE",
    ),
    Case(
        check="programme.cards",
        arrange=_no_programme,
        outcome="not_applicable",
        says="No programme",
    ),
    Case(check="programme.members", arrange=as_it_is, outcome="ok", says="1 member known"),
    Case(
        check="programme.members",
        arrange=_no_member,
        outcome="warn",
        says="No member is known",
        mends="vafa sync now",
    ),
)
CASES = (*BOOK, *IDENTITY, *PROGRAMME)
