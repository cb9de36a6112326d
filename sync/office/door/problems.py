"""The register of problems that head office's door can answer with (RFC 9457)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rules.ground.refusal import Refusal, refuse

MEDIA_TYPE: Final = "application/problem+json"
URN: Final = "urn:vafa:problem:"


@dataclass(frozen=True, slots=True)
class Wording:
    """How a code is told: its status, and what to do about it."""

    status: int
    title: str
    hint: str


PROBLEMS: Final[Mapping[str, Wording]] = {
    "body_too_large": Wording(
        413, "The body is too large", "Send fewer records in one batch."
    ),
    "invalid_message": Wording(
        422,
        "The message cannot be read",
        "Compare the versions of till and head office.",
    ),
    "bad_headers": Wording(
        400,
        "The signature's headers are missing or malformed",
        "Send vafa-life, vafa-nonce, vafa-generation and vafa-signature.",
    ),
    "bad_signature": Wording(
        401,
        "This was not signed by the till it names",
        "Enrol the till again: vafa enrol",
    ),
    "not_this_till": Wording(
        403,
        "The message is about another till than the one that signed it",
        "A till speaks for its own life only.",
    ),
    "broken_batch": Wording(
        400,
        "The batch is no batch",
        "Send it again; if it stays, look at the till's journal.",
    ),
    "broken_record": Wording(
        400,
        "A record in the batch cannot be chained",
        "vafa journal verify, at the till, names the row.",
    ),
    "protocol_version": Wording(
        426, "This version of the protocol is not spoken here", "Update the older side."
    ),
    "unknown_token": Wording(
        403,
        "The token is not known for this store",
        "Make a new one: vafa office token --store STORE",
    ),
    "token_expired": Wording(
        403, "The token has expired", "Make a new one: vafa office token --store STORE"
    ),
    "token_used": Wording(
        403,
        "The token has enrolled a till already",
        "Make a new one: vafa office token --store STORE",
    ),
    "idem_reused": Wording(
        409,
        "This enrolment was asked for with another key or token",
        "Delete the till's pending enrolment and enrol again.",
    ),
}


def wording(refusal: Refusal) -> Wording:
    """Return how a refusal is told."""
    return PROBLEMS[refusal.code]


def problem_body(refusal: Refusal) -> bytes:
    """Return the JSON body of a problem."""
    told = wording(refusal)
    said: dict[str, str | int] = {
        "type": URN + refusal.code.replace("_", "-"),
        "code": refusal.code,
        "title": told.title,
        "status": told.status,
        "hint": told.hint,
        **{name: value for name, value in refusal.values if name != "status"},
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def refuse_message(why: str) -> Refusal:
    """Say that a message cannot be read, and where, in at most 200 characters."""
    return refuse("invalid_message", detail=why[:200])
