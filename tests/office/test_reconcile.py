"""The night: a till and head office compare, and every difference has a name."""

from dataclasses import replace

from rules.value.ledger import Slice
from sync.core.digests import bucket_digest, rights_digest, stated
from sync.wire.messages import Conflict, Reconciled
from tests.office.enrolling import new_till
from tests.office.forge import ForgedTill
from tests.office.test_applying import funded
from tests.office.world import World


def asked(till: ForgedTill, held: tuple[Slice, ...] = ()) -> Reconciled:
    """Compare what the till holds and was told with head office."""
    till.revisions = {}
    deltas = till.sync().deltas
    buckets = {
        delta.bucket: bucket_digest(
            row for statement in delta.statements for row in stated(statement)
        )
        for delta in deltas
    }
    rows = (("m-1", "points", piece.lot, str(till.life), piece.amount) for piece in held)
    answer = till.office.reconcile(till.reconcile_message(rights_digest(rows), buckets))
    assert isinstance(answer, Reconciled)
    return answer


def test_a_till_that_sent_and_heard_everything_agrees(world: World) -> None:
    till = new_till(world)
    funded(world, till)
    held = till.obtain("m-1", 300)

    answer = asked(till, held)

    assert (answer.agrees, answer.differs) == (True, ())
    assert (answer.durable_seq, answer.records, answer.accounts) == (2, 2, 1)


def test_rights_that_differ_are_named(world: World) -> None:
    till = new_till(world)
    funded(world, till)
    (piece,) = till.obtain("m-1", 300)

    answer = asked(till, (replace(piece, amount=299),))

    assert answer.differs == ("rights",)


def test_a_journal_that_is_ahead_is_named(world: World) -> None:
    till = new_till(world)
    till.sync()
    till.sale("m-1", 5)
    request = till.reconcile_message(rights_digest([]), {})

    answer = world.office.reconcile(request)

    assert isinstance(answer, Reconciled)
    assert answer.differs == ("head", "records")


def test_a_bucket_that_shows_other_balances_is_named(world: World) -> None:
    till = new_till(world)
    funded(world, till)
    till.sync()
    request = till.reconcile_message(
        rights_digest([]), {657: bucket_digest([("m-1", 1, 0)])}
    )

    answer = world.office.reconcile(request)

    assert isinstance(answer, Reconciled)
    assert answer.differs == ("bucket 657",)


def test_a_bucket_that_another_till_changed_since_is_not_compared(world: World) -> None:
    till, other = new_till(world), new_till(world, "S02")
    funded(world, till)
    till.sync()
    other.sale("m-1", 5)
    other.push()
    request = till.reconcile_message(
        rights_digest([]), {657: bucket_digest([("m-1", 1, 0)])}
    )

    answer = world.office.reconcile(request)

    assert isinstance(answer, Reconciled)
    assert (answer.agrees, answer.differs, answer.moved) == (False, (), (657,))


def test_another_life_is_not_compared_with(world: World) -> None:
    till = new_till(world)
    new_till(world, till="t1", seed=8)

    answer = world.office.reconcile(till.reconcile_message(rights_digest([]), {}))

    assert isinstance(answer, Conflict)
    assert answer.reason == "other_life"
