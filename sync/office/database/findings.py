"""Findings: what a person should look at, each with its record, its code and a detail."""

from sync.office.database.desk import Sitting
from sync.office.database.tables import FINDING
from sync.office.database.upserts import insert_new
from sync.wire.records.identity import Life


def find(
    sitting: Sitting, life: Life, seq: int, *, code: str, detail: str, branch: str = ""
) -> None:
    """Keep a finding about record ``seq`` of a life; the same one twice is one."""
    row = {
        "till": life.till,
        "life": life.number,
        "branch": branch,
        "seq": seq,
        "code": code,
        "detail": detail,
        "at_ms": sitting.now_ms,
    }
    insert_new(sitting.connection, FINDING, [row])
