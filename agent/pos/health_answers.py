"""What ``GET /v1/health`` answers, described; the till's health makes it."""

from typing import Literal, NotRequired

from pydantic import JsonValue
from typing_extensions import TypedDict

from agent.pos.intakes.matrix import May


class IntakeFiles(TypedDict):
    """Files since the start."""

    done: int
    rejected: int


class IntakeLast(TypedDict):
    """The newest file that was taken."""

    file: str
    at: str


class IntakeHealth(TypedDict):
    """A watched folder; ``documents`` counts by what became of them, since the start."""

    intake: str
    path: str
    state: Literal["starting", "watching", "troubled", "stopped"]
    waiting: int
    files: IntakeFiles
    documents: dict[str, int]
    last: IntakeLast | None
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


class HealthAnswer(TypedDict):
    """How the till is; without a token only ``status``."""

    status: Literal["ok", "attention", "failing"]
    version: NotRequired[str]
    store: NotRequired[str]
    uptime_s: NotRequired[int]
    book: NotRequired[dict[str, JsonValue]]
    loop: NotRequired[dict[str, JsonValue]]
    devices: NotRequired[list[dict[str, JsonValue]]]
    office: NotRequired[dict[str, JsonValue] | None]
    pages: NotRequired[int]
    intakes: NotRequired[list[IntakeHealth]]
    capabilities: NotRequired[list[CapabilityRow]]
