"""Store first: what is answered for is there, and nothing a till sends stops its queue."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from rules.ground.refusal import Refusal
from sync.office.database.desk import Desk
from sync.office.database.tables import FINDING, HEAD, JOURNAL, QUARANTINE
from sync.office.journals import intake
from sync.wire.keys.signing import SigningKey
from sync.wire.messages import Acknowledgement, Conflict, Welcome
from sync.wire.records.batch import Batch
from sync.wire.records.header import Header
from sync.wire.records.ledger_part import LedgerPart
from tests.office.enrolling import new_till
from tests.office.entries import entry
from tests.office.world import World


def reasons(world: World) -> list[str]:
    """Return why records are in quarantine."""
    with world.engine.begin() as connection:
        rows = connection.execute(select(QUARANTINE.c.reason).order_by(QUARANTINE.c.seq))
        return [reason.split()[0] for reason in rows.scalars()]


def findings(world: World) -> list[str]:
    """Return the codes of findings."""
    with world.engine.begin() as connection:
        rows = connection.execute(select(FINDING.c.code).order_by(FINDING.c.at_ms))
        return list(rows.scalars())


def branches(world: World) -> list[str]:
    """Return the names of branches."""
    with world.engine.begin() as connection:
        rows = connection.execute(select(HEAD.c.branch).where(HEAD.c.branch > ""))
        return list(rows.scalars())


def test_what_is_acknowledged_is_stored_as_it_came_and_applied(world: World) -> None:
    till = new_till(world)
    till.hello()
    for number in range(5):
        till.sale("m-1", number + 1)

    answer = till.push()

    assert (answer.verdict, answer.durable_seq, answer.applied_seq) == ("stored", 5, 5)
    assert answer.hash == till.hashes[5].hex()
    assert (answer.safe_seq, answer.quarantined) == (0, 0)
    with world.engine.begin() as connection:
        rows = connection.execute(
            select(JOURNAL.c.packed).where(JOURNAL.c.till == "t1").order_by(JOURNAL.c.seq)
        )
        assert [bytes(packed) for packed in rows.scalars()] == till.packed


def test_what_was_sent_before_is_passed_over_wherever_it_begins(world: World) -> None:
    till = new_till(world)
    for number in range(6):
        till.sale("m-1", number + 1)
    till.push(till.batch(1, 4))

    for first, count in ((1, 4), (3, 4), (1, 6), (6, 1), (2, 2)):
        assert till.push(till.batch(first, count)).verdict == "stored"
    assert till.push().durable_seq == 6
    assert world.office.verify().problems == ()
    assert till.sync().deltas[0].statements[0].pending == 21


def test_a_missing_record_is_a_gap_and_nothing_is_stored(world: World) -> None:
    till = new_till(world)
    for number in range(3):
        till.sale("m-1", number + 1)
    till.push(till.batch(1, 1))

    answer = till.push(till.batch(3, 1))

    assert (answer.verdict, answer.durable_seq) == ("gap", 1)
    assert answer.hash == till.hashes[1].hex()


def test_another_history_is_kept_as_a_branch_and_its_life_is_frozen(world: World) -> None:
    till = new_till(world)
    till.hello()
    till.sale("m-1", 5)
    twin = till.copy()
    till.sale("m-1", 10)
    till.push()
    twin.sale("m-1", 100, key="S01|1|2026-11-20|9|sale")
    twin.sale("m-1", 1000)

    answer = twin.push()

    assert (answer.verdict, answer.durable_seq) == ("fork", 2)
    assert answer.hash == till.hashes[2].hex()
    assert branches(world) == ["~" + twin.hashes[2].hex()[:16]]
    assert findings(world) == ["fork"]
    frozen = till.hello()
    assert isinstance(frozen, Conflict)
    assert frozen.reason == "fork"
    assert world.office.verify().problems == ()
    pull = world.office.pull(till.pull_message())
    assert isinstance(pull, Conflict)
    assert pull.reason == "fork"


def test_a_branch_sent_again_in_pieces_or_by_any_name_is_stored_once(world: World) -> None:
    till = new_till(world)
    till.sale("m-1", 5)
    twin = till.copy()
    till.sale("m-1", 10)
    till.push()
    for points in (100, 200, 300):
        twin.sale("m-1", points)
    twin.push(twin.batch(2, 1))

    told = twin.push(twin.batch(1, 4, branch="~tail"))
    untold = twin.push(twin.batch(3, 2))
    named = twin.push(twin.batch(4, 1, branch="~other"))

    assert len(branches(world)) == 1
    assert (told.verdict, told.durable_seq, told.hash) == (
        "stored",
        4,
        twin.hashes[4].hex(),
    )
    assert untold.verdict == "fork"
    assert named.durable_seq == 4
    assert world.office.verify().problems == ()
    again = new_till(world, till="t1", seed=8)
    assert again.sync().deltas[0].statements[0].pending == 615


def test_a_third_history_is_another_branch(world: World) -> None:
    till = new_till(world)
    till.sale("m-1", 1)
    second, third = till.copy(), till.copy()
    for copy, points in ((till, 10), (second, 100), (third, 1000)):
        copy.sale("m-1", points)
        copy.push()
    deeper = second.copy()
    second.sale("m-1", 5)
    second.push()
    deeper.sale("m-1", 7)
    deeper.push()

    assert len(branches(world)) == 3
    assert world.office.verify().problems == ()


def test_a_tail_whose_beginning_is_unknown_here_is_kept_when_it_says_so(
    world: World,
) -> None:
    till = new_till(world)
    for points in (1, 2, 3, 4):
        till.sale("m-1", points)
    till.push(till.batch(1, 1))

    answer = till.push(till.batch(3, 2, branch="~tail"))

    assert (answer.verdict, answer.durable_seq) == ("stored", 4)
    assert world.office.verify().problems == ()


def test_a_batch_must_be_signed_by_its_life(world: World) -> None:
    till = new_till(world)
    till.sale("m-1", 5)
    thief = replace(till, key=SigningKey(b"x" * 32))
    thief.packed, thief.hashes = till.packed, till.hashes

    answer = world.office.push(thief.batch())

    assert isinstance(answer, Refusal)
    assert answer.code == "bad_signature"
    assert world.office.fleet().tills[0].durable == 0


def test_the_next_life_may_vouch_for_the_tail_of_the_one_before(world: World) -> None:
    till = new_till(world)
    till.hello()
    till.sale("m-1", 5)
    again = new_till(world, till="t1", seed=8)
    tail = replace(till, key=again.key)
    tail.packed, tail.hashes = till.packed, till.hashes

    answer = tail.push(tail.batch(1))

    assert (answer.verdict, answer.durable_seq) == ("stored", 1)
    assert isinstance(again.hello(), Welcome)
    assert again.pull().deltas[0].applied == {"t1.1": 1, "t1.2": 0}
    assert world.office.verify().problems == ()


@pytest.mark.parametrize("life", ["t9.1", "t1.7", "nonsense", "o5.1"])
def test_records_of_a_life_nobody_lives_are_not_taken(world: World, life: str) -> None:
    till = new_till(world)
    till.sale("m-1", 5)

    answer = world.office.push(replace(till.batch(), life=life))

    assert isinstance(answer, Conflict)
    assert answer.reason == "unknown_till"


def test_bytes_that_cannot_be_chained_are_refused_and_nothing_is_stored(
    world: World,
) -> None:
    till = new_till(world)
    till.sale("m-1", 5)
    batch: Batch = replace(till.batch(), records=(b"\x02 from the future",))

    answer = world.office.push(batch)

    assert isinstance(answer, Refusal)
    assert answer.code == "broken_record"


def test_an_empty_push_tells_our_mark(world: World) -> None:
    till = new_till(world)
    till.sale("m-1", 5)
    till.push()

    answer = till.push()

    assert (answer.verdict, answer.durable_seq) == ("stored", 1)
    other = till.copy()
    other.hashes[1] = b"x" * 32
    forked = world.office.push(other.batch(2))
    assert isinstance(forked, Acknowledgement)
    assert forked.verdict == "fork"
    assert branches(world) == []


def test_poison_is_set_aside_whole_and_the_journal_goes_on(world: World) -> None:
    till = new_till(world)
    till.hello()
    till.sale("m-1", 1)
    till.append("sale", b"{}x")
    till.append("sale", b'{"entries":[{"kind":"magic","postings":[],"rule":""}]}')
    till.append(
        "sale",
        b'{"entries":[{"kind":"earn","postings":[{"account":"m-1","amount":5,"lot":"l",'
        b'"place":"pending","unit":"points"}],"rule":""}]}',
    )
    stolen = entry(
        "redeem",
        ("m-1", "points", -5, "l", "t2.1"),
        ("house:redeemed", "points", 5, "", "house"),
    )
    till.append("sale", LedgerPart(entries=(stolen,)))
    till.append("sale", header=Header(till="t1", life=1, seq=99, kind="sale", at_ms=0))
    till.append("opening")
    till.append(
        "sale",
        b'{"issued":[{"account":"m-1","code":"\\u0000","expires_ms":0,"key":"k",'
        b'"kind":"coupon","rule":"r"}]}',
    )
    till.sale("m-1", 2)

    answer = till.push()

    assert (answer.durable_seq, answer.applied_seq, answer.quarantined) == (9, 9, 7)
    assert reasons(world) == [
        "unreadable",
        "unreadable",
        "unbalanced",
        "place_not_allowed",
        "not_this_place",
        "not_a_tills_kind",
        "unreadable",
    ]
    assert till.pull().deltas[0].statements[0].pending == 3
    assert world.office.verify().problems == ()


def test_stored_records_are_applied_after_a_restart(world: World) -> None:
    till = new_till(world)
    for number in range(3):
        till.sale("m-1", number + 1)
    desk = Desk(
        world.engine, clock=world.clock, entropy=world.chance.randbytes, keys=world.keys
    )
    desk.transact(intake.store, till.batch())
    with world.engine.begin() as connection:
        assert connection.execute(select(func.max(HEAD.c.applied))).scalar_one() == 0

    office = world.again()

    assert office.apply_pending(2) == 2
    assert office.apply_pending() == 1
    assert office.apply_pending() == 0
    assert office.verify().problems == ()
