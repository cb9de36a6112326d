"""The answer to a push: what is stored, with its hash, and how far it is applied."""

from sync.office.database.desk import Sitting
from sync.office.journals.intake import Stored
from sync.office.tills.fleet import quarantined
from sync.office.tills.heads import new_head, read_head
from sync.wire.messages import Acknowledgement


def acknowledge(sitting: Sitting, nonce: str, stored: Stored) -> Acknowledgement:
    """Tell a till our mark; it believes it only if its own chain has that hash there."""
    life = stored.life
    head = read_head(sitting.connection, life, stored.branch) or new_head(life)
    return Acknowledgement(
        nonce=nonce,
        generation=sitting.generation,
        verdict=stored.verdict,
        durable_seq=stored.durable_seq,
        hash=stored.hash.hex(),
        safe_seq=stored.safe_seq,
        applied_seq=head.applied,
        quarantined=quarantined(sitting, life.till, life.number),
    )
