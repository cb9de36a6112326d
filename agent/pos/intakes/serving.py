"""Every intake of the till: built from its configuration, started, stopped, told."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final
from zoneinfo import ZoneInfo

from agent.counter.counter import Counter
from agent.counter.ground.answers import Answer, Value
from agent.loop.inbox import Inbox
from agent.loop.loop import PATIENCE_S
from agent.pos.intakes.booking import Booking, Outcome, Told
from agent.pos.intakes.folder import Folder, FolderState, Mask, Take
from agent.pos.intakes.found import ShopTerms, Wanted
from agent.pos.intakes.masking import mask_file
from agent.pos.intakes.matrix import CAPABILITIES, intake_name
from agent.pos.intakes.places import Places
from agent.pos.intakes.register import FORMATS
from agent.pos.intakes.taking import Taken, take
from agent.pos.intakes.tap.spool import REJECTED_MAX
from agent.pos.intakes.tap.taps import Tapped, Taps
from agent.pos.intakes.tap.telling import is_troubled, tap_told
from agent.pos.problems.telling import Problem
from agent.settings.config import Intake
from drivers.guard.cardguard import holds_payment_card
from drivers.guard.recognition import Recognition
from sync.kit.clock import Clock, to_text

UTC_ZONE: Final = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Till:
    """What an intake needs of the till. ``sold`` is told of each document booked.

    ``told`` hears what was answered to a sale, so that its slip can be printed.
    """

    store: str
    name: str
    inbox: Inbox
    counter: Counter
    clock: Clock
    sold: Callable[[], None]
    workstation: str
    recognition: Callable[[], Recognition]
    told: Told


class Intakes:
    """The till's intakes, each on a thread of its own."""

    def __init__(
        self, settings: Sequence[Intake], till: Till, *, taps: Taps | None
    ) -> None:
        self._settings: Final = tuple(settings)
        self._folders: Final = tuple(_folder(each, till) for each in settings)
        self._taps: Final = tuple(
            (each, _tap_folder(each, till)) for each in (taps.all if taps else ())
        )

    def start(self) -> None:
        """Begin to take what is dropped."""
        for folder in self._all():
            folder.start()

    def stop(self) -> None:
        """Take nothing more."""
        for folder in self._all():
            folder.stop()

    def told(self) -> list[Answer]:
        """Tell how each intake is."""
        pairs = zip(self._settings, self._folders, strict=True)
        folders = [_told(settings, folder.state) for settings, folder in pairs]
        return [*folders, *(tap_told(tap, folder.state) for tap, folder in self._taps)]

    @property
    def troubled(self) -> bool:
        """Whether somebody should look: a folder that is not there, a file rejected."""
        states = [folder.state for folder in self._all()]
        return any(
            state.rejected or state.state in {"troubled", "stopped"} for state in states
        ) or any(is_troubled(tap) for tap, _ in self._taps)

    def _all(self) -> tuple[Folder, ...]:
        return (*self._folders, *(folder for _, folder in self._taps))


def capabilities() -> list[Answer]:
    """Tell what each kind of intake can do."""
    return [asdict(row) for row in CAPABILITIES]


def terms_of(settings: Intake, *, store: str, programme: tuple[str, str]) -> ShopTerms:
    """Return what a file need not say: the setting's word, else the programme's."""
    zone, currency = programme
    return ShopTerms(
        store=store,
        pos_store=settings.store or store,
        zone=ZoneInfo(settings.zone or zone or UTC_ZONE),
        currency=currency,
        category_level=settings.category_level,
        workstation=settings.workstation,
    )


def _folder(settings: Intake, till: Till) -> Folder:
    return Folder(
        Places(settings.path, till.name),
        _taking(settings, till),
        mask=_masking(till),
        every=settings.every,
        clock=till.clock,
    )


def _tap_folder(tap: Tapped, till: Till) -> Folder:
    """Return what books a tap's receipts: its spool is a folder like another."""
    settings = Intake(
        kind="folder",
        path=tap.spool.places.folder,
        format="tap",
        template=tap.settings.template,
        workstation=tap.settings.workstation or till.workstation,
        zone=tap.settings.zone,
    )
    folder = Folder(
        tap.spool.places,
        _taking(settings, till),
        mask=_masking(till),
        every=settings.every,
        clock=till.clock,
        rejected_max=REJECTED_MAX,
    )
    tap.spool.kept = folder.soon
    return folder


def _taking(settings: Intake, till: Till) -> Take:
    booking = Booking(till.inbox, till.counter, till.told)

    def book(wanted: Wanted) -> Outcome | Problem:
        said = booking.book(wanted)
        if said == "booked":
            till.sold()
        return said

    def take_file(file: BinaryIO) -> Taken:
        asked = till.inbox.ask("intake", till.counter.terms, wait=True)
        programme = asked.result(PATIENCE_S)
        told = terms_of(settings, store=till.store, programme=programme)
        terms = replace(told, recognition=till.recognition())
        # Opened for each file: a plan that was mended counts at once.
        return take(file, FORMATS[settings.format](settings.plan), terms, book)

    return take_file


def _masking(till: Till) -> Mask:
    def is_payment(run: str) -> bool:
        work = partial(till.counter.is_payment_card, run)
        return till.inbox.ask("intake", work, wait=True).result(PATIENCE_S)

    def mask(path: Path) -> bool:
        return mask_file(
            path, lambda run: holds_payment_card(run, Recognition()) and is_payment(run)
        )

    return mask


def _told(settings: Intake, state: FolderState) -> Answer:
    said: dict[str, Value] = {
        "intake": intake_name(settings.format),
        "path": str(settings.path),
        "state": state.state,
        "waiting": state.waiting,
        "files": {"done": state.done, "rejected": state.rejected},
        "documents": dict(state.documents),
        "last": None,
    }
    if state.last_at is not None:
        said["last"] = {"file": state.last_name, "at": to_text(state.last_at)}
    if state.problem:
        said |= {"problem": state.problem, "hint": state.hint}
    return said
