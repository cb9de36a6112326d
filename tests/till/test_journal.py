"""The till's journal: durable, final, exact, and rebuilt from its own records."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.value.ledger import POINTS
from sync.till.journal.projecting import OverspentError
from sync.till.journal.rebuilding import chains, differences
from sync.wire.records.identity import Life
from tests.till.forge import SARA, earned, held, open_journal, spent, taken


def test_a_document_is_found_again_with_the_answer_it_was_given(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)

    record = journal.append(earned(journal, 22), content=b"digest", answer=b"answer")
    journal.close()
    found = open_journal(tmp_path).document("S01|L1|2026-11-21|1|sale")

    assert found is not None
    assert (found.record, found.content, found.answer) == (record, b"digest", b"answer")
    assert record == "t1.3-1"


def test_the_same_document_is_never_booked_twice(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    journal.append(earned(journal, 22))

    with pytest.raises(sqlite3.IntegrityError):
        journal.append(earned(journal, 22))

    assert journal.seq == 1
    assert all(
        report.holds and report.records == 1 for report in chains(journal.connection)
    )


def test_a_record_can_be_neither_changed_nor_removed(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    journal.append(earned(journal, 22))

    for statement in ("UPDATE record SET answer = x'00'", "DELETE FROM record"):
        with pytest.raises(sqlite3.IntegrityError):
            journal.connection.execute(statement)


def test_what_head_office_has_safe_may_be_pruned(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    journal.append(earned(journal, 22))
    journal.append(earned(journal, 22, number="2"))

    journal.connection.execute("UPDATE life SET safe = 1")
    journal.connection.execute(
        "DELETE FROM record WHERE position = ?", (Life("t1", 3).position(1),)
    )

    with pytest.raises(sqlite3.IntegrityError):
        journal.connection.execute("DELETE FROM record")


def test_a_grant_is_taken_once_held_and_spent(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    journal.append(taken(journal, 900))
    hold = journal.append(held(journal, 500))

    assert [piece.amount for piece in journal.holdings(SARA, POINTS)] == [400]
    assert [found.record for found in journal.open_holds("L1")] == [hold]

    journal.append(spent(journal, hold, 500))

    assert journal.open_holds() == ()
    assert [piece.amount for piece in journal.holdings(SARA, POINTS)] == [400]
    assert journal.totals.redeemed == 500
    assert differences(journal.connection) == ()


def test_a_grant_is_never_taken_twice(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    journal.append(taken(journal, 900))

    with pytest.raises(sqlite3.IntegrityError):
        journal.append(taken(journal, 900))

    assert [piece.amount for piece in journal.holdings(SARA, POINTS)] == [900]


def test_more_than_the_allowance_is_never_spent(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    journal.append(taken(journal, 100))

    with pytest.raises(OverspentError):
        journal.append(held(journal, 101))

    assert [piece.amount for piece in journal.holdings(SARA, POINTS)] == [100]
    assert journal.seq == 1


def test_a_file_behind_its_anchor_freezes_redemption_but_still_earns(
    tmp_path: Path,
) -> None:
    journal = open_journal(tmp_path)
    journal.append(earned(journal, 22))
    journal.close()
    image = (tmp_path / "journal.db").read_bytes()
    journal = open_journal(tmp_path)
    journal.append(earned(journal, 5, number="2"))
    journal.close()
    (tmp_path / "journal.db").write_bytes(image)

    restored = open_journal(tmp_path)

    assert restored.frozen == "anchor"
    assert restored.append(earned(restored, 5, number="3")) == "t1.3-2"


def test_a_changed_byte_is_found_by_the_walk(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    for number in "123":
        journal.append(earned(journal, 22, number=number))
    journal.connection.execute("DROP TRIGGER record_is_final")
    second = Life("t1", 3).position(2)
    (body,) = journal.connection.execute(
        "SELECT body FROM record WHERE position = ?", (second,)
    ).fetchone()
    changed = body.replace(b'"amount":22', b'"amount":23').replace(b"-22", b"-23")
    journal.connection.execute(
        "UPDATE record SET body = ? WHERE position = ?", (changed, second)
    )

    (report,) = chains(journal.connection)

    assert (report.broken_at, report.records) == (2, 1)


@given(
    st.lists(
        st.tuples(st.sampled_from(["take", "hold", "spend"]), st.integers(1, 50)),
        max_size=20,
    )
)
def test_projections_are_what_a_rebuild_gives(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    journal = open_journal(tmp_path_factory.mktemp("till"))
    for number, (step, points) in enumerate(steps):
        free = sum(piece.amount for piece in journal.holdings(SARA, POINTS))
        holds = journal.open_holds()
        if step == "take":
            journal.append(taken(journal, points, grant=f"o1.1-{number + 1}"))
        elif step == "hold" and free >= points:
            journal.append(held(journal, points))
        elif step == "spend" and holds:
            amount = sum(piece.amount for piece in holds[0].held.slices)
            journal.append(spent(journal, holds[0].record, amount))

    assert differences(journal.connection) == ()
    assert all(report.holds for report in chains(journal.connection))
