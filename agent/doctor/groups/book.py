"""The book: SQLite itself, both files, the chain, the anchor, what waits to go up."""

from datetime import timedelta
from pathlib import Path
from typing import Final

from agent.doctor.check import Check, Group
from agent.doctor.finding import Finding, counted, fail, not_applicable, ok, warn
from agent.doctor.ground import Ground
from agent.words.terminal import words_here
from sync.kit.clock import from_ms
from sync.till.inspection.inspecting import (
    JOURNAL,
    MEMBERS,
    TAIL_RECORDS,
    JournalFacts,
    quick_check,
)
from sync.till.journal.anchor import FOLDER, POSITION, Anchor

_FIXED: Final = (3, 51, 3)
_FIXED_TOO: Final = ((3, 50, 7), (3, 44, 6))
_OLDEST: Final = (3, 40, 0)
_NO_BOOK: Final = "There is no book yet: the first start of an enrolled till makes it."
_CHECK_S: Final = 6


def _sqlite(ground: Ground) -> Finding:
    ours = ground.machine.sqlite
    version = ".".join(str(part) for part in ours)
    if ours < _OLDEST:
        return fail(
            f"SQLite {version} is older than the book's tables need.",
            mend="sudo apt-get install --only-upgrade libsqlite3-0",
        )
    if ours >= _FIXED or ours in _FIXED_TOO:
        return ok(f"SQLite is {version}.")
    return ok(
        f"SQLite is {version}: before 3.51.3 two that write one file can harm it, and here "
        "the till alone writes; let no other tool write it."
    )


def _journal(ground: Ground) -> Finding:
    return _sound(
        ground,
        ground.folder / JOURNAL,
        mend="sudo systemctl stop vafa, keep the data folder aside, "
        f"then {ground.command('enrol --token-file FILE')}",
    )


def _members(ground: Ground) -> Finding:
    path = ground.folder / MEMBERS
    return _sound(
        ground,
        path,
        mend=f"sudo systemctl stop vafa && rm '{path}'* && sudo systemctl start vafa",
    )


def _sound(ground: Ground, path: Path, *, mend: str) -> Finding:
    if not path.exists():
        return not_applicable(_NO_BOOK)
    said = quick_check(path, timeout_s=ground.limits.book_s)
    if said is None:
        return warn(
            f"{path.name} is too large to look through in {ground.limits.book_s} s.",
            mend=ground.command("journal verify"),
        )
    if said:
        return fail(f"{path.name} is damaged: {said}.", mend=mend)
    return ok(f"{path.name} is sound.")


def _chain(ground: Ground) -> Finding:
    facts = _facts(ground)
    if facts is None or facts.life is None:
        return not_applicable(_NO_BOOK)
    if facts.broken_at:
        return fail(
            f"Record {facts.broken_at} of {facts.life} does not follow the one before.",
            mend=f"{ground.command('journal verify')}   # then tell who looks after Vafa",
        )
    return ok(f"The chain of the newest {TAIL_RECORDS} records holds.")


def _anchor(ground: Ground) -> Finding:
    facts = _facts(ground)
    path = ground.folder / FOLDER / POSITION
    if facts is None or facts.life is None or not path.exists():
        return not_applicable("Nothing was booked yet.")
    if Anchor.read(path) > facts.position:
        return fail(
            "The journal is behind its anchor: somebody put an old copy of it back.",
            mend=ground.command("enrol --token-file FILE"),
        )
    return ok("The journal is as far as its anchor says.")


def _frozen(ground: Ground) -> Finding:
    facts = _facts(ground)
    if facts is None:
        return not_applicable(_NO_BOOK)
    if facts.frozen:
        why = words_here(ground.environment).say(f"frozen.{facts.frozen}")
        return fail(
            f"Points are earned but cannot be spent here: {why}.",
            mend=f"{ground.command('enrol --token-file FILE')}   "
            "# with a token of `vafa office token`; first stop any copy of this till",
        )
    return ok("Points can be earned and spent here.")


def _outbox(ground: Ground) -> Finding:
    facts = _facts(ground)
    if facts is None:
        return not_applicable(_NO_BOOK)
    if not facts.waiting:
        return ok("Head office has every record.")
    age = ground.clock.now() - from_ms(facts.oldest_waiting_ms)
    waiting = counted(facts.waiting, "record")
    said = f"{waiting} waiting for head office, the oldest for {told(age)}."
    if age >= ground.limits.waiting_fail:
        return fail(said, mend=ground.command("sync now"))
    if age >= ground.limits.waiting_warn:
        return warn(said, mend=ground.command("sync now"))
    return ok(said)


def told(length: timedelta) -> str:
    """Write a length of time as people say it."""
    seconds = max(int(length.total_seconds()), 0)
    for unit, size in (("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)):
        if seconds >= size:
            count = seconds // size
            return f"{count:,} {unit}{'' if count == 1 else 's'}"
    return "less than a second"


def _facts(ground: Ground) -> JournalFacts | None:
    return ground.journal() if (ground.folder / JOURNAL).exists() else None


GROUP: Final = Group(
    "Book",
    (
        Check(name="book.sqlite", look=_sqlite),
        Check(name="book.frozen", look=_frozen),
        Check(name="book.anchor", look=_anchor),
        Check(name="book.chain", look=_chain),
        Check(name="book.waiting", look=_outbox),
        Check(name="book.journal", look=_journal, limit_s=_CHECK_S),
        Check(name="book.members", look=_members, limit_s=_CHECK_S),
    ),
)
