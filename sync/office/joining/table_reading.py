"""Reads a table of members (CSV) into newcomers; rows that make no sense are named."""

import csv
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from rules.ground.sentence import Sentence
from rules.members.member_facts import read_facts
from sync.kit.faults import Fault
from sync.office.joining.columns import COLUMNS
from sync.office.joining.importing import Newcomer

_HINT: Final = Sentence(
    "The first line names the columns: {names} (any of them).", names=",".join(COLUMNS)
)


class TableFault(Fault):
    """The file is no table of members."""


def read_table(file: Path) -> Iterator[Newcomer]:
    """Yield a newcomer for each row after the first; raises :class:`TableFault`."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            unknown = set(reader.fieldnames or ()) - set(COLUMNS)
            if unknown or not reader.fieldnames:
                raise TableFault(
                    Sentence("unknown columns: {names}", names=tuple(sorted(unknown))),
                    hint=_HINT,
                )
            for row in reader:
                yield _newcomer(reader.line_num, row)
    except OSError as error:
        raise TableFault(
            Sentence(
                "{file} cannot be read: {why}", file=str(file), why=str(error.strerror)
            ),
            hint=_HINT,
        ) from error
    except UnicodeDecodeError as error:
        raise TableFault(
            Sentence("{file} is no text in UTF-8", file=str(file)), hint=_HINT
        ) from error
    except csv.Error as error:
        raise TableFault(
            Sentence("{file} is no table: {why}", file=str(file), why=str(error)),
            hint=_HINT,
        ) from error


def _newcomer(line: int, row: Mapping[str, str | None]) -> Newcomer:
    def cell(name: str) -> str:
        return (row.get(name) or "").strip()

    try:
        return Newcomer(
            row=line,
            account=cell("account"),
            name=cell("name"),
            cards=tuple(cell("cards").split()),
            cards_expire=_instant(cell("cards_expire")) if cell("cards_expire") else None,
            phone=cell("phone"),
            home=cell("home"),
            points=int(cell("points") or 0),
            expires=_instant(cell("points_expire")) if cell("points_expire") else None,
            spend=tuple(map(_spend, cell("spend").split())),
            tier=cell("tier"),
            facts=read_facts(
                birthday=cell("birthday"),
                groups=cell("groups"),
                attributes=cell("attributes"),
            ),
        )
    except ValueError as error:
        raise TableFault(
            Sentence("line {line}: {why}", line=line, why=str(error)), hint=_HINT
        ) from error


def _spend(text: str) -> tuple[int, datetime]:
    amount, _, at = text.partition("@")
    return int(amount), _instant(at)


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
