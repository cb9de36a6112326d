"""The mouths: every printer and display, told what happens; nobody waits for them."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final, TypeVar

from agent.counter.asked.requests import SaleRequest
from agent.counter.ground.answers import Answer
from agent.counter.ground.parts import rows, table, text
from agent.counter.records.receipts import number_of, record_of
from agent.devices.glass import Glass
from agent.devices.mouth_building import Paper, glass_of, paper_of
from agent.loop.doors import Slip
from agent.loop.loop import QuarantinedError
from agent.settings.config import TillConfig
from agent.slips.composing import Heading, Part, compose, compose_card, first_name
from agent.words.catalogue import words_of
from agent.words.languages import LANGUAGES
from drivers.mouth.printers.profiles import PRINTERS, USUAL, PrinterProfile
from drivers.mouth.speaker import STOP_S, Job, Speaker, SpeakerState
from rules.ground.ids import RecordId
from rules.ground.refusal import Refusal, refuse
from sync.kit.clock import Clock
from sync.kit.faults import Fault
from sync.kit.logging import Log

Read = Callable[[str], Answer | Refusal]
"""Reads what a slip says, by its number; on any thread, waiting for the loop."""

Knows = Callable[[str], bool]
"""Says whether a code is a member's card; on any thread, waiting for the loop."""

FRESH: Final = timedelta(minutes=10)
"""A slip first printed later than this is a copy: its customer had one elsewhere."""

KEPT_MAX: Final = 64
_Value = TypeVar("_Value")
_LOG: Final = Log("mouths")
_BOOKED: Final = frozenset({"sale", "top_up", "refund", "void"})


class Mouths:
    """Every printer and display of the till. What is heard is only put into queues."""

    def __init__(
        self, config: TillConfig, *, read: Read, knows: Knows, clock: Clock
    ) -> None:
        self._read: Final = read
        self._knows: Final = knows
        self._store: Final = config.store
        self._clock: Final = clock
        self._shop: Final = config.shop
        self._language: Final = config.language
        self._faces: OrderedDict[str, tuple[str, str]] = OrderedDict()
        self._thanked: OrderedDict[str, str] = OrderedDict()
        self._heard: OrderedDict[str, None] = OrderedDict()
        self._printed: OrderedDict[str, None] = OrderedDict()
        self._papers: Final = tuple(
            paper_of(each, config, told=_note) for each in config.printers
        )
        self._glasses: Final = tuple(
            glass_of(each, config, told=_note) for each in config.displays
        )

    def start(self) -> None:
        """Begin; what is not there yet is waited for."""
        for speaker in self._speakers():
            speaker.start()

    def stop(self) -> None:
        """Stop all of them, within half a second."""
        within_s = STOP_S
        for speaker in self._speakers():
            speaker.call_off()
        for speaker in self._speakers():
            if not speaker.stop(within_s):
                # One that is stuck has had the time of all of them.
                within_s = 0

    @property
    def printers(self) -> tuple[SpeakerState, ...]:
        """How each printer is."""
        return tuple(paper.speaker.state for paper in self._papers)

    @property
    def displays(self) -> tuple[SpeakerState, ...]:
        """How each display is."""
        return tuple(glass.speaker.state for glass in self._glasses)

    def heard(self, event: str, data: Mapping[str, object]) -> None:
        """Take what the bulletin posts; callable from any thread, never waits."""
        workstation = str(data.get("session", ""))
        if event == "scan":
            self._scanned(workstation, data)
        elif event in _BOOKED:
            answer = data.get("answer")
            if isinstance(answer, Mapping):
                self._booked(workstation, answer)

    def sold_late(self, request: SaleRequest, answer: Answer) -> None:
        """Print the slip of a sale that was told afterwards, unless that is long ago."""
        record = record_of(text(answer, "record"))
        if record is not None and self._clock.now() - request.at <= FRESH:
            self._print_soon(request.document.workstation, record, answer)

    def print(
        self, receipt: str, *, printer: str | None, workstation: str | None
    ) -> Answer | Refusal:
        """Print a slip on demand; waits for the loop to read it and for no printer.

        Refusals: ``unknown_receipt``, ``unknown_printer``, ``printer_full``.
        """
        paper = self._chosen(printer, workstation)
        if paper is None:
            return refuse("unknown_printer")
        told = self._read(receipt)
        if isinstance(told, Refusal):
            return told
        number = text(told, "number")
        if not self._queue(paper, number, is_copy=self._is_copy(told)):
            return refuse("printer_full", printer=paper.settings.name)
        return _queued(paper, number)

    def print_card(
        self, card: str, *, printer: str | None, workstation: str | None
    ) -> Answer | Refusal:
        """Print a member's card on paper, so that it can be used at once.

        Refusals: ``unknown_member``, ``unknown_printer``, ``printer_full``.
        """
        paper = self._chosen(printer, workstation)
        if paper is None:
            return refuse("unknown_printer")
        if not self._knows(card):
            return refuse("unknown_member")
        heading = Heading(shop=self._shop or self._store)
        parts = compose_card(card, words_of(paper.language), heading)
        job = Job(name="card", make=lambda: _encoded(paper, parts), good_s=_good_s(paper))
        if not paper.speaker.say(job):
            return refuse("printer_full", printer=paper.settings.name)
        return _queued(paper, "")

    def slip(
        self, receipt: str, *, profile: str | None, language: str | None
    ) -> Slip | Refusal:
        """Draw a slip for a POS that prints by itself; on a thread that may take its time.

        Refusals: ``unknown_receipt``, ``unknown_profile``.
        """
        kind = PRINTERS.get(profile or USUAL)
        if kind is None:
            return refuse("unknown_profile", known=", ".join(PRINTERS))
        told = self._read(receipt)
        if isinstance(told, Refusal):
            return told
        code = language or self._language
        parts = self._compose(told, code, is_copy=False)
        return drawn_slip(parts, kind, code, number=text(told, "number"))

    def _scanned(self, workstation: str, data: Mapping[str, object]) -> None:
        member = data.get("member")
        if data.get("kind") != "member" or not isinstance(member, Mapping):
            return
        name = first_name(str(member.get("name", "")))
        _keep(self._faces, workstation, (str(member.get("id", "")), name))
        if member.get("status") != "active":
            return
        for glass in self._at(workstation):
            glass.greet(name, member)

    def _booked(self, workstation: str, answer: Answer) -> None:
        record = record_of(text(answer, "record"))
        if record is None or record in self._heard:
            # A practised sale; or a document that was sent, and is answered, once more.
            return
        member = table(answer.get("member"))
        face = self._faces.pop(workstation, ("", ""))
        if face[1] and face[0] == text(member, "id"):
            _keep(self._thanked, record, face[1])
        for glass in self._at(workstation):
            glass.thank(rows(answer.get("earned")), member)
        self._print_soon(workstation, record, answer)

    def _print_soon(self, workstation: str, record: RecordId, answer: Answer) -> None:
        """Print a slip by itself, once: for a member, or for a card that was sold."""
        if record in self._heard:
            return
        _keep(self._heard, record, None)
        if not answer.get("member") and not rows(answer.get("issued")):
            return
        for paper in self._papers:
            if paper.settings.automatic and paper.workstation == workstation:
                self._queue(paper, number_of(record), is_copy=False)

    def _queue(self, paper: Paper, number: str, *, is_copy: bool) -> bool:
        record = record_of(number)
        if record is None:
            return False

        def make() -> bytes:
            return self._bytes(paper, number, is_copy=is_copy)

        taken = paper.speaker.say(Job(name=record, make=make, good_s=_good_s(paper)))
        if taken:
            _keep(self._printed, record, None)
        return taken

    def _bytes(self, paper: Paper, number: str, *, is_copy: bool) -> bytes:
        """Draw a slip on the printer's thread; ValueError when it cannot be read now."""
        try:
            told = self._read(number)
        except (Fault, QuarantinedError, TimeoutError) as error:
            raise ValueError("the slip cannot be read") from error
        if isinstance(told, Refusal):
            raise ValueError(told.code)  # noqa: TRY004  # a decided no, no wrong type
        parts = self._compose(told, paper.language, is_copy=is_copy)
        return _encoded(paper, parts)

    def _compose(self, told: Answer, language: str, *, is_copy: bool) -> tuple[Part, ...]:
        heading = Heading(
            shop=self._shop,
            first_name=self._thanked.get(text(told, "record"), ""),
            is_copy=is_copy,
        )
        return compose(told, words_of(language), heading)

    def _is_copy(self, told: Answer) -> bool:
        if text(told, "record") in self._printed:
            return True
        at = datetime.fromisoformat(text(told, "at"))
        return self._clock.now() - at > FRESH

    def _chosen(self, printer: str | None, workstation: str | None) -> Paper | None:
        """Return the printer that is named, else the workstation's, else the first."""
        for paper in self._papers:
            if printer is not None and paper.settings.name == printer:
                return paper
            if printer is None and workstation in {None, paper.workstation}:
                return paper
        return None

    def _at(self, workstation: str) -> Iterable[Glass]:
        return (glass for glass in self._glasses if glass.workstation == workstation)

    def _speakers(self) -> tuple[Speaker, ...]:
        papers = (paper.speaker for paper in self._papers)
        return (*papers, *(glass.speaker for glass in self._glasses))


