"""What stands on the pages of each workstation, kept from the news of the bulletin."""

import asyncio
import json
from collections import OrderedDict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, cast

from agent.counter.ground.answers import Answer
from agent.counter.ground.sessions import SESSION_MAX
from agent.loop.bulletin import Bulletin
from sync.kit.clock import Clock

SCREENS_MAX: Final = 256
HAPPENINGS_MAX: Final = 5
REST_MS: Final = 60_000
"""How long a customer may look at a finished sale before their page is nobody's again."""

_LEFT_MS: Final = SESSION_MAX.total_seconds() * 1000
_BESIDE: Final = frozenset({"product", "voucher", "gift_card", "receipt", "employee"})
"""What is scanned while somebody stands there; it does not take their place."""

_USEFUL: Final = frozenset({"voucher", "gift_card", "receipt"})
"""What of it the page can do something with."""

TRAINING: Final = "training"
"""What stands for the record of a document that was only practised."""

KNOWN: Final = "known"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One line of the last events: an instant (milliseconds, UTC), a kind, its answer."""

    at_ms: int
    kind: str
    answer: Answer


@dataclass(slots=True, kw_only=True)
class Screen:
    """One workstation. ``heard`` is the last scan, ``face`` the last that was a member.

    ``beside`` is a voucher, gift card or receipt that was scanned since; with ``training``
    the page practises.
    ``decision`` is the last quote, sale, refund or void, ``booked`` whether it was booked.
    ``stale`` says that the face's points have moved since: ask the session anew, and what
    is set aside. ``coupons`` is how many the face may use, None while nobody has asked.
    ``left_holds``: somebody left while something was set aside for them.
    ``sound`` is what the last news sounded like, and ``version`` grows with each change.
    """

    heard: Answer | None = None
    face: Answer | None = None
    beside: Answer | None = None
    coupons: int | None = None
    training: bool = False
    decision: Happening | None = None
    held: dict[str, Answer] = field(default_factory=dict)
    log: deque[Happening] = field(default_factory=lambda: deque(maxlen=HAPPENINGS_MAX))
    changed_ms: int = 0
    rests: bool = True
    stale: bool = False
    left_holds: bool = False
    sound: str = ""
    version: int = 0

    @property
    def booked(self) -> bool:
        """Whether the last decision stands in the book."""
        return self.decision is not None and self.decision.kind != "quote"

    @property
    def quote(self) -> Answer | None:
        """The open basket's quote, if that is where the sale is."""
        return self.decision.answer if self.decision and not self.booked else None


class Screens:
    """Reads the bulletin from the first page on; used in the server's event loop only."""

    def __init__(self, bulletin: Bulletin, clock: Clock) -> None:
        self._bulletin: Final = bulletin
        self._clock: Final = clock
        self._events: asyncio.AbstractEventLoop | None = None
        self._screens: OrderedDict[str, Screen] = OrderedDict()
        self.changed = asyncio.Event()
        self.is_over = False

    def open(self) -> None:
        """Begin to read; a till without pages does not write its news down."""
        if self._events is None:
            events = asyncio.get_running_loop()
            self._bulletin.join(self)
            self._events = events

    def offer(self, news: bytes | None) -> None:
        """Take news from any thread; None ends every page."""
        if self._events is not None and not self._events.is_closed():
            self._events.call_soon_threadsafe(self._take, news)

    def at(self, workstation: str) -> Screen:
        """Return a workstation's screen; an empty one when nothing happened there yet."""
        if workstation not in self._screens:
            self._screens[workstation] = Screen()
            if len(self._screens) > SCREENS_MAX:
                self._screens.popitem(last=False)
        return self._screens[workstation]

    def stands(self, workstation: str, session: Answer, held: Sequence[Answer]) -> None:
        """Show who stands at a workstation already, when its first page is opened."""
        screen = self.at(workstation)
        if not screen.version:
            screen.held = _by_name(held)
        if not screen.version and session.get("kind") == "member":
            screen.heard = screen.face = session
            self._touch(screen, sound="")

    def train(self, workstation: str, *, on: bool) -> None:
        """Begin or end practising at a workstation."""
        screen = self.at(workstation)
        screen.training = on
        self._touch(screen, sound="")

    def counted(self, workstation: str, coupons: int) -> None:
        """Show how many coupons whoever stands there may use."""
        screen = self.at(workstation)
        screen.coupons = coupons
        if coupons:
            self._touch(screen, sound="")

    def refresh(self, workstation: str, session: Answer, held: Sequence[Answer]) -> None:
        """Lay what the session says now over the face of who still stands there.

        ``held`` is what is set aside there now.
        """
        screen = self.at(workstation)
        screen.stale = False
        screen.held = _by_name(held)
        if session.get("kind") == "member" and _id(session) == _id(screen.face):
            screen.face = session

    async def wait(self, changed: asyncio.Event, timeout_s: float) -> None:
        """Wait for the :attr:`changed` that was there before looking, or for so long."""
        try:
            await asyncio.wait_for(changed.wait(), timeout_s)
        except TimeoutError:
            self._rest()

    def _take(self, news: bytes | None) -> None:
        if news is None:
            self.is_over = True
            self._wake()
            return
        event, _, data = news.decode().partition("\n")
        self._apply(event.removeprefix("event: "), json.loads(data.removeprefix("data: ")))

    def _apply(self, event: str, data: Mapping[str, object]) -> None:
        # Written by our own bulletin: a scan's answer, or an answer in an envelope.
        answer = cast("Answer", data if event == "scan" else data["answer"])
        if event == "release":
            self._released(answer)
            return
        screen = self.at(str(data["session"]))
        happening = Happening(
            at_ms=int(self._clock.now().timestamp() * 1000), kind=event, answer=answer
        )
        sound = _scanned(screen, answer) if event == "scan" else ""
        if answer.get("record") == TRAINING:
            # Nothing happened, so that nothing on the screen moves but the last events.
            pass
        elif event in {"quote", "sale", "refund", "void"}:
            _decided(screen, happening)
        elif event != "scan":
            _moved(screen, event, answer)
        if event != "quote":
            screen.log.appendleft(happening)
        self._touch(screen, sound=sound)

    def _released(self, answer: Answer) -> None:
        for screen in self._screens.values():
            if screen.held.pop(str(answer["hold"]), None) is not None:
                screen.stale = True
                self._touch(screen, sound="")

    def _touch(self, screen: Screen, *, sound: str) -> None:
        screen.sound, screen.rests = sound, False
        screen.changed_ms = self._clock.monotonic_ms()
        screen.version += 1
        self._wake()

    def _wake(self) -> None:
        # Everybody waiting is woken; who waits next waits for the next change.
        self.changed.set()
        self.changed = asyncio.Event()

    def _rest(self) -> None:
        """Let go of who has left: of a finished sale soon, of anybody after a session."""
        now = self._clock.monotonic_ms()
        for screen in self._screens.values():
            since = now - screen.changed_ms
            if screen.rests or since < (REST_MS if screen.booked else _LEFT_MS):
                continue
            if since >= _LEFT_MS:
                screen.heard = screen.face = screen.beside = None
            screen.rests, screen.sound = True, ""
            screen.version += 1


