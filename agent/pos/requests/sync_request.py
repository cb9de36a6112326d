"""What may be wished of a sync."""

from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncRequest:
    """``reconcile`` compares every cursor, count, hash and balance as the night does."""

    reconcile: bool = False


SYNC: Final = TypeAdapter(SyncRequest)
