"""The book: SQLite itself, both files, the chain, the anchor, what waits to go up."""

from pathlib import Path
from typing import Final

from agent.doctor.check import Check, Group
from agent.doctor.finding import Finding, fail, not_applicable, ok, warn
from agent.doctor.ground import Ground
from agent.doctor.lasting import lasting
from agent.words.terminal import words_here
from rules.ground.sentence import Counted, Sentence
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
_NO_BOOK: Final = Sentence(
    "There is no book yet: the first start of an enrolled till makes it."
)
_CHECK_S: Final = 6


def _sqlite(ground: Ground) -> Finding:
    ours = ground.machine.sqlite
    version = ".".join(str(part) for part in ours)
    if ours < _OLDEST:
        return fail(
            Sentence(
                "SQLite {version} is older than the book's tables need.", version=version
            ),
            mend="sudo apt-get install --only-upgrade libsqlite3-0",
        )
    if ours >= _FIXED or ours in _FIXED_TOO:
        return ok(Sentence("SQLite is {version}.", version=version))
    return ok(
        Sentence(
            "SQLite is {version}: before 3.51.3 two that write one file can harm it, and "
            "here the till alone writes; let no other tool write it.",
            version=version,
        )
    )


def _journal(ground: Ground) -> Finding:
    return _sound(
        ground,
        ground.folder / JOURNAL,
        mend="sudo systemctl stop vafa",
        remark=Sentence(
            "keep the data folder aside, then: {command}",
            command=ground.command("enrol --token-file FILE"),
        ),
    )


def _members(ground: Ground) -> Finding:
    path = ground.folder / MEMBERS
    return _sound(
        ground,
        path,
        mend=f"sudo systemctl stop vafa && rm '{path}'* && sudo systemctl start vafa",
    )


def _sound(ground: Ground, path: Path, *, mend: str, remark: str = "") -> Finding:
    if not path.exists():
        return not_applicable(_NO_BOOK)
    said = quick_check(path, timeout_s=ground.limits.book_s)
    if said is None:
        return warn(
            Sentence(
                "{name} is too large to look through in {seconds} s.",
                name=path.name,
                seconds=ground.limits.book_s,
            ),
            mend=ground.command("journal verify"),
        )
    if said:
        return fail(
            Sentence("{name} is damaged: {why}.", name=path.name, why=said),
            mend=mend,
            remark=remark,
        )
    return ok(Sentence("{name} is sound.", name=path.name))


def _chain(ground: Ground) -> Finding:
    facts = _facts(ground)
    if facts is None or facts.life is None:
        return not_applicable(_NO_BOOK)
    if facts.broken_at:
        return fail(
            Sentence(
                "Record {number} of {life} does not follow the one before.",
                number=facts.broken_at,
                life=str(facts.life),
            ),
            mend=ground.command("journal verify"),
            remark=Sentence("then tell who looks after Vafa"),
        )
    return ok(
        Sentence(
            "The chain of the newest {count} records holds.",
            count=TAIL_RECORDS,
        )
    )


def _anchor(ground: Ground) -> Finding:
    facts = _facts(ground)
    path = ground.folder / FOLDER / POSITION
    if facts is None or facts.life is None or not path.exists():
        return not_applicable(Sentence("Nothing was booked yet."))
    if Anchor.read(path) > facts.position:
        return fail(
            Sentence(
                "The journal is behind its anchor: somebody put an old copy of it back."
            ),
            mend=ground.command("enrol --token-file FILE"),
        )
    return ok(Sentence("The journal is as far as its anchor says."))


def _frozen(ground: Ground) -> Finding:
    facts = _facts(ground)
    if facts is None:
        return not_applicable(_NO_BOOK)
    if facts.frozen:
        why = words_here(ground.environment).say(f"frozen.{facts.frozen}")
        return fail(
            Sentence("Points are earned but cannot be spent here: {why}.", why=why),
            mend=ground.command("enrol --token-file FILE"),
            remark=Sentence(
                "with a token of `vafa office token`; first stop any copy of this till"
            ),
        )
    return ok(Sentence("Points can be earned and spent here."))


def _outbox(ground: Ground) -> Finding:
    facts = _facts(ground)
    if facts is None:
        return not_applicable(_NO_BOOK)
    if not facts.waiting:
        return ok(Sentence("Head office has every record."))
    age = ground.clock.now() - from_ms(facts.oldest_waiting_ms)
    said = Sentence(
        "{records} waiting for head office, the oldest for {length}.",
        records=Counted("{count} record", "{count} records", count=facts.waiting),
        length=lasting(age),
    )
    if age >= ground.limits.waiting_fail:
        return fail(said, mend=ground.command("sync now"))
    if age >= ground.limits.waiting_warn:
        return warn(said, mend=ground.command("sync now"))
    return ok(said)


def _facts(ground: Ground) -> JournalFacts | None:
    return ground.journal() if (ground.folder / JOURNAL).exists() else None


GROUP: Final = Group(
    Sentence("Book"),
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
