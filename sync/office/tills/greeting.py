"""A hello: is this the till we know? Then a session is opened and our mark told."""

from sync.core.intake import Greeting, Known, Reason, judge_hello
from sync.office.database.desk import Sitting
from sync.office.tills.heads import Head, new_head, read_head
from sync.office.tills.roster import RosterTill, read_life, read_till, write_till
from sync.wire.messages import Conflict, Hello, Welcome


def hello(sitting: Sitting, message: Hello) -> Welcome | Conflict:
    """Open a session, or say why this is not the till head office knows.

    A conflict changes nothing here: a hello that was only late must not cost an honest
    till.
    """
    till = read_till(sitting.connection, message.till)
    if till is None:
        return _conflict(sitting, message, "unknown_till")
    head = read_head(sitting.connection, till.current) or new_head(till.current)
    known = _known(sitting, till, head)
    verdict = judge_hello(message, known, generation=sitting.generation)
    if not isinstance(verdict, Greeting):
        return _conflict(sitting, message, verdict)
    _open_session(sitting, till, message, greeting=verdict, durable=head.durable)
    return Welcome(
        nonce=message.nonce,
        session=till.session,
        generation=sitting.generation,
        durable_seq=head.durable,
        hash=head.hash.hex(),
        safe_seq=head.safe,
        ticket=till.ticket,
        now_ms=sitting.now_ms,
    )


def _conflict(sitting: Sitting, message: Hello, reason: Reason) -> Conflict:
    return Conflict(nonce=message.nonce, generation=sitting.generation, reason=reason)


def _known(sitting: Sitting, till: RosterTill, head: Head) -> Known:
    life = read_life(sitting.connection, till.current)
    return Known(
        life=till.life,
        ticket=till.ticket,
        ticket_nonce=till.ticket_nonce,
        greeted=till.greeted,
        retired=till.retired,
        frozen="" if life is None else life.frozen,
        durable=head.durable,
        hash=head.hash.hex(),
    )


def _open_session(
    sitting: Sitting, till: RosterTill, message: Hello, *, greeting: Greeting, durable: int
) -> None:
    till.ticket = greeting.ticket
    till.ticket_nonce = greeting.nonce
    till.session += 1
    till.claimed_seq = message.seq
    till.greeted = message.generation
    till.edition = message.edition
    if message.generation == sitting.generation and message.seq == durable:
        # It knows of our restore and we hold all it has. (The tails of its closed lives it
        # sends before it says hello.)
        till.reported = sitting.generation
    till.last_seen_ms = sitting.now_ms
    write_till(sitting.connection, till)