def drawn_slip(
    parts: tuple[Part, ...], profile: PrinterProfile, language: str, *, number: str
) -> Slip:
    """Set, draw and encode a slip; loads what draws."""
    from agent.slips.typesetting import (  # noqa: PLC0415  # see the docstring
        set_for,
        shown,
        written,
    )
    from drivers.mouth.printers.escpos import encode  # noqa: PLC0415  # see the docstring

    spoken = LANGUAGES[language]
    return Slip(
        number=number,
        language=language,
        lines=written(parts, profile.columns),
        width_dots=profile.width_dots,
        png=shown(parts, profile, spoken),
        escpos=encode(set_for(parts, profile, spoken), profile),
    )


def _encoded(paper: Paper, parts: tuple[Part, ...]) -> bytes:
    from agent.slips.typesetting import set_for  # noqa: PLC0415  # loads what draws
    from drivers.mouth.printers.escpos import encode  # noqa: PLC0415  # loads what encodes

    document = set_for(parts, paper.profile, LANGUAGES[paper.language])
    return encode(document, paper.profile)


def _queued(paper: Paper, number: str) -> Answer:
    state = paper.speaker.state
    return {
        "number": number,
        "printer": paper.settings.name,
        "state": "queued",
        "waiting": state.waiting,
        "printer_is_well": state.is_well,
    }


def _good_s(paper: Paper) -> int:
    return int(paper.settings.keep.total_seconds())


def _note(state: SpeakerState) -> None:
    log = _LOG.info if state.is_well else _LOG.warning
    log(
        "told_device_changed",
        device=state.device,
        condition=state.condition,
        hint=state.hint,
        waiting=state.waiting,
        last_dropped=state.last_dropped,
        why_dropped=state.why_dropped,
    )


def _keep(kept: OrderedDict[str, _Value], key: str, value: _Value) -> None:
    """Remember something, and forget the oldest of too many."""
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > KEPT_MAX:
        kept.popitem(last=False)
