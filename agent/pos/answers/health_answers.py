"""What ``GET /v1/health`` answers, described; the till's health makes it."""

from typing import Literal, NotRequired

from pydantic import JsonValue
from typing_extensions import TypedDict

from agent.pos.intakes.matrix import May
from drivers.mouth.printers.status import Condition


class IntakeFiles(TypedDict):
    """Files since the start."""

    done: int
    rejected: int


class IntakeLast(TypedDict):
    """The newest file that was taken."""

    file: str
    at: str


class TapHealth(TypedDict):
    """What a tap passed on since its start, in bytes and receipts.

    ``unheard`` receipts were passed on and could not be listened to whole; ``copies`` were
    printed before; ``delay_us`` is how long bytes were in our hands.
    """

    name: str
    passing: bool
    listening: bool
    to_printer: int
    to_pos: int
    waiting: int
    receipts: int
    unheard: int
    copies: int
    delay_us: int
    delay_us_max: int


class IntakeHealth(TypedDict):
    """A watched folder; ``documents`` counts by what became of them, since the start."""

    intake: str
    path: str
    state: Literal["starting", "watching", "troubled", "stopped"]
    waiting: int
    files: IntakeFiles
    documents: dict[str, int]
    last: IntakeLast | None
    tap: NotRequired[TapHealth]
    problem: NotRequired[str]
    hint: NotRequired[str]


class CapabilityRow(TypedDict):
    """What a POS can do through one kind of intake, and what is done instead."""

    intake: str
    earn: May
    discount: May
    redeem: May
    refund: May
    instead: str


class ToldDevice(TypedDict):
    """A printer or display. ``well``: what is said now comes out of it.

    ``done`` and ``dropped`` count since the start; ``last_dropped`` is the record whose
    slip was not printed in time.
    """

    device: str
    port: str
    well: bool
    condition: Condition
    waiting: int
    done: int
    dropped: int
    last_dropped: NotRequired[str]
    fault: NotRequired[str]
    hint: NotRequired[str]


class HealthAnswer(TypedDict):
    """How the till is; without a token only ``status``."""

    status: Literal["ok", "attention", "failing"]
    version: NotRequired[str]
    store: NotRequired[str]
    uptime_s: NotRequired[int]
    book: NotRequired[dict[str, JsonValue]]
    loop: NotRequired[dict[str, JsonValue]]
    devices: NotRequired[list[dict[str, JsonValue]]]
    printers: NotRequired[list[ToldDevice]]
    displays: NotRequired[list[ToldDevice]]
    office: NotRequired[dict[str, JsonValue] | None]
    pages: NotRequired[int]
    intakes: NotRequired[list[IntakeHealth]]
    capabilities: NotRequired[list[CapabilityRow]]
