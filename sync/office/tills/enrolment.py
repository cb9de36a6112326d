"""Enrolment: tokens, tills and lives; no number is ever given twice."""

from datetime import datetime
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, select, update

from rules.ground.refusal import Refusal, refuse
from sync.kit.clock import to_ms
from sync.office.database.desk import ORGANISATION, Sitting, read_setting, write_setting
from sync.office.database.tables import ENROLMENT, TOKEN
from sync.office.database.upserts import insert_new
from sync.office.tills.heads import new_head, write_heads
from sync.office.tills.roster import (
    RosterLife,
    RosterTill,
    office_is_frozen,
    read_life,
    read_till,
    write_life,
    write_till,
)
from sync.wire.messages import Enrolled, EnrolRequest
from sync.wire.records.identity import Life

TILLS_PER_GENERATION: Final = 100_000
LIVES_PER_GENERATION: Final = 1_000
"""Numbers are allotted in ranges by generation: a restored office never repeats one."""

DEFAULT_ORGANISATION: Final = "vafa"
_TOKEN_BYTES: Final = 18
_LAST_TILL: Final = "last_till"


class NumbersUsedUpError(Exception):
    """More tills, or lives of one, than a generation has numbers for."""


def new_token(
    sitting: Sitting, store: str, *, reusable: bool, expires: datetime | None
) -> str:
    """Make a token for one till of ``store``, or for many of them; keep its hash."""
    token = sitting.entropy(_TOKEN_BYTES).hex()
    row = {
        "token_hash": _hash(token),
        "store": store,
        "reusable": reusable,
        "expires_ms": 0 if expires is None else to_ms(expires),
        "used_by": "",
    }
    insert_new(sitting.connection, TOKEN, [row])
    return token


def enrol(sitting: Sitting, request: EnrolRequest) -> Enrolled | Refusal:
    """Give a till or its next life a number; the same ``idem`` gets the same answer.

    A till that names itself (``t1``, better ``t1.3``) stays itself only on the machine and
    in the life we know, else it is a new till: two copies of one disk never share a number
    again.
    """
    if "\0" in request.store + request.fingerprint + request.till:
        return refuse("unknown_token")
    before = _enrolled_before(sitting, request)
    if before is not None:
        return before
    refusal = _use_token(sitting, request)
    if refusal is not None:
        return refusal
    till = _same_till(sitting.connection, request)
    if till is None:
        till = _new_till(sitting, request)
    else:
        _next_life(sitting, till)
    write_till(sitting.connection, till)
    _open_life(sitting, request, till)
    return _answer(sitting, request, till.current, sitting.generation)


def _enrolled_before(sitting: Sitting, request: EnrolRequest) -> Enrolled | Refusal | None:
    row = sitting.connection.execute(
        select(ENROLMENT).where(ENROLMENT.c.idem == request.idem)
    ).one_or_none()
    if row is None:
        return None
    if (row.token_hash, row.key) != (_hash(request.token), request.key):
        # The answer holds secrets: it is for who asked the first time only.
        return refuse("idem_reused")
    return _answer(sitting, request, Life(row.till, row.life), row.generation)


def _use_token(sitting: Sitting, request: EnrolRequest) -> Refusal | None:
    this = TOKEN.c.token_hash == _hash(request.token)
    token = sitting.connection.execute(
        select(TOKEN).where(this).with_for_update()
    ).one_or_none()
    if token is None or token.store != request.store:
        return refuse("unknown_token")
    if token.expires_ms and token.expires_ms <= sitting.now_ms:
        return refuse("token_expired")
    if token.used_by and not token.reusable:
        return refuse("token_used")
    sitting.connection.execute(update(TOKEN).where(this).values(used_by=request.idem))
    return None


def _same_till(connection: Connection, request: EnrolRequest) -> RosterTill | None:
    name, _, life = request.till.partition(".")
    till = read_till(connection, name) if name else None
    if till is None or till.retired or till.store != request.store:
        return None
    if life not in {"", str(till.life)}:
        return None
    known = read_life(connection, till.current)
    return till if known is not None and known.fingerprint == request.fingerprint else None


def _new_till(sitting: Sitting, request: EnrolRequest) -> RosterTill:
    connection, generation = sitting.connection, sitting.generation
    counter = f"{_LAST_TILL}:{generation}"
    number = int(read_setting(connection, counter, "0")) + 1
    if number >= TILLS_PER_GENERATION:
        raise NumbersUsedUpError(f"{number} tills in generation {generation}")
    write_setting(connection, counter, str(number))
    return RosterTill(
        till=f"t{(generation - 1) * TILLS_PER_GENERATION + number}",
        store=request.store,
        life=1,
        ticket=0,
        ticket_nonce="",
        session=0,
        claimed_seq=0,
        greeted=generation,
        reported=0 if office_is_frozen(connection, generation) else generation,
        retired=False,
        last_seen_ms=sitting.now_ms,
    )


def _next_life(sitting: Sitting, till: RosterTill) -> None:
    till.life = max(till.life + 1, (sitting.generation - 1) * LIVES_PER_GENERATION)
    if till.life >= sitting.generation * LIVES_PER_GENERATION:
        raise NumbersUsedUpError(f"{till.life} lives of {till.till}")
    till.ticket = 0
    till.ticket_nonce = ""
    till.claimed_seq = 0
    till.greeted = sitting.generation
    till.last_seen_ms = sitting.now_ms


def _open_life(sitting: Sitting, request: EnrolRequest, till: RosterTill) -> None:
    life = RosterLife(
        life=till.current,
        store=till.store,
        key=request.key,
        fingerprint=request.fingerprint,
        frozen="",
        enrolled_ms=sitting.now_ms,
    )
    write_life(sitting.connection, life)
    write_heads(sitting.connection, [new_head(till.current)])
    row = {
        "idem": request.idem,
        "token_hash": _hash(request.token),
        "key": request.key,
        "store": till.store,
        "till": till.till,
        "life": till.life,
        "generation": sitting.generation,
    }
    insert_new(sitting.connection, ENROLMENT, [row])


def _answer(
    sitting: Sitting, request: EnrolRequest, life: Life, generation: int
) -> Enrolled:
    return Enrolled(
        idem=request.idem,
        organisation=read_setting(sitting.connection, ORGANISATION, DEFAULT_ORGANISATION),
        store=request.store,
        till=life.till,
        life=life.number,
        generation=generation,
        office_key=sitting.keys.signing.public.hex(),
        token_key=sitting.keys.token_key.hex(),
        voucher_key=sitting.keys.voucher_key.hex(),
        seal_key=sitting.keys.sealing.public.hex(),
    )


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
