"""What the till's doors are handed: the counter behind its loop, and what surrounds it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from agent.counter.counter import Counter
from agent.counter.ground.answers import Answer
from agent.counter.value.fetching import NeedsMore
from agent.loop.bulletin import Bulletin
from agent.loop.inbox import Inbox
from rules.ground.refusal import Refusal

Ask = Callable[[NeedsMore], Awaitable[None]]
"""Asks head office, briefly, for points a member intends to spend; never raises."""


class Sync(Protocol):
    """Brings till and head office together, and compares them if asked."""

    def __call__(self, *, compare: bool) -> Awaitable[Answer | Refusal]:
        """Do it and report."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A slip for a POS that prints by itself: as text, as a picture, as printer's bytes."""

    number: str
    language: str
    lines: tuple[str, ...]
    width_dots: int
    png: bytes
    escpos: bytes


class Slips(Protocol):
    """Prints and draws slips; both calls take their time, so never on the loop."""

    def print(
        self, receipt: str, *, printer: str | None, workstation: str | None
    ) -> Answer | Refusal:
        """Queue a slip on a printer."""
        ...

    def print_card(
        self, card: str, *, printer: str | None, workstation: str | None
    ) -> Answer | Refusal:
        """Queue a member's card."""
        ...

    def slip(
        self, receipt: str, *, profile: str | None, language: str | None
    ) -> Slip | Refusal:
        """Draw a slip for a POS that prints by itself."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """Everything the local API reaches.

    ``sync`` brings till and head office together now and reports; ``sold`` is told of each
    document booked, so that it goes up soon; ``invite`` makes a one-time code for a page.
    ``slips`` prints them. ``day_totals`` reads a day beside the loop, on any thread.
    """

    inbox: Inbox
    counter: Counter
    bulletin: Bulletin
    ask_for_more: Ask
    sync: Sync
    day_totals: Callable[[str, str | None], Answer]
    health: Callable[[], Awaitable[Answer]]
    metrics: Callable[[], Awaitable[bytes]]
    sold: Callable[[], None]
    slips: Slips
    invite: Callable[[Literal["cashier", "customer"]], Answer]
