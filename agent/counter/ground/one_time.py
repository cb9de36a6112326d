"""Whether a redemption needs its member's one-time code, and whether it is right."""

from base64 import b32encode
from typing import Final
from urllib.parse import quote

from agent.counter.ground.attempts import CLOSED
from agent.counter.ground.desk import Bearer, Desk
from drivers.guard.digits import ascii_digits
from rules.ground.refusal import Refusal, refuse
from rules.programme import Programme
from sync.wire.keys.tokens import proof_secret

_MINUTE_S: Final = 60


def objection_to_proof(
    desk: Desk, bearer: Bearer, value_minor: int, *, secret: bytes, code: str | None
) -> Refusal | None:
    """Return why a member may not set so much aside on their word alone.

    What they have set aside here already counts with it, so that nobody takes it in parts.
    ``secret`` is that of the codes of the card they showed, empty when they showed none.
    Refusals: ``proof_needed`` (no code, or no card was shown), ``proof_wrong``,
    ``proof_closed`` (too many wrong ones).
    """
    terms = desk.evaluator(desk.now()).programme.proof
    if terms is None:
        return None
    account = bearer.account
    before = sum(
        stored.held.value_minor
        for stored in desk.book.journal.open_holds()
        if stored.held.account == account
    )
    if before + value_minor < terms.from_minor:
        return None
    if not code or not secret:
        return refuse("proof_needed", from_minor=terms.from_minor)
    now = desk.now()
    if desk.attempts.is_closed(account, now):
        return refuse("proof_closed", minutes=int(CLOSED.total_seconds()) // _MINUTE_S)
    typed = ascii_digits("".join(code.split()))
    if not desk.attempts.passes(account, secret, typed, now):
        return refuse("proof_wrong")
    return None


def proof_uri(desk: Desk, programme: Programme, card: str | None) -> str | None:
    """Return what an authenticator app scans to show a card's codes; None without proof."""
    if programme.proof is None or not card:
        return None
    secret = proof_secret(desk.book.keys.token, desk.shown(card).number)
    name = quote(programme.name, safe="")
    return f"otpauth://totp/{name}?secret={b32encode(secret).decode()}&issuer={name}"