def _scanned(screen: Screen, answer: Answer) -> str:
    kind = answer["kind"]
    if kind in _BESIDE:
        return _scanned_beside(screen, answer) if kind in _USEFUL else ""
    screen.beside = None
    before, screen.heard = screen.face, answer
    if kind == "member":
        screen.face = answer
    elif answer.get("reason") == "card_unknown":
        screen.face = None
    if screen.booked or _id(screen.face) != _id(before):
        screen.coupons = None
        screen.decision = None
        # Who was left with something set aside may be back: then only the book knows.
        screen.left_holds = screen.stale = screen.left_holds or bool(screen.held)
        screen.held.clear()
    return KNOWN if _status(answer) == "active" else UNKNOWN


def _by_name(held: Sequence[Answer]) -> dict[str, Answer]:
    return {str(hold["hold"]): hold for hold in held}


def _scanned_beside(screen: Screen, answer: Answer) -> str:
    screen.beside = answer
    if screen.booked:
        screen.decision = screen.face = None
    if answer["kind"] == "receipt":
        return KNOWN
    voucher = answer.get("voucher")
    is_good = isinstance(voucher, Mapping) and voucher.get("state") == "active"
    return KNOWN if is_good else UNKNOWN


def _moved(screen: Screen, event: str, answer: Answer) -> None:
    """Take what was set aside, suspended, resumed, attached or topped up."""
    screen.stale = True
    match event:
        case "hold":
            screen.held[str(answer["hold"])] = answer
            screen.beside = None
        case "attach":
            screen.beside = None
        case "suspend" | "resume":
            is_member = event == "resume" and answer.get("kind") == "member"
            screen.heard = screen.face = answer if is_member else None
            screen.coupons = None
            screen.decision = screen.beside = None
            screen.held.clear()
        case _:
            pass


def _id(answer: Answer | None) -> object:
    member = answer.get("member") if answer else None
    return member.get("id") if isinstance(member, Mapping) else None


def _status(answer: Answer) -> object:
    member = answer.get("member")
    return member.get("status") if isinstance(member, Mapping) else None


def _decided(screen: Screen, happening: Happening) -> None:
    screen.decision = happening
    if happening.kind != "quote":
        screen.held.clear()
        screen.heard = screen.beside = None
        screen.face = _afterwards(screen.face, happening.answer)


def _afterwards(face: Answer | None, answer: Answer) -> Answer | None:
    """Return the face of whose document was booked, with what they have now."""
    before, after = (face or {}).get("member"), answer.get("member")
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return None
    if before.get("id") != after.get("id"):
        return None
    # How far the next tier is now, nobody has said.
    kept = {name: value for name, value in before.items() if name != "next_tier"}
    return {"kind": "member", "member": {**kept, **after}}
